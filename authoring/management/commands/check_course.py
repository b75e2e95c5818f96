"""Everything wrong or doubtful in a course's files, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from authoring.files.checks import errors, warnings
from authoring.files.course import read_course
from authoring.files.coverage import coverage


class Command(BaseCommand):
    help = "Check the files of a course: every problem with its file, line and column. Exit 1 on errors."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="the folder that holds course.yaml")
        parser.add_argument("--json", action="store_true", help="print counts and problems as JSON")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        reading = read_course(directory)
        wrong = [str(problem) for problem in errors(reading)]
        doubtful = [str(problem) for problem in warnings(reading)]
        counts = coverage(reading)
        if options["json"]:
            self.stdout.write(json.dumps({**counts, "errors": wrong, "warnings": doubtful}, indent=2))
        else:
            for line in wrong:
                self.stdout.write(line)
            for line in doubtful:
                self.stdout.write(f"{line} (warning)")
            self.stdout.write(
                f"{counts['claims']} claims, {counts['taught']} taught and {counts['tested']} tested; "
                f"{counts['sections']} sections, {counts['items']} items; "
                f"{len(wrong)} errors, {len(doubtful)} warnings"
            )
        if wrong:
            raise CommandError(f"{directory} has {len(wrong)} errors", returncode=1)

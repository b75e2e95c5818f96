"""Course files in their one canonical form."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from authoring.files.canonical import files
from authoring.files.checks import errors
from authoring.files.course import read_course
from authoring.files.folder import replace_file


class Command(BaseCommand):
    help = "Rewrite the files of a course in their canonical form; those that have it are not touched."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="the folder that holds course.yaml")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 where a file would change"
        )

    def handle(self, *args: Any, directory: Path, check: bool, **options: Any) -> None:
        reading = read_course(directory)
        if problems := errors(reading):
            for problem in problems:
                self.stderr.write(str(problem))
            raise CommandError("nothing was changed: the files must be without errors first")
        changed = {
            name: text.encode()
            for name, text in files(reading.files()).items()
            if (directory / name).read_bytes() != text.encode()
        }
        for name, data in changed.items():
            self.stdout.write(name)
            if not check:
                replace_file(directory / name, data)
        if check and changed:
            raise CommandError(
                f"{len(changed)} files are not in canonical form; run format_course {directory}"
            )

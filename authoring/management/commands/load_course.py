"""Course files into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from authoring.load import CourseRefused, EditedSinceLoad, UnknownName, load_course
from authoring.merge import name


class Command(BaseCommand):
    help = (
        "Load the files of a course: all or nothing, and nothing where nothing changed. What is gone from "
        "the files is retired. What was edited in the browser since the last load is not overwritten unasked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="the folder that holds course.yaml")
        parser.add_argument(
            "--ours",
            action="append",
            default=[],
            metavar="ID",
            help="keep the database's, of what was edited",
        )
        parser.add_argument(
            "--theirs", action="append", default=[], metavar="ID", help="take the files', of what was edited"
        )

    def handle(self, *args: Any, directory: Path, ours: list[str], theirs: list[str], **options: Any) -> None:
        if both := sorted({*ours} & {*theirs}):
            raise CommandError(f"{both[0]} is named in --ours and in --theirs; decide for one")
        try:
            load = load_course(directory=directory, at=timezone.now(), ours=ours, theirs=theirs)
        except CourseRefused as refused:
            raise CommandError(f"nothing was loaded; the files have errors:\n{refused}") from None
        except EditedSinceLoad as refused:
            raise CommandError(_how_to_settle(directory, [name(key) for key in refused.edited])) from None
        except UnknownName as refused:
            raise CommandError(f"nothing was loaded; nothing is named {refused}") from None
        for key in load.kept:
            self.stdout.write(f"{name(key)}: the database's is kept; the files differ")
        self.stdout.write(f"{load.course.slug}: {len(load.taken)} changes loaded")


def _how_to_settle(directory: Path, names: list[str]) -> str:
    return "\n".join(
        [
            "nothing was loaded; edited in the browser since the last load, and different in the files:",
            *(f"  {one}" for one in names),
            "keep the database's with --ours ID, take the files' with --theirs ID, each for one thing:",
            f"  manage.py load_course {directory} " + " ".join(f"--ours {one}" for one in names),
            "dump_course writes the database's into files, to compare or to go on from.",
        ]
    )

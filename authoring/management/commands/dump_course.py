"""The database back to course files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from authoring.dump import NotAPlainFolder, NotTheCourses, dump_course
from lessons.models import Course


class Command(BaseCommand):
    help = "Write a course from the database into a folder, in the form that format_course gives its files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", type=Path, help="the folder to write to; it is made where it is missing"
        )
        parser.add_argument("--course", metavar="SLUG", help="which course, where there are several")

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        courses = Course.objects.filter(**({"slug": options["course"]} if options["course"] else {}))
        if courses.count() != 1:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"name one course with --course; there is: {known}")
        try:
            changed = dump_course(course=courses.get(), directory=directory)
        except NotTheCourses as others:
            raise CommandError(f"nothing was written; take these out of the folder first: {others}") from None
        except NotAPlainFolder as found:
            raise CommandError(f"nothing was written; {found}") from None
        except OSError as e:
            raise CommandError(f"not everything was written; mend this and dump again: {e}") from e
        for path in changed:
            self.stdout.write(path)

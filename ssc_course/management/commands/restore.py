"""`manage.py restore FILE`: what a backup holds takes the place of all that is in the database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from accounts.models import User
from ssc_course.portable.archive import BrokenBackup, Reader
from ssc_course.portable.checking import check
from ssc_course.portable.replacing import NotReplaced, replace_all
from ssc_course.portable.snapshot import OtherMigrations, migrations_of
from ssc_course.portable.tables import all_tables


class Command(BaseCommand):
    help = (
        "Replaces everything in the database by what FILE holds, or nothing at all. FILE is checked whole"
        " before. Afterwards nobody is signed in. Stop the servers first, or start them again afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="look at FILE, and replace nothing")
        parser.add_argument("--yes", action="store_true", help="replace the people who are there, unasked")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        tables = all_tables()
        try:
            migrations = migrations_of(connection)
            with Reader(file) as backup:
                check(backup, tables, migrations)
                self.stdout.write(self.summary(file, backup))
                if not options["check"] and (options["yes"] or self.may_replace()):
                    replace_all(backup, tables)
                    self.stdout.write("Everything in the database was replaced by it. Nobody is signed in.")
        except (BrokenBackup, OSError) as e:
            raise CommandError(f"{file} was not restored, and nothing was changed. {e}") from e
        except (DatabaseError, OtherMigrations, NotReplaced) as e:
            raise CommandError(f"The database did not take {file}, and nothing was changed. {e}") from e

    def summary(self, file: Path, backup: Reader) -> str:
        rows = sum(part.rows for part in backup.contents.values())
        people = backup.contents[User._meta.db_table].rows
        return (
            f"{file} is whole: {rows:,} rows in {len(backup.contents)} tables, {people:,} people and guests,"
            f" from {backup.about.database}, made {backup.about.made_at:%Y-%m-%d %H:%M} UTC."
        )

    def may_replace(self) -> bool:
        """Raises CommandError where there are people, and nobody says that they may go."""
        people = User.objects.count()
        if not people:
            return True
        found = f"The database holds {people:,} people and guests with all their work"
        if not sys.stdin.isatty():
            raise CommandError(f"{found}. Nothing was changed. To replace them, say --yes.")
        if input(f"{found}. Replace them all? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was changed.")
        return True

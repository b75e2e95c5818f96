"""`manage.py backup FILE`: everything in one file, from either database, while the course is served."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from ssc_course.portable import archive, snapshot
from ssc_course.portable.tables import all_tables


class Command(BaseCommand):
    help = (
        "Writes all people, their work and the course to FILE, as they stand at this moment. Sessions and"
        " the cache are left out. The course may be in use meanwhile. FILE is never written over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        tables = all_tables()
        try:
            with snapshot.snapshot() as connection:
                about = archive.About(
                    made_at=timezone.now(),
                    database=connection.vendor,
                    migrations=snapshot.migrations_of(connection),
                    tables={table.name: table.columns for table in tables},
                )
                with archive.written(file) as backup:
                    backup.about(about)
                    for table in tables:
                        backup.table(table, snapshot.rows(table))
        except (OSError, DatabaseError, snapshot.OtherMigrations) as e:
            raise CommandError(f"No backup was made. {e}") from e
        rows = sum(part.rows for part in backup.contents.values())
        self.stdout.write(
            f"Wrote {file}: {len(tables)} tables, {rows:,} rows, {file.stat().st_size:,} bytes.\n"
            "It holds names, addresses and password hashes: keep it where only you can read it."
        )

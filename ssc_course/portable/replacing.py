"""Puts the rows of a backup in the place of all that is in the database, in one transaction."""

from __future__ import annotations

from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from ssc_course.portable.archive import Reader
from ssc_course.portable.tables import Row, Table

PATIENCE_SECONDS = 30  # for requests that are being answered; with the servers stopped there are none


class NotReplaced(Exception):
    """The database is as it was. Its text tells an operator why."""


def replace_all(backup: Reader, tables: list[Table]) -> None:
    """All tables have the backup's rows, and nobody is signed in; or, with NotReplaced, all is as it was."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _empty(cursor, tables)
            for table in tables:
                _fill(cursor, table, backup)
            connection.check_constraints()
            for sentence in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
                cursor.execute(sentence)
            cache.clear()
    except OperationalError as e:
        raise NotReplaced(f"{str(e).strip()}. Stop the servers, and try again.") from e
    except (DatabaseError, ValueError) as e:
        raise NotReplaced(str(e).strip()) from e
    ContentType.objects.clear_cache()


def _empty(cursor: CursorWrapper, tables: list[Table]) -> None:
    """From here to the end of the transaction nobody else writes.

    SQLite let one writer in when the transaction began; PostgreSQL locks what it truncates.
    Sessions go too: they name people by keys that are someone else's afterwards.
    """
    names = [_quoted(name) for name in (Session._meta.db_table, *(table.name for table in reversed(tables)))]
    if connection.vendor == "postgresql":
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        return
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    for name in names:
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608  a table's name from its model


def _fill(cursor: CursorWrapper, table: Table, backup: Reader) -> None:
    """Row by row as written: no defaults, no `auto_now`, no signals."""
    columns = ", ".join(map(_quoted, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    sentence = f"INSERT INTO {_quoted(table.name)} ({columns}) VALUES ({places})"  # noqa: S608  from its model
    for batch in batched(backup.rows(table), table.batch):
        cursor.executemany(sentence, [_prepared(table, row) for row in batch])


def _prepared(table: Table, row: Row) -> Row:
    values = zip(table.fields, table.values(row), strict=True)
    return [field.get_db_prep_save(value, connection) for field, value in values]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

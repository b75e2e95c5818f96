"""The database as it stood at one moment, read on a connection of its own while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from ssc_course.portable.tables import Row, Table

ALIAS = "snapshot"


class OtherMigrations(Exception):
    """The database has other migrations than this code. Its text tells an operator what to do."""


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection on which every read sees the same moment. It holds no writer up.

    On SQLite a transaction that only reads sees one state of the write-ahead log, from its first read
    on; begun IMMEDIATE, as everywhere else, it would keep all writers out.
    """
    settings = deepcopy(connections["default"].settings_dict)
    if connections["default"].vendor == "sqlite":
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"
    else:
        settings["OPTIONS"].pop("pool", None)
    connection = type(connections["default"])(settings, alias=ALIAS)
    connections[ALIAS] = connection
    try:
        with transaction.atomic(using=ALIAS), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")
            yield connection
    finally:
        connection.close()
        del connections[ALIAS]


def migrations_of(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of all migrations. Raises OtherMigrations where database and code differ."""
    loader = MigrationLoader(connection)
    known = set(loader.graph.nodes)
    applied = {name for name in loader.applied_migrations if name[0] in loader.migrated_apps}
    if missing := sorted(known - applied):
        raise OtherMigrations(
            f"The database lacks the migration {'.'.join(missing[0])}. Run `manage.py migrate` first."
        )
    if unknown := sorted(applied - known - set(loader.disk_migrations)):
        raise OtherMigrations(
            f"The database has the migration {'.'.join(unknown[0])}, which this version of the course"
            " does not know. Use the version that made it."
        )
    return sorted(".".join(name) for name in known)


def rows(table: Table) -> Iterator[Row]:
    """The table's rows by their key, a batch at a time, as they stood at the snapshot."""
    names = [field.attname for field in table.fields]
    found = table.model._base_manager.using(ALIAS).order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=table.batch):
        yield list(row)

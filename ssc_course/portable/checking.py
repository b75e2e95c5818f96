"""Looks at a whole backup before anything is replaced: hashes, counts, columns, values, references."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from ssc_course.portable.archive import UNREADABLE, BrokenBackup, Contents, Reader
from ssc_course.portable.tables import Row, Table, canonical


class Keys:
    """Keys that were met, in little memory: whole numbers that come in order are kept as runs."""

    def __init__(self) -> None:
        self._first: list[int] = []
        self._last: list[int] = []
        self._others: set[Any] = set()

    def add(self, key: Any) -> None:
        """Raises ValueError where it was added before, or is a number below the one before."""
        if not isinstance(key, int):
            if key in self._others:
                raise ValueError(f"the key {key} comes twice")
            self._others.add(key)
        elif not self._last or key > self._last[-1] + 1:
            self._first.append(key)
            self._last.append(key)
        elif key == self._last[-1] + 1:
            self._last[-1] = key
        else:
            raise ValueError(f"the key {key} comes twice or out of order")

    def __contains__(self, key: Any) -> bool:
        if not isinstance(key, int):
            return key in self._others
        run = bisect_right(self._first, key) - 1
        return run >= 0 and key <= self._last[run]


def check(backup: Reader, tables: list[Table], migrations: list[str]) -> None:
    """Raises BrokenBackup where it could not be restored whole into a database of these tables."""
    _check_migrations(backup.about.migrations, migrations)
    _check_tables(backup, tables)
    keys = {table.name: _check_rows(backup, table) for table in tables}
    for table in tables:
        _check_references(backup, table, keys)


def _check_migrations(found: list[str], known: list[str]) -> None:
    for names, others, whose in (
        (found, known, "this one does not have"),
        (known, found, "it does not have"),
    ):
        if more := sorted(set(names) - set(others)):
            raise BrokenBackup(
                f"It comes from another version of the course: {whose} the migration {more[0]}."
                " Restore it with the version that made it, and update afterwards."
            )


def _check_tables(backup: Reader, tables: list[Table]) -> None:
    expected = {table.name: table.columns for table in tables}
    described = backup.about.tables
    if missing := sorted(expected.keys() - (described.keys() & backup.contents.keys())):
        raise BrokenBackup(f"It lacks the table {missing[0]}. Use another backup.")
    if unknown := sorted((described.keys() | backup.contents.keys()) - expected.keys()):
        raise BrokenBackup(f"It has a table {unknown[0]} that this version of the course does not know.")
    for name, columns in expected.items():
        if described[name] != columns:
            raise BrokenBackup(f"{name} has other columns than in this version of the course.")


def _check_rows(backup: Reader, table: Table) -> Keys:
    """The keys of a table whose rows are all there and fit its columns."""
    keys, count, content = Keys(), 0, hashlib.sha256()
    for row in _rows(backup, table):
        count += 1
        try:
            keys.add(table.values(row)[table.key_at])
            content.update(canonical(row))
        except ValueError as e:
            raise BrokenBackup(f"{table.name}, row {count}: {e}.") from e
        except RecursionError as e:
            raise BrokenBackup(f"{table.name}, row {count}: it is nested too deeply.") from e
    if Contents(count, content.hexdigest()) != backup.contents[table.name]:
        raise BrokenBackup(
            f"{table.name} has not the rows that were written: {count} instead of"
            f" {backup.contents[table.name].rows}, or others. Use another backup."
        )
    return keys


def _check_references(backup: Reader, table: Table, keys: dict[str, Keys]) -> None:
    if not table.references:
        return
    for number, row in enumerate(_rows(backup, table), start=1):
        for reference in table.references:
            key = row[reference.at]
            if key is not None and key not in keys[reference.table]:
                raise BrokenBackup(
                    f"{table.name}, row {number}: {table.columns[reference.at]} is {key}, and"
                    f" {reference.table} has no such row. Use another backup."
                )


def _rows(backup: Reader, table: Table) -> Iterator[Row]:
    try:
        yield from backup.rows(table)
    except KeyError:
        raise BrokenBackup(f"It lacks the table {table.name}. Use another backup.") from None
    except ValueError as e:
        raise BrokenBackup(f"{table.name} has a line that is no row: {e}.") from e
    except UNREADABLE as e:
        raise BrokenBackup(f"{table.name} cannot be read: {e}. Use another backup.") from e

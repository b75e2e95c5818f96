"""The file of a backup: a zip of one JSON line a row, a member a table, sealed by a SHA-256.

    ssc-course-backup.json   format, when, from which database, migrations, columns of each table
    tables/<name>.jsonl      a row a line, as a list in the order of the columns
    contents.json            of each table: how many rows, and a hash that is the same in every database

The archive's comment is the SHA-256 of the file with 64 zeros in place of this comment, so that one
changed byte anywhere is seen, in the zip's own records too.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import IO, BinaryIO, Self, cast

from pydantic import BaseModel

from ssc_course.portable.tables import Row, Table, canonical, line

FORMAT = 1
ABOUT, CONTENTS = "ssc-course-backup.json", "contents.json"
UNSEALED = b"0" * 64
END_RECORD_SIZE = 22  # of a zip, before its comment
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError)  # of a member
EARLIEST = (1980, 1, 1, 0, 0, 0)  # members carry no time: the same rows make the same bytes


class BrokenBackup(Exception):
    """The file is no whole backup. Its text tells an operator what is wrong and what to do."""


@dataclass(frozen=True)
class Contents:
    rows: int
    sha256: str


class About(BaseModel, frozen=True):
    """What a backup says of itself before its rows."""

    made_at: datetime
    database: str
    migrations: list[str]
    tables: dict[str, list[str]]  # their columns


class Sealed:
    """A file that can only be written on, and knows the hash of all that was written."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


class Writer:
    """Writes one table after the other; `contents` is what it wrote."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.contents: dict[str, Contents] = {}

    def about(self, about: About) -> None:
        with self._member(ABOUT) as member:
            member.write(json.dumps({"format": FORMAT, **about.model_dump(mode="json")}, indent=1).encode())

    def table(self, table: Table, rows: Iterable[Row]) -> None:
        count, content = 0, hashlib.sha256()
        with self._member(f"tables/{table.name}.jsonl") as member:
            for batch in batched(rows, table.batch):
                written = b"".join(map(line, batch))
                content.update(b"".join(map(canonical, batch)) if table.has_json else written)
                member.write(written)
                count += len(batch)
        self.contents[table.name] = Contents(count, content.hexdigest())

    def finish(self) -> None:
        with self._member(CONTENTS) as member:
            contents = {name: asdict(part) for name, part in self.contents.items()}
            member.write(json.dumps(contents, indent=1).encode())

    def _member(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, EARLIEST)
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._archive.open(info, "w", force_zip64=True)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new backup, readable by its owner only, that has its name once it is whole and on the disk.

    Raises FileExistsError where the file, or one left by a backup that did not finish, is there.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already, and a backup is never written over.")
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExistsError(
            f"{part} is there: another backup is being written, or one did not finish. Remove it first."
        ) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            sealed = Sealed(file)
            with zipfile.ZipFile(cast(IO[bytes], sealed), "w") as archive:
                archive.comment = UNSEALED
                writer = Writer(archive)
                yield writer
                writer.finish()
            file.seek(-len(UNSEALED), os.SEEK_END)
            file.write(sealed.hash.hexdigest().encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExistsError(f"{path} was made by someone else in the meantime.")
        part.rename(path)
    except BaseException:
        part.unlink()
        raise
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """A new name outlives a power cut once its folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Reader:
    """A backup that is what was written: its seal is looked at first. Raises BrokenBackup, OSError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            _check_seal(file)
        try:
            self._archive = zipfile.ZipFile(path)
            about = json.loads(self._archive.read(ABOUT))
            _check_format(about["format"])
            self.about = About.model_validate(about)
            contents = json.loads(self._archive.read(CONTENTS))
            self.contents = {name: Contents(**part) for name, part in contents.items()}
        except (*UNREADABLE, AttributeError, KeyError, TypeError, ValueError) as e:
            raise BrokenBackup("It is sealed, but not filled as a backup is. Use another one.") from e

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *what: object) -> None:
        self._archive.close()

    def rows(self, table: Table) -> Iterator[Row]:
        """Raises KeyError where the table is not there, ValueError where a line is no row."""
        with self._archive.open(f"tables/{table.name}.jsonl") as member:
            for text in member:
                try:
                    row = json.loads(text)
                except RecursionError:
                    raise ValueError("it is nested too deeply") from None
                if not isinstance(row, list):
                    raise ValueError("it is not a list of values")
                yield row


def _check_format(found: object) -> None:
    if found != FORMAT:
        raise BrokenBackup(
            f"It is in format {found}; this version of the course reads format {FORMAT}."
            " Restore it with the version that made it."
        )


def _check_seal(file: BinaryIO) -> None:
    start = file.read(30 + len(ABOUT))
    if start[:2] != b"PK" or start[30:] != ABOUT.encode():
        raise BrokenBackup("It is not a backup that `manage.py backup` made.")
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    left, found, last = size - len(UNSEALED), hashlib.sha256(), b""
    while left > 0 and (piece := file.read(min(left, 1 << 20))):
        found.update(piece)
        last = (last + piece)[-END_RECORD_SIZE:]
        left -= len(piece)
    found.update(UNSEALED)
    if not last.startswith(b"PK\x05\x06"):
        raise BrokenBackup(
            "It does not end as it was written: it was cut short, or something was added."
            " Copy it again, or use another backup."
        )
    if file.read() != found.hexdigest().encode():
        raise BrokenBackup("It was changed after it was made. Copy it again, or use another backup.")

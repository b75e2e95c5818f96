"""Course files into the database: all or nothing, and nothing where nothing changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.locking import lock
from authoring.apply import apply, course_fields
from authoring.dump import course_files
from authoring.files import canonical
from authoring.files.checks import errors
from authoring.files.course import CourseFiles, Reading, read_course
from authoring.files.folder import hashes
from authoring.files.nodes import Problem
from authoring.merge import Base, Key, is_named, merge, name, with_kept
from authoring.models import CourseFile, LoadedText
from authoring.rows import CourseRows
from authoring.writing import update
from lessons.models import Course, Picture
from lessons.pictures import named_in_markdown
from quizzes.offering import known_elsewhere

if TYPE_CHECKING:
    from accounts.models import User


class CourseRefused(Exception):
    """The files have errors; nothing was loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class EditedSinceLoad(Exception):
    """A load would overwrite what was edited in the browser; nothing was loaded."""

    def __init__(self, edited: list[Key]) -> None:
        super().__init__(", ".join(map(name, edited)))
        self.edited = edited


class UnknownName(Exception):
    """What was named to be settled is nowhere; nothing was loaded."""


@dataclass(frozen=True)
class Load:
    """What a load did: which things it took from the files, and where it kept an edit."""

    course: Course
    taken: list[Key]
    kept: list[Key]


def load_course(
    *,
    directory: Path,
    at: datetime,
    ours: Collection[str] = (),
    theirs: Collection[str] = (),
    author: User | None = None,
) -> Load:
    """Bring the database to what the files say, in one transaction. Again: no row is written.

    What is gone from the files is retired. What was edited in the browser since the last load is settled
    by `ours` (the database's stays) or `theirs` (the files' is taken), each a list of names such as
    "item:bri-year" or "bri-year". Raises CourseRefused, EditedSinceLoad and UnknownName.
    """
    reading = read_course(directory)
    if problems := errors(reading):
        raise CourseRefused(problems)
    files = reading.files()
    with transaction.atomic():
        rows = CourseRows.of(_locked_course(files))
        texts, database = canonical.things(files), canonical.things(course_files(rows))
        renames = _renames(files, rows)
        merged = merge(
            files=texts,
            database=_renamed(database, renames),
            base=_renamed({key: _base(row) for key, row in rows.loaded.items()}, renames),
            ours=ours,
            theirs=theirs,
        )
        _refuse_unknown({*ours, *theirs}, {*texts, *database, *rows.loaded})
        if merged.edited:
            raise EditedSinceLoad(merged.edited)
        if renames:
            _rename(rows, renames)
            rows = CourseRows.of(rows.course)
        resolved = with_kept(files, course_files(rows), merged.kept)
        apply(resolved, rows, author=author, at=at)
        _refuse_known(reading, rows.course, at)
        _remember(rows, texts, merged.kept)
        _remember_files(rows, files, still_shown=_pictures_named(resolved) if merged.kept else set())
    return Load(rows.course, merged.taken, merged.kept)


def _refuse_known(reading: Reading, course: Course, at: datetime) -> None:
    """A delivery may be an examination where the quiz's file does not say so. Raises CourseRefused."""
    known = known_elsewhere(course.pk, at)
    message = "an examination is open that asks this item; it must say `use: quiz` until that is closed"
    problems = [item.problem(("use",), message) for item in reading.of_kind("item") if item.id in known]
    if known:
        raise CourseRefused(sorted(problems) or [Problem("items", 1, 1, f"{', '.join(known)}: {message}")])


def _locked_course(files: CourseFiles) -> Course:
    """The course's row, so that two loads come one after the other; made where there is none."""
    course, _ = Course.objects.get_or_create(slug=files.course.course, defaults=course_fields(files.course))
    return lock(Course.objects, course.pk)


def _base(row: LoadedText) -> Base:
    return Base(row.text, row.kept if row.is_kept else None)


def _refuse_unknown(names: Iterable[str], known: Collection[Key]) -> None:
    for given in names:
        if not any(is_named(key, [given]) for key in known):
            raise UnknownName(given)


def _renames(files: CourseFiles, rows: CourseRows) -> dict[Key, Key]:
    """From former to new, for what is in the database under its former id only."""
    renames = {}
    for kind, shape in files.things():
        there = rows.of_kind(kind)
        if (was := getattr(shape, "was", None)) in there and shape.id not in there:
            renames[kind, was] = (kind, shape.id)
    return renames


def _renamed[T](by_key: dict[Key, T], renames: dict[Key, Key]) -> dict[Key, T]:
    return {renames.get(key, key): value for key, value in by_key.items()}


def _rename(rows: CourseRows, renames: dict[Key, Key]) -> None:
    for (kind, former), (_, slug) in renames.items():
        for row in (rows.of_kind(kind)[former], rows.loaded.get((kind, former))):
            if row is not None:
                row.slug = slug
                row.save(update_fields=["slug"])


def _remember(rows: CourseRows, texts: Mapping[Key, str], kept: Collection[Key]) -> None:
    """What the next load compares with; of kept edits that is the database's text as it is now."""
    now = canonical.things(course_files(CourseRows.of(rows.course))) if kept else {}
    for key in {*texts, *kept}:
        row = rows.loaded.get(key) or LoadedText(course=rows.course, kind=key[0], slug=key[1])
        is_kept = key in kept
        update(row, text=texts.get(key, ""), is_kept=is_kept, kept=now.get(key, "") if is_kept else "")
    for key in rows.loaded.keys() - texts.keys() - set(kept):
        rows.loaded[key].delete()


def _remember_files(rows: CourseRows, files: CourseFiles, still_shown: Collection[str]) -> None:
    """Files that are gone are forgotten, but for the pictures of an edit that was kept: a dump needs them."""
    for path, content_hash in files.hashes.items():
        row = rows.files.get(path) or CourseFile(course=rows.course, path=path, content_hash="")
        if row.content_hash != content_hash:
            head, picture = files.heads.get(path, ""), _kept_picture(path, files)
            update(row, head=head, picture=picture, content_hash=content_hash)
    for path in rows.files.keys() - files.hashes.keys() - set(still_shown):
        rows.files[path].delete()


def _kept_picture(path: str, files: CourseFiles) -> Picture | None:
    if (data := files.media.get(path)) is None:
        return None
    rest = {"data": data, **files.headers[path]._asdict()}
    return Picture.objects.get_or_create(sha256=files.hashes[path], defaults=rest)[0]


def _pictures_named(files: CourseFiles) -> set[str]:
    return {path for text in canonical.things(files).values() for path in named_in_markdown(text)}


def is_loaded(directory: Path) -> bool:
    """Whether these very files, byte for byte, were the last that were loaded of their course."""
    there = hashes(directory)
    courses = CourseFile.objects.filter(path="course.yaml", content_hash=there.get("course.yaml", ""))
    return any(
        dict(course.files.values_list("path", "content_hash")) == there
        for course in Course.objects.filter(files__in=courses)
    )

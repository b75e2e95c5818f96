"""The small valid course, in a folder of its own, with edits."""

import shutil
from pathlib import Path

from authoring.files.checks import errors, warnings
from authoring.files.course import read_course
from tests.lessons.pictures import png

VALID = Path(__file__).parent / "valid_course"
EVERY_TYPE = Path(__file__).parent / "every_type"  # a module with an item of each interaction
ITEMS = "modules/01-rivers/items.yaml"
MODULE = "modules/01-rivers/module.yaml"
QUIZZES = "modules/01-rivers/quizzes.yaml"
LAKES = "modules/02-lakes/items.yaml"
GREEN = f"{LAKES}:92:7: lake-words: this wrong option has no feedback; say what misleads"
"""The only doubt about an item of each type: it shows how a word stands alone."""

type Edit = tuple[str, str, str]
"""A file, the words to replace in it, and what stands there instead."""


def copy(folder: Path) -> Path:
    shutil.copytree(VALID, folder, dirs_exist_ok=True)
    return folder


def with_every_type(folder: Path) -> Path:
    """A copy of the valid course that asks an item of each interaction in a second module."""
    shutil.copytree(EVERY_TYPE, copy(folder) / "modules/02-lakes", dirs_exist_ok=True)
    return edit(folder, ("course.yaml", "modules: [rivers]", "modules: [rivers, lakes]"))


def with_picture(folder: Path, name: str = "media/map.png", data: bytes | None = None) -> Path:
    (folder / "media").mkdir(exist_ok=True)
    (folder / name).write_bytes(png() if data is None else data)
    return folder


def edit(folder: Path, *edits: Edit) -> Path:
    """Replace words in files; they must be there, or the test would be about nothing."""
    for name, old, new in edits:
        text = (folder / name).read_text()
        assert old in text, f"{name} has no {old!r}"
        (folder / name).write_text(text.replace(old, new, 1))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def errors_of(folder: Path) -> list[str]:
    return [str(problem) for problem in errors(read_course(folder))]


def warnings_of(folder: Path) -> list[str]:
    return [str(problem) for problem in warnings(read_course(folder))]

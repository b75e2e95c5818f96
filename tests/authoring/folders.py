"""The small valid course, in a folder of its own, with edits."""

import shutil
from pathlib import Path

VALID = Path(__file__).parent / "valid_course"
ITEMS = "modules/01-rivers/items.yaml"
MODULE = "modules/01-rivers/module.yaml"
QUIZZES = "modules/01-rivers/quizzes.yaml"

type Edit = tuple[str, str, str]
"""A file, the words to replace in it, and what stands there instead."""


def copy(folder: Path) -> Path:
    shutil.copytree(VALID, folder, dirs_exist_ok=True)
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

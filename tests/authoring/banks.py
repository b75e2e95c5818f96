"""Courses whose items are made for a test of lints."""

import shutil
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from authoring.files.writer import write_file

from .folders import copy, edit

CLEAN_ITEMS = Path(__file__).parent / "clean_items"
DELTAS = "modules/02-deltas/items.yaml"

WORDS = ["".join(letters) for letters in product("bdfgk", "aeo", "lmnr", "aiu")]
"""Words that no other text has: "bala", "bali" …"""


def with_clean_items(folder: Path) -> Path:
    """A copy of the valid course and a module with good items of every type."""
    shutil.copytree(CLEAN_ITEMS, copy(folder) / "modules/02-deltas", dirs_exist_ok=True)
    return edit(folder, ("course.yaml", "modules: [rivers]", "modules: [rivers, deltas]"))


def with_bank(folder: Path, items: Sequence[dict[str, Any]]) -> Path:
    """A copy of the valid course and a module with these items."""
    with_clean_items(folder)
    (folder / DELTAS).write_text(write_file(list(items)))
    return folder


def choice(
    number: int, right: Sequence[str], wrong: Sequence[str], *, stem: str = "", **fields: Any
) -> dict[str, Any]:
    """An item that shares no word with another one."""
    return {
        "id": f"item-{number}",
        "type": "choice",
        "tests": ["two-rivers"],
        "level": "remember",
        "stem": stem or f"What is said of {WORDS[-number - 1]}?",
        **fields,
        "options": [
            *({"text": text, "correct": True} for text in right),
            *({"text": text, "feedback": "Look again."} for text in wrong),
        ],
        "explanation": "It is said there.",
    }


def four(number: int) -> list[str]:
    """Four words of this item's own, alike in length."""
    return WORDS[4 * number : 4 * number + 4]

"""No way to answer without having read anything pays over the whole bank."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from quizzes.interactions import choice as choices
from quizzes.ordering import practice_order

from .banks import WORDS, choice, four, with_bank
from .folders import warnings_of


def plain(number: int) -> dict[str, Any]:
    right, *wrong = four(number)
    return choice(number, [right], wrong)


def longest(number: int) -> dict[str, Any]:
    right, *wrong = four(number)
    return choice(number, [right + "mi"], wrong)


def longest_wrong(number: int) -> dict[str, Any]:
    right, first, *wrong = four(number)
    return choice(number, [right], [first + "mi", *wrong])


def middle_year(number: int) -> dict[str, Any]:
    year = 1300 + 50 * number
    return choice(number, [f"In {year}"], [f"In {year - 9}", f"In {year + 7}"])


def most_shared(number: int) -> dict[str, Any]:
    one, other, third, fourth = four(number)
    stem = f"How do {one} and {other} meet?"
    return choice(number, [f"{one} {other}"], [f"{one} {third}", f"{fourth} {other}"], stem=stem)


def always_first(number: int) -> dict[str, Any]:
    right, *wrong = four(number)
    return choice(number, [right], wrong, keep_order=True)


def worth_ticking(number: int) -> dict[str, Any]:
    one, other, third, _ = four(number)
    return choice(number, [one, other], [third])


def hardly_worth_ticking(number: int) -> dict[str, Any]:
    """Ticking everything gives 20 %, and guessing 17 %."""
    words = [f"{word}{number}" for word in WORDS[:9]]
    return choice(number, words[:5], words[5:])


def always_second(number: int) -> dict[str, Any]:
    """By the ids of its options, wherever they stand in the file."""
    item = plain(number)
    for turn in count():
        item["options"][0]["id"] = f"right-{turn}"
        content, _, _ = choices.read(item["id"], choices.Shape.model_validate(_asks(item)))
        if practice_order("choice", content, item["id"])[1] == f"right-{turn}":
            return item
    raise AssertionError("an order that never comes")


def _asks(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("stem", "options")}


def bank_of(kind: Callable[[int], dict[str, Any]], size: int) -> list[dict[str, Any]]:
    return [kind(number) for number in range(size)]


PAYING = {
    "the key is longer by two letters": (
        bank_of(longest, 12),
        "choosing the longest option gives 100% of the points of 12 items, and guessing 25%; make options"
        " alike in length in some of these: `item-0` (modules/02-deltas/items.yaml:1)",
    ),
    "the key is the year in the middle": (
        bank_of(middle_year, 6),
        "choosing the year in the middle gives 100% of the points of 6 items, and guessing 33%; set more"
        " years on one side in some of these: `item-0` (modules/02-deltas/items.yaml:1)",
    ),
    "the key has two words of the stem": (
        bank_of(most_shared, 6),
        "choosing what has most words of the stem gives 100% of the points of 6 items, and guessing 33%; say"
        " keys in other words in some of these: `item-0` (modules/02-deltas/items.yaml:1)",
    ),
    "the key stands first": (
        bank_of(always_first, 6),
        "always choosing option 1 as practice shows them gives 100% of the points of 7 items, and guessing"
        " 29%; change an option's words or `id:`, from which their order follows, in some of these:"
        " `authors-view` (modules/01-rivers/items.yaml:21)",
    ),
    "the key is shown second": (
        bank_of(always_second, 6),
        "always choosing option 2 as practice shows them gives 86% of the points of 7 items, and guessing"
        " 29%; change an option's words or `id:`, from which their order follows, in some of these:"
        " `item-0` (modules/02-deltas/items.yaml:1)",
    ),
    "one wrong option for two right ones": (
        bank_of(worth_ticking, 16),
        "ticking everything gives 50% of the points of 17 items, and guessing 31%; add wrong options in some"
        " of these: `which-rivers` (modules/01-rivers/items.yaml:1)",
    ),
}


@pytest.mark.parametrize("case", PAYING)
def test_a_way_that_pays_is_told(case, tmp_path):
    items, message = PAYING[case]
    [warning] = warnings_of(with_bank(tmp_path / "course", items))
    assert warning.startswith(f"course.yaml:3:9: rivers: {message}")


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (plain, 40),
        (longest, 3),
        (middle_year, 4),
        (most_shared, 4),
        (always_first, 3),
        (worth_ticking, 14),
        (hardly_worth_ticking, 120),
    ],
)
def test_what_luck_may_bring_is_not(kind, size, tmp_path):
    """Forty keys at random; one or two items more than guessing finds; less than five points of all."""
    assert warnings_of(with_bank(tmp_path / "course", bank_of(kind, size))) == []


@pytest.mark.parametrize(("keys", "told"), [(17, False), (18, True)])
def test_a_gain_is_told_from_two_standard_deviations_of_guessing_on(keys, told, tmp_path):
    """Of 45 items guessing finds 11.25 keys, give or take 2.9; choosing the longest option finds these."""
    items = [longest(number) if number < keys else longest_wrong(number) for number in range(45)]
    assert bool(warnings_of(with_bank(tmp_path / "course", items))) is told


def test_items_that_are_not_published_are_not_counted(tmp_path):
    items = [item | {"status": "draft"} for item in bank_of(longest, 12)]
    assert warnings_of(with_bank(tmp_path / "course", items)) == []

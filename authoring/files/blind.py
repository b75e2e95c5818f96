"""Ways to answer without having read anything: none may gain over the whole bank.

Test-wise readers use them (Millman, Bishop & Ebel 1965, "An Analysis of Test-Wiseness", Educational and
Psychological Measurement 25). For numbers in brackets see `lints`.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean

from authoring.files.asked import Asked, Menu, Option
from authoring.files.entries import Entry, listed
from authoring.files.nodes import Problem
from authoring.files.wording import content_words, plain

MOST_GAINED = Fraction(5, 100)  # points of 1, above the mean of guessing
AT_LEAST = 3  # items' worth of gain: one or two items are no habit
PLACES = 12  # options that an item may have

# Standard deviations of guessing. Of banks of 40 items with keys by chance, one in six gains 5 points without
# this, and one in forty with it; the best of four places gains as much in two of three, and in one of twenty.
LUCK = 2.0
LUCK_OF_PLACES = 2.5

YEAR = re.compile(r"\b[12][0-9]{3}\b")

type Strategy = Callable[[Asked, Menu], list[Option]]
"""The options that it leaves of a menu; one of them is then guessed."""


@dataclass(frozen=True)
class Try:
    """What a strategy brings in an item, and the mean and variance of what guessing does."""

    item: Entry
    score: Fraction
    guess: Fraction
    variance: Fraction = Fraction(0)


def strategies(bank: list[Asked], course: Entry) -> Iterator[Problem]:
    """Told at the course, for no item does it alone: length [24], place [20] and words [28b] of keys."""
    for name, strategy, luck, remedy in STRATEGIES:
        yield from _gaining(name, _tries(bank, strategy), luck, remedy, course)
    ticked = [Try(item.entry, item.ticked, item.guess) for item in bank if item.ticked is not None]
    yield from _gaining("ticking everything", ticked, 0, "add wrong options", course)


def _gaining(name: str, tries: list[Try], luck: float, remedy: str, course: Entry) -> Iterator[Problem]:
    gain = sum(each.score - each.guess for each in tries)
    by_luck = luck * math.sqrt(sum(each.variance for each in tries))
    if gain >= AT_LEAST and gain > MOST_GAINED * len(tries) and gain > by_luck:
        score, guess = (mean(getattr(each, field) for each in tries) for field in ("score", "guess"))
        paying = listed(each.item for each in tries if each.score > each.guess)
        message = (
            f"{name} gives {score:.0%} of the points of {len(tries)} items, and guessing {guess:.0%};"
            f" {remedy} in some of these: {paying}"
        )
        yield course.problem((course.kind,), message)


def _tries(bank: list[Asked], strategy: Strategy) -> list[Try]:
    """Of the items with one key a menu in which it leaves fewer options than there are."""
    tries = []
    for item in bank:
        if item.ticked is not None:
            continue
        left = [strategy(item, menu) for menu in item.menus]
        if any(len(options) < len(menu.options) for options, menu in zip(left, item.menus, strict=True)):
            right = [Fraction(sum(option.is_right for option in options), len(options)) for options in left]
            chances = [Fraction(1, len(menu.options)) for menu in item.menus]
            variance = sum((p * (1 - p) for p in chances), Fraction(0)) / len(chances) ** 2
            tries.append(Try(item.entry, mean(right), item.guess, variance))
    return tries


def _longest(item: Asked, menu: Menu) -> list[Option]:
    return _most(menu, lambda option: len(plain(option.words)))


def _most_shared(item: Asked, menu: Menu) -> list[Option]:
    asked = content_words(menu.line or f"{item.stem} {item.text}")
    return _most(menu, lambda option: len(content_words(option.words) & asked))


def _most(menu: Menu, count: Callable[[Option], int]) -> list[Option]:
    most = max(map(count, menu.options))
    return [option for option in menu.options if count(option) == most]


def _middle_year(item: Asked, menu: Menu) -> list[Option]:
    """Of options with one year each the middle one, or one of two."""
    years = [YEAR.findall(option.words) for option in menu.options]
    if len(years) < 3 or any(len(found) != 1 for found in years):
        return menu.options
    in_order = sorted(menu.options, key=lambda option: YEAR.findall(option.words))
    return in_order[(len(in_order) - 1) // 2 : len(in_order) // 2 + 1]


def _at(place: int) -> Strategy:
    return lambda item, menu: menu.options[place : place + 1] or menu.options


STRATEGIES: list[tuple[str, Strategy, float, str]] = [
    ("choosing the longest option", _longest, LUCK, "make options alike in length"),
    ("choosing what has most words of the stem", _most_shared, LUCK, "say keys in other words"),
    ("choosing the year in the middle", _middle_year, LUCK, "set more years on one side"),
    *(
        (
            f"always choosing option {place + 1} as practice shows them",
            _at(place),
            LUCK_OF_PLACES,
            "change an option's words or `id:`, from which their order follows,",
        )
        for place in range(PLACES)
    ),
]

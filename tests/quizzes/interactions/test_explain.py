"""Every sentence that explains a score can be worked out by hand, and comes to that score."""

import re
from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from quizzes.interactions import REGISTRY

from . import made_up

NUMBER = r"(\d+(?:/\d+)?)"


def evaluated(source: str) -> Fraction:
    """Arithmetic with × ÷ − and brackets, as it is written: "2 × 8 ÷ 10 − 1"."""
    left = re.findall(r"\d+|[×÷−()]", source)
    assert "".join(left) == source.replace(" ", "")

    def difference() -> Fraction:
        value = product()
        while left and left[0] == "−":
            left.pop(0)
            value -= product()
        return value

    def product() -> Fraction:
        value = single()
        while left and left[0] in "×÷":
            sign = left.pop(0)
            value = value * single() if sign == "×" else value / single()
        return value

    def single() -> Fraction:
        token = left.pop(0)
        if token != "(":
            return Fraction(token)
        value = difference()
        assert left.pop(0) == ")"
        return value

    value = difference()
    assert not left
    return value


def by_the_rule(pattern: str, rule: Callable[..., object]) -> tuple[re.Pattern[str], Callable[..., object]]:
    return re.compile(pattern), rule


WITHOUT_POINTS = [
    by_the_rule(r"(\d+) right, (\d+) wrong: 0 points\. It never goes", lambda right, wrong: right <= wrong),
    by_the_rule(
        r"(\d+) of (\d+) right, (\d+) wrong: 0 points\. Only the whole",
        lambda right, all, wrong: right < all or wrong > 0,
    ),
    by_the_rule(r"(\d+) of (\d+) right: 0 points\.$", lambda right, all: right == 0 < all),
    by_the_rule(r"(\d+) of (\d+) pairs in the right order: 0 points\.", lambda right, all: 2 * right <= all),
    by_the_rule(r"0 points of (1)\.$", lambda all: True),
]
WITH_ALL_POINTS = [
    by_the_rule(r"(\d+) right, (0) wrong: (\d+) ÷ (\d+) = 1 point\.$", lambda a, _, b, c: a == b == c),
    by_the_rule(r"(\d+) of (\d+) right, none wrong: 1 point\.$", lambda right, all: right == all),
    by_the_rule(r"(\d+) of (\d+) right: 1 point\.$", lambda right, all: right == all),
    by_the_rule(r"(\d+) of (\d+) pairs in the right order: 1 point\.$", lambda right, all: right == all),
    by_the_rule(r"1 point of (1)(?:\.$|: mistyped|: at most)", lambda all: True),
]


def worked_out(sentence: str) -> Fraction:
    """The score that a sentence gives, with every number in it looked at."""
    if found := re.search(rf": ([^:=]+) = {NUMBER} of a point\.$", sentence):
        counts = [int(count) for count in re.findall(r"\d+", sentence[: found.start()])]
        assert set(counts) <= {0, *map(int, re.findall(r"\d+", found[1]))} | {counts[-1]}
        assert evaluated(found[1]) == Fraction(found[2])
        return Fraction(found[2])
    for points, sentences in ((0, WITHOUT_POINTS), (1, WITH_ALL_POINTS)):
        for pattern, rule in sentences:
            if found := pattern.match(sentence):
                assert rule(*map(int, found.groups())), sentence
                return Fraction(points)
    raise AssertionError(f"cannot be worked out: {sentence}")


@pytest.mark.parametrize("kind", made_up.KINDS, ids=" ".join)
def test_the_sentence_comes_to_the_score(kind):
    chance = Random(f"sentences {kind}")
    interaction = REGISTRY[kind[0]]
    seen = set()
    for _ in range(60):
        fields = made_up.item(kind, chance)
        content, key, _ = interaction.read("slug", interaction.Shape.model_validate(fields))
        samples = [*interaction.states(content, key).values(), []]
        answers = [made_up.values(kind, content, made_up.response(kind, fields, chance)) for _ in range(20)]
        for values in [*samples, *(interaction.check(content, answer) for answer in answers)]:
            message, params = interaction.explain(key, values)
            assert worked_out(message % params) == interaction.score(key, values), message % params
            seen.add(message)
    assert len(seen) >= 2


@pytest.mark.parametrize(
    ("source", "value"),
    [("3 ÷ 4", Fraction(3, 4)), ("(2 − 1) ÷ 3", Fraction(1, 3)), ("2 × 8 ÷ 10 − 1", Fraction(3, 5))],
)
def test_arithmetic_is_read_as_it_is_written(source, value):
    assert evaluated(source) == value


@pytest.mark.parametrize(
    "sentence",
    [
        "3 of 4 right: 3 ÷ 4 = 2/3 of a point.",
        "3 right, 1 wrong: 0 points. It never goes below zero.",
        "3 of 4 right: 1 point.",
        "Well done.",
    ],
)
def test_a_sentence_that_does_not_add_up_is_found(sentence):
    with pytest.raises(AssertionError):
        worked_out(sentence)

"""Order: places for the elements of a sequence, and how much of the order is right."""

from fractions import Fraction
from itertools import permutations

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.order import (
    Shape,
    asked,
    check,
    explain,
    fixed_order,
    guess_score,
    option_ids,
    read,
    rule_text,
    score,
    told,
    write,
)

FIELDS = {
    "stem": "Put them in the order of their launch.",
    "sequence": [
        "Belt",
        {"text": "*Development*", "feedback": "It was the second."},
        "Security",
        "Civilization",
        "Governance",
    ],
}
IDS = [short_id("slug", text) for text in ("Belt", "*Development*", "Security", "Civilization", "Governance")]


def item(**fields):
    return read("slug", Shape.model_validate({**FIELDS, **fields}))


def places(*given: int | None) -> list[str]:
    """A response that gives these places to the elements in their right order; None: left empty."""
    return sorted(f"{id} {place}" for id, place in zip(IDS, given, strict=False) if place)


def in_words(key, values) -> str:
    message, params = explain(key, values)
    return message % params


TOO_FEW = "0 points. Points begin when more than half are."


@pytest.mark.parametrize(
    ("given", "points", "count", "words"),
    [
        ((1, 2, 3, 4, 5), 1, "10 of 10", "1 point."),
        ((2, 1, 3, 4, 5), Fraction(4, 5), "9 of 10", "2 × 9 ÷ 10 − 1 = 4/5 of a point."),
        ((2, 1, 4, 3, 5), Fraction(3, 5), "8 of 10", "2 × 8 ÷ 10 − 1 = 3/5 of a point."),
        ((1, 2, 5, 4, 3), Fraction(2, 5), "7 of 10", "2 × 7 ÷ 10 − 1 = 2/5 of a point."),
        ((3, 2, 1, 5, 4), Fraction(1, 5), "6 of 10", "2 × 6 ÷ 10 − 1 = 1/5 of a point."),
        ((3, 4, 1, 5, 2), 0, "5 of 10", TOO_FEW),
        ((1, 5, 4, 3, 2), 0, "4 of 10", TOO_FEW),
        ((5, 4, 3, 2, 1), 0, "0 of 10", TOO_FEW),
    ],
)
def test_pairs_in_the_right_order_count_above_one_half(given, points, count, words):
    content, key, _ = item()
    values = check(content, places(*given))
    assert score(key, values) == points
    assert in_words(key, values) == f"{count} pairs in the right order: {words}"


def test_the_rule_is_told_before():
    content, _, _ = item()
    assert rule_text(content) == (
        "Every two lines are compared. Points begin when more than half are in order."
    )


@pytest.mark.parametrize(
    ("given", "points"),
    [
        ((1, 1, 2, 3, 4), Fraction(4, 5)),
        ((1, 1, 1, 1, 1), 0),
        ((1, 2, 3, 4, None), Fraction(1, 5)),
        ((1, 2, 3, None, None), 0),
        ((1, 2, 3, 5, 5), Fraction(4, 5)),
    ],
)
def test_a_tie_or_a_missing_place_is_scored_as_not_in_the_right_order(given, points):
    content, key, _ = item()
    assert score(key, check(content, places(*given))) == points


@pytest.mark.parametrize(("size", "mean"), [(3, Fraction(5, 18)), (4, Fraction(7, 36))])
def test_a_guess_is_a_random_permutation(size, mean):
    content, key, _ = item(sequence=FIELDS["sequence"][:size])
    scores = [score(key, check(content, places(*way))) for way in permutations(range(1, size + 1))]
    assert guess_score(content, key) == mean == sum(scores, Fraction(0)) / len(scores)


def test_the_content_says_nothing_of_the_sequence():
    content, _, _ = item()
    assert option_ids(content) == sorted(IDS) and not fixed_order(content)
    assert item(sequence=FIELDS["sequence"][::-1])[0] == content


def test_a_form_shows_a_menu_of_places_for_each_element_in_the_order_shown():
    content, _, _ = item(sequence=FIELDS["sequence"][:3])
    order = [IDS[2], IDS[0], IDS[1]]
    lines = asked(content, order, places(3))["lines"]
    assert [(line["id"], line["html"]) for line in lines] == [
        (IDS[2], "Security"),
        (IDS[0], "Belt"),
        (IDS[1], "<em>Development</em>"),
    ]
    assert lines[1]["options"] == [
        {"value": f"{IDS[0]} 1", "text": "1", "chosen": False},
        {"value": f"{IDS[0]} 2", "text": "2", "chosen": False},
        {"value": f"{IDS[0]} 3", "text": "3", "chosen": True},
    ]


def lines_told(values, seen):
    content, key, feedback = item(sequence=FIELDS["sequence"][:3])
    order = [IDS[2], IDS[0], IDS[1]]
    return [
        (line["html"], line["given"], line["right"], line["sign"], line["verdict"], line["feedback"])
        for line in told(content, order, values, key if seen else None, feedback)["lines"]
    ]


def test_a_result_stands_in_the_right_order_with_the_place_that_was_given():
    assert lines_told(places(1, 3), seen=True) == [
        ("Belt", 1, None, "right", "Right.", None),
        ("<em>Development</em>", 3, 2, "wrong", "Wrong.", "It was the second."),
        ("Security", None, 3, "omitted", "You left this empty.", None),
    ]


def test_an_element_in_its_place_gets_no_feedback():
    assert [line[-1] for line in lines_told(places(1, 2, 3), seen=True)] == [None, None, None]


def test_before_the_key_may_be_seen_a_result_stands_in_the_learners_order():
    """What has no place comes last; of two in one place, the first shown."""
    assert lines_told(places(3, 1), seen=False) == [
        ("<em>Development</em>", 1, None, "given", "", "It was the second."),
        ("Belt", 3, None, "given", "", None),
        ("Security", None, None, "omitted", "You left this empty.", None),
    ]
    assert [line[0] for line in lines_told(places(2, None, 2), seen=False)] == [
        "Security",
        "Belt",
        "<em>Development</em>",
    ]


def test_it_is_written_in_its_order_and_shortly():
    assert write("slug", *item()) == FIELDS
    assert write("slug", *item(sequence=[{"text": text} for text in "CAB"]))["sequence"] == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([f"{IDS[0]} 1", f"{IDS[0]} 2"], "Two choices"),
        ([f"{IDS[0]} 6"], "not in the menu"),
        ([f"{IDS[0]} 0"], "not in the menu"),
        ([f"{IDS[0]} 01"], "not in the menu"),
        ([f"{IDS[0]} ١"], "not in the menu"),
        (["00000000 1"], "not in the menu"),
        ([IDS[0]], "not in the menu"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values, words):
    content, _, _ = item()
    with pytest.raises(InvalidResponse, match=words):
        check(content, values)


def test_equal_elements_are_refused():
    with pytest.raises(ValidationError, match="element 1 has the same text") as refused:
        Shape.model_validate({**FIELDS, "sequence": ["A", "B", " A "]})
    assert refused.value.errors()[0]["ctx"]["place"] == ("sequence", 2, "text")


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        (["A"], "at least 3 items"),
        (list("ABCDEFGHI"), "at most 8 items"),
        (["A", "B", "x" * 2001], "at most 2000 items"),
    ],
)
def test_a_sequence_has_three_to_eight_elements_of_one_line(sequence, words):
    with pytest.raises(ValidationError, match=words):
        Shape.model_validate({**FIELDS, "sequence": sequence})

"""Hottext: a sentence of a running text is marked, and the text stays as it runs."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.hottext import (
    Shape,
    asked,
    check,
    fixed_order,
    keep_ids,
    option_ids,
    read,
    score,
    told,
    write,
)

PASSAGE: list[dict[str, Any]] = [
    {"text": "It has two partners."},
    {"text": "No one supports it **more**.", "correct": True},
    {"text": "It was founded in 2013.", "feedback": "A year can be looked up."},
]


def shape(*passage, **fields) -> Shape:
    return Shape.model_validate({"stem": "Which is a view?", "passage": passage or PASSAGE, **fields})


def id_of(at: int) -> str:
    return short_id("slug", PASSAGE[at]["text"])


def test_the_passage_stands_in_the_authors_order_always():
    content, _, _ = read("slug", shape())
    assert fixed_order(content)
    assert option_ids(content) == [id_of(0), id_of(1), id_of(2)]
    assert [option["html"] for option in asked(content, option_ids(content), [])["options"]] == [
        "It has two partners.",
        "No one supports it <strong>more</strong>.",
        "It was founded in 2013.",
    ]


def test_one_mark_is_right_or_wrong():
    content, key, _ = read("slug", shape())
    assert [score(key, [id_of(at)]) for at in range(3)] == [0, 1, 0]
    with pytest.raises(InvalidResponse, match="Two options"):
        check(content, [id_of(0), id_of(1)])


def test_of_several_marks_a_wrong_one_takes_away_what_a_right_one_gives():
    passage = [{**sentence, "correct": at < 2} for at, sentence in enumerate(PASSAGE)]
    _, key, _ = read("slug", shape(*passage))
    assert [score(key, marks) for marks in ([id_of(0)], [id_of(0), id_of(1)], [id_of(0), id_of(2)])] == [
        Fraction(1, 2),
        1,
        0,
    ]
    _, key, _ = read("slug", shape(*passage, rule="all_or_nothing"))
    assert [score(key, marks) for marks in ([id_of(0)], [id_of(0), id_of(1)])] == [0, 1]


def test_a_result_tells_of_each_sentence_in_its_place():
    content, key, feedback = read("slug", shape())
    result = told(content, option_ids(content), [id_of(2)], key, feedback)
    assert [(line["sign"], line["feedback"]) for line in result["options"]] == [
        ("empty", None),
        ("missed", None),
        ("wrong", "A year can be looked up."),
    ]


def test_it_is_written_as_it_was_read():
    assert write("slug", *read("slug", shape())) == {"stem": "Which is a view?", "passage": PASSAGE}


def test_another_place_of_a_sentence_is_another_passage():
    moved, _, _ = read("slug", shape(*PASSAGE[::-1]))
    content, _, _ = read("slug", shape())
    assert moved != content and set(option_ids(moved)) == set(option_ids(content))


def test_a_sentence_keeps_its_id_where_it_alone_of_its_kind_has_other_words():
    content, key, _ = read("slug", shape())
    edited = keep_ids(
        "slug", shape(PASSAGE[0], {**PASSAGE[1], "text": "Nobody does."}, PASSAGE[2]), content, key
    )
    assert [sentence.id for sentence in edited.passage] == [None, id_of(1), None]


@pytest.mark.parametrize(
    ("passage", "place", "words"),
    [
        ([{"text": "A."}, {"text": "B."}], ("passage",), "no option is right"),
        (
            [{"text": "A.", "correct": True}, {"text": "A."}],
            ("passage", 1, "text"),
            "option 1 has the same",
        ),
    ],
)
def test_a_shape_is_refused_at_the_place_that_is_wrong(passage, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        shape(*passage)
    assert refused.value.errors()[0]["ctx"]["place"] == place


def test_one_sentence_is_no_passage():
    with pytest.raises(ValidationError, match="at least 2 items"):
        shape({"text": "A.", "correct": True})

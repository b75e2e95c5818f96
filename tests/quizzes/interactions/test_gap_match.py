"""Gap match: words from one list into the gaps of a text."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.gap_match import (
    Shape,
    asked,
    check,
    explain,
    guess_score,
    option_ids,
    read,
    rule_text,
    score,
    told,
    write,
)

FIELDS = {
    "stem": "Put one word into each gap.",
    "text": "It takes three forms: *{zones}*, industrial {parks} and joint {ventures}.",
    "others": ["loans", {"text": "ports", "feedback": "Ports are built elsewhere."}],
    "feedback": [{"gap": 2, "word": "zones", "text": "Zones make things."}],
}


def item(**fields):
    return read("slug", Shape.model_validate({**FIELDS, **fields}))


def pair(gap: int, word: str) -> str:
    return f"g{gap} {short_id('slug', word)}"


def in_words(key, values) -> str:
    message, params = explain(key, values)
    return message % params


@pytest.mark.parametrize(
    ("words", "points", "sentence"),
    [
        (("zones", "parks", "ventures"), 1, "3 of 3 right: 1 point."),
        (("zones", "ports", "ventures"), Fraction(2, 3), "2 of 3 right: 2 ÷ 3 = 2/3 of a point."),
        (("zones", "zones", "zones"), Fraction(1, 3), "1 of 3 right: 1 ÷ 3 = 1/3 of a point."),
        (("parks", "zones", "ports"), 0, "0 of 3 right: 0 points."),
    ],
)
def test_the_share_of_right_gaps_counts_and_a_wrong_one_takes_nothing_away(words, points, sentence):
    content, key, _ = item()
    values = check(content, [pair(gap, word) for gap, word in enumerate(words, start=1)])
    assert (score(key, values), in_words(key, values)) == (points, sentence)
    assert rule_text(content) == "Each gap counts the same. A wrong word takes nothing away."


def test_one_gap_needs_no_rule():
    content, _, _ = item(text="{zones}", feedback=[])
    assert rule_text(content) is None


def test_a_guess_draws_each_word_from_the_whole_list():
    content, key, _ = item()
    assert guess_score(content, key) == Fraction(1, 5)


def test_the_content_holds_numbers_where_the_right_words_stood():
    content, key, _ = item()
    assert content["text"]["md"] == "It takes three forms: *{1}*, industrial {2} and joint {3}."
    assert [word["text"] for word in content["words"]] == sorted(
        ["zones", "parks", "ventures", "ports", "loans"], key=lambda word: short_id("slug", word)
    )
    assert key == {"correct": [pair(1, "zones"), pair(2, "parks"), pair(3, "ventures")]}


def test_a_word_may_be_right_in_two_gaps_and_is_shown_once():
    content, key, _ = item(text="{zones} beside {zones} and {parks}", feedback=[])
    assert len(option_ids(content)) == 4
    assert score(key, [pair(1, "zones"), pair(2, "zones")]) == Fraction(2, 3)


def test_a_form_shows_the_words_and_a_menu_of_them_in_each_gap():
    content, _, _ = item()
    order = [short_id("slug", word) for word in ("parks", "ports", "zones", "loans", "ventures")]
    shown = asked(content, order, [pair(2, "ports")])
    assert shown["words"] == ["parks", "ports", "zones", "loans", "ventures"]
    assert [piece.get("html") for piece in shown["pieces"]] == [
        "It takes three forms: <em>",
        None,
        "</em>, industrial ",
        None,
        " and joint ",
        None,
        ".",
    ]
    second = shown["pieces"][3]
    assert (second["gap"], second["number"]) == ("g2", 2)
    assert second["options"][:2] == [
        {"value": pair(2, "parks"), "text": "parks", "chosen": False},
        {"value": pair(2, "ports"), "text": "ports", "chosen": True},
    ]


def test_a_result_shows_each_gap_beside_its_key():
    content, key, feedback = item()
    values = [pair(1, "ports"), pair(2, "zones")]
    gaps = told(content, option_ids(content), values, key, feedback)["gaps"]
    assert [(gap["given"], gap["right"], gap["sign"], gap["verdict"], gap["feedback"]) for gap in gaps] == [
        ("ports", "zones", "wrong", "Wrong.", "Ports are built elsewhere."),
        ("zones", "parks", "wrong", "Wrong.", "Zones make things."),
        (None, "ventures", "omitted", "You left this empty.", None),
    ]


def test_words_that_stay_over_have_the_same_feedback_in_every_gap_and_a_right_word_only_where_it_is_said():
    content, key, feedback = item()
    values = [pair(1, "zones"), pair(2, "ports"), pair(3, "zones")]
    gaps = told(content, option_ids(content), values, key, feedback)["gaps"]
    assert [gap["feedback"] for gap in gaps] == [None, "Ports are built elsewhere.", None]


def test_it_is_written_as_it_was_read():
    assert write("slug", *item()) == FIELDS
    others = [{"text": "ports", "feedback": "Ports are built elsewhere."}, {"text": "loans"}]
    assert write("slug", *item(others=others)) == FIELDS
    assert "others" not in write("slug", *item(others=[]))


def test_feedback_on_right_words_is_written_by_gap_and_word():
    places = [(1, "ventures"), (2, "zones"), (3, "parks")]
    said = [{"gap": gap, "word": word, "text": "No."} for gap, word in places]
    assert write("slug", *item(feedback=said[::-1]))["feedback"] == said


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([pair(1, "zones"), pair(1, "parks")], "Two choices"),
        ([pair(4, "zones")], "not in the menu"),
        ([pair(1, "canals")], "not in the menu"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values, words):
    content, _, _ = item()
    with pytest.raises(InvalidResponse, match=words):
        check(content, values)


def on(**fields):
    return {"feedback": [{"gap": 2, "word": "zones", "text": "No.", **fields}]}


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"text": "No gap."}, ("text",), "the text has no gap"),
        ({"text": "{zones} and { }"}, ("text",), "gap 2 has no word"),
        ({"text": "{zones} and {}"}, ("text",), "gap 2 has no word"),
        ({"text": "{zones} and {parks"}, ("text",), "braces stand for gaps only"),
        ({"text": "{zones} and {{parks}}"}, ("text",), "braces stand for gaps only"),
        ({"text": "{zones} and [{parks}](https://example.org)"}, ("text",), "a gap cannot stand in a link"),
        (
            {"text": f"{{zones}} {{{'x' * 201}}}"},
            ("text",),
            "the word of gap 2 is longer than 200",
        ),
        ({"others": ["ports", "parks"]}, ("others", 1, "text"), "this is right in gap 2; take it out"),
        ({"others": ["ports", "loans", " ports "]}, ("others", 2, "text"), "word 1 has the same text"),
        ({"text": "{zones}", "others": [], "feedback": []}, ("others",), "there is one word only"),
        (on(gap="4"), ("feedback", 0, "gap"), "there is no gap 4; the text has 3"),
        (on(word="canals"), ("feedback", 0, "word"), "no gap has this word; expected is one of zones, parks"),
        (on(word="ports"), ("feedback", 0, "word"), "this word stays over; write its feedback in `others`"),
        (on(word="parks"), ("feedback", 0, "word"), "this word is right there"),
        (
            {"feedback": on()["feedback"] * 2},
            ("feedback", 1),
            "an earlier feedback is for the same word and gap",
        ),
    ],
)
def test_a_shape_is_refused_at_the_place_that_is_wrong(fields, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        Shape.model_validate({**FIELDS, **fields})
    assert refused.value.errors()[0]["ctx"]["place"] == place


def test_a_word_that_stays_over_is_a_few_words_long():
    with pytest.raises(ValidationError, match="at most 200 items"):
        Shape.model_validate({**FIELDS, "others": ["x" * 201]})

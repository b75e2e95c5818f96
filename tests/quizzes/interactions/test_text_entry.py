"""Text entry: what counts as the same text or number, and what does not."""

import json
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.text_entry import (
    Shape,
    asked,
    check,
    explain,
    fold,
    mistypings,
    read,
    score,
    to_number,
    told,
    write,
)

in_any_time = settings(deadline=None)
short_text = st.text("abcd", max_size=6)


def item(**fields):
    return read("slug", Shape.model_validate({"stem": "Which?", **fields}))


def in_words(key, answer: str) -> str:
    message, params = explain(key, [answer])
    return message % params


@pytest.mark.parametrize(
    "answer",
    ["Bandung Conference", "bandung conference", "  BANDUNG \u00a0 conference ", "Ｂａｎｄｕｎｇ conference"],
)
def test_case_width_and_spaces_do_not_matter(answer):
    content, key, _ = item(accept=["Bandung Conference"])
    assert score(key, check(content, [answer])) == 1


@pytest.mark.parametrize(
    "answer", ["author's “view”", 'author’s "view"', "author‘s „view“", "author｀s ＂view＂"]
)
def test_typographic_quotes_are_straight_ones(answer):
    _, key, _ = item(accept=['author\'s "view"'])
    assert score(key, [answer]) == 1


def test_accents_and_letters_do_matter():
    _, key, _ = item(accept=["GDI"])
    assert [score(key, [answer]) for answer in ("GSI", "GDI.", "GD", "gdì")] == [0, 0, 0, 0]


def test_a_mistyped_text_is_right_within_the_tolerance_only():
    _, key, _ = item(accept=["sovereignty"], typing_tolerance=1)
    assert [score(key, [answer]) for answer in ("soverignty", "soveriegnty", "sovrignty")] == [1, 1, 0]
    assert in_words(key, "soverignty") == "1 point of 1: mistyped, but close enough to “sovereignty”."
    assert in_words(key, "Sovereignty") == "1 point of 1."
    assert in_words(key, "equality") == "0 points of 1."


def test_a_tolerance_is_refused_where_another_key_lies_within_it():
    with pytest.raises(ValidationError, match="would take this other key") as refused:
        item(accept=["GDI"], near=["BRI", "GSI"], typing_tolerance=1)
    assert refused.value.errors()[0]["ctx"]["place"] == ("near", 1)
    item(accept=["GDI"], near=["BRI", "GSI"])


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("2013", 2013),
        (" ２０１３ ", 2013),
        ("٢٠١٣", 2013),
        ("−7.5", Fraction(-15, 2)),
        ("7,5", Fraction(15, 2)),
        ("10,000", 10000),
        ("10 000", 10000),
        ("1,234,567.5", Fraction(2469135, 2)),
        ("0,125", Fraction(1, 8)),
        ("+3", 3),
        ("2013 AD", None),
        ("1e3", None),
        ("", None),
        ("7.", None),
        ("1,2,3", None),
        ("10²", None),
    ],
)
def test_a_number_is_read_however_it_is_written(answer, number):
    assert to_number(answer) == number


def test_a_number_may_be_off_by_the_tolerance_and_no_more():
    _, key, _ = item(number="7.5", tolerance="0.5")
    assert [score(key, [answer]) for answer in ("7", "7.5", "8,0", "8.01")] == [1, 1, 1, 0]
    assert in_words(key, "8") == "1 point of 1: at most 0.5 away from 7.5."
    assert in_words(key, "7.50") == "1 point of 1."


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (["a", "b"], "Two answers"),
        (["x" * 201], "longer than 200 characters"),
        (["a\0b"], "cannot be stored"),
        (["a\ud800"], "cannot be stored"),
        (["a\nb"], "cannot be stored"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(sent, words):
    content, _, _ = item(accept=["a"])
    with pytest.raises(InvalidResponse, match=words):
        check(content, sent)


def test_what_is_no_number_costs_no_try():
    content, _, _ = item(number="2013")
    with pytest.raises(InvalidResponse, match="not a number"):
        check(content, ["in 2013"])


def test_white_space_is_no_answer():
    content, _, _ = item(accept=["a"])
    assert check(content, ["", " \n "]) == []


def test_feedback_is_found_however_the_answer_is_typed():
    content, _, feedback = item(accept=["UNOSSC"], feedback=[{"for": "UNDP", "text": "It hosts the office."}])
    assert told(content, [], [" undp"], None, feedback)["feedback"] == ["It hosts the office."]
    assert told(content, [], [], None, feedback)["feedback"] == []
    content, key, feedback = item(number="2013", feedback=[{"for": "2017", "text": "Four years later."}])
    assert told(content, [], ["2 017"], key, feedback)["feedback"] == ["Four years later."]
    assert told(content, [], ["2018"], key, feedback)["feedback"] == []


def test_a_form_shows_what_was_typed():
    content, _, _ = item(number="2013")
    assert asked(content, [], ["20"]) == {"text": "20", "width": 8, "numeric": True}
    assert asked(content, [], [])["text"] == ""


@pytest.mark.parametrize(
    ("given", "sign", "right"),
    [(["unossc"], "right", None), (["UNDP"], "wrong", "UNOSSC"), ([], "omitted", "UNOSSC")],
)
def test_a_result_shows_the_answer_where_it_was_not_found(given, sign, right):
    content, key, _ = item(accept=["UNOSSC", "the Office"])
    typed = given[0] if given else ""
    assert told(content, [], given, key, {}) == {
        "given": typed,
        "sign": sign,
        "right": right,
        "feedback": [],
    }


def test_before_the_key_may_be_seen_a_result_says_what_was_typed():
    content, _, _ = item(accept=["UNOSSC"])
    signs = [told(content, [], given, None, {}) for given in (["UNOSSC"], ["UNDP"], [])]
    assert [(shown["sign"], shown["right"]) for shown in signs] == [
        ("given", None),
        ("given", None),
        ("omitted", None),
    ]


@pytest.mark.parametrize("fields", [{"accept": ["CANARY"], "near": ["CANARIES"]}, {"number": "777777"}])
def test_no_word_of_the_key_is_in_what_is_shown_before_it_may_be_seen(fields):
    content, key, _ = item(**fields)
    shown = [content, asked(content, [], ["1"]), told(content, [], ["1"], None, {})]
    assert not re.search("CANAR|777777", json.dumps(shown))
    assert re.search("CANAR|777777", json.dumps(told(content, [], ["1"], key, {})))


def test_the_width_tells_nothing_of_the_answer():
    assert item(accept=["a"])[0] == item(accept=["a much longer answer"])[0]
    assert item(number="7")[0]["width"] == 8


def test_the_answers_are_written_as_the_author_wrote_them():
    fields = {"stem": "Which?", "accept": ["UNOSSC", "UN Office"], "near": ["UNDP"], "typing_tolerance": 1}
    assert write("slug", *item(**fields)) == fields
    assert write("slug", *item(number="0", tolerance="1")) == {
        "stem": "Which?",
        "number": "0",
        "tolerance": "1",
    }


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({}, (), "no answer is accepted"),
        ({"accept": ["a"], "tolerance": "1"}, ("tolerance",), "belongs to a number"),
        ({"accept": ["a"], "number": "1"}, ("accept",), "a number has no accept"),
        ({"number": "1", "tolerance": "-1"}, ("tolerance",), "never below 0"),
        ({"accept": ["GDI", "gdi"]}, ("accept", 1), "the same as answer 1"),
        (
            {"accept": ["a"], "feedback": [{"for": "A", "text": "Yes."}]},
            ("feedback", 0, "for"),
            "this answer is right",
        ),
        (
            {"accept": ["a"], "feedback": [{"for": "b", "text": "No."}, {"for": "B", "text": "No."}]},
            ("feedback", 1, "for"),
            "an earlier feedback",
        ),
        (
            {"number": "1", "feedback": [{"for": "b", "text": "No."}]},
            ("feedback", 0, "for"),
            "asks for a number",
        ),
    ],
)
def test_a_shape_is_refused_at_the_place_that_is_wrong(fields, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        item(**fields)
    assert refused.value.errors()[0]["ctx"]["place"] == place


@in_any_time
@given(one=short_text, other=short_text)
def test_mistypings_are_a_distance(one, other):
    distance = mistypings(one, other)
    assert distance == mistypings(other, one)
    assert (distance == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))


@in_any_time
@given(text=short_text.filter(lambda text: len(text) > 1), at=st.integers(0, 4))
def test_two_letters_swapped_are_one_mistyping(text, at):
    at %= len(text) - 1
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assert mistypings(text, swapped) == (swapped != text)


@in_any_time
@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)

"""Match: a target for each source; several sources may have one."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from quizzes.interactions import InvalidResponse
from quizzes.interactions.base import short_id
from quizzes.interactions.match import (
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
    "stem": "Match each with what is said of it.",
    "pairs": [["*Facility*", "has partners"], ["Forum", "works in Africa"], ["Fund", "gives money"]],
    "others": ["sends ships"],
    "feedback": [
        {"source": "Forum", "text": "A forum talks."},
        {"source": "Forum", "target": "sends ships", "text": "It has none."},
        {"source": "Fund", "target": "has partners", "text": "It stands alone."},
    ],
}


def item(**fields):
    return read("slug", Shape.model_validate({**FIELDS, **fields}))


def source(text: str) -> str:
    return short_id("slug", "source", text)


def pair(text: str, target: str) -> str:
    return f"{source(text)} {short_id('slug', 'target', target)}"


RIGHT = [pair(text, target) for text, target in FIELDS["pairs"]]


def in_words(key, values) -> str:
    message, params = explain(key, values)
    return message % params


@pytest.mark.parametrize(
    ("values", "points", "words"),
    [
        (RIGHT, 1, "3 of 3 right: 1 point."),
        (RIGHT[:2], Fraction(2, 3), "2 of 3 right: 2 ÷ 3 = 2/3 of a point."),
        ([*RIGHT[:1], pair("Forum", "sends ships")], Fraction(1, 3), "1 of 3 right: 1 ÷ 3 = 1/3 of a point."),
        ([pair("Forum", "has partners")], 0, "0 of 3 right: 0 points."),
    ],
)
def test_the_share_of_right_pairs_counts_and_a_wrong_one_takes_nothing_away(values, points, words):
    content, key, _ = item()
    values = check(content, values)
    assert (score(key, values), in_words(key, values)) == (points, words)
    assert rule_text(content) == "Each line counts the same. A wrong choice takes nothing away."


def test_a_target_may_be_given_twice_and_that_is_scored():
    content, key, _ = item()
    values = check(content, [pair(text, "has partners") for text in ("*Facility*", "Forum", "Fund")])
    assert score(key, values) == Fraction(1, 3)


def test_several_sources_may_have_one_target_which_is_shown_once():
    content, key, _ = item(pairs=[["A", "one"], ["B", "one"], ["C", "two"]], others=[], feedback=[])
    assert [target["text"] for target in content["targets"]] == sorted(
        ["one", "two"], key=lambda target: short_id("slug", "target", target)
    )
    assert score(key, [pair("A", "one"), pair("B", "one"), pair("C", "two")]) == 1


def test_a_guess_draws_from_all_targets_for_each_source():
    content, key, _ = item()
    assert guess_score(content, key) == Fraction(1, 4)


def test_a_word_that_is_source_and_target_is_two_options():
    content, _, _ = item(pairs=[["A", "B"], ["B", "A"]], others=[], feedback=[])
    assert len(set(option_ids(content))) == 4


def test_a_form_shows_sources_and_targets_in_the_order_shown():
    content, _, _ = item()
    order = [
        *(source(text) for text in ("Fund", "*Facility*", "Forum")),
        *(
            pair("", target)[9:]
            for target in ("sends ships", "has partners", "works in Africa", "gives money")
        ),
    ]
    lines = asked(content, order, [pair("Fund", "sends ships")])["lines"]
    assert [(line["id"], line["html"]) for line in lines] == [
        (source("Fund"), "Fund"),
        (source("*Facility*"), "<em>Facility</em>"),
        (source("Forum"), "Forum"),
    ]
    assert lines[0]["options"] == [
        {"value": pair("Fund", "sends ships"), "text": "sends ships", "chosen": True},
        {"value": pair("Fund", "has partners"), "text": "has partners", "chosen": False},
        {"value": pair("Fund", "works in Africa"), "text": "works in Africa", "chosen": False},
        {"value": pair("Fund", "gives money"), "text": "gives money", "chosen": False},
    ]


def test_a_result_shows_each_line_beside_its_key():
    content, key, feedback = item()
    order = [*map(source, ("Forum", "Fund", "*Facility*")), *option_ids(content)]
    result = told(content, order[:3], [pair("Forum", "gives money"), RIGHT[2]], key, feedback)
    assert result["lines"] == [
        {
            "html": "Forum",
            "given": "gives money",
            "right": "works in Africa",
            "sign": "wrong",
            "verdict": "Wrong.",
            "feedback": "A forum talks.",
        },
        {
            "html": "Fund",
            "given": "gives money",
            "right": None,
            "sign": "right",
            "verdict": "Right.",
            "feedback": None,
        },
        {
            "html": "<em>Facility</em>",
            "given": None,
            "right": "has partners",
            "sign": "omitted",
            "verdict": "You left this empty.",
            "feedback": None,
        },
    ]


@pytest.mark.parametrize(
    ("text", "target", "words"),
    [
        ("Forum", "sends ships", "It has none."),
        ("Forum", "has partners", "A forum talks."),
        ("Forum", "works in Africa", None),
        ("Fund", "has partners", "It stands alone."),
        ("Fund", "sends ships", None),
    ],
)
def test_feedback_is_on_one_wrong_pair_or_on_every_other_one_of_its_source(text, target, words):
    """Whether or not the key may be seen."""
    content, key, feedback = item()
    for seen in (key, None):
        line = told(content, [source(text)], [pair(text, target)], seen, feedback)["lines"][0]
        assert line["feedback"] == words


def test_before_the_key_may_be_seen_a_line_shows_what_was_given():
    content, _, _ = item()
    line = told(content, [source("Fund")], RIGHT, None, {})["lines"][0]
    assert (line["given"], line["right"], line["sign"], line["verdict"]) == ("gives money", None, "given", "")


def test_it_is_written_by_its_words():
    written = write("slug", *item(pairs=FIELDS["pairs"][::-1], feedback=FIELDS["feedback"][::-1]))
    assert written == FIELDS


def said(*entries: tuple[str | None, str]):
    """Feedback on wrong targets of the Fund, as it comes out of the canonical form."""
    fields = [
        {"source": "Fund", **({"target": target} if target else {}), "text": text} for target, text in entries
    ]
    written = write("slug", *item(feedback=fields))["feedback"]
    return [(entry.get("target"), entry["text"]) for entry in written]


def test_what_every_wrong_target_says_is_written_once():
    each = [("has partners", "No."), ("sends ships", "No."), ("works in Africa", "No.")]
    assert said(*each) == said((None, "No.")) == [(None, "No.")]
    assert said(*each[:2]) == each[:2]
    assert said((None, "No."), ("sends ships", "Ships?")) == [(None, "No."), ("sends ships", "Ships?")]


def test_words_that_differ_for_every_target_are_written_with_it():
    each = [("has partners", "A."), ("sends ships", "B."), ("works in Africa", "C.")]
    assert said(*each) == each


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([pair("Fund", "gives money"), pair("Fund", "sends ships")], "Two choices"),
        ([pair("Bank", "gives money")], "not in the menu"),
        ([pair("Fund", "builds roads")], "not in the menu"),
        ([" ".join(pair("Fund", "gives money").split(" ")[::-1])], "not in the menu"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(values, words):
    content, _, _ = item()
    with pytest.raises(InvalidResponse, match=words):
        check(content, values)


def on(**fields):
    return {"feedback": [{"source": "Fund", "target": "sends ships", "text": "No.", **fields}]}


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"pairs": [["A", "x"], ["A", "y"]]}, ("pairs", 1), "the source of pair 1 is the same"),
        ({"others": ["sends ships", "sends ships"]}, ("others", 1), "target 1 is the same"),
        ({"others": ["sends ships", "gives money"]}, ("others", 1), "right in pair 3; take it out"),
        (
            {"pairs": [["A", "x"], ["B", "x"]], "others": [], "feedback": []},
            ("pairs",),
            "all sources have one target",
        ),
        (on(source="Bank"), ("feedback", 0, "source"), "no pair has this source"),
        (on(target="builds roads"), ("feedback", 0, "target"), "there is no such target"),
        (on(target="gives money"), ("feedback", 0, "target"), "this pair is right"),
        ({"feedback": on()["feedback"] * 2}, ("feedback", 1), "an earlier feedback is for the same pair"),
    ],
)
def test_a_shape_is_refused_at_the_place_that_is_wrong(fields, place, words):
    with pytest.raises(ValidationError, match=words) as refused:
        Shape.model_validate({**FIELDS, **fields})
    assert refused.value.errors()[0]["ctx"]["place"] == place


@pytest.mark.parametrize("wrong", [["A"], ["A", "x", "y"], "A", {"A": "x"}])
def test_a_pair_has_a_source_and_a_target(wrong):
    with pytest.raises(ValidationError, match=r"write a pair as \[source, target\]") as refused:
        Shape.model_validate({**FIELDS, "pairs": [*FIELDS["pairs"], wrong]})
    assert refused.value.errors()[0]["loc"] == ("pairs", 3)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([["A", "x"]], "at least 2 items"),
        ([[str(n), "x"] for n in range(13)], "at most 12 items"),
        ([["A", "x" * 201], ["B", "y"]], "at most 200 items"),
    ],
)
def test_there_are_two_to_twelve_pairs_with_targets_of_a_few_words(pairs, words):
    with pytest.raises(ValidationError, match=words):
        Shape.model_validate({**FIELDS, "pairs": pairs})

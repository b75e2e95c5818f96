"""What a page may know of an answer: what may be seen now, and nothing else."""

from __future__ import annotations

from itertools import combinations

import pytest

from quizzes.models import ItemVersion
from quizzes.rules import EVERYTHING, NOTHING, OWN_ANSWER, PARTS, Parts
from quizzes.sources import Where
from tests.quizzes.every_interaction import (
    EXPLANATION,
    FEEDBACK,
    FIVE_PAST_TWO,
    GIVEN,
    KEY,
    Elements,
    form,
    form_page,
    interactions,
    result_page,
    right,
    scored,
    version,
    wrong,
)  # fmt: skip

SUBSETS = [frozenset(some) for size in range(len(PARTS) + 1) for some in combinations(PARTS, size)]


@interactions
def test_each_part_is_there_where_it_may_be_seen_and_nowhere_else(interaction: str):
    asked = version(interaction)
    beside = {
        "answered_at": FIVE_PAST_TWO,
        "notes": ["note"],
        "where": Where(is_here=True),
    }
    for parts in SUBSETS:
        item, page = (
            scored(asked, wrong(asked), parts, **beside),
            result_page(scored(asked, wrong(asked), parts)),
        )
        there = {
            "response": [item.answered_at is not None],
            "outcome": [item.outcome == "incorrect", "data-outcome" in page],
            "score": [item.score is not None, item.sum_text != "", "<progress" in page],
            "feedback": [FEEDBACK in repr(item), FEEDBACK in page],
            "explanation": [
                EXPLANATION in repr(item),
                EXPLANATION in page,
                item.notes != (),
                item.where is not None,
            ],
            "key": [],
        }
        if interaction == "text_entry":
            there["response"] += [GIVEN in repr(item), GIVEN in page]
            there["key"] += [KEY in repr(item), KEY in page]
        may_be_seen = parts if "response" in parts else parts - {"feedback"}  # which speaks of a response
        assert there == {part: [part in may_be_seen] * len(signs) for part, signs in there.items()}, parts
        assert "What is asked?" in page
        assert ("Neither your answer nor its result is shown now." in page) == (not may_be_seen)


@interactions
@pytest.mark.parametrize("parts", [NOTHING, OWN_ANSWER], ids=["nothing", "response"])
def test_before_its_time_a_page_is_the_same_whatever_the_key(interaction: str, parts: Parts):
    one, other = version(interaction), version(interaction, 1)
    assert one.content == other.content
    assert one.answer_key.key != other.answer_key.key
    pages = [result_page(scored(each, wrong(one), parts)) for each in (one, other)]
    assert pages[0] == pages[1]
    forms = [form(each, wrong(one)) for each in (one, other)]
    assert forms[0] == forms[1]
    assert form_page(forms[0]) == form_page(forms[1])


@interactions
def test_what_is_told_line_by_line_rests_on_the_key_only_where_that_may_be_seen(interaction: str):
    one, other = version(interaction), version(interaction, 1)
    for parts in SUBSETS:
        told = [scored(each, wrong(one), parts).told for each in (one, other)]
        assert (told[0] == told[1]) == ("key" not in parts), parts


@interactions
def test_without_the_response_a_page_is_the_same_whatever_was_answered(interaction: str):
    """But for its outcome and score, where these may be seen."""
    asked = version(interaction)
    for parts in SUBSETS:
        seen = parts - {"outcome", "score"}
        pages = {result_page(scored(asked, values, seen)) for values in (wrong(asked), right(asked), [])}
        assert (len(pages) == 1) == ("response" not in parts), parts


@interactions
def test_without_the_response_the_key_is_shown_as_the_answer_and_nobody_is_told_what_they_did(
    interaction: str,
):
    asked = version(interaction)
    html = result_page(scored(asked, wrong(asked), frozenset({"key"})))
    assert not [words for words in ("You ", "Your ", "Wrong", "(gap") if words in html]
    assert "This is the answer." in html or "Right answer:" in html or "Right place:" in html


@interactions
def test_nothing_given_is_said_where_the_response_may_be_seen_and_no_outcome_says_it(interaction: str):
    asked = version(interaction)
    said = "You gave no answer."
    assert said in result_page(scored(asked, [], OWN_ANSWER))
    assert said not in result_page(scored(asked, wrong(asked), OWN_ANSWER))
    assert said not in result_page(scored(asked, [], NOTHING))
    assert "No answer" in result_page(scored(asked, [], EVERYTHING))


def test_a_score_without_the_key_does_not_say_how_it_came_about():
    mistyped = version("text_entry", accept=["Astana"], typing_tolerance="1", feedback=[])
    assert scored(mistyped, ["Astanna"]).sum_text == "1 point of 1: mistyped, but close enough to “Astana”."
    keyless = EVERYTHING - {"feedback", "explanation", "key"}
    assert scored(mistyped, ["Astanna"], keyless).sum_text == "1 point of 1."
    several = version("choice", several="true")
    assert scored(several, wrong(several), frozenset({"score"})).sum_text == "0 points of 1."
    half = version("match")
    assert scored(half, right(half)[:1], frozenset({"score"})).sum_text == "1/2 of a point."


def test_nothing_but_the_response_needs_no_key_at_all():
    asked = version("choice")
    values = wrong(asked)
    without_key = ItemVersion(item=asked.item, number=3, interaction="choice", content=asked.content)
    assert scored(without_key, values, OWN_ANSWER) == scored(asked, values, OWN_ANSWER)
    assert scored(without_key, values, NOTHING) == scored(asked, values, NOTHING)


@interactions
def test_a_right_answer_is_told_so_line_by_line_and_shows_no_other_as_right(interaction: str):
    asked = version(interaction)
    html = result_page(scored(asked, right(asked)))
    assert 'data-outcome="correct"' in html
    assert not [words for words in ("Wrong", "Right answer:", "This is the answer.") if words in html]


@interactions
def test_a_sign_stands_before_each_line_and_is_not_read_out(interaction: str):
    asked = version(interaction)
    for parts in (EVERYTHING, OWN_ANSWER, frozenset({"key"})):
        html = result_page(scored(asked, wrong(asked), parts))
        signs = [attributes for tag, attributes in Elements(html).all if tag == "svg"]
        assert len(signs) >= html.count("<li>") > 0
        assert {sign.get("aria-hidden") for sign in signs} == {"true"}

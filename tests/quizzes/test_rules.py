"""The rules of a quiz: which settings count, what they let see, which attempt is the grade."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as calm
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.rules import EVERYTHING, MOMENTS, NOTHING, OWN_ANSWER, PARTS, PRESETS, Result, Rules
from tests.quizzes import any_settings


def seen(rules):
    """What is shown at each moment."""
    return {moment: rules.shown(moment) for moment in MOMENTS}


# Which settings count


def test_of_several_sets_of_settings_the_later_one_counts_and_what_none_names_has_its_default():
    rules = Rules.of({"attempts": 2, "pass_mark": "0.5"}, {"attempts": 3}, extra_attempts=1)
    assert (rules.attempts, rules.pass_mark, rules.extra_attempts, rules.counts) == (
        3,
        Decimal("0.5"),
        1,
        "highest",
    )


def test_a_delivery_without_a_preset_keeps_the_quizs_feedback():
    rules = Rules.of({"preset": "examination", "feedback": {"after": ["score"]}}, {"attempts": 1})
    assert rules.shown("after") == {"score"}


def test_a_deliverys_preset_throws_the_quizs_feedback_away():
    rules = Rules.of({"feedback": {"during": ["key"], "after": ["score"]}}, {"preset": "examination"})
    assert seen(rules) == PRESETS["examination"]


def test_a_deliverys_own_feedback_stands_beside_its_preset():
    rules = Rules.of(
        {"feedback": {"later": ["score"]}}, {"preset": "examination", "feedback": {"after": ["response"]}}
    )
    assert seen(rules) == {**PRESETS["examination"], "after": OWN_ANSWER}


def test_a_delivery_that_names_one_moment_leaves_the_others_to_the_quiz():
    """Else a box that is ticked for one moment opens an examination at the others."""
    rules = Rules.of(
        {"preset": "examination", "feedback": {"later": ["score"]}}, {"feedback": {"after": ["response"]}}
    )
    assert seen(rules) == {**PRESETS["examination"], "after": OWN_ANSWER, "later": {"score"}}


@pytest.mark.parametrize(
    ("preset", "during", "after", "later", "closed"),
    [
        ("practice", EVERYTHING, EVERYTHING, EVERYTHING, EVERYTHING),
        ("quiz", OWN_ANSWER, EVERYTHING, EVERYTHING, EVERYTHING),
        ("examination", OWN_ANSWER, NOTHING, NOTHING, EVERYTHING),
    ],
)
def test_a_preset_says_what_is_seen_at_each_moment(preset, during, after, later, closed):
    assert seen(Rules(preset=preset)) == {
        "during": during,
        "after": after,
        "later": later,
        "closed": closed,
    }


def test_without_a_preset_it_is_a_quiz():
    assert seen(Rules()) == PRESETS["quiz"]


@calm(deadline=None)
@given(any_settings.settings(), any_settings.settings())
def test_a_moment_that_is_not_named_is_the_presets(quizs, deliverys):
    rules = Rules.of(quizs, deliverys)
    preset = deliverys.get("preset") or quizs.get("preset") or "quiz"
    before = {} if "preset" in deliverys else quizs.get("feedback", {})
    named = {**before, **deliverys.get("feedback", {})}
    for moment in MOMENTS:
        parts = frozenset(named.get(moment, PRESETS[preset][moment]))
        if moment == "during":
            parts |= OWN_ANSWER
        assert rules.shown(moment) == (parts if "response" in parts else parts - {"feedback"})


@calm(deadline=None)
@given(any_settings.settings(), st.sampled_from(sorted(PRESETS)))
def test_what_an_attempt_keeps_says_the_same_whatever_a_preset_means_later(settings, preset):
    rules = Rules.of(settings, extra_minutes=5, extra_attempts=1)
    kept = rules.kept()
    assert Rules.model_validate(kept) == rules.model_copy(update={"feedback": kept["feedback"]})
    assert seen(Rules.model_validate({**kept, "preset": preset})) == seen(rules)


@pytest.mark.parametrize(
    "feedback",
    [{"during": ["answers"]}, {"before": ["key"]}, {"after": "key"}, {"after": [["key"]]}, ["after"], "all"],
)
def test_feedback_of_an_unknown_moment_or_part_is_refused(feedback):
    with pytest.raises(ValidationError):
        Rules.of({"feedback": feedback})


# What they let see


@pytest.mark.parametrize(
    ("settings", "withholds"),
    [
        ({}, False),
        ({"preset": "practice"}, False),
        ({"preset": "examination"}, True),
        ({"preset": "examination", "feedback": {"after": ["response", "score"]}}, True),
        ({"preset": "examination", "feedback": {"closed": []}}, True),
        ({"preset": "examination", "feedback": {"later": ["key"]}}, False),
        ({"feedback": {"after": list(PARTS), "later": []}}, False),
        ({"feedback": {"after": [], "later": ["response", "outcome", "score", "feedback"]}}, True),
    ],
)
def test_keys_are_kept_back_where_they_are_not_shown_before_the_closing(settings, withholds):
    assert Rules.of(settings).withholds_keys is withholds


@calm(deadline=None)
@given(any_settings.settings())
def test_an_answer_is_final_exactly_where_something_of_it_is_shown_at_once(settings):
    rules = Rules.of(settings)
    assert rules.checks_at_once is bool(rules.shown("during") - OWN_ANSWER)


# How many, how long


def test_extra_minutes_lengthen_a_limit_and_make_none():
    assert Rules(time_limit_minutes=30, extra_minutes=15).minutes == 45
    assert Rules(extra_minutes=15).minutes is None


def test_extra_attempts_add_to_a_limit_and_make_none():
    assert [Rules(attempts=2, extra_attempts=1).left(used) for used in (0, 2, 3, 4)] == [3, 1, 0, 0]
    assert Rules(extra_attempts=1).left(7) is None


def test_without_a_waiting_time_the_next_attempt_may_begin_at_once():
    assert (Rules().waiting, Rules(waiting_minutes=90).waiting) == (timedelta(0), timedelta(minutes=90))


# Which attempt is the grade


@pytest.mark.parametrize(
    ("counts", "grade"), [("highest", 8.0), ("last", 5.0), ("first", 2.0), ("average", 5.0)]
)
def test_the_attempt_that_counts_is_the_one_the_rules_name(counts, grade):
    results = [Result(2.0, 10), Result(8.0, 10), Result(5.0, 10)]
    assert Rules(counts=counts).grade(results) == (grade, 10)


def test_there_is_no_grade_without_an_attempt():
    assert Rules().grade([]) is None


def test_attempts_of_different_size_are_compared_by_their_share():
    """The quiz had 20 items once and has 8 now: 8 of 8 is better than 9 of 20."""
    results = [Result(9.0, 20), Result(8.0, 8)]
    assert Rules().grade(results) == (8.0, 8)
    assert Rules(counts="average").grade(results) == (5.8, 8)


@calm(deadline=None)
@given(
    st.sampled_from(["highest", "last", "first", "average"]),
    st.lists(st.tuples(st.integers(1, 30), st.fractions(0, 1)), min_size=1, max_size=5),
)
def test_a_grade_is_never_above_what_it_is_out_of(counts, attempts):
    results = [Result(float(share * points), points) for points, share in attempts]
    grade = Rules(counts=counts).grade(results)
    assert 0 <= grade.score <= grade.points


def test_the_mark_itself_is_a_pass():
    assert Rules(pass_mark="0.55").passed(11.0, 20)
    assert not Rules(pass_mark="0.55").passed(10.99, 20)


@calm(deadline=None)
@given(st.integers(1, 100), st.integers(1, 200))
def test_a_score_of_exactly_the_mark_passes_whatever_the_numbers(percent, points):
    mark = Fraction(percent, 100)
    assert Rules(pass_mark=f"{percent / 100:.2f}").passed(float(mark * points), points)


def test_without_a_mark_nothing_is_a_pass():
    assert not Rules().passed(10.0, 10)


@pytest.mark.parametrize(
    "settings",
    [
        {"attempts": 0},
        {"attempts": -1},
        {"time_limit_minutes": 0},
        {"waiting_minutes": -60},
        {"extra_minutes": -1},
        {"pass_mark": "1.1"},
        {"counts": "best"},
        {"preset": "exam"},
        {"time_limit": 5},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(ValidationError):
        Rules.model_validate(settings)


@pytest.mark.parametrize(
    "mark",
    [
        "0",
        "0.009",
        "0.00001",
        "1e-400",
        "1e-9999999",
        "0.12345",
        "1.0001",
        "-0.5",
        "NaN",
        "Infinity",
        "sixty",
        "",
    ],
)
def test_a_pass_mark_that_nobody_means_is_refused(mark):
    """The mark of 1e-400 was 0 points: everybody passed, and it took seconds to know."""
    with pytest.raises(ValidationError):
        Rules(pass_mark=mark)


@pytest.mark.parametrize("mark", ["0.01", "0.6", "0.6667", "1", "1.00", "0.60000"])
def test_a_pass_mark_is_a_share_with_four_decimals_at_most(mark):
    assert Rules(pass_mark=mark).pass_mark == Decimal(mark)

"""The rules of a quiz, and the sentence that tells them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from quizzes.rules import Result, Rules, sentence


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


@given(st.integers(1, 100), st.integers(1, 200))
def test_a_score_of_exactly_the_mark_passes_whatever_the_numbers(percent, points):
    mark = Fraction(percent, 100)
    assert Rules(pass_mark=f"{percent / 100:.2f}").passed(float(mark * points), points)


def test_without_a_mark_nothing_is_a_pass():
    assert not Rules().passed(10.0, 10)


@pytest.mark.parametrize(
    "settings", [{"attempts": 0}, {"pass_mark": "1.1"}, {"counts": "best"}, {"time_limit": 5}]
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


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            Rules(),
            "10 items, one point each. There is no time limit. You may take it as often as you like; "
            "the best one counts. You can change answers until you hand in; after that you see what "
            "each item gave, and why.",
        ),
        (
            Rules(time_limit_minutes=20, attempts=2, counts="last", pass_mark="0.6"),
            "10 items, one point each. You have 20 minutes, and 15 seconds more for the way of your last "
            "answer. You have 2 attempts; the last one counts. You pass with 6 of 10 points. You can change "
            "answers until you hand in; after that you see what each item gave, and why.",
        ),
        (
            Rules(attempts=1, time_limit_minutes=1),
            "10 items, one point each. You have 1 minute, and 15 seconds more for the way of your last "
            "answer. You have one attempt. You can change answers until you hand in; after that you see "
            "what each item gave, and why.",
        ),
    ],
)
def test_the_sentence_says_what_the_settings_are(rules, words):
    assert sentence(rules, items=10, points=10) == words


def test_the_sentence_tells_points_where_items_weigh_differently():
    assert sentence(Rules(), items=1, points=3).startswith("1 item, 3 points in all.")

"""`manage.py verify_scores`: every stored score against what it rests on."""

import math
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from quizzes.attempts import answer, hand_in
from quizzes.models import Attempt, AttemptItem, Response
from quizzes.rules import GRACE
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    guest,
    item,
    person,
    practice,
    quiz,
    revise,
    right_values,
    wrong_values,
)

pytestmark = pytest.mark.django_db


def verify():
    """What it printed, line by line, and its exit status."""
    said, status = StringIO(), 0
    try:
        call_command("verify_scores", stdout=said)
    except SystemExit as end:
        status = int(end.code or 0)
    return said.getvalue().splitlines(), status


@pytest.fixture
def handed_in():
    """An attempt at three thirds of which one is right; its score is not a round number."""
    thirds = item("thirds", choice("2013", "2021", "2022", wrong=["1955"]))
    begun = attempt(person(), quiz("thirds-quiz", items=[thirds, item()]))
    first = begun.items.get(position=1)
    save(first, right_values(thirds)[:1])
    return hand_in(attempt=begun, at=NOON + 2 * MINUTE)


def save(attempt_item, values, **more):
    fields = {"client_key": uuid4(), "sequence": 1, "at": NOON + MINUTE, **more}
    return answer(attempt_item=attempt_item, values=values, **fields)


def test_nothing_done_is_nothing_wrong():
    assert verify() == (["0 scores, 0 differences"], 0)


def test_what_was_scored_is_found_again(handed_in):
    practice(guest(), item(), wrong_values(item()))
    practice(person(), item())
    assert handed_in.score == 1 / 3
    assert verify() == (["5 scores, 0 differences"], 0)


def test_an_open_attempt_has_no_score_yet():
    attempt(person(), quiz(), right=2)
    assert verify() == (["0 scores, 0 differences"], 0)


def test_a_score_one_bit_off_is_a_difference(handed_in):
    Attempt.objects.update(score=math.nextafter(1 / 3, 1))
    assert verify() == (
        [
            f"attempt {handed_in.public_id}: stored 0.33333333333333337, recomputed 0.3333333333333333",
            "3 scores, 1 differences",
        ],
        1,
    )


def test_a_wrong_item_is_named_by_its_place(handed_in):
    counted = handed_in.items.get(position=1).counted_id
    AttemptItem.objects.filter(position=1).update(outcome="correct", score=1.0)
    AttemptItem.objects.filter(position=2).update(outcome="incorrect")
    where = f"attempt {handed_in.public_id}, item"
    assert verify() == (
        [
            f"{where} 1: stored correct 1.0 by response {counted},"
            f" recomputed partial 0.3333333333333333 by response {counted}",
            f"{where} 2: stored incorrect 0.0 by response None, recomputed omitted 0.0 by response None",
            "3 scores, 2 differences",
        ],
        1,
    )


def test_an_answer_in_time_that_does_not_count_is_a_difference(handed_in):
    first = handed_in.items.get(position=1)
    row = first.counted
    lost = Response.objects.create(
        learner=row.learner,
        version=row.version,
        attempt_item=first,
        client_key=uuid4(),
        sequence=1,
        values=row.values,
        received_at=NOON,
    )
    said, status = verify()
    assert said[0].endswith(
        f"by response {row.pk}, recomputed partial 0.3333333333333333 by response {lost.pk}"
    )
    assert (said[1], status) == ("3 scores, 1 differences", 1)


def test_a_changed_answer_is_a_difference(handed_in):
    row = handed_in.items.get(position=1).counted
    Response.objects.filter(pk=row.pk).update(values=right_values(item("thirds")))
    said, status = verify()
    assert said[0].endswith("stored 0.3333333333333333, recomputed 1.0")
    assert (said[-1], status) == ("3 scores, 2 differences", 1)


def test_a_practised_answer_is_looked_at_too():
    row = practice(person(), item())
    Response.objects.update(outcome="incorrect", score=0.0)
    assert verify() == (
        [
            f"response {row.pk}, checked at once: stored incorrect 0.0 by response {row.pk},"
            f" recomputed correct 1.0 by response {row.pk}",
            "1 scores, 1 differences",
        ],
        1,
    )


def test_late_and_overtaken_answers_count_for_nothing():
    of = quiz(settings={"time_limit_minutes": 10})
    begun = attempt(person(), of)
    first, key = begun.items.get(position=1), uuid4()
    save(first, right_values(first.version.item), client_key=key, sequence=2)
    save(first, wrong_values(first.version.item), client_key=key, sequence=1)
    late = save(first, [], client_key=key, sequence=3, at=NOON + 10 * MINUTE + 2 * GRACE)
    assert late.saved == "late"
    assert verify() == (["5 scores, 0 differences"], 0)


def test_an_edited_item_leaves_old_scores_as_they_are(handed_in):
    practice(person(), item())
    revise(item(), choice("2017", wrong=["2013"]))
    assert verify() == (["4 scores, 0 differences"], 0)


@pytest.mark.parametrize("learners", [1, 5])
def test_it_reads_one_attempt_with_one_query(learners, django_assert_num_queries):
    for n in range(learners):
        attempt(person(f"learner-{n}"), quiz(), right=1, handed_in=True)
    with django_assert_num_queries(4 + learners):
        verify()

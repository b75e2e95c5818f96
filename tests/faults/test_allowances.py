"""More time that is given while the attempt begins, or is handed in: it is in force, or comes too late."""

import pytest

from quizzes.models import Attempt
from tests.factories import MINUTE, NOON, attempt, own_delivery, person, quiz
from tests.faults.conftest import without_constraint

BEFORE_IT_BEGINS = 'before INSERT INTO "quizzes_attempt" '
BEFORE_IT_IS_GIVEN = 'before (INSERT INTO|UPDATE) "quizzes_allowance" '
BEFORE_EXTENDING = 'before UPDATE "quizzes_attempt" '
ROUNDS = 5

red = pytest.raises(AssertionError)


class Work:
    """Amina, a quiz of thirty minutes, and fifteen more."""

    def __init__(self, number=1):
        self.learner = person(f"learner-{number}")
        self.quiz = quiz(settings={"time_limit_minutes": 30})
        of = {"learner": self.learner.pk, "delivery": own_delivery(self.quiz).pk}
        self.start = {"act": "start", "standing": "learner", **of}
        self.allow = {"act": "allow", "minutes": 15, **of}

    @property
    def deadlines(self):
        return [row.deadline for row in Attempt.objects.filter(learner=self.learner)]


@pytest.fixture
def work(transactional_db):
    return Work()


def a_start_first(pair, work):
    pair.in_between(work.start, BEFORE_IT_BEGINS, work.allow)
    assert work.deadlines == [NOON + 45 * MINUTE]


def an_allowance_first(pair, work):
    pair.in_between(work.allow, BEFORE_IT_IS_GIVEN, work.start)
    assert work.deadlines == [NOON + 45 * MINUTE]


@pytest.mark.parametrize("race", [a_start_first, an_allowance_first])
def test_an_attempt_that_begins_meanwhile_has_the_time(pair, work, race):
    race(pair, work)


def test_without_the_lock_it_begins_without(pair, work):
    with pair.without_lock(), red:
        a_start_first(pair, work)


def test_at_the_same_moment_either_may_be_first(pair, transactional_db):
    for number in range(ROUNDS):
        work = Work(number)
        pair.at_once(work.start, work.allow)
        assert work.deadlines == [NOON + 45 * MINUTE]


def handed_in_once(pair, work):
    """Handing in writes all of the attempt that it changes, and nothing of what was given."""
    of = attempt(work.learner, work.quiz)
    pair.in_between(work.allow, BEFORE_EXTENDING, {"act": "hand_in", "attempt": of.pk})
    of.refresh_from_db()
    assert of.submitted_at == NOON + MINUTE / 60
    assert of.deadline == NOON + 45 * MINUTE
    assert of.rules["extra_minutes"] == 15


def test_a_hand_in_waits_for_the_time_that_is_being_given(pair, work):
    handed_in_once(pair, work)


def test_one_learner_has_one_allowance_however_often_it_is_given_at_once(pair, work):
    for _ in range(ROUNDS):
        assert pair.at_once(work.allow, work.allow) == [15, 15]
    assert work.learner.allowances.count() == 1


def test_the_lock_holds_two_that_are_given_at_once_without_the_constraint(pair, work):
    model = type(work.learner).allowances.rel.related_model
    with without_constraint(model, "a_learner_has_one_allowance_a_delivery"):
        got = pair.in_between(work.allow, BEFORE_IT_IS_GIVEN, work.allow)
        assert (got, work.learner.allowances.count()) == ([15, 15], 1)

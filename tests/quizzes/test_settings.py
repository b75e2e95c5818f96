"""Settings in force: the quiz's, the delivery's over them, and what one learner is allowed besides."""

from datetime import timedelta
from random import Random

import pytest

from quizzes.allowances import allow
from quizzes.attempts import hand_in, start_attempt
from quizzes.conditions import conditions_for
from quizzes.feedback import Shown
from quizzes.models import Attempt
from quizzes.rules import EVERYTHING, NOTHING, Rules
from quizzes.starting import DeliveryClosed, NoAttemptsLeft, TooSoon
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    delivery,
    guest,
    offered,
    own_delivery,
    person,
    quiz,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def begin(learner, of, *, at=NOON, standing=Attempt.Standing.LEARNER):
    return start_attempt(learner=learner, delivery=of, standing=standing, at=at, chance=Random(1))


def take(learner, of, *, at=NOON, standing=Attempt.Standing.LEARNER):
    """Begun and handed in at once."""
    return hand_in(attempt=begin(learner, of, at=at, standing=standing), at=at)


# What holds for whom


def test_a_delivery_differs_from_its_quiz_and_an_allowance_from_the_delivery():
    of = quiz(settings={"time_limit_minutes": 20, "attempts": 2, "pass_mark": "0.5"})
    later = delivery(of, settings={"time_limit_minutes": 30, "attempts": 1}, closes_at=NOON + DAY)
    amina, bheki = person(), person("bheki")
    allow(
        delivery=later, learner=amina, at=NOON, extra_minutes=10, extra_attempts=1, closes_at=NOON + 2 * DAY
    )

    def told(delivery, learner):
        conditions = conditions_for(delivery, learner and learner.pk)
        rules = conditions.rules
        return rules.minutes, rules.attempts_in_all, str(rules.pass_mark), conditions.closes_at

    assert told(own_delivery(of), amina) == (20, 2, "0.5", None)
    assert told(later, bheki) == told(later, None) == (30, 1, "0.5", NOON + DAY)
    assert told(later, amina) == (40, 2, "0.5", NOON + 2 * DAY)


def test_a_deliverys_preset_throws_the_quizs_feedback_away():
    of = quiz(settings={"feedback": {"during": ["key"], "after": ["score"]}})
    exam = delivery(of, settings={"preset": "examination"})
    done = take(person(), exam)
    assert Rules.model_validate(done.rules) == Rules.model_validate(
        Rules.of({"preset": "examination"}).kept()
    )


# An attempt keeps what it began with


@pytest.mark.parametrize("changed", ["quiz", "delivery"])
def test_an_attempt_keeps_the_rules_it_began_with(changed):
    of = quiz(settings={"time_limit_minutes": 20, "attempts": 2, "pass_mark": "0.5", "counts": "last"})
    begun = begin(person(), own_delivery(of))
    kept = begun.rules
    other = {
        "preset": "examination",
        "time_limit_minutes": 5,
        "attempts": 1,
        "pass_mark": "1",
        "counts": "first",
    }
    if changed == "quiz":
        of.settings = other
        of.save()
    else:
        offered(of, settings=other)
    done = hand_in(attempt=begun, at=NOON + 10 * MINUTE)
    assert (done.rules, done.deadline) == (kept, NOON + 20 * MINUTE)
    assert done.submitted_at == NOON + 10 * MINUTE
    assert Shown.of(done, NOON + 11 * MINUTE).parts == EVERYTHING


def test_an_examination_stays_one_for_who_took_it_as_such():
    of = quiz(settings={"preset": "examination"})
    done = take(person(), own_delivery(of))
    of.settings = {}
    of.save()
    done = Attempt.objects.with_quiz().get(pk=done.pk)
    assert Shown.of(done, NOON + DAY).parts == NOTHING


# Opening and closing


def test_it_is_open_from_the_opening_to_the_last_moment_before_the_closing():
    of = offered(quiz(), opens_at=NOON, closes_at=NOON + DAY)
    for n, early_or_late in enumerate([NOON - SECOND, NOON + DAY, NOON + DAY + SECOND]):
        with pytest.raises(DeliveryClosed):
            begin(person(f"late-{n}"), of, at=early_or_late)
    for n, in_time in enumerate([NOON, NOON + DAY - SECOND]):
        assert begin(person(f"early-{n}"), of, at=in_time).started_at == in_time


def test_an_allowance_has_dates_of_its_own_each_in_place_of_the_deliverys():
    of = offered(quiz(), opens_at=NOON, closes_at=NOON + DAY)
    amina, bheki = person(), person("bheki")
    allow(delivery=of, learner=amina, at=NOON, closes_at=NOON + 2 * DAY)
    allow(delivery=of, learner=bheki, at=NOON, opens_at=NOON - DAY)
    assert begin(amina, of, at=NOON + DAY).deadline == NOON + 2 * DAY
    assert begin(bheki, of, at=NOON - DAY).deadline == NOON + DAY
    with pytest.raises(DeliveryClosed):
        begin(person("chidi"), of, at=NOON + DAY)


def test_dates_turned_round_let_nobody_in():
    """A delivery cannot have them; an allowance can, beside a delivery that closed before."""
    of = offered(quiz(), closes_at=NOON)
    amina = person()
    allow(delivery=of, learner=amina, at=NOON, opens_at=NOON + DAY)
    for at in (NOON - DAY, NOON, NOON + DAY, NOON + 2 * DAY):
        with pytest.raises(DeliveryClosed):
            begin(amina, of, at=at)


@pytest.mark.parametrize(
    ("limit", "closes_in_minutes", "minutes"),
    [(None, None, None), (20, None, 20), (None, 30, 30), (20, 30, 20), (40, 30, 30)],
)
def test_the_deadline_is_the_time_limit_or_the_closing_whichever_comes_first(
    limit, closes_in_minutes, minutes
):
    of = quiz(settings={"time_limit_minutes": limit} if limit else {})
    closes_at = NOON + closes_in_minutes * MINUTE if closes_in_minutes else None
    begun = begin(person(), offered(of, closes_at=closes_at))
    assert begun.deadline == (NOON + minutes * MINUTE if minutes else None)


# Waiting


def test_between_attempts_one_waits_from_handing_in():
    of = own_delivery(quiz(settings={"waiting_minutes": 60}))
    amina = person()
    first = begin(amina, of, at=NOON - DAY)
    assert begin(amina, of, at=NOON) == first  # nothing is to be waited for with one that is open
    hand_in(attempt=first, at=NOON)
    with pytest.raises(TooSoon) as refusal:
        begin(amina, of, at=NOON + 60 * MINUTE - SECOND)
    assert refusal.value.until == NOON + 60 * MINUTE
    assert begin(amina, of, at=NOON + 60 * MINUTE).number == 2


def test_one_waits_from_the_deadline_where_the_time_ran_out_unseen():
    of = own_delivery(quiz(settings={"waiting_minutes": 60, "time_limit_minutes": 10}))
    amina = person()
    first = begin(amina, of)
    with pytest.raises(TooSoon) as refusal:
        begin(amina, of, at=NOON + 69 * MINUTE)
    assert refusal.value.until == NOON + 70 * MINUTE
    first.refresh_from_db()
    assert first.submitted_at == NOON + 10 * MINUTE
    assert begin(amina, of, at=NOON + 70 * MINUTE).number == 2


@pytest.mark.parametrize("standing", [Attempt.Standing.GUEST, Attempt.Standing.PREVIEW])
def test_guests_and_those_who_try_it_neither_wait_nor_count(standing):
    of = own_delivery(quiz(settings={"waiting_minutes": 60, "attempts": 1}))
    who = guest() if standing == Attempt.Standing.GUEST else person("clara")
    for _again in (1, 2):
        assert take(who, of, standing=standing).number is None


# How many


def test_of_no_more_attempts_the_last_one_is_refused_before_any_waiting_is_spoken_of():
    of = own_delivery(quiz(settings={"attempts": 1, "waiting_minutes": 60}))
    amina = person()
    take(amina, of)
    with pytest.raises(NoAttemptsLeft):
        begin(amina, of, at=NOON + MINUTE)


def test_extra_attempts_are_one_learners_and_come_on_top():
    of = own_delivery(quiz(settings={"attempts": 1}))
    amina, bheki = person(), person("bheki")
    take(amina, of), take(bheki, of)
    allow(delivery=of, learner=amina, at=NOON, extra_attempts=1)
    assert take(amina, of).number == 2
    for learner in (amina, bheki):
        with pytest.raises(NoAttemptsLeft):
            begin(learner, of)


def test_attempts_are_counted_a_delivery():
    of = quiz(settings={"attempts": 1})
    amina = person()
    assert take(amina, own_delivery(of)).number == take(amina, delivery(of)).number == 1


def test_fewer_attempts_than_were_used_refuse_the_next_and_take_none_away():
    of = quiz()
    amina = person()
    for n in range(3):
        attempt(amina, of, handed_in=True, at=NOON + n * DAY)
    with pytest.raises(NoAttemptsLeft):
        begin(amina, offered(of, settings={"attempts": 2}), at=NOON + 4 * DAY)
    assert Attempt.objects.handed_in().count() == 3

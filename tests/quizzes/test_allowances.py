"""What one learner is given besides: in force at once, also in an attempt that runs, and never less."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from quizzes.allowances import allow
from quizzes.attempts import answer, hand_in, start_attempt
from quizzes.conditions import conditions_for
from quizzes.models import Allowance, Attempt
from quizzes.rules import GRACE, Rules
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    delivery,
    guest,
    item,
    offered,
    own_delivery,
    person,
    quiz,
    right_values,
)
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import page, url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return quiz(settings={"time_limit_minutes": 30, "attempts": 2})


@pytest.fixture
def amina():
    return person()


def given(of, learner, *, at=NOON, **more):
    return allow(delivery=own_delivery(of), learner=learner, at=at, **more)


def deadline(attempt):
    attempt.refresh_from_db()
    return attempt.deadline


def begin(learner, of, at=NOON):
    return start_attempt(
        learner=learner, delivery=of, standing=Attempt.Standing.LEARNER, at=at, chance=Random(1)
    )


# One a learner and delivery


def test_a_learner_has_one_allowance_a_delivery_and_the_last_one_holds(of, amina):
    given(of, amina, extra_minutes=10, extra_attempts=1)
    given(of, amina, extra_minutes=20)
    row = Allowance.objects.get()
    assert (row.extra_minutes, row.extra_attempts, row.opens_at, row.closes_at) == (20, 0, None, None)


def test_it_is_for_one_learner_at_one_delivery(of, amina):
    given(of, amina, extra_minutes=10)
    bheki, other = person("bheki"), delivery(of)
    assert conditions_for(own_delivery(of), amina.pk).rules.minutes == 40
    for delivery_, learner in [(own_delivery(of), bheki.pk), (own_delivery(of), None), (other, amina.pk)]:
        assert conditions_for(delivery_, learner).rules.minutes == 30


def test_a_guest_may_be_given_time_too(of):
    gita = guest()
    given(of, gita, extra_minutes=10)
    assert attempt(gita, of).deadline == NOON + 40 * MINUTE


def test_its_person_sees_it_and_nobody_else(of, amina):
    given(of, amina)
    assert Allowance.objects.visible_to(amina).count() == 1
    assert not Allowance.objects.visible_to(person("bheki")).exists()


def test_a_delivery_with_allowances_is_not_deleted(of, amina):
    given(of, amina)
    with pytest.raises(ProtectedError):
        own_delivery(of).delete()


@pytest.mark.parametrize("more", [{"extra_minutes": -1}, {"extra_attempts": -1}])
def test_nothing_less_than_nothing_can_be_given(of, amina, more):
    with pytest.raises(IntegrityError):
        given(of, amina, **more)
    assert not Allowance.objects.exists()


# In an attempt that runs


def test_extra_minutes_move_the_deadline_of_a_running_attempt_and_its_rules_say_so(of, amina):
    running = attempt(amina, of)
    given(of, amina, at=NOON + 10 * MINUTE, extra_minutes=15)
    assert deadline(running) == NOON + 45 * MINUTE
    assert Rules.model_validate(running.rules).minutes == 45
    late = answer(
        attempt_item=running.items.select_related("version__item")[0],
        values=right_values(item("foundations-quiz-1")),
        client_key=uuid4(),
        sequence=1,
        at=NOON + 44 * MINUTE,
    )
    assert late.saved == "true"


def test_the_clock_on_the_page_and_the_sentence_follow(of, amina):
    running = attempt(amina, of, at=minutes_ago(10))
    given(of, amina, at=minutes_ago(0), extra_minutes=15)
    assert re_minutes(page(amina, url(running, "1/"))) in (34, 35)
    done = hand_in(attempt=running, at=minutes_ago(0))
    assert "You have 45 minutes (30 + 15)" in words(page(amina, url(done, "result/")))


def re_minutes(html):
    return int(html.split('data-seconds-left="')[1].split('"')[0]) // 60


def test_a_later_closing_moves_the_deadline_up_to_the_time_limit(of, amina):
    offered(of, closes_at=NOON + 20 * MINUTE)
    running = attempt(amina, of)
    assert deadline(running) == NOON + 20 * MINUTE
    given(of, amina, closes_at=NOON + 25 * MINUTE)
    assert deadline(running) == NOON + 25 * MINUTE
    given(of, amina, closes_at=NOON + DAY)
    assert deadline(running) == NOON + 30 * MINUTE


def test_extra_minutes_do_not_reach_beyond_the_closing(of, amina):
    offered(of, closes_at=NOON + 40 * MINUTE)
    running = attempt(amina, of)
    given(of, amina, extra_minutes=30)
    assert deadline(running) == NOON + 40 * MINUTE


def test_an_attempt_never_loses_time(of, amina):
    given(of, amina, extra_minutes=30)
    running = attempt(amina, of)
    for less in [{}, {"extra_minutes": 10}, {"closes_at": NOON + MINUTE}, {"opens_at": NOON + DAY}]:
        given(of, amina, at=NOON + MINUTE, **less)
        assert deadline(running) == NOON + 60 * MINUTE
    assert Rules.model_validate(running.rules).minutes == 60


def test_the_limit_that_is_lengthened_is_the_one_the_attempt_began_with(of, amina):
    running = attempt(amina, of)
    of.settings = {"time_limit_minutes": 120}
    of.save()
    given(of, amina, extra_minutes=10)
    assert deadline(running) == NOON + 40 * MINUTE
    assert Rules.model_validate(running.rules).minutes == 40


def test_a_limit_that_was_taken_away_since_still_binds_who_began_with_it(of, amina):
    running = attempt(amina, of)
    of.settings = {}
    of.save()
    given(of, amina, extra_minutes=10)
    assert deadline(running) == NOON + 40 * MINUTE


def test_without_a_limit_there_is_nothing_to_lengthen(amina):
    free = quiz()
    running = attempt(amina, free)
    given(free, amina, extra_minutes=30, closes_at=NOON + DAY)
    assert deadline(running) is None


def test_time_is_given_until_the_grace_is_over_and_not_once_it_is(of, amina):
    in_time, too_late = NOON + 30 * MINUTE + GRACE, NOON + 30 * MINUTE + GRACE + timedelta(seconds=1)
    running = attempt(amina, of)
    given(of, amina, at=too_late, extra_minutes=30)
    assert deadline(running) == NOON + 30 * MINUTE
    given(of, amina, at=in_time, extra_minutes=30)
    assert deadline(running) == NOON + 60 * MINUTE


def test_what_is_handed_in_stays_handed_in(of, amina):
    done = attempt(amina, of, handed_in=True)
    before = (done.deadline, done.rules, done.submitted_at)
    given(of, amina, extra_minutes=30, closes_at=NOON + DAY)
    done.refresh_from_db()
    assert (done.deadline, done.rules, done.submitted_at) == before


def test_anothers_attempt_is_left_as_it_is(of, amina):
    of_bheki = attempt(person("bheki"), of)
    given(of, amina, extra_minutes=30)
    assert deadline(of_bheki) == NOON + 30 * MINUTE


def test_the_same_again_changes_nothing_more(of, amina):
    running = attempt(amina, of)
    for _again in (1, 2):
        given(of, amina, extra_minutes=15)
        assert deadline(running) == NOON + 45 * MINUTE


# In the next attempt


def test_the_next_attempt_has_it_all(of, amina):
    attempt(amina, of, handed_in=True)
    given(of, amina, extra_minutes=5, extra_attempts=1)
    second = begin(amina, own_delivery(of), at=NOON + DAY)
    assert second.deadline == NOON + DAY + 35 * MINUTE
    assert Rules.model_validate(second.rules).left(second.number) == 1


def test_an_allowance_that_is_set_to_nothing_is_as_if_it_had_not_been(of, amina):
    given(of, amina, extra_minutes=15, extra_attempts=1, opens_at=NOON, closes_at=NOON + DAY)
    given(of, amina)
    assert conditions_for(own_delivery(of), amina.pk) == conditions_for(own_delivery(of), None)


def test_attempts_that_were_given_are_told_in_the_attempt_that_runs(of, amina):
    running = attempt(amina, of, at=minutes_ago(5))
    assert "You have 1 attempt left after this one." in words(page(amina, url(running)))
    given(of, amina, extra_attempts=2)
    assert "You have 3 attempts left after this one." in words(page(amina, url(running)))

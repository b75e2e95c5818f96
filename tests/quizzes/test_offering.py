"""How a delivery is offered: from when to when, by which rules, and what that means to those at work."""

import pytest
from django.db import IntegrityError, transaction
from pydantic import ValidationError

from quizzes.allowances import allow
from quizzes.attempts import take_back
from quizzes.models import Attempt, Item
from quizzes.offering import AskedElsewhere, offer
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    draw,
    item,
    own_delivery,
    person,
    quiz,
)

pytestmark = pytest.mark.django_db
EXAMINATION = {"preset": "examination"}


def offered_now(of, *, opens_at=None, closes_at=None, settings=None, for_anyone=True, at=NOON):
    return offer(
        delivery=own_delivery(of),
        for_anyone=for_anyone,
        opens_at=opens_at,
        closes_at=closes_at,
        settings=settings or {},
        at=at,
    )


def deadline(begun):
    return Attempt.all_objects.get(pk=begun.pk).deadline


def test_a_delivery_is_as_it_was_offered_last():
    of = quiz()
    offered_now(of, opens_at=NOON, closes_at=NOON + DAY, settings={"attempts": 2}, for_anyone=False)
    kept = own_delivery(of)
    assert (kept.opens_at, kept.closes_at, kept.settings, kept.for_anyone) == (
        NOON,
        NOON + DAY,
        {"attempts": 2},
        False,
    )
    offered_now(of)
    kept = own_delivery(of)
    assert (kept.opens_at, kept.closes_at, kept.settings, kept.for_anyone) == (None, None, {}, True)


@pytest.mark.parametrize(
    "settings", [{"attempts": 0}, {"pass_mark": "2"}, {"preset": "exam"}, {"feedback": {"after": ["all"]}}]
)
def test_settings_that_make_no_sense_are_refused_and_change_nothing(settings):
    of = quiz()
    with pytest.raises(ValidationError):
        offered_now(of, settings=settings)
    assert own_delivery(of).settings == {}


def test_dates_turned_round_are_refused_by_the_database():
    of = quiz()
    with pytest.raises(IntegrityError, match="a_delivery_opens_before_it_closes"), transaction.atomic():
        offered_now(of, opens_at=NOON + DAY, closes_at=NOON)
    assert own_delivery(of).opens_at is None


# Keys can be kept back only where nothing tells them


def test_an_examination_asks_items_for_quizzes_alone_also_those_that_it_may_draw():
    known = item("known")
    item("drawn"), item("secret", use=Item.Use.QUIZ)
    of = quiz(items=[known])
    draw(of)
    with pytest.raises(AskedElsewhere) as refusal:
        offered_now(of, settings=EXAMINATION)
    assert refusal.value.items == ["drawn", "known"]
    assert own_delivery(of).settings == {}
    Item.objects.update(use=Item.Use.QUIZ)
    assert offered_now(of, settings=EXAMINATION).settings == EXAMINATION


def test_a_quiz_that_keeps_keys_back_may_be_offered_as_one_that_does_not():
    of = quiz(settings=EXAMINATION)
    with pytest.raises(AskedElsewhere):
        offered_now(of, settings={"attempts": 1})
    assert offered_now(of, settings={"preset": "practice"}).settings == {"preset": "practice"}


# Those at work


def test_who_began_without_a_deadline_has_the_closing_from_now_on():
    begun = attempt(person(), of := quiz())
    offered_now(of, closes_at=NOON + DAY)
    assert deadline(begun) == NOON + DAY


def test_a_closing_that_is_past_ends_it_now_and_not_before():
    begun = attempt(person(), of := quiz())
    offered_now(of, closes_at=NOON + MINUTE, at=NOON + DAY)
    assert deadline(begun) == NOON + DAY


def test_who_is_allowed_longer_has_longer():
    of = quiz()
    begun, other = attempt(person(), of), attempt(person("bheki"), of)
    allow(delivery=own_delivery(of), learner=person(), at=NOON, closes_at=NOON + 2 * DAY)
    offered_now(of, closes_at=NOON + DAY)
    assert (deadline(begun), deadline(other)) == (NOON + 2 * DAY, NOON + DAY)


@pytest.mark.parametrize("closes_at", [NOON + MINUTE, NOON + DAY, None])
def test_a_deadline_that_an_attempt_has_stays(closes_at):
    begun = attempt(person(), of := quiz(settings={"time_limit_minutes": 30}))
    offered_now(of, closes_at=closes_at)
    assert deadline(begun) == NOON + 30 * MINUTE


def test_what_is_handed_in_or_taken_back_and_attempts_elsewhere_are_left_as_they_are():
    of = quiz()
    done = attempt(person(), of, handed_in=True)
    take_back(attempt=(back := attempt(person("bheki"), of)), at=NOON)
    elsewhere = attempt(person(), quiz("other"))
    offered_now(of, closes_at=NOON + DAY)
    assert [deadline(begun) for begun in (done, back, elsewhere)] == [None, None, None]


def test_rules_that_change_hold_for_attempts_that_begin_from_now_on():
    of = quiz()
    begun = attempt(person(), of)
    offered_now(of, settings={"pass_mark": "0.5"})
    later = attempt(person("bheki"), of)
    begun.refresh_from_db()
    assert [each.rules["pass_mark"] for each in (begun, later)] == [None, "0.5"]

"""When an examination is closed: for everybody, not before the last one may take it no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quizzes.allowances import allow
from quizzes.attempts import hand_in, take_back
from quizzes.feedback import Shown, moment_of
from quizzes.models import Attempt
from quizzes.rules import EVERYTHING, NOTHING, PARTS
from quizzes.withholding import withholding_quizzes
from tests.factories import DAY, MINUTE, NOON, attempt, delivery, offered, own_delivery, person, quiz
from tests.quizzes.canaries import answered, marked_quiz, minutes_ago, seen
from tests.quizzes.pages import page, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    return marked_quiz(settings={"preset": "examination"})


@pytest.fixture
def done(exam):
    """Amina's, handed in at noon; her delivery closes at noon of the next day."""
    offered(exam, closes_at=NOON + DAY)
    hand_in(attempt=attempt(person(), exam), at=NOON)
    return Attempt.objects.with_quiz().get()


def moments(done, *times):
    fresh = Attempt.objects.with_quiz().get(pk=done.pk)
    return [moment_of(fresh, at, withholding_quizzes(fresh.delivery.quiz.course_id, at)) for at in times]


def test_it_is_closed_from_the_closing_on(done):
    closing = NOON + DAY
    assert moments(done, closing - timedelta(microseconds=1), closing) == ["later", "closed"]
    assert Shown.of(done, closing - MINUTE).parts == NOTHING and Shown.of(done, closing).parts == EVERYTHING


def test_what_has_no_closing_is_never_closed(exam, done):
    offered(exam, closes_at=None)
    assert moments(done, NOON + 4000 * DAY) == ["later"]


def test_it_is_not_closed_while_another_delivery_of_the_quiz_keeps_keys_back(exam, done):
    delivery(exam, for_anyone=False, closes_at=NOON + 3 * DAY)
    assert moments(done, NOON + 2 * DAY, NOON + 3 * DAY) == ["later", "closed"]


def test_it_is_not_closed_before_another_delivery_has_opened(exam, done):
    delivery(exam, opens_at=NOON + 5 * DAY, closes_at=NOON + 6 * DAY)
    assert moments(done, NOON + 2 * DAY, NOON + 6 * DAY) == ["later", "closed"]


def test_an_open_delivery_that_shows_its_keys_keeps_nothing_closed(exam, done):
    delivery(exam, settings={"preset": "quiz"})
    assert moments(done, NOON + 2 * DAY) == ["closed"]


def test_another_quizs_examination_does_not_matter(done):
    delivery(quiz("other", settings={"preset": "examination"}))
    assert moments(done, NOON + 2 * DAY) == ["closed"]


def test_it_is_not_closed_while_one_learner_may_still_take_it(exam, done):
    allow(delivery=own_delivery(exam), learner=person("bheki"), at=NOON, closes_at=NOON + 3 * DAY)
    assert moments(done, NOON + 2 * DAY, NOON + 3 * DAY) == ["later", "closed"]


def test_it_is_not_closed_while_an_attempt_still_runs(exam, done):
    running = attempt(person("bheki"), exam, at=NOON + DAY - MINUTE)
    assert running.deadline == NOON + DAY
    in_grace, after = NOON + DAY + timedelta(seconds=15), NOON + DAY + timedelta(seconds=16)
    assert moments(done, in_grace, after) == ["later", "closed"]
    Attempt.objects.filter(pk=running.pk).update(deadline=None)  # begun before there was a closing
    assert moments(done, NOON + 9 * DAY) == ["later"]
    hand_in(attempt=running, at=NOON + 9 * DAY)
    assert moments(done, NOON + 9 * DAY) == ["closed"]


def test_an_attempt_that_was_taken_back_does_not_run(exam, done):
    running = attempt(person("bheki"), exam, at=NOON + DAY - MINUTE)
    take_back(attempt=running, at=NOON + DAY - MINUTE)
    Attempt.all_objects.filter(pk=running.pk).update(deadline=None)
    assert moments(done, NOON + DAY) == ["closed"]


def test_the_pages_follow(exam):
    of = own_delivery(exam)
    done = answered(exam, handed_in=30)
    offered(exam, closes_at=minutes_ago(5))
    result = url(done, "result/")
    assert seen(page(done.learner, result)) == set(PARTS)
    allow(delivery=of, learner=person("bheki"), at=NOON, closes_at=timezone.now() + DAY)
    assert seen(page(done.learner, result)) == set()

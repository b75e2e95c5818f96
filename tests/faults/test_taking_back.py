"""An answer that races the taking back of its attempt: it is kept, or told that there is nothing any more."""

import pytest

from quizzes.models import Attempt, HintUse, Response
from tests.factories import attempt, choice, item, own_delivery, person, quiz, right_values
from tests.faults.conftest import a_key

BEFORE_THE_LOCK = 'before ^BEGIN|FROM "quizzes_attempt" .*FOR NO KEY UPDATE'
AFTER_LOCK_AND_LOOK = 'after FROM "quizzes_response" '
AFTER_LOOKING_WHETHER_IT_IS_BLANK = 'after FROM "quizzes_attemptitem" '
ROUNDS = 5

red = pytest.raises(AssertionError)


class Work:
    def __init__(self, **fields):
        asked = item("hinted", choice(hints=["One."]))
        self.learner = person()
        self.quiz = quiz(items=[asked], **fields)
        self.attempt = attempt(self.learner, self.quiz)
        row = self.attempt.items.get()
        self.answer = {
            "act": "answer",
            "item": row.pk,
            "values": right_values(asked),
            "key": a_key(),
            "sequence": 1,
        }
        self.hint = {"act": "take_hint", "item": row.pk, "number": 1}
        self.take_back = {"act": "take_back", "attempt": self.attempt.pk}

    def is_whole(self):
        """Nothing that was saved is in an attempt that is gone, and the other way round."""
        kept = Attempt.all_objects.get(pk=self.attempt.pk)
        done = Response.objects.exists() or HintUse.objects.exists()
        return done is (kept.taken_back_at is None)


@pytest.fixture
def work(transactional_db):
    return Work()


def an_answer_first(pair, work):
    receipt, back = pair.in_between(work.answer, AFTER_LOCK_AND_LOOK, work.take_back)
    assert (receipt["saved"], back) == ("true", "not blank")
    assert work.is_whole()


def a_taking_back_first(pair, work):
    back, receipt = pair.in_between(work.take_back, AFTER_LOOKING_WHETHER_IT_IS_BLANK, work.answer)
    assert (back, receipt["saved"]) == ("taken back", "gone")
    assert work.is_whole()


def a_hint_first(pair, work):
    hint, back = pair.in_between(work.hint, 'after FROM "quizzes_hintuse" ', work.take_back)
    assert (hint, back) == ("taken", "not blank")
    assert work.is_whole()


RACES = [an_answer_first, a_taking_back_first, a_hint_first]


@pytest.mark.parametrize("race", RACES)
def test_one_waits_for_the_other(pair, work, race):
    race(pair, work)


@pytest.mark.parametrize("race", RACES)
def test_without_the_lock_what_was_saved_is_in_an_attempt_that_is_gone(pair, work, race):
    with pair.without_lock(), red:
        race(pair, work)


def test_at_the_same_moment_either_may_be_first(pair, transactional_db):
    for _ in range(ROUNDS):
        Attempt.all_objects.all().delete()
        work = Work()
        receipt, back = pair.at_once(work.answer, work.take_back)
        assert (receipt["saved"], back) in [("true", "not blank"), ("gone", "taken back")]
        assert work.is_whole()


def test_a_double_click_takes_it_back_once(pair, work):
    got = pair.in_between(work.take_back, AFTER_LOOKING_WHETHER_IT_IS_BLANK, work.take_back)
    assert got == ["taken back", "gone"]


def test_who_begins_while_another_tab_takes_back_gets_the_next_attempt_or_that_one(pair, transactional_db):
    """Never two, and never one that is gone."""
    work = Work(settings={"attempts": 1})
    start = {
        "act": "start",
        "learner": work.learner.pk,
        "delivery": own_delivery(work.quiz).pk,
        "standing": "learner",
    }
    back, begun = pair.in_between(work.take_back, AFTER_LOOKING_WHETHER_IT_IS_BLANK, start)
    assert back == "taken back"
    assert Attempt.objects.count() <= 1
    again = pair.first.does(**start)
    assert [again] == [str(row.public_id) for row in Attempt.objects.all()]
    assert begun in (again, str(work.attempt.public_id))

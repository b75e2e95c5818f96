"""Hints that are asked for at once, or while something else settles the item."""

import pytest

from quizzes.models import Attempt, HintUse
from tests.factories import attempt, choice, item, person, quiz, right_values
from tests.faults.conftest import a_key, without_constraint

AFTER_COUNTING = 'after FROM "quizzes_hintuse" '
AFTER_THE_LOCK = 'after FROM "quizzes_attempt" '
BEFORE_SCORING = 'after FROM "quizzes_attemptitem" '
ROUNDS = 5

red = pytest.raises(AssertionError)


class Work:
    """Amina's attempt at one item with three hints, and what can be done with it."""

    def __init__(self, settings=None):
        self.asked = item("hinted", choice(hints=["One.", "Two.", "Three."]))
        self.attempt = attempt(person(), quiz(items=[self.asked], settings=settings or {}))
        self.item = self.attempt.items.get()
        self.hand_in = {"act": "hand_in", "attempt": self.attempt.pk}

    def hint(self, number=1):
        return {"act": "take_hint", "item": self.item.pk, "number": number}

    def answer(self):
        values = right_values(self.asked)
        return {"act": "answer", "item": self.item.pk, "values": values, "key": a_key(), "sequence": 1}

    @property
    def taken(self):
        return list(HintUse.objects.order_by("number").values_list("number", flat=True))


@pytest.fixture
def work(transactional_db):
    return Work()


def once(pair, work):
    """The same hint twice, the second while the first is being taken, and then at the same moment."""
    got = pair.in_between(work.hint(), AFTER_COUNTING, work.hint())
    for number in range(2, 4):
        got += pair.at_once(work.hint(number), work.hint(number))
    assert got == ["taken"] * 6
    assert work.taken == [1, 2, 3]


def test_a_double_click_takes_one_hint(pair, work):
    once(pair, work)


def test_the_lock_holds_a_double_click_without_the_constraint(pair, work):
    with without_constraint(HintUse, "a_hint_is_taken_once"):
        once(pair, work)


def test_without_lock_and_constraint_a_double_click_pays_twice(pair, work):
    with without_constraint(HintUse, "a_hint_is_taken_once"), pair.without_lock(), red:
        once(pair, work)


def paid_for(pair, work):
    """A hint that was taken is paid for, whoever hands in meanwhile."""
    pair.first.does(**work.answer())
    hint, handed_in = pair.in_between(work.hint(), AFTER_COUNTING, work.hand_in)
    assert (hint, handed_in["score"]) == ("taken", 2 / 3)


def test_a_hand_in_waits_for_the_hint_that_is_being_taken(pair, work):
    paid_for(pair, work)


def test_without_the_lock_the_hand_in_does_not_see_it(pair, work):
    with pair.without_lock(), red:
        paid_for(pair, work)


def settled(pair, work):
    """None is taken while the attempt is being handed in."""
    pair.first.does(**work.answer())
    handed_in, hint = pair.in_between(work.hand_in, BEFORE_SCORING, work.hint())
    assert (handed_in["score"], hint, work.taken) == (1.0, "settled", [])


def test_a_hint_waits_for_the_hand_in_and_comes_too_late(pair, work):
    settled(pair, work)


def test_without_the_lock_a_hint_is_read_that_nobody_pays_for(pair, work):
    with pair.without_lock(), red:
        settled(pair, work)


def test_at_the_same_moment_either_may_be_first(pair, transactional_db):
    for _ in range(ROUNDS):
        Attempt.objects.all().delete()
        work = Work()
        pair.first.does(**work.answer())
        hint, handed_in = pair.at_once(work.hint(), work.hand_in)
        assert (hint, handed_in["score"], work.taken) in [("taken", 2 / 3, [1]), ("settled", 1.0, [])]


def not_after_the_check(pair, work):
    """An answer that is checked at once shows its key: no hint is taken while that is done."""
    receipt, hint = pair.in_between(work.answer(), 'after FROM "quizzes_response" ', work.hint())
    assert (receipt["saved"], hint, work.taken) == ("true", "settled", [])


def test_a_hint_waits_for_the_check_of_an_answer(pair, transactional_db):
    not_after_the_check(pair, Work(settings={"preset": "practice"}))


def test_without_the_lock_a_hint_is_taken_of_what_is_final(pair, transactional_db):
    work = Work(settings={"preset": "practice"})
    with pair.without_lock(), red:
        not_after_the_check(pair, work)

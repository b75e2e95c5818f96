"""An answer that races a hand-in: shown as saved, it is in the score; else it is told that it came late."""

from io import StringIO

import pytest
from django.core.management import call_command

from quizzes.models import Attempt
from tests.factories import attempt, person, quiz, right_values
from tests.faults.conftest import a_key

AFTER_LOCK_AND_LOOK = 'after FROM "quizzes_response" '
ROUNDS = 5

red = pytest.raises(AssertionError)


@pytest.fixture
def amina(transactional_db):
    return person()


def begun(learner):
    """An open attempt, and orders to answer its first item rightly and to hand it in."""
    of = attempt(learner, quiz())
    first = of.items.select_related("version__item__current").get(position=1)
    answering = {
        "act": "answer",
        "item": first.pk,
        "values": right_values(first.version.item),
        "key": a_key(),
        "sequence": 1,
    }
    return of, answering, {"act": "hand_in", "attempt": of.pk}


def nothing_shown_as_saved_is_lost(of, receipt, handed_in):
    of.refresh_from_db()
    first = of.items.select_related("counted").get(position=1)
    if receipt["saved"] == "true":
        assert (of.score, first.outcome) == (1.0, "correct")
    else:
        assert (receipt["saved"], of.score, first.outcome) == ("late", 0.0, "omitted")
    assert handed_in["score"] == of.score
    call_command("verify_scores", stdout=StringIO())


def an_answer_before_the_hand_in(pair, learner):
    of, answering, handing_in = begun(learner)
    receipt, handed_in = pair.in_between(answering, AFTER_LOCK_AND_LOOK, handing_in)
    nothing_shown_as_saved_is_lost(of, receipt, handed_in)
    assert receipt == {"saved": "true", "counts": answering["values"]}


def a_hand_in_before_the_answer(pair, learner):
    of, answering, handing_in = begun(learner)
    handed_in, receipt = pair.in_between(handing_in, AFTER_LOCK_AND_LOOK, answering)
    nothing_shown_as_saved_is_lost(of, receipt, handed_in)
    assert receipt == {"saved": "late", "counts": None}


def test_a_hand_in_waits_for_the_answer_that_is_being_saved(pair, amina):
    an_answer_before_the_hand_in(pair, amina)


def test_an_answer_waits_for_the_hand_in_and_is_late(pair, amina):
    a_hand_in_before_the_answer(pair, amina)


@pytest.mark.parametrize("race", [an_answer_before_the_hand_in, a_hand_in_before_the_answer])
def test_without_the_lock_an_answer_is_lost_or_turned_away(pair, amina, race):
    with pair.without_lock(), red:
        race(pair, amina)


def test_at_the_same_moment_either_may_be_first(pair, amina):
    for _ in range(ROUNDS):
        of, answering, handing_in = begun(amina)
        nothing_shown_as_saved_is_lost(of, *pair.at_once(answering, handing_in))


def handed_in_once(pair, learner):
    """Two hand-ins, of which the one that began first writes last where nothing holds it."""
    of, answering, handing_in = begun(learner)
    pair.first.does(**answering)
    got = pair.in_between(handing_in, AFTER_LOCK_AND_LOOK, {**handing_in, "second": 2})
    of.refresh_from_db()
    assert got == [{"score": 1.0, "at": str(of.submitted_at)}] * 2
    assert Attempt.objects.handed_in().count() == 1


def test_of_two_hand_ins_at_once_the_first_stands(pair, amina):
    handed_in_once(pair, amina)


def test_without_the_lock_the_second_hand_in_writes_over_the_first(pair, amina):
    with pair.without_lock(), red:
        handed_in_once(pair, amina)

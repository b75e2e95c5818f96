"""A guest's work is added to an account while an answer is on its way: it is the account's, or not stored."""

import pytest

from quizzes.models import Response
from tests.factories import attempt, guest, item, person, quiz, right_values
from tests.faults.conftest import a_key

AFTER_THE_ATTEMPT_IS_HELD = 'after FROM "quizzes_attempt" '
AFTER_LOOK = 'after FROM "quizzes_response" '
BEFORE_THE_TRANSACTION = 'before ^BEGIN|FROM "quizzes_response" '


@pytest.fixture
def both(transactional_db):
    return guest(), person()


def adding(both):
    gita, amina = both
    return {"act": "add", "guest": gita.pk, "account": amina.pk}


def practising(both, sequence=1):
    return {
        "act": "practise",
        "learner": both[0].pk,
        "version": item().current_id,
        "values": right_values(item()),
        "key": a_key(),
        "sequence": sequence,
    }


def whose_answers():
    return set(Response.objects.values_list("learner__username", flat=True))


@pytest.mark.parametrize("stop", [BEFORE_THE_TRANSACTION, AFTER_LOOK], ids=["on the way", "in the server"])
def test_a_practice_answer_in_flight_is_the_accounts(pair, both, stop):
    pair.in_between(practising(both), stop, adding(both))
    assert whose_answers() == {"amina"}


def test_an_answer_in_flight_is_the_accounts_and_nobody_waits_for_each_other_for_ever(pair, both):
    of = attempt(both[0], quiz())
    first = of.items.select_related("version__item__current").get(position=1)
    answering = {
        "act": "answer",
        "item": first.pk,
        "values": right_values(first.version.item),
        "key": a_key(),
        "sequence": 1,
    }
    receipt, _none = pair.in_between(answering, AFTER_THE_ATTEMPT_IS_HELD, adding(both))
    of.refresh_from_db()
    assert (receipt["saved"], of.score, of.learner.username) == ("true", 1.0, "amina")
    assert whose_answers() == {"amina"}


def test_two_additions_at_once_are_one(pair, both):
    pair.first.does(**practising(both))
    assert pair.at_once(adding(both), adding(both)) == [None, None]
    assert whose_answers() == {"amina"}

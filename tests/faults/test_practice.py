"""Practice answers that meet on the way: a click is one try however often it arrives, two forms are two."""

import pytest
from django.db import connection

from quizzes import practice
from quizzes.models import Outcome, Response
from quizzes.progress import latest_outcomes
from tests.factories import item, person, right_values, wrong_values
from tests.faults.conftest import a_key, without_constraint

BEFORE_THE_TRANSACTION = "before ^BEGIN|FOR (NO KEY )?UPDATE"
AFTER_LOOK = 'after FROM "quizzes_response" '
ROUNDS = 5

red = pytest.raises(AssertionError)


@pytest.fixture
def amina(transactional_db):
    return person()


def practise(learner, values, sequence=None, key=None, of="bri-year"):
    return {
        "act": "practise",
        "learner": learner.pk,
        "version": item(of).current_id,
        "values": values,
        "key": key or a_key(),
        "sequence": sequence,
    }


def tries(learner):
    return list(Response.objects.practice().filter(learner=learner).order_by("pk"))


def one_try(pair, learner, sequence):
    """The same change twice: the second while the first is being stored, and then at the same moment."""
    click = practise(learner, right_values(item()), sequence)
    got = pair.in_between(click, AFTER_LOOK, click)
    for _ in range(ROUNDS):
        got += pair.at_once(click, click)
    assert len(tries(learner)) == 1
    assert set(got) == {tries(learner)[0].pk}


@pytest.mark.parametrize("sequence", [1, None], ids=["script", "no script"])
def test_a_double_click_is_one_try(pair, amina, sequence):
    one_try(pair, amina, sequence)


def test_without_constraint_and_lock_a_double_click_is_two_tries_or_a_failure(pair, amina):
    with without_constraint(Response, "a_change_is_stored_once"), pair.without_lock(), red:
        one_try(pair, amina, 1)


def test_the_constraint_alone_keeps_a_double_click_one_try(pair, amina):
    """On PostgreSQL. On SQLite nothing reads what another is about to change: the lock is all there is."""
    with pair.without_lock():
        if connection.vendor == "postgresql":
            one_try(pair, amina, 1)
            return
        with red:
            one_try(pair, amina, 1)


def test_the_same_answer_from_two_fresh_forms_is_two_tries(pair, amina):
    right = right_values(item())
    pair.at_once(practise(amina, right, 1), practise(amina, right, 1))
    pair.at_once(practise(amina, right), practise(amina, right))
    assert [row.values for row in tries(amina)] == [right] * 4


def test_two_items_answered_at_once_from_one_page_without_script_are_both_kept(pair, amina):
    page = a_key()
    first = practise(amina, right_values(item("first")), key=page, of="first")
    second = practise(amina, right_values(item("second")), key=page, of="second")
    pair.in_between(first, AFTER_LOOK, second)
    assert {row.version_id for row in tries(amina)} == {first["version"], second["version"]}
    assert sorted(row.sequence for row in tries(amina)) == [1, 2]


@pytest.mark.parametrize("stop", [BEFORE_THE_TRANSACTION, AFTER_LOOK], ids=["on the way", "in the server"])
def test_an_answer_delayed_past_a_newer_one_is_kept_and_is_not_the_latest(pair, amina, stop):
    browser, of = a_key(), item()
    older = practise(amina, wrong_values(of), 1, browser)
    newer = practise(amina, right_values(of), 2, browser)
    if stop == AFTER_LOOK:  # it was there first, so it may be stored first; but it may not overtake
        pair.in_between(older, stop, newer)
    else:
        pair.second.does(**newer)
        pair.first.does(**older)
    assert sorted(row.values for row in tries(amina)) == sorted([wrong_values(of), right_values(of)])
    shown = practice.asked([practice.Asked(of.asked_version)], amina.pk, amina.public_id, url="/")[0]
    assert shown.outcome == Outcome.CORRECT
    assert latest_outcomes(amina.pk, {of.pk}) == {of.pk: Outcome.CORRECT}

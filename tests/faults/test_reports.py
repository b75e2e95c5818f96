"""Two identical reports at once are one, and of two answers at once the first stands."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from quizzes.models import ItemReport, ItemVersion
from quizzes.reports import REPORTS_AN_HOUR, AnsweredAlready, TooManyReports, answer_report, report_problem
from tests.factories import NOON, item, person
from tests.faults.actors import Pair, ThreadActor
from tests.faults.acts import ACTS
from tests.faults.conftest import without_constraint

BEFORE_WRITING = 'before (INSERT INTO|UPDATE) "quizzes_itemreport" '
THE_CONSTRAINT = "a_learner_makes_the_same_report_once"
ROUNDS = 5

red = pytest.raises(AssertionError)


def report_item(learner, version, words):
    """The report's pk; None where there were too many."""
    try:
        receipt = report_problem(
            learner=User.objects.get(pk=learner),
            version=ItemVersion.objects.select_related("item").get(pk=version),
            attempt_item=None,
            reason=ItemReport.Reason.TYPO,
            words=words,
            at=NOON,
        )
    except TooManyReports:
        return None
    return receipt.report.pk


def answer_item_report(report, author, answer):
    """Whether it is the answer that stands."""
    try:
        answer_report(
            report=ItemReport.objects.get(pk=report),
            answer=answer,
            author=User.objects.get(pk=author),
            at=NOON,
        )
    except AnsweredAlready:
        return False
    return True


@pytest.fixture
def pair(transactional_db, monkeypatch):
    for act in (report_item, answer_item_report):
        monkeypatch.setitem(ACTS, act.__name__, act)
    with ThreadActor() as first, ThreadActor() as second:
        yield Pair(first, second)


@pytest.fixture
def amina(transactional_db):
    return person()


def reporting(learner, words="It is wrong."):
    return {"act": "report_item", "learner": learner.pk, "version": item().current_id, "words": words}


def one_report(pair, learner):
    """The same report twice: the second while the first is being stored, and then at the same moment."""
    sent = reporting(learner)
    got = pair.in_between(sent, BEFORE_WRITING, sent)
    for _ in range(ROUNDS):
        got += pair.at_once(sent, sent)
    rows = list(ItemReport.objects.values_list("pk", flat=True))
    assert len(rows) == 1, f"{len(rows)} reports of the same"
    assert set(got) == set(rows)


def test_two_identical_reports_at_once_are_one(pair, amina):
    one_report(pair, amina)


def test_the_lock_holds_it_without_the_constraint(pair, amina):
    with without_constraint(ItemReport, THE_CONSTRAINT):
        one_report(pair, amina)


def test_without_constraint_and_lock_they_are_two_or_a_failure(pair, amina):
    with without_constraint(ItemReport, THE_CONSTRAINT), pair.without_lock(), red:
        one_report(pair, amina)


def test_the_constraint_alone_holds_it(pair, amina):
    """On PostgreSQL. On SQLite nothing reads what another is about to change: the lock is all there is."""
    with pair.without_lock():
        if connection.vendor == "postgresql":
            one_report(pair, amina)
            return
        with red:
            one_report(pair, amina)


def no_more_than_allowed(pair, learner):
    """Nineteen are there, and two others come at once."""
    for number in range(REPORTS_AN_HOUR - 1):
        pair.first.does(**reporting(learner, f"{number}"))
    got = pair.in_between(reporting(learner, "one"), BEFORE_WRITING, reporting(learner, "other"))
    assert (ItemReport.objects.count(), got.count(None)) == (REPORTS_AN_HOUR, 1)


def test_two_at_once_are_not_more_than_an_hour_allows(pair, amina):
    no_more_than_allowed(pair, amina)


def test_without_the_lock_one_too_many_comes_through_or_it_fails(pair, amina):
    with pair.without_lock(), red:
        no_more_than_allowed(pair, amina)


def test_of_two_answers_at_once_the_first_stands(pair, amina):
    farid, esi = person("farid"), person("esi")
    for number in range(ROUNDS):
        pk = pair.first.does(**reporting(amina, f"{number}"))
        mine, other = (
            {"act": "answer_item_report", "report": pk, "author": who.pk, "answer": who.username}
            for who in (farid, esi)
        )
        said = pair.in_between(mine, BEFORE_WRITING, other) if number == 0 else pair.at_once(mine, other)
        stands = ItemReport.objects.get(pk=pk).answer
        assert sorted(said) == [False, True]
        assert stands == ("farid" if said[0] else "esi")


def test_the_hour_is_an_hour(pair, amina):
    """The control of the two before: what was sent an hour ago takes no place any more."""
    for number in range(REPORTS_AN_HOUR):
        pair.first.does(**reporting(amina, f"{number}"))
    ItemReport.objects.update(made_at=NOON - timedelta(hours=1))
    assert pair.first.does(**reporting(amina, "again")) is not None

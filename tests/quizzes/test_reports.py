"""Reports on items: what is kept, once, so many an hour, and the answer that stands."""

import pytest

from quizzes.models import ItemReport
from quizzes.reports import (
    REPORTS_AN_HOUR,
    AnsweredAlready,
    ReportCount,
    Seen,
    TooManyReports,
    answer_report,
    reports_of,
)
from study.guest_work import add_guest_work
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    guest,
    item,
    person,
    practice,
    quiz,
    revise,
    right_values,
    wrong_values,
)
from tests.quizzes.reporting import HOUR, Reason, examination, in_order, report
from tests.quizzes.test_constraints import refused, twin

pytestmark = pytest.mark.django_db


# What is kept


def test_a_report_keeps_the_version_and_the_latest_answer_with_its_outcome():
    amina, bri = person(), item()
    practice(amina, bri)
    practice(amina, bri, wrong_values(bri), at=NOON + MINUTE)
    kept = report(amina, bri, reason=Reason.KEY, text="I think 2017.", at=NOON + HOUR).report
    assert (kept.learner, kept.version, kept.attempt_item) == (amina, bri.current, None)
    assert (kept.reason, kept.words, kept.made_at) == ("key", "I think 2017.", NOON + HOUR)
    assert (kept.values, kept.outcome) == (wrong_values(bri), "incorrect")
    assert sorted(kept.option_order) == sorted(option["id"] for option in bri.current.content["options"])
    assert (kept.answer, kept.answered_at, kept.answered_by) == ("", None, None)


def test_a_report_without_an_answer_keeps_none():
    kept = report(person()).report
    assert (kept.values, kept.outcome) == ([], "")


def test_an_answer_to_another_version_is_not_what_stood_there():
    amina, bri = person(), item()
    practice(amina, bri)
    revise(bri, choice("2013", wrong=("2012", "2021")))
    kept = report(amina, bri).report
    assert (kept.version.number, kept.values) == (2, [])


def test_a_report_stays_with_its_version_when_the_item_is_edited():
    amina, bri = person(), item()
    first = report(amina, bri).report
    revise(bri, choice("2013", wrong=("2012", "2021")))
    first.refresh_from_db()
    assert first.version.number == 1
    assert report(amina, bri).is_new


def test_in_an_attempt_it_keeps_the_order_shown_and_the_answer_saved_last():
    amina = person()
    row = in_order(amina, attempt(amina, quiz(), right=1))[0]
    kept = report(amina, row=row).report
    assert (kept.attempt_item, kept.option_order) == (row, row.option_order)
    assert (kept.values, kept.outcome) == (right_values(row.version.item), "")


def test_after_hand_in_it_keeps_the_counted_answer_with_its_outcome():
    amina = person()
    row = in_order(amina, attempt(amina, quiz(), wrong=1, handed_in=True))[0]
    kept = report(amina, row=row).report
    assert (kept.values, kept.outcome) == (wrong_values(row.version.item), "incorrect")


def test_where_an_answer_is_checked_at_once_its_outcome_was_seen():
    amina = person()
    row = in_order(amina, attempt(amina, quiz(settings={"preset": "practice"}), right=1))[0]
    assert report(amina, row=row).report.outcome == "correct"


def test_the_outcome_of_an_examination_is_not_kept_as_seen():
    amina = person()
    row = in_order(amina, attempt(amina, examination(item(use="quiz")), right=1, handed_in=True))[0]
    seen = Seen.of(row.version, row, amina.pk, NOON)
    assert (row.outcome, seen.outcome, seen.parts) == ("correct", "", frozenset())


def test_the_outcome_of_an_examination_is_seen_when_it_is_closed():
    amina, of = person(), examination(item(use="quiz"))
    row = in_order(amina, attempt(amina, of, right=1, handed_in=True))[0]
    row.attempt.delivery.closes_at = NOON + HOUR
    row.attempt.delivery.save()
    assert Seen.of(row.version, row, amina.pk, NOON + HOUR).outcome == "correct"


# Once


def test_the_same_report_again_is_the_one_that_is_there():
    amina = person()
    first, again = report(amina), report(amina, at=NOON + HOUR)
    assert (first.is_new, again.is_new, again.report) == (True, False, first.report)
    assert ItemReport.objects.get().made_at == NOON


def test_the_same_words_from_practice_and_from_an_attempt_are_one_report():
    amina, bri = person(), item()
    row = in_order(amina, attempt(amina, quiz(items=[bri])))[0]
    assert (report(amina, bri).is_new, report(amina, row=row).is_new) == (True, False)


def test_other_words_another_reason_another_item_or_person_make_another_report():
    amina = person()
    report(amina)
    assert report(amina, text="And the stem, too.").is_new
    assert report(amina, reason=Reason.KEY).is_new
    assert report(amina, item("gdi-year")).is_new
    assert report(person("bheki")).is_new
    assert ItemReport.objects.count() == 5


def test_the_database_holds_the_same_report_once():
    report(person())
    refused("a_learner_makes_the_same_report_once", twin(ItemReport.objects.get()))


def test_what_a_guest_reports_while_it_is_added_to_an_account_is_the_accounts():
    gita, amina = guest(), person()
    add_guest_work(guest=gita, account=amina, at=NOON)
    assert report(gita).report.learner == amina


def test_what_a_guest_reported_is_the_accounts_when_it_is_added_and_the_same_of_both_is_one():
    gita, amina = guest(), person()
    for who, text in [(gita, "of both"), (gita, "of the guest"), (amina, "of both")]:
        report(who, text=text)
    add_guest_work(guest=gita, account=amina, at=NOON)
    assert sorted(amina.item_reports.values_list("words", flat=True)) == ["of both", "of the guest"]


# So many an hour


def test_twenty_an_hour_are_taken_and_the_next_when_the_first_is_an_hour_old():
    amina = person()
    for number in range(REPORTS_AN_HOUR):
        report(amina, text=f"{number}", at=NOON + number * MINUTE)
    later = NOON + REPORTS_AN_HOUR * MINUTE
    with pytest.raises(TooManyReports) as refusal:
        report(amina, text="one more", at=later)
    assert (refusal.value.free_at, REPORTS_AN_HOUR) == (NOON + HOUR, 20)
    assert not report(amina, text="3", at=later).is_new
    assert report(person("bheki"), text="one more", at=later).is_new
    assert report(amina, text="one more", at=NOON + HOUR).is_new


# Answering


def test_an_answer_is_kept_with_who_and_when():
    of, farid = report(person()).report, person("farid", is_staff=True)
    answered = answer_report(report=of, answer="Mended, thank you.", author=farid, at=NOON + HOUR)
    assert answered == of
    assert (answered.answer, answered.answered_by, answered.answered_at) == (
        "Mended, thank you.",
        farid,
        NOON + HOUR,
    )


def test_the_same_answer_again_changes_nothing():
    of, farid = report(person()).report, person("farid", is_staff=True)
    for at in (NOON, NOON + HOUR):
        assert answer_report(report=of, answer="Mended.", author=farid, at=at).answered_at == NOON


@pytest.mark.parametrize(("who", "text"), [("esi", "Mended."), ("farid", "Not mended.")])
def test_of_two_answers_the_first_stands(who, text):
    of, farid = report(person()).report, person("farid", is_staff=True)
    answer_report(report=of, answer="Mended.", author=farid, at=NOON)
    with pytest.raises(AnsweredAlready):
        answer_report(report=of, answer=text, author=person(who, is_staff=True), at=NOON + HOUR)
    of.refresh_from_db()
    assert (of.answer, of.answered_by, of.answered_at) == ("Mended.", farid, NOON)


@pytest.mark.parametrize("missing", [{"answer": ""}, {"answered_at": None}, {"answered_by_id": None}])
def test_the_database_holds_an_answer_whole(missing):
    of = report(person()).report
    answer_report(report=of, answer="Mended.", author=person("farid"), at=NOON)
    other = twin(ItemReport.objects.get(), words_hash="another", **missing)
    refused("an_answered_report_says_what_and_by_whom", other)


def test_how_many_are_answered_is_counted_for_their_reporter():
    amina, bheki, farid = person(), person("bheki"), person("farid")
    for text in ("one", "two", "three"):
        answer = report(amina, text=text).report
    answer_report(report=answer, answer="Mended.", author=farid, at=NOON)
    counts = [reports_of(pk) for pk in (amina.pk, bheki.pk, None)]
    assert [count.answered for count in counts] == [1, 0, 0]
    assert counts[2] == ReportCount()

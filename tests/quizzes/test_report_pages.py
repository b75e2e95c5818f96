"""Reporting a problem with an item: the form, what it shows and takes, and where the answer is read."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from accounts.models import User
from quizzes.models import ItemReport
from quizzes.report_links import attempt_report_url
from quizzes.reports import (
    REPORTS_AN_HOUR,
    answer_report,
)
from tests.cohorts.pages import words
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    guest,
    item,
    person,
    practice,
    quiz,
    section,
    signed_in,
    wrong_values,
)
from tests.queries import exactly
from tests.quizzes.reporting import (
    HOUR,
    PRACTICE,
    SENT,
    TELLTALE,
    Reason,
    examination,
    page,
    report,
    send,
    telling_item,
)

pytestmark = pytest.mark.django_db


# The form


def test_the_form_shows_the_item_with_ones_answer_and_nothing_of_the_key():
    amina, bri = person(), telling_item()
    practice(amina, bri, wrong_values(bri))
    html = page(signed_in(amina), PRACTICE)
    assert "In which year, according to the article" in html
    for option in ("2013", "2017", "2021"):
        assert option in words(html)
    assert html.count('class="given chosen"') == 1
    assert TELLTALE not in html and "data-outcome" not in html
    for _name, label in Reason.choices:
        assert str(label) in html


def test_a_visitor_who_looks_writes_nothing():
    item()
    page(signed_in(None), PRACTICE)
    assert not User.objects.exists() and not ItemReport.objects.exists()


def test_a_visitor_who_sends_becomes_a_guest_and_is_thanked():
    section(items=[item()])
    browser = signed_in(None)
    before = {"Referer": "http://testserver/ssc/foundations/what-is-the-south/?again=bri-year"}
    back = re.search(r'name="back" value="([^"]+)"', page(browser, PRACTICE, headers=before))[1]
    sent = send(browser, back=back)
    kept = ItemReport.objects.get()
    assert kept.learner.is_guest and (kept.reason, kept.words) == ("typo", SENT["words"])
    assert urlsplit(sent["Location"]).path == f"/reports/{kept.public_id}/"
    html = page(browser, sent["Location"])
    assert "Thank you Your report is on record." in words(html)
    assert 'href="/ssc/foundations/what-is-the-south/?again=bri-year#item-bri-year"' in html
    assert 'href="/reports/"' in html
    assert SENT["words"] in page(browser, "/reports/")


def test_the_same_report_again_is_said_to_be_on_record():
    amina = signed_in(person())
    item()
    send(amina)
    sent = send(amina)
    assert "You had sent this before. It is on record, once." in words(page(amina, sent["Location"]))
    assert ItemReport.objects.count() == 1


def test_a_report_that_was_answered_shows_its_answer_when_it_is_sent_again():
    amina = person()
    item()
    browser = signed_in(amina)
    send(browser)
    farid = person("farid", is_staff=True)
    answer_report(report=ItemReport.objects.get(), answer="It is mended.", author=farid, at=NOON)
    assert "It is mended." in words(page(browser, send(browser)["Location"]))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Choose one of these."),
        ({"reason": "nonsense"}, "Choose one of these."),
        ({"reason": "other", "words": ""}, "Say in a few words what it is."),
        ({"reason": "other", "words": " \u200b\n "}, "Say in a few words what it is."),
        ({"words": "a\0b"}, "There is a sign in it that no keyboard types"),
        ({"words": "a\x07b"}, "There is a sign in it that no keyboard types"),
        ({"words": "a" * 2001}, "These are 2001 characters; 2000 are taken."),
    ],
)
def test_what_does_not_fit_is_refused_with_the_form_as_it_was_filled(wrong, said):
    item()
    browser = signed_in(None)
    response = send(browser, **wrong)
    html = response.content.decode()
    assert response.status_code == 400 and said in words(html)
    assert "The report was not sent yet." in words(html)
    typed = {**SENT, **wrong}
    assert (f'value="{typed["reason"]}" checked' in html) == (typed["reason"] in Reason)
    assert typed["words"] in html
    assert not ItemReport.objects.exists() and not User.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  one\r\ntwo\rthree\t4  ", "one\ntwo\nthree\t4"),
        ("\r\n".join(["a" * 999, "b" * 1000]), "\n".join(["a" * 999, "b" * 1000])),
        ("<b>& “غزة” 南南 👩‍🌾", "<b>& “غزة” 南南 👩‍🌾"),
    ],
)
def test_words_are_kept_as_they_were_typed(typed, kept):
    item()
    browser = signed_in(person())
    assert send(browser, words=typed).status_code == 302
    assert ItemReport.objects.get().words == kept
    shown = page(browser, "/reports/")
    assert "<b>&" not in shown


def test_a_form_that_names_nobody_is_400_someone_else_409_and_nobody_here_any_more_401():
    item()
    amina, bheki = person(), person("bheki")
    assert signed_in(amina).post(PRACTICE, SENT).status_code == 400
    assert send(signed_in(amina), learner=bheki.public_id).status_code == 409
    assert send(signed_in(None), learner=bheki.public_id).status_code == 401
    assert not ItemReport.objects.exists()


def test_who_sent_twenty_within_an_hour_is_told_when_to_go_on():
    amina, now = person(), timezone.now()
    for number in range(REPORTS_AN_HOUR):
        report(amina, text=f"{number}", at=now - 10 * MINUTE)
    response = send(signed_in(amina))
    assert response.status_code == 429
    said = words(response.content.decode())
    assert "20 reports came from you within an hour. This one was not sent." in said
    assert re.search(r"From .+ on you can send the next one\.", said)
    assert ItemReport.objects.count() == 20


# An examination


def test_a_report_in_an_examination_shows_nothing_of_the_key_then_or_after():
    amina = person()
    of = attempt(amina, examination(telling_item(use="quiz")), right=1, at=timezone.now())
    browser, path = signed_in(amina), attempt_report_url(of.public_id, 1)
    during = page(browser, path)
    assert during.count('class="given chosen"') == 1
    thanked = page(browser, send(browser, path)["Location"])
    browser.post(f"/attempts/{of.public_id}/hand-in/", {"learner": amina.public_id})
    after = page(browser, path)
    assert "given chosen" not in after
    for html in (during, thanked, after, page(browser, "/reports/")):
        assert TELLTALE not in html and "data-outcome" not in html
        assert not re.search(r'class="sign (right|wrong)', html)
    assert ItemReport.objects.get().outcome == ""


# My reports


def test_my_reports_say_what_waits_and_what_was_answered():
    amina = person()
    report(amina, text="The first.")
    second = report(amina, text="The second.", at=NOON + HOUR).report
    farid = person("farid", is_staff=True)
    answer_report(report=second, answer="One line.\n<b>Another.</b>", author=farid, at=NOON + 2 * HOUR)
    html = page(signed_in(amina), "/reports/")
    said = words(html)
    assert said.index("The second.") < said.index("The first.")
    assert said.count("Waits for an answer.") == 1 and said.count("Answered ") == 1
    assert "One line.<br>&lt;b&gt;Another.&lt;/b&gt;" in html
    assert "In which year, according to the article, was the initiative launched?" in said


def test_my_reports_say_what_to_do_where_there_are_none():
    for user in (None, guest(), person()):
        assert "You have reported nothing." in words(page(signed_in(user), "/reports/"))
    assert "Sign in" in words(page(signed_in(None), "/reports/"))


def test_more_than_twenty_stand_on_several_pages():
    amina = person()
    for number in range(21):
        report(amina, text=f"report {number}.", at=NOON + number * HOUR)
    browser = signed_in(amina)
    first, second = words(page(browser, "/reports/")), words(page(browser, "/reports/?page=2"))
    assert "Page 1 of 2: reports 1 to 20 of 21" in first and "report 0." not in first
    assert "report 0." in second
    assert words(page(browser, "/reports/?page=nonsense")) == first


# Budgets


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_report_costs_the_same_however_many_there_are(many):
    amina = person()
    for number in range(many):
        report(amina, text=f"{number}", at=NOON + number * HOUR)
        practice(amina, item(), at=NOON + number * HOUR)
    thanks = f"/reports/{ItemReport.objects.first().public_id}/"
    browser = signed_in(amina)
    for path, queries in [("/reports/", 4), (thanks, 3), (PRACTICE, 5)]:
        with exactly(queries):
            browser.get(path)


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_report_in_an_attempt_costs_the_same_however_many_items_it_has(many):
    amina = person()
    asked = [item(f"item-{number}") for number in range(many)]
    of = attempt(amina, quiz(items=asked), right=many)
    browser = signed_in(amina)
    with exactly(5):
        browser.get(attempt_report_url(of.public_id, 1))

"""What learners reported, as authors see it: the list, one report beside its item, and the answer."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from quizzes.models import Item, ItemReport
from quizzes.reports import answer_report, report_problem
from tests.cohorts.pages import message, plain, words
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
    signed_in,
    wrong_values,
)
from tests.queries import exactly

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LIST = "/author/reports/"
CAST = ["amina", "bheki", "clara", "dario", "esi", "farid", "gita", "visitor"]


@pytest.fixture
def farid():
    return person("farid", is_staff=True, is_superuser=True)


@pytest.fixture
def cast(farid):
    people = {name: person(name, may_teach=name in ("clara", "dario")) for name in CAST[:5]}
    return {**people, "farid": farid, "gita": guest(), "visitor": None}


def report(learner=None, of=None, *, row=None, at=NOON, reason="typo", text="It is wrong."):
    version = row.version if row else (of or item()).asked_version
    return report_problem(
        learner=learner or person(), version=version, attempt_item=row, reason=reason, words=text, at=at
    ).report


def answered(of, author, text="Mended."):
    return answer_report(report=of, answer=text, author=author, at=NOON + HOUR)


def page(user, path=LIST, **query):
    response = signed_in(user).get(path, query)
    assert response.status_code == 200, response
    return response.content.decode()


def url(of):
    return f"{LIST}{of.public_id}/"


def rows(user, **query):
    """The words of each entry of the list."""
    return [
        plain(row) for row in re.findall(r"<li><p class=\"kicker\">(.*?)</li>", page(user, **query), re.S)
    ]


def listed(user, **query):
    """What learners wrote, in the order of the list."""
    return re.findall(r'<span dir="auto">(.*?)</span>', page(user, **query))


# Who may


@pytest.mark.parametrize("path", ["list", "report"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_reports_are_for_staff(cast, path, method):
    of = report(cast["amina"])
    where = LIST if path == "list" else url(of)
    said = {}
    for name, user in cast.items():
        response = getattr(signed_in(user), method)(
            where, {"answer": "Not yours."} if name != "farid" else {}
        )
        to_sign_in = response.status_code == 302 and response["Location"].startswith("/account/login/")
        said[name] = "sign in" if to_sign_in else response.status_code
    if (path, method) == ("list", "post"):
        expected = dict.fromkeys(CAST[:6], 405) | dict.fromkeys(CAST[6:], "sign in")
    else:
        farids = 200 if method == "get" else 400  # an empty answer
        expected = dict.fromkeys(CAST[:5], 404) | {"farid": farids} | dict.fromkeys(CAST[6:], "sign in")
    assert said == expected
    of.refresh_from_db()
    assert of.answered_at is None


def test_a_report_that_is_not_there_is_not_found(farid):
    assert signed_in(farid).get(f"{LIST}{uuid4()}/").status_code == 404


def test_no_browser_keeps_them_for_the_next_person_at_it(farid):
    of = report()
    for path in (LIST, url(of)):
        assert "no-store" in signed_in(farid).get(path)["Cache-Control"]


# The list


def test_without_reports_the_list_says_where_they_come_from(farid):
    said = words(page(farid))
    assert "No learner has reported a problem yet." in said and "All items" in said


def test_what_waits_stands_first_and_the_newest_of_it_on_top(farid):
    for number, text in enumerate(["first", "second", "third", "fourth"]):
        report(text=text, at=NOON + number * HOUR)
    answered(ItemReport.objects.get(words="fourth"), farid)
    answered(ItemReport.objects.get(words="second"), farid)
    assert listed(farid) == ["third", "first", "fourth", "second"]
    assert listed(farid, state="open") == ["third", "first"]
    assert listed(farid, state="answered") == ["fourth", "second"]
    assert listed(farid, state="nonsense") == listed(farid)
    assert "2 reports wait for an answer, of 4 in all." in words(page(farid, state="answered"))


def test_a_row_says_item_version_reason_words_who_and_when(farid):
    report(person("amina", display_name="Amina Otieno"), reason="key", text="I think <2017>.")
    report(guest(), text="", at=NOON + HOUR)
    assert rows(farid) == [
        "waits · a guest · 2 Mar 2026, 13:00 bri-year, version 1 There is a mistake in the text.",
        "waits · Amina Otieno · 2 Mar 2026, 12:00 bri-year, version 1"
        " The answer that counts as right is wrong: I think &lt;2017&gt;.",
    ]


def test_an_item_that_has_a_newer_version_is_marked(farid):
    report(text="old")
    revise(item(), choice("2013", wrong=("2012", "2021")))
    report(text="new", at=NOON + HOUR)
    new, old = rows(farid)
    assert "bri-year, version 2 There" in new
    assert "bri-year, version 1; the item is at 2 now There" in old


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("LANUCHED", ["It says lanuched."]),
        ("gdi", ["It says lanuched."]),
        ("according to the article", ["It is 50_% wrong.", "It says lanuched."]),
        ("50_%", ["It is 50_% wrong."]),
        ("5__%", []),
        ("lanuched\0", ["It says lanuched."]),
        ("nothing of this", []),
        ("  ", ["It is 50_% wrong.", "It says lanuched."]),
        ("x" * 60_000, []),
    ],
)
def test_the_search_looks_into_words_items_and_stems(farid, sought, found):
    report(of=item("gdi-year"), text="It says lanuched.")
    report(of=item("bri-year"), text="It is 50_% wrong.", at=NOON + HOUR)
    assert listed(farid, q=sought) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"q": "nowhere"}, "No report shown here has “nowhere” in it."),
        ({"state": "open"}, "Nothing waits: every report is answered."),
    ],
)
def test_a_list_without_rows_says_why_and_leads_to_all(farid, query, said):
    answered(report(), farid)
    html = page(farid, **query)
    assert said in words(html) and f'<a href="{LIST}">Show all reports</a>' in html


def test_where_none_is_answered_yet_the_list_says_so(farid):
    report()
    assert "None is answered yet." in words(page(farid, state="answered"))


def test_more_than_fifty_stand_on_several_pages_that_keep_the_search(farid):
    amina = person()
    for number in range(51):
        report(amina, text=f"report {number}.", at=NOON + number * HOUR)
    html = page(farid, q="report", state="open")
    assert "Page 1 of 2: reports 1 to 50 of 51" in words(html)
    assert 'href="?q=report&amp;state=open&amp;page=2"' in html
    assert listed(farid, q="report", state="open", page="2") == ["report 0."]


# One report


def test_the_item_stands_as_its_reporter_saw_it_beside_its_key(farid):
    amina, bri = person(), item()
    wrong = wrong_values(bri)[0]
    row = attempt(amina, quiz(items=[bri]), wrong=1, seed=3).items.with_quiz().get()
    row.option_order = row.option_order[::-1]
    row.save()
    of = report(amina, row=row, reason="key", text="I think <2017>.\nReally.")
    revise(bri, choice("2012", wrong=("2014", "2015")))
    html = page(farid, url(of))
    texts = {option["id"]: option["text"]["md"] for option in row.version.content["options"]}
    assert re.findall(r"<span>(20\d\d)", html) == [texts[option] for option in row.option_order]
    assert f"<span>{texts[wrong]} <small>You chose this. Wrong." in html
    assert 'data-outcome="incorrect"' in html
    said = words(html)
    assert "I think &lt;2017&gt;.<br>Really." in html
    assert "The answer that counts as right is wrong" in said
    assert "The learner had not been told the outcome." in said
    assert "From: Amina Sent: 2 March 2026" in said
    assert "Met in: Foundations quiz, item 1" in said
    assert "version 1; the item is at 2 now" in said
    assert f'href="/admin/quizzes/item/{bri.pk}/change/"' in html


def test_what_its_reporter_had_been_told_is_said(farid):
    amina, bri = person(), item()
    nothing = report(amina, bri, text="before")
    practice(amina, bri, right_values(bri))
    told = report(amina, bri, text="after")
    assert "The learner had given no answer." in words(page(farid, url(nothing)))
    assert "The learner had been told the outcome: right." in words(page(farid, url(told)))
    assert "Met in: practice" in words(page(farid, url(told)))


def test_where_an_examination_keeps_the_key_back_the_author_is_warned(farid):
    of = report()
    warning = "An examination keeps the key of this item back at this time."
    assert warning not in words(page(farid, url(of)))
    quiz("exam", items=[item()], settings={"preset": "examination"})
    assert warning in words(page(farid, url(of)))


def test_the_answer_reaches_the_learner(farid):
    amina = person()
    of, browser = report(amina), signed_in(farid)
    sent = browser.post(url(of), {"answer": "Mended.\r\nThank you."})
    assert (sent.status_code, sent["Location"]) == (302, LIST)
    assert message(browser, LIST) == "Your answer is with the learner."
    of.refresh_from_db()
    assert (of.answer, of.answered_by) == ("Mended.\nThank you.", farid)
    assert "Mended. Thank you." in words(page(amina, "/reports/"))
    html = page(farid, url(of))
    assert "Mended.<br>Thank you." in html and "<form" not in html[html.index("<main") :]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write what you answer."),
        (" \u200b ", "Write what you answer."),
        ("a\0b", "There is a sign in it that no keyboard types"),
        ("a" * 2001, "These are 2001 characters; 2000 are taken."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_kept_on_the_page(farid, typed, said):
    of = report()
    response = signed_in(farid).post(url(of), {"answer": typed})
    html = response.content.decode()
    assert response.status_code == 400 and said in words(html)
    assert typed in html and "The answer was not sent yet." in words(html)
    of.refresh_from_db()
    assert of.answered_at is None


@pytest.mark.parametrize("typed", ["Mine is longer.", "a" * 2001])
def test_of_two_who_answer_at_once_the_second_is_shown_the_first_and_keeps_their_words(farid, typed):
    of = report()
    answered(of, person("esi", display_name="Esi Mensah", is_staff=True), "Mended already.")
    response = signed_in(farid).post(url(of), {"answer": typed})
    html = response.content.decode()
    said = words(html)
    assert response.status_code == 409
    assert "Esi Mensah answered this before you. That answer stands; yours was not sent." in said
    assert "Mended already." in said and f"readonly>{typed}</textarea>" in html
    of.refresh_from_db()
    assert of.answer == "Mended already."


def test_a_double_click_on_send_is_one_answer_and_no_quarrel(farid):
    of, browser = report(), signed_in(farid)
    for _click in (1, 2):
        assert browser.post(url(of), {"answer": "Mended."}).status_code == 302
    assert ItemReport.objects.answered().count() == 1


def test_a_report_on_an_item_that_was_retired_is_answered_like_any_other(farid):
    of = report()
    Item.objects.update(state="retired")
    assert signed_in(farid).post(url(of), {"answer": "It is gone."}).status_code == 302


# Budgets


@pytest.mark.parametrize("many", [1, 3, 30])
def test_list_and_report_cost_the_same_however_many_there_are(farid, many):
    for number in range(many):
        learner, of = person(f"learner-{number}"), item(f"item-{number}")
        row = attempt(learner, quiz(f"quiz-{number}", items=[of]), right=1).items.with_quiz().get()
        last = report(learner, row=row, at=NOON + number * MINUTE)
        if number % 2:
            answered(last, farid)
    browser = signed_in(farid)
    for path, queries in [(LIST, 5), (f"{LIST}?q=item&state=open", 5), (url(last), 4)]:
        with exactly(queries):
            browser.get(path)

"""Hints in practice: free, and asking for one writes nothing."""

import re
from uuid import uuid4

import pytest

from accounts.models import User
from quizzes.models import AttemptItem, HintUse, Response
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    item,
    person,
    quiz,
    right_values,
    section,
    signed_in,
)
from tests.queries import exactly
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, page, url, words

pytestmark = pytest.mark.django_db
HINTS = ["CANARY ONE", "CANARY TWO", "CANARY THREE"]
SECTION = "/ssc/foundations/what-is-the-south/"


def hinted(slug="hinted", **more):
    return item(slug, choice(**{"hints": HINTS, **more}))


def seen(html):
    return [hint for hint in HINTS if hint in html]


@pytest.fixture
def in_section():
    asked = hinted()
    section(items=[asked, item("plain")])
    return asked


@pytest.mark.parametrize("who", ["visitor", "amina"])
def test_in_a_section_they_are_free_and_looking_writes_nothing(in_section, who, django_assert_num_queries):
    user = None if who == "visitor" else person()
    browser = signed_in(user)
    assert "Take hint 1 of 3 (costs nothing here)" in words(browser.get(SECTION).content.decode())
    for number in (1, 2, 3):
        html = browser.get(SECTION, {"item": "hinted", "hint": number}).content.decode()
        assert seen(html) == HINTS[:number]
        assert "%" not in html[html.index('data-hints="hinted"') :].split("</div>")[0]
    assert "Take hint" not in html
    assert User.objects.count() == (0 if user is None else 1)
    assert not HintUse.objects.exists() and not Response.objects.exists()


def test_nothing_is_counted_of_them_in_practice(in_section):
    amina = person()
    browser = signed_in(amina)
    browser.get(SECTION, {"item": "hinted", "hint": 3})
    sent = {"learner": amina.public_id, "client_key": uuid4(), "item": "hinted", "version": 1}
    browser.post(SECTION, {**sent, "values": right_values(in_section)})
    assert Response.objects.get().score == 1.0
    assert "hint was taken" not in words(page(amina, SECTION))


def test_the_form_that_takes_one_says_which(in_section):
    html = page(None, SECTION)
    (taking,) = re.findall(r'<div id="item-hinted-hints".*?</form>', html, re.S)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', taking))
    assert fields == {"item": "hinted", "hint": "1"} and "method=" not in taking
    assert seen(signed_in(None).get(SECTION, fields).content.decode()) == HINTS[:1]


def test_htmx_gets_the_hints_alone_in_practice_too(in_section):
    html = signed_in(None).get(SECTION, {"item": "hinted", "hint": 2}, headers=HTMX).content.decode()
    assert seen(html) == HINTS[:2] and "<html" not in html and "data-item" not in html


@pytest.mark.parametrize("hint", ["0", "-1", "10", "x", "", "9" * 5000])
def test_a_number_that_cannot_be_read_shows_none(in_section, hint):
    assert seen(signed_in(None).get(SECTION, {"item": "hinted", "hint": hint}).content.decode()) == []


@pytest.mark.parametrize("slug", ["plain", "nowhere", "", "<script>"])
def test_of_an_item_without_hints_or_that_is_not_there_the_page_is_as_ever(in_section, slug):
    response = signed_in(None).get(SECTION, {"item": slug, "hint": "1"})
    assert response.status_code == 200 and seen(response.content.decode()) == []


def test_more_than_there_are_shows_them_all(in_section):
    assert seen(signed_in(None).get(SECTION, {"item": "hinted", "hint": "9"}).content.decode()) == HINTS


def test_a_retry_has_them_free_too():
    of = attempt(person(), quiz(items=[hinted()]), wrong=1, handed_in=True, at=minutes_ago(5))
    retry = url(of, "retry/")
    browser = signed_in(of.learner)
    assert "costs nothing here" in words(browser.get(retry).content.decode())
    assert seen(browser.get(retry, {"item": "hinted", "hint": "2"}).content.decode()) == HINTS[:2]
    assert not HintUse.objects.exists()


@pytest.mark.parametrize("hints", [1, 3])
def test_a_section_with_hints_costs_no_more_queries(hints):
    section(items=[hinted(f"hinted-{n}", hints=["One."] * hints) for n in range(3)])
    browser = signed_in(None)
    with exactly(3):
        browser.get(SECTION)
    with exactly(3):
        browser.get(SECTION, {"item": "hinted-1", "hint": "1"})


def test_an_attempt_knows_nothing_of_hints_seen_in_practice(in_section):
    signed_in(person()).get(SECTION, {"item": "hinted", "hint": 3})
    of = attempt(person(), quiz(items=[in_section]), at=NOON + MINUTE)
    assert AttemptItem.objects.with_hints().get(attempt=of).hints == 0

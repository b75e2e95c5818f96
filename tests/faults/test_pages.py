"""Pages as a browser has them: forms of one page sent in turn and at once, and a page that comes back."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from quizzes.models import AttemptItem, Response
from tests.factories import attempt, item, person, quiz, right_values, section, signed_in, wrong_values

pytestmark = pytest.mark.django_db(transaction=True)
SECTION = "/ssc/foundations/what-is-the-south/"
HTMX = {"HX-Request": "true"}
SLUGS = ["first", "second", "third"]


@pytest.fixture
def three_items():
    section(items=[item(slug) for slug in SLUGS])


def forms(html):
    """The hidden fields of each item's form on a page, by the item."""
    found = re.findall(r'<form[^>]*data-item="([^"]*)".*?</form>', html, re.S)
    texts = re.findall(r"<form data-item.*?</form>", html, re.S)
    return {
        slug: dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
        for slug, text in zip(found, texts, strict=True)
    }


def opened(client, url=SECTION):
    return forms(client.get(url).content.decode())


def answered():
    """Which items have how many answers, and how many people gave them."""
    slugs = Response.objects.order_by("version__item__slug").values_list("version__item__slug", flat=True)
    return list(slugs), Response.objects.values("learner").distinct().count()


def test_three_items_of_one_page_answered_in_turn_make_one_guest(three_items, client):
    page = opened(client)
    for slug in SLUGS:
        sent = client.post(SECTION, {**page[slug], "values": right_values(item(slug))})
        assert sent.status_code == 302
    assert answered() == (SLUGS, 1)
    assert User.objects.count() == 1
    assert client.get(SECTION).content.decode().count('data-outcome="correct"') == 3


def test_two_items_of_one_page_answered_at_the_same_moment_make_one_guest(three_items):
    for made in range(1, 6):
        browser = Client()
        page = opened(browser)
        visitor = browser.cookies["visitor"].value

        def send(slug, page=page, visitor=visitor):
            tab = Client()
            tab.cookies["visitor"] = visitor
            status = tab.post(SECTION, {**page[slug], "values": right_values(item(slug))}).status_code
            connections.close_all()
            return status

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(send, SLUGS[:2])) == [302, 302]
        assert User.objects.count() == made
        assert Response.objects.filter(learner__public_id=page["first"]["learner"]).count() == 2


def test_a_practice_page_that_comes_back_from_the_history_sends_a_retry_or_a_new_try(three_items, client):
    page = opened(client)["first"]
    right, wrong = right_values(item("first")), wrong_values(item("first"))
    for values in (right, right, wrong):
        client.post(SECTION, {**page, "values": values})
    assert [row.values for row in Response.objects.order_by("pk")] == [right, wrong]


def test_an_item_of_a_quiz_that_comes_back_from_the_history_can_be_changed_back():
    """Without script: the page's key is older than that of the answer which counts now."""
    amina = person()
    of, browser = attempt(amina, quiz()), signed_in(amina)
    url = f"/attempts/{of.public_id}/1/"
    asked = AttemptItem.objects.get(attempt=of, position=1)
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    [first] = opened(browser, url).values()
    browser.post(url, {**first, "values": a})
    [second] = opened(browser, url).values()
    assert second["client_key"] != first["client_key"]
    browser.post(url, {**second, "values": b})
    again = browser.post(url, {**first, "values": a}, headers=HTMX).content.decode()
    assert 'data-saved="true"' in again
    assert [row.values for row in asked.responses.order_by("pk")] == [a, b, a]
    assert f'value="{a[0]}" checked' in browser.get(url).content.decode()


def test_a_page_restored_from_the_history_after_the_hand_in_is_told_that_it_is_late():
    amina = person()
    of, browser = attempt(amina, quiz()), signed_in(amina)
    url = f"/attempts/{of.public_id}/1/"
    asked = AttemptItem.objects.get(attempt=of, position=1)
    [form] = opened(browser, url).values()
    browser.post(url, {**form, "values": wrong_values(asked.version.item)})
    browser.post(f"/attempts/{of.public_id}/hand-in/", {"learner": form["learner"]})
    changed = browser.post(url, {**form, "values": right_values(asked.version.item)}, headers=HTMX)
    assert 'data-saved="late"' in changed.content.decode()
    asked.refresh_from_db()
    assert (asked.outcome, asked.responses.count()) == ("incorrect", 2)

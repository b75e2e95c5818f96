"""The pages of an attempt: one item at a time, the summary, the result, and what was missed again."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.guests import COOKIE_SALT, cookie_name
from accounts.models import User
from quizzes.models import Attempt, AttemptItem, Item, Response
from tests.factories import (
    attempt,
    choice,
    claim,
    guest,
    item,
    module,
    note,
    person,
    quiz,
    revise,
    rewrite,
    right_values,
    section,
    signed_in,
    wrong_values,
)
from tests.queries import exactly

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def amina():
    return person()


@pytest.fixture
def running(amina) -> Attempt:
    return attempt(amina, quiz())


@pytest.fixture
def browser(amina):
    return signed_in(amina)


def url(of: Attempt, rest: str = "") -> str:
    return f"/attempts/{of.public_id}/{rest}"


def form(of: Attempt, **more):
    return {"learner": of.learner.public_id, "client_key": uuid4(), **more}


def asked(of: Attempt, position: int = 1) -> Item:
    return AttemptItem.objects.get(attempt=of, position=position).version.item


# Saving


def test_an_answer_is_saved_and_says_so(running, browser):
    response = browser.post(
        url(running, "1/"), form(running, values=right_values(asked(running))), follow=True
    )
    html = response.content.decode()
    assert 'data-saved="true"' in html and "checked" in html and 'data-position="1"' in html


def test_nothing_about_right_or_wrong_is_shown_before_handing_in(running, browser):
    html = browser.post(
        url(running, "1/"), form(running, values=wrong_values(asked(running))), headers=HTMX
    ).content.decode()
    assert "data-outcome" not in html and "another year" not in html


def test_htmx_gets_what_a_reload_shows(running, browser):
    fragment = browser.post(
        url(running, "1/"), form(running, values=right_values(asked(running))), headers=HTMX
    ).content.decode()
    page = browser.get(url(running, "1/")).content.decode()

    def shown(html: str) -> str:
        found = re.search(r"<form data-item.*?</form>", html, re.S)[0]
        return re.sub(r'(client_key|csrfmiddlewaretoken)" value="[^"]+', "", found)

    assert shown(fragment) == shown(page)


def test_save_and_go_on_leads_to_the_next_item_and_after_the_last_to_the_summary(running, browser):
    first = browser.post(url(running, "1/"), form(running, go="next", values=right_values(asked(running))))
    last = browser.post(url(running, "4/"), form(running, go="next"))
    assert (first["Location"], last["Location"]) == (url(running, "2/"), url(running))


def test_with_htmx_going_on_is_a_whole_page(running, browser):
    response = browser.post(url(running, "1/"), form(running, go="next"), headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, url(running, "2/"))


def test_an_answer_that_does_not_fit_is_400_and_stores_nothing(running, browser):
    response = browser.post(url(running, "1/"), form(running, values=["nonsense"]))
    assert response.status_code == 400 and 'data-saved="false"' in response.content.decode()
    assert not Response.objects.exists()


def test_the_result_says_at_the_item_that_an_answer_came_too_late(amina, browser):
    done = attempt(amina, quiz(), handed_in=True)
    sent = form(done, values=right_values(asked(done, 2)), sequence=1)
    browser.post(url(done, "2/"), sent, headers=HTMX)
    items = browser.get(url(done, "result/")).content.decode().split('<div class="item"')[1:]
    said = [re.findall(r'data-position="(\d)"', each) for each in items if 'data-saved="late"' in each]
    assert said == [["2"]]
    assert "An answer that came too late," in items[1] and "is kept, but does not count." in items[1]


def test_an_answer_after_hand_in_says_that_it_came_too_late(running, browser):
    browser.post(url(running, "hand-in/"), form(running))
    response = browser.post(url(running, "1/"), form(running, values=right_values(asked(running))))
    assert response.status_code == 200 and 'data-saved="late"' in response.content.decode()


def test_a_delayed_change_says_that_a_newer_one_counts(running, browser):
    key = uuid4()
    a, b = right_values(asked(running)), wrong_values(asked(running))
    browser.post(url(running, "1/"), {**form(running, values=b), "client_key": key, "sequence": 2})
    late = browser.post(
        url(running, "1/"), {**form(running, values=a), "client_key": key, "sequence": 1}, headers=HTMX
    ).content.decode()
    assert 'data-saved="false"' in late and f'value="{b[0]}" checked' in late


def test_a_position_that_is_not_there_is_404(running, browser):
    assert browser.get(url(running, "5/")).status_code == 404
    assert browser.post(url(running, "5/"), form(running)).status_code == 404


def rows(html: str) -> list[str]:
    """The items of a summary, as words."""
    items = html[html.index('<ol class="plain">') :].split("</ol>")[0]
    listed = re.findall(r"<li>.*?</li>", items, re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in listed]


def test_a_flag_is_seen_on_the_item_and_in_the_summary_and_can_be_taken_away(running, browser):
    browser.post(url(running, "2/flag/"), form(running, flagged="1"))
    assert "Item 2, not answered, flagged" in browser.get(url(running, "1/")).content.decode()
    assert ["flagged" in row for row in rows(browser.get(url(running)).content.decode())] == [
        False,
        True,
        False,
        False,
    ]
    browser.post(url(running, "2/flag/"), form(running, flagged="0"))
    assert "flagged" not in " ".join(rows(browser.get(url(running)).content.decode()))


def test_the_summary_says_what_has_no_answer_a_blank_one_included(running, browser):
    browser.post(url(running, "1/"), form(running, values=right_values(asked(running))))
    browser.post(url(running, "2/"), form(running))
    html = browser.get(url(running)).content.decode()
    assert ["no answer yet" in row for row in rows(html)] == [False, True, True, True]
    assert "1 of 4 saved" in html and url(running, "2/") in html


# Handing in


def test_the_result_shows_each_item_with_its_outcome_sum_and_way_back(amina, browser):
    bri = claim()
    note(about=bri)
    rewrite(section(), "It was launched in 2013 [[P4.2]].", claims=[bri])
    bri_year = revise(item(), claims=[bri])
    done = attempt(amina, quiz(items=[bri_year, item("other")]), wrong=1, handed_in=True)
    html = browser.get(url(done, "result/")).content.decode()
    assert 'data-outcome="incorrect"' in html and 'data-outcome="omitted"' in html
    assert "0 points of 1." in html and "The article puts the launch in 2013." in html
    assert "/ssc/foundations/what-is-the-south/" in html and "/ssc/about/#p4-2" in html
    assert "Editor’s note: context" in html


def test_a_running_attempt_has_no_result_and_a_finished_one_no_items(running, browser):
    assert browser.get(url(running, "result/"))["Location"] == url(running)
    browser.post(url(running, "hand-in/"), form(running))
    assert browser.get(url(running))["Location"] == url(running, "result/")
    assert browser.get(url(running, "1/"))["Location"] == url(running, "result/")


def test_an_old_result_stands_when_an_item_is_edited(amina, browser):
    done = attempt(amina, quiz(), right=4, handed_in=True)
    before = browser.get(url(done, "result/")).content.decode()
    revise(asked(done), choice("2021", wrong=["2013", "2017"], explanation="Another explanation."))
    after = browser.get(url(done, "result/")).content.decode()

    def items(html: str) -> list[str]:
        return re.findall(r"<div class=\"item\".*?</div>", html, re.S)

    assert items(after) == items(before) and items(before)


# Retrying


def test_a_retry_asks_what_was_missed_and_touches_no_grade(amina, browser):
    of = quiz()
    done = attempt(amina, of, right=3, handed_in=True)
    missed = asked(done, 4)
    page = url(done, "retry/")
    html = browser.get(page).content.decode()
    assert re.findall(r'data-item="([^"]+)"', html) == [missed.slug]
    sent = form(done, item=missed.slug, version=1, values=right_values(missed))
    assert browser.post(page, sent)["Location"] == f"{page}#item-{missed.slug}"
    assert 'data-outcome="correct"' in browser.get(page).content.decode()
    done.refresh_from_db()
    assert done.score == 3.0


def test_a_retry_asks_for_nothing_else(amina, browser):
    done = attempt(amina, quiz(), right=3, handed_in=True)
    right = asked(done, 1)
    sent = form(done, item=right.slug, version=1, values=right_values(right))
    assert browser.post(url(done, "retry/"), sent).status_code == 404


@pytest.mark.parametrize("name", ["", "no-such-item", "one\0two"])
def test_a_retry_of_what_is_no_item_is_404(amina, browser, name):
    done = attempt(amina, quiz(), handed_in=True)
    assert browser.post(url(done, "retry/"), form(done, item=name, version=1)).status_code == 404


def test_items_for_quizzes_alone_are_retried_and_retired_ones_are_not(amina, browser):
    done = attempt(amina, quiz(), handed_in=True)
    Item.objects.update(use=Item.Use.QUIZ)
    Item.objects.filter(pk=asked(done, 1).pk).update(state=Item.State.RETIRED)
    assert browser.get(url(done, "retry/")).content.decode().count("data-item=") == 3
    assert "Retry the 3" in browser.get(url(done, "result/")).content.decode()


def test_the_key_of_a_newer_version_of_a_quiz_item_is_not_had_by_retrying_an_old_attempt(amina, browser):
    """It may be asked in an attempt that is open now."""
    done = attempt(amina, quiz(), handed_in=True)
    newer = asked(done)
    Item.objects.update(use=Item.Use.QUIZ)
    revise(newer, choice("2014", wrong=["2015"], explanation="CANARY of the newer version"))
    html = browser.get(url(done, "retry/")).content.decode()
    assert f'name="item" value="{newer.slug}"><input type="hidden" name="version" value="1"' in html
    for version, status in ((1, 302), (2, 404)):
        sent = form(done, item=newer.slug, version=version)
        assert browser.post(url(done, "retry/"), sent).status_code == status
    assert "CANARY" not in browser.get(url(done, "retry/")).content.decode()


def test_the_way_on_from_a_result_is_the_next_module(amina, browser):
    done = attempt(amina, quiz(), handed_in=True)
    assert "Go on:" not in browser.get(url(done, "result/")).content.decode()
    module("initiatives")
    assert "/ssc/initiatives/" in browser.get(url(done, "result/")).content.decode()


# Doors

PAGES = ["", "1/", "result/", "retry/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["visitor", "bheki", "clara", "dario", "esi", "farid", "gita"])
def test_nobody_else_sees_an_attempt(running, page, who):
    people = {"visitor": lambda: None, "gita": guest, "farid": lambda: person("farid", is_staff=True)}
    reader = signed_in(people.get(who, lambda: person(who))())
    assert reader.get(url(running, page)).status_code == 404


def guest_without_a_session(of):
    """The browser of the attempt's guest, which has lost the session and kept the visitor's cookie."""
    response = HttpResponse()
    response.set_signed_cookie(cookie_name(), str(of.learner.public_id), salt=COOKIE_SALT)
    browser = Client()
    browser.cookies = response.cookies
    return browser


@pytest.mark.parametrize("page", ["1/", "1/flag/", "hand-in/"])
def test_a_guest_whose_session_is_lost_goes_on_as_the_same_guest(page):
    of = attempt(guest(), quiz())
    browser = guest_without_a_session(of)
    assert browser.post(url(of, page), form(of)).status_code == 302
    assert browser.get(url(of)).status_code in (200, 302)


def test_so_does_one_who_retries():
    of = attempt(guest(), quiz(), handed_in=True)
    browser = guest_without_a_session(of)
    missed = asked(of)
    sent = form(of, item=missed.slug, version=1, values=right_values(missed))
    assert browser.post(url(of, "retry/"), sent).status_code == 302
    assert Response.objects.practice().get().learner == of.learner


@pytest.mark.parametrize("page", ["1/", "retry/"])
def test_what_a_guest_sends_while_signing_up_in_another_tab_is_kept_for_the_account(page):
    of = attempt(guest(), quiz(), handed_in=page == "retry/")
    browser = guest_without_a_session(of)
    User.objects.filter(pk=of.learner.pk).update(is_guest=False)
    assert browser.post(url(of, page), form(of)).status_code == 401


@pytest.mark.parametrize("page", ["1/", "1/flag/", "hand-in/", "retry/"])
def test_nobody_else_changes_an_attempt(running, page):
    bheki = person("bheki")
    response = signed_in(bheki).post(url(running, page), {**form(running), "learner": bheki.public_id})
    assert response.status_code == 404
    assert signed_in(bheki).post(url(running, page), form(running)).status_code == 409
    assert signed_in(None).post(url(running, page), form(running)).status_code == 401


# Budgets


@pytest.mark.parametrize("items", [1, 3, 30])
def test_saving_costs_7_queries_however_many_items(amina, browser, items):
    of = quiz("long", items=[item(f"long-{n}") for n in range(items)])
    begun = attempt(amina, of)
    values = right_values(asked(begun))
    with exactly(7):
        browser.post(url(begun, "1/"), form(begun, values=values, sequence=1), headers=HTMX)


@pytest.mark.parametrize("items", [1, 3, 30])
def test_a_result_costs_the_same_however_many_items(amina, browser, items):
    bri = claim()
    note(about=bri)
    rewrite(section(), "It was launched in 2013 [[P4.2]].", claims=[bri])
    of = quiz("long", items=[revise(item(f"long-{n}"), claims=[bri]) for n in range(items)])
    done = attempt(amina, of, right=1, handed_in=True)
    with exactly(10):
        browser.get(url(done, "result/"))


def test_an_attempt_whose_time_is_up_shows_the_summary(amina, browser):
    of = quiz(settings={"time_limit_minutes": 10})
    begun = attempt(amina, of)  # begun long ago
    assert browser.get(url(begun, "1/"))["Location"] == url(begun)

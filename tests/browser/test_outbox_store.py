"""A store that fails, comes late or is cleared, a change that is stuck, a wrong clock: nothing is lost."""

import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import acts
from tests.browser.failures import BY_HAND, control, nothing_arrives, posts, with_script
from tests.browser.rows import responses
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")

# The page's connections to its store, so that a test can break them as browsers do.
SEEN_STORES = """
    window.stores = [];
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...given) {
        const request = open.apply(this, given);
        request.addEventListener("success", () => window.stores.push(request.result));
        return request;
    };
"""
SLOW_STORE = """
    const set = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "onsuccess").set;
    Object.defineProperty(IDBOpenDBRequest.prototype, "onsuccess", {
        set(act) { set.call(this, (event) => setTimeout(() => act(event), 1500)); },
    });
"""
CLOSE_STORES = "window.stores.forEach(store => store.close())"
DELETE_STORE = "new Promise(done => indexedDB.deleteDatabase('outbox').onsuccess = done)"


def other_choice(page: Page) -> list[str]:
    return acts.choose(page, "incorrect")


@control(
    ("!((await connect()) && (await stored(change, others)))", "true"), ("await stored(null, others);", "")
)
def test_where_the_connection_to_the_store_is_lost_an_older_answer_does_not_come_after_a_newer_one(
    server: Server, page: Page
):
    page.add_init_script(SEEN_STORES)
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    with nothing_arrives(page):
        older = acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.evaluate(CLOSE_STORES)
        newer = other_choice(page)
        page.wait_for_timeout(1500)
    acts.waiting(page).get_by_role("button", name="Try now").click()
    acts.is_saved(page)
    acts.to_item(page, 2)
    page.wait_for_timeout(1500)
    acts.to_item(page, 1)
    assert acts.chosen(acts.quiz_form(page)) == newer != older
    assert responses(server)[-1] == newer


@control(("if (change && !change.sequence) change.key = browser.key;", ""))
def test_where_the_store_is_cleared_a_further_change_counts(server: Server, page: Page):
    acts.start_quiz(page)
    for outcome in ("correct", "incorrect"):
        given = acts.choose(page, outcome)
        acts.is_saved(page)
    page.evaluate(DELETE_STORE)
    given = acts.choose(page)
    page.wait_for_timeout(1200)
    acts.is_saved(page)
    page.reload()
    assert acts.chosen(acts.quiz_form(page)) == given == responses(server)[-1]


@control(("if (isReady || !form", "if (form || !form"))
def test_handing_in_waits_until_it_is_known_what_waits(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    with nothing_arrives(page):
        given = acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.get_by_role("link", name="All items").click()
        page.add_init_script(SLOW_STORE)
        page.reload()
        with page.expect_event("requestfailed"):
            acts.hand_in_button(page).click()
        expect(page.get_by_role("complementary", name="Hand in")).to_contain_text("waits for 1 answer")
    assert responses(server) == []
    acts.waiting(page).get_by_role("button", name="Try now").click()
    expect(page.get_by_role("heading", name="What each item gave")).to_be_visible()
    assert responses(server) == [given]


@control(("waiting().sort((one, other) => lastFailed(one) - lastFailed(other))", "waiting()"))
def test_an_answer_that_something_on_the_way_never_lets_through_holds_no_other_back(
    server: Server, page: Page
):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    blocked = ["/"]  # everything, and then the first item alone
    with posts(
        page, lambda route: route.abort() if route.request.url.endswith(blocked[0]) else route.fallback()
    ):
        for number in (1, 2, 3):
            acts.to_item(page, number)
            given = acts.choose(page)
        expect(acts.waiting(page)).to_contain_text("3 answers wait")
        blocked[0] = "/1/"
        for _ in range(3):
            acts.waiting(page).get_by_role("button", name="Try now").click()
            page.wait_for_timeout(500)
        expect(acts.waiting(page)).to_contain_text("1 answer waits")
        assert responses(server)[-1] == given


def test_an_answer_given_under_a_wrong_clock_is_sent_before_it_is_taken_for_an_old_one(
    server: Server, page: Page
):
    acts.start_quiz(page)
    with nothing_arrives(page):
        given = acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.evaluate(acts.MAKE_OLDER, 20_000)
    page.reload()
    acts.is_saved(page)
    assert responses(server) == [given]


@control(('saved === "late") await write', 'saved === "never") await write'))
def test_what_came_too_late_is_told_on_whatever_page_one_is(server: Server, page: Page):
    acts.start_quiz(page)
    with nothing_arrives(page):
        acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        server.manage("shell", "--verbosity", "0", "--command", TIME_IS_UP)
        page.goto("/")
        expect(acts.waiting(page)).to_be_visible()
    page.reload()
    expect(acts.refused(page)).to_contain_text("what comes later is kept, but does not count")
    acts.refused(page).get_by_role("button", name="Take it away").click()
    expect(page.locator("main h1")).to_be_focused()


TIME_IS_UP = """
from datetime import timedelta
from django.utils import timezone
from quizzes.models import Attempt
Attempt.objects.update(deadline=timezone.now() - timedelta(minutes=1))
"""


@control(
    ("outbox.ready.then(holdBack);", ""), ("event.target.hidden) event.preventDefault()", "false) return")
)
def test_an_attempt_is_not_taken_back_while_its_answer_is_on_a_slow_way(page: Page):
    held: list[Route] = []
    acts.start_quiz(page)
    with posts(page, lambda route: held.append(route) if "/1/" in route.request.url else route.fallback()):
        acts.choose(page)
        page.wait_for_timeout(1200)
        acts.to_item(page, 2)
        page.wait_for_timeout(500)
        try:
            expect(page.get_by_role("button", name="Take this attempt back")).to_be_hidden()
        finally:
            for route in held:
                route.abort()


@control(("outbox.isBehind() && bringUpToDate()", "outbox"))
def test_a_page_that_was_asked_for_while_an_answer_was_on_its_way_shows_it(page: Page):
    held: list[Route] = []
    acts.start_quiz(page)
    with nothing_arrives(page):
        given = acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        attempt = page.url
        page.goto("about:blank")

    def overtaken(route: Route) -> None:
        before = route.fetch()
        held.pop().continue_()
        time.sleep(1)  # meanwhile the answer is stored, and the page that sent it hears of it
        route.fulfill(response=before)

    with posts(page, held.append):
        page.goto("/")
        page.wait_for_timeout(1000)
        page.route(attempt, overtaken, times=1)
        page.goto(attempt)
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given

"""What is chosen in a quiz is kept at once, sent by itself, and stored once, whatever happens on the way."""

import re
import time
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import acts
from tests.browser.failures import (
    BY_HAND,
    FAILURES,
    QUICKLY,
    Failure,
    control,
    it_fails,
    nothing_arrives,
    of_ours,
    offline,
    posts,
    with_script,
)
from tests.browser.rows import responses
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")

TAKES_ALL_FOR_STORED = [
    ('isOurs ? "stored" : "waits"', '"stored"'),
    ('[MEANING[status]] ?? "waits"', '[MEANING[status]] ?? "stored"'),
    ('{ meaning: "waits", status: 0 }', '{ meaning: "stored", status: 0 }'),
]
SENDS_IT_AS_ANOTHER = (
    "sequence: change.sequence };",
    "sequence: (change.sent = (change.sent ?? change.sequence) + 1) };",
)


@control(("soon.set(form, setTimeout(send, PAUSE, form));", ""))
def test_a_choice_is_saved_without_any_button_and_only_then_said_to_be(server: Server, page: Page):
    acts.start_quiz(page)
    given = acts.choose(page)
    acts.is_not_saved(page)
    assert responses(server) == []
    acts.is_saved(page)
    assert responses(server) == [given]
    expect(acts.quiz_form(page).locator("[data-saved]")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(page.get_by_role("status")).to_have_text("Saved.")


def is_waited_out(server: Server, page: Page, failure: Failure, outcome: str) -> None:
    """One answer meets this failure, and is stored once when it is over; nobody presses anything."""
    before = responses(server)
    with failure(page):
        given = acts.choose(page, outcome)
        expect(acts.waiting(page)).to_contain_text("1 answer waits to be sent.")
        acts.is_not_saved(page)
        assert acts.chosen(acts.quiz_form(page)) == given
    acts.is_saved(page)
    expect(acts.waiting(page)).to_be_hidden()
    page.reload()
    expect(acts.quiz_form(page)).to_be_visible()
    assert acts.chosen(acts.quiz_form(page)) == given
    assert responses(server) == [*before, given]


def test_every_failure_on_the_way_is_waited_out(server: Server, page: Page, subtests: pytest.Subtests):
    with_script(page, QUICKLY)
    acts.start_quiz(page)
    for turn, (name, (failure, _words)) in enumerate(FAILURES.items()):
        with subtests.test(name):
            is_waited_out(server, page, failure, "correct" if turn % 2 else "incorrect")


def test_control_where_a_failure_is_taken_for_success_the_answer_is_missed(
    server: Server, page: Page, subtests: pytest.Subtests
):
    with_script(page, *TAKES_ALL_FOR_STORED)
    acts.start_quiz(page)
    for turn, (name, (failure, _words)) in enumerate(FAILURES.items()):
        with subtests.test(name), it_fails():
            is_waited_out(server, page, failure, "correct" if turn % 2 else "incorrect")


@control(SENDS_IT_AS_ANOTHER)
def test_after_a_lost_reply_it_is_sent_as_the_same_change_and_counts_once(server: Server, page: Page):
    with_script(page, QUICKLY)
    acts.start_quiz(page)
    is_waited_out(server, page, FAILURES["a lost reply"][0], "correct")


@control(("""window.addEventListener("online", () => flush());""", ""))
def test_when_the_line_is_back_it_is_sent_at_once(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    is_waited_out(server, page, offline, "correct")


@control(("PAUSE.first * 2 ** failures++", "PAUSE.first * 1 ** failures++"))
def test_the_pauses_between_two_tries_grow(page: Page):
    with_script(page, QUICKLY)
    acts.start_quiz(page)
    tries: list[float] = []

    def note(route: Route) -> None:
        tries.append(time.monotonic())
        route.fulfill(status=502)

    with posts(page, note):
        acts.choose(page)
        page.wait_for_timeout(4500)
    first, *_, last = [later - earlier for earlier, later in pairwise(tries)]
    assert 3 < len(tries) < 8 and last > 2 * first
    acts.is_saved(page)


@control(("!asked && notBefore > now()", "false"))
def test_a_pause_that_the_server_asks_for_is_kept_unless_a_person_asks(server: Server, page: Page):
    acts.start_quiz(page)
    with of_ours(503, **{"Retry-After": "100"})(page):
        acts.choose(page)
        expect(acts.waiting(page)).to_contain_text(re.compile("Next try in (9[5-9]|100) seconds"))
    given = acts.choose(page, "incorrect")  # would be sent in a second
    page.wait_for_timeout(1500)
    expect(acts.waiting(page)).to_contain_text("1 answer waits to be sent.")
    assert responses(server) == []
    acts.waiting(page).get_by_role("button", name="Try now").click()
    acts.is_saved(page)
    assert responses(server) == [given]


def test_a_pause_without_end_is_cut_to_a_day_and_starts_no_storm(server: Server, page: Page):
    acts.start_quiz(page)
    tries: list[Route] = []

    def answer(route: Route) -> None:
        tries.append(route)
        route.fulfill(status=503, headers={"Retry-After": "99999999999"})

    with posts(page, answer):
        acts.choose(page)
        expect(acts.waiting(page)).to_contain_text("Next try in 86")
        page.wait_for_timeout(500)
    assert len(tries) == 1


@control(("Promise.resolve(onTheWay.get(item))", "Promise.resolve()"))
def test_on_a_slow_line_a_later_change_follows_the_earlier_one(server: Server, page: Page):
    acts.start_quiz(page)
    slow: list[Route] = []
    with posts(page, lambda route: route.continue_() if slow else slow.append(route)):
        first = acts.choose(page)
        page.wait_for_timeout(1300)
        second = acts.choose(page, "incorrect")
        page.wait_for_timeout(1300)  # it would be due by now
        slow[0].continue_()
        acts.is_saved(page)
    assert responses(server) == [first, second]
    assert acts.chosen(acts.quiz_form(page)) == second


@control(('mark(form, "soon");\n    clear', "clear"))
def test_what_is_not_sent_yet_is_never_said_to_be_saved(page: Page):
    acts.start_quiz(page)
    acts.choose(page)
    acts.is_saved(page)
    acts.choose(page, "incorrect")
    assert acts.quiz_form(page).locator("[data-saved=true]").count() == 0


@control(("database !== null", "true"))
def test_where_the_browser_keeps_nothing_one_is_told_to_leave_the_page_open(server: Server, page: Page):
    with_script(page, QUICKLY)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('blocked') }})")
    acts.start_quiz(page)
    with nothing_arrives(page):
        given = acts.choose(page)
        words = "leave this page open until it has gone out"
        expect(acts.waiting(page)).to_contain_text(words, use_inner_text=True)
    acts.is_saved(page)
    assert responses(server) == [given]


@control(("given(asServed(form))", "given(form)"))
def test_what_is_chosen_before_the_scripts_have_come_is_kept_too(server: Server, page: Page):
    acts.start_quiz(page)
    late: list[Route] = []
    page.route("**/static/app*.js", lambda route: late.append(route))
    page.goto(page.url, wait_until="commit")
    given = acts.choose(page)
    assert acts.quiz_form(page).locator("[data-saved]").count() == 0
    late[0].fallback()
    acts.is_saved(page)
    assert responses(server) == [given]


@control(("!waiting.some(isDue)", "waiting.every(formOf)"))
def test_how_many_wait_is_seen_on_every_page_and_said_once(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    given = []
    with nothing_arrives(page):
        for number in (1, 2, 3):
            acts.to_item(page, number)
            given.append(acts.choose(page))
            expect(acts.waiting(page)).to_contain_text(
                "1 answer waits" if number == 1 else f"{number} answers wait to be sent."
            )
        page.get_by_role("link", name="Progress").click()
        expect(acts.waiting(page)).to_contain_text("3 answers wait to be sent.")
        expect(page.get_by_role("status")).to_have_text("3 answers wait to be sent.")
    acts.waiting(page).get_by_role("button", name="Try now").click()
    expect(acts.waiting(page)).to_be_hidden()
    assert sorted(responses(server)) == sorted(given)


@control(("sendAll = () => soon.forEach((_, form) => send(form))", "sendAll = () => {}"))
def test_who_leaves_at_once_loses_nothing(server: Server, page: Page):
    acts.start_quiz(page)
    given = acts.choose(page)
    page.goto("about:blank")
    for _ in range(20):
        page.wait_for_timeout(50)
        if responses(server):
            break
    assert responses(server) == [given]

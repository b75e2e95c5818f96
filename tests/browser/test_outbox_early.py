"""What is chosen on a page that is left before the browser's store is open is sent from the next page."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.failures import control, nothing_arrives
from tests.browser.rows import responses, responses_of
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")

SLOW_STORE_HERE = """if (location.pathname === "{0}") {{
    const set = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "onsuccess").set;
    Object.defineProperty(IDBOpenDBRequest.prototype, "onsuccess", {{
        set(act) {{ set.call(this, (event) => setTimeout(() => act(event), 2000)); }},
    }});
}}"""
WITHOUT_SCRIPTS = "/healthz"
CHOOSE_BEFORE_SCRIPTS_RUN = """document.addEventListener("readystatechange", () => {
    for (const control of document.readyState === "interactive" ? document.getElementsByName("values") : []) {
        const isOneOfThem = ({value}) => given.includes(value);
        if (control.options) control.value = [...control.options].find(isOneOfThem)?.value ?? "";
        else if (/radio|checkbox/.test(control.type)) control.checked = isOneOfThem(control);
        else control.value = given[0];
    }
})"""
LEAVE = "window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))"
COME_BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
MAKE_OLDER = """days => Object.keys(localStorage).forEach(name => {
    const each = JSON.parse(localStorage[name]);
    localStorage[name] = JSON.stringify({...each, madeAt: each.madeAt - days * 86400000});
})"""
REFUSES = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("", "SecurityError"); },
})"""


def at_an_item_whose_store_opens_late(page: Page) -> str:
    acts.start_quiz(page)
    item = urlsplit(page.url).path
    page.add_init_script(SLOW_STORE_HERE.format(item))
    page.goto(item)
    return item


@control(("for (const change of early)", "for (const change of [])"))
def test_it_goes_out_from_the_next_page_once(server: Server, page: Page):
    item = at_an_item_whose_store_opens_late(page)
    acts.choose(page, "incorrect")
    given = acts.choose(page)
    acts.is_not_saved(page)
    page.goto("/")
    page.wait_for_timeout(1500)
    assert responses(server) == [given]
    page.goto(item)
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given
    page.wait_for_timeout(2500)
    assert responses(server) == [given]


@control(("forms().forEach(notice); // what was chosen before this script was there", ""))
def test_so_does_what_was_chosen_before_the_script_was_there(server: Server, page: Page):
    item = at_an_item_whose_store_opens_late(page)
    given = sorted(course.asked()[acts.slug_here(page)].values["correct"])
    page.add_init_script(f"const given = {json.dumps(given)}; {CHOOSE_BEFORE_SCRIPTS_RUN}")
    page.goto(item)
    page.goto("/")
    page.wait_for_timeout(1500)
    assert responses(server) == [given]


@control(
    ("changes.filter(same(change)).filter(replaced)", "[]"), ("isNewest = ", "isNewest = () => true, no = ")
)
def test_it_takes_the_place_of_what_waited_before(server: Server, page: Page):
    item = at_an_item_whose_store_opens_late(page)
    with nothing_arrives(page):
        acts.choose(page, "incorrect")
        expect(acts.waiting(page)).to_be_visible()
        page.goto(WITHOUT_SCRIPTS)
        page.goto(item)
        given = acts.choose(page)
        page.goto(WITHOUT_SCRIPTS)
    page.goto("/")
    page.wait_for_timeout(1500)
    expect(acts.waiting(page)).to_be_hidden()  # an older one would wait until it may be tried again
    assert responses(server) == [given]


@control(("({ learner }) => learner === me", "() => true"), ("learner: change.learner,", "learner: me,"))
def test_it_is_sent_for_nobody_but_the_person_who_gave_it(server: Server, page: Page):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    at_an_item_whose_store_opens_late(page)
    given = acts.choose(page)
    page.goto(WITHOUT_SCRIPTS)
    page.context.clear_cookies()
    acts.sign_in(page, CLARA)
    page.wait_for_timeout(1200)
    expect(page.locator("[data-part=others]")).to_be_visible()
    assert responses_of(server) == []
    page.context.clear_cookies()
    acts.sign_in(page, AMINA)
    page.goto("/")
    page.wait_for_timeout(1200)
    assert responses_of(server) == [("amina", given)]


@control(("DAYS_KEPT = 30", "DAYS_KEPT = 300"))
def test_it_is_kept_for_thirty_days(server: Server, page: Page):
    at_an_item_whose_store_opens_late(page)
    acts.choose(page)
    page.goto(WITHOUT_SCRIPTS)
    with nothing_arrives(page):
        page.evaluate(MAKE_OLDER, 31)
        page.goto("/")
        page.wait_for_timeout(1500)
        expect(acts.waiting(page)).to_be_hidden()
        assert page.evaluate("localStorage.length") == 0
    page.goto("/")
    page.wait_for_timeout(1000)
    assert responses(server) == []


@control(("isLeft || !name", "!name"))
def test_a_page_that_lives_on_for_a_while_leaves_it_to_the_next_one(server: Server, page: Page):
    at_an_item_whose_store_opens_late(page)
    given = acts.choose(page)
    page.evaluate(LEAVE)
    page.wait_for_timeout(2500)  # its store opens meanwhile
    assert page.evaluate("localStorage.length") == 1
    assert responses(server) == []
    page.evaluate(COME_BACK)  # as the browser kept it
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given
    assert responses(server) == [given]


@control(('addEventListener("storage"', 'addEventListener("nothing"'))
def test_it_does_not_come_after_what_is_chosen_later_in_another_window(server: Server, page: Page):
    acts.start_quiz(page)
    item = page.url
    other = page.context.new_page()
    other.add_init_script(SLOW_STORE_HERE.format(urlsplit(item).path))
    other.goto(item)
    early = acts.choose(other, "incorrect")
    other.goto(WITHOUT_SCRIPTS)
    acts.is_saved(page)
    given = acts.choose(page)
    acts.is_not_saved(page)
    acts.is_saved(page)
    acts.come_back(page)
    page.wait_for_timeout(1000)
    assert responses(server)[-1] == given and early in responses(server)
    page.goto("/")
    page.wait_for_timeout(1500)
    assert responses(server)[-1] == given


@control(("early.clear();", ""))
def test_a_page_that_is_left_twice_leaves_it_once(server: Server, page: Page):
    item = at_an_item_whose_store_opens_late(page)
    early = acts.choose(page, "incorrect")
    page.evaluate(LEAVE)
    other = page.context.new_page()
    other.goto("/")
    other.wait_for_timeout(1500)
    assert responses(server) == [early]
    page.evaluate(LEAVE)
    other.wait_for_timeout(1500)
    assert other.evaluate("localStorage.length") == 0
    assert responses(server) == [early]
    other.goto(item)
    acts.is_saved(other)


@control(("} catch {} // it goes on by itself", "} catch { isLeft = 1; }"))
def test_where_it_cannot_wait_there_a_page_that_lives_on_keeps_it(server: Server, page: Page):
    page.add_init_script(REFUSES)
    at_an_item_whose_store_opens_late(page)
    given = acts.choose(page)
    page.evaluate(LEAVE)
    acts.is_saved(page)
    assert responses(server) == [given]


def test_a_draft_of_a_section_is_there_again(page: Page):
    address, slug = course.section_asking("choice")
    given = course.asked()[slug].values["correct"]
    page.add_init_script(SLOW_STORE_HERE.format(address))
    page.goto(address)
    acts.fill(acts.item(page, slug), given)
    page.goto("/")
    page.goto(address)
    page.wait_for_timeout(2500)
    assert acts.chosen(acts.item(page, slug)) == sorted(given)

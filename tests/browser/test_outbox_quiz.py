"""Handing in waits for what is on its way, what was refused stays readable, and tabs and devices agree."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA
from tests.browser.failures import (
    BY_HAND,
    control,
    lost_reply,
    nothing_arrives,
    of_a_proxy,
    of_ours,
    with_script,
)
from tests.browser.rows import responses
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")


# Handing in


@control(("(!waiting && (asked || !ended))) return;", "true) return;"))
def test_handing_in_waits_for_an_answer_and_goes_on_by_itself(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    with nothing_arrives(page):
        given = acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.get_by_role("link", name="All items").click()
        with page.expect_event("requestfailed"):  # not later, when the line is back
            acts.hand_in_button(page).click()
        expect(page.get_by_role("complementary", name="Hand in")).to_contain_text(
            "Handing in waits for 1 answer that is not saved yet."
        )
        expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    acts.waiting(page).get_by_role("button", name="Try now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^[1-9]\d* of \d+ points"))
    assert responses(server) == [given]


@control(("(asked || !ended)", "true"))
def test_before_handing_in_one_sees_what_could_not_be_taken(page: Page):
    acts.start_quiz(page)
    with of_ours(404)(page):
        acts.choose(page)
        expect(acts.refused(page)).to_be_visible()
    page.get_by_role("link", name="All items").click()
    acts.hand_in_button(page).click()
    expect(page.get_by_role("complementary", name="Hand in")).to_contain_text(
        "1 answer of this quiz could not be taken."
    )
    acts.hand_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^0 of \d+ points"))


@control(('asked === "refused" ||', 'asked === "nothing" ||'))
def test_an_answer_that_the_server_never_takes_holds_nobody_back_who_is_told_so(server: Server, page: Page):
    acts.start_quiz(page)
    with of_ours(500)(page):
        page.context.route("**/hand-in/", lambda route: route.continue_())
        acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.get_by_role("link", name="All items").click()
        acts.hand_in_button(page).click()
        expect(page.get_by_role("complementary", name="Hand in")).to_contain_text(
            "1 answer could still not be saved."
        )
        acts.hand_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^0 of \d+ points"))
    assert responses(server) == []


@control(("form.hidden = here", "form.title = here"))
def test_an_attempt_with_an_answer_that_waits_is_not_taken_back(page: Page):
    acts.start_quiz(page)
    take_back = page.get_by_role("button", name="Take this attempt back")
    expect(take_back).to_be_visible()
    with nothing_arrives(page):
        acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        expect(take_back).to_be_hidden()


# What was refused


@control(*((f'{status}: "ended"', f'{status}: "waits"') for status in (400, 404, 413, 422)))
def test_what_is_refused_is_not_sent_again_and_stays_readable_until_one_takes_it_away(
    server: Server, page: Page
):
    acts.start_quiz(page)
    item = page.url
    for status in (400, 404, 413, 422):
        with of_a_proxy(status)(page):
            given = acts.choose(page)
            words = acts.in_words(page)
            expect(acts.quiz_form(page).locator("[data-saved]")).to_contain_text(
                "could not take it. It stays"
            )
        assert acts.chosen(acts.quiz_form(page)) == given
        page.get_by_role("link", name="Course", exact=True).click()
        expect(acts.refused(page)).to_contain_text(words)
        expect(acts.waiting(page)).to_be_hidden()
        assert responses(server) == []
        acts.refused(page).get_by_role("button", name="Take it away").click()
        page.goto(item)
        expect(acts.refused(page)).to_be_hidden()


@control(("isMendable && sequence !== change.sequence", "false"))
def test_an_answer_that_does_not_fit_is_named_beside_its_form_and_elsewhere_until_it_is_mended(page: Page):
    acts.start_quiz(page, course.quiz_asking("text_entry"))
    while course.asked()[acts.slug_here(page)].interaction != "text_entry":
        page.get_by_role("link", name="Next item").click()
    here = acts.position(page)
    elsewhere = 2 if here == 1 else 1  # items are shuffled
    field = acts.quiz_form(page).locator("[name=values]")
    field.evaluate(
        "field => (field.value = 'a\\x07b') && field.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    expect(acts.quiz_form(page).get_by_role("alert")).to_contain_text("Not saved.")
    assert field.input_value() == "a\x07b"
    expect(acts.refused(page)).to_be_hidden()
    acts.to_item(page, elsewhere)
    expect(acts.refused(page)).to_be_visible()
    acts.to_item(page, here)
    acts.choose(page)
    acts.is_saved(page)
    acts.to_item(page, elsewhere)
    page.wait_for_timeout(500)
    expect(acts.refused(page)).to_be_hidden()


@control(("return sendNow(fresh);", "return fresh;"))
def test_what_something_on_the_way_refused_can_be_sent_once_more(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    with of_a_proxy(404)(page):
        given = acts.choose(page)
        expect(acts.refused(page)).to_be_visible()
    acts.refused(page).get_by_role("button", name="Send it once more").click()
    acts.is_saved(page)
    expect(acts.refused(page)).to_be_hidden()
    assert responses(server) == [given]


@control(("DAYS_KEPT = 30", "DAYS_KEPT = 300"))
def test_nothing_is_kept_over_thirty_days(server: Server, page: Page):
    acts.start_quiz(page)
    with nothing_arrives(page):
        acts.choose(page)
        expect(acts.waiting(page)).to_be_visible()
        page.evaluate(acts.MAKE_OLDER, 29)
        page.reload()
        expect(acts.waiting(page)).to_be_visible()
        page.evaluate(acts.MAKE_OLDER, 2)
        page.goto("/")
        page.wait_for_timeout(1500)
        expect(acts.waiting(page)).to_be_hidden()
    assert responses(server) == []


# In a section


@control(("database = await open();", "database = null;"))
def test_what_one_has_begun_to_answer_in_a_section_is_there_again_and_is_not_sent(server: Server, page: Page):
    address, slug = course.section_asking("choice")
    given = course.asked()[slug].values["correct"]
    page.goto(address)
    acts.fill(acts.item(page, slug), given)
    page.wait_for_timeout(1300)
    page.goto("/")
    page.goto(address)
    page.wait_for_timeout(300)
    assert acts.chosen(acts.item(page, slug)) == sorted(given)
    assert responses(server) == []
    acts.answer(page, slug, "correct")
    assert responses(server) == [sorted(given)]


# Tabs and devices


def shows(page: Page, given: list[str]) -> None:
    """That answer is chosen, and it says that it came from elsewhere."""
    note = acts.quiz_form(page).locator("[data-saved]")
    expect(note).to_contain_text("changed in another tab or on another device")
    assert acts.chosen(acts.quiz_form(page)) == given


@control(("if (channel) channel.onmessage = hear;", ""))
def test_what_is_chosen_in_one_tab_is_seen_in_the_other(server: Server, page: Page):
    acts.start_quiz(page)
    tab = page.context.new_page()
    tab.goto(page.url)
    with nothing_arrives(page):
        first = acts.choose(page)
        shows(tab, first)
        acts.is_not_saved(tab)
    acts.is_saved(tab)
    acts.is_saved(page)
    second = acts.choose(tab, "incorrect")
    acts.is_saved(tab)
    acts.is_saved(page)
    shows(page, second)
    assert responses(server) == [first, second]


@control(("timer = setTimeout(bringUpToDate, 300);", ""))
def test_what_another_device_saved_is_seen_when_one_comes_back(server: Server, new_page: Callable[..., Page]):
    laptop, phone = at_one_item(server, new_page)
    first = acts.choose(laptop)
    acts.is_saved(laptop)
    second = acts.choose(phone, "incorrect")
    acts.is_saved(phone)
    assert acts.chosen(acts.quiz_form(laptop)) == first
    acts.come_back(laptop)
    shows(laptop, second)
    acts.is_saved(laptop)
    assert responses(server) == [first, second]


@control(("alike(theirs) === alike(form)", "true"))
def test_a_retry_that_comes_after_a_newer_answer_shows_what_counts(
    server: Server, new_page: Callable[..., Page]
):
    laptop, phone = at_one_item(server, new_page)
    with lost_reply(laptop):
        first = acts.choose(laptop)
        acts.is_not_saved(laptop)
        expect(acts.waiting(laptop)).to_be_visible()
        second = acts.choose(phone, "incorrect")
        acts.is_saved(phone)
    acts.waiting(laptop).get_by_role("button", name="Try now").click()
    expect(acts.quiz_form(laptop).locator("[data-saved]")).to_contain_text("Not what counts")
    assert acts.chosen(acts.quiz_form(laptop)) == second
    assert responses(server) == [first, second]


@control(
    ("form && (isAhead(form) || before !== given(form))", "false"),
    ("if (change && isNew) take", "if (!form) take"),
)
def test_what_is_not_sent_yet_is_not_replaced_by_what_another_device_saved(
    server: Server, new_page: Callable[..., Page]
):
    laptop, phone = at_one_item(server, new_page)
    with nothing_arrives(laptop):
        first = acts.choose(laptop)
        expect(acts.waiting(laptop)).to_be_visible()
        second = acts.choose(phone, "incorrect")
        acts.is_saved(phone)
        acts.come_back(laptop)
        laptop.wait_for_timeout(1000)
        assert acts.chosen(acts.quiz_form(laptop)) == first
        acts.is_not_saved(laptop)
    acts.waiting(laptop).get_by_role("button", name="Try now").click()
    acts.is_saved(laptop)
    assert responses(server) == [second, first]


def at_one_item(server: Server, new_page: Callable[..., Page]) -> tuple[Page, Page]:
    """Amina's laptop and her phone, at the first item of one attempt."""
    acts.make_accounts(server)
    laptop, phone = new_page(), new_page()
    for device in (laptop, phone):
        with_script(device, BY_HAND)
        acts.sign_in(device, AMINA)
    acts.start_quiz(laptop)
    phone.goto(laptop.url)
    return laptop, phone

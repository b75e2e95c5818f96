"""What htmx swaps in is what a reload shows, is said aloud, and leaves the focus where it is expected."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.failures import BY_HAND, nothing_arrives, posts, with_script
from tests.browser.rows import attempts, responses
from tests.browser.server import Server

MAIN = """() => {
    const main = document.querySelector("main").cloneNode(true);
    const live = [...document.querySelectorAll("main :is(input, option)")];
    main.querySelectorAll(":is(input, option)").forEach((control, at) => {
        if (["csrfmiddlewaretoken", "client_key"].includes(control.name)) return control.remove();
        if (control.localName === "option") return control.toggleAttribute("selected", live[at].selected);
        control.toggleAttribute("checked", live[at].checked);
        control.setAttribute("value", live[at].value);
    });
    const lines = [];
    (function walk(node, depth) {
        if (node.nodeType === Node.TEXT_NODE) {
            const text = node.textContent.replace(/\\s+/g, " ").trim();
            if (text) lines.push(depth + text);
        } else if (node.nodeType === Node.ELEMENT_NODE) {
            const attributes = [...node.attributes].map(({name, value}) => `${name}="${value}"`).sort();
            lines.push(`${depth}<${[node.localName, ...attributes].join(" ")}>`);
            node.childNodes.forEach(child => walk(child, depth + " "));
        }
    })(main, "");
    return lines;
}"""
FOCUS = (
    "() => document.activeElement.id || document.activeElement.className || document.activeElement.localName"
)


def main(page: Page) -> list[str]:
    """The main content, line by line: as it is now, with what is chosen now."""
    return page.evaluate(MAIN)


def swapped_is_as_reloaded(page: Page) -> None:
    swapped = main(page)
    page.reload()
    assert swapped == main(page)


def focus(page: Page) -> str:
    return page.evaluate(FOCUS)


@pytest.mark.parametrize("interaction", ["choice", "text_entry"])
@pytest.mark.parametrize("outcome", ["correct", "incorrect"])
def test_an_item_scored_in_place_is_as_a_reload_shows_it(page: Page, interaction: str, outcome: str):
    address, slug = course.section_asking(interaction)
    page.goto(address)
    mark_this_page(page)
    acts.answer(page, slug, outcome)
    it_is_still_this_page(page)
    swapped_is_as_reloaded(page)
    mark_this_page(page)
    acts.try_again(page, slug)
    it_is_still_this_page(page)
    acts.answer(page, slug, outcome)
    swapped_is_as_reloaded(page)


def test_a_saved_changed_or_flagged_item_of_a_quiz_is_as_a_reload_shows_it(page: Page):
    acts.start_quiz(page)
    mark_this_page(page)
    acts.give(page, "incorrect")
    it_is_still_this_page(page)
    swapped_is_as_reloaded(page)
    acts.give(page, "correct")
    swapped_is_as_reloaded(page)
    for button, then in (("Flag this item", "Take the flag away"), ("Take the flag away", "Flag this item")):
        mark_this_page(page)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("button", name=then)).to_be_visible()
        it_is_still_this_page(page)
        swapped_is_as_reloaded(page)


def mark_this_page(page: Page) -> None:
    page.evaluate("window.marked = true")


def it_is_still_this_page(page: Page) -> None:
    assert page.evaluate("window.marked") is True


def test_a_result_gets_the_focus_and_is_said_in_the_status_region(page: Page):
    address, slug = course.section_asking("choice")
    page.goto(address)
    expect(page.get_by_role("status")).to_be_empty()
    acts.answer(page, slug, "incorrect")
    assert page.evaluate("document.activeElement.closest('[data-item]').dataset.item") == slug
    assert focus(page) == "outcome"
    expect(page.get_by_role("status")).to_have_text(re.compile("0 points of 1|0 of 1|point"))
    acts.try_again(page, slug)
    assert page.evaluate("document.activeElement.name") == "values"


@pytest.mark.parametrize("interaction", ["choice", "text_entry"])
def test_a_save_leaves_the_focus_where_it_was_and_is_said_in_the_status_region(page: Page, interaction: str):
    acts.start_quiz(page, course.quiz_asking(interaction))
    while course.asked()[acts.slug_here(page)].interaction != interaction:
        page.get_by_role("link", name="Next item").click()
    save = acts.quiz_form(page).get_by_role("button", name=acts.SAVE)
    acts.give(page)
    assert focus(page) == save.get_attribute("id")
    expect(page.get_by_role("status")).to_have_text("Saved.")
    control = acts.quiz_form(page).locator("[name=values]").first
    control.focus()
    if interaction == "text_entry":
        control.fill(course.asked()[acts.slug_here(page)].values["incorrect"][0])
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Enter")  # sends the form from within a field
    expect(acts.quiz_form(page).locator("[data-saved=true]")).to_be_visible()
    assert focus(page) == control.get_attribute("id")


def test_a_flag_leaves_the_focus_on_its_button(page: Page):
    acts.start_quiz(page)
    page.get_by_role("button", name="Flag this item").click()
    expect(page.get_by_role("status")).to_have_text("Flagged.")
    assert focus(page) == page.get_by_role("button", name="Take the flag away").get_attribute("id")
    page.get_by_role("button", name="Take the flag away").click()
    expect(page.get_by_role("status")).to_have_text("The flag is gone.")
    assert focus(page) == page.get_by_role("button", name="Flag this item").get_attribute("id")


def test_after_sending_again_the_focus_is_not_lost(page: Page, complaints):
    complaints.allow("ERR_|Failed to fetch")
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    acts.choose(page)
    with nothing_arrives(page):
        acts.quiz_form(page).get_by_role("button", name=acts.SAVE).click()
        again = acts.quiz_form(page).get_by_role("button", name="Send again")
        expect(again).to_be_visible()
        assert focus(page) == acts.quiz_form(page).get_by_role("button", name=acts.SAVE).get_attribute("id")
    again.click()
    expect(acts.quiz_form(page).locator("[data-saved=true]")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_double_clicks_start_one_attempt_and_store_one_answer(server: Server, page: Page):
    page.goto(course.quiz())
    page.get_by_role("button", name="Start").dblclick()
    expect(acts.quiz_form(page)).to_be_visible()
    assert attempts(server) == 1
    acts.fill(acts.quiz_form(page), course.asked()[acts.slug_here(page)].values["correct"])
    acts.quiz_form(page).get_by_role("button", name=acts.SAVE).dblclick()
    expect(acts.quiz_form(page).locator("[data-saved=true]")).to_be_visible()
    page.reload()
    assert len(responses(server)) == 1
    address, slug = course.section_asking("choice")
    page.goto(address)
    acts.fill(acts.item(page, slug), course.asked()[slug].values["correct"])
    acts.item(page, slug).get_by_role("button", name="Check my answer").dblclick()
    expect(acts.item(page, slug)).to_have_attribute("data-outcome", "correct")
    page.reload()
    assert len(responses(server)) == 2


def test_on_a_page_that_the_browser_brings_back_a_change_is_a_new_one(server: Server, page: Page):
    acts.start_quiz(page)
    first = course.asked()[acts.slug_here(page)].values
    acts.give(page, "incorrect")
    page.get_by_role("link", name="Next item").click()
    expect(acts.quiz_form(page)).to_have_attribute("data-position", "2")
    page.go_back()
    expect(acts.quiz_form(page)).to_have_attribute("data-position", "1")
    assert acts.chosen(acts.quiz_form(page)) == sorted(first["incorrect"])
    acts.give(page, "correct")
    page.reload()
    assert acts.chosen(acts.quiz_form(page)) == sorted(first["correct"])
    assert responses(server) == [sorted(first["incorrect"]), sorted(first["correct"])]


def test_an_answer_after_the_hand_in_in_another_tab_is_kept_and_leads_to_the_result(
    server: Server, page: Page
):
    acts.start_quiz(page)
    other = page.context.new_page()
    other.goto(page.url.removesuffix("1/"))
    acts.hand_in(other)
    values = course.asked()[acts.slug_here(page)].values["correct"]
    acts.fill(acts.quiz_form(page), values)
    acts.quiz_form(page).get_by_role("button", name=acts.SAVE).click()
    late = acts.quiz_form(page).locator("[data-saved=late]")
    expect(late).to_have_text(
        "This quiz was handed in before this answer came: it is kept, but does not count."
    )
    expect(page.get_by_role("status")).to_have_text("Too late: it is kept, but does not count.")
    assert acts.chosen(acts.quiz_form(page)) == sorted(values)
    assert responses(server) == [sorted(values)]
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^0 of \d+ points"))


def test_a_save_replaces_nothing_under_the_hands_of_a_person(page: Page):
    module = course.quiz_asking("text_entry")
    acts.start_quiz(page, module)
    while course.asked()[acts.slug_here(page)].interaction != "text_entry":
        page.get_by_role("link", name="Next item").click()
    field = acts.quiz_form(page).locator("[name=values]")
    field.press_sequentially("20")
    page.evaluate("window.field = document.activeElement")
    acts.is_saved(page)
    field.press_sequentially("13")
    with page.expect_response(lambda response: response.request.method == "POST"):
        field.press("ArrowLeft")
    acts.is_saved(page)
    field.press_sequentially("7")
    assert field.input_value() == "20173"
    assert page.evaluate("window.field === document.activeElement && field.isConnected")
    expect(page.get_by_role("status")).to_be_empty()  # nobody is spoken to while typing


def test_lines_that_were_put_in_order_stay_where_they_are(page: Page):
    acts.start_quiz(page, course.quiz_asking("order"))
    while course.asked()[acts.slug_here(page)].interaction != "order":
        page.get_by_role("link", name="Next item").click()
    given = acts.choose(page)
    acts.is_saved(page)
    page.reload()
    acts.quiz_form(page).scroll_into_view_if_needed()
    expect(acts.quiz_form(page).locator(".order button").first).to_be_visible()
    page.evaluate("window.line = document.querySelector('.order > li')")
    acts.come_back(page)
    page.wait_for_timeout(800)
    acts.quiz_form(page).get_by_role("button", name=acts.SAVE).click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    assert page.evaluate("window.line === document.querySelector('.order > li')")
    assert acts.chosen(acts.quiz_form(page)) == given


def test_a_click_that_a_reply_meets_half_way_is_not_lost(page: Page):
    acts.start_quiz(page)
    acts.choose(page)
    button = page.get_by_role("button", name="Save and go on")
    button.hover()
    page.mouse.down()
    acts.is_saved(page)  # by itself, between the pressing and the letting go
    page.mouse.up()
    expect(acts.quiz_form(page)).to_have_attribute("data-position", "2")


def test_an_unsaved_choice_stays_when_the_item_is_flagged(page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    with posts(page, lambda route: route.continue_() if "flag" in route.request.url else route.abort()):
        given = acts.choose(page)
        page.get_by_role("button", name="Flag this item").click()
        expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
        assert acts.chosen(acts.quiz_form(page)) == given
        acts.is_not_saved(page)

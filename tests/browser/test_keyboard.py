"""With Tab, Space and Enter alone, and always seeing where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import course

SEEN = """() => {
    const element = document.activeElement;
    const styles = [getComputedStyle(element), getComputedStyle(element, "::before")];
    const {top, bottom, left, right, width, height} = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return {
        at: element.outerHTML.slice(0, 120),
        outlined: styles.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
        inside: width > 0 && height > 0
            && top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth,
        uncovered: document.elementsFromPoint(x, y).slice(0, 3)
            .some(hit => element.contains(hit) || hit.contains(element)),
    };
}"""
STEPS = 80


@pytest.fixture
def page(page: Page) -> Page:
    """Where a step scrolls, it does so at once."""
    page.emulate_media(reduced_motion="reduce")
    return page


def step(page: Page, key: str = "Tab") -> None:
    """One press; wherever the focus is then, it can be seen."""
    page.keyboard.press(key)
    if page.evaluate("document.activeElement === document.body"):
        return
    seen = page.evaluate(SEEN)
    assert (seen["outlined"], seen["inside"], seen["uncovered"]) == (True, True, True), seen["at"]


def tab_to(page: Page, selector: str) -> None:
    for _ in range(STEPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        step(page)
    pytest.fail(f"Tab does not lead to {selector}")


def give_any(page: Page, form: str) -> None:
    """The first option, or a word."""
    tab_to(page, f"{form} [name=values]")
    if page.evaluate("document.activeElement.type") == "text":
        page.keyboard.type("development")
    else:
        page.keyboard.press("Space")


@pytest.mark.parametrize("interaction", ["choice", "text_entry"])
def test_an_item_in_the_text_is_answered_and_tried_again(page: Page, interaction: str):
    address, slug = course.section_asking(interaction)
    page.goto(address)
    form, scored = f"form[data-item='{slug}']", f"[data-item='{slug}'][data-outcome]"
    for _ in range(2):
        give_any(page, form)
        tab_to(page, f"{form} button")
        page.keyboard.press("Enter")
        expect(page.locator(f"{scored} .outcome")).to_be_focused()
        step(page)
        tab_to(page, f"{scored} a.button")
        page.keyboard.press("Enter")
        expect(page.locator(f"{form} [name=values]").first).to_be_focused()


def test_the_skip_link_leads_past_the_head_of_the_page(page: Page):
    page.goto(course.sections()[0])
    step(page)
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    step(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_quiz_is_taken_from_its_front_page_to_its_result(page: Page):
    page.goto(course.quiz())
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    for number in range(1, len(course.quiz_items()) + 1):
        form = f"form[data-position='{number}']"
        expect(page.locator(form)).to_be_visible()
        give_any(page, form)
        if number == 1:
            tab_to(page, f"{form} button:not([name])")
            page.keyboard.press("Space")
            expect(page.locator(f"{form} [data-saved=true]")).to_be_visible()
            expect(page.locator(f"{form} button:not([name])")).to_be_focused()
            tab_to(page, "form[action$='/flag/'] button")
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Take the flag away")).to_be_focused()
            for _ in range(6):  # back over the report, and a hint where there is one
                page.keyboard.press("Shift+Tab")
                if page.locator(f"{form} button[name=go]:focus").count():
                    break
        else:
            tab_to(page, f"{form} button[name=go]")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Before you hand in")).to_be_visible()
    tab_to(page, "form[action$='/hand-in/'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What each item gave")).to_be_visible()

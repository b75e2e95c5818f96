"""Asking for a hint leaves what is chosen where it is, with and without script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import acts, course
from tests.browser.failures import control, with_script
from tests.browser.rows import responses
from tests.browser.server import Server


def hinted_item() -> tuple[int, str]:
    """The number of a module whose quiz asks an item with a hint, and its slug.

    Of one right option: between two choices a slow machine saves the first one.
    """
    for number, module in enumerate(course.course().modules, start=1):
        asked = course.quiz_items(number) if module.quizzes else []
        for item in module.items:
            is_hinted_choice = item.id in asked and item.common.hints and item.common.type == "choice"
            if is_hinted_choice and len(course.asked()[item.id].values["correct"]) == 1:
                return number, item.id
    raise LookupError("hints")


def to_the_hinted_item(page: Page) -> str:
    module, slug = hinted_item()
    page.goto(course.quiz(module))
    page.get_by_role("button", name="Start").click()
    while acts.slug_here(page) != slug:
        page.get_by_role("link", name="Next item").click()
    return page.url


def take(page: Page) -> Locator:
    page.get_by_role("button", name="Take hint 1").click()
    return page.locator("[data-hints]")


def test_without_script_the_choice_stands_when_the_page_comes_back(server: Server, plain_page: Page):
    address = to_the_hinted_item(plain_page)
    given = acts.choose(plain_page)
    expect(take(plain_page)).to_contain_text("Hint 1:")
    assert plain_page.url.partition("#")[0] == address
    assert acts.chosen(acts.quiz_form(plain_page)) == given
    expect(acts.quiz_form(plain_page).locator("[data-saved=false]")).to_contain_text("Not saved yet.")
    assert responses(server) == []
    acts.quiz_form(plain_page).get_by_role("button", name=acts.SAVE).click()
    acts.is_saved(plain_page)
    assert responses(server) == [given]


@control(('hint.closest("form").requestSubmit();', ""))
def test_with_script_the_hint_comes_beside_it_and_the_page_stays(server: Server, page: Page):
    address = to_the_hinted_item(page)
    given = acts.choose(page)
    page.evaluate("window.isSamePage = true")
    expect(take(page)).to_contain_text("Hint 1:")
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given
    assert page.evaluate("window.isSamePage") and page.url == address
    assert responses(server) == [given]


@pytest.mark.usefixtures("failures_are_meant")
@control(('submitter?.matches("[formaction]")', "false"))
def test_where_htmx_did_not_load_asking_is_no_answer(server: Server, page: Page):
    with_script(page, ("PAUSE = 1000", "PAUSE = 600_000"))
    page.route("**/htmx.min.*", lambda route: route.abort())
    to_the_hinted_item(page)
    given = acts.choose(page)
    expect(take(page)).to_contain_text("Hint 1:")
    assert acts.chosen(acts.quiz_form(page)) == given

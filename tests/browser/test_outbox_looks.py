"""What waits, what was refused and what is asked before leaving is plain to see and hear on every screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import acts
from tests.browser.acts import AMINA
from tests.browser.failures import BY_HAND, of_ours, posts, with_script
from tests.browser.looks import Looks
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")


def no_answer_arrives(route: Route) -> None:
    """Signing in and out does."""
    route.abort() if "/attempts/" in route.request.url else route.fallback()


def test_every_state_is_fit_for_all(server: Server, page: Page, axe_findings: Callable[[Page], list[str]]):
    looks = Looks(axe_findings)
    with_script(page, BY_HAND)
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    acts.start_quiz(page)
    with posts(page, no_answer_arrives):
        for number in (1, 2):
            acts.to_item(page, number)
            acts.choose(page)
        expect(acts.waiting(page)).to_contain_text("2 answers wait")
        looks.at(page, "while two answers wait")
        page.get_by_role("link", name="All items").click()
        page.get_by_role("button", name="Hand in the quiz").click()
        expect(page.get_by_role("complementary", name="Hand in")).to_contain_text("waits for 2 answers")
        looks.at(page, "while handing in waits")
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("alert")).to_be_visible()
        looks.at(page, "where signing out asks")
        page.context.clear_cookies()
        page.goto("/")
        expect(page.locator("[data-part=others]:visible")).to_be_visible()
        looks.at(page, "where somebody else's wait")
        acts.sign_in(page, AMINA)
        page.goto("about:blank")  # nothing is sent between the two failures
    with of_ours(404)(page):
        page.goto("/")
        expect(page.locator("[data-part=ended]:visible").get_by_role("listitem")).to_have_count(2)
        looks.at(page, "where two were refused")
    assert looks.wrong == []

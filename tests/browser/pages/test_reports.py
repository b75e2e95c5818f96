"""Pages of reporting a problem with an item: the learner's, and those of who answers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import FARID
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server

REPORT = "Report a problem with this item"
SOMETHING_ELSE = "Something else"
KEY_IS_WRONG = "The answer that counts as right is wrong"


def send(page: Page, reason: str, words: str = "") -> None:
    page.get_by_label(reason).check()
    page.get_by_label("What did you find?").fill(words)
    page.get_by_role("button", name="Send the report").click()


@sees("reports:new", "reports:thanks", "reports:mine", "authoring:reports", "authoring:report")
def test_the_pages_of_a_report(
    page: Page, new_page: Callable[..., Page], look: Looks, server: Server, complaints: Complaints
):
    complaints.allow("status of 4")
    acts.make_accounts(server)
    farid = new_page()
    acts.sign_in(farid, FARID, "/author/reports/")
    look.at(farid, "none")
    page.goto("/reports/")
    look.at(page, "none")
    a_guest_reports_from_practice(page, look)
    a_guest_reports_from_a_quiz(page, look)
    farid_answers(farid, new_page, look)
    page.goto("/reports/")
    look.at(page, "answered")


def a_guest_reports_from_practice(page: Page, look: Looks) -> None:
    address, slug = course.section_asking("choice")
    page.goto(address)
    acts.answer(page, slug, "incorrect")
    acts.item(page, slug).get_by_role("link", name=REPORT).click()
    expect(page.get_by_role("heading", name=REPORT)).to_be_visible()
    look.at(page, "fresh")
    send(page, SOMETHING_ELSE)
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "refused")
    send(page, SOMETHING_ELSE, "A word as long as a river: " + "south" * 60)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look.at(page)
    page.get_by_role("link", name="Back to where you were").click()
    page.wait_for_url(f"**{address}#item-{slug}")


def a_guest_reports_from_a_quiz(page: Page, look: Looks) -> None:
    acts.start_quiz(page)
    for state in ("open", "handed in"):
        page.get_by_role("link", name=REPORT).first.click()
        expect(page.get_by_role("heading", name=REPORT)).to_be_visible()
        look.at(page, state)
        send(page, KEY_IS_WRONG)
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        if state == "open":
            page.get_by_role("link", name="Back to where you were").click()
            page.get_by_role("link", name="All items").click()
            acts.hand_in(page)
    look.at(page, "sent before")
    page.goto("/reports/")
    expect(page.get_by_text("Waits for an answer.")).to_have_count(2)
    look.at(page, "waiting")


def farid_answers(farid: Page, new_page: Callable[..., Page], look: Looks) -> None:
    farid.goto("/author/reports/")
    look.at(farid, "some")
    farid.goto("/author/reports/?state=answered")
    look.at(farid, "none answered")
    farid.goto("/author/reports/")
    farid.locator("ol.plain a").first.click()
    look.at(farid, "waits")
    tab = farid.context.new_page()
    tab.goto(farid.url)
    farid.get_by_role("button", name="Send the answer").click()
    expect(farid.get_by_role("alert")).to_be_visible()
    look.at(farid, "refused")
    farid.get_by_label("Your answer").fill("The key is right.\nThe section says so.")
    farid.get_by_role("button", name="Send the answer").click()
    expect(farid.locator(".message:visible")).to_have_text("Your answer is with the learner.")
    look.at(farid, "one answered")
    tab.get_by_label("Your answer").fill("Another answer.")
    tab.get_by_role("button", name="Send the answer").click()
    expect(tab.get_by_label("What you wrote")).to_have_value("Another answer.")
    look.at(tab, "answered before")
    tab.close()
    farid.locator("ol.plain a").first.click()
    farid.get_by_label("Your answer").fill("Mended.")
    farid.get_by_role("button", name="Send the answer").click()
    expect(farid.locator(".message:visible")).to_be_visible()
    farid.goto("/author/reports/?state=open")
    look.at(farid, "nothing waits")

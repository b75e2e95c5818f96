"""Pages that say what went wrong: each comes about as it would for a person."""

from collections.abc import Callable

from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from ssc_course.errors import refuse
from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server


def mark_read(page: Page, status: str) -> None:
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator(".kicker")).to_contain_text(f"{status} · ")


@sees("400", "401", "403", "404", "409", "429")
def test_the_pages_of_refusals(
    new_page: Callable[..., Page], look: Looks, server: Server, complaints: Complaints
):
    complaints.allow("status of 4")
    acts.make_accounts(server)
    page = new_page()
    page.goto("/nowhere/at/all/")
    look.at(page)
    section = course.sections()[0]
    page.goto(section)
    page.evaluate("document.querySelector('form.onward [name=learner]').remove()")
    mark_read(page, "400")
    look.at(page)
    page.goto(section)
    page.context.clear_cookies(name="csrftoken")
    mark_read(page, "403")
    look.at(page)
    acts.sign_in(page, AMINA)
    page.goto(section)
    page.context.clear_cookies(name="sessionid")
    mark_read(page, "401")
    look.at(page)
    acts.sign_in(page, AMINA)
    page.goto(section)
    acts.somebody_else_signs_in(page, CLARA)
    mark_read(page, "409")
    look.at(page)
    for _ in range(4):
        page.goto("/account/password/reset/")
        page.get_by_label("Email").fill("amina@example.org")
        page.get_by_role("button", name="Send the link").click()
        page.wait_for_load_state()
    expect(page.locator(".kicker")).to_contain_text("429 · ")
    look.at(page)


@sees("500", "503")
def test_the_pages_of_failures(page: Page, look: Looks, complaints: Complaints):
    complaints.allow("status of 50[03]")
    for status in (500, 503):
        body = refuse(RequestFactory().get("/ssc/"), status).content.decode()
        page.route(f"**/broken/{status}/", answering(status, body))
        page.goto(f"/broken/{status}/")
        look.at(page)


def answering(status: int, body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body=body, content_type="text/html")

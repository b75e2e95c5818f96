"""An answer goes out for the person who gave it, and for nobody else who sits at the same device."""

from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.failures import control, posts, with_script
from tests.browser.rows import responses, responses_of
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")


def others(page: Page) -> Locator:
    return page.locator("[data-part=others]:visible")


def check_an_answer(page: Page, turn: int = 0) -> list[str]:
    """In a section: its button is pressed."""
    address = next(address for address in course.sections() if len(course.asked_in(address)) > turn)
    slug = course.asked_in(address)[turn]
    given = course.asked()[slug].values["correct"]
    page.goto(address)
    acts.fill(acts.item(page, slug), given)
    acts.item(page, slug).get_by_role("button", name="Check my answer").click()
    return sorted(given)


def answers_do_not_arrive(page: Page) -> AbstractContextManager[None]:
    """Nor does anything else in the course; signing in and out does."""
    course_itself = f"/{course.course().course.course}/"
    return posts(
        page, lambda route: route.abort() if course_itself in route.request.url else route.fallback()
    )


def an_answer_waits(page: Page, turn: int = 0) -> list[str]:
    with answers_do_not_arrive(page):
        given = check_an_answer(page, turn)
        expect(acts.waiting(page)).to_be_visible()
        page.goto("about:blank")
    return given


@control(('401: "waits"', '401: "ended"'))
def test_an_answer_outlives_its_session_and_goes_out_after_signing_in_again(server: Server, page: Page):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    acts.start_quiz(page)
    page.context.clear_cookies(name="sessionid")
    given = acts.choose(page)
    expect(acts.waiting(page)).to_be_visible()
    expect(acts.quiz_form(page).locator("[data-saved]")).to_contain_text("You were signed out")
    assert responses(server) == []
    attempt = page.url
    acts.sign_in(page, AMINA)
    page.goto(attempt)
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given
    assert responses_of(server) == [("amina", given)]


@control(("({ learner }) => learner === me", "() => true"), ("learner: change.learner,", "learner: me,"))
def test_at_a_shared_computer_nobody_sends_or_reads_what_somebody_else_gave(server: Server, page: Page):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    given = an_answer_waits(page)
    page.context.clear_cookies(name="sessionid")
    acts.sign_in(page, CLARA)
    page.goto("/")
    page.wait_for_timeout(1200)
    assert responses_of(server) == []
    expect(others(page)).to_contain_text("Answers of somebody else wait on this device.")
    expect(acts.waiting(page)).to_be_hidden()
    page.context.clear_cookies()
    acts.sign_in(page, AMINA)
    expect(others(page)).to_be_hidden()
    page.goto("/")
    expect(acts.waiting(page)).to_be_hidden()
    assert responses_of(server) == [("amina", given)]


@control(("[data-signs-out]:not([data-asked])", "[data-never]"))
def test_who_signs_out_with_unsent_answers_is_asked_first(server: Server, page: Page):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    given = an_answer_waits(page)
    with answers_do_not_arrive(page):
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("alert")).to_contain_text("1 of your answers is not sent yet.")
        page.get_by_role("link", name="Stay signed in").click()
        expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
        page.goto("/account/logout/")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="Sign out all the same").click()
        expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
        expect(others(page)).to_be_visible()
    acts.sign_in(page, AMINA)
    expect(others(page)).to_be_hidden()
    page.goto("/")
    expect(acts.waiting(page)).to_be_hidden()
    assert responses_of(server) == [("amina", given)]


def test_signing_out_goes_straight_on_where_the_answers_can_still_go_out(server: Server, page: Page):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    with_script(page, ("ready.then(() => flush());", ""))  # they would be gone before anybody presses
    given = an_answer_waits(page)
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    assert responses_of(server) == [("amina", given)]


@control(("added.includes(change.learner)", "false"))
def test_what_a_guest_could_not_send_goes_out_for_the_account_that_the_work_is_added_to(
    server: Server, page: Page
):
    acts.make_accounts(server)
    first = check_an_answer(page)
    expect(page.locator("[data-outcome]")).to_be_visible()
    with answers_do_not_arrive(page):
        second = check_an_answer(page, 1)
        expect(acts.waiting(page)).to_be_visible()
        page.goto("/account/login/")
        acts.sign_in_here(page, AMINA)
        page.get_by_role("button", name="Yes").click()
        expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    page.goto("/")
    page.wait_for_timeout(1200)
    expect(acts.waiting(page)).to_be_hidden()
    expect(others(page)).to_be_hidden()
    assert responses_of(server) == [("amina", first), ("amina", second)]


@control(("field.value = waiting.length", "field.value = 0"))
def test_what_a_visitor_could_not_send_is_asked_for_by_the_account_that_signs_in(server: Server, page: Page):
    acts.make_accounts(server)
    given = an_answer_waits(page)
    with answers_do_not_arrive(page):
        page.goto("/account/login/")
        expect(acts.waiting(page)).to_be_visible()
        acts.sign_in_here(page, AMINA)
        expect(page.get_by_role("listitem").filter(has_text="1 answer that waits")).to_be_visible()
        page.get_by_role("button", name="Yes").click()
        expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()
    page.goto("/")
    page.wait_for_timeout(1200)
    expect(others(page)).to_be_hidden()
    assert responses_of(server) == [("amina", given)]

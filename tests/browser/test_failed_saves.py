"""A save that fails is seen, heard and kept on the page, and sent again it is stored once."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.failures import BY_HAND, FAILURES, control, offline, posts, with_script
from tests.browser.rows import responses
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")


# Where one answers


@dataclass
class InASection:
    """An item in the text: a try each time, scored at once."""

    page: Page
    slug: str

    @classmethod
    def opened(cls, page: Page) -> "InASection":
        address, slug = course.section_asking("choice")
        page.goto(address)
        return cls(page, slug)

    @property
    def form(self) -> Locator:
        return self.page.locator(f'form[data-item="{self.slug}"]')

    def fill(self, turn: int) -> list[str]:
        if acts.item(self.page, self.slug).get_attribute("data-outcome"):
            acts.try_again(self.page, self.slug)
        values = course.asked()[self.slug].values["correct" if turn % 2 else "incorrect"]
        acts.fill(self.form, values)
        return values

    def send(self) -> None:
        self.form.get_by_role("button", name="Check my answer").click()

    def sees_it_stored(self) -> None:
        expect(acts.item(self.page, self.slug)).to_have_attribute("data-outcome", re.compile("correct"))
        expect(acts.item(self.page, self.slug).locator("[data-saved]")).to_have_attribute(
            "data-saved", "true"
        )


@dataclass
class InAQuiz:
    """One item of an attempt: saved, and changed."""

    page: Page

    @classmethod
    def opened(cls, page: Page) -> "InAQuiz":
        acts.start_quiz(page)
        return cls(page)

    @property
    def form(self) -> Locator:
        return acts.quiz_form(self.page)

    def fill(self, turn: int) -> list[str]:
        values = course.asked()[acts.slug_here(self.page)].values["correct" if turn % 2 else "incorrect"]
        acts.fill(self.form, values)
        return values

    def send(self) -> None:
        self.form.get_by_role("button", name=acts.SAVE).click()

    def sees_it_stored(self) -> None:
        expect(self.form.locator("[data-saved]")).to_have_attribute("data-saved", "true")


type Place = InASection | InAQuiz

everywhere = pytest.mark.parametrize("place", [InASection, InAQuiz], ids=["in a section", "in a quiz"])


def the_failure_shows(place: Place, given: list[str], words: str) -> None:
    note = place.form.locator("[data-saved]")
    expect(note).to_have_attribute("data-saved", "false")
    expect(note).to_contain_text("Not saved yet.")
    expect(note).to_contain_text(words)
    expect(place.page.get_by_role("status")).to_contain_text("Not saved yet.")
    expect(place.page.get_by_role("status")).to_contain_text(words)
    assert acts.chosen(place.form) == sorted(given)


def send_again(place: Place) -> None:
    place.form.get_by_role("button", name="Send again").click()
    place.sees_it_stored()
    expect(place.page.locator("[data-saved=false]")).to_have_count(0)


@everywhere
def test_whatever_goes_wrong_on_the_way_is_seen_and_sent_again_it_is_stored_once(
    server: Server, page: Page, place: type[Place], subtests: pytest.Subtests
):
    with_script(page, BY_HAND, ("PAUSE = 1000", "PAUSE = 600_000"))
    here = place.opened(page)
    address = page.url
    kept: list[list[str]] = []
    for turn, (name, (failure, words)) in enumerate(FAILURES.items()):
        with subtests.test(name):
            given = here.fill(turn)
            with failure(page):
                here.send()
                the_failure_shows(here, given, words)
            if failure is not offline:  # the browser says when the line is back, and it goes out by itself
                send_again(here)
            here.sees_it_stored()
            kept.append(sorted(given))
            assert responses(server) == kept
            assert page.url.partition("?")[0] == address


@everywhere
def test_a_server_that_dies_loses_nothing_that_is_on_the_page(server: Server, page: Page, place: type[Place]):
    with_script(page, BY_HAND)
    here = place.opened(page)
    given = here.fill(1)
    server.kill()
    here.send()
    the_failure_shows(here, given, "The line is down")
    server.start()
    send_again(here)
    assert responses(server) == [sorted(given)]


@everywhere
def test_who_was_signed_out_elsewhere_signs_in_again_beside_it_and_it_goes_out(
    server: Server, page: Page, place: type[Place]
):
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    with_script(page, BY_HAND)
    here = place.opened(page)
    page.context.clear_cookies(name="sessionid")
    given = here.fill(1)
    here.send()
    the_failure_shows(here, given, "You were signed out")
    assert responses(server) == []
    with page.expect_popup() as popup:
        here.form.get_by_role("link", name="Sign in").click()
    acts.sign_in_here(popup.value, AMINA)
    expect(popup.value.get_by_role("link", name="Account", exact=True)).to_be_visible()
    popup.value.close()
    acts.come_back(page)
    here.sees_it_stored()
    assert responses(server) == [sorted(given)]


@everywhere
def test_an_answer_is_never_stored_for_somebody_else_who_signed_in_meanwhile(
    server: Server, page: Page, place: type[Place]
):
    with_script(page, BY_HAND)
    acts.make_accounts(server)
    acts.sign_in(page, AMINA)
    here = place.opened(page)
    acts.somebody_else_signs_in(page, CLARA)
    given = here.fill(1)
    here.send()
    the_failure_shows(here, given, "Another person is signed in")
    assert responses(server) == []
    acts.somebody_else_signs_in(page, AMINA)
    acts.come_back(page)
    here.sees_it_stored()
    assert responses(server) == [sorted(given)]


@everywhere
@control(('403: "renews"', '403: "waits"'))
def test_a_form_whose_csrf_cookie_is_gone_mends_itself(server: Server, page: Page, place: type[Place]):
    here = place.opened(page)
    given = here.fill(1)
    page.context.clear_cookies(name="csrftoken")
    here.send()
    here.sees_it_stored()
    assert responses(server) == [sorted(given)]


def test_a_flag_that_could_not_be_set_is_seen_and_sent_again(page: Page):
    acts.start_quiz(page)
    flag = page.locator("form[action$='/flag/']")
    with offline(page):
        flag.get_by_role("button", name="Flag this item").click()
        expect(flag.locator("[data-saved=false]")).to_contain_text("The line is down")
        expect(page.get_by_role("status")).to_contain_text("Not saved yet.")
    flag.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    expect(page.locator("[data-saved=false]")).to_have_count(0)


def test_what_is_changed_while_a_save_is_on_its_way_stays_and_says_it_is_not_saved_until_it_is(
    server: Server, page: Page
):
    quiz = InAQuiz.opened(page)
    given = [quiz.fill(1)]
    second: list[Route] = []

    def change_and_let_through(route: Route) -> None:
        if len(given) == 2:
            second.append(route)
            return
        given.append(quiz.fill(2))
        route.continue_()

    with posts(page, change_and_let_through):
        quiz.send()
        expect(page.get_by_role("status")).to_have_text("Saved.")
        acts.is_not_saved(page)
        assert acts.chosen(quiz.form) == sorted(given[1])
        while not second:
            page.wait_for_timeout(50)
        acts.is_not_saved(page)
        second[0].continue_()
        quiz.sees_it_stored()
    assert responses(server) == [sorted(values) for values in given]


def test_what_is_filled_in_while_another_item_is_checked_stays(page: Page):
    address = next(address for address in course.sections() if len(course.asked_in(address)) > 1)
    first, second = (course.asked()[slug] for slug in course.asked_in(address)[:2])
    page.goto(address)

    def fill_the_second_and_let_through(route: Route) -> None:
        acts.fill(acts.item(page, second.slug), second.values["correct"])
        route.continue_()

    with posts(page, fill_the_second_and_let_through):
        acts.answer(page, first.slug, "incorrect")
    assert acts.chosen(acts.item(page, second.slug)) == sorted(second.values["correct"])

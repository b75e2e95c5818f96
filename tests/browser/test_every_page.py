"""Every page there is, empty and filled, has no finding by axe and does not scroll sideways on a phone.

Light and dark, at 320 px and at 1280 px; an error in the console or a breach of the policy fails too.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks
from tests.browser.server import Server

NOT_PAGES = {
    "healthz": "a word for probes",
    "readyz": "a word for probes",
    "cohorts:export": "a file",
    "mfa_download_recovery_codes": "a file",
    **dict.fromkeys(
        ["study:start", "study:mark_read", "quizzes:flag", "quizzes:hand_in", "cohorts:assign"],
        "takes a form and leads on",
    ),
    "account_confirm_login_code": "leads on: codes by mail are not switched on",
}
BY_STATUS = {"400", "401", "403", "404", "409", "429", "500", "503"}
TOURS: dict[str, set[str]] = {}


def sees(*names: str) -> Callable[[Callable], Callable]:
    """The pages that a test looks at. It fails where it did not come to one, or came to another."""

    def note(test: Callable) -> Callable:
        TOURS[test.__name__] = set(names)
        return test

    return note


@pytest.fixture
def look(request: pytest.FixtureRequest, axe_findings: Callable[[Page], list[str]]) -> Iterator[Looks]:
    looks = Looks(axe_findings)
    yield looks
    assert looks.wrong == []
    assert looks.names == TOURS[request.function.__name__]


def routes(resolver: URLResolver, room: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{room}{pattern.name}"
        else:
            yield from routes(pattern, f"{room}{pattern.namespace}:" if pattern.namespace else room)


def test_no_page_is_left_out():
    ours = {name for name in routes(get_resolver()) if not name.startswith("admin:")}
    seen = set().union(*TOURS.values())
    assert ours - seen == set(NOT_PAGES)
    assert {name for name in seen - ours if not name.startswith("admin:")} == BY_STATUS


@sees(
    "study:home", "study:module", "study:section", "study:glossary", "study:about", "study:progress",
    "study:quiz",
)  # fmt: skip
def test_a_visitors_pages(page: Page, look: Looks):
    base = f"/{course.course().course.course}"
    for path in ("/", "/glossary/", "/about/", "/progress/"):
        page.goto(base + path)
        look.at(page)
    for number, module in enumerate(course.course().modules, start=1):
        for path in (f"{base}/{module.module.module}/", course.quiz(number), *course.sections(number)):
            page.goto(path)
            look.at(page, path)


@sees("study:home", "study:module", "study:section", "study:progress", "account_signup", "account_login")
def test_the_pages_of_a_guest_who_did_something(page: Page, look: Looks, complaints: Complaints):
    complaints.allow("status of 400")
    address, text_item = course.section_asking("text_entry")
    page.goto(address)
    acts.fill(acts.item(page, text_item), ["\x07"])
    acts.item(page, text_item).get_by_role("button", name="Check").click()
    expect(acts.item(page, text_item).locator("[data-saved=false]")).to_be_visible()
    look.at(page, "refused")
    acts.answer(page, text_item, "incorrect")
    look.at(page, "wrong text")
    acts.answer_all(page, course.sections()[0], "correct")
    look.at(page, "right")
    page.get_by_role("button", name="Mark as read").click()
    page.wait_for_url(f"**{course.sections()[1]}")
    for outcome in ("incorrect", "partial"):
        acts.answer_all(page, course.sections()[1], outcome)
        look.at(page, outcome)
    base = f"/{course.course().course.course}"
    for path in ("/", f"/{course.course().modules[0].module.module}/", "/progress/"):
        page.goto(base + path)
        look.at(page, "guest")
    for path in ("/account/signup/", "/account/login/"):
        page.goto(path)
        look.at(page, "guest")


@sees(
    "study:quiz", "study:home", "study:progress", "quizzes:item", "quizzes:summary", "quizzes:result",
    "quizzes:retry",
)  # fmt: skip
def test_the_pages_of_a_quiz(page: Page, look: Looks, complaints: Complaints):
    complaints.allow("status of 400")
    acts.start_quiz(page)
    look.at(page, "fresh")
    outcomes = ["correct", "incorrect", "partial"]
    for number in range(1, len(course.quiz_items())):
        values = course.asked()[acts.slug_here(page)].values
        acts.give(page, next((o for o in outcomes[number % 3 :] if o in values), "correct"))
        look.at(page, f"saved {number}")
        page.get_by_role("link", name="Next item").click()
        expect(acts.quiz_form(page)).to_have_attribute("data-position", str(number + 1))
    page.get_by_role("button", name="Flag this item").click()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    look.at(page, "flagged")
    page.get_by_role("link", name="All items").click()
    look.at(page)
    summary = page.url
    for path in (course.quiz(), "/", f"/{course.course().course.course}/progress/"):
        page.goto(path)
        look.at(page, "unfinished")
    page.goto(summary)
    acts.hand_in(page)
    look.at(page)
    result = page.url
    page.get_by_role("link", name=re.compile("Retry the")).click()
    look.at(page, "fresh")
    first = page.locator("[data-item]").first.get_attribute("data-item") or ""
    acts.answer(page, first, "correct")
    look.at(page, "one done")
    for path in (course.quiz(), "/", f"/{course.course().course.course}/progress/", result):
        page.goto(path)
        look.at(page, "handed in")


@sees("study:root", "study:home", "study:progress", "study:glossary", "study:about", "study:module")
def test_the_pages_of_no_course_and_of_an_empty_one(page: Page, look: Looks, server: Server):
    page.goto("/")
    make = "from lessons.models import *; Course.objects.update(state='retired')"
    server.manage("shell", "--verbosity", "0", "--command", make)
    page.goto("/")
    look.at(page, "no course")
    make = """
from lessons.models import *
Course.objects.update(state='published')
course = Course.objects.create(slug="empty", title="An empty course", short_title="Empty")
Module.objects.create(course=course, slug="first", title="First", position=1)
"""
    server.manage("shell", "--verbosity", "0", "--command", make)
    for path in ("/", "/empty/", "/empty/progress/", "/empty/glossary/", "/empty/about/", "/empty/first/"):
        page.goto(path)
        look.at(page, "empty")


@sees("study:guest_work")
def test_the_page_that_asks_whose_a_guests_work_is(page: Page, look: Looks, server: Server):
    acts.make_accounts(server)
    acts.answer_all(page, course.sections()[0], "correct")
    page.get_by_role("button", name="Mark as read").click()
    acts.start_quiz(page)
    acts.give(page)
    acts.sign_in(page, AMINA)
    look.at(page)


@sees(
    "cohorts:list", "cohorts:gradebook", "cohorts:learner", "cohorts:attempt", "cohorts:code", "cohorts:join",
    "cohorts:join_by_code", "cohorts:leave",
)  # fmt: skip
def test_the_pages_of_a_class(
    page: Page, new_page: Callable[..., Page], look: Looks, server: Server, complaints: Complaints
):
    complaints.allow("status of 40[04]")
    acts.make_accounts(server)
    amina = new_page()
    acts.sign_in(amina, AMINA)
    the_class_is_empty(page, amina, look)
    code = acts.make_cohort(page, "Nairobi, spring")
    look.at(page, "empty")
    gradebook = page.url
    amina.goto(f"/join/{code}/")
    look.at(amina)
    amina.get_by_role("button", name="Join", exact=True).click()
    expect(amina.get_by_role("alert")).to_be_visible()
    look.at(amina, "refused")
    acts.join_cohort(amina, code, "Amina")
    amina.goto("/join/")
    look.at(amina, "in a class")
    amina.get_by_role("link", name="Leave").click()
    look.at(amina)
    the_class_works(page, amina, look, gradebook)
    the_code_is_changed(page, look)


def the_class_is_empty(clara: Page, amina: Page, look: Looks) -> None:
    amina.goto("/teach/")
    look.at(amina, "may not teach")
    amina.goto("/join/")
    look.at(amina, "in no class")
    amina.get_by_label("Join code").fill("WRONG")
    amina.get_by_role("button", name="Go on").click()
    look.at(amina, "wrong code")
    acts.sign_in(clara, CLARA, "/teach/")
    look.at(clara, "none")
    clara.get_by_role("button", name="Make the cohort").click()
    expect(clara.get_by_role("alert")).to_be_visible()
    look.at(clara, "refused")


def the_class_works(clara: Page, amina: Page, look: Looks, gradebook: str) -> None:
    def learner(state: str) -> None:
        clara.goto(gradebook)
        look.at(clara, state)
        clara.get_by_role("link", name="Amina").click()
        look.at(clara, state)

    learner("nothing done")
    acts.answer_all(amina, course.sections()[0], "correct")
    amina.get_by_role("button", name="Mark as read").click()
    acts.start_quiz(amina)
    acts.give_and_go_on(amina)
    acts.give_and_go_on(amina, "incorrect")
    learner("at work")
    clara.get_by_role("link", name="attempt").or_(clara.locator("tbody th a")).first.click()
    look.at(clara, "open")
    amina.goto(amina.url.rpartition("/3/")[0] + "/")
    acts.hand_in(amina)
    learner("handed in")
    clara.locator("tbody th a").first.click()
    look.at(clara, "handed in")
    clara.goto(f"{gradebook}?q=nobody")
    look.at(clara, "nobody found")
    clara.goto("/teach/")
    look.at(clara, "some")
    clara.goto(gradebook)


def the_code_is_changed(clara: Page, look: Looks) -> None:
    clara.get_by_role("link", name="Renew the code").click()
    look.at(clara, "renew")
    clara.get_by_role("button", name="Renew it").click()
    look.at(clara, "renewed")
    clara.get_by_role("link", name="Switch it off").click()
    look.at(clara, "off")
    clara.get_by_role("button", name="Switch it off").click()
    look.at(clara, "without a code")

"""Pages of the course: what visitors, guests and learners see."""

import re

from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server


@sees(
    "study:home", "study:module", "study:section", "study:glossary", "study:about", "study:progress",
    "study:quiz", "study:search", "study:coverage",
)  # fmt: skip
def test_a_visitors_pages(page: Page, look: Looks):
    base = f"/{course.course().course.course}"
    for path in ("/", "/glossary/", "/about/", "/coverage/", "/progress/"):
        page.goto(base + path)
        page.locator("main").evaluate("main => main.querySelectorAll('details').forEach(d => d.open = true)")
        look.at(page)
    for query in ("", "China", "China&in=sections&page=2", "soverignty", "x" * 1000):
        page.goto(f"{base}/search/?q={query}")
        look.at(page, query[:30])
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


@sees("study:quiz", "study:home", "quizzes:item", "quizzes:summary", "quizzes:result")
def test_the_pages_of_a_quiz_with_a_time_limit(page: Page, look: Looks, server: Server):
    limit = "Quiz.objects.update(settings={'time_limit_minutes': 30, 'attempts': 1, 'pass_mark': '0.6'})"
    server.manage("shell", "--verbosity", "0", "--command", acts.MAKE.format(acts.PASSWORD) + limit)
    acts.sign_in(page, AMINA)
    page.goto(course.quiz())
    look.at(page, "timed")
    acts.start_quiz(page)
    expect(page.get_by_role("timer")).to_contain_text("min left")
    look.at(page, "timed")
    item = page.url
    for path in (course.quiz(), "/", item.removesuffix("1/")):
        page.goto(path)
        look.at(page, "running")
    page.goto(item)
    up = "from datetime import *; Attempt.objects.update(deadline=datetime(2026, 1, 1, tzinfo=UTC))"
    server.manage("shell", "--verbosity", "0", "--command", up)
    acts.fill(acts.quiz_form(page), course.asked()[acts.slug_here(page)].values["correct"])
    acts.quiz_form(page).get_by_role("button", name=acts.SAVE).click()
    expect(acts.quiz_form(page).locator("[data-saved]")).to_have_attribute("data-saved", "late")
    expect(page.get_by_role("status")).to_contain_text("Too late")
    look.at(page, "late")
    page.reload()
    page.wait_for_url("**/result/")
    look.at(page, "handed in by the clock")
    page.goto(course.quiz())
    expect(page.get_by_text("You cannot start it now.")).to_be_visible()
    look.at(page, "used up")


@sees(
    "study:root", "study:home", "study:progress", "study:glossary", "study:about", "study:coverage",
    "study:search",
)  # fmt: skip
def test_the_pages_of_no_course_and_of_an_empty_one(page: Page, look: Looks, server: Server):
    make = "from lessons.models import *; Course.objects.update(state='retired')"
    server.manage("shell", "--verbosity", "0", "--command", make)
    page.goto("/")
    look.at(page, "no course")
    make = """
from lessons.models import *
Course.objects.update(state='published')
Course.objects.create(slug="empty", title="An empty course", short_title="Empty")
"""
    server.manage("shell", "--verbosity", "0", "--command", make)
    page.goto("/")
    look.at(page, "several")
    for path in ("", "progress/", "glossary/", "about/", "coverage/", "search/?q=a"):
        page.goto(f"/empty/{path}")
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

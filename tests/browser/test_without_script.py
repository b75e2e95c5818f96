"""The same core of the story with JavaScript switched off."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import acts, course, story
from tests.browser.acts import CLARA, Person
from tests.browser.server import Server

GITA = Person("gita")


def test_without_javascript_a_guest_reads_answers_takes_the_quiz_signs_up_and_joins(
    server: Server, new_page: Callable[..., Page], plain_page: Page
):
    acts.make_accounts(server)
    gita, clara = plain_page, new_page(java_script_enabled=False)
    gita.goto("/")
    gita.get_by_role("link", name="Begin here").click()
    story.read(gita, course.sections()[:2])
    story.take_the_quiz_missing_one(gita)
    story.retry_what_was_missed(gita)
    before = story.progress_of(gita)
    story.sign_up_from_home(gita, GITA, sections=2)
    assert story.progress_of(gita) == before

    acts.sign_in(clara, CLARA)
    acts.join_cohort(gita, acts.make_cohort(clara, "Nairobi"), "Gita Njoroge")
    clara.reload()
    expect(clara.get_by_role("link", name="Gita Njoroge")).to_be_visible()


def test_without_javascript_an_answer_that_does_not_fit_comes_back_as_it_was_filled(
    plain_page: Page, complaints
):
    complaints.allow("status of 400")
    address, slug = course.section_asking("text_entry")
    plain_page.goto(address)
    acts.fill(acts.item(plain_page, slug), ["a\x07b"])
    acts.item(plain_page, slug).get_by_role("button", name="Check my answer").click()
    form = acts.item(plain_page, slug)
    expect(form.locator("[data-saved=false]")).to_be_visible()
    expect(form.get_by_role("alert")).to_contain_text("Not saved.")
    assert acts.chosen(form) == ["a\x07b"]


def test_without_javascript_no_word_on_the_page_promises_what_only_a_script_does(plain_page: Page):
    plain_page.goto(course.sections()[0])
    expect(plain_page.get_by_role("button", name="Send again")).to_have_count(0)
    expect(plain_page.get_by_text("Not saved.")).to_have_count(0)

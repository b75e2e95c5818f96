"""The one story: a guest reads, answers, signs up and joins a class; instructor and admin see their part."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course, story
from tests.browser.acts import CLARA, FARID, Person
from tests.browser.conftest import LAPTOP, PHONE, Complaints
from tests.browser.server import Server

GITA = Person("gita")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_guest_becomes_a_learner_whose_work_is_kept_and_seen_by_the_instructor_alone(
    server: Server, new_page: Callable[..., Page], complaints: Complaints, size: dict, tmp_path: Path
):
    acts.make_accounts(server)
    gita = new_page(**size)
    gita.goto("/")
    gita.get_by_role("link", name="Begin here").click()
    story.read(gita, course.sections())
    gita.wait_for_url(f"**{course.quiz()}")
    first_score = story.take_the_quiz_missing_one(gita)
    story.retry_what_was_missed(gita)

    before = story.progress_of(gita)
    story.sign_up_from_home(gita, GITA, sections=len(course.sections()))
    assert story.progress_of(gita) == before

    clara = new_page()
    acts.sign_in(clara, CLARA)
    code = acts.make_cohort(clara, "Nairobi, spring")
    acts.join_cohort(gita, code, "Gita Njoroge")
    second_result = story.take_the_quiz_all_right(gita)

    complaints.allow("ERR_CONNECTION_REFUSED")  # the browser may ask for its icon meanwhile
    server.stop()
    server.start()
    gita.goto("/")
    expect(gita.get_by_role("link", name="Account", exact=True)).to_be_visible()
    after = story.progress_of(gita)
    assert (after["sections"], after["items"]) == (before["sections"], before["items"])

    the_instructor_sees_the_second_attempt_alone(clara, first_score)
    the_gradebook_can_be_had_as_a_file(clara, tmp_path)

    farid = new_page()
    slug = course.quiz_items()[0]
    mend_an_item(farid, slug)
    the_old_result_stands(gita, second_result, slug)


def the_instructor_sees_the_second_attempt_alone(page: Page, first_score: str) -> None:
    size, points = len(course.quiz_items()), sum(course.quiz_points().values())
    page.reload()
    page.get_by_role("link", name="Gita Njoroge").click()
    attempts = page.get_by_role("region", name="Begun since joining").get_by_role("row")
    expect(attempts).to_have_count(2)  # the head, and one
    expect(attempts.last).to_contain_text(f"{points} of {points}")
    expect(page.get_by_role("main")).not_to_contain_text(first_score.removesuffix(" points"))
    expect(page.locator("dd").first).to_have_text("0")  # read as a guest, before joining
    attempts.last.get_by_role("link").click()
    expect(page.get_by_role("heading", name="As Gita Njoroge saw it")).to_be_visible()
    expect(page.locator("[data-outcome=correct]")).to_have_count(size)
    page.get_by_role("link", name="Nairobi, spring").click()


def the_gradebook_can_be_had_as_a_file(page: Page, folder: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    points = sum(course.quiz_points().values())
    title = course.course().modules[0].quizzes[0].title
    assert path.name.startswith("nairobi-spring-") and path.suffix == ".csv"
    assert row["Name"] == "Gita Njoroge"
    assert float(row[f"{title}: grade in points"]) == points
    assert row[f"{title}: attempts handed in"] == "1"


def mend_an_item(page: Page, slug: str) -> None:
    """In the admin: its text, seen in a preview, published with a reason."""
    page.goto("/admin/")
    acts.sign_in_here(page, FARID)
    page.get_by_role("link", name="Items", exact=True).click()
    page.get_by_role("link", name=slug, exact=True).click()
    area = page.get_by_label("The item, exactly as in items.yaml")
    area.fill(acts.mended(area.input_value()))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=f"{slug} as a learner will see it")).to_be_visible()
    expect(page.locator(".item").first).to_contain_text("Mended, ")
    page.get_by_label("Why this change").fill("The stem was unclear")
    page.get_by_role("button", name="Publish a version").click()
    expect(page.get_by_text("Version 2 is asked from now on.")).to_be_visible()


def the_old_result_stands(page: Page, result: str, slug: str) -> None:
    points = sum(course.quiz_points().values())
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{points} of {points} points")
    expect(page.get_by_role("main")).not_to_contain_text("Mended, ")
    acts.start_quiz(page)  # a new attempt asks the new version
    page.get_by_role("link", name="All items").click()
    expect(page.get_by_role("link", name="Mended, ")).to_have_count(1)
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{points} of {points} points")

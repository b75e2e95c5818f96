"""The one story: a guest reads, answers, signs up and joins a class; instructor and admin see their part."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course
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
    read_the_first_module(gita)
    first_score = take_the_quiz_missing_one(gita)
    retry_what_was_missed(gita)

    before = progress_of(gita)
    sign_up_from_home(gita)
    assert progress_of(gita) == before

    clara = new_page()
    acts.sign_in(clara, CLARA)
    code = acts.make_cohort(clara, "Nairobi, spring")
    acts.join_cohort(gita, code, "Gita Njoroge")
    second_result = take_the_quiz_all_right(gita)

    complaints.allow("ERR_CONNECTION_REFUSED")  # the browser may ask for its icon meanwhile
    server.stop()
    server.start()
    gita.goto("/")
    expect(gita.get_by_role("link", name="Account", exact=True)).to_be_visible()
    after = progress_of(gita)
    assert (after["sections"], after["items"]) == (before["sections"], before["items"])

    the_instructor_sees_the_second_attempt_alone(clara, first_score)
    the_gradebook_can_be_had_as_a_file(clara, tmp_path)

    farid = new_page()
    slug = course.quiz_items()[0]
    mend_an_item(farid, slug)
    the_old_result_stands(gita, second_result, slug)


def read_the_first_module(page: Page) -> None:
    """Every section; its first item is answered wrong, tried again and answered right."""
    page.goto("/")
    page.get_by_role("link", name="Begin here").click()
    for number, address in enumerate(course.sections(), start=1):
        page.wait_for_url(f"**{address}")
        expect(page.locator(".kicker").first).to_contain_text(f"section {number} of {len(course.sections())}")
        first, *others = acts.slugs_on(page)
        acts.answer(page, first, "incorrect")
        expect(acts.item(page, first)).to_contain_text("Wrong")
        acts.try_again(page, first)
        acts.answer(page, first, "correct")
        for slug in others:
            acts.answer(page, slug, "correct")
        page.get_by_role("button", name="Mark as read").click()
    page.wait_for_url(f"**{course.quiz()}")


def take_the_quiz_missing_one(page: Page) -> str:
    """Flag one, change one, leave one out and find it in the summary, get one wrong; what the result says."""
    size = len(course.quiz_items())
    acts.start_quiz(page)
    acts.give(page, "incorrect")
    acts.give(page, "correct")  # changed before handing in
    page.get_by_role("link", name="Next item").click()
    page.get_by_role("button", name="Flag this item").click()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    acts.give_and_go_on(page)
    acts.give_and_go_on(page, "incorrect")
    page.get_by_role("link", name="Next item").click()  # the fourth is left out
    for _ in range(5, size + 1):
        acts.give_and_go_on(page)
    left_out = page.get_by_role("listitem").filter(has_text="no answer yet")
    expect(left_out).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text(f"{size - 1} of {size} saved · 1 flagged")
    left_out.get_by_role("link").click()
    expect(acts.quiz_form(page)).to_have_attribute("data-position", "4")
    acts.give(page)
    page.get_by_role("link", name="All items").click()
    expect(page.get_by_role("complementary")).to_contain_text("Every item has an answer. 1 is flagged.")
    acts.hand_in(page)
    score = page.get_by_role("heading", level=1).inner_text()
    assert score == f"{size - 1} of {size} points"
    return score


def retry_what_was_missed(page: Page) -> None:
    page.get_by_role("link", name="Retry the 1 you missed").click()
    (slug,) = acts.slugs_on(page)
    acts.answer(page, slug, "correct")
    page.get_by_role("link", name="Back to the result").click()
    expect(page.get_by_role("link", name="Retry the 1 you missed")).to_be_visible()  # the result stands


def progress_of(page: Page) -> dict[str, str]:
    """The numbers, as "My progress" and the home page say them."""
    page.get_by_role("link", name="Progress", exact=True).click()
    page.wait_for_url("**/progress/")
    sections, items, quizzes = (words.strip() for words in page.locator(".lede").inner_text().split(". "))
    page.get_by_role("link", name="Course", exact=True).click()
    way = page.get_by_role("region", name="Your way so far").locator("p").first
    expect(way).to_have_text(f"{sections}. {quizzes}")
    return {"sections": sections, "items": items, "quizzes": quizzes}


def sign_up_from_home(page: Page) -> None:
    kept = page.get_by_role("complementary", name="You are a guest")
    expect(kept).to_contain_text(f"{len(course.sections())} sections marked as read")
    expect(kept).to_contain_text("1 quiz attempt")
    kept.get_by_role("link", name="Keep them with an account").click()
    acts.sign_up(page, GITA)
    page.wait_for_url(f"**/{course.course().course.course}/")


def take_the_quiz_all_right(page: Page) -> str:
    """The address of the result."""
    acts.start_quiz(page)
    for _ in course.quiz_items():
        acts.give_and_go_on(page)
    acts.hand_in(page)
    size = len(course.quiz_items())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{size} of {size} points")
    return page.url


def the_instructor_sees_the_second_attempt_alone(page: Page, first_score: str) -> None:
    size = len(course.quiz_items())
    page.reload()
    page.get_by_role("link", name="Gita Njoroge").click()
    attempts = page.get_by_role("region", name="Begun since joining").get_by_role("row")
    expect(attempts).to_have_count(2)  # the head, and one
    expect(attempts.last).to_contain_text(f"{size} of {size}")
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
    size = len(course.quiz_items())
    title = course.course().modules[0].quizzes[0].title
    assert path.name.startswith("nairobi-spring-") and path.suffix == ".csv"
    assert row["Name"] == "Gita Njoroge"
    assert float(row[f"{title}: grade in points"]) == size
    assert row[f"{title}: attempts handed in"] == "1"


def mend_an_item(page: Page, slug: str) -> None:
    """In the admin: its text, seen in a preview, published with a reason."""
    page.goto("/admin/")
    acts.sign_in_here(page, FARID)
    page.get_by_role("link", name="Items", exact=True).click()
    page.get_by_role("link", name=slug, exact=True).click()
    area = page.get_by_label("The item, exactly as in items.yaml")
    area.fill(area.input_value().replace("stem: ", "stem: Mended, ", 1))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name=f"{slug} as a learner will see it")).to_be_visible()
    expect(page.locator(".item").first).to_contain_text("Mended, ")
    page.get_by_label("Why this change").fill("The stem was unclear")
    page.get_by_role("button", name="Publish a version").click()
    expect(page.get_by_text("Version 2 is asked from now on.")).to_be_visible()


def the_old_result_stands(page: Page, result: str, slug: str) -> None:
    size = len(course.quiz_items())
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{size} of {size} points")
    expect(page.get_by_role("main")).not_to_contain_text("Mended, ")
    acts.start_quiz(page)  # a new attempt asks the new version
    page.get_by_role("link", name="All items").click()
    expect(page.get_by_role("link", name="Mended, ")).to_have_count(1)
    page.goto(result)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{size} of {size} points")

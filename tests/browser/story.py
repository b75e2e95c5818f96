"""The learner's part of the one story, step by step; each step sees for itself that it went well."""

from collections.abc import Iterable

from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import Person


def read(page: Page, addresses: Iterable[str]) -> None:
    """Sections from the page that leads to the first of them: answer all that they ask, mark them as read.

    The first item of each is answered wrong, tried again and answered right.
    """
    for address in addresses:
        page.wait_for_url(f"**{address}")
        first, *others = acts.slugs_on(page)
        acts.answer(page, first, "incorrect")
        expect(acts.item(page, first)).to_contain_text("Wrong")
        acts.try_again(page, first)
        acts.answer(page, first, "correct")
        for slug in others:
            acts.answer(page, slug, "correct")
        page.get_by_role("button", name="Mark as read").click()


def take_the_quiz_missing_one(page: Page) -> str:
    """Flag one, change one, leave one out and find it in the summary, get one wrong; what the result says."""
    size, points = len(course.quiz_items()), sum(course.quiz_points().values())
    acts.start_quiz(page)
    acts.give(page, "incorrect")
    acts.give(page, "correct")  # changed before handing in
    page.get_by_role("link", name="Next item").click()
    page.get_by_role("button", name="Flag this item").click()
    expect(page.get_by_role("button", name="Take the flag away")).to_be_visible()
    acts.give_and_go_on(page)
    missed = acts.slug_here(page)
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
    assert score == f"{points - course.quiz_points()[missed]} of {points} points"
    return score


def retry_what_was_missed(page: Page) -> None:
    page.get_by_role("link", name="Retry the 1 you missed").click()
    expect(page.locator("[data-item]")).to_have_count(1)
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


def sign_up_from_home(page: Page, person: Person, sections: int) -> None:
    """What would be lost is named, and kept."""
    kept = page.get_by_role("complementary", name="You are a guest")
    expect(kept).to_contain_text(f"{sections} sections marked as read")
    expect(kept).to_contain_text("1 quiz attempt")
    kept.get_by_role("link", name="Keep them with an account").click()
    acts.sign_up(page, person)
    page.wait_for_url(f"**/{course.course().course.course}/")


def take_the_quiz_all_right(page: Page) -> str:
    """The address of the result."""
    acts.start_quiz(page)
    for _ in course.quiz_items():
        acts.give_and_go_on(page)
    acts.hand_in(page)
    points = sum(course.quiz_points().values())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{points} of {points} points")
    return page.url

"""Pages of the admin that are ours, and those of Django's that people come by on their way."""

from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import FARID
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server

AREA = "The item, exactly as in items.yaml"


@sees(
    "admin:index", "admin:quizzes_item_changelist", "admin:quizzes_item_change", "admin:quizzes_item_preview"
)
def test_the_pages_of_an_item(page: Page, look: Looks, server: Server, complaints: Complaints):
    complaints.allow("status of 4")
    acts.make_accounts(server)
    page.goto("/admin/")
    acts.sign_in_here(page, FARID)
    look.at(page)
    page.get_by_role("link", name="Items", exact=True).first.click()
    look.at(page)
    several = next(s for s, asked in course.asked().items() if "partial" in asked.values)
    text = course.section_asking("text_entry")[1]
    for slug in (several, text):
        page.goto("/admin/quizzes/item/?q=" + slug)
        page.get_by_role("link", name=slug, exact=True).click()
        look.at(page, slug)
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_text("Preview: nothing of this is stored")).to_be_visible()
        look.at(page, slug)
        page.get_by_role("button", name="Back to the text").click()
    page.get_by_role("button", name="Publish a version").click()  # without a reason
    look.at(page, "without a reason")
    area = page.get_by_label(AREA)
    was = area.input_value()
    area.fill(was.replace("level: ", "levl: "))
    page.get_by_label("Why this change").fill("A try")
    page.get_by_role("button", name="Publish a version").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "not an item")
    page.get_by_label(AREA).fill(acts.mended(was))
    page.get_by_role("button", name="Publish a version").click()
    expect(page.get_by_text("Version 2 is asked from now on.")).to_be_visible()
    look.at(page, "published")
    page.evaluate("document.querySelector('[name=based_on]').value = 1")
    page.get_by_label("Why this change").fill("Too late")
    page.get_by_role("button", name="Publish a version").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look.at(page, "stale")
    page.get_by_role("button", name="Retire").click()
    expect(page.get_by_text("is asked no more")).to_be_visible()
    look.at(page, "retired")


@sees(
    "admin:accounts_user_changelist", "admin:accounts_user_add", "admin:accounts_user_change",
    "admin:auth_user_password_change", "admin:lessons_section_changelist", "admin:lessons_section_change",
    "admin:quizzes_quiz_changelist", "admin:cohorts_cohort_changelist",
)  # fmt: skip
def test_the_pages_of_people_and_content(page: Page, look: Looks, server: Server):
    acts.make_accounts(server)
    page.goto("/admin/")
    acts.sign_in_here(page, FARID)
    expect(page.get_by_role("link", name="Items", exact=True)).to_be_visible()
    for path in (
        "accounts/user/",
        "accounts/user/add/",
        "lessons/section/",
        "quizzes/quiz/",
        "cohorts/cohort/",
    ):
        page.goto(f"/admin/{path}")
        look.at(page)
    page.goto("/admin/accounts/user/?q=amina")
    page.get_by_role("link", name="amina", exact=True).click()
    look.at(page)
    page.goto(page.url.replace("/change/", "/password/"))
    look.at(page)
    page.goto("/admin/lessons/section/")
    page.locator("#result_list tbody th a").first.click()
    look.at(page)

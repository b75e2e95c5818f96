"""Pages of a class: the instructor's, and those on which learners join and leave."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import acts, course
from tests.browser.acts import AMINA, CLARA
from tests.browser.conftest import Complaints
from tests.browser.looks import Looks, sees
from tests.browser.server import Server


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
    archive = (
        "from django.utils.timezone import now; Cohort.objects.update(archived_at=now(), join_code=None)"
    )
    server.manage("shell", "--verbosity", "0", "--command", archive)
    for address in (gradebook, "/teach/"):
        page.goto(address)
        look.at(page, "archived")


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

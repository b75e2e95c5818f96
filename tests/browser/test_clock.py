"""The time left in a quiz is told in words, and at its end nothing that was chosen is left behind."""

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.failures import control, with_script
from tests.browser.rows import responses
from tests.browser.server import Server

DEADLINE = """
from datetime import timedelta
from django.utils import timezone
from quizzes.models import Attempt
Attempt.objects.update(deadline=timezone.now() + timedelta(seconds={0}))
"""


def at_an_item_with(server: Server, page: Page, seconds: int) -> None:
    """In an attempt with so much time left, in a browser whose clock goes as the test says."""
    acts.start_quiz(page)
    server.manage("shell", "--verbosity", "0", "--command", DEADLINE.format(seconds))
    page.clock.install()
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("min left, until")


def pass_seconds(page: Page, seconds: int) -> None:
    for _ in range(seconds // 10):
        page.clock.run_for(10_000)


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


@control(("const TOLD = [60, 300, 600]", "const TOLD = []"))
def test_the_last_ten_five_and_one_minutes_are_said(server: Server, page: Page):
    at_an_item_with(server, page, 620)
    pass_seconds(page, 10)
    assert status(page) == ""
    said: list[str] = []
    for _ in range(58):
        pass_seconds(page, 10)
        if status(page) not in ["", *said]:
            said.append(status(page))
    assert said == ["10 minutes left.", "5 minutes left.", "1 minute left."]
    expect(page.get_by_role("timer")).to_contain_text("1 min left")


@control(("answers.sendAll();", ""), ("outbox.flush(true);\n  }\n\n  setInterval", "}\n\n  setInterval"))
def test_at_the_end_what_was_chosen_goes_out_at_once_and_the_page_says_that_time_is_up(
    server: Server, page: Page
):
    with_script(page, ("PAUSE = 1000", "PAUSE = 100_000"))  # not by itself
    at_an_item_with(server, page, 60)
    pass_seconds(page, 40)
    given = acts.choose(page)
    pass_seconds(page, 20)
    message = page.locator(".message").filter(has_text="Time is up.")
    expect(message).to_be_visible()
    expect(message).to_have_role("alert")
    acts.is_saved(page)
    assert responses(server) == [given]
    message.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_was_past_when_the_page_was_opened_is_not_said(server: Server, page: Page):
    at_an_item_with(server, page, 290)
    page.clock.run_for(3000)
    assert status(page) == ""

"""Nothing chosen is lost with the server, the tab, the browser or the line, and nothing counts twice."""

import functools
import os
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser import acts
from tests.browser.acts import AMINA
from tests.browser.failures import BY_HAND, QUICKLY, control, nothing_arrives, with_script
from tests.browser.rows import responses
from tests.browser.server import Server

pytestmark = pytest.mark.usefixtures("failures_are_meant")

WRITES_NOTHING_DOWN = ("database = await open();", "database = null;")
FORGETS_THE_NUMBER = ("sequence: change.sequence };", "sequence: Math.floor(performance.now()) };")


@pytest.fixture
def server(new_server: Callable[..., Server]) -> Server:
    """It holds its replies back where a test says so."""
    return new_server(DJANGO_SETTINGS_MODULE="tests.browser.pausing")


def is_in_the_database(server: Server, given: list[list[str]]) -> None:
    """Soon, and seen by a connection that is not the server's."""
    deadline = time.monotonic() + 3
    while responses(server) != given and time.monotonic() < deadline:
        time.sleep(0.02)
    assert responses(server) == given


@control(FORGETS_THE_NUMBER)
def test_a_server_killed_after_the_commit_and_before_its_reply(server: Server, page: Page):
    with_script(page, QUICKLY)
    acts.start_quiz(page)
    (server.folder / "replies-are-held").touch()
    given = acts.choose(page)
    is_in_the_database(server, [given])
    acts.is_not_saved(page)
    server.kill()
    (server.folder / "replies-are-held").unlink()
    expect(acts.waiting(page)).to_contain_text("1 answer waits to be sent.")
    server.start()
    acts.is_saved(page)
    page.reload()
    assert acts.chosen(acts.quiz_form(page)) == given
    assert responses(server) == [given]


@control(WRITES_NOTHING_DOWN)
def test_a_server_killed_before_it_took_the_answer_and_the_page_left_meanwhile(server: Server, page: Page):
    acts.start_quiz(page)
    attempt = page.url
    server.kill()
    given = acts.choose(page)
    expect(acts.waiting(page)).to_be_visible()
    page.goto("about:blank")
    server.start()
    page.goto("/")  # any page of the course
    is_in_the_database(server, [given])
    page.goto(attempt)
    acts.is_saved(page)
    assert acts.chosen(acts.quiz_form(page)) == given


@control(WRITES_NOTHING_DOWN)
def test_a_page_loaded_again_while_offline(server: Server, page: Page):
    with_script(page, BY_HAND)
    acts.start_quiz(page)
    attempt = page.url
    page.context.set_offline(True)
    given = acts.choose(page)
    expect(acts.waiting(page)).to_be_visible()
    with pytest.raises(Error, match="ERR_"):
        page.reload()
    page.context.set_offline(False)
    with nothing_arrives(page):
        page.goto(attempt)
        assert acts.chosen(acts.quiz_form(page)) == given
        acts.is_not_saved(page)
    acts.waiting(page).get_by_role("button", name="Try now").click()
    acts.is_saved(page)
    assert responses(server) == [given]


@control(WRITES_NOTHING_DOWN)
def test_a_tab_that_crashed(server: Server, page: Page):
    acts.start_quiz(page)
    server.kill()
    given = acts.choose(page)
    expect(acts.waiting(page)).to_be_visible()
    crash(page)
    server.start()
    page.context.new_page().goto("/")
    is_in_the_database(server, [given])


def crash(page: Page) -> None:
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")


@control(WRITES_NOTHING_DOWN)
def test_a_tab_that_crashed_at_the_very_moment_of_choosing(server: Server, page: Page):
    acts.start_quiz(page)
    given = acts.choose(page)
    crash(page)
    assert responses(server) == []
    page.context.new_page().goto("/")
    is_in_the_database(server, [given])


@pytest.fixture
def new_browser(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """A browser process of its own each time, with one profile on the disk."""
    session = chromium.new_browser_cdp_session()
    executable = shlex.split(session.send("SystemInfo.getInfo")["commandLine"])[0]
    launch = functools.partial(chromium.browser_type.launch_persistent_context, tmp_path / "profile")
    contexts: list[BrowserContext] = []

    def make() -> Page:
        contexts.append(launch(executable_path=executable, base_url=server.url))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def kill(browser: BrowserContext) -> None:
    """As a dead battery does."""
    assert browser.browser is not None
    processes = browser.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    (pid,) = (process["id"] for process in processes if process["type"] == "browser")
    os.kill(pid, 9)
    browser.browser.close()


@control(WRITES_NOTHING_DOWN)
def test_a_browser_that_was_killed(server: Server, new_browser: Callable[[], Page]):
    acts.make_accounts(server)
    page = new_browser()
    acts.sign_in(page, AMINA)
    acts.start_quiz(page)
    server.kill()
    given = acts.choose(page)
    expect(acts.waiting(page)).to_be_visible()
    kill(page.context)
    server.start()
    page = new_browser()
    page.context.clear_cookies()  # a browser writes them to the disk when it likes
    acts.sign_in(page, AMINA)
    is_in_the_database(server, [given])

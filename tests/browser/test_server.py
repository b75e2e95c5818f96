"""The server process itself: how it starts, ends and comes back."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Complaints
from tests.browser.server import ROOT, Server, environment, free_port

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def test_every_page_has_the_strict_policy_and_hashed_static_names(page: Page):
    answer = page.goto("/")
    assert answer is not None
    assert (answer.status, answer.headers["content-security-policy"]) == (200, POLICY)
    styles = page.eval_on_selector_all("link[rel=stylesheet]", "links => links.map(link => link.href)")
    assert styles
    for url in styles:
        style = page.request.get(url)
        assert "immutable" in style.headers["cache-control"], url
        assert style.headers["content-encoding"] in {"br", "gzip"}


def test_what_the_policy_forbids_fails_the_test(page: Page, complaints: Complaints):
    page.goto("/")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'data:,'}))")
    page.evaluate("fetch('/nowhere').then(() => undefined)")
    page.wait_for_timeout(100)
    assert any("Policy: img-src data" in text for text in complaints)
    assert any("404" in text for text in complaints)
    complaints.allow("img-src|Content Security Policy|Content-Security-Policy|404")


def test_a_server_that_was_killed_comes_back_at_the_same_address(
    server: Server, page: Page, complaints: Complaints
):
    complaints.allow("ERR_CONNECTION_REFUSED")  # the icon may be asked for while it is away
    page.goto("/")
    server.kill()
    server.start()
    page.reload()
    assert page.title()


def test_two_servers_stand_before_one_database(new_server: Callable[..., Server]):
    servers = [new_server(), new_server()]
    for server in servers:
        with urllib.request.urlopen(f"{server.url}/readyz") as answer:
            assert answer.read() == b'{"status": "ok"}'
    assert servers[0].url != servers[1].url


def test_make_run_prepares_serves_and_ends_on_ctrl_c_with_a_browser_connected(
    prepared: str, chromium: Browser, tmp_path: Path
):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(tmp_path, f"sqlite:///{tmp_path}/ssc.sqlite3", PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    while not (said and said[-1].startswith("A demo class:")):
        said.append(process.stdout.readline())
        assert said[-1], "".join(said)
    assert f"The course is at http://127.0.0.1:{port}/ (Ctrl-C ends it).\n" in said
    assert "The first admin:  .venv/bin/python manage.py createsuperuser\n" in said
    page = chromium.new_page()
    wait_for(f"http://127.0.0.1:{port}/readyz")
    page.goto(f"http://127.0.0.1:{port}/")
    start = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: to all that `make run` started
    output = process.communicate(timeout=20)[0]
    page.close()
    assert time.monotonic() - start < 8
    assert (process.returncode, output) == (0, "")


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{url} does not answer")

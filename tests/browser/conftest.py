"""A real server process with hashed static files, and a real Chromium that forgives nothing.

`page`, `phone` and the pages of `new_page` fail their test on an error in the console, on a breach of
the Content-Security-Policy and on an error in the server's log.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.server import ROOT, Server, manage

AXE = ROOT / "tests/browser/vendor/axe-core/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COURSE = ROOT / "fixtures/ssc"
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
PATIENCE_MILLISECONDS = 10_000
WATCH_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`Policy: ${event.violatedDirective} ${event.blockedURI}`))"""
NO_BROWSER = (
    "No browser was found: `make test` gets one, or name one, as in CHROMIUM=/usr/bin/chromium "
    "(Debian: apt install chromium; anywhere: .venv/bin/python -m playwright install chromium)."
)


# The server


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """One for the whole run: xdist's workers share it."""
    folder = Path(os.environ["DATA_DIR"]) / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def prepared(shared_folder: Path) -> str:
    """The URL of a database with all migrations and the course, made once a run; static files beside it."""
    base = os.environ.get("DATABASE_URL", "")
    url = other_database(base, "browser_template") if base else f"sqlite:///{shared_folder}/template.sqlite3"
    with (shared_folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared_folder / "prepared"
        if not done.exists():
            if base:
                say(base, 'CREATE DATABASE "browser_template"')
            manage(shared_folder, url, "migrate", "--verbosity", "0")
            manage(shared_folder, url, "load_course", str(COURSE))
            manage(shared_folder, url, "collectstatic", "--no-input", "--verbosity", "0")
            done.touch()
    return url


@pytest.fixture
def database_url(prepared: str, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the prepared database, for one test."""
    if prepared.startswith("sqlite"):
        shutil.copyfile(prepared.removeprefix("sqlite:///"), tmp_path / "ssc.sqlite3")
        yield f"sqlite:///{tmp_path}/ssc.sqlite3"
        return
    name = f"browser_{uuid4().hex}"
    say(prepared, f'CREATE DATABASE "{name}" TEMPLATE "browser_template"', within="postgres")
    yield other_database(prepared, name)
    say(prepared, f'DROP DATABASE "{name}" WITH (FORCE)', within="postgres")


@pytest.fixture
def new_server(database_url: str, shared_folder: Path, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers before the test's one database; `LOG_LEVEL="INFO"` and the like go to them."""
    (tmp_path / "static").symlink_to(shared_folder / "static")
    servers: list[Server] = []

    def make(**more: str) -> Server:
        server = Server(tmp_path, database_url, more=more)
        servers.append(server)
        server.start()
        return server

    yield make
    for server in servers:
        server.stop()
    assert [failures for server in servers if (failures := server.failures())] == []


@pytest.fixture
def server(new_server: Callable[..., Server]) -> Server:
    return new_server()


def other_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def say(url: str, sentence: str, within: str | None = None) -> None:
    with psycopg.connect(other_database(url, within) if within else url, autocommit=True) as connection:
        connection.execute(sentence.encode())


# The browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
        own = playwright.chromium.executable_path
        candidates = [os.environ.get("CHROMIUM"), *found, own if Path(own).exists() else None]
        path = next((candidate for candidate in candidates if candidate), None)
        if path is None:
            pytest.fail(NO_BROWSER)
        browser = playwright.chromium.launch(executable_path=path)
        expect.set_options(timeout=PATIENCE_MILLISECONDS)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser complained about; `allow` names, as a pattern, what a test means to happen."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"{message.text} ({message.location.get('url', '')})")

    def left(self) -> list[str]:
        return [text for text in self if not any(re.search(pattern, text) for pattern in self.allowed)]


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def failures_are_meant(complaints: Complaints) -> None:
    """For tests in which the line or the server fails on purpose: the browser complains of it."""
    complaints.allow("Failed to load resource|Failed to fetch|ERR_")


@pytest.fixture
def new_page(chromium: Browser, server: Server, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser profile of its own: another person, or another device."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(base_url=server.url, locale="en-GB", **{**LAPTOP, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        page.on("console", complaints.hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints.left() == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A laptop's."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    return new_page(**PHONE)


@pytest.fixture
def plain_page(new_page: Callable[..., Page]) -> Page:
    """A browser without JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def axe_findings() -> Callable[[Page], list[str]]:
    """What axe finds on a page, a line each: rule, what it is about, and where."""
    source = AXE.read_text(encoding="utf-8")

    def run(page: Page) -> list[str]:
        page.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": AXE_RULES}, "resultTypes": ["violations"]}
        result = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{found['id']}: {found['help']}: {node['html']}"
            for found in result["violations"]
            for node in found["nodes"]
        ]

    return run

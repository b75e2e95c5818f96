"""Two servers behind one address, on PostgreSQL: nobody notices which of them answers."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts, course, story
from tests.browser.acts import CLARA, Person
from tests.browser.conftest import COURSE, other_database, say
from tests.browser.server import PATIENCE_SECONDS, Server, manage
from tests.databases import Postgres

GITA = Person("gita")


class Turns(ThreadingHTTPServer):
    """Hands each request to the next server in turn, whatever connection it came on."""

    daemon_threads = True

    def __init__(self, servers: list[Server]) -> None:
        super().__init__(("127.0.0.1", 0), Forward)
        self.servers = servers
        self.turn = cycle(server.port for server in servers)
        self.lock = threading.Lock()
        self.answered: Counter[int] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def next_port(self) -> int:
        with self.lock:
            port = next(self.turn)
            self.answered[port] += 1
            return port


class Forward(BaseHTTPRequestHandler):
    server: Turns

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        line = HTTPConnection("127.0.0.1", self.server.next_port(), timeout=PATIENCE_SECONDS)
        line.request(self.command, self.path, body, dict(self.headers))
        answer = line.getresponse()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.read())
        line.close()

    def do_POST(self) -> None:
        self.do_GET()


@pytest.fixture(scope="module")
def loaded(prepared: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the course in every run: the run's own, or one started here."""
    if not prepared.startswith("sqlite"):
        yield prepared
        return
    folder = Path(mkdtemp(prefix="ssc-tests-"))
    postgres = Postgres(folder)
    url = postgres.make("loaded")
    manage(folder, url, "migrate", "--verbosity", "0")
    manage(folder, url, "load_course", str(COURSE))
    yield url
    postgres.stop()
    rmtree(folder)


@pytest.fixture
def database_url(loaded: str) -> Iterator[str]:
    template, name = urlsplit(loaded).path[1:], f"two_servers_{uuid4().hex}"
    say(loaded, f'CREATE DATABASE "{name}" TEMPLATE "{template}"', within="postgres")
    yield other_database(loaded, name)
    say(loaded, f'DROP DATABASE "{name}" WITH (FORCE)', within="postgres")


@pytest.fixture
def server(new_server: Callable[..., Server]) -> Iterator[Turns]:
    """What the pages of `new_page` take for the server."""
    turns = Turns([new_server(), new_server()])
    thread = threading.Thread(target=turns.serve_forever)
    thread.start()
    yield turns
    turns.shutdown()
    thread.join()
    turns.server_close()


def test_a_guest_reads_answers_signs_up_and_joins_at_two_servers_behind_one_address(
    server: Turns, new_page: Callable[..., Page]
):
    acts.make_accounts(server.servers[0])
    gita, clara = new_page(), new_page()
    gita.goto("/")
    gita.get_by_role("link", name="Begin here").click()
    story.read(gita, course.sections()[:2])
    story.take_the_quiz_missing_one(gita)
    before = story.progress_of(gita)
    story.sign_up_from_home(gita, GITA, sections=2)
    assert story.progress_of(gita) == before
    acts.sign_in(clara, CLARA)
    acts.join_cohort(gita, acts.make_cohort(clara, "Nairobi"), "Gita Njoroge")
    story.take_the_quiz_all_right(gita)
    clara.reload()
    expect(clara.get_by_role("row", name="Gita Njoroge")).to_contain_text(
        f"{sum(course.quiz_points().values())}"
    )
    assert min(server.answered.values()) > sum(server.answered.values()) / 3
    assert len(server.answered) == 2


def test_a_server_may_die_and_the_other_goes_on_with_the_same_attempt(server: Turns, page: Page):
    acts.start_quiz(page)
    acts.give(page)
    dead, alive = server.servers
    server.turn = cycle([alive.port])
    dead.kill()
    page.reload()
    expect(acts.quiz_form(page).locator("[data-saved=true]")).to_be_visible()
    acts.give(page, "incorrect")
    expect(page.get_by_role("status")).to_have_text("Saved.")

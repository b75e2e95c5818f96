"""Two servers before one database: what races between them ends as it does in one."""

import http.client
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from quizzes.models import Attempt, Response
from tests.browser.server import PATIENCE_SECONDS, Server
from tests.factories import attempt, item, person, quiz, right_values, section, signed_in
from tests.faults.conftest import a_key, database_url, without_constraint

pytestmark = pytest.mark.django_db(transaction=True)
SECTION = "/ssc/foundations/what-is-the-south/"
ROUNDS, ROUNDS_OF_A_CONTROL = 3, 20
TOKEN = "a" * 32

red = pytest.raises(AssertionError)


def two_servers(folder, **more: str) -> Iterator[list[Server]]:
    more["SECRET_KEY"] = settings.SECRET_KEY
    servers = [Server(folder, database_url(), more=more) for _ in range(2)]
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def servers(django_db_setup, tmp_path_factory) -> Iterator[list[Server]]:
    yield from two_servers(tmp_path_factory.mktemp("servers"))


@pytest.fixture(scope="module")
def servers_without_lock(django_db_setup, tmp_path_factory) -> Iterator[list[Server]]:
    folder = tmp_path_factory.mktemp("unlocked")
    yield from two_servers(folder, DJANGO_SETTINGS_MODULE="tests.faults.unlocked_settings")


def post(server, path, cookies, form, *, htmx=False):
    """Status, where it leads to, and what the page says of the answer."""
    cookies = {"csrftoken": TOKEN, **cookies}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        **({"HX-Request": "true"} if htmx else {}),
    }
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    line.request("POST", path, urlencode({**form, "csrfmiddlewaretoken": TOKEN}, doseq=True), headers)
    answer = line.getresponse()
    saved = re.search(r'data-saved="(\w+)"', answer.read().decode())
    line.close()
    return answer.status, answer.headers["Location"], saved and saved[1]


@contextmanager
def held_up(table):
    """Nobody writes into the table before all that was sent waits for it, or is through."""
    sent: list[Future] = []
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield sent
        pause = Event()
        for _ in range(50):
            if connection.vendor == "sqlite":  # it does not tell who waits
                pause.wait(0.5)
                break
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] + sum(future.done() for future in sent) >= len(sent):
                break
            pause.wait(0.05)
    wait(sent)


def raced(table, servers, *requests):
    """The requests, each to a server of its own, of which none can write before all have looked."""
    with ThreadPoolExecutor(len(requests)) as pool:
        with held_up(table) as sent:
            for server, (path, cookies, form, htmx) in zip(servers, requests, strict=True):
                sent.append(pool.submit(post, server, path, cookies, form, htmx=htmx))
        return [future.result() for future in sent]


def session_of(learner):
    return {"sessionid": signed_in(learner).cookies["sessionid"].value}


def one_attempt(servers, rounds=ROUNDS):
    for n in range(rounds):
        amina = person(f"amina-{n}")
        click = (
            "/ssc/quizzes/foundations-quiz/start/",
            session_of(amina),
            {"learner": amina.public_id},
            False,
        )
        got = raced("quizzes_attempt", servers, click, click)
        made = Attempt.objects.filter(learner=amina)
        assert len(made) == 1
        assert got == [(302, f"/attempts/{made[0].public_id}/1/", None)] * 2


def test_two_starts_at_two_servers_make_one_attempt(servers):
    quiz()
    one_attempt(servers)


def test_without_lock_and_constraints_two_starts_at_two_servers_make_two_or_a_failure(servers_without_lock):
    quiz()
    names = ("one_open_attempt_per_learner_and_delivery", "an_attempt_uses_up_one_of_those_allowed")
    with without_constraint(Attempt, *names), red:
        one_attempt(servers_without_lock, ROUNDS_OF_A_CONTROL)


def one_try(servers, rounds=ROUNDS):
    section(items=[item()])
    for n in range(rounds):
        amina = person(f"amina-{n}")
        form = {"learner": amina.public_id, "client_key": a_key(), "item": "bri-year", "version": 1}
        click = (SECTION, session_of(amina), {**form, "values": right_values(item())}, False)
        got = raced("quizzes_response", servers, click, click)
        assert got == [(302, f"{SECTION}#item-bri-year", None)] * 2
        assert Response.objects.filter(learner=amina).count() == 1


def test_a_double_click_at_two_servers_is_one_try(servers):
    one_try(servers)


def test_without_constraint_and_lock_a_double_click_at_two_servers_is_two_tries_or_a_failure(
    servers_without_lock,
):
    with without_constraint(Response, "a_change_is_stored_once"), red:
        one_try(servers_without_lock, ROUNDS_OF_A_CONTROL)


def nothing_shown_as_saved_is_lost(servers, rounds=ROUNDS):
    for n in range(rounds):
        amina = person(f"amina-{n}")
        of, session = attempt(amina, quiz()), session_of(amina)
        asked = of.items.get(position=1)
        form = {"learner": amina.public_id, "client_key": a_key(), "values": right_values(asked.version.item)}
        answering = (f"/attempts/{of.public_id}/1/", session, form, True)
        handing_in = (f"/attempts/{of.public_id}/hand-in/", session, {"learner": amina.public_id}, False)
        answer, handed_in = raced("quizzes_response", servers, answering, handing_in)
        of.refresh_from_db()
        assert (answer[0], of.score) in {(200, 1.0), (200, 0.0)}
        assert answer[2] == ("true" if of.score else "late")
        assert handed_in == (302, f"/attempts/{of.public_id}/result/", None)


def test_an_answer_at_one_server_and_a_hand_in_at_the_other_lose_nothing(servers):
    nothing_shown_as_saved_is_lost(servers)


def test_without_the_lock_an_answer_that_was_shown_as_saved_is_lost_or_turned_away(servers_without_lock):
    with red:
        nothing_shown_as_saved_is_lost(servers_without_lock, ROUNDS_OF_A_CONTROL)


def test_the_first_answers_of_a_new_guest_at_two_servers_make_one_guest(servers):
    section(items=[item("first"), item("second")])
    for made in range(1, ROUNDS + 1):
        browser = Client()
        html = browser.get(SECTION).content.decode()
        learner = re.search(r'name="learner" value="([^"]+)"', html)
        visitor = {"visitor": browser.cookies["visitor"].value}
        requests = [
            (
                SECTION,
                visitor,
                {
                    "learner": learner[1],
                    "client_key": a_key(),
                    "item": slug,
                    "version": 1,
                    "values": right_values(item(slug)),
                },
                False,
            )
            for slug in ("first", "second")
        ]
        assert [status for status, *_ in raced("quizzes_response", servers, *requests)] == [302, 302]
        assert User.objects.count() == made
        assert Response.objects.filter(learner__public_id=learner[1]).count() == 2

"""Two first answers in flight make one guest, for the database says so.

The control takes the constraints away in a migrated database, and the same race makes two.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections, models
from django.db.migrations import AlterField, RemoveConstraint
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from accounts.models import User

from .people import ANSWER, answering_page, make_account

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accounts.urls")]

ROUNDS = 6
ROUNDS_OF_THE_CONTROL = 60


def first_answers_at_once(browsers: int = 3) -> list[int]:
    """One visitor's first answers, sent at the same moment by forms of the same page; their statuses."""
    page = Client()
    learner, _token = answering_page(page)
    start, statuses = Barrier(browsers), []

    def send() -> None:
        form = Client(raise_request_exception=False)
        form.cookies["visitor"] = page.cookies["visitor"].value
        start.wait()
        statuses.append(form.post(ANSWER, {"learner": learner}).status_code)
        connections.close_all()

    threads = [Thread(target=send) for _ in range(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def test_two_first_answers_in_flight_make_one_guest():
    for made in range(1, ROUNDS + 1):
        assert first_answers_at_once() == [200, 200, 200]
        assert User.objects.count() == made


def test_the_race_is_real_for_without_the_constraints_it_makes_two():
    with no_unique_guests():
        for made in range(1, ROUNDS_OF_THE_CONTROL + 1):
            first_answers_at_once()
            if User.objects.count() > made:
                return
    pytest.fail(f"{ROUNDS_OF_THE_CONTROL} races without a constraint, and never two guests")


LOOSENED = [
    RemoveConstraint("User", "one_person_per_username_whatever_the_case"),
    AlterField("User", "username", models.CharField(max_length=150)),
    AlterField("User", "public_id", models.UUIDField(default=uuid4)),
]


@contextmanager
def no_unique_guests() -> Iterator[None]:
    """The table of people as it would be without its constraints on id and name."""
    states = [MigrationExecutor(connection).loader.project_state()]
    for operation in LOOSENED:
        states.append(states[-1].clone())
        operation.state_forwards("accounts", states[-1])
        with connection.schema_editor() as editor:
            operation.database_forwards("accounts", editor, *states[-2:])
    try:
        yield
    finally:
        User.objects.all().delete()
        for operation in reversed(LOOSENED):
            loose = states.pop()
            with connection.schema_editor() as editor:
                operation.database_backwards("accounts", editor, loose, states[-1])


def test_a_sign_up_and_a_last_answer_at_once_lose_nothing():
    """The answer counts for the row that becomes the account."""
    page = Client()
    learner, _token = answering_page(page)
    page.post(ANSWER, {"learner": learner})
    tab = Client()
    tab.cookies = SimpleCookie({name: morsel.value for name, morsel in page.cookies.items()})
    start, statuses = Barrier(2), {}
    form = {"username": "amina", "password1": "four ordinary words", "password2": "four ordinary words"}

    def send(name: str, client: Client, url: str, data: dict[str, object]) -> None:
        start.wait()
        statuses[name] = client.post(url, data).status_code
        connections.close_all()

    threads = [
        Thread(target=send, args=("sign up", page, "/account/signup/", form)),
        Thread(target=send, args=("answer", tab, ANSWER, {"learner": learner})),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # 401: the session was gone before the answer came; it is kept in the browser and sent again.
    assert statuses["sign up"] == 302
    assert statuses["answer"] in (200, 401)
    assert User.objects.get().username == "amina"
    assert make_account("bheki").pk != User.objects.get(username="amina").pk

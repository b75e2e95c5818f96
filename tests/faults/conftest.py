"""Who races, and how a constraint is taken away in a migrated database."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import RemoveConstraint
from django.db.migrations.loader import MigrationLoader

from tests.databases import STATE, Postgres
from tests.faults.actors import Pair, ProcessActor, ThreadActor


def database_url() -> str:
    """The test database's, as another process takes it."""
    name = str(connection.settings_dict["NAME"])
    postgres = STATE.get("postgres")
    return postgres.url(name) if isinstance(postgres, Postgres) else f"sqlite:///{quote(name)}"


@pytest.fixture(scope="session")
def two_processes(django_db_setup: None) -> Iterator[Pair]:
    with ProcessActor(database_url()) as first, ProcessActor(database_url()) as second:
        yield Pair(first, second)


@pytest.fixture(params=["threads", "processes"])
def pair(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Pair]:
    if request.param == "processes":
        yield request.getfixturevalue("two_processes")
        return
    with ThreadActor() as first, ThreadActor() as second:
        yield Pair(first, second)


@contextmanager
def without_constraint(model: type[models.Model], *names: str) -> Iterator[None]:
    """The migrated database less these constraints. What was written meanwhile is thrown away."""
    app = model._meta.app_label
    states = [MigrationLoader(connection).project_state()]
    removals = [RemoveConstraint(model.__name__, name) for name in names]
    for removal in removals:
        states.append(states[-1].clone())
        removal.state_forwards(app, states[-1])
        with connection.schema_editor() as editor:
            removal.database_forwards(app, editor, *states[-2:])
    try:
        yield
    finally:
        call_command("flush", interactive=False, verbosity=0)
        for removal in reversed(removals):
            without = states.pop()
            with connection.schema_editor() as editor:
                removal.database_backwards(app, editor, without, states[-1])


def a_key() -> str:
    """Of a browser, or of a page opened without script."""
    return str(uuid4())

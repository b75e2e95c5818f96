"""An installation moves from SQLite to PostgreSQL and back by its backup, and nothing is lost on the way."""

import json
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.browser.server import manage
from tests.databases import STATE, Postgres
from tests.installation import everything, fill


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """The run's own, or in a run on SQLite one for this test."""
    known, folder = STATE.get("postgres"), STATE["folder"]
    if isinstance(known, Postgres):
        yield known
        return
    assert isinstance(folder, Path)
    (folder / "moving").mkdir()
    server = Postgres(folder / "moving")
    yield server
    server.stop()


@pytest.mark.django_db(transaction=True)
def test_there_and_back_again_every_row_is_equal(postgres, tmp_path):
    fill()
    before = everything()
    call_command("backup", tmp_path / "home", stdout=StringIO())
    away = postgres.make("moving") if connection.vendor == "sqlite" else f"sqlite:////{tmp_path}/moving"
    said = manage(tmp_path, away, "shell", "--no-imports", "--command", MOVE.format(folder=tmp_path))
    assert "7 scores, 0 differences" in said
    call_command("flush", interactive=False, verbosity=0)
    call_command("restore", tmp_path / "away", stdout=StringIO())
    assert everything() == before
    assert contents(tmp_path / "home") == contents(tmp_path / "away")
    postgres.drop("moving")


MOVE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("restore", "{folder}/home")
call_command("verify_scores")
call_command("backup", "{folder}/away")
"""


def contents(path: Path) -> dict[str, dict[str, object]]:
    """How many rows of each table there are, and their hash."""
    with zipfile.ZipFile(path) as archive:
        found: dict[str, dict[str, object]] = json.loads(archive.read("contents.json"))
    return found

"""An installation moves from SQLite to PostgreSQL and back by its backup, and nothing is lost on the way."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.browser.server import manage
from tests.databases import STATE, Postgres
from tests.installation import fill


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
    here = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        home, stations = f"sqlite:////{here}", [postgres.make("moving"), f"sqlite:////{tmp_path}/moved"]
    else:
        home, stations = postgres.url(here), [f"sqlite:////{tmp_path}/moving", postgres.make("moving")]
    contents = [backed_up(home, tmp_path / "0")]
    for number, station in enumerate(stations, start=1):
        manage(tmp_path, station, "migrate", "--verbosity=0")
        manage(tmp_path, station, "restore", str(tmp_path / f"{number - 1}"))
        assert manage(tmp_path, station, "verify_scores") == "7 scores, 0 differences\n"
        contents.append(backed_up(station, tmp_path / f"{number}"))
    postgres.drop("moving")
    assert contents[0] == contents[1] == contents[2]
    assert contents[0]["quizzes_response"]["rows"] == 7


def backed_up(url: str, path: Path) -> dict[str, dict[str, object]]:
    """How many rows of each table there are, and their hash."""
    manage(path.parent, url, "backup", str(path))
    with zipfile.ZipFile(path) as archive:
        contents: dict[str, dict[str, object]] = json.loads(archive.read("contents.json"))
        return contents

"""What `make run` prepares, says and serves."""

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings as live_settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from ssc_course import start, wsgi
from ssc_course.management.commands import serve

ROOT = Path(__file__).resolve().parent.parent
PLAIN_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture
def data(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


# The database


@pytest.mark.django_db
def test_nothing_is_migrated_or_copied_when_nothing_is_pending(data):
    said: list[str] = []
    start.migrate(said.append)
    assert (said, list(data.iterdir())) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_before_migrations_the_database_is_copied_or_it_is_said_how(data):
    MigrationRecorder(connection).migration_qs.filter(app="ssc_course", name="0001_cache_table").delete()
    said: list[str] = []
    start.migrate(said.append)
    assert said[-1] == "Bringing the database up to date: 1 migrations."
    if connection.vendor == "postgresql":
        assert said[0].startswith("No copy was made of the PostgreSQL database: pg_dump makes one")
        return
    [copy] = data.iterdir()
    assert said[0] == f"A copy of the database as it was before is kept: {copy}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 20
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_new_database_is_not_copied(tmp_path):
    done = manage(tmp_path, "shell", "-v0", "-c", "from ssc_course.start import migrate; migrate(print)")
    assert re.fullmatch(r"Bringing the database up to date: \d+ migrations\.\n", done.stdout), done.stderr
    assert {path.name for path in tmp_path.glob("*.sqlite3")} == {"ssc.sqlite3"}


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_the_same_moment_prepare_one_after_the_other(data):
    inside, most = [], []

    def prepare() -> None:
        with start.one_at_a_time():
            inside.append(1)
            most.append(len(inside))
            threading.Event().wait(0.02)
            inside.pop()
        connection.close()

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]


# The course


@pytest.mark.django_db
def test_the_course_is_loaded_once_and_again_when_its_files_change(data, settings):
    said: list[str] = []
    start.load(said.append)
    start.load(said.append)
    assert said.count("Loading the course.") == 1
    settings.BASE_DIR = data
    (data / start.COURSE).mkdir(parents=True)
    start.load(said.append)
    assert said[1:3] == ["Loading the course.", said[2]]
    assert said[2].startswith("The course files were not loaded; the course is served as it was.\n")


# Static files


def test_static_files_are_collected_only_where_one_changed(data, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STORAGE}}
    said: list[str] = []
    start.collect_static(said.append)
    start.collect_static(said.append)
    assert said == ["Collecting static files."]
    (data / "static/collected").write_text("of an older version")
    start.collect_static(said.append)
    assert len(said) == 2


@pytest.mark.django_db
def test_a_second_preparation_finds_nothing_to_do(data, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STORAGE}}
    said: list[str] = []
    start.prepare(said.append)
    assert said == ["Loading the course.", "Collecting static files."]
    start.prepare(said.append)
    assert len(said) == 2


# The first words


@pytest.mark.django_db
def test_the_greeting_gives_address_first_admin_and_demo_class(settings, django_user_model):
    assert start.greeting().splitlines() == [
        "The course is at http://127.0.0.1:8000/ (Ctrl-C ends it).",
        f"Its data is in    {live_settings.DATA_DIR}",
        "The first admin:  .venv/bin/python manage.py createsuperuser",
        "A demo class:     .venv/bin/python manage.py demo",
    ]
    django_user_model.objects.create(username="farid", is_staff=True, is_superuser=True)
    assert "createsuperuser" not in start.greeting()
    settings.HOST = "0.0.0.0"  # noqa: S104
    assert start.greeting().endswith("HOST=0.0.0.0 PUBLIC_URL=http://192.168.1.5:8000 make run")


# Serving


def test_the_server_is_granian_with_four_threads_and_a_limit_on_its_end(settings):
    settings.PORT = 8123
    assert " ".join(serve.command_line()[1:]) == (
        "-m granian --interface wsgi --no-ws --log-level error --respawn-failed-workers "
        "--blocking-threads 4 --workers-kill-timeout 3 --host 127.0.0.1 --port 8123 --workers 1 "
        "ssc_course.wsgi:application"
    )


def test_a_port_that_is_taken_is_told_before_anything_is_done(settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings.PORT = other.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("serve")
    assert str(refusal.value) == (
        f"Cannot listen on 127.0.0.1:{settings.PORT} (Address already in use): stop what uses it, "
        f"or choose another: PORT={settings.PORT + 1} make run"
    )


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    nowhere = f"sqlite:///{tmp_path}/no/such/folder.sqlite3"
    done = manage(tmp_path, "serve", DATABASE_URL=nowhere, PORT=port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "CommandError: The database does not answer (unable to open database file): see DATABASE_URL.\n"
    )


@pytest.mark.django_db
def test_the_server_is_handed_the_course():
    environ: dict[str, Any] = {"PATH_INFO": "/healthz", "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    body = b"".join(wsgi.application(environ, lambda status, headers: statuses.append(status)))
    assert (statuses, body) == (["200 OK"], b'{"status": "ok"}')


@pytest.mark.django_db
def test_what_is_prepared_is_then_served_from_the_projects_folder(data, settings, monkeypatch, capsys):
    """The server would take this process's place: here it is only written down what was to run."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STORAGE}}
    settings.PORT = 0
    ran: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: ran.append((program, arguments)))
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own is among them
    monkeypatch.chdir(data)
    call_command("serve")
    assert ran == [(sys.executable, serve.command_line())]
    assert Path.cwd() == ROOT
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Loading the course."
    assert said[-len(start.greeting().splitlines()) - 1 :] == [
        "Collecting static files.",
        *start.greeting().splitlines(),
    ]


def manage(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own, with data of its own."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, "DATA_DIR": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )

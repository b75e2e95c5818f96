"""What `make run` prepares, says and serves."""

import os
import socket
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections
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


@pytest.mark.django_db
def test_a_new_database_is_not_copied(data, monkeypatch):
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: {})
    monkeypatch.setattr(start, "call_command", lambda *arguments, **options: None)
    said: list[str] = []
    start.migrate(said.append)
    assert (len(said), list(data.iterdir())) == (1, [])


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


def test_a_database_that_does_not_answer_is_told_in_one_sentence(settings, monkeypatch):
    def away(say: object) -> None:
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(start, "prepare", away)
    settings.PORT = 0
    with pytest.raises(
        CommandError, match=r"^The database does not answer \(connection refused\): see DATABASE_URL.$"
    ):
        call_command("serve")


def test_the_server_is_handed_djangos_application():
    assert isinstance(wsgi.application, WSGIHandler)


def test_what_is_prepared_is_then_served_from_the_projects_folder(settings, monkeypatch, capsys):
    done: list[object] = []
    monkeypatch.setattr(start, "prepare", lambda say: say("Prepared."))
    monkeypatch.setattr(start, "greeting", lambda: "Welcome.")
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(os, "chdir", done.append)
    monkeypatch.setattr(os, "execv", lambda program, arguments: done.append(arguments))
    settings.PORT = 0
    call_command("serve")
    assert done == [ROOT, serve.command_line()]
    assert capsys.readouterr().out == "Prepared.\nWelcome.\n"

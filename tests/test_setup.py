"""What `make run` and its scripts do on a machine that has nothing yet."""

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
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

type Fake = Callable[[str, str], Path]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Makes a command that does what the script says, in a folder of its own."""

    def make(path: str, script: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
        return file

    return make


@pytest.fixture
def data(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def script(name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "scripts" / name, *arguments],
        env={**bare_environment(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def bare_environment() -> dict[str, str]:
    """This one's, less all that says where a Python may be."""
    hints = {"PATH", "HOME", "PYTHON", "PYTHONHOME", "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hints}


# Python


def test_the_python_that_is_named_is_taken(tmp_path):
    done = script("find-python", PYTHON=sys.executable, PATH=os.defpath)
    assert (done.returncode, Path(done.stdout.strip()).name[:6]) == (0, "python")


def test_a_named_python_that_is_too_old_is_told_in_one_sentence(fake: Fake):
    old = fake("old/python3", "exit 1")
    done = script("find-python", PYTHON=str(old), PATH=os.environ["PATH"])
    assert done.returncode == 1
    assert done.stderr == (
        f"PYTHON is '{old}', which is no working Python 3.12 or newer: set it to one, or unset it.\n"
    )


def test_pyenvs_newest_python_is_found_where_the_path_has_none(fake: Fake, tmp_path):
    fake("bin/python3", "exit 127")
    fake("pyenv/versions/3.9.1/bin/python3", "exit 1")
    fake("pyenv/versions/3.12.9/bin/python3", f'exec "{sys.executable}" "$@"')
    newest = fake("pyenv/versions/3.13.1/bin/python3", f'exec "{sys.executable}" "$@"')
    done = script("find-python", PATH=f"{tmp_path}/bin", PYENV_ROOT=f"{tmp_path}/pyenv")
    assert (done.stdout, done.stderr) == (f"{newest}\n", "")


def test_without_a_python_one_sentence_says_what_to_do(fake: Fake, tmp_path):
    fake("bin/python3", "exit 127")
    done = script("find-python", PATH=f"{tmp_path}/bin", PYENV_ROOT=f"{tmp_path}/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"No Python 3\.12 or newer was found: install one .*\n", done.stderr)


# .venv


@pytest.fixture
def checkout(fake: Fake, tmp_path: Path) -> Path:
    """A folder with a space in its name, with the scripts, tiny requirements, and a uv that notes calls."""
    folder = tmp_path / "a course"
    (folder / "requirements").mkdir(parents=True)
    for name in ("base", "dev"):
        (folder / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    for name in ("find-python", "build-venv"):
        fake(f"a course/scripts/{name}", (ROOT / "scripts" / name).read_text())
    fake("bin/uv", f'[ -e "{tmp_path}/fail" ] && exit 1; echo "$*" >>"{tmp_path}/calls"')
    fake("bin/python3", f'exec "{sys.executable}" "$@"')
    return folder


def build(checkout: Path, *arguments: str) -> tuple[int, list[str]]:
    """Exit status, and the requirements that were installed."""
    bin_folder, calls = checkout.parent / "bin", checkout.parent / "calls"
    calls.write_text("")
    done = subprocess.run(
        ["./scripts/build-venv", *arguments],
        cwd=checkout,
        env={**bare_environment(), "PATH": f"{bin_folder}:{os.defpath}", "HOME": str(checkout)},
        capture_output=True,
        check=False,
    )
    return done.returncode, re.findall(r"-r requirements/(\w+)\.txt", calls.read_text())


def test_the_environment_is_built_once_and_renewed_when_requirements_change(checkout):
    assert build(checkout) == (0, ["base"])
    assert build(checkout) == (0, [])
    (checkout / "requirements/base.txt").write_text("# changed\n")
    assert build(checkout) == (0, ["base"])


def test_development_adds_to_the_same_environment_and_running_removes_nothing(checkout):
    assert build(checkout) == (0, ["base"])
    assert build(checkout, "dev") == (0, ["dev"])
    assert build(checkout) == (0, [])
    assert build(checkout, "dev") == (0, [])


def test_an_interrupted_environment_is_built_anew(checkout):
    build(checkout)
    (checkout / ".venv/unfinished").touch()
    assert build(checkout) == (0, ["base"])
    assert not (checkout / ".venv/unfinished").exists()


def test_a_command_waits_while_another_one_builds_and_takes_over_from_a_dead_one(checkout):
    lock = checkout / ".venv.lock"
    lock.mkdir()
    (lock / "pid").write_text("999999999")
    assert build(checkout) == (0, ["base"])
    assert not lock.exists()


def test_requirements_that_could_not_be_had_are_tried_again(checkout):
    (checkout.parent / "fail").touch()
    (checkout / "requirements/base.txt").write_text("no-such-package==1 --hash=sha256:00\n")
    assert build(checkout) == (1, [])
    (checkout.parent / "fail").unlink()
    assert build(checkout) == (0, ["base"])


def test_an_environment_whose_python_is_gone_is_built_anew(checkout):
    build(checkout)
    python = checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert build(checkout) == (0, ["base"])


def test_requirements_are_pinned_with_hashes_and_name_no_address():
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        lines = file.read_text().splitlines()
        pins = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pins
        assert [pin for pin in pins if not re.match(r"[\w.-]+(\[[\w, -]+\])?==\S+ (; .+ )?\\$", pin)] == []
        assert [line for line in lines if "://" in line or line.lstrip().startswith("--index")] == []


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

"""`manage.py restore`: what a backup holds takes the place of everything, or nothing is changed."""

import sys
from io import StringIO
from threading import Event, Thread

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from accounts.models import User
from lessons.models import Term
from ssc_course.portable import replacing
from ssc_course.portable.archive import Reader
from ssc_course.portable.tables import all_tables
from tests import factories as make
from tests.installation import everything, fill

pytestmark = pytest.mark.django_db(transaction=True)


def backup(path):
    call_command("backup", path, stdout=StringIO())
    return path


def restore(path, *options):
    said = StringIO()
    call_command("restore", path, *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def good(tmp_path):
    """A backup of a course and one person, who is then renamed: so it shows whether it was restored."""
    make.term()
    make.person()
    path = backup(tmp_path / "good.backup")
    User.objects.update(username="renamed")
    return path


def test_everything_is_as_it_was(tmp_path):
    fill()
    before = everything()
    backup(tmp_path / "a.backup")
    User.objects.filter(username="amina").update(username="renamed")
    make.small_course()
    make.attempt(make.person("gita"), make.quiz("initiatives-quiz"), right=2, handed_in=True)
    Term.objects.all().delete()
    assert everything() != before
    restore(tmp_path / "a.backup", "--yes")
    assert everything() == before
    call_command("verify_scores", stdout=(said := StringIO()))
    assert said.getvalue() == "7 scores, 0 differences\n"


def test_it_says_what_it_found_and_did(good):
    said = restore(good, "--yes")
    made = Reader(good).about.made_at
    rows = sum(len(found) for found in everything().values())
    assert said == (
        f"{good} is whole: {rows:,} rows in {len(all_tables())} tables, 1 people and guests, from"
        f" {connection.vendor}, made {made:%Y-%m-%d %H:%M} UTC.\n"
        "Everything in the database was replaced by it. Nobody is signed in.\n"
    )


def test_what_is_written_next_gets_a_key_of_its_own(good):
    restore(good, "--yes")
    assert make.person("bheki").pk > User.objects.get(username="amina").pk


def test_nobody_stays_signed_in_as_whoever_has_their_key_now(good):
    make.signed_in(User.objects.get())
    cache.set("a-limit", 1)
    restore(good, "--yes")
    assert not Session.objects.exists()
    assert cache.get("a-limit") is None


def test_a_person_at_the_keyboard_is_asked_before_people_go(good, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda asked: "no")
    with pytest.raises(CommandError, match=r"^Nothing was changed\.$"):
        restore(good)
    assert User.objects.get().username == "renamed"
    monkeypatch.setattr("builtins.input", lambda asked: "yes")
    restore(good)
    assert User.objects.get().username == "amina"


def test_a_script_has_to_say_yes(good, monkeypatch):
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pytest.raises(CommandError) as refused:
        restore(good)
    assert str(refused.value) == (
        "The database holds 1 people and guests with all their work. Nothing was changed."
        " To replace them, say --yes."
    )
    assert User.objects.get().username == "renamed"


def test_where_there_are_no_people_nothing_is_asked(good):
    User.objects.all().delete()
    restore(good)
    assert User.objects.get().username == "amina"


def test_a_backup_can_be_looked_at_without_restoring_it(good):
    assert "is whole" in restore(good, "--check")
    assert User.objects.get().username == "renamed"


def test_a_database_without_its_tables_is_told_to_migrate(good):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cohorts'")
    try:
        with pytest.raises(CommandError, match=r"Run `manage.py migrate` first"):
            restore(good, "--yes")
    finally:
        call_command("migrate", "cohorts", fake=True, verbosity=0)
    assert User.objects.get().username == "renamed"


def test_whoever_is_writing_is_waited_for_and_not_for_ever(good, monkeypatch):
    monkeypatch.setattr(replacing, "PATIENCE_SECONDS", 1)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 100")  # in service 5 s
    writing, done = Event(), Event()

    def write():
        with transaction.atomic():
            User.objects.update(display_name="Somebody")
            writing.set()
            done.wait(20)
        connections.close_all()

    other = Thread(target=write)
    other.start()
    writing.wait(20)
    try:
        with pytest.raises(CommandError, match=r"nothing was changed\. .*Stop the servers, and try again\."):
            restore(good, "--yes")
    finally:
        done.set()
        other.join()
        connection.close()
    assert User.objects.values_list("username", "display_name").get() == ("renamed", "Somebody")
    restore(good, "--yes")

"""`manage.py backup`: everything in one file, while the course is served."""

import json
import stat
import tracemalloc
import zipfile
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from lessons.models import Term
from ssc_course.portable.archive import About, written
from ssc_course.portable.snapshot import rows, snapshot
from ssc_course.portable.tables import Table, all_tables
from tests import factories as make
from tests.installation import everything, fill

pytestmark = pytest.mark.django_db(transaction=True)


def backup(path):
    said = StringIO()
    call_command("backup", path, stdout=said)
    return said.getvalue()


def lines(path, table):
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"tables/{table}.jsonl").decode().splitlines()


def test_it_says_what_it_wrote_and_that_it_is_to_be_kept_safe(tmp_path):
    make.person()
    said = backup(tmp_path / "a.backup")
    count = sum(len(found) for found in everything().values())
    size = f"{(tmp_path / 'a.backup').stat().st_size:,}"
    assert said == (
        f"Wrote {tmp_path}/a.backup: {len(all_tables())} tables, {count:,} rows, {size} bytes.\n"
        "It holds names, addresses and password hashes: keep it where only you can read it.\n"
    )


def test_every_table_of_the_project_and_its_libraries_is_in_it_but_sessions():
    names = {table.name for table in all_tables()}
    assert set(connection.introspection.table_names()) - names == {
        "cache",
        "django_migrations",
        "django_session",
    }


def test_a_table_comes_after_those_its_rows_cannot_do_without():
    met: set[str] = set()
    for table in all_tables():
        assert table.needs <= met
        met.add(table.name)


def test_it_holds_every_row_of_every_table(tmp_path):
    fill()
    backup(tmp_path / "a.backup")
    held = {table.model._meta.label: len(lines(tmp_path / "a.backup", table.name)) for table in all_tables()}
    assert held == {label: len(found) for label, found in everything().items()}
    assert all(held.values()), "a table without a row shows nothing"


def test_sessions_and_the_cache_stay_where_they_are(tmp_path):
    client = make.signed_in(make.person())
    cache.set("of-the-moment", "a-limit-that-was-reached")
    assert client.session.session_key
    backup(tmp_path / "a.backup")
    with zipfile.ZipFile(tmp_path / "a.backup") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"amina" in content
    assert client.session.session_key.encode() not in content
    assert b"of-the-moment" not in content


def test_it_can_be_read_by_its_owner_alone(tmp_path):
    backup(tmp_path / "a.backup")
    assert stat.S_IMODE((tmp_path / "a.backup").stat().st_mode) == 0o600


def test_it_is_never_written_over(tmp_path):
    (tmp_path / "a.backup").write_text("the only copy")
    with pytest.raises(CommandError, match="is there already, and a backup is never written over"):
        backup(tmp_path / "a.backup")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.backup": "the only copy"}


def test_two_at_once_do_not_write_into_one_file(tmp_path):
    (tmp_path / "a.backup.part").write_text("another one at work")
    with pytest.raises(CommandError, match="another backup is being written, or one did not finish"):
        backup(tmp_path / "a.backup")
    assert (tmp_path / "a.backup.part").read_text() == "another one at work"


def test_a_name_that_was_taken_meanwhile_is_kept(tmp_path):
    with pytest.raises(FileExistsError, match="in the meantime"), written(tmp_path / "a.backup"):
        (tmp_path / "a.backup").write_text("mine")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.backup": "mine"}


def test_one_that_fails_leaves_no_file(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'quizzes' AND name = '0001_initial'")
    try:
        with pytest.raises(CommandError, match=r"lacks the migration quizzes\.0001_initial"):
            backup(tmp_path / "a.backup")
    finally:
        remember("quizzes", "0001_initial")
    with pytest.raises(ZeroDivisionError), written(tmp_path / "a.backup"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_a_later_version_is_left_to_that_version(tmp_path):
    remember("quizzes", "0999_of_tomorrow")
    try:
        with pytest.raises(
            CommandError, match="0999_of_tomorrow, which this version of the course does not know"
        ):
            backup(tmp_path / "a.backup")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0999_of_tomorrow'")


def remember(app, name):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)",
            [app, name],
        )


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"No backup was made\. .*No such file or directory"):
        backup(tmp_path / "nowhere" / "a.backup")


def test_it_shows_one_moment_while_others_write_unhindered():
    make.person()
    with snapshot():
        before = list(rows(Table(User)))
        make.person("bheki")
        make.term()
        User.objects.filter(username="amina").update(username="renamed")
        assert list(rows(Table(User))) == before
        assert list(rows(Table(Term))) == []
    with snapshot():
        assert len(list(rows(Table(User)))) == 2
        assert len(list(rows(Table(Term)))) == 1


def test_two_of_the_same_rows_have_the_same_content(tmp_path):
    fill()
    backup(tmp_path / "a.backup")
    backup(tmp_path / "b.backup")
    contents = []
    for name in ("a.backup", "b.backup"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            contents.append(json.loads(archive.read("contents.json")))
    assert contents[0] == contents[1]


def test_memory_does_not_grow_with_the_rows(tmp_path):
    of, peaks = make.course(), []
    for many in (2_000, 6_000):
        Term.objects.bulk_create(
            Term(course=of, slug=f"{many}-{n}", title=f"{n}", text="x" * 500) for n in range(many)
        )
        tracemalloc.start()
        with snapshot(), written(tmp_path / f"{many}") as file:
            file.about(About(made_at=make.NOON, database="", migrations=[], tables={}))
            file.table(Table(Term), rows(Table(Term)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2

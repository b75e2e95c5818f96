"""A backup that is not whole: `manage.py restore` names its fault and changes nothing."""

import hashlib
import json
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from ssc_course.portable.archive import BrokenBackup, Reader
from ssc_course.portable.checking import Keys
from ssc_course.portable.tables import all_tables
from tests import factories as make
from tests.installation import everything

pytestmark = pytest.mark.django_db(transaction=True)
USERS = "tables/accounts_user.jsonl"
MISSING = object()


@pytest.fixture
def good(tmp_path):
    make.person()
    call_command("backup", tmp_path / "good.backup", stdout=StringIO())
    User.objects.update(username="renamed")
    return tmp_path / "good.backup"


def restore(path):
    call_command("restore", path, "--yes", stdout=StringIO())


def sealed(path, members):
    """A file that is whole as a file, whatever is in it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"0" * 64
        for name, content in members.items():
            archive.writestr(name, content)
    data = path.read_bytes()
    path.write_bytes(data[:-64] + hashlib.sha256(data).hexdigest().encode())
    return path


def changed(path, **changes):
    """A copy with other members, or members changed by a function from JSON to JSON, and sealed again."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    names = {"about": "ssc-course-backup.json", "contents": "contents.json", "users": USERS}
    for name, change in changes.items():
        if change is MISSING:
            del members[names[name]]
        elif name == "users":
            rows = [json.loads(line) for line in members[USERS].splitlines()]
            members[USERS] = "".join(json.dumps(row) + "\n" for row in change(rows))
        else:
            members[names[name]] = json.dumps(change(json.loads(members[names[name]])))
    if "users" in changes and "contents" not in changes:
        fit(members)
    return sealed(path.with_name("changed.backup"), members)


def fit(members):
    """The contents say what the users' table now has."""
    lines = [json.loads(line) for line in members.get(USERS, "").splitlines()]
    text = "".join(json.dumps(row, separators=(",", ":"), sort_keys=True) + "\n" for row in lines)
    contents = json.loads(members["contents.json"])
    contents["accounts_user"] = {"rows": len(lines), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    members["contents.json"] = json.dumps(contents)


def with_text(path, name, text):
    """A copy in which one member is this text, sealed again."""
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return sealed(path.with_name("changed.backup"), {**members, name: text})


def damaged(path):
    """A copy whose users do not have the checksum that the zip has of them, sealed again."""
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        crc = archive.getinfo(USERS).CRC.to_bytes(4, "little")
    data = whole[:-64].replace(crc, b"\0\0\0\0") + b"0" * 64
    return write(path.with_name("changed.backup"), data[:-64] + hashlib.sha256(data).hexdigest().encode())


def without(name):
    return lambda part: {key: value for key, value in part.items() if key != name}


def with_value(column, value):
    def change(rows):
        at = next(table.columns for table in all_tables() if table.model is User).index(column)
        return [[*row[:at], value, *row[at + 1 :]] for row in rows]

    return change


def with_migrations(*names):
    return lambda about: {**about, "migrations": [*about["migrations"], *names]}


def without_last_migration(about):
    return {**about, "migrations": about["migrations"][:-1]}


def with_other_columns(about):
    return {**about, "tables": {**about["tables"], "accounts_user": ["id"]}}


BROKEN = {
    "not there": (lambda good: good.with_name("no.backup"), "No such file or directory"),
    "a folder": (lambda good: good.parent, "Is a directory"),
    "empty": (lambda good: write(good, b""), "It is not a backup that `manage.py backup` made."),
    "a text": (lambda good: write(good, b"id,name\n1,Amina\n"), "It is not a backup that"),
    "another zip": (lambda good: sealed(good, {"a.txt": "a"}), "It is not a backup that"),
    "cut short": (lambda good: write(good, good.read_bytes()[:-1]), "It does not end as it was written"),
    "cut shorter": (
        lambda good: write(good, good.read_bytes()[:200]),
        "It does not end as it was written",
    ),
    "one byte changed": (lambda good: flip(good, 5_000), "It was changed after it was made."),
    "something added": (
        lambda good: write(good, good.read_bytes() + b"\n"),
        "It does not end as it was written",
    ),
    "another format": (
        lambda good: changed(good, about=lambda about: {**about, "format": 2}),
        "It is in format 2; this version of the course reads format 1. Restore it with the version that",
    ),
    "no format": (lambda good: changed(good, about=without("format")), "not filled as a backup is"),
    "no date": (lambda good: changed(good, about=without("made_at")), "not filled as a backup is"),
    "no contents": (lambda good: changed(good, contents=MISSING), "not filled as a backup is"),
    "a later version": (
        lambda good: changed(good, about=with_migrations("quizzes.0999_of_tomorrow")),
        "this one does not have the migration quizzes.0999_of_tomorrow.",
    ),
    "an earlier version": (
        lambda good: changed(good, about=without_last_migration),
        "it does not have the migration ssc_course.0001_cache_table.",
    ),
    "a table not listed": (
        lambda good: changed(good, contents=without("quizzes_response")),
        "It lacks the table quizzes_response. Use another backup.",
    ),
    "a table not there": (
        lambda good: changed(good, users=MISSING, contents=dict),
        "It lacks the table accounts",
    ),
    "an unknown table": (
        lambda good: changed(good, contents=lambda part: {**part, "pets": part["accounts_user"]}),
        "It has a table pets that this version of the course does not know.",
    ),
    "other columns": (
        lambda good: changed(good, about=with_other_columns),
        "accounts_user has other columns",
    ),
    "a row less": (
        lambda good: changed(good, users=lambda rows: rows[1:], contents=dict),
        "accounts_user has not the rows that were written: 0 instead of 1, or others.",
    ),
    "another value": (
        lambda good: changed(good, users=with_value("username", "mallory"), contents=dict),
        "accounts_user has not the rows that were written: 1 instead of 1, or others.",
    ),
    "a row twice": (
        lambda good: changed(good, users=lambda rows: [*rows, *rows]),
        "accounts_user, row 2: the key ",
    ),
    "a value less": (
        lambda good: changed(good, users=lambda rows: [row[1:] for row in rows]),
        "accounts_user, row 1: 15 values for 16 columns.",
    ),
    "a value more": (
        lambda good: changed(good, users=lambda rows: [[*row, 0] for row in rows]),
        "accounts_user, row 1: 17 values for 16 columns.",
    ),
    "a value of another kind": (
        lambda good: changed(good, users=with_value("public_id", "seven")),
        "accounts_user, row 1: public_id: “seven” is not a valid UUID.",
    ),
    "no value": (
        lambda good: changed(good, users=with_value("username", None)),
        "accounts_user, row 1: username is empty.",
    ),
    "no row": (
        lambda good: changed(good, users=lambda rows: [{}]),
        "accounts_user has a line that is no row",
    ),
    "a date that is a number": (
        lambda good: changed(good, users=with_value("date_joined", 7)),
        "accounts_user, row 1: date_joined: 7 is not written as a backup writes it.",
    ),
    "a date that is an object": (
        lambda good: changed(good, users=with_value("date_joined", {"year": 2026})),
        "accounts_user, row 1: date_joined: an object is not written as a backup writes it.",
    ),
    "a date before all dates": (
        lambda good: changed(good, users=with_value("date_joined", "0001-01-01T00:00:00+14:00")),
        "accounts_user, row 1: date_joined: 0001-01-01T00:00:00+14:00 is not written as",
    ),
    "a date without a zone": (
        lambda good: changed(good, users=with_value("date_joined", "2026-03-02T09:00:00")),
        "accounts_user, row 1: date_joined: 2026-03-02T09:00:00 is not written as",
    ),
    "a text that is a list": (
        lambda good: changed(good, users=with_value("username", ["a"])),
        "accounts_user, row 1: username: a list is not written as a backup writes it.",
    ),
    "a text that is too long": (
        lambda good: changed(good, users=with_value("username", "a" * 100_000)),
        "accounts_user, row 1: username: 100,000 characters, where 150 are the most.",
    ),
    "a text with a NUL": (
        lambda good: changed(good, users=with_value("display_name", "Am\0ina")),
        "accounts_user, row 1: display_name: it holds a sign that no database can.",
    ),
    "half a sign": (
        lambda good: changed(good, users=with_value("display_name", "\ud800")),
        "accounts_user, row 1: display_name: it holds a sign that no database can.",
    ),
    "a key that is too large": (
        lambda good: changed(good, users=with_value("id", 10**25)),
        "accounts_user, row 1: id: 10000000000000000000000000 is outside of",
    ),
    "a row nested too deeply": (
        lambda good: with_text(good, USERS, "[" * 200_000 + "]" * 200_000 + "\n"),
        "accounts_user has a line that is no row: it is nested too deeply.",
    ),
    "a value nested deeply": (
        lambda good: with_text(good, USERS, f"[1, {'[' * 2_000}{']' * 2_000}{', 1' * 14}]\n"),
        "accounts_user, row 1: ",
    ),
    "a description nested too deeply": (
        lambda good: with_text(good, "ssc-course-backup.json", "[" * 200_000),
        "not filled as a backup is",
    ),
    "contents that are a list": (lambda good: changed(good, contents=list), "not filled as a backup is"),
    "a member that was packed otherwise": (damaged, "accounts_user cannot be read"),
    "a reference to nothing": (
        lambda good: changed(good, users=with_value("merged_into_id", 99)),
        "accounts_user, row 1: merged_into_id is 99, and accounts_user has no such row.",
    ),
}


def write(path, data):
    path.write_bytes(data)
    return path


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    return write(path, data)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_is_named_with_its_fault_and_changes_nothing(broken, good):
    breaks, told = BROKEN[broken]
    file = breaks(good)
    before = everything()
    with pytest.raises(CommandError) as refused:
        restore(file)
    assert str(refused.value).startswith(f"{file} was not restored, and nothing was changed. ")
    assert told in str(refused.value)
    assert everything() == before


def test_a_change_of_any_one_byte_is_seen(good):
    whole = good.read_bytes()
    for at in range(0, len(whole), 31):
        flip(good, at)
        with pytest.raises(BrokenBackup):
            Reader(good)
        good.write_bytes(whole)


def test_what_the_database_refuses_in_the_middle_leaves_it_as_it_was(good):
    file = changed(good, users=lambda rows: [*rows, [rows[0][0] + 1, *rows[0][1:]]])
    before = everything()
    with pytest.raises(CommandError, match=r"did not take .*, and nothing was changed\. ") as refused:
        restore(file)
    assert "unique constraint" in str(refused.value).lower()  # which one is for the database to say
    assert everything() == before


def test_keys_are_told_apart_whatever_their_gaps():
    keys = Keys()
    for key in (1, 2, 3, 7, 9, 10, "a"):
        keys.add(key)
    assert [key for key in range(12) if key in keys] == [1, 2, 3, 7, 9, 10]
    assert "a" in keys
    assert "b" not in keys
    for key in (10, 4, "a"):
        with pytest.raises(ValueError, match="comes twice"):
            keys.add(key)

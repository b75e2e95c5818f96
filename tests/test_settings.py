import os
import runpy
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection

from ssc_course.checks import check_mail, check_settings, database_errors
from ssc_course.environment import SecretKeyFile, WrongSetting, sqlite
from tests.databases import OURS

ROOT = Path(__file__).resolve().parent.parent

type Settings = Callable[..., dict[str, Any]]


@pytest.fixture
def settings_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The settings as a start with this environment, and nothing else in it, would have them."""

    def read(**environment: str) -> dict[str, Any]:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "ssc_course/settings.py"))

    return read


def sqlite_options(**changes: Any) -> dict[str, Any]:
    database = sqlite(Path("a.sqlite3"))
    return {**database, "OPTIONS": {**database["OPTIONS"], **changes}}


# Wrong values


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "PORT is 'abc'; expected a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT is '70000'; expected a whole number from 1 to 65535."),
        ("WORKERS", "0", "WORKERS is '0'; expected a whole number from 1 to 64."),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES is '-1'; expected a whole number from 0 to 9."),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS is 'a year'; expected a whole number from 0 to 315360000."),
        ("HOST", "a b", "HOST is 'a b'; expected an address to listen on, such as 127.0.0.1 or 0.0.0.0."),
        ("DEBUG", "maybe", "DEBUG is 'maybe'; expected true or false."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is 'loud'; expected DEBUG, INFO, WARNING or ERROR."),
        (
            "SECRET_KEY",
            "short",
            "SECRET_KEY is 5 characters long; expected 50 characters or more, on one line.",
        ),
        ("EMAIL_FROM", "course", "EMAIL_FROM is 'course'; expected an e-mail address."),
        (
            "ALLOWED_HOSTS",
            "https://a.org",
            "ALLOWED_HOSTS is 'https://a.org'; "
            "expected host names without scheme, port or path, separated by commas.",
        ),
        *(
            (
                "PUBLIC_URL",
                value,
                f"PUBLIC_URL is '{value}'; "
                "expected an address like https://course.example.org, without a path.",
            )
            for value in ["a.org", "ftp://a.org", "https://a.org/course", "https://a.org:port", "http://[::1"]
        ),
        *(
            (
                "DATABASE_URL",
                value,
                f"DATABASE_URL is '{shown}'; expected sqlite:///relative/path, sqlite:////absolute/path "
                "or postgres://user:password@host/name.",
            )
            for value, shown in [
                ("mysql://me:secret@host/name", "mysql://…@host/name"),
                ("sqlite://name", "sqlite://name"),
                ("sqlite:///a?mode=ro", "sqlite:///a?mode=ro"),
                ("postgres://me:sec@ret@host", "postgres://…@host"),
            ]
        ),
        (
            "EMAIL_URL",
            "imap://me:secret@host",
            "EMAIL_URL is 'imap://…@host'; "
            "expected smtp://user:password@host:port, smtp+tls://… (STARTTLS) or smtps://….",
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(settings_from: Settings, name, value, sentence):
    with pytest.raises(WrongSetting) as wrong:
        settings_from(**{name: value})
    assert str(wrong.value) == sentence


@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["manage.py", "help"], ["-m", "ssc_course.wsgi"]]
)
def test_a_wrong_value_stops_every_start_without_a_traceback(command, tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "abc"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PORT is 'abc'; expected a whole number from 1 to 65535.\n"


def test_an_empty_value_is_as_good_as_none(settings_from: Settings):
    assert settings_from(PORT="", PUBLIC_URL=" ")["PUBLIC_URL"].geturl() == "http://127.0.0.1:8000"


# The secret key


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    file = SecretKeyFile(tmp_path / "data" / "secret-key")
    first = file.read()
    assert (len(first) > 50, file.read()) == (True, first)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in file.path.parent.iterdir()] == ["secret-key"]


def test_servers_that_start_at_the_same_moment_share_one_secret_key(tmp_path):
    keys: list[str] = []
    barrier = threading.Barrier(8)

    def start() -> None:
        barrier.wait()
        keys.append(SecretKeyFile(tmp_path / "secret-key").read())

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(keys), len(set(keys))) == (8, 1)


def test_the_loser_of_that_race_takes_the_winners_key(tmp_path):
    (tmp_path / "secret-key").write_text("k" * 60)
    SecretKeyFile(tmp_path / "secret-key")._make()
    assert (tmp_path / "secret-key").read_text() == "k" * 60


def test_a_secret_key_that_was_cut_short_is_refused(tmp_path):
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(WrongSetting, match=r"secret-key is 'too short'; expected a key of 50 characters"):
        SecretKeyFile(tmp_path / "secret-key").read()


def test_a_secret_key_from_the_environment_is_not_written_down(settings_from: Settings, tmp_path):
    assert settings_from(SECRET_KEY="x" * 50)["SECRET_KEY"] == "x" * 50
    assert list(tmp_path.iterdir()) == []


# The public address


def test_http_on_this_computer_has_plain_cookies_and_no_redirect(settings_from: Settings):
    found = settings_from(PORT="8123")
    assert found["PUBLIC_URL"].geturl() == "http://127.0.0.1:8123"
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "127.0.0.1", "[::1]", "localhost"]
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("sessionid", False)
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (False, 0)
    assert (found["TRUSTED_PROXIES"], found["SECURE_PROXY_SSL_HEADER"]) == (0, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "192.168.1.5", "course.example.org"])
def test_only_a_loopback_name_is_this_machine_alone(settings_from: Settings, host):
    found = settings_from(PUBLIC_URL=f"http://{host}:8000")
    assert found["IS_LOOPBACK"] is (host in {"127.0.0.1", "localhost", "[::1]"})


def test_https_has_locked_cookies_a_redirect_and_one_proxy(settings_from: Settings):
    found = settings_from(PUBLIC_URL="https://course.example.org/")
    assert found["ALLOWED_HOSTS"] == ["course.example.org", "127.0.0.1", "[::1]", "localhost"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://course.example.org"]
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == ("__Host-sessionid", True)
    assert (found["CSRF_COOKIE_NAME"], found["CSRF_COOKIE_SECURE"]) == ("__Host-csrftoken", True)
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (True, 365 * 86400)
    assert (found["TRUSTED_PROXIES"], found["ALLAUTH_TRUSTED_PROXY_COUNT"]) == (1, 1)


def test_an_address_of_version_six_and_other_hosts_are_allowed_as_written(settings_from: Settings):
    assert settings_from(PUBLIC_URL="http://[fd00::5]:8000")["ALLOWED_HOSTS"][0] == "[fd00::5]"
    assert settings_from(ALLOWED_HOSTS="a.org, .b.org")["ALLOWED_HOSTS"][:2] == ["a.org", ".b.org"]


def test_http_over_a_network_is_warned_about(settings):
    assert check_settings() == []
    settings.IS_LOOPBACK = False
    assert [found.id for found in check_settings()] == ["ssc_course.W001"]


def test_the_settings_pass_djangos_own_checks():
    assert run_checks() == []


# Databases


def test_sqlite_lies_in_the_data_folder_or_where_it_is_told(settings_from: Settings, tmp_path):
    def path(**environment: str) -> str:
        return str(settings_from(**environment)["DATABASES"]["default"]["NAME"])

    assert path() == f"{tmp_path}/ssc.sqlite3"
    assert path(DATABASE_URL="sqlite:///data/a%20b.sqlite3") == str(ROOT / "data/a b.sqlite3")
    assert path(DATABASE_URL="sqlite:////srv/ssc.sqlite3") == "/srv/ssc.sqlite3"


def test_postgresql_has_a_pool_and_takes_the_options_of_its_address(settings_from: Settings):
    found = settings_from(DATABASE_URL="postgres://me:p%40ss@db.example.org:5433/ssc?sslmode=require")
    database = found["DATABASES"]["default"]
    assert {
        name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE")
    } == {
        "NAME": "ssc",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "CONN_MAX_AGE": 0,
    }
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    socket = settings_from(DATABASE_URL="postgresql://me@/ssc?host=%2Frun%2Fpostgresql")
    assert socket["DATABASES"]["default"]["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("database", "ids"),
    [
        (sqlite_options(), []),
        (sqlite_options(transaction_mode="DEFERRED"), ["E003"]),
        (sqlite_options(transaction_mode=None), ["E003"]),
        (sqlite_options(timeout=1), ["E004"]),
        (sqlite_options(init_command=""), ["E005", "E005", "E005"]),
        (
            sqlite_options(
                init_command="PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON"
            ),
            ["E005"],
        ),
        (
            sqlite_options(
                init_command=f"{sqlite_options()['OPTIONS']['init_command']}; PRAGMA mmap_size = 99"
            ),
            ["E006"],
        ),
        ({"ENGINE": "django.db.backends.mysql"}, ["E001"]),
        ({"ENGINE": "django.db.backends.postgresql", "OPTIONS": {}}, ["E002"]),
        ({"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": {}}, "CONN_MAX_AGE": 60}, ["E002"]),
        ({"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": {}}, "CONN_MAX_AGE": 0}, []),
    ],
)
def test_database_settings_that_could_lose_an_answer_are_refused(database, ids):
    assert [error.id for error in database_errors("default", database)] == [
        f"ssc_course.{id_}" for id_ in ids
    ]


@pytest.mark.django_db
def test_the_connection_is_what_the_settings_say():
    if connection.vendor == "postgresql":
        assert settings.DATABASES["default"]["OPTIONS"]["pool"]["min_size"] == 1
        return
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert (values, getattr(connection, "transaction_mode", None)) == (["wal", 2, 1, 5000], "IMMEDIATE")


@pytest.mark.django_db
def test_a_migration_makes_the_table_of_the_cache():
    cache.set("attempts", 3)
    assert "cache" in connection.introspection.table_names()
    assert cache.get("attempts") == 3


# Mail


def test_without_a_mail_server_mail_goes_to_files(settings_from: Settings, tmp_path):
    found = settings_from()
    assert found["MAIL_GOES_TO_FILES"]
    assert found["MAILERS"]["default"]["OPTIONS"] == {"file_path": f"{tmp_path}/mail"}


def test_that_mail_goes_to_files_is_told_before_service(settings):
    settings.MAIL_GOES_TO_FILES = True
    assert [found.id for found in check_mail()] == ["ssc_course.I001"]
    settings.MAIL_GOES_TO_FILES = False
    assert check_mail() == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail", ("mail", 25, "", "", False, False)),
        ("smtp+tls://me:p%40ss@mail", ("mail", 587, "me", "p@ss", True, False)),
        ("smtps://me:pass@mail:1465", ("mail", 1465, "me", "pass", False, True)),
    ],
)
def test_a_mail_server_is_given_as_an_address(settings_from: Settings, url, expected):
    found = settings_from(EMAIL_URL=url)
    options = found["MAILERS"]["default"]["OPTIONS"]
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert (tuple(options[name] for name in names), found["MAIL_GOES_TO_FILES"]) == (expected, False)

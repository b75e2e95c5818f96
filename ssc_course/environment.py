"""Reads the settings from the environment; a wrong value is told in one sentence."""

import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

HOST_NAME = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PASSWORD = re.compile(r"//.*@")  # never repeated in a message


class WrongSetting(ImproperlyConfigured):
    """A value from the environment does not fit. Its text is one sentence for the operator."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        shown = f"{len(found)} characters long" if name == "SECRET_KEY" else repr(PASSWORD.sub("//…@", found))
        super().__init__(f"{name} is {shown}; expected {expected}.")


def read[Value](
    method: Callable[..., Any], name: str, default: Value, expected: str, fits: Callable[[Value], bool]
) -> Value:
    """The value of one environment variable by a method of environs; unset and empty are the same."""
    found = os.environ.get(name, "").strip()
    if not found:
        return default
    try:
        value: Value = method(name)
    except EnvError:
        raise WrongSetting(name, found, expected) from None
    if not fits(value):
        raise WrongSetting(name, found, expected)
    return value


class Environment:
    """The environment's variables, typed. Every name read here stands in the README's table."""

    def __init__(self) -> None:
        self._env = Env()

    def text(self, name: str, default: str, expected: str, pattern: str = r"[^\r\n\0]*") -> str:
        return read(self._env.str, name, default, expected, lambda value: bool(re.fullmatch(pattern, value)))

    def boolean(self, name: str, *, default: bool) -> bool:
        return read(self._env.bool, name, default, "true or false", lambda value: True)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        expected = f"a whole number from {least} to {most}"
        return read(self._env.int, name, default, expected, lambda value: least <= value <= most)

    def hosts(self, name: str, default: list[str]) -> list[str]:
        expected = "host names without scheme, port or path, separated by commas"
        found = self.text(name, "", expected)
        hosts = [host.strip() for host in found.split(",") if host.strip()]
        if not all(HOST_NAME.fullmatch(host) for host in hosts):
            raise WrongSetting(name, found, expected)
        return hosts or default

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default), "the path of a folder")).expanduser().absolute()

    def public_url(self, name: str, default: str) -> SplitResult:
        expected = "an address like https://course.example.org, without a path"
        found = self.text(name, default, expected).rstrip("/")
        url, _port = split_url(name, found, expected)
        plain = url.username is None and not url.path and not url.query and not url.fragment
        if url.scheme not in {"http", "https"} or not url.hostname or not plain:
            raise WrongSetting(name, found, expected)
        return url

    def database(self, name: str, default: Path, base: Path) -> dict[str, Any]:
        expected = "sqlite:///relative/path, sqlite:////absolute/path or postgres://user:password@host/name"
        found = self.text(name, "", expected)
        if not found:
            return sqlite(default)
        url, port = split_url(name, found, expected)
        if url.scheme == "sqlite" and not url.netloc and url.path.strip("/") and not url.query:
            return sqlite(base / unquote(url.path[1:]))
        if url.scheme in {"postgres", "postgresql"} and url.path.strip("/"):
            return postgresql(url, port)
        raise WrongSetting(name, found, expected)

    def mailer(self, name: str, folder: Path) -> dict[str, Any]:
        """Where mail goes: to a server (smtp, smtps; smtp+tls asks for STARTTLS), else to files."""
        expected = "smtp://user:password@host:port, smtp+tls://… (STARTTLS) or smtps://…"
        found = self.text(name, "", expected)
        if not found:
            return {
                "BACKEND": "ssc_course.mail.MailFiles",
                "OPTIONS": {"file_path": str(folder)},
            }
        url, port = split_url(name, found, expected)
        ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
        if url.scheme not in ports or not url.hostname or url.path.strip("/"):
            raise WrongSetting(name, found, expected)
        options = {
            "host": url.hostname,
            "port": port or ports[url.scheme],
            "username": unquote(url.username or ""),
            "password": unquote(url.password or ""),
            "use_tls": url.scheme == "smtp+tls",
            "use_ssl": url.scheme == "smtps",
            "timeout": 10,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def split_url(name: str, found: str, expected: str) -> tuple[SplitResult, int | None]:
    try:
        url = urlsplit(found)
        return url, url.port
    except ValueError:  # a port that is no number, an unclosed bracket
        raise WrongSetting(name, found, expected) from None


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as this project means it; `ssc_course.checks` refuses anything else."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Deferred transactions under 8 writers failed 66 to 72 % of the time, IMMEDIATE never.
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            # NORMAL lost acknowledged commits at 989 of 1,000 simulated power cuts, FULL at none.
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
        },
        # A file, for two threads share one of memory in another way than one on disk.
        "TEST": {"NAME": f"{path}.test"},
    }


def postgresql(url: SplitResult, port: int | None) -> dict[str, Any]:
    """PostgreSQL through psycopg's pool; `?host=/run/postgresql` and other libpq options may follow."""
    options = dict(parse_qsl(url.query))
    host = options.pop("host", url.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps connections, not Django
        "CONN_HEALTH_CHECKS": True,  # one that PostgreSQL's restart has ended is replaced, not handed out
        "OPTIONS": {**options, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


@dataclass(frozen=True)
class SecretKeyFile:
    """The secret key of this installation, made once and readable by its owner only."""

    path: Path

    def read(self) -> str:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self._make()
        key = self.path.read_text(encoding="ascii").strip()
        if len(key) < 50:
            expected = "a key of 50 characters or more; delete the file, and a new key is made"
            raise WrongSetting(str(self.path), "too short", expected)
        return key

    def _make(self) -> None:
        """Written aside and linked into place, so that of two first starts both read the same whole key."""
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64))
            os.link(aside, self.path)
        except FileExistsError:
            pass  # another start was first: its key holds
        finally:
            aside.unlink()

"""System checks: the settings without which answers could be lost or people's data seen."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register

PRAGMA = re.compile(r"PRAGMA\s+(\w+)\s*=\s*(\w+)", re.IGNORECASE)
NEEDED_PRAGMAS = {
    "journal_mode": ["WAL"],
    "synchronous": ["FULL", "2", "EXTRA", "3"],
    "foreign_keys": ["ON", "1", "TRUE", "YES"],
}
LEAST_TIMEOUT_SECONDS = 5


@register(Tags.compatibility)
def check_settings(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Databases as the project means them, and no passwords in the clear over a network."""
    found: list[CheckMessage] = []
    for alias, database in settings.DATABASES.items():
        found += database_errors(alias, database)
    if not settings.HTTPS and not settings.IS_LOOPBACK:
        text = f"PUBLIC_URL is http://{settings.PUBLIC_HOST}: passwords cross the network in the clear."
        hint = "Put a proxy with a certificate before it, and set PUBLIC_URL to its https address."
        found.append(Warning(text, hint=hint, id="ssc_course.W001"))
    return found


@register(Tags.security, deploy=True)
def check_mail(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Told, not refused: the pages that depend on mail say so themselves."""
    if not settings.MAIL_GOES_TO_FILES:
        return []
    return [Info("No mail is sent: it goes to files. Set EMAIL_URL to change that.", id="ssc_course.I001")]


def database_errors(alias: str, database: dict[str, Any]) -> Iterator[Error]:
    engine, options = database["ENGINE"].rpartition(".")[2], database.get("OPTIONS", {})
    if engine == "sqlite3":
        yield from sqlite_errors(alias, options)
    elif engine != "postgresql":
        yield Error(f"{alias}: {engine} is neither sqlite3 nor postgresql.", id="ssc_course.E001")
    elif "pool" not in options or database.get("CONN_MAX_AGE", 0) != 0:
        yield Error(f"{alias}: PostgreSQL needs OPTIONS pool and CONN_MAX_AGE 0.", id="ssc_course.E002")


def sqlite_errors(alias: str, options: dict[str, Any]) -> Iterator[Error]:
    mode = str(options.get("transaction_mode")).upper()
    if mode not in {"IMMEDIATE", "EXCLUSIVE"}:
        text = f"{alias}: transaction_mode is {mode}; two writers at once would fail. Use IMMEDIATE."
        yield Error(text, id="ssc_course.E003")
    if options.get("timeout", 0) < LEAST_TIMEOUT_SECONDS:
        text = f"{alias}: timeout is below {LEAST_TIMEOUT_SECONDS} s; a writer would give up too early."
        yield Error(text, id="ssc_course.E004")
    set_to = {name.lower(): value.upper() for name, value in PRAGMA.findall(options.get("init_command", ""))}
    for name, values in NEEDED_PRAGMAS.items():
        if set_to.get(name) not in values:
            text = f"{alias}: PRAGMA {name} is {set_to.get(name)}; an answer could be lost. Use {values[0]}."
            yield Error(text, id="ssc_course.E005")
    if "mmap_size" in set_to:
        yield Error(f"{alias}: PRAGMA mmap_size may damage the file.", id="ssc_course.E006")

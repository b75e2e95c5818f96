"""`manage.py serve`: what `make run` calls."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from ssc_course import start

SERVER = ["--interface", "wsgi", "--no-ws", "--log-level", "error", "--respawn-failed-workers"]
# Slow clients take none of these threads; more of them, or more workers, bring SQLite nothing.
SERVER += ["--blocking-threads", "4"]
# Without a limit, Ctrl-C hangs while a browser keeps its connection.
SERVER += ["--workers-kill-timeout", "3"]


class Command(BaseCommand):
    help = "Prepares what is missing (database, course, static files) and serves on HOST:PORT."
    requires_system_checks: list[str] = []  # they ask SQLite what it can, so they come where it may fail

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken_port()
        try:
            self.check()
            start.prepare(self.say)
            self.say(start.greeting())
        except OperationalError as away:
            text = str(away).strip().splitlines()[0]
            raise CommandError(f"The database does not answer ({text}): see DATABASE_URL.") from None
        connections.close_all()
        sys.stdout.flush()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, command_line())  # noqa: S606

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def command_line() -> list[str]:
    address = ["--host", settings.HOST, "--port", str(settings.PORT), "--workers", str(settings.WORKERS)]
    return [sys.executable, "-m", "granian", *SERVER, *address, "ssc_course.wsgi:application"]


def refuse_taken_port() -> None:
    """Said before anything is prepared, and in words."""
    try:
        kind, address = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)[0][::4]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {settings.HOST}:{settings.PORT} ({error.strerror}): stop what uses it, "
            f"or choose another: PORT={settings.PORT % 65535 + 1} make run"
        ) from None

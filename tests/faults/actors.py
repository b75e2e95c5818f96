"""Two who act at once: threads of this process, or processes of their own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Self

from django.db import connection

from tests.faults.acts import STOPPED, Message, serve

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 20
A_MOMENT_SECONDS, MOMENTS_OF_PATIENCE = 0.2, 100
GO_ON: Message = {"go": "on"}


class Actor:
    """Someone who is told orders and says what came of them."""

    def __init__(self) -> None:
        self.said: Queue[Message] = Queue()

    def tell(self, order: Message) -> None:
        raise NotImplementedError

    def hear(self, seconds: float = PATIENCE_SECONDS) -> Message | None:
        """What it says next; None where it says nothing in this time."""
        try:
            return self.said.get(timeout=seconds)
        except Empty:
            return None

    def does(self, act: str, **order: Any) -> Any:
        """The result of one act from beginning to end."""
        self.tell({"act": act, **order})
        return outcome(self.hear())


class ThreadActor(Actor):
    def __init__(self) -> None:
        super().__init__()
        self.orders: Queue[Message] = Queue()
        self.thread = Thread(target=serve, args=(self.orders.get, self.said.put))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def tell(self, order: Message) -> None:
        self.orders.put(order)

    def __exit__(self, *what: object) -> None:
        self.orders.put({})
        self.thread.join(PATIENCE_SECONDS)


class ProcessActor(Actor):
    def __init__(self, database_url: str) -> None:
        super().__init__()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.process"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "ssc_course.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.listener = Thread(target=self._listen)

    def __enter__(self) -> Self:
        self.listener.start()
        return self

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def tell(self, order: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def __exit__(self, *what: object) -> None:
        self.tell({})
        self.process.wait(PATIENCE_SECONDS)
        self.listener.join(PATIENCE_SECONDS)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


class Pair:
    """`first` and `second`, and how they can get into each other's way."""

    def __init__(self, first: Actor, second: Actor) -> None:
        self.first, self.second = first, second

    def at_once(self, one: Message, other: Message) -> list[Any]:
        """Both at the same moment, in whatever order it comes."""
        self.first.tell(dict(one))
        self.second.tell(dict(other))
        return [outcome(self.first.hear()), outcome(self.second.hear())]

    def in_between(self, one: Message, stop: str, other: Message) -> list[Any]:
        """The second acts while the first stands still at a statement: wholly, or until it is held up."""
        self.first.tell({**one, "stop": stop})
        heard = self.first.hear()
        assert heard == STOPPED, f"It never came to {stop}: {heard}"
        is_held = connection.vendor == "sqlite" and is_write_lock_held()
        self.second.tell(dict(other))
        early = self.second.hear(A_MOMENT_SECONDS)
        for _ in range(MOMENTS_OF_PATIENCE):
            if early or is_held or somebody_waits():
                break
            early = self.second.hear(A_MOMENT_SECONDS)
        self.first.tell(GO_ON)
        return [outcome(self.first.hear()), outcome(early or self.second.hear())]

    @contextmanager
    def without_lock(self) -> Iterator[None]:
        for actor in (self.first, self.second):
            actor.does("take_lock_away")
        try:
            yield
        finally:
            for actor in (self.first, self.second):
                actor.does("give_lock_back")


def is_write_lock_held() -> bool:
    """SQLite has one for all, and does not tell who waits for it."""
    probe = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=0, isolation_level=None)
    try:
        probe.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        probe.close()
    return False


def somebody_waits() -> bool:
    """Whether anyone waits for a lock on PostgreSQL."""
    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def outcome(heard: Message | None) -> Any:
    """What an act returned; nobody is ever turned away by a race."""
    assert heard is not None, "It said nothing: it is held up for good."
    assert "raised" not in heard, heard["raised"]
    return heard["did"]

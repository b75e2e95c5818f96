"""What an actor can be told to do, and to stop at a statement in the middle of it.

An order is {"act": …, "stop": …, and the act's own arguments}; all of it plain, for it may go to another
process. `stop` is "before PATTERN" or "after PATTERN": the first statement that has it is where the actor
says that it stopped, and waits to be told to go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, connections, models

from accounts import locking
from accounts.locking import lock
from accounts.models import User
from quizzes import allowances, attempts
from quizzes.models import Attempt, AttemptItem, Delivery, ItemVersion
from study.guest_work import add_guest_work
from tests.factories import NOON

type Message = dict[str, Any]

STOPPED: Message = {"stopped": True}


def serve(hear: Callable[[], Message], say: Callable[[Message], None]) -> None:
    """Does what it is told until it is told nothing."""

    def stop() -> None:
        say(STOPPED)
        hear()

    while order := hear():
        say(_perform(order, stop))
    connections.close_all()


def _perform(order: Message, stop: Callable[[], None]) -> Message:
    act = ACTS[order.pop("act")]
    with connection.execute_wrapper(Stop(order.pop("stop", None), stop)):
        try:
            return {"did": act(**order)}
        except Exception as e:
            return {"raised": f"{type(e).__name__}: {e}"}


class Stop:
    def __init__(self, where: str | None, stop: Callable[[], None]) -> None:
        self.when, _, self.pattern = (where or "").partition(" ")
        self.stop = stop

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        is_here = self.pattern and re.search(self.pattern, sql)
        if is_here and self.when == "before":
            self.pattern = ""
            self.stop()
        result = execute(sql, *rest)
        if is_here and self.when == "after":
            self.pattern = ""
            self.stop()
        return result


def start(learner: int, delivery: int, standing: str, seed: int = 1) -> str:
    attempt = attempts.start_attempt(
        learner=User.objects.get(pk=learner),
        delivery=Delivery.objects.select_related("quiz").get(pk=delivery),
        standing=Attempt.Standing(standing),
        at=NOON,
        chance=Random(seed),
    )
    return str(attempt.public_id)


def answer(item: int, values: list[str], key: str, sequence: int | None, second: int = 1) -> Message:
    """`saved` is "gone" where the attempt was taken back."""
    try:
        receipt = attempts.answer(
            attempt_item=AttemptItem.objects.select_related("version").get(pk=item),
            values=values,
            client_key=UUID(key),
            sequence=sequence,
            at=NOON + timedelta(seconds=second),
        )
    except attempts.TakenBack:
        return {"saved": "gone", "counts": None}
    return {"saved": receipt.saved, "counts": receipt.current.values if receipt.current else None}


def hand_in(attempt: int, second: int = 1) -> Message:
    done = attempts.hand_in(attempt=Attempt.objects.get(pk=attempt), at=NOON + timedelta(seconds=second))
    return {"score": done.score, "at": str(done.submitted_at)}


def allow(learner: int, delivery: int, minutes: int) -> int:
    return allowances.allow(
        delivery=Delivery.objects.select_related("quiz").get(pk=delivery),
        learner=User.objects.get(pk=learner),
        at=NOON,
        extra_minutes=minutes,
    ).extra_minutes


def take_hint(item: int, number: int) -> str:
    """What became of it: taken, settled (it came after the hand-in or the check) or gone."""
    try:
        attempts.take_hint(attempt_item=AttemptItem.objects.get(pk=item), number=number, at=NOON)
    except attempts.Settled:
        return "settled"
    except attempts.TakenBack:
        return "gone"
    return "taken"


def take_back(attempt: int) -> str:
    """What became of it: taken back, not blank, or gone before."""
    try:
        attempts.take_back(attempt=Attempt.all_objects.get(pk=attempt), at=NOON)
    except attempts.NotBlank:
        return "not blank"
    except attempts.TakenBack:
        return "gone"
    return "taken back"


def practise(learner: int, version: int, values: list[str], key: str, sequence: int | None) -> int:
    receipt = attempts.practise(
        learner=User.objects.get(pk=learner),
        version=ItemVersion.objects.select_related("answer_key").get(pk=version),
        values=values,
        client_key=UUID(key),
        sequence=sequence,
        at=NOON,
    )
    return receipt.response.pk


def add(guest: int, account: int) -> None:
    """The guest's work is the account's from now on."""
    add_guest_work(guest=User.objects.get(pk=guest), account=User.objects.get(pk=account), at=NOON)


def take_lock_away() -> None:
    """From now on this actor holds no row; on SQLite, its transactions begin as Django's do by default."""
    hold_nothing()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        vars(connections["default"])["transaction_mode"] = "DEFERRED"


def hold_nothing() -> None:
    for room in (attempts, allowances, locking):
        vars(room)["lock"] = plain_get


def give_lock_back() -> None:
    for room in (attempts, allowances, locking):
        vars(room)["lock"] = lock
    connection.close()


def plain_get[M: models.Model](rows: models.QuerySet[M], pk: int) -> M:
    return rows.get(pk=pk)


ACTS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        start,
        answer,
        hand_in,
        allow,
        take_hint,
        take_back,
        practise,
        add,
        take_lock_away,
        give_lock_back,
    )
}

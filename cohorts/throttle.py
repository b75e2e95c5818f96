"""Guessing join codes is stopped: a person may be wrong so often, then has to wait.

Kept in the cache, which all servers share. Each wrong code takes a place of its own by `cache.add`,
so that two at once are two. A whole class behind one address is not one person, and is not slowed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from accounts.models import User

WRONG_CODES = 10
WITHIN = timedelta(minutes=10)


class TriedTooOften(Exception):
    """This person has to wait before another code is looked at, be it right or wrong."""


def refuse_guessing(person: User, at: datetime) -> None:
    """Raises TriedTooOften."""
    if cache.get(_place(person, at, WRONG_CODES)) is not None:
        raise TriedTooOften


def note_wrong_code(person: User, at: datetime) -> None:
    for number in range(1, WRONG_CODES + 1):
        if cache.add(_place(person, at, number), 1, WITHIN.total_seconds()):
            return


def _place(person: User, at: datetime, number: int) -> str:
    return f"join:{person.pk}:{int(at.timestamp() // WITHIN.total_seconds())}:{number}"

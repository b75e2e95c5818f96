"""What a learner sees of an attempt at a moment: decided here, by its rules and what is withheld."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from quizzes.models import Attempt
from quizzes.rules import OWN_ANSWER, RIGHT_AFTER, Moment, Parts
from quizzes.withholding import withheld_from, withholding_quizzes


def moment_of(attempt: Attempt, at: datetime, withholding: Collection[int]) -> Moment:
    """While it is open; right after; later; or once its delivery is closed.

    `withholding`: the pk of quizzes that keep keys back now (`withholding_quizzes`). As long as
    another delivery of the quiz does, this one does not count as closed. Uses `attempt.delivery`.
    """
    if attempt.submitted_at is None:
        return "during"
    closes_at = attempt.delivery.closes_at
    if closes_at is not None and closes_at <= at and attempt.delivery.quiz_id not in withholding:
        return "closed"
    return "after" if at < attempt.submitted_at + RIGHT_AFTER else "later"


def parts_shown(attempt: Attempt, at: datetime, withholding: Collection[int]) -> Parts:
    """What may be seen of each of its items now, by the rules it began with."""
    return attempt.began_with.shown(moment_of(attempt, at, withholding))


def parts_of(attempt: Attempt, at: datetime) -> Parts:
    """The same, asking what is withheld: one query where something may be. Uses `attempt.delivery.quiz`."""
    keeps_something = attempt.began_with.keeps_something
    course_pk = attempt.delivery.quiz.course_id
    return parts_shown(attempt, at, withholding_quizzes(course_pk, at) if keeps_something else set())


@dataclass(frozen=True)
class Shown:
    """What may be seen of an attempt's items now; of what an examination withholds the answer alone."""

    parts: Parts
    withheld: set[int]

    @classmethod
    def of(cls, attempt: Attempt, at: datetime) -> Self:
        """One query, or two; more where something is withheld. Uses `attempt.delivery.quiz`."""
        return cls(parts_of(attempt, at), withheld_from(attempt, at))

    def of_item(self, item_pk: int) -> Parts:
        return self.parts & OWN_ANSWER if item_pk in self.withheld else self.parts

"""What a learner sees of an attempt at a moment: decided here, by its rules and what is withheld."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from quizzes.models import Attempt
from quizzes.rules import OWN_ANSWER, RIGHT_AFTER, Moment, Parts
from quizzes.withholding import items_withheld_by, withholding_quizzes


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


@dataclass(frozen=True)
class Shown:
    """What may be seen of an attempt's items now; of what an examination withholds the answer alone."""

    parts: Parts
    withheld: set[int]

    @classmethod
    def of(cls, attempt: Attempt, at: datetime, *, may_withhold: bool = True) -> Self:
        """One query; more where something is withheld. Uses `attempt.delivery.quiz`.

        `may_withhold`: what `with_may_withhold` said in another query; where it is not so, there is none.

        An examination's own rules say what it tells. But what shows its keys, be it the same quiz at
        another delivery, shows none that an examination keeps back.
        """
        quiz = attempt.delivery.quiz
        withholding = withholding_quizzes(quiz.course_id, at) if may_withhold else set()
        others = withholding - {quiz.pk} if attempt.began_with.withholds_keys else withholding
        withheld = items_withheld_by(others).values_list("pk", flat=True)
        return cls(parts_shown(attempt, at, withholding), set(withheld))

    def of_item(self, item_pk: int) -> Parts:
        return self.parts & OWN_ANSWER if item_pk in self.withheld else self.parts

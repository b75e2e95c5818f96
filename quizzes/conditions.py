"""Under which conditions a learner takes a delivery: its rules, and from when to when it is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from quizzes.models import Allowance, Delivery
from quizzes.rules import Rules


@dataclass(frozen=True)
class Conditions:
    """The quiz's settings, the delivery's over them, and what the learner is allowed besides."""

    rules: Rules
    opens_at: datetime | None
    closes_at: datetime | None
    closes_for_all_at: datetime | None  # but for those who are allowed longer

    @classmethod
    def of(cls, delivery: Delivery, allowance: Allowance | None = None) -> Self:
        """Uses `delivery.quiz`."""
        given = allowance or Allowance()
        rules = Rules.of(
            delivery.quiz.settings,
            delivery.settings,
            extra_minutes=given.extra_minutes,
            extra_attempts=given.extra_attempts,
        )
        return cls(
            rules,
            opens_at=given.opens_at or delivery.opens_at,
            closes_at=given.closes_at or delivery.closes_at,
            closes_for_all_at=delivery.closes_at,
        )

    def without_limits(self) -> Self:
        """As for guests and previews, whose attempts are not counted."""
        return replace(self, rules=self.rules.model_copy(update={"attempts": None, "waiting_minutes": None}))

    def is_open(self, at: datetime) -> bool:
        return (self.opens_at is None or self.opens_at <= at) and (
            self.closes_at is None or at < self.closes_at
        )

    def deadline(self, started_at: datetime) -> datetime | None:
        """Until when an attempt begun at this time takes answers: its time limit, at most the closing."""
        limit = self.rules.minutes
        ends = [] if limit is None else [started_at + timedelta(minutes=limit)]
        return min([*ends, *([self.closes_at] if self.closes_at else [])], default=None)


def conditions_for(delivery: Delivery, learner_pk: int | None) -> Conditions:
    """One query; none for a visitor (None)."""
    if learner_pk is None:
        return Conditions.of(delivery)
    return Conditions.of(delivery, Allowance.objects.filter(delivery=delivery, learner=learner_pk).first())

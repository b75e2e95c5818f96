"""What a learner is given besides at a delivery: in force at once, in a running attempt too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.locking import hold_learner, lock
from quizzes.conditions import Conditions
from quizzes.models import Allowance, Attempt, Delivery

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def allow(
    *,
    delivery: Delivery,
    learner: User,
    at: datetime,
    extra_minutes: int = 0,
    extra_attempts: int = 0,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Allowance:
    """Set the learner's allowance. An open attempt gets the time that it gives; it never loses time."""
    learner = hold_learner(learner)  # an attempt that begins now begins with it, or gets it here
    allowance, _ = Allowance.objects.update_or_create(
        delivery=delivery,
        learner=learner,
        defaults={
            "extra_minutes": extra_minutes,
            "extra_attempts": extra_attempts,
            "opens_at": opens_at,
            "closes_at": closes_at,
        },
    )
    for attempt in Attempt.objects.filter(delivery=delivery, learner=learner).open():
        extend(attempt=attempt, conditions=Conditions.of(delivery, allowance), at=at)
    return allowance


@transaction.atomic
def extend(*, attempt: Attempt, conditions: Conditions, at: datetime) -> None:
    """Move an open attempt's deadline to where these conditions put it, if that is later.

    (`offering.offer` gives one to attempts without.) What is lengthened is the time limit that the
    attempt began with. Nothing where its time is up already.
    """
    attempt = lock(Attempt.objects, attempt.pk)
    if not attempt.is_open(at):
        return
    given = conditions.rules
    began_with = attempt.began_with
    rules = began_with.model_copy(update={"extra_minutes": given.extra_minutes})
    deadline = replace(conditions, rules=rules).deadline(attempt.started_at)
    if attempt.deadline is not None and (deadline is None or deadline > attempt.deadline):
        attempt.deadline = deadline
        attempt.rules = {**attempt.rules, "extra_minutes": given.extra_minutes}
    attempt.rules = {**attempt.rules, "extra_attempts": given.extra_attempts}
    attempt.save(update_fields=["deadline", "rules"])

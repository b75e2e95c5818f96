"""Whether an attempt may begin, and with what: asked by the page before the start and by the start itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from django.db.models import Max

from quizzes.conditions import Conditions, conditions_for
from quizzes.drawing import Asked, Blueprint, NoStart
from quizzes.models import Attempt, Delivery
from quizzes.withholding import withheld_items

if TYPE_CHECKING:
    from accounts.models import User


class DeliveryClosed(NoStart):
    """The quiz is not offered at this time."""


class KeptForExamination(NoStart):
    """Its items are asked in an examination now, so no guest may see them."""


class NoAttemptsLeft(NoStart):
    """All attempts that the rules allow are used up."""


class TooSoon(NoStart):
    """The rules ask to wait between attempts."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Start:
    """What an attempt begins with. `number`: the learner's first, second …; none for guests and previews."""

    conditions: Conditions
    asked: list[Asked]
    number: int | None


def prepare_start(
    *,
    learner: User | None,
    delivery: Delivery,
    standing: Attempt.Standing,
    at: datetime,
    chance: Random,
) -> Start:
    """What an attempt begun at this time begins with. `learner` None: a visitor. Raises NoStart."""
    conditions = conditions_for(delivery, learner.pk if learner else None)
    blueprint = Blueprint.of(delivery.quiz)
    if not conditions.is_open(at):
        raise DeliveryClosed
    if standing == Attempt.Standing.GUEST and keeps_some(delivery, at, blueprint):
        raise KeptForExamination
    number = None
    if learner is not None and standing == Attempt.Standing.LEARNER:
        number = _next_number(learner, delivery, conditions, at)
    return Start(conditions, blueprint.draw(chance), number)


def keeps_some(delivery: Delivery, at: datetime, blueprint: Blueprint | None = None) -> bool:
    """Whether an examination keeps back the keys of some items that may be asked. Mostly one query."""
    withheld = set(withheld_items(delivery.quiz.course_id, at).values_list("pk", flat=True))
    return bool(withheld) and not withheld.isdisjoint((blueprint or Blueprint.of(delivery.quiz)).items)


def _next_number(learner: User, delivery: Delivery, conditions: Conditions, at: datetime) -> int:
    used = Attempt.objects.filter(learner=learner, delivery=delivery, number__isnull=False).aggregate(
        last=Max("number"), handed_in=Max("submitted_at")
    )
    if conditions.rules.left(used["last"] or 0) == 0:
        raise NoAttemptsLeft
    waiting = conditions.rules.waiting
    if waiting and used["handed_in"] and at < (until := used["handed_in"] + waiting):
        raise TooSoon(until)
    return (used["last"] or 0) + 1

"""Whether an attempt may begin, and with what: asked by the page before the start and by the start itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from django.db.models import Max

from quizzes.conditions import Conditions, conditions_for
from quizzes.drawing import Asked, Blueprint, TooFewItems
from quizzes.models import Attempt, Delivery
from quizzes.rules import Rules
from quizzes.withholding import withheld_items

if TYPE_CHECKING:
    from accounts.models import User


class NoStart(Exception):
    """No attempt may begin now."""


class DeliveryClosed(NoStart):
    """The quiz is not offered at this time."""


class NotEnoughItems(NoStart):
    """What the quiz asks is not there at this time."""


class NeedsAccount(NoStart):
    """An examination keeps its items to itself, and takes no guests."""


class KeptForExamination(NoStart):
    """An examination asks some of its items now, and this quiz would tell their keys."""


class NoAttemptsLeft(NoStart):
    """All attempts that the rules allow are used up."""


class TooSoon(NoStart):
    """The rules ask to wait between attempts."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Start:
    """What an attempt begins with, its items in the order in which they are asked.

    `number`: the learner's first, second …; none for guests and previews.
    """

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
    if not conditions.is_open(at):
        raise DeliveryClosed
    blueprint = Blueprint.of(delivery.quiz)
    if standing != Attempt.Standing.PREVIEW:
        _refuse_withheld(delivery, blueprint, conditions.rules, standing, at)
    number = None
    if learner is not None and standing == Attempt.Standing.LEARNER:
        number = _next_number(learner, delivery, conditions, at)
    try:
        asked = blueprint.draw(chance)
    except TooFewItems as e:
        raise NotEnoughItems from e
    if conditions.rules.shuffle_items:
        chance.shuffle(asked)
    return Start(conditions, asked, number)


def _refuse_withheld(
    delivery: Delivery, blueprint: Blueprint, rules: Rules, standing: Attempt.Standing, at: datetime
) -> None:
    """What an examination asks is asked of its own takers alone. Mostly one query."""
    withheld = set(withheld_items(delivery.quiz.course_id, at).values_list("pk", flat=True))
    if withheld.isdisjoint(blueprint.items):
        return
    if not rules.withholds_keys:
        raise KeptForExamination
    if standing == Attempt.Standing.GUEST:
        raise NeedsAccount


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

"""How a delivery is offered: to whom, from when to when, by which settings of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.locking import lock
from lessons.models import Course
from quizzes.drawing import Blueprint
from quizzes.models import Attempt, Delivery, Item, Quiz
from quizzes.rules import Rules
from quizzes.withholding import withheld_items


class AskedElsewhere(Exception):
    """Keys cannot be kept back here: these items, by slug, are not for quizzes alone."""

    def __init__(self, items: Collection[str]) -> None:
        super().__init__(", ".join(items))
        self.items = items


@transaction.atomic
def offer(
    *,
    delivery: Delivery,
    for_anyone: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    settings: dict[str, Any],
    at: datetime,
) -> Delivery:
    """Offer it so from now on. Attempts that have begun keep their rules and their deadline.

    One that has no deadline gets its learner's closing as its own. `settings`: those that differ from the
    quiz's. Raises AskedElsewhere; pydantic's ValidationError where the settings make no sense together.
    """
    lock(Course.objects, delivery.quiz.course_id)  # no item becomes known elsewhere meanwhile
    delivery = lock(Delivery.objects.select_related("quiz"), delivery.pk)
    refuse_what_is_known(delivery.quiz, settings)
    delivery.for_anyone, delivery.settings = for_anyone, settings
    delivery.opens_at, delivery.closes_at = opens_at, closes_at
    delivery.save(update_fields=["for_anyone", "settings", "opens_at", "closes_at"])
    if closes_at is not None:
        endless = Attempt.objects.open().filter(delivery=delivery, deadline=None)
        longer = delivery.allowances.exclude(closes_at=None).values_list("learner_id", "closes_at")
        for learner_pk, until in longer:
            endless.filter(learner=learner_pk).update(deadline=max(until or closes_at, at))
        endless.update(deadline=max(closes_at, at))
    return delivery


def known_elsewhere(course_pk: int, at: datetime) -> list[str]:
    """The slugs of items whose keys are kept back now although they may be asked in practice.

    None, as long as nothing but `offer` opens an examination; whoever changes items or quizzes asks.
    """
    items = withheld_items(course_pk, at).filter(use=Item.Use.BOTH, state=Item.State.PUBLISHED)
    return sorted(items.values_list("slug", flat=True))


def refuse_what_is_known(quiz: Quiz, settings: dict[str, Any]) -> None:
    """Keys can be kept back only of items that are for quizzes alone. Raises as `offer` does."""
    if not Rules.of(quiz.settings, settings).withholds_keys:
        return
    items = Item.objects.filter(pk__in=Blueprint.of(quiz).items).exclude(use=Item.Use.QUIZ)
    if known := sorted(items.values_list("slug", flat=True)):
        raise AskedElsewhere(known)

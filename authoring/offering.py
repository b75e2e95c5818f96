"""Quizzes as course files want them: settings, parts and draws, and the delivery of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from authoring.files import shapes
from authoring.rows import CourseRows
from authoring.writing import put, update
from lessons.models import Module
from quizzes.models import Attempt, Delivery, Quiz, QuizPart


def apply_quizzes(
    quizzes: Iterable[shapes.Quiz], rows: CourseRows, module: Module | None, at: datetime
) -> None:
    """Of one module, or those over all of them. Items, modules and claims are there already."""
    for position, shape in enumerate(quizzes, start=1):
        known = rows.quizzes.get(shape.id)
        was_closed = known is not None and _keeps_closed(known.settings)
        quiz = put(
            rows,
            rows.quizzes,
            Quiz,
            shape.id,
            module=module,
            position=position,
            title=shape.title,
            purpose=shape.purpose or "",
            settings=shape.settings.model_dump(mode="json", exclude_defaults=True),
            state=shape.status,
            remark=shape.remark or "",
        )
        _parts(quiz, shape.parts, rows)
        _own_delivery(quiz, rows, was_closed=was_closed, at=at)


def _parts(quiz: Quiz, shapes_: list[shapes.Part], rows: CourseRows) -> None:
    """All made anew where any differs: an attempt keeps what it asks, and refers to no part."""
    if [_said(part) for part in quiz.parts.all()] == [_wanted(shape) for shape in shapes_]:
        return
    quiz.parts.all().delete()
    for position, shape in enumerate(shapes_, start=1):
        part = QuizPart.objects.create(
            quiz=quiz,
            position=position,
            item=rows.items[shape.item] if shape.item else None,
            count=shape.draw or 1,
            from_module=rows.modules[shape.module] if shape.module else None,
            level=shape.level or "",
            points=shape.points,
        )
        if shape.claims:
            part.claims.set(rows.claims[slug] for slug in shape.claims)


def _wanted(shape: shapes.Part) -> tuple[Any, ...]:
    claims = sorted(shape.claims)
    return shape.item, shape.draw or 1, shape.module, shape.level or "", claims, shape.points


def _said(part: QuizPart) -> tuple[Any, ...]:
    item = part.item.slug if part.item else None
    module = part.from_module.slug if part.from_module else None
    claims = sorted(claim.slug for claim in part.claims.all())
    return item, part.count, module, part.level, claims, part.points


def _keeps_closed(settings: dict[str, Any]) -> bool:
    """Whether its own delivery is closed until somebody opens it: that of an examination is."""
    return settings.get("preset") == "examination"


def _own_delivery(quiz: Quiz, rows: CourseRows, *, was_closed: bool, at: datetime) -> None:
    """Make it: open to anyone, or of an examination for nobody, and closed since it was made.

    Where a load makes an examination of a quiz, or the reverse, the delivery follows, unless somebody
    changed it since: then it stays as it was set. An examination that somebody took was opened once, so
    it counts as changed; a preview by staff does not count. A change that leaves the quiz on the same
    side changes no delivery.
    """
    delivery = rows.own_deliveries.get(quiz.pk)
    closes = _keeps_closed(quiz.settings)
    as_made = {"for_anyone": not closes, "closes_at": at if closes else None}
    if delivery is None:
        Delivery.objects.get_or_create(quiz=quiz, own=True, defaults=as_made)
    elif closes != was_closed and _is_as_made(delivery, was_closed, at):
        update(delivery, **as_made)


def _is_as_made(delivery: Delivery, closed: bool, at: datetime) -> bool:
    if delivery.opens_at is not None or delivery.settings or delivery.for_anyone is closed:
        return False
    if not closed:
        return delivery.closes_at is None
    is_shut = delivery.closes_at is not None and delivery.closes_at <= at
    return is_shut and not delivery.attempts.exclude(standing=Attempt.Standing.PREVIEW).exists()

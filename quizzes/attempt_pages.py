"""What the pages of an attempt show: one item, the summary, the result."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from lessons.cards import Link
from lessons.models import Module
from quizzes.attempts import Receipt, current_responses
from quizzes.display import ScoredItem, item_form, scored_items
from quizzes.models import Attempt, AttemptItem, Outcome, Quiz, Response
from quizzes.practice import missed_in
from quizzes.progress import has_passed
from quizzes.rules import Rules


def item_page(
    attempt: Attempt,
    position: int,
    learner_id: UUID,
    at: datetime,
    *,
    receipt: Receipt | None = None,
    refused: tuple[list[str], str] | None = None,
    flag_changed: bool = False,
) -> dict[str, Any]:
    """One item of a running attempt. Two queries. Raises Http404 where there is no such position.

    `receipt`: what became of the change that was just sent. `refused`: the values that do not fit,
    and why; they are shown as they were filled in.
    """
    items = {item.position: item for item in attempt.items.select_related("version__item")}
    if position not in items:
        raise Http404
    current = current_responses(attempt)
    here = items[position]
    form = item_form(
        here.version,
        order=here.option_order,
        position=position,
        learner_id=learner_id,
        url=item_url(attempt, position),
        dom_id=f"item-{position}",
        **_saved(current.get(here.pk), receipt, refused),
    )
    return _attempt(attempt, items, current, learner_id, at) | {
        "form": form,
        "position": position,
        "flagged": here.flagged,
        "flag_changed": flag_changed,
        "marks": [_mark(attempt, item, here, current) for item in items.values()],
        "previous_url": item_url(attempt, position - 1) if position - 1 in items else None,
        "next_url": item_url(attempt, position + 1) if position + 1 in items else None,
        "flag_url": reverse("quizzes:flag", args=[attempt.public_id, position]),
        "summary_url": summary_url(attempt),
    }


def _saved(
    current: Response | None, receipt: Receipt | None, refused: tuple[list[str], str] | None
) -> dict[str, Any]:
    if refused:
        values, error = refused
        return {"values": values, "saved": "false", "error": error}
    if receipt and receipt.saved == "late":
        return {"values": receipt.response.values, "saved": "late"}
    if current is None:
        return {}
    saved = receipt.saved if receipt else "true"
    return {"values": current.values, "saved": saved, "saved_at": current.received_at}


def _mark(
    attempt: Attempt, item: AttemptItem, here: AttemptItem, current: dict[int, Response]
) -> dict[str, Any]:
    saved = _is_answered(item, current)
    return {
        "position": item.position,
        "url": item_url(attempt, item.position),
        "state": "here" if item.pk == here.pk else "read" if saved else "",
        "saved": saved,
        "flagged": item.flagged,
    }


def _is_answered(item: AttemptItem, current: dict[int, Response]) -> bool:
    """A blank answer is saved, and none: it is left out when the attempt is handed in."""
    return item.pk in current and bool(current[item.pk].values)


def summary_page(attempt: Attempt, learner_id: UUID, at: datetime) -> dict[str, Any]:
    """All items of a running attempt, to see what is missing. Two queries."""
    items = {item.position: item for item in attempt.items.select_related("version__item")}
    current = current_responses(attempt)
    return _attempt(attempt, items, current, learner_id, at) | {
        "rows": [
            {
                "position": item.position,
                "url": item_url(attempt, item.position),
                "stem_html": item.version.content["stem"]["html"],
                "saved": _is_answered(item, current),
                "saved_at": current[item.pk].received_at if item.pk in current else None,
                "flagged": item.flagged,
            }
            for item in items.values()
        ]
    }


def _attempt(
    attempt: Attempt,
    items: dict[int, AttemptItem],
    current: dict[int, Response],
    learner_id: UUID,
    at: datetime,
) -> dict[str, Any]:
    answered = sum(_is_answered(item, current) for item in items.values())
    return _quiz(attempt) | {
        "count": len(items),
        "saved": answered,
        "unanswered": len(items) - answered,
        "flagged_count": sum(item.flagged for item in items.values()),
        "hand_in_url": reverse("quizzes:hand_in", args=[attempt.public_id]),
        "attempts_left": Rules.model_validate(attempt.rules).left(attempt.number or 0),
        "deadline": attempt.deadline,
        "seconds_left": max(0, round((attempt.deadline - at).total_seconds())) if attempt.deadline else None,
        "learner_id": learner_id,
    }


def _quiz(attempt: Attempt) -> dict[str, Any]:
    quiz = attempt.delivery.quiz
    return {
        "course": quiz.course,
        "quiz_title": quiz.title,
        "quiz_url": reverse("study:quiz", args=[quiz.course.slug, quiz.slug]),
        "module": {"number": quiz.module.position, "title": quiz.module.title} if quiz.module else None,
    }


def result_page(attempt: Attempt) -> dict[str, Any]:
    """A handed-in attempt, item by item, with what the key allows to say. Six queries."""
    rules = Rules.model_validate(attempt.rules)
    items = scored_items(attempt)
    missed = [item for item in items if item.outcome != Outcome.CORRECT]
    to_retry = len(missed_in(attempt))
    return _quiz(attempt) | {
        "handed_in_at": attempt.submitted_at,
        "number": attempt.number,
        "score": attempt.score,
        "points": attempt.points,
        "mark": rules.mark(attempt.points),
        "passed": has_passed(attempt),
        "closed_by_deadline": attempt.submitted_at == attempt.deadline,
        "items": items,
        "missed": missed,
        "right": [item for item in items if item.outcome == Outcome.CORRECT],
        "retry_url": reverse("quizzes:retry", args=[attempt.public_id]) if to_retry else None,
        "retry_count": to_retry,
        "kinds": _facts_and_views(items),
        "next": _next_module(attempt.delivery.quiz),
    }


def _next_module(quiz: Quiz) -> Link | None:
    """Where a learner goes on after a module's quiz. One query."""
    if quiz.module is None:
        return None
    later = Module.objects.published().filter(course=quiz.course, position__gt=quiz.module.position)
    if (module := later.order_by("position").first()) is None:
        return None
    return Link(module.title, reverse("study:module", args=[quiz.course.slug, module.slug]))


def _facts_and_views(items: list[ScoredItem]) -> dict[str, float] | None:
    """Points reached on facts and on the author's views, apart; None where no view was asked."""
    if not any(item.is_view for item in items):
        return None

    def sums(*, views: bool) -> tuple[float, int]:
        of_kind = [item for item in items if item.is_view == views]
        reached = sum((Fraction(item.points_reached) for item in of_kind), Fraction(0))
        return float(reached), sum(item.points for item in of_kind)

    facts, views = sums(views=False), sums(views=True)
    return {
        "facts_points": facts[0],
        "facts_all": facts[1],
        "views_points": views[0],
        "views_all": views[1],
    }


def item_url(attempt: Attempt, position: int) -> str:
    return reverse("quizzes:item", args=[attempt.public_id, position])


def summary_url(attempt: Attempt) -> str:
    return reverse("quizzes:summary", args=[attempt.public_id])


def next_url(attempt: Attempt, position: int) -> str:
    """The item after this one; after the last, the summary. One query."""
    last = attempt.items.count() <= position
    return summary_url(attempt) if last else item_url(attempt, position + 1)

"""What the page of a handed-in attempt shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse

from lessons.cards import Link
from lessons.models import Module
from quizzes.attempt_pages import quiz_of
from quizzes.conditions import Conditions, conditions_for
from quizzes.display import ScoredItem
from quizzes.feedback import Shown
from quizzes.models import Attempt, AttemptItem, Outcome, Quiz
from quizzes.practice import missed_in
from quizzes.quiz_progress import has_passed, may_retry
from quizzes.report_links import attempt_report_url
from quizzes.rules import Rules
from quizzes.scored_attempt import scored_items
from quizzes.wording import sentences


def result_page(attempt: Attempt, at: datetime) -> dict[str, Any]:
    """A handed-in attempt, item by item, as far as it may be seen now. At most twelve queries."""
    rules = attempt.began_with
    shown = Shown.of(attempt, at)
    parts = shown.parts
    items = _scored(attempt, shown)
    to_retry = len(missed_in(attempt, shown.withheld)) if may_retry(parts) else 0
    return quiz_of(attempt) | {
        "handed_in_at": attempt.submitted_at,
        "score": attempt.score if "score" in parts else None,
        "points": attempt.points,
        "mark": rules.mark(attempt.points),
        "passed": has_passed(attempt) if "score" in parts else None,
        "closed_by_deadline": attempt.submitted_at == attempt.deadline,
        "items": items,
        "parts": parts,
        "missed": [item for item in items if item.outcome not in ("", Outcome.CORRECT)],
        "right": [item for item in items if item.outcome == Outcome.CORRECT],
        "untold": [item for item in items if parts and not item.outcome],
        "rules": sentences(
            _conditions(attempt, rules),
            items=len(items),
            points=attempt.points,
            at=at,
            withheld=any(item.parts != parts for item in items),
        ),
        "retry_url": reverse("quizzes:retry", args=[attempt.public_id]) if to_retry else None,
        "retry_count": to_retry,
        "kinds": _facts_and_views(items) if "score" in parts else None,
        "next": _next_module(attempt.delivery.quiz),
    }


def _scored(attempt: Attempt, shown: Shown) -> list[ScoredItem]:
    def place(row: AttemptItem) -> dict[str, Any]:
        return {
            "parts": shown.of_item(row.version.item_id),
            "report_url": attempt_report_url(attempt.public_id, row.position),
        }

    return scored_items(attempt, place)


def _conditions(attempt: Attempt, rules: Rules) -> Conditions:
    """The rules it began with, and the dates as they are now."""
    return replace(conditions_for(attempt.delivery, attempt.learner_id), rules=rules)


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
        reached = sum((Fraction(item.points_reached or 0) for item in of_kind), Fraction(0))
        return float(reached), sum(item.points for item in of_kind)

    facts, views = sums(views=False), sums(views=True)
    return {
        "facts_points": facts[0],
        "facts_all": facts[1],
        "views_points": views[0],
        "views_all": views[1],
    }

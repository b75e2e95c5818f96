"""All items of a handed-in attempt, scored, and what stands around them: for results and instructors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quizzes import scoring
from quizzes.display import ScoredItem, scored_item
from quizzes.models import Attempt, AttemptItem
from quizzes.sources import Sources, notes_of


def scored_items(
    attempt: Attempt, place: Callable[[AttemptItem], dict[str, Any]] = lambda row: {}
) -> list[ScoredItem]:
    """The items of a handed-in attempt as they were shown and answered, in order. Three queries.

    `place` gives one what else `scored_item` takes: `parts`, `report_url`.
    Uses `attempt.delivery.quiz.course`.
    """
    kept = attempt.items.with_hints().with_late().select_related("counted", "version__item")
    rows = list(scoring.with_keys(kept))
    rows.sort(key=lambda row: row.position)
    versions = [row.version for row in rows]
    sources, notes = Sources.of(versions, attempt.delivery.quiz.course), notes_of(versions)
    return [
        scored_item(
            row.version,
            row.counted.values if row.counted else [],
            order=row.option_order,
            **{
                "position": row.position,
                "points": row.points,
                "hints": row.hints,
                "dom_id": f"item-{row.position}",
                "answered_at": row.counted.received_at if row.counted else None,
                "late_at": row.late_at,
                "notes": notes[row.version_id],
                "where": sources.where.get(row.version_id),
                "is_view": row.version_id in sources.views,
                **place(row),
            },
        )
        for row in rows
    ]

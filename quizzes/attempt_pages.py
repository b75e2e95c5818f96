"""What the pages of a running attempt show: one item, and the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from quizzes.attempts import current_responses, is_worth_looking, may_take_back
from quizzes.changes import Receipt
from quizzes.conditions import Conditions
from quizzes.display import ItemForm, ScoredItem, hints_of, item_form, scored_item, unsent
from quizzes.feedback import Shown
from quizzes.models import Attempt, AttemptItem, ItemVersion, Response
from quizzes.report_links import attempt_report_url
from quizzes.rules import Parts
from quizzes.sources import Sources
from quizzes.withholding import with_may_withhold
from quizzes.wording import after_handing_in


def item_page(
    attempt: Attempt,
    position: int,
    learner_id: UUID,
    at: datetime,
    *,
    receipt: Receipt | None = None,
    refused: tuple[list[str], str] | None = None,
    chosen: Mapping[str, list[str]] | None = None,
    flag_changed: bool = False,
    version: ItemVersion | None = None,
) -> dict[str, Any]:
    """One item of a running attempt. Two queries; more where it was checked, or nothing was done yet.

    `receipt`: what became of the change that was just sent, which saves a query. `refused`: the values that
    do not fit, and why; they are shown as they were filled in. `chosen`: the fields
    of a form that was sent for a hint. `version`: the item's, where it is at hand with its key. Raises
    Http404 where there is no such position.
    """
    rows = with_may_withhold(_items(attempt), attempt.delivery.quiz.course_id, at)
    items = {item.position: item for item in rows}
    if position not in items:
        raise Http404
    current = receipt.counting if receipt else current_responses(attempt)
    here = items[position]
    here.version = version or here.version
    given = current.get(here.pk)
    if given is not None and given.outcome:
        parts = Shown.of(attempt, at, may_withhold=here.may_withhold).of_item(here.version.item_id)
        shown: dict[str, Any] = {"scored": _checked(attempt, here, given, receipt, parts)}
    else:
        new = unsent(here.version, chosen, given.values if given else ()) if chosen else {}
        shown = {"form": form_of(attempt, here, learner_id, **_saved(given, receipt, refused) | new)}
    return (
        _attempt(attempt, items, current, learner_id, at)
        | shown
        | {
            "position": position,
            "saved_state": receipt.saved if receipt else None,
            "is_over": not attempt.is_open(at),
            "flagged": here.flagged,
            "flag_changed": flag_changed,
            "marks": [_mark(attempt, item, here, current) for item in items.values()],
            "previous_url": item_url(attempt, position - 1) if position - 1 in items else None,
            "next_url": item_url(attempt, position + 1) if position + 1 in items else None,
            "flag_url": reverse("quizzes:flag", args=[attempt.public_id, position]),
            "summary_url": summary_url(attempt),
        }
    )


def _items(attempt: Attempt) -> QuerySet[AttemptItem]:
    return attempt.items.with_hints().select_related("version__item")


def form_of(attempt: Attempt, item: AttemptItem, learner_id: UUID, **given: Any) -> ItemForm:
    """The form of an attempt's item. `item` comes `with_hints`."""
    dom_id = f"item-{item.position}"
    return item_form(
        item.version,
        order=item.option_order,
        position=item.position,
        learner_id=learner_id,
        url=item_url(attempt, item.position),
        dom_id=dom_id,
        checked_at_once=attempt.began_with.checks_at_once,
        hints=hints_of(
            item.version,
            item.hints,
            url=reverse("quizzes:hint", args=[attempt.public_id, item.position]),
            dom_id=f"{dom_id}-hints",
            at_a_cost=True,
        ),
        report_url=attempt_report_url(attempt.public_id, item.position),
        **given,
    )


def hinted_form(item: AttemptItem, learner_id: UUID) -> ItemForm:
    """The form with the hints that were taken. One query; `item.version` comes with its key."""
    hinted = AttemptItem.objects.with_hints().select_related("attempt").get(pk=item.pk)
    hinted.version = item.version
    return form_of(hinted.attempt, hinted, learner_id)


def _checked(
    attempt: Attempt, item: AttemptItem, given: Response, receipt: Receipt | None, parts: Parts
) -> ScoredItem:
    """An answer that was checked at once, and is final. One query where it is explained."""
    explained = [item.version] if "explanation" in parts else []
    return scored_item(
        item.version,
        given.values,
        order=item.option_order,
        parts=parts,
        where=Sources.of(explained, attempt.delivery.quiz.course).where.get(item.version_id),
        hints=item.hints,
        dom_id=f"item-{item.position}",
        position=item.position,
        points=item.points,
        answered_at=given.received_at,
        saved=receipt.saved if receipt else "true",
        report_url=attempt_report_url(attempt.public_id, item.position),
    )


def _saved(
    current: Response | None,
    receipt: Receipt | None,
    refused: tuple[list[str], str] | None,
) -> dict[str, Any]:
    if refused:
        values, error = refused
        return {"values": values, "saved": "false", "error": error}
    if receipt and receipt.saved == "late":
        return {"values": receipt.response.values, "saved": "late"}
    if current is None:
        return {}
    saved = receipt.saved if receipt else "true"
    replaced = receipt.replaced if receipt else None
    return {
        "values": current.values,
        "saved": saved,
        "saved_at": current.received_at,
        "replaced_at": replaced.received_at if replaced else None,
    }


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
    items = {item.position: item for item in _items(attempt)}
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
    return quiz_of(attempt) | {
        "count": len(items),
        "saved": answered,
        "unanswered": len(items) - answered,
        "flagged_count": sum(item.flagged for item in items.values()),
        "hand_in_url": reverse("quizzes:hand_in", args=[attempt.public_id]),
        "take_back_url": _take_back_url(attempt, items, current, at),
        "take_back_once": is_worth_looking(attempt.began_with),
        "attempts_left": attempt.began_with.left(attempt.number) if attempt.number else None,
        "after_handing_in": _after_handing_in(attempt, at),
        "deadline": attempt.deadline,
        "seconds_left": max(0, round((attempt.deadline - at).total_seconds())) if attempt.deadline else None,
        "learner_id": learner_id,
    }


def _after_handing_in(attempt: Attempt, at: datetime) -> str:
    conditions = replace(Conditions.of(attempt.delivery), rules=attempt.began_with)
    return " ".join(after_handing_in(conditions))


def _take_back_url(
    attempt: Attempt, items: dict[int, AttemptItem], current: dict[int, Response], at: datetime
) -> str | None:
    if current or any(item.hints for item in items.values()) or not may_take_back(attempt, at):
        return None
    return reverse("quizzes:take_back", args=[attempt.public_id])


def quiz_of(attempt: Attempt) -> dict[str, Any]:
    quiz = attempt.delivery.quiz
    return {
        "course": quiz.course,
        "quiz_title": quiz.title,
        "quiz_url": reverse("study:quiz", args=[quiz.course.slug, quiz.slug]),
        "module": {"number": quiz.module.position, "title": quiz.module.title} if quiz.module else None,
    }


def item_url(attempt: Attempt, position: int) -> str:
    return reverse("quizzes:item", args=[attempt.public_id, position])


def summary_url(attempt: Attempt) -> str:
    return reverse("quizzes:summary", args=[attempt.public_id])


def next_url(attempt: Attempt, position: int) -> str:
    """The item after this one; after the last, the summary. One query."""
    last = attempt.items.count() <= position
    return summary_url(attempt) if last else item_url(attempt, position + 1)

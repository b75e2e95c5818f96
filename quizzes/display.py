"""Items as a page shows them: to be answered, or scored. Built from rows that are already at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lessons.cards import Link, NoteCard, Reference
from quizzes import scoring
from quizzes.interactions import REGISTRY
from quizzes.models import Attempt, ItemVersion
from quizzes.sources import Sources

SHORT_TEXT = 70  # characters of a stem in a table


@dataclass(frozen=True)
class ItemForm:
    """An item to be answered. `saved`: true, false or late, as in the hook data-saved; None before."""

    slug: str
    interaction: str
    content: dict[str, Any]
    version_number: int
    options: list[dict[str, Any]]
    values: list[str]
    learner_id: UUID
    url: str
    dom_id: str
    position: int | None = None
    client_key: UUID = field(default_factory=uuid4)
    saved: str | None = None
    saved_at: datetime | None = None
    error: str | None = None

    @property
    def template(self) -> str:
        return f"quizzes/interactions/{self.interaction}.html"

    @property
    def text(self) -> str:
        """What stands in the one field of an item that has only one."""
        return self.values[0] if self.values else ""

    @property
    def rule_text(self) -> str | None:
        rule = REGISTRY[self.interaction].rule_text(self.content)
        return _(rule) if rule else None


@dataclass(frozen=True)
class ScoredItem:
    """An answer held against its key, once the key may be seen. `score` from 0 to 1."""

    slug: str
    interaction: str
    stem_html: str
    outcome: str
    score: float
    sum_text: str
    options: list[dict[str, Any]]
    given_text: str
    key_text: str
    feedback_html: list[str]
    explanation_html: str
    dom_id: str
    points: int = 1
    position: int | None = None
    answered_at: datetime | None = None
    saved: str = "true"
    again_url: str | None = None
    notes: Sequence[NoteCard] = ()
    sections: Sequence[Link] = ()
    references: Sequence[Reference] = ()
    is_view: bool = False

    @property
    def result_template(self) -> str:
        return f"quizzes/interactions/{self.interaction}_result.html"

    @property
    def short_text(self) -> str:
        return Truncator(strip_tags(self.stem_html)).chars(SHORT_TEXT)

    @property
    def points_reached(self) -> float:
        return self.score * self.points


def item_form(
    version: ItemVersion, *, order: Sequence[str], values: Sequence[str] = (), **place: Any
) -> ItemForm:
    """The form of an item. `place`: where and for whom, see ItemForm."""
    texts = {option["id"]: option["text"]["html"] for option in version.content.get("options", ())}
    return ItemForm(
        slug=version.item.slug,
        interaction=version.interaction,
        content=version.content,
        version_number=version.number,
        options=[
            {"id": option, "html": texts[option], "chosen": option in values}
            for option in order
            if option in texts
        ],
        values=list(values),
        **place,
    )


def scored_item(version: ItemVersion, values: list[str], *, order: Sequence[str], **place: Any) -> ScoredItem:
    """The answer, its key and what there is to say about it. `place`: see ScoredItem."""
    assessment = scoring.assess(version, values)
    texts = {option["id"]: option["text"]["html"] for option in version.content.get("options", ())}
    feedback = {name: text["html"] for name, text in assessment.feedback.items()}
    several = version.content.get("several", False)
    return ScoredItem(
        slug=version.item.slug,
        interaction=version.interaction,
        stem_html=version.content["stem"]["html"],
        outcome=assessment.outcome,
        score=float(assessment.fraction),
        sum_text=assessment.words,
        options=[
            _scored_option(option, texts[option], values, assessment.sample, feedback.get(option), several)
            for option in order
            if option in texts
        ],
        given_text=", ".join(values),
        key_text=", ".join(assessment.sample),
        feedback_html=list(feedback.values()),
        explanation_html=assessment.explanation["html"],
        **place,
    )


def _scored_option(
    option: str,
    html: str,
    values: Sequence[str],
    right: Sequence[str],
    feedback: str | None,
    several: bool,
) -> dict[str, Any]:
    chosen, correct = option in values, option in right
    sign, verdict = {
        (True, True): ("right", _("You chose this. Right.")),
        (True, False): ("wrong", _("You chose this. Wrong.")),
        (False, True): (
            "missed",
            _("You left this out. It belongs to the answer.") if several else _("This is the answer."),
        ),
        (False, False): ("empty", ""),
    }[chosen, correct]
    return {
        "id": option,
        "html": html,
        "chosen": chosen,
        "correct": correct,
        "sign": sign,
        "verdict_text": verdict,
        "feedback_html": feedback,
    }


def scored_items(attempt: Attempt) -> list[ScoredItem]:
    """The items of a handed-in attempt as they were shown and scored, in order. Four queries.

    Uses `attempt.delivery.quiz.course`.
    """
    rows = list(scoring.with_keys(attempt.items.select_related("counted", "version__item")))
    rows.sort(key=lambda row: row.position)
    sources = Sources.of([row.version for row in rows], attempt.delivery.quiz.course)
    return [
        scored_item(
            row.version,
            row.counted.values if row.counted else [],
            order=row.option_order,
            position=row.position,
            points=row.points,
            dom_id=f"item-{row.position}",
            answered_at=row.counted.received_at if row.counted else None,
            notes=sources.notes(row.version),
            sections=sources.sections(row.version),
            references=sources.references(row.version),
            is_view=sources.is_view(row.version),
        )
        for row in rows
    ]

"""Items as a page shows them: to be answered, or scored. Built from rows that are already at hand.

What may not be seen is not in these objects at all, so that no template can show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lessons.cards import NoteCard
from quizzes import scoring
from quizzes.interactions import REGISTRY, Json
from quizzes.models import ItemVersion
from quizzes.rules import EVERYTHING, Parts
from quizzes.sources import Where

SHORT_TEXT = 70  # characters of a stem in a table


@dataclass(frozen=True)
class Hints:
    """The hints of an item: those taken, as HTML, and what the next one costs.

    `next`: the number of the next one, from 1; None when all are taken. `worth_now`, `worth_after`:
    what the item is worth at most, now and with the next hint, as "67 %"; None where hints cost nothing.
    """

    taken: list[str]
    count: int
    url: str
    dom_id: str
    next: int | None = None
    worth_now: str | None = None
    worth_after: str | None = None


@dataclass(frozen=True)
class ItemForm:
    """An item to be answered. `asked` is the interaction's: what its template shows.

    `saved`: true, false or late, as in the hook data-saved; None before. `checked_at_once`: an attempt
    shows something of an answer when it is given, so that this is final. `replaced_at`: what counts now
    took the place of an answer that another browser or tab had saved then. `is_unsent`: the values are no
    answer yet, but came along when a hint was asked for.
    """

    slug: str
    interaction: str
    version_number: int
    stem_html: str
    above_html: str
    rule_text: str | None
    asked: Json
    values: list[str]
    learner_id: UUID
    url: str
    dom_id: str
    position: int | None = None
    client_key: UUID = field(default_factory=uuid4)
    saved: str | None = None
    saved_at: datetime | None = None
    replaced_at: datetime | None = None
    error: str | None = None
    is_unsent: bool = False
    checked_at_once: bool = False
    hints: Hints | None = None
    report_url: str | None = None

    @property
    def template(self) -> str:
        return f"quizzes/interactions/{self.interaction}.html"

    @property
    def autosaves(self) -> bool:
        """Whether each change is an answer; else it is a draft until the button is pressed."""
        return self.position is not None and not self.checked_at_once

    @property
    def described_by(self) -> str:
        """The ids of what is to be heard with the stem; empty for none."""
        parts = {"above": self.above_html, "rule": self.rule_text, "error": self.error}
        return " ".join(f"{self.dom_id}-{name}" for name, there in parts.items() if there)


@dataclass(frozen=True)
class ScoredItem:
    """What may be seen of an answer now. `told` is the interaction's: what its template shows.

    Empty or None is what is not in `parts`: `outcome`, `score` (from 0 to 1), `sum_text`, `told` and what
    explains. `is_blank`: the response may be seen, and there is none. `saved`: as in ItemForm, where it
    was just answered, or may be answered again; None on a result. There `late_at` is when an answer came
    that is kept and does not count.
    """

    slug: str
    interaction: str
    stem_html: str
    above_html: str
    parts: Parts
    dom_id: str
    told: Json = field(default_factory=dict)
    is_blank: bool = False
    outcome: str = ""
    score: float | None = None
    sum_text: str = ""
    explanation_html: str = ""
    points: int = 1
    position: int | None = None
    answered_at: datetime | None = None
    saved: str | None = None
    late_at: datetime | None = None
    again_url: str | None = None
    report_url: str | None = None
    notes: Sequence[NoteCard] = ()
    where: Where | None = None
    is_view: bool = False

    @property
    def result_template(self) -> str:
        return f"quizzes/interactions/{self.interaction}_result.html"

    @property
    def shows_response(self) -> bool:
        return "response" in self.parts

    @property
    def shows_nothing(self) -> bool:
        return not (self.told or self.outcome or self.sum_text or self.explanation_html)

    @property
    def in_result(self) -> bool:
        """Whether it stands among the others of an attempt, under a heading of its own."""
        return self.position is not None and self.saved is None

    @property
    def short_text(self) -> str:
        return Truncator(strip_tags(self.stem_html)).chars(SHORT_TEXT)

    @property
    def points_reached(self) -> float | None:
        return None if self.score is None else self.score * self.points


def item_form(
    version: ItemVersion, *, order: Sequence[str], values: Sequence[str] = (), **place: Any
) -> ItemForm:
    """The form of an item. `place`: where and for whom, see ItemForm."""
    interaction = REGISTRY[version.interaction]
    rule = interaction.rule_text(version.content)
    return ItemForm(
        **_of(version),
        version_number=version.number,
        rule_text=_(rule) if rule else None,
        asked=interaction.asked(version.content, list(order), list(values)),
        values=list(values),
        **place,
    )


def unsent(
    version: ItemVersion, fields: Mapping[str, list[str]], counting: Sequence[str] = ()
) -> dict[str, Any]:
    """What `item_form` takes of a form as it was filled when a hint was asked for.

    Nothing where those are the values that count.
    """
    values = [value for value in REGISTRY[version.interaction].values(fields) if value.strip()]
    is_new = sorted(values) != sorted(counting)
    return {"values": values, "saved": "false", "is_unsent": True} if is_new else {}


def hints_of(
    version: ItemVersion, taken: int, *, url: str, dom_id: str, at_a_cost: bool = False
) -> Hints | None:
    """The hints of an item, so many of them taken; None where it has none.

    Needs the version's key where some are taken.
    """
    if not version.hints:
        return None
    taken = min(taken, version.hints)
    return Hints(
        taken=scoring.hints_given(version, taken),
        count=version.hints,
        url=url,
        dom_id=dom_id,
        next=taken + 1 if taken < version.hints else None,
        worth_now=_share(version.worth(taken)) if at_a_cost else None,
        worth_after=_share(version.worth(taken + 1)) if at_a_cost else None,
    )


def _share(worth: Fraction) -> str:
    return _("%(percent)d %%") % {"percent": round(worth * 100)}


def scored_item(
    version: ItemVersion,
    values: list[str],
    *,
    order: Sequence[str],
    parts: Parts = EVERYTHING,
    hints: int = 0,
    **place: Any,
) -> ScoredItem:
    """What `parts` let see of an answer. `hints`: how many were taken at a cost. `place`: see ScoredItem.

    Needs the version's key, unless only the response is seen.
    """
    shows_response = "response" in parts
    if not shows_response:
        place["answered_at"] = None
    if "explanation" not in parts:  # where it is taught, and what an editor adds, tell the answer too
        place |= {"notes": (), "where": None}
    return ScoredItem(
        **_of(version),
        parts=parts,
        is_blank=shows_response and not values,
        **_assessed(version, values, order, parts, hints),
        **place,
    )


def _of(version: ItemVersion) -> dict[str, Any]:
    stem = version.content["stem"]
    return {
        "slug": version.item.slug,
        "interaction": version.interaction,
        "stem_html": stem["html"],
        "above_html": stem.get("above", ""),
    }


def _assessed(
    version: ItemVersion, values: list[str], order: Sequence[str], parts: Parts, hints: int
) -> dict[str, Any]:
    """The fields of a ScoredItem that rest on response and key, each only where it may be seen."""
    seen = values if "response" in parts else []
    told = REGISTRY[version.interaction].told
    if not parts - {"response"}:
        return {"told": told(version.content, list(order), seen, None, {})} if parts else {}
    assessment = scoring.assess(version, values, hints)
    fields: dict[str, Any] = {}
    if parts & {"response", "key"}:
        key = assessment.key if "key" in parts else None
        # What feedback says is about a response: beside none it would speak of one that is hidden.
        feedback = assessment.feedback if {"response", "feedback"} <= parts else {}
        fields["told"] = told(version.content, list(order), seen, key, feedback)
    if "outcome" in parts:
        fields["outcome"] = assessment.outcome
    if "score" in parts:
        fields["score"] = float(assessment.fraction)
        fields["sum_text"] = assessment.words if "key" in parts else _plainly(assessment.fraction)
    if "explanation" in parts:
        fields["explanation_html"] = assessment.explanation["html"]
    return fields


def _plainly(score: Fraction) -> str:
    """A score without how it came about: how many were right, and of how many, tells of the key."""
    if score in (0, 1):
        return _("1 point of 1.") if score else _("0 points of 1.")
    return _("%(points)s of a point.") % {"points": score}

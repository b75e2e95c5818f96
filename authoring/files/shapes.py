"""What a course consists of, field by field, as its files have it.

The order of the fields is the order in which they are written; a field that says its default is left out.
`was` tells a load that a thing was renamed, `changed` whether an item still asks the same: both speak to the
next load and are not kept in the database.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from authoring.files.fields import (
    USUAL_PENALTY,
    Block,
    Day,
    Language,
    ParagraphId,
    SentenceId,
    Share,
    Short,
    Slug,
    one_of,
)
from lessons.models import Claim as ClaimRow
from lessons.models import Note as NoteRow
from quizzes import rules
from quizzes.interactions.base import Flag, Line, Whole, read_flag, read_whole, refuse, tell_apart
from quizzes.models import ItemVersion

RESERVED_COURSES = frozenset(
    [
        *("account", "teach", "admin", "attempts", "join", "static", "healthz", "readyz", "author"),
        *("guest-work", "media", "language", "reports"),
    ]
)
RESERVED_MODULES = frozenset(["glossary", "about", "coverage", "progress", "quizzes", "search"])


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Figure(_Shape):
    """A picture drawn from the values of claims: their years on a timeline, or two lists side by side."""

    kind: Literal["timeline", "comparison"]
    caption: Line
    claims: Annotated[list[Slug], Field(min_length=2, max_length=8)]
    labels: list[Short] = []

    @model_validator(mode="after")
    def has_a_label_for_each_side(self) -> Self:
        if self.kind == "comparison" and len(self.claims) != 2:
            refuse("two claims are compared, the first one's values on the left", "claims")
        if self.kind == "comparison" and len(self.labels) != 2:
            refuse("a comparison has two labels, what stands above its left and its right side", "labels")
        if self.kind == "timeline" and self.labels:
            refuse("a timeline has no labels; take them out", "labels")
        return self


class Article(_Shape):
    title: Short
    author: Short
    role: Line | None = None
    published: Day
    publisher: Line


class Paragraph(_Shape):
    id: ParagraphId
    sentences: Annotated[Whole, Field(ge=1, le=200)]
    heading: Short | None = None
    says: Line


class Course(_Shape):
    course: Slug
    title: Short
    short_title: Annotated[Line, Field(max_length=80)]
    language: Language = "en"
    complete: Flag = False
    article: Article
    modules: Annotated[list[Slug], Field(min_length=1)]
    figure: Figure | None = None
    about: Block
    paragraphs: Annotated[list[Paragraph], Field(min_length=1)]

    @property
    def id(self) -> str:
        return self.course

    @property
    def sentences(self) -> set[str]:
        """Every sentence the article has, as P4.2."""
        return {f"{p.id}.{number}" for p in self.paragraphs for number in range(1, p.sentences + 1)}


class Claim(_Shape):
    id: Slug
    was: Slug | None = None
    kind: Annotated[str, one_of(ClaimRow.Kind)]
    refs: Annotated[list[SentenceId], Field(min_length=1)]
    says: Line
    values: list[Short] = []


class Note(_Shape):
    id: Slug
    was: Slug | None = None
    about: Slug
    type: Annotated[str, one_of(NoteRow.Type)]
    text: Line
    source: Line


class Term(_Shape):
    id: Slug
    was: Slug | None = None
    title: Annotated[Line, Field(max_length=120)]
    short: Annotated[Line, Field(max_length=20)] | None = None
    text: Line


class Discussion(_Shape):
    """A question without a right side, for a classroom, and what a good discussion of it would weigh."""

    question: Line
    weigh: Line


class Module(_Shape):
    module: Slug
    was: Slug | None = None
    title: Short
    objectives: list[Line] = []
    discuss: Annotated[list[Discussion], Field(max_length=10)] = []

    @property
    def id(self) -> str:
        return self.module


class Section(_Shape):
    id: Slug
    was: Slug | None = None
    title: Short
    teaches: list[Slug] = []
    notes: list[Slug] = []
    check: list[Slug] = []
    status: Literal["published", "retired"] = "published"
    figure: Figure | None = None
    body: Block
    remark: Block | None = None


class Item(_Shape):
    """What all items have; the fields of their interaction come besides, see `ItemFields`."""

    id: Slug
    type: str
    was: Slug | None = None
    tests: Annotated[list[Slug], Field(min_length=1)]
    level: Annotated[str, one_of(ItemVersion.Level)]
    use: Literal["practice", "quiz", "both"] = "both"
    status: Literal["draft", "published", "retired"] = "published"
    changed: Literal["wording", "meaning"] | None = None
    hints: Annotated[list[Line], Field(max_length=5)] = []
    penalty: Share = USUAL_PENALTY
    explanation: Line
    remark: Block | None = None

    @model_validator(mode="after")
    def has_a_hint_to_pay_for(self) -> Self:
        if self.penalty != USUAL_PENALTY and not self.hints:
            refuse(
                "a penalty is the cost of a hint, and there is none; write `hints:`, or take it out",
                "penalty",
            )
        return self


@dataclass(frozen=True)
class ItemFields:
    """An item of a file: what all items have, and the shape of its interaction."""

    common: Item
    asks: BaseModel

    @property
    def id(self) -> str:
        return self.common.id

    @property
    def was(self) -> str | None:
        return self.common.was


class Settings(rules.Settings):
    """`quizzes.rules.Settings` from strings: `true` and digits, but not `yes` or 1.0."""

    _flags = field_validator("shuffle_items", "shuffle_options", mode="before")(read_flag)
    _wholes = field_validator("time_limit_minutes", "attempts", "waiting_minutes", mode="before")(read_whole)

    @field_validator("feedback")
    @classmethod
    def stands_in_order(
        cls, feedback: dict[rules.Moment, list[rules.Part]]
    ) -> dict[rules.Moment, list[rules.Part]]:
        """Moments and parts in one order: the file's means nothing, and a database keeps none."""
        for moment, parts in feedback.items():
            tell_apart(parts, "part", moment)
        return {
            moment: [part for part in rules.PARTS if part in feedback[moment]]
            for moment in rules.MOMENTS
            if moment in feedback
        }

    def resolved(self) -> rules.Rules:
        """What they mean at a delivery that changes nothing."""
        return rules.Rules.of(self.model_dump(mode="json", exclude_defaults=True))


class Part(_Shape):
    """An item; or a draw of so many, from a module, of a level, on some claims, or all of these."""

    item: Slug | None = None
    draw: Annotated[Whole, Field(ge=1, le=100)] | None = None
    module: Slug | None = None
    level: Annotated[str, one_of(ItemVersion.Level)] | None = None
    claims: list[Slug] = []
    points: Annotated[Whole, Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def is_an_item_or_a_draw(self) -> Self:
        named = [name for name in ("module", "level", "claims") if getattr(self, name)]
        if self.item is None and self.draw is None:
            refuse(
                "neither an item nor a draw stands here; write `item:` with its id, or `draw:` and how many"
            )
        if self.item is not None and self.draw is not None:
            refuse("an item stands here already; a draw is a part of its own", "draw")
        if self.item is not None and named:
            refuse("this belongs to a draw; take it out, or write `draw:` in place of the item", named[0])
        if self.draw is not None and not named:
            refuse("nothing says what is drawn from; add `module:`, `level:` or `claims:`", "draw")
        return self


class Quiz(_Shape):
    id: Slug
    was: Slug | None = None
    title: Short
    purpose: Block | None = None
    status: Literal["published", "retired"] = "published"
    settings: Settings = Settings()
    parts: Annotated[list[Part], Field(min_length=1)]
    remark: Block | None = None

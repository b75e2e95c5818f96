"""What a course consists of, field by field, as its files have it.

The order of the fields is the order in which they are written; a field that says its default is left out.
`was` tells a load that a thing was renamed, `changed` whether an item still asks the same: both speak to the
next load and are not kept in the database.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from django.db.models import TextChoices
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from lessons.models import Claim as ClaimRow
from lessons.models import Note as NoteRow
from quizzes.interactions.base import Flag, Line, Whole, matching, read_flag, read_whole
from quizzes.models import ItemVersion
from quizzes.rules import Rules

RESERVED_COURSES = frozenset(
    [
        *("account", "teach", "admin", "attempts", "join", "static", "healthz", "readyz", "author"),
        *("guest-work", "media", "language"),
    ]
)
RESERVED_MODULES = frozenset(["glossary", "about", "progress", "quizzes", "search"])


def _block(source: str) -> str:
    """Several lines of Markdown, without white space at the ends of lines or empty lines around them."""
    return "\n".join(line.rstrip() for line in source.split("\n")).strip("\n")


def _in_the_calendar(day: str) -> str:
    try:
        date.fromisoformat(day)
    except ValueError:
        words = {"words": "the calendar has no such day"}
        raise PydanticCustomError("pattern", "{words}", words) from None
    return day


SLUG = r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*"
Slug = Annotated[
    str,
    matching(
        SLUG,
        "an id is made of a-z, 0-9 and single hyphens, at most 60 characters, such as bri-year",
    ),
]
SentenceId = Annotated[
    str, matching(r"P[1-9][0-9]{0,2}\.[1-9][0-9]{0,2}", "a sentence of the article is written like P4.2")
]
ParagraphId = Annotated[str, matching(r"P[1-9][0-9]{0,2}", "a paragraph of the article is written like P4")]
Day = Annotated[
    str,
    matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day is written like 2026-01-10"),
    AfterValidator(_in_the_calendar),
]
Language = Annotated[
    str, matching(r"(?=.{2,10}$)[a-z]{2,3}(-[a-z0-9]{2,8})*", "a language is written like en or pt-br")
]
Block = Annotated[str, AfterValidator(_block), Field(min_length=1)]
Short = Annotated[Line, Field(max_length=200)]


def one_of(choices: type[TextChoices]) -> AfterValidator:
    """The values that the database knows, in the same words."""

    def read_one_of(value: str) -> str:
        if value in choices.values:
            return value
        raise PydanticCustomError("literal_error", "{expected}", {"expected": ", ".join(choices.values)})

    return AfterValidator(read_one_of)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


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


class Module(_Shape):
    module: Slug
    was: Slug | None = None
    title: Short
    objectives: list[Line] = []

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
    explanation: Line
    remark: Block | None = None


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


class Settings(Rules):
    """`quizzes.rules.Rules` from strings: `true` and digits, but not `yes` or 1.0."""

    _flags = field_validator("shuffle_items", "shuffle_options", mode="before")(read_flag)
    _wholes = field_validator("time_limit_minutes", "attempts", mode="before")(read_whole)


class Part(_Shape):
    item: Slug
    points: Annotated[Whole, Field(ge=1, le=100)] = 1


class Quiz(_Shape):
    id: Slug
    was: Slug | None = None
    title: Short
    purpose: Block | None = None
    status: Literal["published", "retired"] = "published"
    settings: Settings = Settings()
    parts: Annotated[list[Part], Field(min_length=1)]
    remark: Block | None = None

"""What may stand in a single field of a course file, and the words for what may not."""

from datetime import date
from fractions import Fraction
from typing import Annotated

from django.db.models import TextChoices
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from quizzes.interactions.base import Line, matching


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


def _share(written: str) -> str:
    """In lowest terms: 0.25 and 2/8 are 1/4."""
    if (share := Fraction(written)) > 1:
        raise PydanticCustomError("pattern", "{words}", {"words": PENALTY})
    return str(share)


PENALTY = "a penalty is a fraction or a decimal from 0 to 1, such as 1/4 or 0.25"
USUAL_PENALTY = "1/3"
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
Share = Annotated[
    str,
    matching(r"[0-9]{1,5}/[1-9][0-9]{0,4}|[01](\.[0-9]{1,4})?", PENALTY),
    AfterValidator(_share),
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

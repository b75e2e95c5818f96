"""Hottext: mark in a running text the sentence that says it, or several."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from . import base, marking
from .base import Json, Text, stem, text
from .marking import Option

NAME = "hottext"

values, pinned = base.values, base.pinned
keep_ids = marking.keep_ids
check, score, explain = marking.check, marking.score, marking.explain
rule_text, guess_score, states = marking.rule_text, marking.guess_score, marking.states
asked, told = marking.asked, marking.told


class Shape(marking.Marks):
    LIST = "passage"

    passage: Annotated[list[Option], Field(min_length=2, max_length=12)]


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    """The options stand in the order of the passage, which the learner reads anyway."""
    named = list(zip(marking.ids(slug, shape), shape.passage, strict=True))
    key, feedback = marking.key_and_feedback(shape, named)
    content = {
        "stem": stem(shape.stem),
        "several": shape.takes_several,
        "rule": key["rule"],
        "options": [{"id": id, "text": text(option.text)} for id, option in named],
    }
    return content, key, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    passage = [marking.fields_of(slug, option, key, feedback) for option in content["options"]]
    return {**marking.head(content, key), "passage": passage}


def option_ids(content: Json) -> list[str]:
    return [option["id"] for option in content["options"]]


def fixed_order(content: Json) -> bool:
    return True

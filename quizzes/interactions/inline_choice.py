"""Inline choice: menus inside a sentence."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from . import base, cloze, pairing
from .base import (
    Flag,
    Json,
    Line,
    Stem,
    Text,
    Word,
    by_id,
    gettext_noop,
    refuse,
    short_id,
    stem,
    tell_apart,
    text,
)

NAME = "inline_choice"

values, keep_ids = base.values, base.keep_ids
fixed_order, pinned = base.fixed_order, base.pinned
score, explain = pairing.score, pairing.explain


class Option(BaseModel, extra="forbid"):
    text: Word
    correct: Flag = False
    feedback: Line | None = None


class Gap(BaseModel, extra="forbid"):
    options: Annotated[list[Option], Field(min_length=2, max_length=8)]

    @model_validator(mode="after")
    def has_one_right_option(self) -> Self:
        right = [at for at, option in enumerate(self.options) if option.correct]
        if not right:
            refuse("no option of this gap is right; mark one with `correct: true`", "options")
        if len(right) > 1:
            refuse(
                f"option {right[0] + 1} is right already; a gap has one right option",
                *("options", right[1], "correct"),
            )
        tell_apart([option.text for option in self.options], "option", "options", field="text")
        return self


class Shape(BaseModel, extra="forbid"):
    """The gaps stand in the text as {1}, {2} … and are described in that order."""

    stem: Stem
    text: Line
    gaps: Annotated[list[Gap], Field(min_length=1, max_length=cloze.MOST)]

    @model_validator(mode="after")
    def numbers_its_gaps(self) -> Self:
        named = cloze.gaps(self.text)
        for at, name in enumerate(named, start=1):
            if not re.fullmatch("[1-9][0-9]?", name):
                refuse(f"a gap is a number in braces, not `{name}`; its words stand in `gaps`", "text")
            if name in named[: at - 1]:
                refuse(f"gap {name} stands here twice; give each gap a number of its own", "text")
            if int(name) > len(self.gaps):
                refuse(f"gap {name} has no entry in `gaps`, which has {len(self.gaps)}; add it", "text")
            if int(name) != at:
                refuse(f"gap {name} stands where gap {at} is expected; count them as they stand", "text")
        if len(named) < len(self.gaps):
            refuse(f"gap {len(named) + 1} is not in the text; write its number there in braces", "text")
        cloze.has_room(self.text)
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    gaps: list[Json] = []
    correct: list[str] = []
    feedback: dict[str, Text] = {}
    for number, gap in enumerate(shape.gaps, start=1):
        id = f"g{number}"
        ids = [short_id(slug, id, option.text) for option in gap.options]
        tell_apart(ids, "option", "gaps", number - 1, "options", field="id")
        named = list(zip(ids, gap.options, strict=True))
        options = by_id({"id": target, "text": option.text} for target, option in named)
        gaps.append({"id": id, "options": options})
        correct += [f"{id} {target}" for target, option in named if option.correct]
        feedback |= {f"{id} {target}": text(option.feedback) for target, option in named if option.feedback}
    content = {"stem": stem(shape.stem), "text": text(shape.text), "gaps": gaps}
    return content, {"correct": sorted(correct)}, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    """The right option first, the others by their words."""

    def fields(gap: str, option: Json) -> Json:
        pair = f"{gap} {option['id']}"
        return {
            "text": option["text"],
            **({"correct": True} if pair in key["correct"] else {}),
            **({"feedback": feedback[pair]["md"]} if pair in feedback else {}),
        }

    gaps = [
        sorted(
            (fields(gap["id"], option) for option in gap["options"]),
            key=lambda option: ("correct" not in option, option["text"]),
        )
        for gap in content["gaps"]
    ]
    return {
        "stem": content["stem"]["md"],
        "text": content["text"]["md"],
        "gaps": [{"options": options} for options in gaps],
    }


def _menus(content: Json) -> dict[str, pairing.Menu]:
    return {gap["id"]: {option["id"]: option["text"] for option in gap["options"]} for gap in content["gaps"]}


def check(content: Json, values: list[str]) -> list[str]:
    return pairing.checked(_menus(content), values)


def rule_text(content: Json) -> str | None:
    if len(content["gaps"]) == 1:
        return None
    return gettext_noop("Each gap counts the same. A wrong choice takes nothing away.")


def guess_score(content: Json, key: Json) -> Fraction:
    return pairing.mean_of_guessing(_menus(content))


def option_ids(content: Json) -> list[str]:
    return [option["id"] for gap in content["gaps"] for option in gap["options"]]


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    return cloze.asked(content["text"], pairing.in_order(_menus(content), order), values)


def told(
    content: Json, order: Sequence[str], values: Sequence[str], key: Json | None, feedback: Mapping[str, Text]
) -> Json:
    return cloze.told(content["text"], _menus(content), values, key, feedback)


def states(content: Json, key: Json) -> dict[str, list[str]]:
    return pairing.states(_menus(content), key)

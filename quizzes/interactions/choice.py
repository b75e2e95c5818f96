"""Choice: one option of a list, or several; true or false is a choice of two."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from . import base, marking
from .base import Flag, Json, Text, by_id, stem, text

NAME = "choice"

values = base.values
keep_ids = marking.keep_ids
check, score, explain = marking.check, marking.score, marking.explain
rule_text, guess_score, states = marking.rule_text, marking.guess_score, marking.states
asked, told = marking.asked, marking.told


class Option(marking.Option):
    pinned: Flag = False


class Shape(marking.Marks):
    LIST = "options"

    keep_order: Flag = False
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    ids = marking.ids(slug, shape)
    named = list(zip(ids, shape.options, strict=True))
    key, feedback = marking.key_and_feedback(shape, named)
    content = {
        "stem": stem(shape.stem),
        "several": shape.takes_several,
        "rule": key["rule"],
        "options": by_id({"id": id, "text": text(option.text)} for id, option in named),
        "pinned": sorted(id for id, option in named if option.pinned),
    }
    if shape.keep_order:
        content["keep_order"] = ids
    return content, key, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    """The right options first, each group by its words; or the author's order where it is kept."""
    fields = marking.head(content, key)
    if fixed_order(content):
        fields["keep_order"] = True
    options = {option["id"]: option for option in content["options"]}
    order = content.get("keep_order") or sorted(
        options,
        key=lambda id: (id not in key["correct"], id in content["pinned"], options[id]["text"]["md"]),
    )
    fields["options"] = [
        {
            **marking.fields_of(slug, options[id], key, feedback),
            **({"pinned": True} if id in content["pinned"] else {}),
        }
        for id in order
    ]
    return fields


def option_ids(content: Json) -> list[str]:
    return content.get("keep_order") or [option["id"] for option in content["options"]]


def fixed_order(content: Json) -> bool:
    return "keep_order" in content


def pinned(content: Json) -> list[str]:
    return list(content["pinned"])

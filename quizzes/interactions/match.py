"""Match: for each line the target that belongs to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from . import base, pairing
from .base import Json, Line, Stem, Text, Word, by_id, gettext_noop, refuse, short_id, stem, tell_apart, text

NAME = "match"

values, keep_ids = base.values, base.keep_ids
fixed_order, pinned = base.fixed_order, base.pinned
score, explain = pairing.score, pairing.explain


def _two(value: Any) -> Any:
    if isinstance(value, list | tuple) and len(value) == 2:
        return value
    raise PydanticCustomError("pattern", "{words}", {"words": "write a pair as [source, target]"})


Pair = Annotated[tuple[Line, Word], BeforeValidator(_two)]


class Feedback(BaseModel, extra="forbid"):
    """Words on a wrong pair; without a target, on every wrong one that has no words of its own."""

    source: Line
    target: Word | None = None
    text: Line


class Shape(BaseModel, extra="forbid"):
    """Several sources may have one target; `others` are targets of none."""

    stem: Stem
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=12)]
    others: Annotated[list[Word], Field(max_length=12)] = []
    feedback: Annotated[list[Feedback], Field(max_length=288)] = []

    @property
    def targets(self) -> list[str]:
        return sorted({*(target for _, target in self.pairs), *self.others})

    @model_validator(mode="after")
    def tells_its_lines_apart(self) -> Self:
        right = [target for _, target in self.pairs]
        tell_apart([source for source, _ in self.pairs], "the source of pair", "pairs")
        tell_apart(self.others, "target", "others")
        for at, target in enumerate(self.others):
            if target in right:
                refuse(f"this target is right in pair {right.index(target) + 1}; take it out", "others", at)
        if len(self.targets) < 2:
            refuse("all sources have one target, so nothing is asked; add others to `others`", "pairs")
        return self

    @model_validator(mode="after")
    def speaks_of_wrong_pairs(self) -> Self:
        right = dict(self.pairs)
        for at, entry in enumerate(self.feedback):
            if entry.source not in right:
                refuse("no pair has this source; write it as it stands in `pairs`", "feedback", at, "source")
            if entry.target is not None and entry.target not in self.targets:
                refuse("there is no such target; write it as it stands there", "feedback", at, "target")
            if entry.target == right[entry.source]:
                refuse("this pair is right; feedback is for wrong ones", "feedback", at, "target")
            if any(
                entry.source == other.source and entry.target == other.target for other in self.feedback[:at]
            ):
                refuse("an earlier feedback is for the same pair", "feedback", at)
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    """Feedback without a target stands under every wrong pair of its source that has none of its own."""
    sources = {source: short_id(slug, "source", source) for source, _ in shape.pairs}
    targets = {target: short_id(slug, "target", target) for target in shape.targets}
    tell_apart([*sources.values(), *targets.values()], "line", field="id")
    content = {
        "stem": stem(shape.stem),
        "sources": by_id({"id": id, "text": text(source)} for source, id in sources.items()),
        "targets": by_id({"id": id, "text": target} for target, id in targets.items()),
    }
    key = {"correct": sorted(f"{sources[source]} {targets[target]}" for source, target in shape.pairs)}
    right = dict(shape.pairs)
    feedback: dict[str, Text] = {}
    for entry in sorted(shape.feedback, key=lambda entry: entry.target is not None):
        on = [entry.target] if entry.target else [one for one in targets if one != right[entry.source]]
        feedback |= {f"{sources[entry.source]} {targets[target]}": text(entry.text) for target in on}
    return content, key, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    """Lines by their words."""
    right = pairing.targets(key["correct"])
    targets = _targets(content)
    sources = sorted(content["sources"], key=lambda source: source["text"]["md"])
    fields: Json = {
        "stem": content["stem"]["md"],
        "pairs": [[source["text"]["md"], targets[right[source["id"]]]] for source in sources],
    }
    if others := sorted(words for id, words in targets.items() if id not in right.values()):
        fields["others"] = others
    said: list[Json] = []
    for source in sources:
        on_wrong = {
            words: feedback.get(f"{source['id']} {id}")
            for id, words in targets.items()
            if id != right[source["id"]]
        }
        said += ({"source": source["text"]["md"], **entry} for entry in _written_feedback(on_wrong))
    return {**fields, "feedback": said} if said else fields


def _written_feedback(on_wrong: Mapping[str, Text | None]) -> list[Json]:
    """The feedback of one source, from its wrong targets and what is said of each.

    What most of them say is written once, without a target, where each says something.
    """
    said = {target: words["md"] for target, words in sorted(on_wrong.items()) if words}
    shared, times = Counter(sorted(said.values())).most_common(1)[0] if said else ("", 0)
    if len(said) < len(on_wrong) or (times == 1 and len(said) > 1):
        return [{"target": target, "text": words} for target, words in said.items()]
    special = [{"target": target, "text": words} for target, words in said.items() if words != shared]
    return [{"text": shared}, *special]


def _targets(content: Json) -> dict[str, str]:
    return {target["id"]: target["text"] for target in content["targets"]}


def _menus(content: Json) -> dict[str, pairing.Menu]:
    return {source["id"]: _targets(content) for source in content["sources"]}


def check(content: Json, values: list[str]) -> list[str]:
    return pairing.checked(_menus(content), values)


def rule_text(content: Json) -> str | None:
    return gettext_noop("Each line counts the same. A wrong choice takes nothing away.")


def guess_score(content: Json, key: Json) -> Fraction:
    return pairing.mean_of_guessing(_menus(content))


def option_ids(content: Json) -> list[str]:
    return [line["id"] for line in (*content["sources"], *content["targets"])]


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    return pairing.asked(content["sources"], pairing.in_order(_menus(content), order), order, values)


def told(
    content: Json, order: Sequence[str], values: Sequence[str], key: Json | None, feedback: Mapping[str, Text]
) -> Json:
    targets = _targets(content)
    return {
        "lines": [
            {"html": html, **pairing.verdict(id, targets, values, key, feedback)}
            for id, html in pairing.lines(content["sources"], order)
        ]
    }


def states(content: Json, key: Json) -> dict[str, list[str]]:
    return pairing.states(_menus(content), key)

"""Order: a sequence to be put in its right order, each element given its place."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from operator import itemgetter
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from . import base, pairing
from .base import Json, Said, ScoreInWords, Stem, Text, by_id, gettext_noop, short_id, stem, tell_apart, text

NAME = "order"

values, keep_ids = base.values, base.keep_ids
fixed_order, pinned = base.fixed_order, base.pinned


class Shape(BaseModel, extra="forbid"):
    """The sequence is written in the right order."""

    stem: Stem
    sequence: Annotated[list[Said], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def tells_elements_apart(self) -> Self:
        tell_apart([element.text for element in self.sequence], "element", "sequence", field="text")
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    """Feedback on an element stands under each place that is not its own."""
    ids = [short_id(slug, element.text) for element in shape.sequence]
    tell_apart(ids, "element", "sequence", field="id")
    elements = [{"id": id, "text": text(said.text)} for id, said in zip(ids, shape.sequence, strict=True)]
    content = {"stem": stem(shape.stem), "elements": by_id(elements)}
    key = {"correct": sorted(f"{id} {place}" for place, id in enumerate(ids, start=1))}
    feedback = {
        f"{id} {place}": text(said.feedback)
        for own, (id, said) in enumerate(zip(ids, shape.sequence, strict=True), start=1)
        if said.feedback
        for place in range(1, len(ids) + 1)
        if place != own
    }
    return content, key, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    words = {element["id"]: element["text"]["md"] for element in content["elements"]}
    sequence: list[str | Json] = []
    for id, place in sorted(_places(key["correct"]).items(), key=itemgetter(1)):
        said = feedback.get(f"{id} {2 if place == 1 else 1}")
        sequence.append({"text": words[id], "feedback": said["md"]} if said else words[id])
    return {"stem": content["stem"]["md"], "sequence": sequence}


def _places(values: Sequence[str]) -> dict[str, int]:
    return {id: int(place) for id, place in pairing.targets(values).items()}


def _menu(content: Json) -> dict[str, str]:
    places = [str(place) for place in range(1, len(content["elements"]) + 1)]
    return dict(zip(places, places, strict=True))


def _menus(content: Json) -> dict[str, pairing.Menu]:
    return dict.fromkeys(option_ids(content), _menu(content))


def check(content: Json, values: list[str]) -> list[str]:
    """Two elements may have one place, and places may be left out: that is scored, not refused."""
    return pairing.checked(_menus(content), values)


def score(key: Json, values: list[str]) -> Fraction:
    """2 x pairs in the right order / all pairs - 1, never below 0: what chance brings is worth nothing.

    Kendall's tau (1938) for a response without ties. A pair with one place for both, or with an element
    that has none, is not in the right order.
    """
    right, pairs = _count(key, values)
    return max(Fraction(0), Fraction(2 * right, pairs) - 1)


def _count(key: Json, values: list[str]) -> tuple[int, int]:
    """Pairs in the right order, and all pairs."""
    given = _places(values)
    right = _places(key["correct"])
    pairs = list(combinations(sorted(right, key=lambda id: right[id]), 2))
    in_order = [one in given and other in given and given[one] < given[other] for one, other in pairs]
    return sum(in_order), len(pairs)


def explain(key: Json, values: list[str]) -> ScoreInWords:
    right, pairs = _count(key, values)
    points = score(key, values)
    params: dict[str, int | str] = {"right": right, "all": pairs}
    if points == 0:
        return ScoreInWords(
            gettext_noop(
                "%(right)d of %(all)d pairs in the right order: 0 points. "
                "Points begin when more than half are."
            ),
            params,
        )
    if points == 1:
        return ScoreInWords(gettext_noop("%(right)d of %(all)d pairs in the right order: 1 point."), params)
    params["points"] = str(points)
    return ScoreInWords(
        gettext_noop(
            "%(right)d of %(all)d pairs in the right order: "
            "2 × %(right)d ÷ %(all)d − 1 = %(points)s of a point."
        ),
        params,
    )


def rule_text(content: Json) -> str | None:
    return gettext_noop("Every two lines are compared. Points begin when more than half are in order.")


def guess_score(content: Json, key: Json) -> Fraction:
    """The mean over all permutations, counted by their inversions (Mahonian numbers)."""
    size = len(key["correct"])
    pairs = size * (size - 1) // 2
    inversions = [1]
    for longer in range(2, size + 1):
        grown = [0] * (len(inversions) + longer - 1)
        for count, permutations in enumerate(inversions):
            for more in range(longer):
                grown[count + more] += permutations
        inversions = grown
    gained = sum(permutations * max(0, pairs - 2 * count) for count, permutations in enumerate(inversions))
    return Fraction(gained, pairs * sum(inversions))


def option_ids(content: Json) -> list[str]:
    return [element["id"] for element in content["elements"]]


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    return pairing.asked(content["elements"], _menus(content), order, values)


def told(
    content: Json, order: Sequence[str], values: Sequence[str], key: Json | None, feedback: Mapping[str, Text]
) -> Json:
    """In the right order where it may be seen, else in the learner's."""
    places = _places(key["correct"] if key else values)
    menu = {place: int(place) for place in _menu(content)}
    lines = sorted(
        pairing.lines(content["elements"], order), key=lambda line: places.get(line[0], len(menu) + 1)
    )
    return {
        "lines": [{"html": html, **pairing.verdict(id, menu, values, key, feedback)} for id, html in lines]
    }


def states(content: Json, key: Json) -> dict[str, list[str]]:
    """Partial: the first two changed places. Incorrect: turned round."""
    sequence = sorted(_places(key["correct"]).items(), key=itemgetter(1))
    ids = [id for id, _ in sequence]

    def response(order: Sequence[str]) -> list[str]:
        return sorted(f"{id} {place}" for place, id in enumerate(order, start=1))

    return {
        "correct": key["correct"],
        "partial": response([ids[1], ids[0], *ids[2:]]),
        "incorrect": response(ids[::-1]),
    }

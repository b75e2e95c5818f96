"""Pairs: for each of several sources one target of its menu. Match, both kinds of gaps and order have them.

A pair is "source target", two ids joined by a space; a response is its pairs, sorted, one a source at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from .base import InvalidResponse, Json, ScoreInWords, Text, gettext_noop

type Menu = Mapping[str, str]
"""The targets that may be chosen for a source: their ids, and the words shown."""


def targets(values: Iterable[str]) -> dict[str, str]:
    """The target that checked values give each source."""
    return dict(value.split(" ") for value in values)


def checked(menus: Mapping[str, Menu], values: list[str]) -> list[str]:
    """The pairs sorted, each once; what a menu sends that was left alone is dropped."""
    chosen = sorted({value for value in values if value})
    sources = []
    for value in chosen:
        source, _, target = value.partition(" ")
        if target not in menus.get(source, {}):
            raise InvalidResponse(
                gettext_noop("This choice is not in the menu. Choose from the list, then send again.")
            )
        sources.append(source)
    if len(set(sources)) < len(sources):
        raise InvalidResponse(
            gettext_noop("Two choices were sent where one is asked for. Choose one, then send again.")
        )
    return chosen


def score(key: Json, values: list[str]) -> Fraction:
    """The share that is right. A wrong pair takes nothing away, and none is worth as much as a wrong one."""
    return Fraction(_right(key, values), len(key["correct"]))


def _right(key: Json, values: list[str]) -> int:
    return len(set(values) & set(key["correct"]))


def explain(key: Json, values: list[str]) -> ScoreInWords:
    right, points = _right(key, values), score(key, values)
    params: dict[str, int | str] = {"right": right, "all": len(key["correct"])}
    if points == 0:
        return ScoreInWords(gettext_noop("%(right)d of %(all)d right: 0 points."), params)
    if points == 1:
        return ScoreInWords(gettext_noop("%(right)d of %(all)d right: 1 point."), params)
    params["points"] = str(points)
    return ScoreInWords(
        gettext_noop("%(right)d of %(all)d right: %(right)d ÷ %(all)d = %(points)s of a point."), params
    )


def in_order(menus: Mapping[str, Menu], order: Sequence[str]) -> dict[str, Menu]:
    """Each menu in the order shown."""
    return {
        source: {target: menu[target] for target in order if target in menu} for source, menu in menus.items()
    }


def mean_of_guessing(menus: Mapping[str, Menu]) -> Fraction:
    """One target drawn evenly from each menu."""
    return sum((Fraction(1, len(menu)) for menu in menus.values()), Fraction(0)) / len(menus)


def choices(source: str, menu: Menu, values: Sequence[str]) -> list[Json]:
    """A menu as the form shows it."""
    return [
        {"value": pair, "text": words, "chosen": pair in values}
        for pair, words in ((f"{source} {target}", words) for target, words in menu.items())
    ]


def lines(entries: Sequence[Json], order: Sequence[str]) -> list[tuple[str, str]]:
    """The id and HTML of sources or elements, in the order in which they are shown."""
    html = {entry["id"]: entry["text"]["html"] for entry in entries}
    return [(id, html[id]) for id in order if id in html]


def asked(
    entries: Sequence[Json], menus: Mapping[str, Menu], order: Sequence[str], values: Sequence[str]
) -> Json:
    """Sources or elements as a form shows them, each a line with its menu."""
    return {
        "lines": [
            {"id": id, "html": html, "options": choices(id, menus[id], values)}
            for id, html in lines(entries, order)
        ]
    }


def verdict(
    source: str,
    menu: Mapping[str, str | int],
    values: Sequence[str],
    key: Json | None,
    feedback: Mapping[str, Text],
) -> Json:
    """What is told of one source: given and right target as they were shown, sign, verdict, feedback."""
    target = targets(values).get(source)
    right = targets(key["correct"])[source] if key else None
    if target is None:
        sign, words = "omitted", gettext_noop("You left this empty.")
    elif right is None:
        sign, words = "given", ""
    elif target == right:
        sign, words = "right", gettext_noop("Right.")
    else:
        sign, words = "wrong", gettext_noop("Wrong.")
    on_this = feedback.get(f"{source} {target}")
    return {
        "given": menu[target] if target else None,
        "right": menu[right] if right and right != target else None,
        "sign": sign,
        "verdict": words,
        "feedback": on_this["html"] if on_this else None,
    }


def states(menus: Mapping[str, Menu], key: Json) -> dict[str, list[str]]:
    right = targets(key["correct"])
    wrong = [
        f"{source} {next(target for target in menu if target != right[source])}"
        for source, menu in menus.items()
    ]
    samples = {"correct": key["correct"], "partial": key["correct"][:1], "incorrect": sorted(wrong)}
    if len(key["correct"]) == 1:
        del samples["partial"]
    return samples

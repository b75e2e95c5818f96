"""Items as lints see them: what is asked, and what may be chosen in the order in which practice shows it.

Interactions are asked for it, whatever their type: what their form shows, and what is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from authoring.files import shapes
from authoring.files.course import Reading
from authoring.files.entries import Entry
from authoring.files.nodes import Problem, scalars
from authoring.files.wording import plain
from lessons.models import Claim
from quizzes.interactions import REGISTRY, Json
from quizzes.interactions.cloze import GAP
from quizzes.ordering import practice_order


@dataclass(frozen=True)
class Option:
    """Something that may be chosen. Its `id` is the same in every menu that offers it."""

    id: str
    words: str
    is_right: bool
    has_feedback: bool


@dataclass(frozen=True)
class Menu:
    """What may be chosen in one place, as shown. `line`: the words beside which it stands, if any."""

    line: str
    options: list[Option]

    @property
    def right(self) -> list[Option]:
        return [option for option in self.options if option.is_right]

    @property
    def wrong(self) -> list[Option]:
        return [option for option in self.options if not option.is_right]


@dataclass(frozen=True)
class Asked:
    """An item of a file. Texts are Markdown as written; `text` has gaps, each of `answers` says the key.

    `said` is everything that may be chosen or put somewhere. `own_menus` are those whose options stand in no
    other one. `views` are the author's own among the claims that are tested. `guess` is the mean of blind
    guessing, `ticked` what it brings to choose everything where several may be chosen.
    """

    entry: Entry
    views: frozenset[str]
    stem: str
    text: str
    answers: list[str]
    said: list[str]
    menus: list[Menu]
    own_menus: list[Menu]
    keeps_its_order: bool
    guess: Fraction
    ticked: Fraction | None

    @property
    def common(self) -> shapes.Item:
        common: shapes.Item = self.entry.value.common
        return common

    def problem(self, message: str) -> Problem:
        """At the stem."""
        return self.entry.problem(("stem",), message)

    def problem_at(self, words: str, message: str) -> Problem:
        """Where these words stand by themselves; at the stem where they are part of another text."""
        for scalar in scalars(self.entry.node):
            if plain(" ".join(scalar.text.split())) == plain(words):
                return self.entry.document.problem(scalar.place, f"{self.entry.id}: {message}")
        return self.problem(message)


def asked(reading: Reading) -> list[Asked]:
    """All items but those that are asked no more."""
    views = frozenset(claim.id for claim in reading.sound("claim") if claim.value.kind in Claim.VIEWS)
    return [
        _asked(item, views.intersection(item.value.common.tests))
        for item in reading.sound("item")
        if item.value.common.status != "retired"
    ]


def _asked(item: Entry, views: frozenset[str]) -> Asked:
    interaction = REGISTRY[item.value.common.type]
    content, key, feedback = interaction.read(item.id, item.value.asks)
    words = dict(_words(content))
    right: list[str] = key.get("correct", [])
    order = practice_order(interaction.NAME, content, item.id)
    all_values = list(_values(interaction.asked(content, order, [])))
    menus = [
        Menu(
            line=words.get(values[0].rpartition(" ")[0], ""),
            options=[
                Option(id, words[id], value in right, value in feedback)
                for value in values
                # A place of a sequence has no words.
                if (id := value.rpartition(" ")[2]) in words
            ],
        )
        for values in all_values
    ]
    menus = [menu for menu in menus if menu.options]
    offered = [option.id for menu in menus for option in menu.options]
    parts = [words[id] for value in right for id in value.split(" ") if id in words]
    return Asked(
        entry=item,
        views=views,
        stem=item.value.asks.stem,
        text=GAP.sub("…", content.get("text", {}).get("md", "")),
        answers=key.get("accept") or [key.get("shown") or " ".join(parts)],
        said=list(words.values()),
        menus=menus,
        own_menus=[menu for menu in menus if all(offered.count(option.id) == 1 for option in menu.options)],
        keeps_its_order=interaction.fixed_order(content),
        guess=interaction.guess_score(content, key),
        ticked=interaction.score(key, all_values[0]) if content.get("several") else None,
    )


def _words(value: Any) -> Iterator[tuple[str, str]]:
    """By its id, what each thing says that a content holds."""
    if isinstance(value, dict):
        if "id" in value and "text" in value:
            text = value["text"]
            yield value["id"], text if isinstance(text, str) else text["md"]
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def _values(shown: Json | list[Any]) -> Iterator[list[str]]:
    """The values of each list of options in what a form shows."""
    for name, value in shown.items() if isinstance(shown, dict) else enumerate(shown):
        if name == "options":
            yield [option.get("value", option.get("id")) for option in value]
        elif isinstance(value, dict | list):
            yield from _values(value)

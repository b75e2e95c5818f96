"""What a YAML file says, with the place of every word, so that a problem can name its line and column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Line and column, counted from 1 as editors do."""

    line: int
    column: int


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a file, what was expected and what to do, and where."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True)
class Scalar:
    """A single value. Every value is a string here; shapes say what else it may be."""

    text: str
    place: Place
    end: Place


@dataclass(frozen=True)
class Sequence:
    items: "list[Node]"
    place: Place


@dataclass(frozen=True)
class Mapping:
    entries: "dict[str, Node]"
    keys: dict[str, Place]
    place: Place


type Node = Scalar | Sequence | Mapping


@dataclass
class Document:
    """One file as it was read. Where it is broken, what it holds is not known; then it may have no root.

    `unusable`: places whose value was refused already, of which nothing more need be said.
    """

    name: str
    source: str = ""
    head: str = ""
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    unusable: set[Place] = field(default_factory=set)
    is_broken: bool = False

    def problem(self, place: Place, message: str) -> Problem:
        return Problem(self.name, place.line, place.column, message)

    def find(self, node: Node, words: str) -> Place:
        """Where these words stand within a scalar; its own place where they are escaped or folded."""
        if isinstance(node, Scalar):
            lines = self.source.split("\n")
            for number in range(node.place.line, node.end.line + 1):
                start = node.place.column - 1 if number == node.place.line else 0
                if number <= len(lines) and (at := lines[number - 1].find(words, start)) >= 0:
                    return Place(number, at + 1)
        return node.place


def plain(node: Node) -> Any:
    """The node as strings, lists and dicts."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}


def scalars(node: Node) -> Iterator[Scalar]:
    """Every single value within the node."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for value in node.entries.values():
                yield from scalars(value)


def step(node: Node, name: str | int) -> Node | None:
    match node:
        case Mapping() if isinstance(name, str):
            return node.entries.get(name)
        case Sequence() if isinstance(name, int) and name < len(node.items):
            return node.items[name]
    return None


def locate(node: Node, path: Iterable[str | int], *, key: bool = False) -> Place:
    """The place of what a path leads to, or of the last step that is there.

    A value that is a list or a mapping is shown at its key; with `key`, every value is.
    """
    place = node.place
    for name in path:
        if (inner := step(node, name)) is None:
            break
        place = inner.place
        if isinstance(node, Mapping) and (key or not isinstance(inner, Scalar)):
            place = node.keys[str(name)]
        node = inner
    return place

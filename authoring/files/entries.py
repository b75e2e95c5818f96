"""From what a file says to checked shapes: each thing by itself, so that one mistake hides no other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from authoring.files import shapes
from authoring.files.fields import SLUG
from authoring.files.nodes import Document, Mapping, Node, Problem, Scalar, Sequence, locate, plain, step
from authoring.files.words import in_words, path_of, unknown
from quizzes.interactions import REGISTRY

MOST_NAMED = 5  # in one message


@dataclass(frozen=True)
class Entry:
    """One thing of a file and its place. Where its fields are wrong it has no value, but still its id."""

    kind: str
    id: str
    value: Any
    document: Document
    node: Node

    def problem(self, path: tuple[str | int, ...], message: str, *, key: bool = False) -> Problem:
        return self.document.problem(locate(self.node, path, key=key), _named(self.id, message))

    def problem_at(self, path: tuple[str | int, ...], words: str, message: str) -> Problem:
        """A problem at these words within a text."""
        node: Node = self.node
        for name in path:
            node = step(node, name) or node
        return self.document.problem(self.document.find(node, words), _named(self.id, message))


def listed(entries: Iterable[Entry]) -> str:
    """The first few of them with their places, and how many more there are."""
    entries = sorted(entries, key=lambda entry: (entry.document.name, entry.node.place))
    first, more = entries[:MOST_NAMED], len(entries) - MOST_NAMED
    named = [f"`{entry.id}` ({entry.document.name}:{entry.node.place.line})" for entry in first]
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _named(id: str, message: str) -> str:
    return f"{id}: {message}" if id else message


def id_of(node: Node, field: str = "id") -> str:
    """The id that a thing gives itself; empty where it is none."""
    given = step(node, field)
    return given.text if isinstance(given, Scalar) and re.fullmatch(SLUG, given.text) else ""


def read_list(document: Document, node: Node, kind: str, shape: type[BaseModel]) -> Iterator[Entry]:
    """The entries of a list of things that have ids."""
    if not isinstance(node, Sequence):
        message = "a list is expected here, each entry with its `id:`"
        document.problems.append(document.problem(node.place, message))
        document.is_broken = True
        return
    for entry in node.items:
        id = id_of(entry)
        value = read_item(document, entry) if shape is shapes.Item else read_one(document, entry, shape, id)
        yield Entry(kind, id, value, document, entry)


def read_one[T: BaseModel](document: Document, node: Node, shape: type[T], id: str = "") -> T | None:
    """A mapping as this shape; None with the document's problems where it does not fit."""
    try:
        return shape.model_validate(plain(node))
    except ValidationError as error:
        _note(document, node, error.errors(include_url=False), shape, id=id)
    return None


def read_item(document: Document, node: Node) -> shapes.ItemFields | None:
    """An item: what all items have, and by its type the fields of its interaction."""
    if not isinstance(node, Mapping):
        read_one(document, node, shapes.Item)
        return None
    id, fields = id_of(node), plain(node)
    type_ = fields.get("type", "")
    common = {name: value for name, value in fields.items() if name in shapes.Item.model_fields}
    asks = {name: value for name, value in fields.items() if name not in common}
    before = len(document.problems)
    head = _checked(document, node, shapes.Item, common, id)
    interaction = REGISTRY.get(type_) if isinstance(type_, str) else None
    if interaction is None:
        if "type" in node.entries:
            message = unknown(f"type `{type_}`", str(type_), REGISTRY)
            document.problems.append(document.problem(locate(node, ["type"]), _named(id, message)))
        return None
    body = _checked(document, node, interaction.Shape, asks, id)
    if head is None or body is None or len(document.problems) > before:
        return None
    try:
        interaction.read(id, body)
    except PydanticCustomError as error:  # what shows only with the item's id
        context = error.context or {}
        document.problems.append(
            document.problem(locate(node, context.get("place", ())), _named(id, error.message()))
        )
        return None
    return shapes.ItemFields(head, body)


def _checked(document: Document, node: Node, shape: type[BaseModel], fields: dict[str, Any], id: str) -> Any:
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        known = {**shapes.Item.model_fields, **shape.model_fields}
        _note(document, node, error.errors(include_url=False), shape, id=id, known=list(known))
    return None


def _note(
    document: Document,
    node: Node,
    errors: list[ErrorDetails],
    shape: type[BaseModel],
    *,
    id: str,
    known: list[str] | None = None,
) -> None:
    for error in errors:
        path = path_of(error)
        is_unknown = error["type"] == "extra_forbidden"
        fields = known if known and len(path) == 1 else _fields_at(shape, path[:-1])
        message = in_words(error, fields)
        place = locate(node, path, key=is_unknown)
        if place in document.unusable:
            continue
        document.problems.append(document.problem(place, _named(id, message)))


def _fields_at(shape: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The names of the fields that may stand where a path into a shape leads."""
    for name in path:
        if isinstance(name, str) and name in shape.model_fields:
            shape = next(_models_in(shape.model_fields[name].annotation), shape)
    return [field.alias or name for name, field in shape.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)

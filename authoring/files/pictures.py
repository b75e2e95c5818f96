"""Pictures in course files: each says what it shows, lies in media/, and stands where one is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from authoring.files import shapes
from authoring.files.nodes import Document, Mapping, Node, Problem, Scalar, scalars
from authoring.files.words import unknown
from lessons import markdown
from lessons.pictures import PATH, named_in
from quizzes.interactions import REGISTRY

NOT_SHOWN = {"remark"}  # fields that no learner sees


def problems_of_text(
    document: Document, node: Scalar, id: str, known: Collection[str] | None
) -> Iterator[Problem]:
    """Of pictures in one text. `known`: the files in media/; None where they are not known."""
    for picture in markdown.pictures(node.text):
        if not PATH.fullmatch(picture.path):
            message = "pictures lie in the course's media folder; write ![what it shows](media/name.png)"
        elif known is not None and picture.path not in known:
            message = unknown(f"picture `{picture.path}`", picture.path, known)
        elif not picture.alternative.strip():
            message = (
                "nothing says what this picture shows, for those who do not see it;"
                f" write it between the brackets: ![…]({picture.path})"
            )
        else:
            continue
        yield document.problem(document.find(node, picture.written), f"{id}: {message}")


def problems_of_item(
    document: Document, node: Node, item: shapes.ItemFields, known: Collection[str] | None
) -> Iterator[Problem]:
    """Of an item's pictures, also those that stand where only plain words are shown."""
    if not (texts := list(_seen(node))):
        return
    rendered = _rendered(item)
    for scalar in texts:
        yield from problems_of_text(document, scalar, item.id, known)
        for picture in markdown.pictures(scalar.text):
            if PATH.fullmatch(picture.path) and picture.path not in rendered:
                message = f"{item.id}: only plain words are shown here, no pictures; take it out"
                yield document.problem(document.find(scalar, picture.written), message)


def problems_elsewhere(
    document: Document, node: Node, id: str, but_in: Collection[str] = ()
) -> Iterator[Problem]:
    """Of pictures where none is shown. `but_in`: fields that are looked at otherwise."""
    for scalar in _seen(node, but_in):
        for picture in markdown.pictures(scalar.text):
            message = f"{id}: a picture is shown in a section's body or an item only; write plain words here"
            yield document.problem(document.find(scalar, picture.written), message)


def _seen(node: Node, but_in: Collection[str] = ()) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        left_out = NOT_SHOWN.union(but_in)
        entries = {name: inner for name, inner in node.entries.items() if name not in left_out}
        node = Mapping(entries, node.keys, node.place)
    return (scalar for scalar in scalars(node) if "![" in scalar.text)


def _rendered(item: shapes.ItemFields) -> set[str]:
    """The pictures that learners come to see."""
    read = REGISTRY[item.common.type].read(item.id, item.asks)
    said = [*item.common.hints, item.common.explanation]
    return {path for html in (*_html_in(read), *map(markdown.inline, said)) for path in named_in(html)}


def _html_in(value: Any) -> Iterator[str]:
    """Of all texts in what an interaction makes of an item."""
    if isinstance(value, dict):
        yield from (value[name] for name in ("above", "html") if name in value)
        value = list(value.values())
    for inner in value if isinstance(value, list | tuple) else ():
        yield from _html_in(inner)

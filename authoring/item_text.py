"""One item as text, exactly as in items.yaml: how the browser's editor reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from authoring.files.entries import read_item
from authoring.files.nodes import Document, Mapping, Node, Problem, Sequence, locate, step
from authoring.files.pictures import problems_of_item
from authoring.files.reader import read_yaml
from authoring.files.shapes import ItemFields
from authoring.files.words import unknown
from quizzes.interactions import REGISTRY

if TYPE_CHECKING:
    from quizzes.models import ItemVersion

NAME = "item"

type Objection = tuple[str, str]
"""A field, and what is against what it says."""


def read_item_text(
    text: str,
    *,
    slug: str | None = None,
    claims: Collection[str] | None = None,
    pictures: Collection[str] | None = None,
    objections: Callable[[ItemFields], Iterable[Objection]] | None = None,
) -> ItemFields | list[Problem]:
    """The item, or all that is wrong with it, by line and column of the text.

    `slug`: the id that it must keep; `claims`: those that it may test; `pictures`: the files that it may
    show; `objections` to an item that is right in itself. A text that begins with the list's dash, as one
    copies it from a file, is read as well.
    """
    document = read_yaml(NAME, text.encode())
    root = document.root
    if isinstance(root, Sequence) and len(root.items) == 1:
        root = root.items[0]
    item = read_item(document, root) if root is not None else None
    if root is not None:
        _same_item(document, root, slug)
    if item is not None and root is not None:
        if claims is not None:
            _known_claims(document, root, item, claims)
        document.problems += problems_of_item(document, root, item, pictures)
        for field, message in objections(item) if objections else ():
            document.problems.append(document.problem(locate(root, [field]), f"{item.id}: {message}"))
    return sorted({*document.problems}) if item is None or document.problems else item


def with_kept_ids(item: ItemFields, before: ItemVersion) -> ItemFields:
    """The item as edited in the browser: an option of which only the words changed keeps its id.

    So what was answered before still counts as that option; in a file, the id would follow the words.
    """
    if item.common.type != before.interaction:
        return item
    keep_ids = REGISTRY[before.interaction].keep_ids
    return replace(item, asks=keep_ids(item.id, item.asks, before.content, before.answer_key.key))


def _same_item(document: Document, root: Node, slug: str | None) -> None:
    if slug is None or not isinstance(root, Mapping):
        return
    given = step(root, "id")
    if given is not None and getattr(given, "text", None) != slug:
        message = f"this item is `{slug}`; an id is changed in the course's files, with `was: {slug}`"
        document.problems.append(document.problem(locate(root, ["id"]), message))
    if "was" in root.entries:
        message = "an item is renamed in the course's files; take this out"
        document.problems.append(document.problem(locate(root, ["was"], key=True), message))


def _known_claims(document: Document, root: Node, item: ItemFields, claims: Collection[str]) -> None:
    for at, claim in enumerate(item.common.tests):
        if claim not in claims:
            message = f"{item.id}: {unknown(f'claim `{claim}`', claim, claims)}"
            document.problems.append(document.problem(locate(root, ["tests", at]), message))

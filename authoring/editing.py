"""An item edited in the browser: read as its file would be, published as a version, retired."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.locking import lock
from authoring.apply import MEANING, revision_of_file, update
from authoring.files.nodes import Problem
from authoring.files.shapes import ItemFields
from authoring.item_text import read_item_text, with_kept_ids
from lessons.models import Claim, State
from quizzes.items import revise_item
from quizzes.models import Attempt, Item, ItemVersion

if TYPE_CHECKING:
    from accounts.models import User


class Stale(Exception):
    """Somebody published another version since the page was opened; nothing was stored."""


class NotAsFiled(Exception):
    """The text cannot be an item; `problems` say where and why. Nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_edit(item: Item, text: str) -> ItemFields:
    """The text as an item. Raises NotAsFiled, with every problem at once."""
    claims = Claim.objects.published().filter(course=item.course_id).values_list("slug", flat=True)
    other_uses = {}
    if item.quiz_parts.filter(quiz__state=State.PUBLISHED).exists():
        other_uses["practice"] = "a quiz asks this item; take it out of quizzes.yaml first, and load that"
    if item.asked_in.filter(section__state=State.PUBLISHED).exists():
        other_uses["quiz"] = "a section asks this item; take it out of module.yaml first, and load that"
    read = read_item_text(text, slug=item.slug, claims=set(claims), other_uses=other_uses)
    if isinstance(read, list):
        raise NotAsFiled(read)
    return read


@transaction.atomic
def publish_item(
    *, item: Item, text: str, based_on: int, author: User, why: str, at: datetime
) -> ItemVersion:
    """Make the text what is asked from now on. Where it asks the same as before, no version is made.

    `based_on`: the number of the version that the author saw. Raises Stale and NotAsFiled.
    """
    item = lock(Item.objects, item.pk)
    if item.current is not None and item.current.number != based_on:
        raise Stale
    fields = read_edit(item, text)
    if item.current is not None:
        fields = with_kept_ids(fields, item.current)
    version = revise_item(
        item=item,
        revision=revision_of_file(fields),
        author=author,
        why=why,
        at=at,
        same_meaning=MEANING[fields.common.changed],
    )
    common = fields.common
    update(Item.objects.get(pk=item.pk), state=common.status, use=common.use, remark=common.remark or "")
    return version


def retire_item(*, item: Item) -> None:
    """Ask it no more. Attempts that have begun keep it, results stand, and it can be published again."""
    Item.objects.filter(pk=item.pk).update(state=Item.State.RETIRED)


def where_asked(item: Item) -> dict[str, object]:
    """Which sections and quizzes ask the item, and how many attempts are open with it. Three queries."""
    return {
        "sections": [row.section for row in item.asked_in.select_related("section")],
        "quizzes": [row.quiz for row in item.quiz_parts.select_related("quiz")],
        "open_attempts": Attempt.objects.open().filter(items__version__item=item).distinct().count(),
    }

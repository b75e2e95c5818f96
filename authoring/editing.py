"""An item edited in the browser: read as its file would be, published as a version, retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.locking import lock
from authoring.apply import MEANING, revision_of_file
from authoring.dump import item_shape, part_shape
from authoring.files.nodes import Problem
from authoring.files.quiz_checks import fits
from authoring.files.shapes import ItemFields
from authoring.item_text import Objection, read_item_text, with_kept_ids
from authoring.pictures import of_course
from authoring.writing import update
from lessons.models import Claim, Course, State
from quizzes.items import Revision, revise_item
from quizzes.models import Attempt, Item, ItemVersion, Quiz, QuizPart
from quizzes.rules import Rules
from quizzes.withholding import withholding_quizzes

if TYPE_CHECKING:
    from accounts.models import User


class Stale(Exception):
    """Somebody published another version since the page was opened; nothing was stored."""


class NotAsFiled(Exception):
    """The text cannot be an item; `problems` say where and why. Nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_edit(item: Item, text: str, at: datetime) -> ItemFields:
    """The text as an item. Raises NotAsFiled, with every problem at once."""
    claims = Claim.objects.published().filter(course=item.course_id).values_list("slug", flat=True)
    read = read_item_text(
        text,
        slug=item.slug,
        claims=set(claims),
        pictures=of_course(item.course_id),
        objections=lambda fields: _objections(item, fields, at),
    )
    if isinstance(read, list):
        raise NotAsFiled(read)
    return read


def revision_of_edit(item: Item, fields: ItemFields) -> Revision:
    """What would be published of an item that was read."""
    if item.current is not None:
        fields = with_kept_ids(fields, item.current)
    return revision_of_file(fields, of_course(item.course_id))


def _objections(item: Item, fields: ItemFields, at: datetime) -> Iterator[Objection]:
    """To a use that would take the item from where it is asked, or its key out of an examination."""
    match fields.common.use:
        case "practice" if item.quiz_parts.filter(quiz__state=State.PUBLISHED).exists():
            yield "use", "a quiz asks this item; take it out of quizzes.yaml first, and load that"
        case "quiz" if item.asked_in.filter(section__state=State.PUBLISHED).exists():
            yield "use", "a section asks this item; take it out of module.yaml first, and load that"
        case "both" if quiz := _withheld_by(item, fields, at):
            message = (
                f"the quiz `{quiz.slug}` asks this item or may draw it, and keeps its keys back;"
                " the item must say `use: quiz`"
            )
            yield "use", message


def _withheld_by(item: Item, fields: ItemFields, at: datetime) -> Quiz | None:
    """A quiz that keeps keys back, by its file or at a delivery now, and would ask the item as edited."""
    quizzes = Quiz.objects.published().filter(course=item.course_id).exclude(settings={})
    withholding = {quiz.pk for quiz in quizzes if Rules.of(quiz.settings).withholds_keys}
    withholding |= withholding_quizzes(item.course_id, at)
    parts = QuizPart.objects.filter(quiz__in=withholding).select_related("quiz", "item", "from_module")
    for part in parts.prefetch_related("claims"):
        if part.item_id == item.pk or (
            part.is_draw and fits(part_shape(part), fields.common, item.module.slug)
        ):
            return part.quiz
    return None


@transaction.atomic
def publish_item(
    *, item: Item, text: str, based_on: int, author: User, why: str, at: datetime
) -> ItemVersion:
    """Make the text what is asked from now on. Where it asks the same as before, no version is made.

    `based_on`: the number of the version that the author saw. Raises Stale and NotAsFiled.
    """
    lock(Course.objects, item.course_id)  # no examination is opened meanwhile
    item = lock(Item.objects, item.pk)
    if item.current is not None and item.current.number != based_on:
        raise Stale
    fields = read_edit(item, text, at)
    version = revise_item(
        item=item,
        revision=revision_of_edit(item, fields),
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
    """Which sections and quizzes ask the item or may draw it, and how many attempts are open with it.

    Seven queries at most.
    """
    return {
        "sections": [row.section for row in item.asked_in.select_related("section")],
        "quizzes": [row.quiz for row in item.quiz_parts.select_related("quiz")],
        "drawing": _drawing(item),
        "open_attempts": Attempt.objects.open().filter(items__version__item=item).distinct().count(),
    }


def _drawing(item: Item) -> list[Quiz]:
    """The published quizzes of which a draw may take the item."""
    if item.current is None:
        return []
    common = item_shape(item).common
    draws = QuizPart.objects.filter(item=None, quiz__course=item.course_id, quiz__state=State.PUBLISHED)
    parts = draws.select_related("quiz", "from_module").prefetch_related("claims").order_by("pk")
    found = (part.quiz for part in parts if fits(part_shape(part), common, item.module.slug))
    return list(dict.fromkeys(found))

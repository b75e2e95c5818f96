"""The life of an item: its versions and keys are made here and nowhere else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.locking import lock
from lessons.models import Claim
from quizzes.interactions import REGISTRY, Text
from quizzes.models import AnswerKey, Item, ItemVersion

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Revision:
    """What a version is made of. A text is {"md": as written, "html": cleaned}, see `interactions.Text`.

    Where there are hints, `content["hints"]` says how many and what each costs.
    """

    interaction: str
    level: str
    claims: tuple[str, ...]
    content: dict[str, Any]
    key: dict[str, Any]
    feedback: dict[str, Text]
    explanation: Text
    hints: tuple[Text, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 over what was written and the pictures that it shows.

        How it is rendered and the order of claims mean nothing. What an item does not have is left out,
        so that what came to items later makes no version of those without it.
        """
        written = _without_html({**asdict(self), "claims": sorted(self.claims)})
        if not self.hints:
            del written["hints"]
        return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def revise_item(
    *,
    item: Item,
    revision: Revision,
    author: User | None,
    why: str,
    at: datetime,
    same_meaning: bool | None = None,
) -> ItemVersion:
    """The item's next version, which is from now on the one that is asked.

    The current version where nothing differs. `same_meaning` None: decided by comparison, see
    `keeps_meaning`. Attempts that have begun keep the version they were given. Raises
    Claim.DoesNotExist where a claim is not the course's.
    """
    item = lock(Item.objects, item.pk)
    current = item.current
    if current is not None and current.content_hash == revision.content_hash:
        return current
    if same_meaning is None:
        same_meaning = current is not None and keeps_meaning(current, revision)
    version = ItemVersion.objects.create(
        item=item,
        number=current.number + 1 if current else 1,
        interaction=revision.interaction,
        content=revision.content,
        level=revision.level,
        same_meaning=same_meaning,
        author=author,
        why=why,
        made_at=at,
        content_hash=revision.content_hash,
    )
    version.claims.set(_claims(item, revision.claims))
    AnswerKey.objects.create(
        version=version,
        key=revision.key,
        feedback=revision.feedback,
        explanation=revision.explanation,
        hints=list(revision.hints),
    )
    item.current = version
    item.save(update_fields=["current"])
    return version


def keeps_meaning(current: ItemVersion, revision: Revision) -> bool:
    """Whether statistics go on: not where key, interaction or the set of options differ.

    Other hints, and what they cost, are other help towards the same answer: it still asks the same.
    """
    interaction = REGISTRY[current.interaction]
    return (
        current.interaction == revision.interaction
        and current.answer_key.key == revision.key
        and set(interaction.option_ids(current.content)) == set(interaction.option_ids(revision.content))
    )


def revision_of(version: ItemVersion) -> Revision:
    """The way back: what a stored version was made of. Uses `version.answer_key` and `version.claims`."""
    return Revision(
        interaction=version.interaction,
        level=version.level,
        claims=tuple(claim.slug for claim in version.claims.all()),
        content=version.content,
        key=version.answer_key.key,
        feedback=version.answer_key.feedback,
        explanation=version.answer_key.explanation,
        hints=tuple(version.answer_key.hints),
    )


def _claims(item: Item, slugs: tuple[str, ...]) -> list[Claim]:
    known = {claim.slug: claim for claim in Claim.objects.filter(course=item.course_id, slug__in=slugs)}
    if missing := set(slugs) - known.keys():
        raise Claim.DoesNotExist(", ".join(sorted(missing)))
    return [known[slug] for slug in slugs]


def _without_html(value: Any) -> Any:
    if isinstance(value, dict):
        if {"md", "html"} <= value.keys():
            return [value["md"], value["pictures"]] if "pictures" in value else value["md"]
        return {name: _without_html(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_html(inner) for inner in value]
    return value

"""The life of a section: its versions, and who read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.locking import hold_learner
from lessons.models import Claim, Section, SectionRead, SectionVersion

if TYPE_CHECKING:
    from accounts.models import User
    from lessons.markdown import Passage

WORDS_A_MINUTE = 120  # a slow, careful reader in a second language


class Reading(StrEnum):
    """Where a learner stands with a section. Every read counts; an old one says that the text changed."""

    UNREAD = "unread"
    READ = "read"
    CHANGED = "changed"


@transaction.atomic
def revise_section(
    *,
    section: Section,
    body: str,
    passages: Sequence[Passage],
    notes: Sequence[str],
    sentences: Sequence[str],
    claims: Iterable[Claim],
    figure: Mapping[str, Any],
    content_hash: str,
    author: User | None,
    why: str,
    at: datetime,
) -> SectionVersion:
    """The only maker of section versions. The current version, if its content hash is the same."""
    current = section.current
    if current is not None and current.content_hash == content_hash:
        return current
    version = SectionVersion.objects.create(
        section=section,
        number=current.number + 1 if current else 1,
        body=body,
        passages=list(passages),
        notes=list(notes),
        sentences=list(sentences),
        figure=dict(figure),
        content_hash=content_hash,
        author=author,
        why=why,
        made_at=at,
    )
    version.claims.set(claims)
    section.current = version
    section.save(update_fields=["current"])
    return version


@transaction.atomic
def mark_read(*, learner: User, version: SectionVersion, at: datetime) -> SectionRead:
    """The learner has read this version. Again: the first time stands.

    What a guest reads while it is added to an account is the account's, read as a guest.
    """
    read, _created = SectionRead.objects.get_or_create(
        learner=hold_learner(learner), version=version, defaults={"at": at, "as_guest": learner.is_guest}
    )
    return read


def reading_of(section: Section) -> Reading:
    """How the learner stands with a section that came through `with_reading_of`."""
    if section.read_at is not None:
        return Reading.READ
    return Reading.CHANGED if section.was_read else Reading.UNREAD


def minutes(version: SectionVersion) -> int:
    """How long reading takes, in whole minutes, at least one."""
    return max(1, round(len(version.body.split()) / WORDS_A_MINUTE))

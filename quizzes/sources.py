"""Where an item comes from: the claims it tests, the sections that teach them, the editor's notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple, Self

from django.db.models import F
from django.urls import reverse

from lessons.cards import NoteCard, Reference, SectionLink
from lessons.models import Claim, Course, Note, State
from quizzes.models import ItemVersion


@dataclass(frozen=True)
class Where:
    """Where an answer stands: in the sections that teach the item's claims, and in the article.

    `is_here`: in the section that asks it, which therefore needs no link.
    """

    sections: Sequence[SectionLink] = ()
    references: Sequence[Reference] = ()
    is_here: bool = False

    @classmethod
    def here(cls, sentences: Iterable[str], course: Course) -> Self:
        return cls(references=_references(sentences, course), is_here=True)


@dataclass(frozen=True)
class Sources:
    """For some versions, by their pk: where the answers stand; which ask about a view of the author's."""

    where: dict[int, Where]
    views: set[int]

    @classmethod
    def of(cls, versions: Iterable[ItemVersion], course: Course) -> Self:
        """One query, however many versions."""
        sections: dict[int, list[SectionLink]] = defaultdict(list)
        sentences: dict[int, list[str]] = defaultdict(list)
        views: set[int] = set()
        for row in _claims_tested_by(versions):
            sentences[row.tested_by] += row.refs
            if row.kind in Claim.VIEWS:
                views.add(row.tested_by)
            if row.is_taught:
                sections[row.tested_by].append(row.link(course))
        where = {
            pk: Where(_unique(sections[pk]), _references(of_version, course))
            for pk, of_version in sentences.items()
        }
        return cls(where, views)


def notes_of(versions: Iterable[ItemVersion]) -> dict[int, list[NoteCard]]:
    """The editor's notes on what each version tests, by its pk. One query."""
    pks = [version.pk for version in versions]
    notes = Note.objects.published().filter(about__tested_by__in=pks).select_related("about")
    by_version: dict[int, list[NoteCard]] = defaultdict(list)
    for note in notes.annotate(version=F("about__tested_by")).order_by("about__position", "position"):
        by_version[note.version].append(NoteCard.of(note))
    return by_version


class _Row(NamedTuple):
    """A version of an item, a claim of it, and a version of a section that teaches this, or None."""

    tested_by: int
    kind: str
    refs: list[str]
    taught_by: int | None
    current: int | None
    state: str
    module_state: str
    title: str
    slug: str
    module: str
    number: int

    @property
    def is_taught(self) -> bool:
        """By what can be read now."""
        return self.taught_by == self.current and self.state == self.module_state == State.PUBLISHED

    def link(self, course: Course) -> SectionLink:
        url = reverse("study:section", args=[course.slug, self.module, self.slug])
        return SectionLink(self.title, url, self.number)


def _claims_tested_by(versions: Iterable[ItemVersion]) -> Iterator[_Row]:
    section, module = "taught_by__section", "taught_by__section__module"
    rows = (
        Claim.objects.filter(tested_by__in=[version.pk for version in versions])
        .order_by("position", f"{module}__position", f"{section}__position")
        .values_list(
            *("tested_by", "kind", "refs", "taught_by", f"{section}__current", f"{section}__state"),
            *(f"{module}__state", f"{section}__title", f"{section}__slug"),
            *(f"{module}__slug", f"{module}__position"),
        )
    )
    return starmap(_Row, rows)


def _references(sentences: Iterable[str], course: Course) -> list[Reference]:
    return [Reference.of(sentence, course) for sentence in _unique(sentences)]


def _unique[T](things: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(things))

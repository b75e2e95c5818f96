"""Where an item comes from: the claims it tests, the sections that teach them, the editor's notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import F, Prefetch, prefetch_related_objects

from lessons.cards import Link, NoteCard, Reference, section_url
from lessons.models import Claim, Course, Note, Section, SectionVersion, State
from quizzes.models import ItemVersion


@dataclass(frozen=True)
class Sources:
    """For some versions: their claims by the version's pk, and the sections that teach a claim by its pk."""

    course: Course
    claims: dict[int, list[Claim]]
    taught_in: dict[int, list[Section]]

    @classmethod
    def of(cls, versions: Sequence[ItemVersion], course: Course) -> Self:
        """Three queries, however many versions."""
        prefetch_related_objects(
            list(versions),
            Prefetch(
                "claims",
                Claim.objects.order_by("position").prefetch_related(
                    Prefetch("notes", Note.objects.filter(state=State.PUBLISHED))
                ),
            ),
        )
        claims = {version.pk: list(version.claims.all()) for version in versions}
        pks = {claim.pk for of_version in claims.values() for claim in of_version}
        taught_in: dict[int, list[Section]] = {}
        teaching = SectionVersion.objects.filter(
            pk=F("section__current"), section__state=State.PUBLISHED, claims__in=pks
        ).annotate(claim=F("claims"))
        for row in (
            teaching.select_related("section__module")
            .order_by("section__module__position", "section__position")
            .defer("body", "passages")
        ):
            taught_in.setdefault(row.claim, []).append(row.section)
        return cls(course, claims, taught_in)

    def notes(self, version: ItemVersion) -> list[NoteCard]:
        return [NoteCard.of(note) for claim in self.claims[version.pk] for note in claim.notes.all()]

    def sections(self, version: ItemVersion) -> list[Link]:
        taught = _unique(s for claim in self.claims[version.pk] for s in self.taught_in.get(claim.pk, ()))
        return [Link(section.title, section_url(section, self.course)) for section in taught]

    def references(self, version: ItemVersion) -> list[Reference]:
        """The sentences of the article that the item's claims rest on."""
        sentences = _unique(sentence for claim in self.claims[version.pk] for sentence in claim.refs)
        return [Reference.of(sentence, self.course) for sentence in sentences]

    def is_view(self, version: ItemVersion) -> bool:
        """Whether it asks about a judgement of the author's."""
        return any(claim.is_view for claim in self.claims[version.pk])


def _unique[T](things: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(things))

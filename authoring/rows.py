"""A course's rows, read at once: what a dump writes down and a load compares with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Prefetch

from authoring.merge import Key
from authoring.models import CourseFile, LoadedText
from authoring.pictures import of_files
from lessons.models import Claim, Course, Module, Note, Section, Term
from lessons.pictures import Shown
from quizzes.models import Delivery, Item, Quiz, QuizPart, SectionItem


@dataclass
class CourseRows:
    """All rows that course files speak of, retired ones too, by slug; in their order.

    `own_deliveries` are by their quiz's pk.
    """

    course: Course
    claims: dict[str, Claim]
    notes: dict[str, Note]
    terms: dict[str, Term]
    modules: dict[str, Module]
    sections: dict[str, Section]
    items: dict[str, Item]
    quizzes: dict[str, Quiz]
    loaded: dict[Key, LoadedText]
    files: dict[str, CourseFile]
    own_deliveries: dict[int, Delivery]

    @classmethod
    def of(cls, course: Course) -> Self:
        """A constant number of queries, however large the course."""
        claims_of_version = Prefetch("current__claims", Claim.objects.order_by("position"))
        asked = Prefetch("asked", SectionItem.objects.select_related("item").order_by("position"))
        claims_of_draw = Prefetch("claims", Claim.objects.order_by("position"))
        parts = Prefetch(
            "parts",
            QuizPart.objects.select_related("item", "from_module")
            .prefetch_related(claims_of_draw)
            .order_by("position"),
        )
        sections = course.sections.select_related("module", "current")
        items = course.items.select_related("module", "current__answer_key")
        deliveries = Delivery.objects.filter(own=True, quiz__course=course)
        return cls(
            course=course,
            claims=_by_slug(course.claims.order_by("position")),
            notes=_by_slug(course.notes.select_related("about").order_by("position")),
            terms=_by_slug(course.terms.order_by("slug")),
            modules=_by_slug(course.modules.order_by("position")),
            sections=_by_slug(sections.prefetch_related(claims_of_version, asked).order_by("position")),
            items=_by_slug(items.prefetch_related(claims_of_version).order_by("position")),
            quizzes=_by_slug(
                course.quizzes.select_related("module").prefetch_related(parts).order_by("position")
            ),
            loaded={(row.kind, row.slug): row for row in course.loaded_texts.all()},
            files={row.path: row for row in course.files.with_pictures()},
            own_deliveries={row.quiz_id: row for row in deliveries},
        )

    @property
    def pictures(self) -> dict[str, Shown]:
        return of_files(self.files.values())

    def of_kind(self, kind: str) -> dict[str, Any]:
        """The rows of a kind of thing, by slug."""
        by_kind: dict[str, dict[str, Any]] = {
            "course": {self.course.slug: self.course},
            "claim": self.claims,
            "note": self.notes,
            "term": self.terms,
            "module": self.modules,
            "section": self.sections,
            "item": self.items,
            "quiz": self.quizzes,
        }
        return by_kind[kind]


def _by_slug(rows: Any) -> dict[str, Any]:
    return {row.slug: row for row in rows}

"""What the page of a section shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse

from lessons.cards import Link, NoteCard, Reference, TermCard, section_url
from lessons.figures import drawn
from lessons.models import Claim, Course, Note, Section, SectionVersion, State, Term
from lessons.reading import Reading, minutes, reading_of
from quizzes import practice
from quizzes.display import ItemForm
from quizzes.models import Quiz, SectionItem
from quizzes.practice import NO_WISH, Asked, Wish
from quizzes.sources import Where


@dataclass(frozen=True)
class Place:
    """A section among all published ones of its module, in order; each with how the learner stands."""

    section: Section
    siblings: list[Section]
    quiz: Link | None  # the module's first

    @property
    def number(self) -> int:
        return self.siblings.index(self.section) + 1

    @property
    def version(self) -> SectionVersion:
        assert self.section.current is not None  # a published section has one
        return self.section.current


def find(course: str, module: str, section: str, learner_pk: int | None, offered: QuerySet[Quiz]) -> Place:
    """Where the section stands. One query. Raises Http404."""
    quiz = offered.filter(module=OuterRef("module")).order_by("position")
    sections = list(
        Section.objects.published()
        .filter(module__slug=module, module__state=State.PUBLISHED)
        .filter(course__slug=course, course__state=State.PUBLISHED)
        .with_reading_of(learner_pk)
        .annotate(quiz_slug=Subquery(quiz.values("slug")[:1]), quiz_title=Subquery(quiz.values("title")[:1]))
        .select_related("course", "module", "current")
        .order_by("position")
    )
    for candidate in sections:
        if candidate.slug == section:
            return Place(candidate, list(sections), _quiz(course, candidate.quiz_slug, candidate.quiz_title))
    raise Http404


def _quiz(course: str, slug: str | None, title: str) -> Link | None:
    return Link(title, reverse("study:quiz", args=[course, slug])) if slug else None


def asked_in(course: str, module: str, section: str) -> list[Asked]:
    """The items asked in a published section, in order, with what scoring and telling need. One query."""
    rows = (
        SectionItem.objects.askable()
        .filter(section__slug=section, section__module__slug=module, section__course__slug=course)
        .filter(section__module__state=State.PUBLISHED, section__course__state=State.PUBLISHED)
        .with_sentences()
    )
    asked: list[Asked] = []
    for _position, of_item in groupby(rows, key=lambda row: row.position):
        first, *others = of_item
        sentences = [sentence for row in (first, *others) for sentence in row.sentences or ()]
        asked.append(Asked(first.item.asked_version, Where.here(sentences, first.item.course)))
    return asked


def url_of(section: Section) -> str:
    return section_url(section, section.course)


def section_page(
    place: Place,
    learner_pk: int | None,
    learner_id: UUID,
    *,
    wish: Wish = NO_WISH,
    refused: ItemForm | None = None,
) -> dict[str, Any]:
    """The whole page. Five queries; four for a visitor."""
    section, version = place.section, place.version
    course, module = section.course, section.module
    claims = list(Claim.objects.published().filter(course=course))
    return {
        "course": course,
        "module_number": module.position,
        "module_title": module.title,
        "module_url": reverse("study:module", args=[course.slug, module.slug]),
        "title": section.title,
        "position": place.number,
        "total": len(place.siblings),
        "minutes": minutes(version),
        "river": [_river_mark(sibling, section) for sibling in place.siblings],
        "passages": _passages(version, course),
        "items": practice.asked(
            asked_in(course.slug, module.slug, section.slug),
            learner_pk,
            learner_id,
            url=url_of(section),
            wish=wish,
            refused=refused,
        ),
        "figure": drawn(version.figure, {claim.slug: claim.values for claim in claims}),
        "references": _references(version, course, claims),
        "read_at": section.read_at,
        "changed": reading_of(section) == Reading.CHANGED,
        "version": version.number,
        "read_url": reverse("study:mark_read", args=[course.slug, module.slug, section.slug]),
        "next": next_of(place),
        "learner_id": learner_id,
    }


def _river_mark(sibling: Section, here: Section) -> dict[str, Any]:
    reading = reading_of(sibling)
    read = "" if reading == Reading.UNREAD else "read"
    return {
        "title": sibling.title,
        "url": url_of(sibling),
        "state": "here" if sibling == here else read,
        "changed": reading == Reading.CHANGED,
    }


def _passages(version: SectionVersion, course: Course) -> list[dict[str, Any]]:
    """Terms and notes by their present texts; what was retired since the section was written is left out."""
    slugs = {name: [s for p in version.passages for s in p[name]] for name in ("notes", "terms")}
    notes = {
        note.slug: NoteCard.of(note)
        for note in Note.objects.published()
        .filter(course=course, slug__in=slugs["notes"])
        .select_related("about")
    }
    terms = {
        term.slug: TermCard.of(term)
        for term in Term.objects.published().filter(course=course, slug__in=slugs["terms"])
    }
    return [
        {
            "lead": passage["lead"],
            "rest": passage["rest"],
            "notes": [notes[slug] for slug in passage["notes"] if slug in notes],
            "terms": [terms[slug] for slug in passage["terms"] if slug in terms],
        }
        for passage in version.passages
    ]


def _references(version: SectionVersion, course: Course, claims: list[Claim]) -> list[dict[str, Any]]:
    """The sentences that the text refers to, each with what the course's claims say of it."""
    rows = []
    for sentence in version.sentences:
        reference = Reference.of(sentence, course)
        says = " ".join(claim.says for claim in claims if sentence in claim.refs)
        rows.append(
            {
                "id": reference.id,
                "paragraph": reference.paragraph,
                "sentence": reference.sentence,
                "says": says,
                "url": reference.url,
            }
        )
    return rows


def next_of(place: Place) -> dict[str, str]:
    """The way on: the next section of the module, else its quiz, else the course's home."""
    course = place.section.course
    if after := place.siblings[place.number :]:
        return {"title": after[0].title, "url": url_of(after[0]), "kind": "section"}
    if place.quiz:
        return {"title": place.quiz.title, "url": place.quiz.url, "kind": "quiz"}
    return {"title": course.short_title, "url": reverse("study:home", args=[course.slug]), "kind": "section"}

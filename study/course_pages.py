"""What a module's page, the glossary and "About the article" show."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from lessons.cards import Link, NoteCard, TermCard, section_url
from lessons.figures import Comparison, Timeline, drawn
from lessons.markdown import anchor_of
from lessons.models import Claim, Course, Note, Section, Term
from quizzes.progress import CourseProgress
from study.coverage_page import Covered, covered_claims, totals
from study.marks import module_marks
from study.searching import folded


def module_page(progress: CourseProgress, slug: str) -> dict[str, Any]:
    """One module as the learner stands with it, and its neighbours. Raises Http404."""
    all_marks = module_marks(progress)
    for place, mark in enumerate(all_marks):
        if mark.slug == slug:
            before = all_marks[place - 1] if place else None
            after = all_marks[place + 1] if place + 1 < len(all_marks) else None
            return {
                "course": progress.course,
                "module": mark,
                "previous": before and Link(before.title, before.url),
                "next": after and Link(after.title, after.url),
            }
    raise Http404


def home_figure(course: Course) -> Timeline | Comparison | None:
    """What is drawn on the course's home. One query, and none for a course without."""
    if not course.figure:
        return None
    claims = Claim.objects.published().filter(course=course, slug__in=course.figure["claims"])
    return drawn(course.figure, dict(claims.values_list("slug", "values")))


def glossary_page(course: Course) -> dict[str, Any]:
    """All terms by the alphabet, each with the sections that use it. Two queries beyond the course."""
    used_in: dict[str, list[Link]] = defaultdict(list)
    for section in Section.objects.along_the_course(course):
        for passage in section.current.passages if section.current else ():
            for slug in passage["terms"]:
                used_in[slug].append(Link(section.title, section_url(section, course)))
    terms = sorted(Term.objects.published().filter(course=course), key=lambda term: folded(term.title))
    letters: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for term in terms:
        entry = {**vars(TermCard.of(term)), "sections": used_in[term.slug]}
        letters[_first_letter(term.title)].append(entry)
    return {
        "course": course,
        "letters": list(letters.items()),
        "initials": sorted((term for term in terms if term.short), key=lambda term: folded(term.short)),
    }


def _first_letter(title: str) -> str:
    """Under which a term stands: a capital without accents, or a digit."""
    return next((sign.upper() for sign in folded(title) if sign.isalnum()), "0")


def about_page(course: Course) -> dict[str, Any]:
    """The article paragraph by paragraph: what it claims, where that is taught, what the record adds."""
    covered = covered_claims(course)
    claims = [one.claim for one in covered]
    prefetch_related_objects(claims, Prefetch("notes", Note.objects.published()))
    anchored: set[str] = set()
    return {
        "course": course,
        "about_html": course.about_html,
        "paragraphs": [
            {
                "number": paragraph["id"].removeprefix("P"),
                "id": paragraph["id"].lower(),
                "heading": paragraph.get("heading", ""),
                "says": paragraph["says"],
                "sentences": paragraph["sentences"],
                "points": [
                    _point(one, paragraph["id"], anchored)
                    for one in covered
                    if _sentences_in(one.claim, paragraph["id"])
                ],
            }
            for paragraph in course.paragraphs
        ],
        "coverage": {**totals(covered), "notes": sum(len(claim.notes.all()) for claim in claims)},
    }


def _sentences_in(claim: Claim, paragraph: str) -> list[str]:
    return [sentence for sentence in claim.refs if sentence.split(".")[0] == paragraph]


def _point(covered: Covered, paragraph: str, anchored: set[str]) -> dict[str, Any]:
    """One claim under its paragraph. A sentence's anchor stands with the first claim that rests on it."""
    claim = covered.claim
    sentences = _sentences_in(claim, paragraph)
    anchors = [anchor_of(sentence) for sentence in sentences if anchor_of(sentence) not in anchored]
    anchored.update(anchors)
    return {
        "anchors": anchors,
        "sentences_text": ", ".join(sentence.split(".")[1] for sentence in sentences),
        "says": claim.says,
        "kind_label": claim.get_kind_display(),
        "is_view": claim.is_view,
        "sections": covered.sections,
        "notes": [NoteCard.of(note) for note in claim.notes.all()],
    }

"""What the search page of a course shows: sections, terms and notes that have what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.names import visible
from lessons.cards import NoteCard, Reference, section_url
from lessons.markdown import inline
from lessons.models import Course, Module, Note, Section, Term
from study.searching import BREAK, Document, Needle, Text, nearest, needles, plain, search

QUERY_LENGTH = 200
HITS_AT_FIRST, HITS_A_PAGE = 5, 20
LONG_WORD = 5  # letters; a shorter word of a title is like too many others


@dataclass(frozen=True)
class Place:
    """Where a hit leads, and in which section and module it is read; empty where in none."""

    url: str
    module: Module | None = None
    section: str = ""


def search_page(course: Course, query: str, kind: str, page: str) -> dict[str, Any]:
    """`kind`: the one group to show, page by page; else the best of each. Three queries beyond the course."""
    asked = visible(query)
    query = asked[:QUERY_LENGTH]
    wanted = needles(query)
    context = {
        "course": course,
        "query": query,
        "is_cut": len(asked) > QUERY_LENGTH,
        "has_words": bool(wanted),
        "query_length": QUERY_LENGTH,
    }
    if not wanted:
        return context
    sections = list(Section.objects.along_the_course(course).defer("current__body", "current__sentences"))
    terms = list(Term.objects.published().filter(course=course))
    documents = {
        "terms": [_term(term, course) for term in terms],
        "sections": [_section(section, course) for section in sections],
        "notes": _notes(course, sections),
    }
    found = {name: search(of_kind, wanted) for name, of_kind in documents.items()}
    kind = kind if found.get(kind) else ""
    shown = [kind] if kind else list(found)
    groups = [
        {
            "kind": name,
            "count": len(found[name]),
            "page": Paginator(found[name], HITS_A_PAGE if name == kind else HITS_AT_FIRST).get_page(
                page if name == kind else 1
            ),
        }
        for name in shown
        if found[name]
    ]
    missing = [] if groups else _missing(wanted, [document for of in documents.values() for document in of])
    near = [] if groups else _nearest_terms(query, terms)
    return context | {
        "kind": kind,
        "count": sum(map(len, found.values())),
        "groups": groups,
        "missing": missing,
        "nearest": [{"title": str(term), "url": _term_url(term, course)} for term in near],
    }


def _term_url(term: Term, course: Course) -> str:
    return f"{reverse('study:glossary', args=[course.slug])}#term-{term.slug}"


def _term(term: Term, course: Course) -> Document:
    names = [term.title, term.short] if term.short else [term.title]
    return Document(Text(str(term)), Text(plain(inline(term.text))), names, Place(_term_url(term, course)))


def _section(section: Section, course: Course) -> Document:
    passages = section.current.passages if section.current else []
    text = plain("".join(passage["lead"] + passage["rest"] for passage in passages))
    place = Place(section_url(section, course), section.module)
    return Document(Text(section.title), Text(text), [section.title], place)


def _notes(course: Course, sections: list[Section]) -> list[Document]:
    """A note is read in the first section that shows it; else where the article's claims are."""
    shown_in: dict[str, Section] = {}
    for section in sections:
        for passage in section.current.passages if section.current else ():
            for slug in passage["notes"]:
                shown_in.setdefault(slug, section)
    notes = Note.objects.published().filter(course=course).select_related("about").order_by("position")
    return [_note(note, course, shown_in.get(note.slug)) for note in notes]


def _note(note: Note, course: Course, section: Section | None) -> Document:
    card = NoteCard.of(note)
    place = Place(Reference.of(note.about.refs[0], course).url)
    if section:
        place = Place(f"{section_url(section, course)}#note-{note.slug}", section.module, section.title)
    heading = _("Editor’s note: %(type)s") % {"type": card.type_label}
    title = f"{heading} · {card.thing}" if card.thing else heading
    text = f"{plain(card.text_html)}{BREAK}{card.source}"
    return Document(Text(title), Text(text), [card.thing], place)


def _missing(wanted: list[Needle], documents: list[Document]) -> list[str]:
    """What is asked for and stands nowhere."""
    return [" ".join(needle.words) for needle in wanted if not search(documents, [needle])]


def _nearest_terms(query: str, terms: list[Term]) -> list[Term]:
    names: dict[str, Term] = {}
    for term in terms:
        names |= {word: term for word in term.title.split() if len(word) >= LONG_WORD}
    for term in terms:
        names |= {name: term for name in (term.title, term.short) if name}
    return nearest(query, names)

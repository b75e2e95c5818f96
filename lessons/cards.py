"""What stands beside a text: editor's notes, terms and references, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.urls import reverse
from django.utils.translation import gettext as _

from lessons.markdown import anchor_of, inline
from lessons.models import Claim, Course, Note, Section, Term


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True)
class SectionLink(Link):
    module: int  # its number


@dataclass(frozen=True)
class NoteCard:
    slug: str
    type_label: str
    text_html: str
    source: str
    thing: str  # what it is about, where that has a name: notes on four initiatives may stand together

    @classmethod
    def of(cls, note: Note) -> Self:
        """Uses `note.about`."""
        named = note.about.kind in {Claim.Kind.INITIATIVE, Claim.Kind.FUND} and note.about.values
        thing = note.about.values[0] if named else ""
        return cls(note.slug, note.get_type_display(), inline(note.text), note.source, thing)


@dataclass(frozen=True)
class TermCard:
    slug: str
    title: str
    short: str
    text_html: str

    @classmethod
    def of(cls, term: Term) -> Self:
        return cls(term.slug, term.title, term.short, inline(term.text))


@dataclass(frozen=True)
class Reference:
    """A sentence of the article: `sentence` "P4.2" stands at the anchor p4-2 of "About the article"."""

    id: str
    paragraph: int
    sentence: int
    url: str

    @classmethod
    def of(cls, sentence: str, course: Course) -> Self:
        paragraph, number = sentence.removeprefix("P").split(".")
        anchor = anchor_of(sentence)
        return cls(
            anchor, int(paragraph), int(number), f"{reverse('study:about', args=[course.slug])}#{anchor}"
        )

    @property
    def short(self) -> str:
        return f"¶{self.paragraph}"

    @property
    def label(self) -> str:
        return name_of_reference(self.paragraph, self.sentence)


def name_of_reference(paragraph: int, sentence: int) -> str:
    """What a reference is called where only ¶4 is seen."""
    return _("Article, paragraph %(paragraph)d, sentence %(sentence)d") % {
        "paragraph": paragraph,
        "sentence": sentence,
    }


def section_url(section: Section, course: Course) -> str:
    """Its page. Uses `section.module`."""
    return reverse("study:section", args=[course.slug, section.module.slug, section.slug])

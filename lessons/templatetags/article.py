"""The article's particulars in templates."""

import re
from datetime import date

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lessons.cards import name_of_reference

REFERENCE = re.compile(r'(?P<start><a class="ref" href="#p(?P<paragraph>\d+)-(?P<sentence>\d+)")>')

register = template.Library()


@register.filter
def iso_date(day: str | None) -> date | None:
    """The day that the course file gives as 2026-01-10; None where it gives none."""
    return date.fromisoformat(day) if day else None


@register.filter
def named_references(html: str) -> SafeString:
    """A section's clean HTML; each reference to the article gets its name in the reader's language."""

    def named(found: re.Match[str]) -> str:
        name = name_of_reference(int(found["paragraph"]), int(found["sentence"]))
        return f'{found["start"]} aria-label="{escape(name)}">'

    return mark_safe(REFERENCE.sub(named, html))  # noqa: S308  # cleaned when it was loaded

"""The article's particulars in templates."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def iso_date(day: str | None) -> date | None:
    """The day that the course file gives as 2026-01-10; None where it gives none."""
    return date.fromisoformat(day) if day else None

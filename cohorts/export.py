"""The gradebook as a table for a spreadsheet, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from zoneinfo import ZoneInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cohorts.gradebook import Gradebook, QuizCell, Row
from lessons.models import Module

BYTE_ORDER_MARK = "\ufeff"  # tells Excel that this is UTF-8
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

type Value = str | int | float | None


def table(book: Gradebook) -> Iterator[list[Value]]:
    """The head, then one row a learner: name, sections read by module, and four cells for each quiz."""
    yield [_("Name"), *(title for column in book.columns for title in _titles(book, column))]
    for row in book.rows:
        yield [row.name, *_values(book, row)]


def _titles(book: Gradebook, column: object) -> list[str]:
    if isinstance(column, Module):
        return [
            _("%(title)s: sections read of %(sections)d")
            % {"title": column.title, "sections": column.sections_in_all}  # type: ignore[attr-defined]
        ]
    named = {"title": str(column), "zone": book.cohort.time_zone}
    return [
        _("%(title)s: grade in points") % named,
        _("%(title)s: points to be had") % named,
        _("%(title)s: attempts handed in") % named,
        _("%(title)s: last handed in (%(zone)s)") % named,
    ]


def _values(book: Gradebook, row: Row) -> Iterator[Value]:
    zone = ZoneInfo(book.cohort.time_zone)
    for cell in row.cells:
        if isinstance(cell, QuizCell):
            last = max((a.submitted_at for a in cell.handed_in if a.submitted_at), default=None)
            yield None if cell.grade is None else round(cell.grade, 4)
            yield cell.points
            yield len(cell.handed_in)
            yield f"{last.astimezone(zone):%Y-%m-%d %H:%M}" if last else None
        else:
            yield cell.read


def as_csv(book: Gradebook) -> str:
    text = StringIO()
    text.write(BYTE_ORDER_MARK)
    csv.writer(text).writerows([safe(value) for value in row] for row in table(book))
    return text.getvalue()


def safe(value: Value) -> Value:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_BEGINS) else value


def file_name(book: Gradebook) -> str:
    day = book.at.astimezone(ZoneInfo(book.cohort.time_zone)).date()
    return f"{slugify(book.cohort.name) or 'gradebook'}-{day:%Y-%m-%d}.csv"

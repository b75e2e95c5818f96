"""Rows are compared with what they should be, and written only where they differ."""

from __future__ import annotations

from typing import Any

from django.db import models

from authoring.rows import CourseRows
from lessons.models import State


def update(row: models.Model, **fields: Any) -> None:
    """Save the fields that differ; a row that is not in the database yet, whole."""
    is_new = row.pk is None
    changed = [name for name, value in fields.items() if is_new or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if is_new:
        row.save()
    elif changed:
        row.save(update_fields=changed)


def put[M: models.Model](
    rows: CourseRows, there: dict[str, M], model: type[M], slug: str, **fields: Any
) -> M:
    """The row of this slug, made where it is missing; published unless the fields say otherwise."""
    row = there.setdefault(slug, model(course=rows.course, slug=slug))
    update(row, **{"state": State.PUBLISHED, **fields})
    return row

"""Which tables a backup holds, and how their rows are written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

from ssc_course.portable import values

type Row = list[Any]

# A session is a key to somebody's work, and worth nothing a day later. The cache is no model.
LEFT_OUT = {"sessions.Session"}


@dataclass(frozen=True)
class Reference:
    """What a foreign key points to. `at`: its place in the row."""

    at: int
    table: str
    column: str


@dataclass(frozen=True)
class Table:
    """A model's own columns, in the order of its fields."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        return [field for field in self.model._meta.local_concrete_fields if not field.generated]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @cached_property
    def key_at(self) -> int:
        """Where the primary key stands in a row."""
        return self.fields.index(self.model._meta.pk)

    @cached_property
    def references(self) -> list[Reference]:
        return [
            Reference(at, field.target_field.model._meta.db_table, str(field.target_field.column))
            for at, field in enumerate(self.fields)
            if isinstance(field, models.ForeignKey)
        ]

    @property
    def needs(self) -> set[str]:
        """Tables that must have their rows before this one can have any."""
        return {reference.table for reference in self.references if not self.fields[reference.at].null}

    @property
    def batch(self) -> int:
        """How many rows are held in memory at a time: fewer where one may hold a picture."""
        return 20 if any(isinstance(field, models.BinaryField) for field in self.fields) else 1000

    @cached_property
    def has_json(self) -> bool:
        return any(isinstance(field, models.JSONField) for field in self.fields)

    def values(self, row: Row) -> Row:
        """The row as Python has it. Raises ValueError where it does not fit the columns."""
        if len(row) != len(self.fields):
            raise ValueError(f"{len(row)} values for {len(self.fields)} columns")
        return [values.read(field, found) for field, found in zip(self.fields, row, strict=True)]


def all_tables() -> list[Table]:
    """Every table of the project and its libraries, what is referred to before what refers to it."""
    kept = (model for model in apps.get_models(include_auto_created=True) if _is_kept(model))
    waiting = {table.name: table for table in sorted(map(Table, kept), key=lambda table: table.name)}
    ordered: list[Table] = []
    while waiting:
        free = [table for table in waiting.values() if not (table.needs - {table.name}) & waiting.keys()]
        # A circle of such tables has no order; the foreign keys are looked at when all rows are in.
        ordered += [waiting.pop(table.name) for table in free or list(waiting.values())]
    return ordered


def _is_kept(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT


def line(row: Row) -> bytes:
    """One row on one line. Floats in the shortest form that reads back to the same bits."""
    return json.dumps(row, default=values.written, separators=(",", ":")).encode() + b"\n"


def canonical(row: Row) -> bytes:
    """The same in every database: PostgreSQL keeps no order of an object's keys."""
    return json.dumps(row, default=values.written, separators=(",", ":"), sort_keys=True).encode() + b"\n"

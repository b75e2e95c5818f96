"""One value of a column: how it is written down, and what is no such value, whichever database is asked."""

from __future__ import annotations

import base64
import math
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.duration import duration_iso_string

NOT_STORED = re.compile("[\0\ud800-\udfff]")  # PostgreSQL has no NUL, UTF-8 no half of a surrogate pair

type Field = models.Field[Any, Any]


def written(value: object) -> str:
    """Of what JSON has no form for."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    raise TypeError(f"a column of {type(value).__name__} cannot be written down")


def read(field: Field, found: Any) -> Any:
    """The value as Python has it.

    Raises ValueError where a backup would not have written it so, or where PostgreSQL would refuse it:
    SQLite takes texts of any length and with any sign, and whole numbers of any column up to 64 bits.
    """
    if found is None:
        if not field.null:
            raise ValueError(f"{field.column} is empty")
        return None
    column = field
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    value = found if isinstance(column, models.JSONField) else _converted(field, column, found)
    if fault := _fault(column, value):
        raise ValueError(f"{field.column}: {fault}")
    return value


def _converted(field: Field, column: Field, found: Any) -> Any:
    try:
        value = column.to_python(found)
        is_as_written = _is_as_written(column, value, found)
    except ValidationError as refused:
        raise ValueError(f"{field.column}: {refused.messages[0]}") from None
    except (TypeError, ValueError, OverflowError, RecursionError):
        is_as_written = False
    if not is_as_written:
        raise ValueError(f"{field.column}: {_shown(found)} is not written as a backup writes it")
    return value


def _is_as_written(column: Field, value: Any, found: Any) -> bool:
    """Django makes a text of a list and a number of `true`: what comes back must be what was there."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return False
    if isinstance(value, str | int | float) and not isinstance(column, models.BinaryField):
        return type(value) is type(found) and value == found
    return bool(written(value) == found)


def _fault(column: Field, value: Any) -> str:
    match value:
        case dict() | list():
            return next(filter(None, map(_fault_of_one, _parts(value))), "")
        case str() if column.max_length and len(value) > column.max_length:
            return f"{len(value):,} characters, where {column.max_length} are the most"
        case int() if not isinstance(value, bool):
            least, most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()]
            return "" if least <= value <= most else f"{value} is outside of {least} to {most}"
    return _fault_of_one(value)


def _fault_of_one(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number that a backup writes"
    if isinstance(value, str) and NOT_STORED.search(value):
        return "it holds a sign that no database can"
    return ""


def _parts(value: Any) -> list[Any]:
    """All keys and values in it, however deep: by a list, for calls would end at a depth of 1,000."""
    parts, found = [value], []
    while parts:
        match part := parts.pop():
            case dict():
                parts += [*part.keys(), *part.values()]
            case list():
                parts += part
            case _:
                found.append(part)
    return found


def _shown(found: Any) -> str:
    if isinstance(found, list | dict):
        return "a list" if isinstance(found, list) else "an object"
    words = str(found)
    return words if len(words) <= 40 else f"{words[:39]}…"

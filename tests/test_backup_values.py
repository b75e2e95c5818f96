"""One value of a column in a backup: it comes back as it was, or is refused on every database."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import models

from accounts.models import User
from lessons.models import Picture, Section
from quizzes.models import Attempt
from ssc_course.portable.tables import Table, canonical, line
from ssc_course.portable.values import read


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.FloatField(), 0.1 + 0.2),
        (models.FloatField(), 5e-324),
        (models.FloatField(), 2 / 3),
        (models.BigIntegerField(), 2**63 - 1),
        (models.DecimalField(), Decimal("0.10")),
        (models.BooleanField(), False),
        (models.TextField(), "¶ 南 \u2028 \x7f \U0001f30d"),
        (models.DateTimeField(), datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC)),
        (models.DateTimeField(), datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=5, minutes=45)))),
        (models.DateField(), date(2026, 3, 2)),
        (models.TimeField(), time(9, 0, 0, 1)),
        (models.DurationField(), timedelta(days=-1, microseconds=1)),
        (models.UUIDField(), UUID(int=7)),
        (models.BinaryField(), b"\x00\xff"),
        (models.JSONField(), {"b": [1, 2.5, None, True, "2013"], "a": {}}),
        (models.TextField(null=True), None),
    ],
)
def test_a_value_comes_back_as_it_was(field, value):
    table = Table(User)
    table.__dict__["fields"] = [field]
    assert table.values(json.loads(line([value]))) == [value]
    assert canonical(json.loads(line([value]))) == canonical([value])


def test_what_cannot_be_written_down_is_refused_and_not_guessed():
    with pytest.raises(TypeError, match="a column of object cannot be written down"):
        line([object()])


@pytest.mark.parametrize(
    ("model", "column", "found"),
    [
        (Attempt, "score", 10**400),
        (Attempt, "score", float("inf")),
        (Attempt, "score", float("nan")),
        (Attempt, "score", 1),
        (Attempt, "score", "1.0"),
        (Attempt, "rules", {"pass_mark": "0.6\0"}),
        (Attempt, "rules", {"\0": []}),
        (Attempt, "rules", [[{"a": "\udfff"}]]),
        (Attempt, "rules", {"a": [float("inf")]}),
        (Section, "position", 2**31),
        (Section, "position", 1.0),
        (Section, "position", True),
        (Section, "module", 2**63),
        (User, "is_guest", "t"),
        (Picture, "data", 7),
        (Picture, "data", "not base 64"),
        (Picture, "data", "é"),
    ],
)
def test_a_value_that_no_backup_writes_is_refused_on_every_database(model, column, found):
    with pytest.raises(ValueError, match=f"^{model._meta.get_field(column).column}: "):
        read(model._meta.get_field(column), found)

"""One change of an answer: stored once, whatever is lost or repeated on its way, and what counts after it.

For `quizzes.attempts`, which holds the lock under which these are called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from quizzes.interactions import InvalidResponse
from quizzes.models import Response


class ConflictingChange(InvalidResponse):
    """This key and sequence came before with another answer: two changes cannot be one."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "Another answer was sent under the same number before. Load the page again, then answer."
            )
        )


@dataclass(frozen=True)
class Receipt:
    """What became of a change: its row, the answer to that item that counts now, and the one before it.

    `counting`: of an attempt, what counts now of all its items, by the attempt item's pk.
    """

    response: Response
    current: Response | None
    before: Response | None = None
    counting: dict[int, Response] = field(default_factory=dict)

    @property
    def saved(self) -> Literal["true", "false", "late"]:
        if self.response.late:
            return "late"
        return "true" if self.current and self.current.values == self.response.values else "false"

    @property
    def replaced(self) -> Response | None:
        """The answer of another browser or tab that this change took the place of."""
        before = self.before
        if self.saved != "true" or before is None or before.client_key == self.response.client_key:
            return None
        return before if before.values != self.response.values else None


def current_of(rows: Iterable[Response]) -> Response | None:
    """What counts now, of one item's responses."""
    return max((row for row in rows if row.may_count), key=lambda row: row.pk, default=None)


def current_by_item(rows: Iterable[Response]) -> dict[int, Response]:
    """What counts now, of an attempt's responses, by the attempt item's pk."""
    in_order = sorted(rows, key=lambda row: row.pk)
    return {row.attempt_item_id: row for row in in_order if row.may_count and row.attempt_item_id}


def sent_before(
    rows: list[Response], client_key: UUID, sequence: int | None, values: list[str]
) -> Response | None:
    """The row that this change made when it came first, if it came before. `rows`: this item's.

    Without a sequence: the item's latest response, if it has this key and these values. Raises
    ConflictingChange.
    """
    if sequence is None:
        same = [row for row in rows[-1:] if (row.client_key, row.values) == (client_key, values)]
    else:
        same = [row for row in rows if (row.client_key, row.sequence) == (client_key, sequence)]
    if same and same[0].values != values:
        raise ConflictingChange
    return same[0] if same else None


def is_overtaken(rows: Iterable[Response], client_key: UUID, sequence: int | None) -> bool:
    """Whether a later change of the same browser arrived before this one. `rows`: this item's."""
    return sequence is not None and any(
        row.client_key == client_key and row.sequence > sequence for row in rows
    )


def append(response: Response, sequence: int | None) -> Response:
    """Insert the response. Where the same change arrived at the same moment, the row that came first."""
    used = Response.objects.filter(learner=response.learner_id, client_key=response.client_key)
    if sequence is None:
        response.sequence = (used.aggregate(last=Max("sequence"))["last"] or 0) + 1
    else:
        response.sequence = sequence
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        winner = used.filter(sequence=response.sequence).first()
        if winner and _is_same_change(winner, response):
            return winner
        if sequence is not None:
            raise ConflictingChange from None
        return append(response, sequence)
    return response


def _is_same_change(one: Response, other: Response) -> bool:
    return (one.version_id, one.attempt_item_id, one.values) == (
        other.version_id,
        other.attempt_item_id,
        other.values,
    )

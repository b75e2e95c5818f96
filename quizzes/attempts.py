"""What learners do: start, answer, flag, hand in, practise. The only writer of it.

(Adding a guest's work to an account changes whose it is: `study.guest_work`.)

Every function may be called again with the same arguments and leaves what the first call left.
Times are given (`at`); nothing here looks at a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from accounts.locking import hold_learner, lock
from quizzes import scoring
from quizzes.interactions import REGISTRY, InvalidResponse
from quizzes.models import Attempt, AttemptItem, Delivery, ItemVersion, QuizPart, Response
from quizzes.ordering import shuffled_order
from quizzes.rules import Rules

if TYPE_CHECKING:
    from accounts.models import User


class DeliveryClosed(Exception):
    """The quiz is not offered at this time, or has no item that may be asked."""


class NoAttemptsLeft(Exception):
    """All attempts that the rules allow are used up."""


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
    """What became of a change: its row, and the answer to that item that counts now."""

    response: Response
    current: Response | None

    @property
    def saved(self) -> Literal["true", "false", "late"]:
        if self.response.late:
            return "late"
        return "true" if self.current and self.current.values == self.response.values else "false"


def start_attempt(
    *, learner: User, delivery: Delivery, standing: Attempt.Standing, at: datetime, chance: Random
) -> Attempt:
    """The learner's open attempt at this delivery, begun now if there is none.

    An open one whose time is up is handed in first. Two starts at once give one attempt: the
    constraint decides, and the loser returns the winner's. Raises DeliveryClosed, NoAttemptsLeft.
    """
    mine = Attempt.objects.filter(learner=learner, delivery=delivery)
    if (attempt := mine.open().first()) and not attempt.is_overdue(at):
        return attempt
    if attempt:
        hand_in(attempt=attempt, at=at)
    rules = Rules.model_validate(delivery.quiz.settings)
    parts = parts_to_ask(delivery, at)
    number = None
    if standing == Attempt.Standing.LEARNER:
        number = (mine.aggregate(last=Max("number"))["last"] or 0) + 1
        if rules.left(number - 1) == 0:
            if begun := mine.open().first():  # in another tab, since we looked
                return begun
            raise NoAttemptsLeft
    attempt = Attempt(learner=learner, delivery=delivery, standing=standing, number=number, started_at=at)
    try:
        return _begin(attempt, rules, parts, chance)
    except IntegrityError:
        if not mine.exists():
            raise
        # Another tab was first: its attempt is ours, or the next one if it was handed in already.
        return start_attempt(learner=learner, delivery=delivery, standing=standing, at=at, chance=chance)


def parts_to_ask(delivery: Delivery, at: datetime) -> list[QuizPart]:
    """What an attempt begun at this time asks. Raises DeliveryClosed where that is nothing."""
    parts = list(QuizPart.objects.filter(quiz=delivery.quiz_id).askable())
    if not parts or not delivery.is_open(at):
        raise DeliveryClosed
    return parts


@transaction.atomic
def _begin(attempt: Attempt, rules: Rules, parts: list[QuizPart], chance: Random) -> Attempt:
    if rules.shuffle_items:
        chance.shuffle(parts)
    attempt.rules = rules.model_dump(mode="json")
    attempt.points = sum(part.points for part in parts)
    if rules.time_limit_minutes is not None:
        attempt.deadline = attempt.started_at + timedelta(minutes=rules.time_limit_minutes)
    attempt.save(force_insert=True)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=part.version,
            points=part.points,
            option_order=shuffled_order(part.version, chance if rules.shuffle_options else None),
        )
        for position, part in enumerate(parts, start=1)
    )
    return attempt


@transaction.atomic
def answer(
    *, attempt_item: AttemptItem, values: list[str], client_key: UUID, sequence: int | None, at: datetime
) -> Receipt:
    """Append one response to an attempt's item, and say what counts now.

    The same key and sequence again (a retry after a lost reply) stores nothing, after hand-in too.
    `sequence` is None for a form sent without script. After hand-in or the deadline the response is
    stored and marked late. Raises InvalidResponse (its text is for the learner).
    """
    # Locked, so that no answer slips in behind a hand-in from another tab.
    attempt = lock(Attempt.objects, attempt_item.attempt_id)
    version = attempt_item.version
    values = REGISTRY[version.interaction].check(version.content, values)
    rows = list(attempt_item.responses.order_by("pk"))
    # Looked up before "late": the first reply may have been lost.
    response = _sent_before(rows, client_key, sequence, values)
    if response is None:
        response = _append(
            Response(
                learner_id=attempt.learner_id,
                version=version,
                attempt_item=attempt_item,
                client_key=client_key,
                values=values,
                late=not attempt.is_open(at),
                received_at=at,
            ),
            rows,
            sequence,
        )
    if attempt.is_overdue(at):
        _close(attempt, at)
    return Receipt(response, _current([*rows, response]))


@transaction.atomic
def practise(
    *,
    learner: User,
    version: ItemVersion,
    values: list[str],
    client_key: UUID,
    sequence: int | None,
    at: datetime,
) -> Receipt:
    """Answer an item outside an attempt; it is checked at once and touches no grade.

    Each change is a try of its own; the same change again is not. What a guest answers while it is
    added to an account is the account's. Raises InvalidResponse.
    """
    # Locked, so that no older change slips in behind a newer one, and none behind an adding.
    learner = hold_learner(learner)
    values = REGISTRY[version.interaction].check(version.content, values)
    rows = list(
        Response.objects.practice().filter(learner=learner, version__item=version.item_id).order_by("pk")
    )
    response = _sent_before(rows, client_key, sequence, values)
    if response is None:
        assessment = scoring.assess(version, values)
        response = _append(
            Response(
                learner=learner,
                version=version,
                client_key=client_key,
                values=values,
                received_at=at,
                outcome=assessment.outcome,
                score=float(assessment.fraction),
            ),
            rows,
            sequence,
        )
    return Receipt(response, _current([*rows, response]))


@transaction.atomic
def flag(*, attempt_item: AttemptItem, flagged: bool) -> None:
    """Mark an item to come back to, or take the mark away; not after hand-in."""
    AttemptItem.objects.filter(pk=attempt_item.pk, attempt__submitted_at=None).update(flagged=flagged)


@transaction.atomic
def hand_in(*, attempt: Attempt, at: datetime) -> Attempt:
    """Score what was saved, once; an overdue attempt as of its deadline. Again: the first time stands."""
    attempt = lock(Attempt.objects, attempt.pk)
    _close(attempt, at)
    return attempt


def _close(attempt: Attempt, at: datetime) -> None:
    """For a locked attempt; does nothing where it is handed in."""
    if attempt.submitted_at is not None:
        return
    current = current_responses(attempt)
    items = list(scoring.with_keys(attempt.items.all()))
    for item in items:
        item.counted = current.get(item.pk)
    score = scoring.score_items(items)
    for item in items:
        item.outcome, item.score = score.items[item.pk]
    AttemptItem.objects.bulk_update(items, ["counted", "outcome", "score"])
    attempt.submitted_at = attempt.deadline if attempt.deadline and attempt.is_overdue(at) else at
    attempt.score = score.points
    attempt.save(update_fields=["submitted_at", "score"])


def current_responses(attempt: Attempt) -> dict[int, Response]:
    """The response that counts now, by the attempt item's pk. One query."""
    rows = Response.objects.counting().filter(attempt_item__attempt=attempt).order_by("pk")
    return {row.attempt_item_id: row for row in rows if row.attempt_item_id}


def _current(rows: list[Response]) -> Response | None:
    """What counts now, of one item's responses."""
    counting = [row for row in rows if not (row.late or row.overtaken)]
    return max(counting, key=lambda row: row.pk, default=None)


def _sent_before(
    rows: list[Response], client_key: UUID, sequence: int | None, values: list[str]
) -> Response | None:
    """The row that this change made when it came first, if it came before. `rows`: this item's.

    Without a sequence: the item's latest response, if it has this key and these values.
    """
    if sequence is None:
        same = [row for row in rows[-1:] if (row.client_key, row.values) == (client_key, values)]
    else:
        same = [row for row in rows if (row.client_key, row.sequence) == (client_key, sequence)]
    if same and same[0].values != values:
        raise ConflictingChange
    return same[0] if same else None


def _append(response: Response, rows: list[Response], sequence: int | None) -> Response:
    """Insert the response. Where the same change arrived at the same moment, the row that came first."""
    used = Response.objects.filter(learner=response.learner_id, client_key=response.client_key)
    if sequence is None:
        response.sequence = (used.aggregate(last=Max("sequence"))["last"] or 0) + 1
    else:
        response.sequence = sequence
        response.overtaken = any(
            row.client_key == response.client_key and row.sequence > sequence for row in rows
        )
    try:
        with transaction.atomic():
            response.save(force_insert=True)
    except IntegrityError:
        winner = used.filter(sequence=response.sequence).first()
        if winner and _is_same_change(winner, response):
            return winner
        if sequence is not None:
            raise ConflictingChange from None
        return _append(response, rows, sequence)
    return response


def _is_same_change(one: Response, other: Response) -> bool:
    return (one.version_id, one.attempt_item_id, one.values) == (
        other.version_id,
        other.attempt_item_id,
        other.values,
    )

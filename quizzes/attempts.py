"""What learners do: start, take back, answer, take a hint, flag, hand in, practise. The only writer of it.

(Two change what stands here already: adding a guest's work to an account, whose it is: `study.guest_work`;
an allowance, until when it runs: `quizzes.allowances`.)

Every function may be called again with the same arguments and leaves what the first call left.
Times are given (`at`); nothing here looks at a clock. What answers, hands in or takes back holds the
attempt's row, so that nothing slips in behind it from another tab, and raises TakenBack where it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.locking import hold_learner, lock
from quizzes import scoring
from quizzes.changes import Receipt, append, current_by_item, current_of, is_overtaken, sent_before
from quizzes.interactions import REGISTRY
from quizzes.models import Attempt, AttemptItem, Delivery, HintUse, ItemVersion, Response
from quizzes.ordering import shuffled_order
from quizzes.rules import Rules
from quizzes.starting import prepare_start

if TYPE_CHECKING:
    from accounts.models import User

LOOKED_BY_MISTAKE = timedelta(minutes=2)


class NoSuchHint(Exception):
    """The item has no hint of this number, or the one before it was not taken."""


class Settled(Exception):
    """Nothing can be changed any more: the attempt is handed in, or this answer was checked."""


class TakenBack(Exception):
    """The attempt was taken back, in another tab, since it was looked up."""


class NotBlank(Exception):
    """The attempt cannot be taken back: something was done in it, or it was looked at for too long."""


def start_attempt(
    *, learner: User, delivery: Delivery, standing: Attempt.Standing, at: datetime, chance: Random
) -> Attempt:
    """The learner's open attempt at this delivery, begun now if there is none.

    An open one whose time is up is handed in first, also where no other may begin. Raises NoStart.
    """
    for attempt in Attempt.objects.filter(learner=learner, delivery=delivery).overdue(at):
        hand_in(attempt=attempt, at=at)
    return _start(learner, delivery, standing, at, chance)


@transaction.atomic
def _start(
    learner: User, delivery: Delivery, standing: Attempt.Standing, at: datetime, chance: Random
) -> Attempt:
    # Held, so that of two starts the second finds the first one's attempt, and an allowance is in force.
    learner = hold_learner(learner)
    if begun := Attempt.objects.open().filter(learner=learner, delivery=delivery).first():
        return begun
    start = prepare_start(learner=learner, delivery=delivery, standing=standing, at=at, chance=chance)
    rules = start.conditions.rules
    attempt = Attempt.objects.create(
        learner=learner,
        delivery=delivery,
        standing=standing,
        number=start.number,
        started_at=at,
        deadline=start.conditions.deadline(at),
        rules=rules.kept(),
        points=sum(each.points for each in start.asked),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=each.version,
            points=each.points,
            option_order=shuffled_order(each.version, chance if rules.shuffle_options else None),
        )
        for position, each in enumerate(start.asked, start=1)
    )
    return attempt


@transaction.atomic
def take_back(*, attempt: Attempt, at: datetime) -> None:
    """Undo a start that was a mistake: no page or count knows the attempt any more. Raises NotBlank."""
    attempt = _held(attempt.pk)
    if not may_take_back(attempt, at):
        raise NotBlank
    attempt.taken_back_at, attempt.number = at, None
    attempt.save(update_fields=["taken_back_at", "number"])


def _held(pk: int) -> Attempt:
    try:
        return lock(Attempt.objects, pk)
    except Attempt.DoesNotExist as e:
        raise TakenBack from e


def may_take_back(attempt: Attempt, at: datetime) -> bool:
    """While it is blank. One query, or two.

    Where looking is worth something, only in the first two minutes, and once.
    """
    if not attempt.is_open(at) or attempt.items.touched().exists():
        return False
    if not is_worth_looking(attempt.began_with):
        return True
    before = Attempt.all_objects.filter(learner=attempt.learner_id, delivery=attempt.delivery_id)
    return at <= attempt.started_at + LOOKED_BY_MISTAKE and not before.taken_back().exists()


def is_worth_looking(rules: Rules) -> bool:
    """Whether one gains by seeing the items before the attempt counts: by time, a draw, or a key."""
    return rules.minutes is not None or rules.attempts_in_all is not None or rules.withholds_keys


@transaction.atomic
def answer(
    *, attempt_item: AttemptItem, values: list[str], client_key: UUID, sequence: int | None, at: datetime
) -> Receipt:
    """Append one response to an attempt's item, and say what counts now.

    The same key and sequence again (a retry after a lost reply) stores nothing, after hand-in too.
    `sequence` is None for a form sent without script. Where the rules say so it is checked at once,
    and is final. After that, after hand-in or the deadline a response is stored and marked late.
    Raises InvalidResponse (its text is for the learner).
    """
    attempt = _held(attempt_item.attempt_id)
    version = attempt_item.version
    values = REGISTRY[version.interaction].check(version.content, values)
    # Of all its items, for the page that is shown next: read by itself that is a query more.
    all_rows = list(Response.objects.filter(attempt_item__attempt=attempt).order_by("pk"))
    rows = [row for row in all_rows if row.attempt_item_id == attempt_item.pk]
    # Looked up before "late": the first reply may have been lost.
    response = sent_before(rows, client_key, sequence, values)
    if response is None:
        late = not attempt.is_open(at) or is_final(rows)
        response = Response(
            learner_id=attempt.learner_id,
            version=version,
            attempt_item=attempt_item,
            client_key=client_key,
            values=values,
            late=late,
            overtaken=is_overtaken(rows, client_key, sequence),
            received_at=at,
        )
        if values and response.may_count and attempt.began_with.checks_at_once:
            _check(response)
        response = append(response, sequence)
    if attempt.is_overdue(at):
        _close(attempt, at)
    counting = current_by_item([*all_rows, response])
    return Receipt(response, counting.get(attempt_item.pk), current_of(rows), counting)


def is_final(rows: Iterable[Response]) -> bool:
    """Whether one of an attempt item's responses was checked: what it gave has been shown."""
    return any(row.outcome for row in rows)


def _check(response: Response) -> None:
    assessment = scoring.assess(response.version, response.values)
    response.outcome, response.score = assessment.outcome, float(assessment.fraction)


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
    response = sent_before(rows, client_key, sequence, values)
    if response is None:
        response = Response(
            learner=learner,
            version=version,
            client_key=client_key,
            values=values,
            overtaken=is_overtaken(rows, client_key, sequence),
            received_at=at,
        )
        _check(response)
        response = append(response, sequence)
    return Receipt(response, current_of([*rows, response]))


@transaction.atomic
def take_hint(*, attempt_item: AttemptItem, number: int, at: datetime) -> None:
    """Take an item's next hint: from now on the item is worth less by its penalty.

    Again: it is taken once. Raises NoSuchHint, Settled.
    """
    attempt = _held(attempt_item.attempt_id)
    taken = attempt_item.hints_taken.count()
    if 1 <= number <= taken:
        return
    if number != taken + 1 or number > attempt_item.version.hints:
        raise NoSuchHint
    if not attempt.is_open(at) or is_final(attempt_item.responses.all()):
        raise Settled
    HintUse.objects.create(attempt_item=attempt_item, number=number, at=at)


@transaction.atomic
def flag(*, attempt_item: AttemptItem, flagged: bool) -> None:
    """Mark an item to come back to, or take the mark away; not after hand-in."""
    AttemptItem.objects.filter(pk=attempt_item.pk, attempt__submitted_at=None).update(flagged=flagged)


@transaction.atomic
def hand_in(*, attempt: Attempt, at: datetime) -> Attempt:
    """Score what was saved, once; an overdue attempt as of its deadline. Again: the first time stands."""
    attempt = _held(attempt.pk)
    _close(attempt, at)
    return attempt


def close_overdue(*, at: datetime) -> int:
    """Hand in every attempt whose time is up, each by itself; how many these were."""
    overdue = list(Attempt.objects.overdue(at))
    for attempt in overdue:
        hand_in(attempt=attempt, at=at)
    return len(overdue)


def _close(attempt: Attempt, at: datetime) -> None:
    """For a locked attempt; does nothing where it is handed in."""
    if attempt.submitted_at is not None:
        return
    current = current_responses(attempt)
    items = list(scoring.with_keys(attempt.items.with_hints()))
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
    return current_by_item(Response.objects.counting().filter(attempt_item__attempt=attempt))

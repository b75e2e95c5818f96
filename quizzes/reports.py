"""What learners find wrong with an item, and what they are answered. The only writer of it.

Both functions may be called again with the same arguments and leave what the first call left.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import transaction
from django.db.models import Count

from accounts.locking import hold_learner
from quizzes.feedback import Shown
from quizzes.models import AttemptItem, ItemReport, ItemVersion, Response
from quizzes.ordering import settled_order
from quizzes.rules import EVERYTHING, Parts

if TYPE_CHECKING:
    from accounts.models import User

REPORTS_AN_HOUR = 20
HOUR = timedelta(hours=1)


class TooManyReports(Exception):
    """This person sent as many as one may within an hour; the next one is taken at `free_at`."""

    def __init__(self, free_at: datetime) -> None:
        super().__init__(free_at)
        self.free_at = free_at


class AnsweredAlready(Exception):
    """Another answer was there first, and stands."""


@dataclass(frozen=True)
class Receipt:
    """The report as it is kept; `is_new` is False where this person had made it before."""

    report: ItemReport
    is_new: bool


@dataclass(frozen=True)
class Seen:
    """An item as its learner has it now: the order of its options, their answer, and what they are shown.

    `outcome` is "" for an answer that is not checked, or whose outcome they may not see.
    """

    order: list[str]
    values: list[str]
    outcome: str
    parts: Parts

    @classmethod
    def of(
        cls, version: ItemVersion, attempt_item: AttemptItem | None, learner_pk: int | None, at: datetime
    ) -> Self:
        """Two queries in an attempt, one in practice; none for a visitor (None). Uses `version.item`."""
        if attempt_item is not None:
            return cls._in_attempt(attempt_item, at)
        answers = Response.objects.practice().counting().filter(learner=learner_pk, version=version)
        latest = answers.last() if learner_pk is not None else None
        order = settled_order(version, version.item.slug)
        if latest is None:
            return cls(order, [], "", EVERYTHING)
        return cls(order, latest.values, latest.outcome, EVERYTHING)

    @classmethod
    def _in_attempt(cls, attempt_item: AttemptItem, at: datetime) -> Self:
        """Uses `attempt_item.attempt.delivery.quiz` and `attempt_item.counted`."""
        attempt = attempt_item.attempt
        parts = Shown.of(attempt, at).of_item(attempt_item.version.item_id)
        if attempt.submitted_at is None:
            answer = attempt_item.responses.counting().last()
            outcome = answer.outcome if answer else ""
        else:
            answer, outcome = attempt_item.counted, attempt_item.outcome
        return cls(
            order=attempt_item.option_order,
            values=answer.values if answer else [],
            outcome=outcome if "outcome" in parts else "",
            parts=parts,
        )


@transaction.atomic
def report_problem(
    *,
    learner: User,
    version: ItemVersion,
    attempt_item: AttemptItem | None,
    reason: ItemReport.Reason,
    words: str,
    at: datetime,
) -> Receipt:
    """Keep what a learner found wrong with a version of an item, with what they saw of it.

    `attempt_item`: where they met it, if that was in an attempt. The same reason and words for the same
    version make one report, wherever it was met. What a guest reports while it is added to an account is
    the account's. Raises TooManyReports.
    """
    # Locked, so that twenty at once are twenty, and none slips in behind an adding.
    learner = hold_learner(learner)
    asked = {
        "learner": learner,
        "version": version,
        "reason": reason,
        "words_hash": hashlib.sha256(words.encode()).hexdigest(),
    }
    if earlier := ItemReport.objects.filter(**asked).first():
        return Receipt(earlier, is_new=False)
    _refuse_a_flood(learner, at)
    seen = Seen.of(version, attempt_item, learner.pk, at)
    kept = {
        "words": words,
        "attempt_item": attempt_item,
        "option_order": seen.order,
        "values": seen.values,
        "outcome": seen.outcome,
        "made_at": at,
    }
    return Receipt(*ItemReport.objects.get_or_create(**asked, defaults=kept))


def _refuse_a_flood(learner: User, at: datetime) -> None:
    """Counted among what is kept, by person: a class behind one address is not one person."""
    lately = ItemReport.objects.filter(learner=learner, made_at__gt=at - HOUR).order_by("-made_at")
    for made_at in lately.values_list("made_at", flat=True)[REPORTS_AN_HOUR - 1 : REPORTS_AN_HOUR]:
        raise TooManyReports(made_at + HOUR)


@transaction.atomic
def answer_report(*, report: ItemReport, answer: str, author: User, at: datetime) -> ItemReport:
    """Answer a report, once: of two answers the first stands.

    Raises AnsweredAlready where somebody else's is there, or other words of one's own.
    """
    open_one = ItemReport.objects.open().filter(pk=report.pk)
    is_first = open_one.update(answer=answer, answered_by=author, answered_at=at)
    kept: ItemReport = ItemReport.objects.get(pk=report.pk)
    if not is_first and (kept.answer, kept.answered_by_id) != (answer, author.pk):
        raise AnsweredAlready
    return kept


@dataclass(frozen=True)
class ReportCount:
    """How many problems a person reported, and how many of these are answered."""

    made: int = 0
    answered: int = 0


def reports_of(learner_pk: int | None) -> ReportCount:
    """For `quizzes/report_hint.html`. One query; none for a visitor."""
    if learner_pk is None:
        return ReportCount()
    counts = ItemReport.objects.filter(learner=learner_pk).aggregate(
        made=Count("pk"), answered=Count("answered_at")
    )
    return ReportCount(**counts)

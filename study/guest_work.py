"""Adding what a guest did to the account of the same person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.locking import lock
from accounts.models import User
from lessons.models import SectionRead
from quizzes.attempts import hand_in
from quizzes.models import Attempt, ItemReport, Response


class NotAGuest(Exception):
    """Work moves from a guest to an account, and only once: this guest was added to another account."""


@dataclass(frozen=True)
class Work:
    """How much a person did."""

    answers: int
    sections: int
    attempts: int
    open_attempts: int

    def __bool__(self) -> bool:
        return bool(self.answers or self.sections or self.attempts)


def work_of(person: User) -> Work:
    """Four counts, four queries."""
    attempts = Attempt.objects.filter(learner=person)
    return Work(
        answers=Response.objects.filter(learner=person).count(),
        sections=SectionRead.objects.filter(learner=person).values("version__section").distinct().count(),
        attempts=attempts.count(),
        open_attempts=attempts.open().count(),
    )


@transaction.atomic
def add_guest_work(*, guest: User, account: User, at: datetime) -> None:
    """Everything the guest did is the account's from now on. Again: nothing is left to move.

    Open attempts are handed in first, so that the account's own open attempt stays the only one. A
    section that the account has read already stays as it was read. The guest's row stays, and says
    where its work went. Raises NotAGuest.
    """
    # In the order of their pk, so that two additions at once cannot wait for each other.
    first, second = sorted((guest.pk, account.pk))
    locked: dict[int, User] = {pk: lock(User.objects, pk) for pk in (first, second)}
    guest, account = locked[guest.pk], locked[account.pk]
    if guest.merged_into_id == account.pk:
        return
    if not guest.is_guest or guest.merged_into_id is not None or account.is_guest:
        raise NotAGuest
    for attempt in Attempt.objects.filter(learner=guest).open():
        hand_in(attempt=attempt, at=at)
    Attempt.objects.filter(learner=guest).update(learner=account)
    _set_apart(guest, account)
    Response.objects.filter(learner=guest).update(learner=account)
    ItemReport.objects.filter(learner=guest).exclude(Exists(_same_report(account))).update(learner=account)
    read = list(SectionRead.objects.filter(learner=account).values_list("version", flat=True))
    SectionRead.objects.filter(learner=guest).exclude(version__in=read).update(learner=account)
    guest.merged_into = account
    guest.save(update_fields=["merged_into"])


def _same_report(account: User) -> QuerySet[ItemReport]:
    """What the account reported itself, in the same words."""
    fields = ("version", "reason", "words_hash")
    return ItemReport.objects.filter(learner=account, **{field: OuterRef(field) for field in fields})


def _set_apart(guest: User, account: User) -> None:
    """Give the guest's changes another key where the account used the same, so that both are kept.

    No browser makes such a pair; only somebody who writes requests by hand can.
    """
    twin = Response.objects.filter(
        learner=account, client_key=OuterRef("client_key"), sequence=OuterRef("sequence")
    )
    for pk in list(Response.objects.filter(Exists(twin), learner=guest).values_list("pk", flat=True)):
        Response.objects.filter(pk=pk).update(client_key=uuid4())

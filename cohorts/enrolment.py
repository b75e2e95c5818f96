"""The life of a cohort: it is made, gets quizzes and a code; people join and leave. The only writer of it.

Every function may be called again with the same arguments and leaves what the first call left.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from cohorts.models import Assignment, Cohort, Enrolment
from lessons.models import Course, State
from quizzes.models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, 1 I L: they are mistaken for each other
CODE_LENGTH = 8  # 31 to the 8th: 850,000 million codes
TRIES = 5  # one more is needed hardly ever; a generator that is broken must not turn for ever
NAME_LENGTH = 80


class NoSuchCode(Exception):
    """No running cohort can be joined by this code."""


class AccountNeeded(Exception):
    """A guest's work is never seen by an instructor, so a guest cannot join."""


@transaction.atomic
def create_cohort(
    *, course: Course, name: str, time_zone: str, maker: User, at: datetime, public_id: UUID
) -> Cohort:
    """A cohort with a join code, every published quiz assigned, and its maker as instructor.

    Again with the same `public_id` and maker: the cohort as it is.
    """
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                public_id=public_id, course=course, name=name, time_zone=time_zone, made_at=at
            )
    except IntegrityError:
        return Cohort.objects.get(
            public_id=public_id, enrolments__person=maker, enrolments__role=Enrolment.Role.INSTRUCTOR
        )
    Enrolment.objects.create(
        cohort=cohort,
        person=maker,
        role=Enrolment.Role.INSTRUCTOR,
        name=maker.get_full_name()[:NAME_LENGTH],
        joined_at=at,
    )
    assign_new_quizzes(cohort=cohort)
    renew_code(cohort=cohort, replacing=None)
    return cohort


@transaction.atomic
def assign_new_quizzes(*, cohort: Cohort) -> int:
    """Assign every published quiz's own delivery that is not assigned yet; how many these were."""
    new = list(new_deliveries(cohort))
    Assignment.objects.bulk_create(
        [Assignment(cohort=cohort, delivery=delivery) for delivery in new], ignore_conflicts=True
    )
    return len(new)


def new_deliveries(cohort: Cohort) -> QuerySet[Delivery]:
    """Published quizzes' own deliveries that are not assigned to the cohort yet."""
    return (
        Delivery.objects.filter(own=True, quiz__course=cohort.course_id, quiz__state=State.PUBLISHED)
        .exclude(pk__in=cohort.assignments.values("delivery"))
        .select_related("quiz")
    )


@transaction.atomic
def renew_code(*, cohort: Cohort, replacing: str | None) -> str | None:
    """A new join code in place of `replacing`, which stops working; the code that holds now.

    Where another code holds (the second of two clicks), nothing changes. An archived cohort gets none.
    """
    tries = TRIES
    while True:
        try:
            with transaction.atomic():
                Cohort.objects.running().filter(pk=cohort.pk, join_code=replacing).update(
                    join_code=new_code()
                )
            break
        except IntegrityError:  # another cohort has this code
            tries -= 1
            if not tries:
                raise
    cohort.refresh_from_db(fields=["join_code"])
    return cohort.join_code


def switch_off_code(*, cohort: Cohort) -> None:
    """From now on nobody joins; those who have stay."""
    Cohort.objects.filter(pk=cohort.pk).update(join_code=None)
    cohort.join_code = None


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _place in range(CODE_LENGTH))


def cohort_with_code(typed: str) -> Cohort:
    """The running cohort that this code lets in, whatever the case, hyphens and spaces. Raises NoSuchCode."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    cohort = Cohort.objects.running().select_related("course").filter(join_code=code).first()
    if cohort is None:
        raise NoSuchCode
    return cohort


def join(*, person: User, code: str, name: str, at: datetime) -> Enrolment:
    """A learner's stay in the cohort of this code, under the name its instructor will see.

    A person who is in it already, in whatever role, stays as before. Raises NoSuchCode, AccountNeeded.
    """
    if person.is_guest:
        raise AccountNeeded
    stay, _created = Enrolment.objects.running().get_or_create(
        cohort=cohort_with_code(code),
        person=person,
        defaults={"role": Enrolment.Role.LEARNER, "name": name, "joined_at": at},
    )
    return stay


def leave(*, person: User, cohort: Cohort, at: datetime) -> bool:
    """End a learner's stay; whether there was one. An instructor stays: who else would teach?"""
    stays = Enrolment.objects.running().learners().filter(cohort=cohort, person=person)
    return bool(stays.update(left_at=at))

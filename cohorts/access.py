"""Who may see whose work, and who may start what. These rules stand here and nowhere else.

An instructor sees, of a learner who is in the cohort now:
- attempts begun with standing "learner" while enrolled as a learner, at deliveries assigned to it;
- sections marked as read while enrolled.
Never what was done as a guest (also after it was added to the account), never what came before
joining: a section that was marked as read by then is not marked again until it changes, so it stays
unseen. An attempt is begun for no cohort in particular: at a delivery that two of a learner's cohorts
are assigned it is seen in both.
Leaving ends it. Archiving a cohort does not: who teaches it keeps seeing what was there, and nothing
that is begun or read later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from cohorts.models import Cohort, CohortQuerySet, Enrolment
from lessons.models import SectionRead, State
from quizzes.models import Attempt, Delivery, Quiz
from quizzes.models.work import AttemptQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Role = Enrolment.Role


def may_make_cohorts(user: User) -> bool:
    return user.may_teach and not user.is_guest


def cohorts_taught_by(user: User | AnonymousUser) -> CohortQuerySet:
    """The instructor's door: cohorts in which one is instructor or assistant now, archived ones too."""
    return _cohorts_of(user, Role.INSTRUCTOR, Role.ASSISTANT)


def cohorts_led_by(user: User | AnonymousUser) -> CohortQuerySet:
    """Those one may change: as an instructor. Assistants look on."""
    return _cohorts_of(user, Role.INSTRUCTOR)


def _cohorts_of(user: User | AnonymousUser, *roles: Role) -> CohortQuerySet:
    if not user.pk:
        return Cohort.objects.none()
    stays = Enrolment.objects.running().filter(person=user.pk, role__in=roles)
    return Cohort.objects.filter(pk__in=stays.values("cohort"))


def learners_seen_in(cohort: Cohort) -> QuerySet[Enrolment]:
    """The running stays of its learners."""
    return Enrolment.objects.running().learners().filter(cohort=cohort)


def attempts_seen_in(cohort: Cohort) -> AttemptQuerySet:
    return Attempt.objects.filter(
        _seen(cohort, "started_at"),
        standing=Attempt.Standing.LEARNER,
        delivery__in=cohort.assignments.values("delivery"),
    )


def reads_seen_in(cohort: Cohort) -> QuerySet[SectionRead]:
    return SectionRead.objects.filter(
        _seen(cohort, "at"), as_guest=False, version__section__course=cohort.course_id
    )


def _seen(cohort: Cohort, at: str) -> Q:
    """Its learner is in the cohort now, and was so, in this stay or an earlier one, at the time of `at`.

    Which is no later than the cohort's archiving.
    """
    stays = Enrolment.objects.learners().filter(cohort=cohort, person=OuterRef("learner"))
    then = stays.filter(
        Q(left_at=None) | Q(left_at__gt=OuterRef(at)),
        joined_at__lte=OuterRef(at),
    )
    seen = Q(Exists(stays.running())) & Q(Exists(then))
    return seen if cohort.archived_at is None else seen & Q(**{f"{at}__lte": cohort.archived_at})


def startable_deliveries(user: User | AnonymousUser) -> QuerySet[Delivery]:
    """Of published quizzes: those open to anyone, and those assigned to a running cohort one is in.

    Staff may try them all.
    """
    published = Delivery.objects.filter(quiz__state=State.PUBLISHED)
    if user.is_staff:
        return published
    if not user.pk:
        return published.visible_to(user)
    mine = Cohort.objects.running().visible_to(user)
    return published.filter(
        Q(pk__in=Delivery.objects.visible_to(user)) | Q(pk__in=mine.values("assignments__delivery"))
    )


def offered_quizzes(user: User | AnonymousUser) -> QuerySet[Quiz]:
    """Those whose own delivery this person may start: what a course's pages lead to."""
    return Quiz.objects.filter(deliveries__in=startable_deliveries(user).filter(own=True))


def standing_of(user: User, delivery: Delivery) -> Attempt.Standing:
    """As what this person begins an attempt: a guest's and a preview count nowhere.

    A preview is an attempt by staff, or by somebody who teaches a running cohort that is assigned it.
    """
    if user.is_guest:
        return Attempt.Standing.GUEST
    taught = cohorts_taught_by(user).running().filter(assignments__delivery=delivery)
    if user.is_staff or taught.exists():
        return Attempt.Standing.PREVIEW
    return Attempt.Standing.LEARNER

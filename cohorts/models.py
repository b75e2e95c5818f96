"""Who teaches whom, and what was assigned. What an instructor may see of it: `cohorts.access`."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import validate_time_zone
from lessons.models import Course
from quizzes.models import Delivery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those a person is in now, in whatever role."""
        if not user.pk:
            return self.none()
        return self.filter(pk__in=Enrolment.objects.running().filter(person=user.pk).values("cohort"))

    def running(self) -> Self:
        return self.filter(archived_at=None)

    def with_learners(self) -> Self:
        """Adds `learners`: how many are in it now. By name (a model's own ordering is left out in groups)."""
        return self.annotate(
            learners=models.Count(
                "enrolments",
                filter=Q(enrolments__role=Enrolment.Role.LEARNER, enrolments__left_at=None),
            )
        ).order_by("name", "pk")


class Cohort(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=100)
    join_code = models.CharField(
        _("join code"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("none: nobody can join at this time"),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    made_at = models.DateTimeField(_("made"))
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_code(self) -> str:
        """The join code as it is read out and typed, in two halves; "" where nobody can join."""
        code = self.join_code or ""
        return f"{code[: len(code) // 2]}-{code[len(code) // 2 :]}" if code else ""

    def instructors(self) -> list[Enrolment]:
        """The stays of those who see its learners' work, assistants too, by name."""
        return list(self.enrolments.running().exclude(role=Enrolment.Role.LEARNER))


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own stays; instructors come through their cohort."""
        return self.filter(person_id=user.pk) if user.pk else self.none()

    def running(self) -> Self:
        return self.filter(left_at=None)

    def learners(self) -> Self:
        return self.filter(role=Enrolment.Role.LEARNER)


class Enrolment(models.Model):
    """One stay of one person in one cohort, from joining to leaving."""

    class Role(models.TextChoices):
        INSTRUCTOR = "instructor", _("instructor")
        ASSISTANT = "assistant", _("assistant")
        LEARNER = "learner", _("learner")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    name = models.CharField(_("name"), max_length=80, help_text=_("as the instructor sees it"))
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=Q(left_at=None),
                name="a_person_is_in_a_cohort_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="a_stay_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id} as {self.role}"


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Assignment(models.Model):
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="assignments")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="assignments")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "delivery__quiz__module__position", "delivery__quiz__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "delivery"], name="a_cohort_is_assigned_a_delivery_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} for {self.cohort_id}"

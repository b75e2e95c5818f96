"""What learners did with it: attempts, their items, and every response."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.models.bank import Delivery, Item, ItemVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

GRACE = timedelta(seconds=15)  # for transit, after a deadline; stated in the rules


class Outcome(models.TextChoices):
    CORRECT = "correct", _("right")
    PARTIAL = "partial", _("partly right")
    INCORRECT = "incorrect", _("wrong")
    OMITTED = "omitted", _("no answer")


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The learner's door: one's own attempts and nobody else's. Instructors come through their cohort."""
        return self.filter(learner_id=user.pk) if user.pk else self.none()

    def with_quiz(self) -> Self:
        return self.select_related("delivery__quiz__course", "delivery__quiz__module")

    def with_counts(self) -> Self:
        """Adds `size` and `missed` (once handed in: how many may be retried)."""
        missed = ~Q(items__outcome=Outcome.CORRECT) & Q(items__version__item__state=Item.State.PUBLISHED)
        return self.annotate(
            size=Count("items", distinct=True),
            missed=Count("items", filter=missed, distinct=True),
        )

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def handed_in(self) -> Self:
        return self.exclude(submitted_at=None)


class Attempt(models.Model):
    class Standing(models.TextChoices):
        """Who began it. Limits, gradebook and analysis read learners only."""

        LEARNER = "learner", _("learner")
        GUEST = "guest", _("guest")
        PREVIEW = "preview", _("preview by staff")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="attempts")
    standing = models.CharField(max_length=8, choices=Standing)
    number = models.PositiveIntegerField(
        null=True, help_text=_("the learner's first, second … of this delivery; none for guests and previews")
    )
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    rules = models.JSONField(help_text=_("as they were resolved at the start"))
    points = models.PositiveIntegerField(help_text=_("what all items together are worth"))
    submitted_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True, help_text=_("points reached"))

    size: int  # by with_counts
    missed: int

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "delivery"],
                condition=Q(submitted_at=None),
                name="one_open_attempt_per_learner_and_delivery",
            ),
            models.UniqueConstraint(
                fields=["learner", "delivery", "number"], name="an_attempt_uses_up_one_of_those_allowed"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, score=None)
                | Q(submitted_at__isnull=False, score__isnull=False, score__gte=0, score__lte=F("points")),
                name="an_attempt_has_a_score_once_it_is_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def is_open(self, at: datetime) -> bool:
        """Whether an answer that arrives at this time counts."""
        return self.submitted_at is None and not self.is_overdue(at)

    def is_overdue(self, at: datetime) -> bool:
        return self.deadline is not None and at > self.deadline + GRACE


class AttemptItemQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(attempt__learner_id=user.pk) if user.pk else self.none()

    def with_quiz(self) -> Self:
        return self.select_related(
            "attempt__delivery__quiz__course", "attempt__delivery__quiz__module", "version__item"
        )


class AttemptItem(models.Model):
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="attempt_items")
    points = models.PositiveSmallIntegerField()
    option_order = models.JSONField(default=list, help_text=_("option ids in the order shown"))
    flagged = models.BooleanField(default=False)
    counted = models.ForeignKey("Response", models.RESTRICT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    score = models.FloatField(null=True, help_text=_("0 to 1"))

    objects = AttemptItemQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="an_attempt_has_one_item_a_position"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="an_item_scores_from_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.position}"


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(learner_id=user.pk) if user.pk else self.none()

    def practice(self) -> Self:
        return self.filter(attempt_item=None)

    def counting(self) -> Self:
        """Those that may be current: in time, and not overtaken by a later change of the same browser."""
        return self.filter(late=False, overtaken=False)


class Response(models.Model):
    """Insert-only: one change of an answer, in an attempt, or in practice where there is no attempt item."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="responses")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="responses")
    attempt_item = models.ForeignKey(AttemptItem, models.CASCADE, null=True, related_name="responses")
    client_key = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    values = models.JSONField()
    late = models.BooleanField(default=False)
    overtaken = models.BooleanField(
        default=False, help_text=_("a later change by the same browser had arrived before it")
    )
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    score = models.FloatField(null=True, help_text=_("0 to 1; of an answer that was checked at once"))

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "client_key", "sequence"], name="a_change_is_stored_once"
            )
        ]
        indexes = [models.Index(fields=["learner", "version"], name="response_by_learner")]

    def __str__(self) -> str:
        return f"{self.client_key}:{self.sequence}"

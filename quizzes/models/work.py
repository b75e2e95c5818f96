"""What learners did with it: attempts, their items, and every response."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from quizzes.models.bank import Item, ItemVersion
from quizzes.models.quiz import Delivery
from quizzes.rules import GRACE, Rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


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

    def with_size(self) -> Self:
        """Adds `size`: how many items it has."""
        return self.annotate(size=Count("items"))

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def overdue(self, at: datetime) -> Self:
        """Open ones whose time is up, and the grace too."""
        return self.open().filter(deadline__lt=at - GRACE)

    def taken_back(self) -> Self:
        return self.filter(taken_back_at__isnull=False)

    def handed_in(self) -> Self:
        return self.exclude(submitted_at=None)


AttemptManager = models.Manager.from_queryset(AttemptQuerySet)


class KeptAttempts(AttemptManager):
    """All but those that were taken back: a start by mistake stands on record, and nowhere else."""

    def get_queryset(self) -> AttemptQuerySet:
        return AttemptQuerySet(self.model, using=self._db).filter(taken_back_at=None)


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
    taken_back_at = models.DateTimeField(null=True, help_text=_("it was blank, and begun by mistake"))
    score = models.FloatField(null=True, help_text=_("points reached"))

    size: int  # by with_size
    may_withhold: bool  # by quizzes.withholding

    objects = KeptAttempts()
    all_objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "delivery"],
                condition=Q(submitted_at=None, taken_back_at=None),
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
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(submitted_at=None, number=None),
                name="an_attempt_taken_back_uses_up_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def began_with(self) -> Rules:
        return Rules.model_validate(self.rules)

    def is_open(self, at: datetime) -> bool:
        """Whether an answer that arrives at this time counts."""
        return self.submitted_at is None and not self.is_overdue(at)

    def is_overdue(self, at: datetime) -> bool:
        return self.deadline is not None and at > self.deadline + GRACE


class AttemptItemQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if not user.pk:
            return self.none()
        return self.filter(attempt__learner_id=user.pk, attempt__taken_back_at=None)

    def touched(self) -> Self:
        """Those with an answer, blank or not, or a hint."""
        return self.filter(Q(responses__isnull=False) | Q(hints_taken__isnull=False))

    def to_retry(self, withheld: Collection[int]) -> Self:
        """What was not right, of items that are published still, and whose pk is not among the withheld."""
        missed = self.exclude(outcome=Outcome.CORRECT).exclude(version__item__in=withheld)
        return missed.filter(version__item__in=Item.objects.published())

    def with_hints(self) -> Self:
        """Adds `hints`: how many were taken."""
        taken = HintUse.objects.filter(attempt_item=OuterRef("pk")).order_by().values("attempt_item")
        count = Subquery(taken.annotate(count=Count("pk")).values("count"))
        return self.annotate(hints=Coalesce(count, 0))

    def with_late(self) -> Self:
        """Adds `late_at`: when the last answer came that came too late to count; None without one."""
        late = Response.objects.filter(attempt_item=OuterRef("pk"), late=True).order_by("-pk")
        return self.annotate(late_at=Subquery(late.values("received_at")[:1]))

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

    hints: int  # by with_hints
    late_at: datetime | None  # by with_late
    may_withhold: bool  # by quizzes.withholding

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

    def checked_at_once(self) -> Self:
        return self.exclude(outcome="")

    def counting(self) -> Self:
        """Those that may be current, the last of which is: in time, and not overtaken by a later change."""
        return self.filter(late=False, overtaken=False).order_by("pk")


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

    @property
    def may_count(self) -> bool:
        """As `counting` asks of rows."""
        return not (self.late or self.overtaken)


class HintUseQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(attempt_item__attempt__learner_id=user.pk) if user.pk else self.none()


class HintUse(models.Model):
    """Insert-only: a hint that was taken in an attempt. In practice hints cost nothing and leave no trace."""

    attempt_item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="hints_taken")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = HintUseQuerySet.as_manager()

    class Meta:
        ordering = ["attempt_item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt_item", "number"], name="a_hint_is_taken_once")
        ]

    def __str__(self) -> str:
        return f"hint {self.number} of {self.attempt_item_id}"

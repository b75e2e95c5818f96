"""How items are offered: quizzes with their parts, deliveries and allowances."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lessons.models import SLUG_LENGTH, Claim, Course, CourseContent, Module, State
from quizzes.models.bank import Item, ItemQuerySet, ItemVersion
from quizzes.rules import GRACE, LONGEST_MINUTES, MOST_ATTEMPTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class QuizQuerySet(CourseContent):
    def begun_by(self, user: User | AnonymousUser) -> Self:
        """Those at which a person has attempts; also where they are not offered any more."""
        if not user.pk:
            return self.none()
        return self.filter(deliveries__attempts__learner=user.pk, deliveries__attempts__taken_back_at=None)

    def with_size(self) -> Self:
        """Adds `size` (how many items) and `points_in_all` of what would be asked now, and `own_settings`.

        Those are what its own delivery sets otherwise; None where it has no delivery. Along the course,
        which is said here because Django leaves a model's own ordering out where it groups.
        """
        asked = Q(parts__item=None) | Q(parts__item__in=Item.objects.for_quizzes())
        return (
            self.annotate(
                size=Coalesce(models.Sum("parts__count", filter=asked), 0),
                points_in_all=Coalesce(models.Sum(F("parts__count") * F("parts__points"), filter=asked), 0),
                own_settings=Subquery(
                    Delivery.objects.filter(quiz=OuterRef("pk"), own=True).values("settings")
                ),
            )
            .select_related("module")
            .order_by("course", "module__position", "position")
        )


class Quiz(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="quizzes")
    module = models.ForeignKey(Module, models.PROTECT, null=True, related_name="quizzes")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    settings = models.JSONField(default=dict, help_text=_("as quizzes.rules.Settings reads them"))
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    remark = models.TextField(blank=True, help_text=_("for authors; learners do not see it"))

    size: int  # by with_size
    points_in_all: int
    own_settings: dict[str, Any] | None

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["course", "module__position", "position"]
        verbose_name_plural = _("quizzes")
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="a_quiz_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.title


class QuizPartQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(quiz__state=State.PUBLISHED)

    def askable(self) -> Self:
        """Draws, and parts whose item may be asked now, in order, with all that asking an item needs."""
        return (
            self.filter(Q(item=None) | Q(item__in=Item.objects.for_quizzes()))
            .select_related("item__current", "quiz")
            .prefetch_related("claims")
            .order_by("position")
        )


class QuizPart(models.Model):
    """An item, or a draw: so many of the items of a module, a level, some claims, or all of these."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="quiz_parts")
    count = models.PositiveSmallIntegerField(default=1, help_text=_("how many items; of a draw"))
    from_module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=10, choices=ItemVersion.Level, blank=True)
    claims = models.ManyToManyField(Claim, blank=True, related_name="+")
    points = models.PositiveSmallIntegerField(default=1, help_text=_("of each item"))

    objects = QuizPartQuerySet.as_manager()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="a_quiz_has_one_part_a_position"),
            models.CheckConstraint(condition=Q(points__gte=1), name="a_part_is_worth_at_least_one_point"),
            models.CheckConstraint(
                condition=Q(item=None, count__gte=1)
                | Q(item__isnull=False, count=1, from_module=None, level=""),
                name="a_part_is_an_item_or_a_draw",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}.{self.position}"

    @property
    def is_draw(self) -> bool:
        return self.item_id is None

    def pool(self) -> ItemQuerySet:
        """Of a draw: what it draws from now. Uses `quiz` and `claims`."""
        pool = Item.objects.for_quizzes().filter(course=self.quiz.course_id)
        if self.from_module_id is not None:
            pool = pool.filter(module=self.from_module_id)
        if self.level:
            pool = pool.filter(current__level=self.level)
        if claims := [claim.pk for claim in self.claims.all()]:
            pool = pool.filter(current__claims__in=claims).distinct()
        return pool


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Open deliveries of published quizzes; assigned ones come through `cohorts.access`."""
        return self.filter(quiz__state=State.PUBLISHED, for_anyone=True)

    def not_closed(self, at: datetime) -> Self:
        """Open now or to be opened, be it for a single learner; or an attempt at it still runs."""
        longer = Allowance.objects.filter(closes_at__gt=at)
        running = Delivery.objects.filter(
            Q(attempts__deadline=None) | Q(attempts__deadline__gte=at - GRACE),
            attempts__isnull=False,
            attempts__submitted_at=None,
            attempts__taken_back_at=None,
        )
        return self.filter(
            Q(closes_at=None)
            | Q(closes_at__gt=at)
            | Q(pk__in=longer.values("delivery"))
            | Q(pk__in=running.values("pk"))
        )


class Delivery(models.Model):
    """One offering of a quiz. Each quiz has one of its own, made when the course is loaded."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="deliveries")
    own = models.BooleanField(default=False)
    for_anyone = models.BooleanField(default=True, help_text=_("else for those assigned"))
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    settings = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("those that differ from the quiz's, as quizzes.rules.Settings reads them"),
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["quiz"], condition=Q(own=True), name="a_quiz_has_one_delivery_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="a_delivery_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz}, own delivery" if self.own else f"{self.quiz}, delivery {self.pk}"


class AllowanceQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(learner_id=user.pk) if user.pk else self.none()


class Allowance(models.Model):
    """What one learner is given besides at a delivery: more time, more attempts, other dates."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="allowances")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="allowances")
    extra_minutes = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )
    extra_attempts = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST_ATTEMPTS)]
    )
    opens_at = models.DateTimeField(null=True, blank=True, help_text=_("in place of the delivery's"))
    closes_at = models.DateTimeField(null=True, blank=True, help_text=_("in place of the delivery's"))

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "learner"], name="a_learner_has_one_allowance_a_delivery"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at {self.delivery_id}"

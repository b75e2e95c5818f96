"""What is asked: items with their versions and keys, quizzes with their parts and deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lessons.models import SLUG_LENGTH, Claim, Course, CourseContent, Module, Section, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ItemQuerySet(CourseContent):
    def published(self) -> Self:
        return self.filter(state=Item.State.PUBLISHED)

    def for_practice(self) -> Self:
        """What may be asked outside a quiz, with its key shown at once."""
        return self.published().exclude(use=Item.Use.QUIZ)


class Item(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    class Use(models.TextChoices):
        PRACTICE = "practice", _("in sections")
        QUIZ = "quiz", _("in quizzes")
        BOTH = "both", _("in sections and quizzes")

    course = models.ForeignKey(Course, models.PROTECT, related_name="items")
    module = models.ForeignKey(Module, models.PROTECT, related_name="items")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    position = models.PositiveSmallIntegerField(default=0, help_text=_("order in the module's file"))
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    use = models.CharField(max_length=10, choices=Use, default=Use.BOTH)
    remark = models.TextField(blank=True, help_text=_("for authors; learners do not see it"))
    current = models.ForeignKey("ItemVersion", models.PROTECT, null=True, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["module", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="an_item_slug_is_unique_in_its_course")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def asked_version(self) -> ItemVersion:
        """The current version, which knows its item. A published item has one."""
        assert self.current is not None
        self.current.item = self
        return self.current


class ItemVersionQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(item__state=Item.State.PUBLISHED)


class ItemVersion(models.Model):
    """Insert-only. `content` is what a learner may see before answering, and nothing else."""

    class Level(models.TextChoices):
        """Bloom's taxonomy as revised by Anderson and Krathwohl (2001)."""

        REMEMBER = "remember", _("remember")
        UNDERSTAND = "understand", _("understand")
        APPLY = "apply", _("apply")
        ANALYSE = "analyse", _("analyse")
        EVALUATE = "evaluate", _("evaluate")

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    interaction = models.CharField(max_length=20)
    content = models.JSONField()
    claims = models.ManyToManyField(Claim, related_name="tested_by")
    level = models.CharField(max_length=10, choices=Level)
    same_meaning = models.BooleanField(help_text=_("as the version before: its statistics go on"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    why = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="an_item_has_one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class AnswerKeyQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Nobody reads a key by itself: it is met in feedback, after its time."""
        return self.none()


class AnswerKey(models.Model):
    """Insert-only, apart from the content, so that no page about content can carry it."""

    version = models.OneToOneField(ItemVersion, models.PROTECT, related_name="answer_key")
    key = models.JSONField()
    feedback = models.JSONField(default=dict)
    explanation = models.JSONField()

    objects = AnswerKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"key of {self.version_id}"


class SectionItemQuerySet(models.QuerySet):
    def askable(self) -> Self:
        """Items that may be asked in their section now, with what asking and scoring need."""
        return self.filter(
            section__state=State.PUBLISHED, item__in=Item.objects.for_practice()
        ).select_related("item__current__answer_key")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(section__state=State.PUBLISHED, item__in=Item.objects.for_practice())


class SectionItem(models.Model):
    """An item asked in the text."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="asked")
    item = models.ForeignKey(Item, models.PROTECT, related_name="asked_in")
    position = models.PositiveSmallIntegerField()

    objects = SectionItemQuerySet.as_manager()

    class Meta:
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "item"], name="a_section_asks_an_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.section_id}"


class QuizQuerySet(CourseContent):
    def begun_by(self, user: User | AnonymousUser) -> Self:
        """Those at which a person has attempts; also where they are not offered any more."""
        return self.filter(deliveries__attempts__learner=user.pk) if user.pk else self.none()

    def with_size(self) -> Self:
        """Adds `size` (how many items) and `points_in_all` of what may be asked now."""
        asked = Q(parts__item__state=Item.State.PUBLISHED) & ~Q(parts__item__use=Item.Use.PRACTICE)
        return self.annotate(
            size=models.Count("parts", filter=asked),
            points_in_all=Coalesce(models.Sum("parts__points", filter=asked), 0),
        ).select_related("module")


class Quiz(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="quizzes")
    module = models.ForeignKey(Module, models.PROTECT, null=True, related_name="quizzes")
    slug = models.SlugField(max_length=SLUG_LENGTH)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    settings = models.JSONField(default=dict, help_text=_("as quizzes.rules.Rules reads them"))
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PUBLISHED)
    remark = models.TextField(blank=True, help_text=_("for authors; learners do not see it"))

    size: int  # by with_size
    points_in_all: int

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
        """Parts whose item may be asked now, in order, with all that asking needs."""
        return (
            self.filter(item__state=Item.State.PUBLISHED)
            .exclude(item__use=Item.Use.PRACTICE)
            .select_related("item__current")
            .order_by("position")
        )


class QuizPart(models.Model):
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="quiz_parts")
    points = models.PositiveSmallIntegerField(default=1)

    objects = QuizPartQuerySet.as_manager()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="a_quiz_has_one_part_a_position"),
            models.CheckConstraint(condition=Q(points__gte=1), name="a_part_is_worth_at_least_one_point"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}.{self.position}"

    @property
    def version(self) -> ItemVersion:
        """The version that is asked now."""
        return self.item.asked_version


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Open deliveries of published quizzes; assigned ones come through `cohorts.access`."""
        return self.filter(quiz__state=State.PUBLISHED, for_anyone=True)


class Delivery(models.Model):
    """One offering of a quiz. Each quiz has one of its own, made when the course is loaded."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="deliveries")
    own = models.BooleanField(default=False)
    for_anyone = models.BooleanField(default=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["quiz"], condition=Q(own=True), name="a_quiz_has_one_delivery_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"delivery of {self.quiz_id}"

    def is_open(self, at: datetime) -> bool:
        return (self.opens_at is None or self.opens_at <= at) and (
            self.closes_at is None or at < self.closes_at
        )

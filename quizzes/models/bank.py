"""What is asked: items with their versions and keys."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
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

    def for_quizzes(self) -> Self:
        return self.published().exclude(use=Item.Use.PRACTICE)


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

    @property
    def hints(self) -> int:
        """How many hints it has; their texts are with the key."""
        return int(self.content.get("hints", {}).get("count", 0))

    def worth(self, hints: int) -> Fraction:
        """What a right answer is worth after so many hints, 0 to 1: max(0, 1 - hints x penalty)."""
        return max(Fraction(0), 1 - hints * self.penalty)

    @property
    def penalty(self) -> Fraction:
        """What each hint costs in an attempt, 0 to 1."""
        return Fraction(self.content.get("hints", {}).get("penalty", 0))


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
    hints = models.JSONField(default=list, help_text=_("in the order in which they are given"))

    objects = AnswerKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"key of {self.version_id}"


class SectionItemQuerySet(models.QuerySet):
    def askable(self) -> Self:
        """Items that may be asked in their section now, with what asking and scoring need."""
        return self.filter(
            section__state=State.PUBLISHED, item__in=Item.objects.for_practice()
        ).select_related("item__current__answer_key", "item__course")

    def with_sentences(self) -> Self:
        """In order, with the sentences of the article that an item rests on: a row for each of its claims."""
        return self.annotate(sentences=models.F("item__current__claims__refs")).order_by(
            "section", "position", "item__current__claims__position"
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(section__state=State.PUBLISHED, item__in=Item.objects.for_practice())


class SectionItem(models.Model):
    """An item asked in the text."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="asked")
    item = models.ForeignKey(Item, models.PROTECT, related_name="asked_in")
    position = models.PositiveSmallIntegerField()

    sentences: list[str] | None  # by with_sentences

    objects = SectionItemQuerySet.as_manager()

    class Meta:
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "item"], name="a_section_asks_an_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.section_id}"

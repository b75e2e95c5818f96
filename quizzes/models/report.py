"""What learners found wrong with an item."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.models.bank import ItemVersion
from quizzes.models.work import AttemptItem, Outcome

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ItemReportQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own. Authors come through `authoring.access`."""
        return self.filter(learner_id=user.pk) if user.pk else self.none()

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def answered(self) -> Self:
        return self.exclude(answered_at=None)


class ItemReport(models.Model):
    """What a learner found wrong with an item, with what they saw; and what was answered."""

    class Reason(models.TextChoices):
        KEY = "key", _("The answer that counts as right is wrong")
        UNCLEAR = "unclear", _("I do not understand what is asked")
        SOURCE = "source", _("The section or the article does not say this")
        TYPO = "typo", _("There is a mistake in the text")
        TECHNICAL = "technical", _("Something does not work")
        OTHER = "other", _("Something else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="item_reports")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="reports")
    attempt_item = models.ForeignKey(AttemptItem, models.SET_NULL, null=True, related_name="reports")
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.TextField(max_length=2000, blank=True)
    words_hash = models.CharField(
        max_length=64, editable=False, help_text=_("SHA-256; the words are too long for an index")
    )
    option_order = models.JSONField(default=list, help_text=_("option ids in the order shown"))
    values = models.JSONField(default=list, help_text=_("the reporter's answer at that time"))
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, help_text=_("where it was shown"))
    made_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ItemReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "version", "reason", "words_hash"],
                name="a_learner_makes_the_same_report_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_answered_report_says_what_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.version_id}"

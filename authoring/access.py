"""What authors may do. Until roles by course exist, an author is a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizzes.models import ItemReport
from quizzes.models.report import ItemReportQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def may_edit(user: User | AnonymousUser) -> bool:
    """Edit items, preview them, publish versions, retire."""
    return bool(user.is_active and user.is_staff)


def may_answer_reports(user: User | AnonymousUser) -> bool:
    """Read what learners report about items, and answer it."""
    return may_edit(user)


def reports_read_by(user: User | AnonymousUser) -> ItemReportQuerySet:
    """The door to learners' reports: all of them for who may answer, else none."""
    return ItemReport.objects.all() if may_answer_reports(user) else ItemReport.objects.none()

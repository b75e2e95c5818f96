"""Where a problem with an item is reported: the link that stands on the item and on its result."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


def practice_report_url(course: str, item: str, version: int) -> str:
    """For an item in a section, a retry or a review: slugs, and the number of the version shown."""
    return reverse("reports:new", query={"course": course, "item": item, "version": version})


def attempt_report_url(attempt_id: UUID, position: int) -> str:
    """For an item of an attempt, and for its result. `attempt_id`: the attempt's public id."""
    return reverse("reports:new", query={"attempt": attempt_id, "position": position})

"""Hands in what ran out of time. A learner's next request does so too; this does it for those who left."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.attempts import close_overdue


class Command(BaseCommand):
    help = (
        "Hands in every attempt whose deadline has passed, as of that deadline, with what was saved by"
        " then. Run it as often as you like, every minute or every night: what is handed in stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = close_overdue(at=timezone.now())
        self.stdout.write(f"{number} {'attempt' if number == 1 else 'attempts'} handed in")

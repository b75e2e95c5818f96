"""`manage.py demo`: a class to look at, and one account for each role."""

import argparse
import secrets
from datetime import UTC, datetime, time
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cohorts.models import Cohort
from quizzes.models import Attempt, Response
from ssc_course import demo

MOST = 1000  # learners; more is a matter for the benchmarks, not for a look


def learners(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST} is expected, not {text}")
    return int(text)


def day(text: str) -> datetime:
    try:
        return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), UTC)  # noqa: DTZ007
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day like 2026-03-02 is expected, not {text}") from None


class Command(BaseCommand):
    help = "Fills a class with learners, the same for the same seed, and prints one account for each role."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--learners", type=learners, default=30, help="how many learners (30)")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes another class (1)")
        parser.add_argument("--now", type=day, default=None, help="the last day of the class (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = options["now"] or datetime.combine(timezone.now().date(), time(), UTC)
        began = monotonic()
        try:
            filled = demo.fill(
                seed=options["seed"], learners=options["learners"], now=now, tell=self.progress
            )
        except demo.NothingToTeach:
            raise CommandError(
                "There is no course yet: manage.py load_course fixtures/ssc, then this."
            ) from None
        except demo.NotOurs as taken:
            raise CommandError(
                f"{taken} is an account that somebody else made. Rename it in the admin, then run this again."
            ) from None
        except demo.Closed:
            raise CommandError(
                "The demo's class is archived, or its join code is off. Its instructor can make a new code "
                "in the gradebook; or choose another --seed."
            ) from None
        self.say(self.outcome(filled, options["seed"], monotonic() - began))
        self.say(self.accounts(filled.cohort))

    def progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{words}", ending="")
            self.stdout.flush()

    def say(self, text: str) -> None:
        self.stdout.write(f"\r{text}" if self.stdout.isatty() else text)

    def outcome(self, filled: demo.Filled, seed: int, seconds: float) -> str:
        if not filled.added:
            return f"Nothing changed: the class of seed {seed} is there, with {filled.learners} learners."
        people = filled.cohort.enrolments.learners().values("person")
        attempts = Attempt.objects.filter(learner__in=people).count()
        responses = Response.objects.filter(learner__in=people).count()
        return (
            f"“{filled.cohort.name}”: {filled.added} learners added, {filled.learners} in all, "
            f"with {attempts} attempts and {responses} answers ({seconds:.0f} s)."
        )

    def accounts(self, cohort: Cohort) -> str:
        """A fresh password for each; only its hash is kept."""
        address = settings.PUBLIC_URL.geturl()
        rooms = {
            demo.LEARNER: ("a learner of it", reverse("study:home", args=[cohort.course.slug])),
            demo.INSTRUCTOR: ("teaches it", reverse("cohorts:gradebook", args=[cohort.public_id])),
            demo.ADMIN: ("runs the course", reverse("admin:index")),
        }
        lines = [f"Sign in at {address}{reverse('account_login')} (passwords are new, and shown only now):"]
        for username, (role, path) in rooms.items():
            password = secrets.token_urlsafe(12)
            user = User.objects.get(username=username)
            user.set_password(password)
            user.save(update_fields=["password"])
            lines.append(f"  {username:<15} {password}  {role}: {address}{path}")
        if cohort.shown_code:
            join = reverse("cohorts:join_by_code", args=[cohort.shown_code])
            lines.append(f"Others join the class at {address}{join}")
        return "\n".join(lines)

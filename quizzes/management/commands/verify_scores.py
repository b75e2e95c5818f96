"""`manage.py verify_scores`: every stored score against what it rests on."""

import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.db.models import Prefetch

from quizzes import scoring
from quizzes.models import Attempt, AttemptItem, Response

# What is held in memory at once; chosen, not measured.
ATTEMPTS_AT_A_TIME = 200
RESPONSES_AT_A_TIME = 1000
IN_TIME = "in_time"


class Score(NamedTuple):
    """One stored score and what it should be, written so that other bits make other words."""

    of: str
    stored: str
    recomputed: str


class Command(BaseCommand):
    help = (
        "Recomputes the score of every attempt that was handed in, of each of its items and of every"
        " practised response, and looks whether the last response in time is the one that counts."
        " Prints what differs, and exits with 1 if anything does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        scores = differences = 0
        for score in chain(attempt_scores(), checked_scores()):
            scores += 1
            if score.stored != score.recomputed:
                differences += 1
                self.stdout.write(f"{score.of}: stored {score.stored}, recomputed {score.recomputed}")
        self.stdout.write(f"{scores} scores, {differences} differences")
        if differences:
            sys.exit(1)


def attempt_scores() -> Iterator[Score]:
    """Of each attempt that was handed in: its own score, and each item's with the response that counts."""
    in_time = Response.objects.counting().only("pk", "attempt_item_id")
    attempts = (
        Attempt.objects.handed_in()
        .order_by("pk")
        .prefetch_related(
            Prefetch("items", AttemptItem.objects.order_by("position")),
            Prefetch("items__responses", in_time, to_attr=IN_TIME),
        )
    )
    for attempt in attempts.iterator(chunk_size=ATTEMPTS_AT_A_TIME):
        recomputed = scoring.recompute(attempt)
        yield Score(f"attempt {attempt.public_id}", repr(attempt.score), repr(recomputed.points))
        for item in attempt.items.all():
            responses: list[Response] = getattr(item, IN_TIME)
            last = responses[-1].pk if responses else None
            yield Score(
                f"attempt {attempt.public_id}, item {item.position}",
                _words(item.outcome, item.score, item.counted_id),
                _words(*recomputed.items[item.pk], last),
            )


def checked_scores() -> Iterator[Score]:
    """Of each response that was checked at once: all of practice, and some in attempts."""
    checked = scoring.with_keys(Response.objects.checked_at_once().order_by("pk"))
    for response in checked.iterator(chunk_size=RESPONSES_AT_A_TIME):
        recomputed = scoring.assess(response.version, response.values)
        yield Score(
            f"response {response.pk}, checked at once",
            _words(response.outcome, response.score, response.pk),
            _words(recomputed.outcome, float(recomputed.fraction), response.pk),
        )


def _words(outcome: str, score: float | None, response: int | None) -> str:
    return f"{outcome} {score!r} by response {response}"

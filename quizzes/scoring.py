"""Keys and responses -> scores and feedback. The arithmetic itself is the interaction's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quizzes.interactions import REGISTRY, Json, Text
from quizzes.models import Attempt, AttemptItem, ItemVersion, Outcome


@dataclass(frozen=True)
class Assessment:
    """One response held against its key.

    `fraction` is the score, 0 to 1; `words` says how it came about; `feedback` speaks of the options
    or values this response gets told about; `sample` is a response that is right.
    """

    fraction: Fraction
    outcome: Outcome
    words: str
    key: Json
    sample: list[str]
    feedback: dict[str, Text]
    explanation: Text


@dataclass(frozen=True)
class AttemptScore:
    """Scores as they follow from what is kept: per attempt item's pk (outcome, 0 to 1), and in points."""

    items: dict[int, tuple[Outcome, float]]
    points: float


def with_keys[R: QuerySet](rows: R, to_version: str = "version") -> R:
    """The rows with what scoring needs, in the same query.

    `to_version`: the path from a row to its item version; empty where the rows are versions.
    """
    return rows.select_related(f"{to_version}__answer_key" if to_version else "answer_key")


def assess(version: ItemVersion, values: list[str]) -> Assessment:
    """What these values are worth, and everything that may be said once the key may be seen."""
    stored = version.answer_key
    interaction = REGISTRY[version.interaction]
    total = interaction.explain(stored.key, values)
    fraction = interaction.score(stored.key, values)
    return Assessment(
        fraction=fraction,
        outcome=outcome(fraction, values),
        words=_(total.message) % total.params,
        key=stored.key,
        sample=interaction.states(version.content, stored.key)["correct"],
        feedback=interaction.feedback_for(stored.key, stored.feedback, values),
        explanation=stored.explanation,
    )


def outcome(fraction: Fraction, values: list[str]) -> Outcome:
    if not values:
        return Outcome.OMITTED
    if fraction == 1:
        return Outcome.CORRECT
    return Outcome.PARTIAL if fraction > 0 else Outcome.INCORRECT


def score_items(items: Iterable[AttemptItem]) -> AttemptScore:
    """Scores of attempt items from their versions and counted responses; points are summed as Fractions."""
    scored: dict[int, tuple[Outcome, float]] = {}
    points = Fraction(0)
    for item in items:
        values = item.counted.values if item.counted else []
        fraction = REGISTRY[item.version.interaction].score(item.version.answer_key.key, values)
        scored[item.pk] = (outcome(fraction, values), float(fraction))
        points += item.points * fraction
    return AttemptScore(items=scored, points=float(points))


def recompute(attempt: Attempt) -> AttemptScore:
    """The attempt's scores from what is kept of it: versions, counted responses and points."""
    return score_items(with_keys(attempt.items.select_related("counted")))

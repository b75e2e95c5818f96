"""Keys and responses -> scores and feedback. The arithmetic itself is the interaction's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.interactions import REGISTRY, Json, Text
from quizzes.models import Attempt, AttemptItem, ItemVersion, Outcome


@dataclass(frozen=True)
class Assessment:
    """One response held against its key.

    `fraction` is the score, 0 to 1, less what hints cost; `words` says how it came about. The outcome
    is the response's own, with or without hints. `feedback` is all that the item has.
    """

    fraction: Fraction
    outcome: Outcome
    words: str
    key: Json
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


def assess(version: ItemVersion, values: list[str], hints: int = 0) -> Assessment:
    """What these values are worth after so many hints, and all that is said once the key may be seen."""
    stored = version.answer_key
    interaction = REGISTRY[version.interaction]
    total = interaction.explain(stored.key, values)
    fraction = interaction.score(stored.key, values)
    words = _(total.message) % total.params
    if hints and fraction:
        words = f"{words} {_cost_in_words(fraction, version, hints)}"
    return Assessment(
        fraction=after_hints(fraction, version, hints),
        outcome=outcome(fraction, values),
        words=words,
        key=stored.key,
        feedback=stored.feedback,
        explanation=stored.explanation,
    )


def samples(version: ItemVersion) -> dict[str, list[str]]:
    """Values for each outcome that can be had: correct, partial, incorrect."""
    return REGISTRY[version.interaction].states(version.content, version.answer_key.key)


def hints_given(version: ItemVersion, taken: int) -> list[str]:
    """The first hints of an item as HTML, so many as were taken. Needs the key where some were."""
    return [hint["html"] for hint in version.answer_key.hints[:taken]] if taken else []


def after_hints(fraction: Fraction, version: ItemVersion, hints: int) -> Fraction:
    """A score, 0 to 1, less the version's penalty for each hint that was taken; never below 0."""
    return max(Fraction(0), fraction - hints * version.penalty)


def _cost_in_words(fraction: Fraction, version: ItemVersion, hints: int) -> str:
    points = after_hints(fraction, version, hints)
    taken = ngettext("%(hints)d hint was taken", "%(hints)d hints were taken", hints) % {"hints": hints}
    words = _("%(taken)s: %(fraction)s − %(hints)d × %(penalty)s = %(points)s of a point.")
    if points == 0:
        words = _("%(taken)s: %(fraction)s − %(hints)d × %(penalty)s: 0 points. It never goes below zero.")
    numbers = {"fraction": fraction, "hints": hints, "penalty": version.penalty, "points": points}
    return words % {"taken": taken, **numbers}


def outcome(fraction: Fraction, values: list[str]) -> Outcome:
    if not values:
        return Outcome.OMITTED
    if fraction == 1:
        return Outcome.CORRECT
    return Outcome.PARTIAL if fraction > 0 else Outcome.INCORRECT


def score_items(items: Iterable[AttemptItem]) -> AttemptScore:
    """Scores of attempt items from their versions, counted responses and `hints` taken.

    Points are summed as Fractions.
    """
    scored: dict[int, tuple[Outcome, float]] = {}
    points = Fraction(0)
    for item in items:
        values = item.counted.values if item.counted else []
        fraction = REGISTRY[item.version.interaction].score(item.version.answer_key.key, values)
        worth = after_hints(fraction, item.version, item.hints)
        scored[item.pk] = (outcome(fraction, values), float(worth))
        points += item.points * worth
    return AttemptScore(items=scored, points=float(points))


def recompute(attempt: Attempt) -> AttemptScore:
    """The attempt's scores from what is kept of it: versions, counted responses, hints and points."""
    return score_items(with_keys(attempt.items.with_hints().select_related("counted")))

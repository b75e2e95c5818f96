"""The rules of a quiz: what its settings mean, and the sentence that tells a learner."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ConfigDict, Field

from quizzes.models import GRACE
from quizzes.points import shown as in_points


class Result(NamedTuple):
    """What an attempt reached, of what it was worth, in points."""

    score: float
    points: int

    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.score) / self.points


type Verdict = Literal["passed", "failed", "taken"]


class Rules(BaseModel):
    """Settings of a quiz as its file has them; an attempt keeps those it began with.

    `pass_mark` is a share of the points, 0.01 to 1. Without a limit an attempt stays open until it is
    handed in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_limit_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    attempts: Annotated[int, Field(ge=1, le=100)] | None = None
    counts: Literal["highest", "last", "first", "average"] = "highest"
    pass_mark: Annotated[Decimal, Field(ge=Decimal("0.01"), le=1, decimal_places=4)] | None = None
    shuffle_items: bool = False
    shuffle_options: bool = True

    def passed(self, score: float, points: int) -> bool:
        """Whether this many points are a pass. The mark itself is one."""
        mark = self.mark(points)
        return mark is not None and score >= mark

    def mark(self, points: int) -> float | None:
        """The pass mark in points, rounded once, as scores are: 0.55 of 20 is 11, not 11.000000000000002."""
        return None if self.pass_mark is None else float(Fraction(self.pass_mark) * points)

    def verdict(self, result: Result) -> Verdict:
        """What a result is worth under these rules; "taken" where there is nothing to pass."""
        if self.pass_mark is None:
            return "taken"
        return "passed" if self.passed(*result) else "failed"

    def left(self, used: int) -> int | None:
        """How many more attempts one may begin; None without a limit."""
        return None if self.attempts is None else max(0, self.attempts - used)

    def counting(self, results: Sequence[Result]) -> int | None:
        """Which of the results, in the order of handing in, is the grade; None where it is their average.

        Compared by their share, for a quiz may have had more items once than now. Of equals the first.
        """
        match self.counts:
            case "highest":
                return max(range(len(results)), key=lambda at: results[at].share(), default=None)
            case "last" | "first" if results:
                return len(results) - 1 if self.counts == "last" else 0
        return None

    def grade(self, results: Sequence[Result]) -> Result | None:
        """What counts of handed-in attempts; None without any. An average is out of the last one's points."""
        if not results:
            return None
        if (counting := self.counting(results)) is not None:
            return results[counting]
        share = sum((result.share() for result in results), Fraction(0)) / len(results)
        return Result(float(share * results[-1].points), results[-1].points)


def sentence(rules: Rules, *, items: int, points: int) -> str:
    """What a learner should know before the start, true for these settings and nothing else."""
    parts = [
        ngettext("%(count)d item", "%(count)d items", items) % {"count": items}
        + (
            _(", one point each.")
            if points == items
            else _(", %(points)d points in all.") % {"points": points}
        ),
        _time(rules),
        _attempts(rules),
    ]
    if (mark := rules.mark(points)) is not None:
        parts.append(
            _("You pass with %(mark)s of %(points)d points.") % {"mark": in_points(mark), "points": points}
        )
    parts.append(
        _("You can change answers until you hand in; after that you see what each item gave, and why.")
    )
    return " ".join(parts)


def _time(rules: Rules) -> str:
    if rules.time_limit_minutes is None:
        return _("There is no time limit.")
    minutes = rules.time_limit_minutes
    return ngettext(
        "You have %(minutes)d minute, and %(grace)d seconds more for the way of your last answer.",
        "You have %(minutes)d minutes, and %(grace)d seconds more for the way of your last answer.",
        minutes,
    ) % {"minutes": minutes, "grace": GRACE.seconds}


def _attempts(rules: Rules) -> str:
    if rules.attempts == 1:
        return _("You have one attempt.")
    which = {
        "highest": _("the best one counts"),
        "last": _("the last one counts"),
        "first": _("the first one counts"),
        "average": _("their average counts"),
    }[rules.counts]
    if rules.attempts is None:
        return _("You may take it as often as you like; %(which)s.") % {"which": which}
    return _("You have %(attempts)d attempts; %(which)s.") % {"attempts": rules.attempts, "which": which}

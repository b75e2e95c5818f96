"""The rules of a quiz: what its settings mean. Plain values; the words for them are in `quizzes.wording`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field

GRACE = timedelta(seconds=15)  # for transit, after a deadline; stated in the rules
RIGHT_AFTER = timedelta(minutes=10)  # from handing in: so long is a result read for the first time

LONGEST_MINUTES = 24 * 60
LONGEST_WAITING_MINUTES = 30 * 24 * 60
MOST_ATTEMPTS = 100

type Part = Literal["response", "outcome", "score", "feedback", "explanation", "key"]
type Parts = frozenset[Part]
type Moment = Literal["during", "after", "later", "closed"]
type Preset = Literal["practice", "quiz", "examination"]

PARTS: tuple[Part, ...] = get_args(Part.__value__)
MOMENTS: tuple[Moment, ...] = get_args(Moment.__value__)
EVERYTHING: Parts = frozenset(PARTS)
OWN_ANSWER: Parts = frozenset({"response"})
NOTHING: Parts = frozenset()

PRESETS: dict[Preset, dict[Moment, Parts]] = {
    "practice": dict.fromkeys(MOMENTS, EVERYTHING),
    "quiz": {**dict.fromkeys(MOMENTS, EVERYTHING), "during": OWN_ANSWER},
    "examination": {"during": OWN_ANSWER, "after": NOTHING, "later": NOTHING, "closed": EVERYTHING},
}


class Result(NamedTuple):
    """What an attempt reached, of what it was worth, in points."""

    score: float
    points: int

    def share(self) -> Fraction:
        """From 0 to 1."""
        return Fraction(self.score) / self.points


type Verdict = Literal["passed", "failed", "taken"]


class Settings(BaseModel):
    """Settings of a quiz as its file has them; a delivery may name some that differ.

    `pass_mark` is a share of the points, 0.01 to 1. Without a limit an attempt stays open until it is
    handed in. `feedback` says which parts of a scored item are seen at a moment: while the attempt is
    open, right after handing in, later, and once the delivery is closed; a moment that is not named is
    the preset's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    preset: Preset = "quiz"
    time_limit_minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    attempts: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)] | None = None
    waiting_minutes: Annotated[int, Field(ge=1, le=LONGEST_WAITING_MINUTES)] | None = None
    counts: Literal["highest", "last", "first", "average"] = "highest"
    pass_mark: Annotated[Decimal, Field(ge=Decimal("0.01"), le=1, decimal_places=4)] | None = None
    shuffle_items: bool = False
    shuffle_options: bool = True
    feedback: dict[Moment, list[Part]] = {}


class Rules(Settings):
    """What holds for one learner at one delivery; an attempt keeps those it began with."""

    extra_minutes: Annotated[int, Field(ge=0)] = 0
    extra_attempts: Annotated[int, Field(ge=0)] = 0

    @classmethod
    def of(cls, *settings: Mapping[str, Any], **more: Any) -> Rules:
        """Of several sets of settings, a later one counts: the quiz's, then the delivery's.

        Of `feedback`, moment by moment.
        """
        merged: dict[str, Any] = {}
        feedback: dict[Moment, list[Part]] = {}
        for each in settings:
            named = Settings.model_validate(each).feedback
            # Of another preset the moments that were named before say nothing.
            feedback = named if "preset" in each else {**feedback, **named}
            merged |= each
        return cls.model_validate(merged | {"feedback": feedback} | more)

    def kept(self) -> dict[str, Any]:
        """As an attempt keeps them: with every moment spelled out, whatever a preset means later."""
        spelled = {moment: [part for part in PARTS if part in self.shown(moment)] for moment in MOMENTS}
        return self.model_copy(update={"feedback": spelled}).model_dump(mode="json")

    def shown(self, moment: Moment) -> Parts:
        """What is seen of a scored item at this moment. While one answers, one's own answer is."""
        parts = frozenset(self.feedback.get(moment, PRESETS[self.preset][moment]))
        if moment == "during":
            parts |= OWN_ANSWER
        # Without the answer that it is about, feedback would speak of a hidden one.
        return parts if "response" in parts else parts - {"feedback"}

    @property
    def checks_at_once(self) -> bool:
        """Whether an answer is checked when it is given, and is final then."""
        return self.shown("during") != OWN_ANSWER

    @property
    def withholds_keys(self) -> bool:
        """Whether keys are kept back until the delivery is closed, or for ever."""
        return "key" not in self.shown("after") | self.shown("later")

    @property
    def minutes(self) -> int | None:
        """The time limit with what is given besides; None without a limit."""
        return None if self.time_limit_minutes is None else self.time_limit_minutes + self.extra_minutes

    @property
    def attempts_in_all(self) -> int | None:
        return None if self.attempts is None else self.attempts + self.extra_attempts

    @property
    def waiting(self) -> timedelta:
        """From handing in to the next start."""
        return timedelta(minutes=self.waiting_minutes or 0)

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
        return None if self.attempts_in_all is None else max(0, self.attempts_in_all - used)

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

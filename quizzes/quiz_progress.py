"""How a learner stands with quizzes, as far as they may see it: derived from rows each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from lessons.models import Course
from quizzes.feedback import parts_shown
from quizzes.models import Attempt, AttemptItem, Delivery, Quiz, Response
from quizzes.rules import EVERYTHING, NOTHING, Parts, Result, Rules, Verdict
from quizzes.withholding import items_withheld_by, withholding_quizzes


@dataclass
class QuizProgress:
    """A quiz as one learner stands with it. An open attempt may have run out of time."""

    quiz: Quiz
    open_attempt: Attempt | None = None
    handed_in: list[Attempt] = field(default_factory=list)
    saved: int = 0  # answers of the open attempt
    missed: int = 0  # of the last handed-in attempt: how many items were not right, and may be asked again
    hidden: dict[int, Parts] = field(default_factory=dict)
    """Of handed-in attempts, by pk: parts that their learner may not see now; none for who teaches."""

    @property
    def size(self) -> int:
        """How many items it has: those of the open attempt, else what would be asked now."""
        return self.open_attempt.size if self.open_attempt else self.quiz.size

    @property
    def missed_last(self) -> int:
        """Items of the last handed-in attempt that may be retried, which shows their keys."""
        if not self.handed_in or not may_retry(EVERYTHING - self.hidden_in(self.handed_in[-1])):
            return 0
        return self.missed

    def hidden_in(self, attempt: Attempt) -> Parts:
        return self.hidden.get(attempt.pk, NOTHING)

    def used_at(self, delivery: Delivery) -> int:
        """How many attempts at this delivery were begun. Those made as a guest use up none."""
        begun = [*self.handed_in, *([self.open_attempt] if self.open_attempt else [])]
        numbers = [attempt.number or 0 for attempt in begun if attempt.delivery_id == delivery.pk]
        return max(numbers, default=0)

    @property
    def keeps_score(self) -> bool:
        """Whether a result that counts may not be seen yet."""
        return any("score" in self.hidden_in(attempt) for attempt in self.handed_in)

    @property
    def rules(self) -> Rules:
        """Of the quiz's own delivery, for the next attempt; each attempt keeps its own."""
        return Rules.of(self.quiz.settings, self.quiz.own_settings or {})

    @property
    def results(self) -> list[Result]:
        return [result_of(attempt) for attempt in self.handed_in]

    @property
    def counted(self) -> Attempt | None:
        """The attempt whose result is the grade; None before one, where it is an average or kept back."""
        if self.keeps_score:
            return None
        at = self.rules.counting(self.results)
        return None if at is None else self.handed_in[at]

    @property
    def result(self) -> Result | None:
        """None before there is one, and as long as it is kept back."""
        return None if self.keeps_score else self.rules.grade(self.results)

    @property
    def grade(self) -> float | None:
        return self.result.score if self.result else None

    @property
    def points(self) -> int:
        """What the grade is out of."""
        return self.result.points if self.result else self.quiz.points_in_all

    @property
    def verdict(self) -> Verdict | None:
        """Of the grade, by the rules that its attempt began with; an average's by those of today.

        "taken" also where it is kept back.
        """
        if self.result is None:
            return "taken" if self.handed_in else None
        return verdict_of(self.counted) if self.counted else self.rules.verdict(self.result)

    @property
    def passed(self) -> bool:
        return self.verdict == "passed"


def may_retry(parts: Parts) -> bool:
    """Whether what was missed may be asked again: a retry says what it was, and shows its keys."""
    return {"outcome", "key"} <= parts


def result_of(attempt: Attempt) -> Result:
    """Of a handed-in attempt."""
    return Result(attempt.score or 0.0, attempt.points)


def verdict_of(attempt: Attempt) -> Verdict:
    """Of a handed-in attempt, by the rules it began with."""
    return attempt.began_with.verdict(result_of(attempt))


def has_passed(attempt: Attempt) -> bool | None:
    """Whether a handed-in attempt is a pass; None where there was nothing to pass."""
    return {"passed": True, "failed": False, "taken": None}[verdict_of(attempt)]


def quiz_progress(
    learner_pk: int | None, course: Course, at: datetime, offered: QuerySet[Quiz]
) -> list[QuizProgress]:
    """How a learner stands with the quizzes that are offered to them, and with those they began before.

    As far as the learner may see it now, over all deliveries of a quiz. One query without an attempt;
    two more, one where an attempt is open, one where one is handed in, and more where keys are kept back.
    """
    attempts = _attempts(learner_pk, course)
    begun = {attempt.delivery.quiz_id for attempt in attempts}
    asked = Q(pk__in=offered.values("pk")) | Q(pk__in=begun)
    by_quiz = {quiz.pk: QuizProgress(quiz) for quiz in course.quizzes.filter(asked).with_size()}
    for attempt in attempts:
        progress = by_quiz[attempt.delivery.quiz_id]
        if attempt.submitted_at is None:
            progress.open_attempt = attempt
        else:
            progress.handed_in.append(attempt)
    _add_saved([row for row in by_quiz.values() if row.open_attempt])
    _add_results([row for row in by_quiz.values() if row.handed_in], course, at)
    return list(by_quiz.values())


def _attempts(learner_pk: int | None, course: Course) -> list[Attempt]:
    if learner_pk is None:
        return []
    return list(
        Attempt.objects.filter(learner_id=learner_pk, delivery__quiz__course=course)
        .exclude(standing=Attempt.Standing.PREVIEW)
        .select_related("delivery")
        .with_size()
        .order_by("started_at", "pk")
    )


def _add_saved(begun: list[QuizProgress]) -> None:
    running = {row.open_attempt.pk: row for row in begun if row.open_attempt}
    for attempt_pk, saved in answered_items(running).items():
        running[attempt_pk].saved = saved


def _add_results(taken: list[QuizProgress], course: Course, at: datetime) -> None:
    """What may be seen of handed-in attempts now, and how much of the last ones may be retried."""
    if not taken:
        return
    withholding = withholding_quizzes(course.pk, at)
    withheld = set(items_withheld_by(withholding).values_list("pk", flat=True))
    for row in taken:
        for attempt in row.handed_in:
            row.hidden[attempt.pk] = EVERYTHING - parts_shown(attempt, at, withholding)
    last = {row.handed_in[-1].pk: row for row in taken}
    missed = AttemptItem.objects.filter(attempt__in=last).to_retry(withheld)
    for attempt_pk, count in Counter(missed.values_list("attempt", flat=True)).items():
        last[attempt_pk].missed = count


def answered_items(attempt_pks: Iterable[int]) -> Counter[int]:
    """How many items of each of these attempts have an answer that is not blank. One query, or none."""
    pks = list(attempt_pks)
    if not pks:
        return Counter()
    rows = Response.objects.counting().filter(attempt_item__attempt__in=pks)
    current = {
        item: (attempt, values)
        for item, attempt, values in rows.values_list("attempt_item_id", "attempt_item__attempt_id", "values")
    }
    return Counter(attempt for attempt, values in current.values() if values)

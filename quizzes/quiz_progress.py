"""How a learner stands with quizzes, as far as they may see it: derived from rows each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from lessons.models import Course, State
from quizzes.feedback import parts_shown
from quizzes.models import Attempt, Delivery, Quiz, Response
from quizzes.rules import EVERYTHING, NOTHING, Parts, Result, Rules, Verdict
from quizzes.withholding import withholding_quizzes


@dataclass
class QuizProgress:
    """A quiz as one learner stands with it. An open attempt may have run out of time."""

    quiz: Quiz
    open_attempt: Attempt | None = None
    handed_in: list[Attempt] = field(default_factory=list)
    saved: int = 0  # answers of the open attempt
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
        return self.handed_in[-1].missed

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
    return Rules.model_validate(attempt.rules).verdict(result_of(attempt))


def has_passed(attempt: Attempt) -> bool | None:
    """Whether a handed-in attempt is a pass; None where there was nothing to pass."""
    return {"passed": True, "failed": False, "taken": None}[verdict_of(attempt)]


def quiz_progress(
    learner_pk: int | None, course: Course, at: datetime, also: Quiz | None = None
) -> list[QuizProgress]:
    """How a learner stands with every published quiz, those retired since they were begun, and `also`.

    As far as the learner may see it now, over all deliveries of a quiz. Two queries; one more where an
    attempt is open, and one where keys may be kept back.
    """
    attempts = _attempts(learner_pk, course)
    begun = {attempt.delivery.quiz_id for attempt in attempts}
    asked = Q(state=State.PUBLISHED) | Q(pk__in=begun | ({also.pk} if also else set()))
    by_quiz = {quiz.pk: QuizProgress(quiz) for quiz in course.quizzes.filter(asked).with_size()}
    for attempt in attempts:
        progress = by_quiz[attempt.delivery.quiz_id]
        if attempt.submitted_at is None:
            progress.open_attempt = attempt
        else:
            progress.handed_in.append(attempt)
    for attempt_pk, quiz_pk, parts in _hidden(attempts, course, at):
        by_quiz[quiz_pk].hidden[attempt_pk] = parts
    if running := [attempt for attempt in attempts if attempt.submitted_at is None]:
        answered = answered_items(attempt.pk for attempt in running)
        for attempt in running:
            by_quiz[attempt.delivery.quiz_id].saved = answered[attempt.pk]
    return list(by_quiz.values())


def _hidden(attempts: Iterable[Attempt], course: Course, at: datetime) -> Iterator[tuple[int, int, Parts]]:
    """Of handed-in attempts: their pk, their quiz's, and the parts that may not be seen now."""
    handed_in = [attempt for attempt in attempts if attempt.submitted_at is not None]
    keeping = [attempt for attempt in handed_in if Rules.model_validate(attempt.rules).keeps_something]
    withholding = withholding_quizzes(course.pk, at) if keeping else set()
    for attempt in keeping:
        yield attempt.pk, attempt.delivery.quiz_id, EVERYTHING - parts_shown(attempt, at, withholding)


def _attempts(learner_pk: int | None, course: Course) -> list[Attempt]:
    if learner_pk is None:
        return []
    return list(
        Attempt.objects.filter(learner_id=learner_pk, delivery__quiz__course=course)
        .exclude(standing=Attempt.Standing.PREVIEW)
        .select_related("delivery")
        .with_counts()
        .order_by("started_at", "pk")
    )


def answered_items(attempt_pks: Iterable[int]) -> Counter[int]:
    """How many items of each of these attempts have an answer that is not blank. One query."""
    rows = Response.objects.counting().filter(attempt_item__attempt__in=list(attempt_pks)).order_by("pk")
    current = {
        item: (attempt, values)
        for item, attempt, values in rows.values_list("attempt_item_id", "attempt_item__attempt_id", "values")
    }
    return Counter(attempt for attempt, values in current.values() if values)

"""A class at one look: who has read what, and stands where with each quiz. Derived from rows each time.

What an instructor may see at all is decided in `cohorts.access`; this counts it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, F, Max, Q

from cohorts.access import attempts_seen_in, learners_seen_in, reads_seen_in
from cohorts.models import Cohort, Enrolment
from lessons.models import Module, State
from quizzes.models import Attempt, Quiz
from quizzes.quiz_progress import QuizProgress, answered_items

LATELY = timedelta(days=7)

type QuizState = Literal["passed", "failed", "taken", "open", "time_up", "new"]


@dataclass(frozen=True)
class ReadCell:
    """Sections read of a module. Only published sections count, so it never passes `sections`."""

    module: Module
    read: int

    @property
    def sections(self) -> int:
        return int(self.module.sections_in_all)  # type: ignore[attr-defined]

    @property
    def state(self) -> Literal["all", "some", "none"]:
        if not self.read:
            return "none"
        return "all" if self.read == self.sections else "some"


@dataclass(frozen=True)
class QuizCell:
    """How a learner stands with a quiz. `unfinished` may have run out of time without coming back."""

    progress: QuizProgress
    unfinished: Attempt | None
    time_is_up: bool

    @property
    def quiz(self) -> Quiz:
        return self.progress.quiz

    @property
    def grade(self) -> float | None:
        return self.progress.grade

    @property
    def points(self) -> int:
        return self.progress.points

    @property
    def handed_in(self) -> list[Attempt]:
        return self.progress.handed_in

    @property
    def state(self) -> QuizState:
        if self.progress.verdict:
            return self.progress.verdict
        if self.unfinished is None:
            return "new"
        return "time_up" if self.time_is_up else "open"


@dataclass(frozen=True)
class Row:
    stay: Enrolment
    last_seen: datetime | None
    cells: list[ReadCell | QuizCell]  # in the order of the columns

    @property
    def name(self) -> str:
        return self.stay.name

    @property
    def learner_id(self) -> UUID:
        return self.stay.person.public_id

    @property
    def modules(self) -> list[ReadCell]:
        return [cell for cell in self.cells if isinstance(cell, ReadCell)]

    @property
    def quizzes(self) -> list[QuizCell]:
        return [cell for cell in self.cells if isinstance(cell, QuizCell)]

    @property
    def read(self) -> int:
        return sum(cell.read for cell in self.modules)

    @property
    def score(self) -> float:
        """Grades of all quizzes, in points; a quiz not handed in gives none."""
        return float(
            sum((Fraction(cell.grade) for cell in self.quizzes if cell.grade is not None), Fraction(0))
        )

    @property
    def points(self) -> int:
        return sum(cell.points for cell in self.quizzes)


@dataclass(frozen=True)
class Gradebook:
    cohort: Cohort
    columns: list[Module | Quiz]  # along the course: a module, its quizzes, the next module
    rows: list[Row]  # by name
    at: datetime

    @property
    def modules(self) -> list[Module]:
        return [column for column in self.columns if isinstance(column, Module)]

    @property
    def quizzes(self) -> list[Quiz]:
        return [column for column in self.columns if isinstance(column, Quiz)]

    @property
    def sections(self) -> int:
        return sum(module.sections_in_all for module in self.modules)  # type: ignore[attr-defined]

    @property
    def to_hand_in(self) -> int:
        return len(self.rows) * len(self.quizzes)

    @property
    def handed_in(self) -> int:
        return sum(bool(cell.handed_in) for row in self.rows for cell in row.quizzes)

    @property
    def passed(self) -> int:
        return sum(cell.state == "passed" for row in self.rows for cell in row.quizzes)

    @property
    def seen_lately(self) -> int:
        return sum(row.last_seen is not None and self.at - row.last_seen <= LATELY for row in self.rows)


def gradebook(cohort: Cohort, at: datetime, learner_pk: int | None = None) -> Gradebook:
    """The whole class, or one learner of it. Seven queries at most, however many learners."""
    # Said here because Django leaves a model's own ordering out where it groups.
    modules = Module.objects.published().filter(course=cohort.course_id).order_by("position")
    modules = modules.annotate(sections_in_all=Count("sections", filter=Q(sections__state=State.PUBLISHED)))
    quizzes = Quiz.objects.filter(pk__in=cohort.assignments.values("delivery__quiz")).with_size()
    work = _Work(cohort, at, learner_pk)
    columns = _along_the_course(
        list(modules), [q for q in quizzes if q.state == State.PUBLISHED or q.pk in work.taken]
    )
    stays = learners_seen_in(cohort).select_related("person")
    if learner_pk is not None:
        stays = stays.filter(person=learner_pk)
    rows = [
        Row(
            stay=stay,
            last_seen=work.last_seen(stay.person_id),
            cells=[work.cell(stay.person_id, column) for column in columns],
        )
        for stay in stays
    ]
    return Gradebook(cohort, columns, in_order(rows, "name"), at)


def _along_the_course(modules: list[Module], quizzes: list[Quiz]) -> list[Module | Quiz]:
    columns: list[Module | Quiz] = []
    for module in modules:
        columns += [module, *(quiz for quiz in quizzes if quiz.module_id == module.pk)]
    return columns + [quiz for quiz in quizzes if quiz not in columns]


class _Work:
    """What may be seen of a class, fetched in three queries, by learner."""

    def __init__(self, cohort: Cohort, at: datetime, learner_pk: int | None) -> None:
        self.at = at
        attempts, reads = attempts_seen_in(cohort), reads_seen_in(cohort)
        if learner_pk is not None:
            attempts, reads = attempts.filter(learner=learner_pk), reads.filter(learner=learner_pk)
        self.attempts: dict[tuple[int, int], list[Attempt]] = {}
        self.seen: dict[int, datetime] = {}
        self._count_reads(reads)
        self._collect(attempts)

    def _count_reads(self, reads: Any) -> None:
        published = Q(version__section__state=State.PUBLISHED)
        counted = reads.values_list("learner_id", "version__section__module_id").annotate(
            sections=Count("version__section", filter=published, distinct=True), last=Max("at")
        )
        self.reads: dict[tuple[int, int], int] = {}
        for learner, module, sections, last in counted:
            self.reads[learner, module] = sections
            self._note_seen(learner, last)

    def _collect(self, attempts: Any) -> None:
        running = attempts.open().order_by().values_list("pk")
        at_work = {
            pk: (size, last)
            for pk, size, last in running.annotate(
                all_items=Count("items", distinct=True), last_answer=Max("items__responses__received_at")
            )
        }
        saved = answered_items(at_work)
        for attempt in attempts.annotate(quiz_pk=F("delivery__quiz")).order_by("started_at", "pk"):
            self.attempts.setdefault((attempt.learner_id, attempt.quiz_pk), []).append(attempt)
            attempt.saved = saved[attempt.pk]
            attempt.size, last = at_work.get(attempt.pk, (0, None))
            for moment in (attempt.started_at, attempt.submitted_at, last):
                self._note_seen(attempt.learner_id, moment)

    def _note_seen(self, learner: int, moment: datetime | None) -> None:
        if moment is not None:
            self.seen[learner] = max(moment, self.seen.get(learner, moment))

    @property
    def taken(self) -> set[int]:
        return {quiz for _learner, quiz in self.attempts}

    def last_seen(self, learner: int) -> datetime | None:
        return self.seen.get(learner)

    def cell(self, learner: int, column: Module | Quiz) -> ReadCell | QuizCell:
        if isinstance(column, Module):
            return ReadCell(column, self.reads.get((learner, column.pk), 0))
        attempts = self.attempts.get((learner, column.pk), [])
        unfinished = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
        time_is_up = unfinished is not None and unfinished.is_overdue(self.at)
        progress = QuizProgress(
            quiz=column,
            open_attempt=None if time_is_up else unfinished,
            handed_in=[attempt for attempt in attempts if attempt.submitted_at is not None],
        )
        return QuizCell(progress, unfinished, time_is_up)


def _when(row: Row) -> float:
    return row.last_seen.timestamp() if row.last_seen else 0.0


ORDERS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: 0,
    "seen": _when,
    "-seen": lambda row: -_when(row),
    "progress": lambda row: row.read,
    "-progress": lambda row: -row.read,
    "score": lambda row: row.score,
    "-score": lambda row: -row.score,
}


def in_order(rows: Iterable[Row], order: str) -> list[Row]:
    """By one of ORDERS (any other: by name); what is equal, by name."""
    key = ORDERS.get(order, ORDERS["name"])
    return sorted(rows, key=lambda row: (key(row), fold(row.name), row.stay.pk))


def found(rows: Iterable[Row], words: str) -> list[Row]:
    """Rows whose name has all these words in it, whatever case and accents (SQLite folds ASCII alone)."""
    wanted = fold(words).split()
    return [row for row in rows if all(word in fold(row.name) for word in wanted)]


def fold(text: str) -> str:
    split = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()

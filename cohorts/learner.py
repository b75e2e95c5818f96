"""One learner, as the instructor of a cohort may see them: reading, and attempt by attempt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Min

from cohorts.access import reads_seen_in
from cohorts.gradebook import Row, gradebook
from cohorts.models import Cohort, Enrolment
from lessons.models import Section
from quizzes.models import Attempt, Quiz
from quizzes.quiz_progress import verdict_of
from quizzes.rules import Rules


@dataclass(frozen=True)
class AttemptSeen:
    """An attempt under the rules it began with. `passed` None: handed in without a pass mark, or not yet."""

    attempt: Attempt
    quiz: Quiz
    at: datetime

    @property
    def rules(self) -> Rules:
        return self.attempt.began_with

    @property
    def state(self) -> str:
        attempt = self.attempt
        if attempt.submitted_at is None or attempt.score is None:
            return "time_up" if attempt.is_overdue(self.at) else "open"
        return verdict_of(attempt)

    @property
    def mark(self) -> float | None:
        return self.rules.mark(self.attempt.points)

    @property
    def took(self) -> timedelta | None:
        handed_in = self.attempt.submitted_at
        return handed_in - self.attempt.started_at if handed_in else None

    @property
    def minutes(self) -> int | None:
        """Whole minutes from the start to handing in, at least one."""
        return None if self.took is None else max(1, round(self.took.total_seconds() / 60))


@dataclass(frozen=True)
class ModuleRead:
    title: str
    sections: list[tuple[Section, datetime | None]]

    @property
    def read(self) -> int:
        return sum(at is not None for _section, at in self.sections)


@dataclass(frozen=True)
class LearnerSeen:
    row: Row
    attempts: list[AttemptSeen]  # newest first
    modules: list[ModuleRead]


def learner_seen(cohort: Cohort, stay: Enrolment, at: datetime) -> LearnerSeen:
    """A constant number of queries, however much was done."""
    book = gradebook(cohort, at, learner_pk=stay.person_id)
    (row,) = book.rows
    attempts = [
        AttemptSeen(attempt, cell.quiz, at)
        for cell in row.quizzes
        for attempt in [*cell.handed_in, *([cell.unfinished] if cell.unfinished else [])]
    ]
    attempts.sort(key=lambda seen: seen.attempt.started_at, reverse=True)
    return LearnerSeen(row, attempts, list(_reading(cohort, stay)))


def _reading(cohort: Cohort, stay: Enrolment) -> Iterator[ModuleRead]:
    reads = reads_seen_in(cohort).filter(learner=stay.person_id)
    read_at = dict(reads.values_list("version__section_id").annotate(Min("at")))
    sections = Section.objects.along_the_course(cohort.course)
    for module, its in groupby(sections, key=lambda section: section.module):
        yield ModuleRead(module.title, [(section, read_at.get(section.pk)) for section in its])

"""What a learner has read, knows and did: derived from rows each time, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lessons.models import Course, Module, Section
from lessons.reading import Reading, reading_of
from quizzes.models import Attempt, AttemptItem, Item, Outcome, Quiz, Response, SectionItem
from quizzes.rules import Rules


@dataclass
class QuizProgress:
    """A quiz as one learner stands with it. `grade` and `points` are in points."""

    quiz: Quiz
    open_attempt: Attempt | None = None
    handed_in: list[Attempt] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many items it has: those of the open attempt, else what would be asked now."""
        return self.open_attempt.size if self.open_attempt else self.quiz.size

    @property
    def missed_last(self) -> int:
        """Items of the last handed-in attempt that were not right."""
        return self.handed_in[-1].missed if self.handed_in else 0

    @property
    def rules(self) -> Rules:
        return Rules.model_validate(self.quiz.settings)

    @property
    def grade(self) -> float | None:
        return self.rules.counted_score([a.score for a in self.handed_in if a.score is not None])

    @property
    def points(self) -> int:
        return self.handed_in[-1].points if self.handed_in else self.quiz.points_in_all

    @property
    def passed(self) -> bool:
        return self.grade is not None and self.rules.passed(self.grade, self.points)


@dataclass
class ModuleProgress:
    module: Module
    sections: list[tuple[Section, Reading]]
    asked: dict[int, set[int]]  # items asked in a section, by its pk
    outcomes: dict[int, str]  # the latest one the learner may see, by the item's pk
    quizzes: list[QuizProgress]

    @property
    def items(self) -> int:
        return len(self._items)

    @property
    def items_right(self) -> int:
        return sum(self.outcomes.get(item) == Outcome.CORRECT for item in self._items)

    @property
    def _items(self) -> set[int]:
        return {item for section, _reading in self.sections for item in self.asked.get(section.pk, ())}

    def asked_in(self, section: Section) -> int:
        return len(self.asked.get(section.pk, ()))

    def not_right_in(self, section: Section) -> int:
        """Items of this section that were answered, and not rightly the last time."""
        return sum(
            self.outcomes.get(item, Outcome.CORRECT) != Outcome.CORRECT
            for item in self.asked.get(section.pk, ())
        )

    @property
    def read(self) -> int:
        return sum(reading != Reading.UNREAD for _section, reading in self.sections)

    @property
    def changed(self) -> int:
        return sum(reading == Reading.CHANGED for _section, reading in self.sections)

    @property
    def unread(self) -> list[Section]:
        return [section for section, reading in self.sections if reading == Reading.UNREAD]


@dataclass
class CourseProgress:
    course: Course
    modules: list[ModuleProgress]

    @property
    def read(self) -> int:
        return sum(module.read for module in self.modules)

    @property
    def sections(self) -> int:
        return sum(len(module.sections) for module in self.modules)

    @property
    def next_section(self) -> Section | None:
        """The first in the course's order that is not read."""
        return next((section for module in self.modules for section in module.unread), None)

    @property
    def open_attempts(self) -> list[QuizProgress]:
        return [quiz for module in self.modules for quiz in module.quizzes if quiz.open_attempt]

    @property
    def quizzes_passed(self) -> int:
        return sum(quiz.passed for module in self.modules for quiz in module.quizzes)

    @property
    def quizzes(self) -> int:
        return sum(len(module.quizzes) for module in self.modules)


def course_progress(learner_pk: int | None, course: Course, at: datetime) -> CourseProgress:
    """How one learner (None: a visitor) stands with every published module. At most 8 queries."""
    modules = {module.pk: module for module in Module.objects.published().filter(course=course)}
    sections = list(
        Section.objects.published()
        .filter(module__in=modules)
        .with_reading_of(learner_pk)
        .select_related("module", "current")
        .order_by("module__position", "position")
    )
    asked = _asked_items(sections)
    outcomes = latest_outcomes(learner_pk, {pk for items in asked.values() for pk in items})
    quizzes = quiz_progress(learner_pk, course, at)
    return CourseProgress(
        course,
        [
            ModuleProgress(
                module=module,
                sections=[(s, reading_of(s)) for s in sections if s.module_id == pk],
                asked=asked,
                outcomes=outcomes,
                quizzes=[quiz for quiz in quizzes if quiz.quiz.module_id == pk],
            )
            for pk, module in modules.items()
        ],
    )


def _asked_items(sections: Iterable[Section]) -> dict[int, set[int]]:
    """The published items asked in each section, by the section's pk."""
    asked: dict[int, set[int]] = {}
    rows = SectionItem.objects.filter(
        section__in=[section.pk for section in sections], item__in=Item.objects.for_practice()
    )
    for section_pk, item_pk in rows.values_list("section_id", "item_id"):
        asked.setdefault(section_pk, set()).add(item_pk)
    return asked


def latest_outcomes(learner_pk: int | None, item_pks: set[int]) -> dict[int, str]:
    """The outcome of the latest response whose outcome the learner may see, by the item's pk.

    In practice that is every response; in a quiz the one that counted, once it was handed in.
    """
    if learner_pk is None or not item_pks:
        return {}
    practised = (
        Response.objects.practice().counting().filter(learner_id=learner_pk, version__item__in=item_pks)
    )
    counted = AttemptItem.objects.filter(
        attempt__learner_id=learner_pk,
        attempt__submitted_at__isnull=False,
        counted__isnull=False,
        version__item__in=item_pks,
    )
    seen = [
        *practised.values_list("pk", "version__item_id", "outcome"),
        *counted.values_list("counted_id", "version__item_id", "outcome"),
    ]
    return {item: outcome for _pk, item, outcome in sorted(seen)}


def quiz_progress(learner_pk: int | None, course: Course, at: datetime) -> list[QuizProgress]:
    """How a learner stands with every published quiz, over all its deliveries. Two queries."""
    quizzes = Quiz.objects.published().filter(course=course).with_size()
    by_quiz = {quiz.pk: QuizProgress(quiz) for quiz in quizzes}
    if learner_pk is not None:
        attempts = (
            Attempt.objects.filter(learner_id=learner_pk, delivery__quiz__in=by_quiz)
            .exclude(standing=Attempt.Standing.PREVIEW)
            .select_related("delivery")
            .with_counts()
            .order_by("started_at", "pk")
        )
        for attempt in attempts:
            progress = by_quiz[attempt.delivery.quiz_id]
            if attempt.submitted_at is not None:
                progress.handed_in.append(attempt)
            elif not attempt.is_overdue(at):
                progress.open_attempt = attempt
    return list(by_quiz.values())

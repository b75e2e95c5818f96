"""What a learner has read and knows, module by module: derived from rows each time, stored nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lessons.models import Course, Module, Section
from lessons.reading import Reading, reading_of
from quizzes.models import AttemptItem, Item, Outcome, Quiz, Response, SectionItem
from quizzes.quiz_progress import QuizProgress, quiz_progress


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
    def unread(self) -> list[Section]:
        return [section for section, reading in self.sections if reading == Reading.UNREAD]


@dataclass
class CourseProgress:
    course: Course
    modules: list[ModuleProgress]
    final: list[QuizProgress]  # quizzes over all modules

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
        return [quiz for quiz in self.all_quizzes if quiz.open_attempt]

    @property
    def quizzes_passed(self) -> int:
        return sum(quiz.passed for quiz in self.all_quizzes)

    @property
    def quizzes(self) -> int:
        return len(self.all_quizzes)

    @property
    def all_quizzes(self) -> list[QuizProgress]:
        return [*(quiz for module in self.modules for quiz in module.quizzes), *self.final]


def course_progress(
    learner_pk: int | None, course: Course, at: datetime, offered: QuerySet[Quiz]
) -> CourseProgress:
    """How one learner (None: a visitor) stands with every published module, and with the quizzes offered."""
    modules = {module.pk: module for module in Module.objects.published().filter(course=course)}
    sections = list(Section.objects.along_the_course(course).with_reading_of(learner_pk))
    asked = _asked_items(sections)
    quizzes = quiz_progress(learner_pk, course, at, offered)
    untold = [pk for quiz in quizzes for pk, parts in quiz.hidden.items() if "outcome" in parts]
    outcomes = latest_outcomes(learner_pk, {pk for items in asked.values() for pk in items}, untold)
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
        final=[quiz for quiz in quizzes if quiz.quiz.module_id is None],
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


def latest_outcomes(
    learner_pk: int | None, item_pks: set[int], untold: Collection[int] = ()
) -> dict[int, str]:
    """The outcome of the latest response whose outcome the learner may see, by the item's pk.

    In practice that is every response; in a quiz the one that counted, once it was handed in. `untold`:
    the pk of attempts whose outcomes may not be seen now.
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
    ).exclude(attempt__in=untold)
    seen = [
        *practised.values_list("pk", "version__item_id", "outcome"),
        *counted.values_list("counted_id", "version__item_id", "outcome"),
    ]
    return {item: outcome for _pk, item, outcome in sorted(seen)}

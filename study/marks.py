"""A learner's way through a course as the pages mark it: modules, sections, quizzes, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from lessons.cards import section_url
from lessons.models import Course, Section
from lessons.reading import Reading, minutes
from quizzes.attempt_pages import summary_url
from quizzes.progress import CourseProgress, ModuleProgress
from quizzes.quiz_progress import QuizProgress


@dataclass(frozen=True)
class SectionMark:
    title: str
    url: str
    state: str  # read, changed, here (where the learner goes on) or ""
    minutes: int
    items: int


@dataclass(frozen=True)
class QuizMark:
    title: str
    url: str
    state: str  # passed, failed, taken (it has no pass mark), open or new
    score: float | None
    points: int
    saved: int
    items: int


@dataclass(frozen=True)
class ModuleMark:
    number: int
    slug: str
    title: str
    url: str
    objectives: list[str]
    discuss: list[dict[str, str]]  # question, weigh
    state: str  # read, here or ""
    read: int
    total: int
    share: int  # of sections read, 0 to 100
    ahead: bool  # begun although a module before it is not read to the end
    sections: list[SectionMark]
    quizzes: list[QuizMark]
    items_right: int
    items_total: int


@dataclass(frozen=True)
class Unfinished:
    title: str
    url: str
    saved: int
    items: int
    until: datetime | None
    is_over: bool


def module_marks(progress: CourseProgress) -> list[ModuleMark]:
    here = progress.next_section
    marks: list[ModuleMark] = []
    for module in progress.modules:
        behind = any(mark.read < mark.total for mark in marks)
        marks.append(module_mark(module, progress.course, here, ahead=bool(module.read) and behind))
    return marks


def module_mark(
    progress: ModuleProgress, course: Course, here: Section | None, *, ahead: bool = False
) -> ModuleMark:
    module, total = progress.module, len(progress.sections)
    is_here = here is not None and here.module_id == module.pk
    return ModuleMark(
        number=module.position,
        slug=module.slug,
        title=module.title,
        url=reverse("study:module", args=[course.slug, module.slug]),
        objectives=module.objectives,
        discuss=module.discuss,
        state="here" if is_here else "read" if total and progress.read == total else "",
        read=progress.read,
        total=total,
        share=100 * progress.read // total if total else 0,
        ahead=ahead,
        sections=[
            SectionMark(
                title=section.title,
                url=section_url(section, course),
                state=_state(section, reading, here),
                minutes=minutes(section.current) if section.current else 1,
                items=progress.asked_in(section),
            )
            for section, reading in progress.sections
        ],
        quizzes=[quiz_mark(quiz, course) for quiz in progress.quizzes],
        items_right=progress.items_right,
        items_total=progress.items,
    )


def _state(section: Section, reading: Reading, here: Section | None) -> str:
    if here is not None and section.pk == here.pk:
        return "here"
    return "" if reading == Reading.UNREAD else reading.value


def quiz_mark(progress: QuizProgress, course: Course) -> QuizMark:
    return QuizMark(
        title=progress.quiz.title,
        url=quiz_url(progress, course),
        state=_quiz_state(progress),
        score=progress.grade,
        points=progress.points,
        saved=progress.saved,
        items=progress.size,
    )


def _quiz_state(progress: QuizProgress) -> str:
    return "open" if progress.open_attempt else progress.verdict or "new"


def quiz_url(progress: QuizProgress, course: Course) -> str:
    return reverse("study:quiz", args=[course.slug, progress.quiz.slug])


def unfinished(progress: CourseProgress, at: datetime) -> list[Unfinished]:
    return [unfinished_mark(quiz, at) for quiz in progress.open_attempts]


def unfinished_mark(progress: QuizProgress, at: datetime) -> Unfinished:
    """Uses `progress.open_attempt`."""
    attempt = progress.open_attempt
    assert attempt is not None
    return Unfinished(
        title=progress.quiz.title,
        url=summary_url(attempt),
        saved=progress.saved,
        items=progress.size,
        until=attempt.deadline,
        is_over=attempt.is_overdue(at),
    )


def totals(progress: CourseProgress) -> dict[str, int]:
    return {
        "sections_read": progress.read,
        "sections_total": progress.sections,
        "items_right": sum(module.items_right for module in progress.modules),
        "items_total": sum(module.items for module in progress.modules),
        "quizzes_passed": progress.quizzes_passed,
        "quizzes_total": progress.quizzes,
    }


def next_steps(progress: CourseProgress) -> list[dict[str, Any]]:
    """What to do next, the nearest first: what changed, the next section, items to look at again, quizzes."""
    course = progress.course
    steps: list[dict[str, Any]] = [
        {"kind": "changed", "title": section.title, "url": section_url(section, course)}
        for module in progress.modules
        for section, reading in module.sections
        if reading == Reading.CHANGED
    ]
    if section := progress.next_section:
        steps.append(
            {
                "kind": "section",
                "title": section.title,
                "url": section_url(section, course),
                "minutes": minutes(section.current) if section.current else 1,
            }
        )
    for module in progress.modules:
        for section, _reading in module.sections:
            if count := module.not_right_in(section):
                steps.append(
                    {
                        "kind": "items",
                        "title": section.title,
                        "url": section_url(section, course),
                        "count": count,
                    }
                )
        for quiz in module.quizzes:
            if not module.unread and not quiz.handed_in and not quiz.open_attempt:
                steps.append({"kind": "quiz", "title": quiz.quiz.title, "url": quiz_url(quiz, course)})
            elif quiz.missed_last:
                steps.append(
                    {
                        "kind": "retry",
                        "title": quiz.quiz.title,
                        "url": reverse("quizzes:retry", args=[quiz.handed_in[-1].public_id]),
                        "count": quiz.missed_last,
                    }
                )
    return steps


def onward(progress: CourseProgress) -> dict[str, Any] | None:
    """The one next thing: a section to read, else a quiz to take; None when all is done."""
    started = bool(progress.read or any(quiz.handed_in for quiz in progress.all_quizzes))
    for step in next_steps(progress):
        if step["kind"] in ("section", "quiz"):
            return {**step, "started": started}
    return None

"""A quiz's front page, and the start of an attempt."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guests import learner_for, learner_id, refuse_other_learner
from cohorts.access import standing_of, startable_deliveries
from lessons.models import Course, Module, State
from quizzes import rules
from quizzes.attempts import DeliveryClosed, NoAttemptsLeft, parts_to_ask, start_attempt
from quizzes.models import Delivery, Quiz
from quizzes.progress import QuizProgress, has_passed, quiz_progress
from study.marks import unfinished_mark


def deliveries_of(course: str, quiz: str) -> QuerySet[Delivery]:
    return Delivery.objects.select_related("quiz__course", "quiz__module").filter(
        own=True, quiz__slug=quiz, quiz__course__slug=course, quiz__course__state=State.PUBLISHED
    )


@login_not_required
@never_cache
@require_safe
def quiz(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    """Also of a quiz that is not offered any more, for those who have attempts at it."""
    mine = Q(pk__in=startable_deliveries(request.user)) | Q(quiz__in=Quiz.objects.begun_by(request.user))
    return _front_page(request, get_object_or_404(deliveries_of(course, quiz).filter(mine)))


def _front_page(
    request: HttpRequest, delivery: Delivery, why_not: str = "", status: int = 200
) -> HttpResponse:
    quiz, now = delivery.quiz, timezone.now()
    progress = next(row for row in quiz_progress(request.user.pk, quiz.course, also=quiz) if row.quiz == quiz)
    why_not = why_not or _why_not(progress, delivery, now)
    context = {
        "course": quiz.course,
        "quiz": quiz,
        "module": _module(quiz.module, quiz.course) if quiz.module else None,
        "items": progress.quiz.size,
        "rules": rules.sentence(progress.rules, items=progress.quiz.size, points=progress.quiz.points_in_all),
        "unfinished": unfinished_mark(progress, now) if progress.open_attempt else None,
        "attempts": _attempts(progress),
        "attempts_left": progress.attempts_left,
        "may_start": not why_not,
        "why_not": why_not,
        "start_url": reverse("study:start", args=[quiz.course.slug, quiz.slug]),
        "learner_id": learner_id(request),
        "retry_url": _retry_url(progress),
        "retry_count": progress.missed_last,
        "is_guest": getattr(request.user, "is_guest", True),
    }
    return render(request, "study/quiz.html", context, status=status)


def _why_not(progress: QuizProgress, delivery: Delivery, at: datetime) -> str:
    if delivery.quiz.state != State.PUBLISHED:
        return _("It is not offered any more. Your results stay.")
    if not progress.quiz.size:
        return _("It has no items at this time.")
    if not delivery.is_open(at):
        return _("It is not open at this time.")
    if progress.attempts_left == 0:
        return _("You have used all attempts.")
    return ""


def _module(module: Module, course: Course) -> dict[str, Any]:
    return {
        "number": module.position,
        "title": module.title,
        "url": reverse("study:module", args=[course.slug, module.slug]),
    }


def _attempts(progress: QuizProgress) -> list[dict[str, Any]]:
    """Handed-in attempts, newest first; `counts` marks the one whose result is the grade."""
    return [
        {
            "number": attempt.number,
            "handed_in_at": attempt.submitted_at,
            "score": attempt.score,
            "points": attempt.points,
            "passed": has_passed(attempt),
            "counts": attempt == progress.counted,
            "url": reverse("quizzes:result", args=[attempt.public_id]),
        }
        for attempt in reversed(progress.handed_in)
    ]


def _retry_url(progress: QuizProgress) -> str | None:
    if not progress.missed_last:
        return None
    return reverse("quizzes:retry", args=[progress.handed_in[-1].public_id])


@login_not_required
@require_POST
def start(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    refuse_other_learner(request, request.POST.get("learner"))
    delivery = get_object_or_404(
        deliveries_of(course, quiz).filter(pk__in=startable_deliveries(request.user))
    )
    now = timezone.now()
    try:
        parts_to_ask(delivery, now)  # asked first, so that a refusal makes no guest
        learner = learner_for(request)
        attempt = start_attempt(
            learner=learner,
            delivery=delivery,
            standing=standing_of(learner, delivery),
            at=now,
            chance=SystemRandom(),
        )
    except DeliveryClosed:
        return _front_page(request, delivery, _("It is not open at this time."), status=409)
    except NoAttemptsLeft:
        return _front_page(request, delivery, _("You have used all attempts."), status=409)
    return redirect("quizzes:item", attempt.public_id, 1)

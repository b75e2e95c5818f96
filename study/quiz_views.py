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
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guests import learner_for, learner_id, refuse_other_learner
from cohorts.access import standing_of, startable_deliveries
from lessons.models import Course, Module, State
from quizzes.attempts import start_attempt
from quizzes.conditions import conditions_for
from quizzes.models import Attempt, Delivery, Quiz
from quizzes.quiz_progress import QuizProgress, has_passed, quiz_progress
from quizzes.starting import (
    DeliveryClosed,
    KeptForExamination,
    NeedsAccount,
    NoAttemptsLeft,
    NoStart,
    NotEnoughItems,
    TooSoon,
    prepare_start,
)
from quizzes.wording import in_words, sentences
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


def _front_page(request: HttpRequest, delivery: Delivery, status: int = 200) -> HttpResponse:
    quiz, now = delivery.quiz, timezone.now()
    progress = next(
        row
        for row in quiz_progress(request.user.pk, quiz.course, now, Quiz.objects.filter(pk=quiz.pk))
        if row.quiz == quiz
    )
    conditions, standing = conditions_for(delivery, request.user.pk), _standing(request, delivery)
    if standing != Attempt.Standing.LEARNER:
        conditions = conditions.without_limits()
    why_not = "" if progress.open_attempt else _why_not(request, delivery, standing, now)
    context = {
        "course": quiz.course,
        "quiz": quiz,
        "module": _module(quiz.module, quiz.course) if quiz.module else None,
        "rules": sentences(conditions, items=progress.quiz.size, points=progress.quiz.points_in_all, at=now),
        "unfinished": unfinished_mark(progress, now) if progress.open_attempt else None,
        "attempts": _attempts(progress),
        "attempts_left": conditions.rules.left(progress.used_at(delivery)),
        "may_start": not why_not,
        "why_not": why_not,
        "start_url": reverse("study:start", args=[quiz.course.slug, quiz.slug]),
        "learner_id": learner_id(request),
        "retry_url": _retry_url(progress),
        "retry_count": progress.missed_last,
        "is_guest": getattr(request.user, "is_guest", True),
    }
    return render(request, "study/quiz.html", context, status=status)


def _why_not(request: HttpRequest, delivery: Delivery, standing: Attempt.Standing, at: datetime) -> str:
    """In words; empty where an attempt may begin."""
    if delivery.quiz.state != State.PUBLISHED:
        return _("It is not offered any more. Your results stay.")
    try:
        _prepare(request, delivery, standing, at)
    except TooSoon as wait:
        return _("You may begin the next attempt on %(date)s.") % {"date": in_words(wait.until)}
    except NoStart as no:
        return str(WHY_NOT[type(no)])
    return ""


WHY_NOT: dict[type[NoStart], object] = {
    DeliveryClosed: gettext_lazy("It is not open at this time."),
    NotEnoughItems: gettext_lazy("It does not have enough items at this time."),
    NeedsAccount: gettext_lazy("It is an examination. Sign in with an account to take it."),
    KeptForExamination: gettext_lazy("An examination asks some of its items now. It opens again after that."),
    NoAttemptsLeft: gettext_lazy("You have used all attempts."),
}


def _prepare(request: HttpRequest, delivery: Delivery, standing: Attempt.Standing, at: datetime) -> None:
    """Raises NoStart where this person, or visitor, may not begin now."""
    prepare_start(
        learner=request.user if request.user.is_authenticated else None,
        delivery=delivery,
        standing=standing,
        at=at,
        chance=SystemRandom(),
    )


def _standing(request: HttpRequest, delivery: Delivery) -> Attempt.Standing:
    user = request.user
    return standing_of(user, delivery) if user.is_authenticated else Attempt.Standing.GUEST


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
            "handed_in_at": attempt.submitted_at,
            "score": None if "score" in progress.hidden_in(attempt) else attempt.score,
            "points": attempt.points,
            "passed": None if "score" in progress.hidden_in(attempt) else has_passed(attempt),
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
        if not request.user.is_authenticated:
            # Asked first, so that a refusal makes no guest.
            _prepare(request, delivery, Attempt.Standing.GUEST, now)
        learner = learner_for(request)
        attempt = start_attempt(
            learner=learner,
            delivery=delivery,
            standing=standing_of(learner, delivery),
            at=now,
            chance=SystemRandom(),
        )
    except NoStart:
        return _front_page(request, delivery, status=409)
    return redirect("quizzes:item", attempt.public_id, 1)

"""An examination keeps its items to itself: which keys are kept back now, and by which quizzes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from quizzes.models import Attempt, AttemptItem, Delivery, Item, QuizPart
from quizzes.rules import Rules

# Without one of these settings a quiz shows its keys once it is handed in.
_MAY_WITHHOLD = (
    Q(quiz__settings__has_key="preset")
    | Q(quiz__settings__has_key="feedback")
    | Q(settings__has_key="preset")
    | Q(settings__has_key="feedback")
)


def withholding_quizzes(course_pk: int, at: datetime) -> set[int]:
    """The quizzes of a course with a delivery that keeps keys back and is not closed yet. One query."""
    deliveries = (
        Delivery.objects.filter(_MAY_WITHHOLD, quiz__course=course_pk)
        .not_closed(at)
        .values_list("quiz_id", "quiz__settings", "settings")
    )
    return {quiz for quiz, own, differing in deliveries if Rules.of(own, differing).withholds_keys}


def withheld_from(attempt: Attempt, at: datetime) -> set[int]:
    """The pk of items whose keys are kept back now: this attempt does not tell them.

    An examination's own rules say what it tells. But what shows its keys, be it the same quiz at another
    delivery, shows none that an examination keeps back. Uses `attempt.delivery.quiz`.
    """
    quiz = attempt.delivery.quiz
    is_examination = attempt.began_with.withholds_keys
    withheld = withheld_items(quiz.course_id, at, besides=quiz.pk if is_examination else None)
    return set(withheld.values_list("pk", flat=True))


def is_withheld(item: Item, at: datetime) -> bool:
    return withheld_items(item.course_id, at).filter(pk=item.pk).exists()


def withheld_items(course_pk: int, at: datetime, besides: int | None = None) -> QuerySet[Item]:
    """The items whose keys are kept back now: asked by such a quiz, or in the pool of one of its draws.

    Also those of attempts that are open, where the quiz was edited since. They are asked in no section,
    retry or review and of no guest, and no other quiz's result tells their keys; `besides`: the quiz
    whose own rules say what it tells. One query where nothing is withheld, else three and the one it is.
    """
    quizzes = withholding_quizzes(course_pk, at) - {besides}
    if not quizzes:
        return Item.objects.none()
    parts = QuizPart.objects.filter(quiz__in=quizzes)
    asked = Q(pk__in=parts.filter(item__isnull=False).values("item"))
    for draw in parts.filter(item=None).select_related("quiz").prefetch_related("claims"):
        asked |= Q(pk__in=draw.pool().values("pk"))
    running = AttemptItem.objects.filter(
        attempt__delivery__quiz__in=quizzes, attempt__submitted_at=None, attempt__taken_back_at=None
    )
    asked |= Q(pk__in=running.values("version__item"))
    return Item.objects.filter(asked)

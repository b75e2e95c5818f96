"""An examination keeps its items to itself: which keys are kept back now, and by which quizzes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from quizzes.models import AttemptItem, Delivery, Item, QuizPart
from quizzes.rules import PRESETS, Rules

_PRESETS = [preset for preset in PRESETS if Rules(preset=preset).withholds_keys]
# Without one of these settings a quiz shows its keys once it is handed in.
_MAY_WITHHOLD = (
    Q(quiz__settings__preset__in=_PRESETS)
    | Q(quiz__settings__has_key="feedback")
    | Q(settings__preset__in=_PRESETS)
    | Q(settings__has_key="feedback")
)


def _that_may_withhold(course: int | OuterRef, at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(_MAY_WITHHOLD, quiz__course=course).not_closed(at)


def with_may_withhold[R: QuerySet](rows: R, course: int | OuterRef, at: datetime) -> R:
    """Adds `may_withhold`: whether there is a reason to ask for `withholding_quizzes`, in the same query."""
    return rows.annotate(may_withhold=Exists(_that_may_withhold(course, at)))


def withholding_quizzes(course_pk: int, at: datetime) -> set[int]:
    """The quizzes of a course with a delivery that keeps keys back and is not closed yet. One query."""
    deliveries = _that_may_withhold(course_pk, at).values_list("quiz_id", "quiz__settings", "settings")
    return {quiz for quiz, own, differing in deliveries if Rules.of(own, differing).withholds_keys}


def is_withheld(item: Item, at: datetime) -> bool:
    return withheld_items(item.course_id, at).filter(pk=item.pk).exists()


def withheld_items(course_pk: int, at: datetime) -> QuerySet[Item]:
    """The items of a course whose keys are kept back now.

    They are asked in no section, retry or review and of no guest, and no other quiz's result tells
    their keys. One query where nothing is withheld, else three and the one it is.
    """
    return items_withheld_by(withholding_quizzes(course_pk, at))


def items_withheld_by(quizzes: set[int]) -> QuerySet[Item]:
    """What these quizzes ask, or have in the pool of a draw; no query without a quiz.

    Also what attempts that are open ask, where the quiz was edited since.
    """
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

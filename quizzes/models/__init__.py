"""Tables of the bank and of the work done with it.

Versions, keys and responses are insert-only; the foreign keys towards them are PROTECT.
"""

from quizzes.models.bank import (
    AnswerKey,
    Delivery,
    Item,
    ItemVersion,
    Quiz,
    QuizPart,
    SectionItem,
)
from quizzes.models.work import GRACE, Attempt, AttemptItem, Outcome, Response

__all__ = [
    "GRACE",
    "AnswerKey",
    "Attempt",
    "AttemptItem",
    "Delivery",
    "Item",
    "ItemVersion",
    "Outcome",
    "Quiz",
    "QuizPart",
    "Response",
    "SectionItem",
]

"""Tables of the bank and of the work done with it.

Versions, keys and responses are insert-only; the foreign keys towards them are PROTECT.
"""

from quizzes.models.bank import AnswerKey, Item, ItemVersion, SectionItem
from quizzes.models.quiz import Allowance, Delivery, Quiz, QuizPart
from quizzes.models.report import ItemReport
from quizzes.models.work import Attempt, AttemptItem, HintUse, Outcome, Response

__all__ = [
    "Allowance",
    "AnswerKey",
    "Attempt",
    "AttemptItem",
    "Delivery",
    "HintUse",
    "Item",
    "ItemReport",
    "ItemVersion",
    "Outcome",
    "Quiz",
    "QuizPart",
    "Response",
    "SectionItem",
]

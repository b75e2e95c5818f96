"""An item of which every part has a mark of its own, and what of it a page lets see."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from quizzes.attempts import answer, hand_in
from quizzes.models import Attempt, Item, Quiz, QuizPart
from quizzes.rules import Part
from tests.factories import MINUTE, attempt, item, person, quiz, text_entry

POINTS = 7
ANSWER = "MY OWN WORDS"
MARKS: dict[Part, list[str]] = {
    "response": [ANSWER],
    "outcome": ["data-outcome", '#wrong"', '#partly"', '#omitted"', "Item, wrong", "not passed"],
    "score": [f"0 of {POINTS}", "0 points of 1", 'value="0.0000"'],
    "feedback": ["CANARY FEEDBACK"],
    "explanation": ["CANARY EXPLANATION"],
    "key": ["CANARY KEY"],
}
HINT = "CANARY HINT"


def marked_item(slug: str = "marked", **fields: object) -> Item:
    return item(
        slug,
        text_entry(
            "CANARY KEY",
            feedback=[{"for": ANSWER, "text": "CANARY FEEDBACK"}],
            explanation="CANARY EXPLANATION",
            hints=[HINT],
        ),
        **{"use": Item.Use.QUIZ, **fields},
    )


def marked_quiz(slug: str = "marked-quiz", **fields: object) -> Quiz:
    """It asks the marked item alone, for seven points."""
    made = quiz(slug, items=[], **fields)
    if not made.parts.exists():
        QuizPart.objects.create(quiz=made, position=1, item=marked_item(), points=POINTS)
    return made


def seen(html: str) -> set[Part]:
    """Which parts of the marked item's result are in these bytes, after a wrong answer."""
    body = html[html.index("<main") :]  # the base page holds a picture of every sign
    return {part for part, marks in MARKS.items() if any(mark in body for mark in marks)}


def minutes_ago(minutes: float) -> datetime:
    return timezone.now() - minutes * MINUTE


def answered(
    of: Quiz,
    learner: User | None = None,
    *,
    handed_in: float | None = None,
    values: Sequence[str] = (ANSWER,),
) -> Attempt:
    """The quiz's one item answered an hour ago, wrongly; handed in so many minutes ago, if at all."""
    begun = attempt(learner or person(), of, at=minutes_ago(60))
    row = begun.items.select_related("version__item").get()
    answer(attempt_item=row, values=list(values), client_key=uuid4(), sequence=1, at=minutes_ago(59))
    return begun if handed_in is None else hand_in(attempt=begun, at=minutes_ago(handed_in))

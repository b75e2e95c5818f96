"""Editing changes no past result: after 1,000 edits at random, every score is found again."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from quizzes.models import AnswerKey, Attempt, AttemptItem, HintUse, Response
from tests.factories import DAY, item, quiz, section, small_course
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.editing import BusyCourse
from tests.quizzes.test_verify_scores import verify

pytestmark = pytest.mark.django_db
EDITS, SEED = 1000, 5


def differences_after(change: Callable[[], Any]) -> int:
    """How many are found, of what is changed for the moment."""
    with transaction.atomic():
        change()
        said, status = verify()
        transaction.set_rollback(True)
    assert status == (1 if len(said) > 1 else 0)
    return len(said) - 1


def one(rows):
    """A row of these, to be changed behind everybody's back."""
    return type(rows[0]).objects.filter(pk=rows.order_by("pk")[rows.count() // 2].pk)


def test_after_a_thousand_random_edits_every_score_is_found_again_and_a_wrong_one_is_found():
    course = BusyCourse(SEED)
    course.run(EDITS)
    course.at += 2 * DAY
    course.close()
    said, status = verify()
    assert (said[-1].endswith(" scores, 0 differences"), status) == (True, 0), said[:10]

    # it had something to find: every type was answered in attempts and in practice, hints were taken,
    # answers checked at once, late, overtaken or handed in by nobody
    handed_in = AttemptItem.objects.filter(attempt__submitted_at__isnull=False)
    answered = handed_in.filter(counted__isnull=False)
    assert set(answered.values_list("version__interaction", flat=True)) == set(EVERY_TYPE)
    practised = Response.objects.practice()
    assert set(practised.values_list("version__interaction", flat=True)) == set(EVERY_TYPE)
    assert set(handed_in.values_list("outcome", flat=True)) == {"correct", "partial", "incorrect", "omitted"}
    assert handed_in.filter(hints_taken__isnull=False, outcome="correct").exists()
    assert Response.objects.checked_at_once().filter(attempt_item__isnull=False).count() > 20
    assert Response.objects.filter(late=True).exists()
    assert Attempt.objects.handed_in().count() > 100
    assert int(said[-1].split()[0]) > 500

    def change(rows, **fields):
        return lambda: one(rows).update(**fields)

    hinted = HintUse.objects.filter(
        attempt_item__outcome="correct", attempt_item__score__gt=0, attempt_item__score__lt=1
    )
    right = answered.filter(outcome="correct", score=1)
    found = {
        "an attempt's score": differences_after(
            change(Attempt.objects.handed_in().filter(score__gt=0), score=0)
        ),
        "an item's score": differences_after(change(right, score=0.5)),
        "an item's outcome": differences_after(change(right, outcome="partial")),
        "which answer counts": differences_after(change(right, counted=None)),
        "a hint that is gone": differences_after(lambda: one(hinted).delete()),
        "what it was worth": differences_after(change(right, points=9)),
        "a practised score": differences_after(change(practised.filter(score=1), score=0)),
    }
    assert found == dict.fromkeys(found, 1) | {
        "which answer counts": 2,  # the item, and with it the attempt
        "a hint that is gone": 2,
    }
    keys = AnswerKey.objects.filter(version__interaction="choice")
    assert differences_after(lambda: keys.update(key=keys.first().key)) > 10
    assert verify() == (said, 0)


def test_after_the_demo_class_every_score_is_found_again():
    small_course()
    asked = [item(f"a-{name}", {**shape, "hints": ["Look again."]}) for name, shape in EVERY_TYPE.items()]
    section("of-every-type", items=asked)
    quiz("of-every-type", items=asked)
    quiz("at-once", items=asked, settings={"preset": "practice"})
    quiz("exam", items=asked, settings={"preset": "examination", "time_limit_minutes": 20})
    call_command("demo", learners=12, stdout=StringIO())
    said, status = verify()
    assert status == 0
    answered = AttemptItem.objects.filter(counted__isnull=False)
    assert set(answered.values_list("version__interaction", flat=True)) == set(EVERY_TYPE)
    assert int(said[-1].split()[0]) > 300

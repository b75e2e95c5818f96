"""Two answers at once to an item that is checked at once: one is final, the other is told so."""

import pytest

from quizzes.models import Response
from tests.factories import attempt, person, quiz, right_values, wrong_values
from tests.faults.conftest import a_key

AFTER_LOCK_AND_LOOK = 'after FROM "quizzes_response" '
ROUNDS = 5

red = pytest.raises(AssertionError)


class Work:
    def __init__(self, number=1):
        learner = person(f"learner-{number}")
        of = attempt(learner, quiz(settings={"preset": "practice"}))
        self.item = of.items.select_related("version__item__current").get(position=1)
        self.right = self.change(right_values(self.item.version.item))
        self.wrong = self.change(wrong_values(self.item.version.item))

    def change(self, values, key=None):
        return {
            "act": "answer",
            "item": self.item.pk,
            "values": values,
            "key": key or a_key(),
            "sequence": 1,
        }

    @property
    def checked(self):
        rows = Response.objects.filter(attempt_item=self.item).order_by("pk")
        return [(row.values, row.outcome, row.late) for row in rows]


@pytest.fixture
def work(transactional_db):
    return Work()


def one_is_final(pair, work):
    """Two tabs, or somebody who tries both: the key of one was shown before the other could be stored."""
    got = pair.in_between(work.wrong, AFTER_LOCK_AND_LOOK, work.right)
    assert got == [
        {"saved": "true", "counts": work.wrong["values"]},
        {"saved": "late", "counts": work.wrong["values"]},
    ]
    assert work.checked == [
        (work.wrong["values"], "incorrect", False),
        (work.right["values"], "", True),
    ]


def test_of_two_answers_at_once_one_is_final_and_the_other_late(pair, work):
    one_is_final(pair, work)


def test_without_the_lock_both_are_checked(pair, work):
    with pair.without_lock(), red:
        one_is_final(pair, work)


def test_a_double_click_is_checked_once(pair, work):
    got = pair.in_between(work.right, AFTER_LOCK_AND_LOOK, work.right)
    assert got == [{"saved": "true", "counts": work.right["values"]}] * 2
    assert work.checked == [(work.right["values"], "correct", False)]


def test_at_the_same_moment_either_may_be_first(pair, transactional_db):
    for number in range(ROUNDS):
        work = Work(number)
        got = pair.at_once(work.right, work.wrong)
        assert sorted(receipt["saved"] for receipt in got) == ["late", "true"]
        assert sorted(outcome != "" for _values, outcome, _late in work.checked) == [False, True]

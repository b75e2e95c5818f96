"""Changes of one answer that meet on the way: what was saved is kept, and the last change counts."""

import pytest

from quizzes.models import Response
from tests.factories import attempt, person, quiz, right_values, wrong_values
from tests.faults.conftest import a_key, without_constraint

BEFORE_THE_LOCK = 'before ^BEGIN|FROM "quizzes_attempt" '
AFTER_LOCK_AND_LOOK = 'after FROM "quizzes_response" '

red = pytest.raises(AssertionError)


class Work:
    """One item of Amina's attempt, and the changes A and B of its answer."""

    def __init__(self):
        self.item = attempt(person(), quiz()).items.select_related("version__item__current").get(position=1)
        self.a = right_values(self.item.version.item)
        self.b = wrong_values(self.item.version.item)
        self.key = a_key()

    def change(self, values, sequence=None, key=None):
        return {
            "act": "answer",
            "item": self.item.pk,
            "values": values,
            "key": key or self.key,
            "sequence": sequence,
        }

    @property
    def rows(self):
        return [row.values for row in Response.objects.filter(attempt_item=self.item).order_by("pk")]


@pytest.fixture
def work(transactional_db):
    return Work()


def test_a_b_a_counts_a(pair, work):
    got = [
        pair.first.does(**work.change(work.a, 1)),
        pair.second.does(**work.change(work.b, 2)),
        pair.first.does(**work.change(work.a, 3)),
    ]
    assert got == [{"saved": "true", "counts": values} for values in (work.a, work.b, work.a)]
    assert work.rows == [work.a, work.b, work.a]


def test_a_b_a_from_a_page_without_script_counts_a(pair, work):
    for values in (work.a, work.b, work.a):
        assert pair.first.does(**work.change(values)) == {"saved": "true", "counts": values}
    assert work.rows == [work.a, work.b, work.a]


def test_a_delayed_past_b_is_kept_and_does_not_count(pair, work):
    delayed, newer = pair.in_between(work.change(work.a, 1), BEFORE_THE_LOCK, work.change(work.b, 2))
    assert newer == {"saved": "true", "counts": work.b}
    assert delayed == {"saved": "false", "counts": work.b}
    assert work.rows == [work.b, work.a]


def test_b_retried_after_a_stores_nothing_and_is_told_what_counts(pair, work):
    pair.first.does(**work.change(work.b, 1))
    pair.first.does(**work.change(work.a, 2))
    assert pair.second.does(**work.change(work.b, 1)) == {"saved": "false", "counts": work.a}
    assert work.rows == [work.b, work.a]


def test_of_two_browsers_the_one_that_the_server_heard_last_counts(pair, work):
    pair.first.does(**work.change(work.a, 7))
    assert pair.second.does(**work.change(work.b, 1, a_key())) == {"saved": "true", "counts": work.b}
    assert pair.first.does(**work.change(work.a, 7)) == {"saved": "false", "counts": work.b}


def once(pair, work, sequence):
    """The same change twice, the second while the first is being saved."""
    change = work.change(work.a, sequence)
    got = pair.in_between(change, AFTER_LOCK_AND_LOOK, change)
    assert got == [{"saved": "true", "counts": work.a}] * 2
    assert work.rows == [work.a]


@pytest.mark.parametrize("sequence", [1, None])
def test_a_double_click_is_one_answer(pair, work, sequence):
    once(pair, work, sequence)


def test_the_lock_holds_a_double_click_without_the_constraint(pair, work):
    with without_constraint(Response, "a_change_is_stored_once"):
        once(pair, work, 1)


def test_without_lock_and_constraint_a_double_click_is_two_answers_or_a_failure(pair, work):
    with without_constraint(Response, "a_change_is_stored_once"), pair.without_lock(), red:
        once(pair, work, 1)

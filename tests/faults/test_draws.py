"""Two starts at once that draw different items: one attempt, with what was drawn for it and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from quizzes.models import Attempt, AttemptItem
from tests.factories import draw, item, own_delivery, person, quiz, signed_in
from tests.faults.conftest import without_constraint

BEFORE_IT_BEGINS = 'before INSERT INTO "quizzes_attempt" '
ROUNDS = 5


@pytest.fixture
def starts(transactional_db):
    """Orders to start a quiz of three items drawn from eight, each with a seed of its own."""
    for n in range(8):
        item(f"drawn-{n}")
    of = quiz(items=[], settings={"shuffle_items": True, "attempts": 1})
    draw(of, 3)
    order = {
        "act": "start",
        "learner": person().pk,
        "delivery": own_delivery(of).pk,
        "standing": "learner",
    }
    return lambda seed: {**order, "seed": seed}


def one_for_both(pair, starts):
    got = pair.in_between(starts(1), BEFORE_IT_BEGINS, starts(2))
    for seed in range(ROUNDS):
        got += pair.at_once(starts(seed), starts(seed + 100))
    (made,) = Attempt.objects.all()
    assert set(got) == {str(made.public_id)}
    asked = list(made.items.order_by("position").values_list("version__item", flat=True))
    assert len(set(asked)) == len(asked) == made.points == 3
    assert AttemptItem.objects.count() == 3


def test_two_draws_at_once_make_one_attempt(pair, starts):
    one_for_both(pair, starts)


def test_without_lock_and_constraints_each_has_its_own_or_fails(pair, starts):
    names = ("one_open_attempt_per_learner_and_delivery", "an_attempt_uses_up_one_of_those_allowed")
    red = pytest.raises((AssertionError, ValueError))
    with without_constraint(Attempt, *names), pair.without_lock(), red:
        one_for_both(pair, starts)


def test_a_double_click_on_the_page_leads_both_to_the_only_attempt_that_is_allowed(transactional_db):
    amina = person()
    quiz(settings={"attempts": 1})

    def click(_number):
        location = signed_in(amina).post(
            "/ssc/quizzes/foundations-quiz/start/", {"learner": amina.public_id}
        )["Location"]
        connections.close_all()
        return location

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, (1, 2))
    assert first == second == f"/attempts/{Attempt.objects.get().public_id}/1/"

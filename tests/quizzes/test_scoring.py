"""Stored scores are what follows from what is kept."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.attempts import answer, hand_in
from quizzes.interactions import REGISTRY
from quizzes.models import Outcome
from quizzes.scoring import assess, recompute
from tests.factories import NOON, attempt, choice, item, person, quiz, revise, right_values

pytestmark = pytest.mark.django_db


def test_a_score_recomputed_from_versions_and_responses_is_the_stored_one():
    done = attempt(person(), quiz(), right=2, wrong=1, handed_in=True)
    score = recompute(done)
    assert score.points == done.score
    assert score.items == {row.pk: (row.outcome, row.score) for row in done.items.all()}


def test_partly_right_is_a_third_outcome_with_its_sum_in_words():
    asked = item("several", choice("a", "b", "c", wrong=["d"], several=True))
    a, b, *_rest = right_values(asked)
    wrong = next(o["id"] for o in asked.current.content["options"] if o["id"] not in right_values(asked))
    assessment = assess(asked.current, sorted([a, b, wrong]))
    assert (assessment.outcome, assessment.words) == (
        Outcome.PARTIAL,
        "2 right, 1 wrong: (2 − 1) ÷ 3 = 1/3 of a point.",
    )


def test_nothing_chosen_is_no_answer_and_not_a_wrong_one():
    assert assess(item().current, []).outcome == Outcome.OMITTED


def test_points_are_summed_as_fractions_and_rounded_once():
    """Ten thirds: added as floats they give 3.333333333333333, as Fractions 3.3333333333333335."""
    shape = choice("a", "b", "c", wrong=["d"])
    items = [item(f"third-{n}", shape) for n in range(10)]
    of = quiz(items=items)
    learner = person()
    begun = attempt(learner, of)
    for row in begun.items.select_related("version__item__current"):
        one = right_values(row.version.item)[:1]
        answer(attempt_item=row, values=one, client_key=uuid4(), sequence=1, at=NOON)
    assert hand_in(attempt=begun, at=NOON).score == 10 / 3


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_response_scores_from_0_to_1(data):
    right = data.draw(st.integers(1, 4))
    wrong = data.draw(st.integers(1, 4))
    shape = choice(*[f"r{n}" for n in range(right)], wrong=[f"w{n}" for n in range(wrong)])
    asked = revise(item(), shape)
    ids = REGISTRY["choice"].option_ids(asked.current.content)
    values = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=1 if right == 1 else None))
    assert 0 <= assess(asked.current, sorted(values)).fraction <= 1

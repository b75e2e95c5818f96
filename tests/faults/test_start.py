"""Two starts of the same quiz at once make one attempt, and both get it."""

import pytest

from quizzes.models import Attempt
from tests.factories import guest, own_delivery, person, quiz
from tests.faults.conftest import without_constraint

BEFORE_IT_HOLDS_THE_LEARNER = 'before ^BEGIN|FROM "accounts_user" .* FOR NO KEY UPDATE'
BEFORE_IT_BEGINS = 'before INSERT INTO "quizzes_attempt" '
ONE_OPEN = "one_open_attempt_per_learner_and_delivery"
ONE_A_NUMBER = "an_attempt_uses_up_one_of_those_allowed"
ROUNDS = 5

turned_away = pytest.raises(AssertionError, match=r"IntegrityError|OperationalError")
red = pytest.raises(AssertionError, match=r"attempts at once|OperationalError")


def start(learner, of=None):
    standing = "guest" if learner.is_guest else "learner"
    return {
        "act": "start",
        "learner": learner.pk,
        "delivery": own_delivery(of or quiz()).pk,
        "standing": standing,
    }


def one_for_both(pair, learner, of=None, stop=BEFORE_IT_BEGINS):
    """Both start while the other is about to, and then at the same moment."""
    got = pair.in_between(start(learner, of), stop, start(learner, of))
    for _ in range(ROUNDS):
        got += pair.at_once(start(learner, of), start(learner, of))
    made = [str(attempt.public_id) for attempt in Attempt.objects.filter(learner=learner)]
    assert len(made) == 1, f"{len(made)} attempts at once"
    assert set(got) == set(made)
    assert [item.position for item in Attempt.objects.get(learner=learner).items.all()] == [1, 2, 3, 4]


@pytest.mark.parametrize("who", [person, guest])
@pytest.mark.parametrize("stop", [BEFORE_IT_HOLDS_THE_LEARNER, BEFORE_IT_BEGINS])
def test_two_starts_at_once_make_one_attempt(pair, who, stop):
    one_for_both(pair, who(), stop=stop)


@pytest.mark.parametrize("who", [person, guest])
def test_the_lock_holds_two_starts_without_the_constraints(pair, who):
    with without_constraint(Attempt, ONE_OPEN, ONE_A_NUMBER):
        one_for_both(pair, who())


@pytest.mark.parametrize("who", [person, guest])
def test_without_the_lock_the_constraint_leaves_one_and_turns_the_other_start_away(pair, who):
    learner = who()
    with pair.without_lock(), turned_away:
        one_for_both(pair, learner)
    assert Attempt.objects.filter(learner=learner).count() == 1


def test_a_learners_attempts_are_numbered_which_alone_leaves_one_too(pair):
    amina = person()
    with without_constraint(Attempt, ONE_OPEN):
        with pair.without_lock(), turned_away:
            one_for_both(pair, amina)
        assert Attempt.objects.count() == 1


@pytest.mark.parametrize("who", [person, guest])
def test_without_lock_and_constraints_two_starts_make_two_or_a_failure(pair, who):
    with without_constraint(Attempt, ONE_OPEN, ONE_A_NUMBER), pair.without_lock(), red:
        one_for_both(pair, who())


def test_a_double_click_where_one_attempt_is_allowed_is_not_told_that_it_is_used_up(pair):
    once = quiz(settings={"attempts": 1})
    one_for_both(pair, person(), once)


def test_who_starts_while_another_tab_starts_and_hands_in_gets_the_next_attempt(pair, transactional_db):
    amina = person()
    pair.first.tell({**start(amina), "stop": BEFORE_IT_HOLDS_THE_LEARNER})
    assert pair.first.hear() == {"stopped": True}
    pair.second.does(**start(amina))
    pair.second.does("hand_in", attempt=Attempt.objects.get().pk)
    pair.first.tell({"go": "on"})
    heard = pair.first.hear()
    assert heard == {"did": str(Attempt.objects.get(number=2).public_id)}

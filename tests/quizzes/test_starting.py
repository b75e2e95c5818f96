"""Whether an attempt may begin: asked by the page before the start and by the start itself."""

from random import Random

import pytest

from quizzes.attempts import hand_in, start_attempt
from quizzes.models import Attempt, Item
from quizzes.starting import DeliveryClosed, NoAttemptsLeft, NoStart, prepare_start
from tests.factories import DAY, MINUTE, NOON, attempt, guest, item, offered, own_delivery, person, quiz
from tests.queries import exactly

pytestmark = pytest.mark.django_db
Standing = Attempt.Standing


def start_of(learner, of, standing=Standing.LEARNER, at=NOON):
    return prepare_start(learner=learner, delivery=of, standing=standing, at=at, chance=Random(1))


def begin(learner, of, *, at=NOON, seed=1):
    return start_attempt(learner=learner, delivery=of, standing=Standing.LEARNER, at=at, chance=Random(seed))


def test_asking_whether_one_may_start_writes_nothing():
    of = own_delivery(quiz())
    for learner, standing in [
        (None, Standing.GUEST),
        (guest(), Standing.GUEST),
        (person(), Standing.LEARNER),
    ]:
        start_of(learner, of, standing)
    assert not Attempt.all_objects.exists()


def test_it_tells_what_would_be_asked_and_the_number_of_the_attempt():
    of, amina = quiz(), person()
    assert [start_of(amina, own_delivery(of)).number, len(start_of(amina, own_delivery(of)).asked)] == [1, 4]
    attempt(amina, of, handed_in=True)
    assert start_of(amina, own_delivery(of)).number == 2
    assert start_of(None, own_delivery(of), Standing.GUEST).number is None


@pytest.mark.parametrize("learner", [None, "amina"])
def test_nobody_starts_what_is_closed(learner):
    of = offered(quiz(), closes_at=NOON)
    with pytest.raises(DeliveryClosed):
        start_of(learner and person(learner), of, Standing.LEARNER if learner else Standing.GUEST)


def test_an_open_attempt_is_given_again_where_it_is_the_last_one_and_after_the_closing():
    of, amina = quiz(settings={"attempts": 1}), person()
    begun = begin(amina, own_delivery(of))
    assert begin(amina, own_delivery(of)) == begun
    assert begin(amina, offered(of, closes_at=NOON + MINUTE), at=NOON + DAY) == begun


def test_one_whose_time_is_up_is_handed_in_even_where_no_next_one_may_begin():
    of, amina = quiz(settings={"attempts": 1, "time_limit_minutes": 10}), person()
    begun = attempt(amina, of, right=1)
    with pytest.raises(NoAttemptsLeft):
        begin(amina, own_delivery(of), at=NOON + DAY)
    begun.refresh_from_db()
    assert (begun.submitted_at, begun.score) == (NOON + 10 * MINUTE, 1.0)


def test_a_refused_start_writes_nothing():
    of = offered(quiz(), closes_at=NOON)
    with pytest.raises(NoStart):
        begin(person(), of)
    assert not Attempt.all_objects.exists()


def test_two_learners_have_attempts_of_their_own():
    of = own_delivery(quiz())
    amina, bheki = begin(person(), of), begin(person("bheki"), of)
    assert (amina.number, bheki.number) == (1, 1) and amina != bheki


def test_numbers_go_on_after_attempts_that_were_made_as_a_guest():
    of, gita = quiz(settings={"attempts": 2}), guest()
    attempt(gita, of, handed_in=True)
    gita.is_guest = False  # as signing up does
    gita.username = "gita"
    gita.save()
    numbers = [hand_in(attempt=begin(gita, own_delivery(of)), at=NOON).number for _again in (1, 2)]
    assert numbers == [1, 2]
    with pytest.raises(NoAttemptsLeft):
        begin(gita, own_delivery(of))


@pytest.mark.parametrize("items", [1, 3, 30])
@pytest.mark.parametrize("before", [0, 3])
def test_a_start_costs_the_same_however_many_items_and_attempts(items, before):
    of = quiz("long", items=[item(f"long-{n}") for n in range(items)])
    amina = person()
    for n in range(before):
        attempt(amina, of, handed_in=True, at=NOON + n * DAY)
    delivery = own_delivery(of)
    with exactly(10):
        begin(amina, delivery, at=NOON + 9 * DAY)


def test_a_practice_item_and_a_retired_one_are_not_asked_though_the_quiz_names_them():
    of = quiz()
    Item.objects.filter(slug="foundations-quiz-1").update(use=Item.Use.PRACTICE)
    Item.objects.filter(slug="foundations-quiz-2").update(state=Item.State.RETIRED)
    Item.objects.filter(slug="foundations-quiz-3").update(state=Item.State.DRAFT)
    asked = start_of(person(), own_delivery(of)).asked
    assert [each.version.item.slug for each in asked] == ["foundations-quiz-4"]

"""What learners do: started, answered, handed in and practised, in any order and any number of times."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.locking import lock
from quizzes.attempts import answer, current_responses, flag, hand_in, practise, start_attempt
from quizzes.changes import ConflictingChange
from quizzes.interactions import InvalidResponse
from quizzes.models import Attempt, Item, Outcome, Response
from quizzes.rules import GRACE
from quizzes.starting import DeliveryClosed, NoAttemptsLeft, NotEnoughItems
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    guest,
    item,
    own_delivery,
    person,
    quiz,
    revise,
    right_values,
    wrong_values,
)

pytestmark = pytest.mark.django_db
LEARNER = Attempt.Standing.LEARNER


def begin(learner, of=None, *, at=NOON, seed=1, standing=LEARNER):
    return start_attempt(
        learner=learner, delivery=own_delivery(of or quiz()), standing=standing, at=at, chance=Random(seed)
    )


def first_item(of):
    return of.items.select_related("version__item__current").order_by("position").first()


def save(attempt_item, values, key=None, sequence=1, at=NOON):
    return answer(
        attempt_item=attempt_item, values=values, client_key=key or uuid4(), sequence=sequence, at=at
    )


# Starting


def test_a_second_start_is_the_same_attempt():
    amina = person()
    assert begin(amina) == begin(amina)
    assert Attempt.objects.count() == 1


def test_an_attempt_keeps_the_versions_the_order_and_the_rules_it_began_with():
    of = quiz(settings={"pass_mark": "0.5", "shuffle_options": True})
    begun = begin(person(), of)
    asked = first_item(begun)
    order = asked.option_order
    revise(asked.version.item, choice("2014", wrong=["2015", "2016"]))
    of.settings = {"pass_mark": "0.9"}
    of.save()
    asked.refresh_from_db()
    begun.refresh_from_db()
    assert (asked.version.number, asked.option_order) == (1, order)
    assert begun.rules["pass_mark"] == "0.5"


def test_items_and_options_are_shuffled_where_the_rules_say_so():
    of = quiz(settings={"shuffle_items": True, "shuffle_options": True})
    begun = begin(person(), of, seed=4)
    other = begin(person("bheki"), of, seed=5)
    orders = [
        [(row.version_id, tuple(row.option_order)) for row in one.items.order_by("position")]
        for one in (begun, other)
    ]
    assert orders[0] != orders[1]
    assert {version for version, _order in orders[0]} == {version for version, _order in orders[1]}


def test_a_retired_item_is_not_asked_in_a_new_attempt():
    of = quiz()
    Item.objects.filter(slug="foundations-quiz-2").update(state=Item.State.RETIRED)
    assert begin(person(), of).items.count() == 3


def test_a_quiz_without_items_does_not_start():
    of = quiz()
    Item.objects.update(state=Item.State.RETIRED)
    with pytest.raises(NotEnoughItems):
        begin(person(), of)


def test_a_closed_delivery_does_not_start_but_goes_on():
    of = quiz()
    running = begin(person(), of)
    delivery = own_delivery(of)
    delivery.closes_at = NOON + MINUTE
    delivery.save()
    assert begin(person(), of, at=NOON + 2 * MINUTE) == running
    with pytest.raises(DeliveryClosed):
        begin(person("bheki"), of, at=NOON + 2 * MINUTE)


def test_no_more_attempts_than_the_rules_allow():
    of = quiz(settings={"attempts": 2})
    amina = person()
    for _number in (1, 2):
        hand_in(attempt=begin(amina, of), at=NOON)
    with pytest.raises(NoAttemptsLeft):
        begin(amina, of)


def test_what_a_guest_did_uses_up_no_attempt():
    of = quiz(settings={"attempts": 1})
    gita = guest()
    for _again in (1, 2):
        hand_in(attempt=begin(gita, of, standing=Attempt.Standing.GUEST), at=NOON)
    assert list(gita.attempts.values_list("number", flat=True)) == [None, None]


# Answering


def test_a_retry_is_not_a_second_answer():
    asked, key = first_item(begin(person())), uuid4()
    for _time in (1, 2):
        assert save(asked, right_values(asked.version.item), key).saved == "true"
    assert Response.objects.count() == 1


def test_a_retry_after_hand_in_is_still_the_answer_that_was_saved():
    begun = begin(person())
    asked, key = first_item(begun), uuid4()
    save(asked, right_values(asked.version.item), key)
    hand_in(attempt=begun, at=NOON + MINUTE)
    assert save(asked, right_values(asked.version.item), key, at=NOON + 2 * MINUTE).saved == "true"
    assert Response.objects.count() == 1


def test_one_number_cannot_be_two_answers():
    asked, key = first_item(begin(person())), uuid4()
    save(asked, right_values(asked.version.item), key)
    with pytest.raises(ConflictingChange):
        save(asked, wrong_values(asked.version.item), key)


def test_one_number_cannot_be_answers_to_two_items():
    begun, key = begin(person()), uuid4()
    one, other = list(begun.items.select_related("version__item"))[:2]
    save(one, [], key)
    with pytest.raises(ConflictingChange):
        save(other, [], key)


def test_a_then_b_then_a_counts_a():
    asked, key = first_item(begin(person())), uuid4()
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    save(asked, a, key, 1)
    save(asked, b, key, 2)
    assert save(asked, a, key, 3).current.values == a
    assert Response.objects.count() == 3


def test_a_delayed_past_b_is_kept_and_never_counts():
    asked, key = first_item(begin(person())), uuid4()
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    save(asked, b, key, 2)
    late_packet = save(asked, a, key, 1)
    assert (late_packet.saved, late_packet.current.values) == ("false", b)
    assert Response.objects.count() == 2


def test_b_retried_after_a_newer_a_does_not_come_back():
    asked, key = first_item(begin(person())), uuid4()
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    save(asked, b, key, 1)
    save(asked, a, key, 2)
    assert (save(asked, b, key, 1).saved, save(asked, b, key, 1).current.values) == ("false", a)


def test_between_browsers_the_order_of_arrival_decides():
    asked = first_item(begin(person()))
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    save(asked, a, uuid4(), 9)
    assert save(asked, b, uuid4(), 1).current.values == b


def test_without_script_the_same_answer_again_is_a_retry_and_another_is_the_next():
    asked, key = first_item(begin(person())), uuid4()
    a, b = right_values(asked.version.item), wrong_values(asked.version.item)
    for values in (a, a, b, a):
        save(asked, values, key, None)
    assert [row.values for row in asked.responses.all()] == [a, b, a]


def test_an_answer_that_does_not_fit_stores_nothing():
    asked = first_item(begin(person()))
    with pytest.raises(InvalidResponse):
        save(asked, ["not an option"])
    assert not Response.objects.exists()


def test_an_answer_after_hand_in_is_kept_and_does_not_count():
    begun = begin(person())
    asked = first_item(begun)
    hand_in(attempt=begun, at=NOON)
    assert save(asked, right_values(asked.version.item)).saved == "late"
    begun.refresh_from_db()
    assert (begun.score, Response.objects.get().late) == (0.0, True)


def test_time_and_grace_end_at_the_deadline_whoever_writes_first_hands_in():
    of = quiz(settings={"time_limit_minutes": 10})
    begun = begin(person(), of)
    one, other = list(begun.items.select_related("version__item__current").order_by("position"))[:2]
    end = NOON + 10 * MINUTE
    assert save(one, right_values(one.version.item), at=end + GRACE).saved == "true"
    assert (
        save(other, right_values(other.version.item), at=end + GRACE + timedelta(seconds=1)).saved == "late"
    )
    begun.refresh_from_db()
    assert (begun.submitted_at, begun.score) == (end, 1.0)


def test_a_new_start_hands_in_what_time_has_ended():
    of = quiz(settings={"time_limit_minutes": 10})
    amina = person()
    first = begin(amina, of)
    second = begin(amina, of, at=NOON + 20 * MINUTE)
    first.refresh_from_db()
    assert (first.submitted_at, second.number) == (NOON + 10 * MINUTE, 2)


def test_a_flag_is_set_and_taken_away_until_hand_in():
    begun = begin(person())
    asked = first_item(begun)
    flag(attempt_item=asked, flagged=True)
    hand_in(attempt=begun, at=NOON)
    flag(attempt_item=asked, flagged=False)
    asked.refresh_from_db()
    assert asked.flagged


# Handing in


def test_handing_in_scores_what_was_saved_and_nothing_else():
    done = attempt(person(), quiz(), right=2, wrong=1, handed_in=True)
    assert done.score == 2.0
    assert [row.outcome for row in done.items.order_by("position")] == [
        Outcome.CORRECT,
        Outcome.CORRECT,
        Outcome.INCORRECT,
        Outcome.OMITTED,
    ]


def test_handing_in_again_changes_nothing():
    done = attempt(person(), quiz(), right=1, handed_in=True)
    again = hand_in(attempt=done, at=NOON + 60 * MINUTE)
    assert (again.submitted_at, again.score) == (done.submitted_at, 1.0)


def test_editing_an_item_changes_no_past_result():
    of = quiz()
    done = attempt(person(), of, right=4, handed_in=True)
    for row in done.items.select_related("version__item"):
        revise(row.version.item, choice("2021", wrong=["2013", "2017"]))
    done.refresh_from_db()
    assert done.score == 4.0
    assert {row.version.number for row in done.items.select_related("version")} == {1}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_and_any_number_of_retries_gives_one_result(data):
    """One browser makes changes 1 … n; they arrive in any order, some twice. The highest number counts."""
    with transaction.atomic():
        begun = begin(person())
        asked, key = first_item(begun), uuid4()
        ids = [option["id"] for option in asked.version.content["options"]]
        changes = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=5))
        sent = list(enumerate(changes, start=1))
        again = data.draw(st.lists(st.sampled_from(sent), max_size=4))
        arrivals = data.draw(st.permutations(sent + again))
        for sequence, value in arrivals:
            save(asked, [value], key, sequence)
        assert current_responses(begun)[asked.pk].values == [changes[-1]]
        assert asked.responses.count() == len(changes)
        transaction.set_rollback(True)


# Practising


def test_practice_is_checked_at_once():
    asked = item()
    response = practise(
        learner=person(),
        version=asked.current,
        values=wrong_values(asked),
        client_key=uuid4(),
        sequence=1,
        at=NOON,
    ).response
    assert (response.outcome, response.score) == (Outcome.INCORRECT, 0.0)


def test_the_same_practice_answer_from_two_fresh_forms_is_two_tries():
    asked, amina = item(), person()
    for _form in (1, 2):
        practise(
            learner=amina,
            version=asked.current,
            values=right_values(asked),
            client_key=uuid4(),
            sequence=None,
            at=NOON,
        )
    assert Response.objects.count() == 2


def test_three_forms_of_one_page_share_a_key_and_are_three_answers():
    amina, key = person(), uuid4()
    for slug in ("one", "two", "three"):
        asked = item(slug)
        practise(
            learner=amina,
            version=asked.current,
            values=right_values(asked),
            client_key=key,
            sequence=None,
            at=NOON,
        )
    assert [row.sequence for row in Response.objects.all()] == [1, 2, 3]


def test_a_lock_is_refused_outside_a_transaction(transactional_db):
    amina = person()
    with pytest.raises(transaction.TransactionManagementError):
        lock(type(amina).objects, amina.pk)

"""An attempt begun by mistake and still blank can be taken back: then nothing knows of it any more."""

import re
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from lessons.models import State
from quizzes.attempts import (
    LOOKED_BY_MISTAKE,
    NotBlank,
    TakenBack,
    answer,
    flag,
    hand_in,
    may_take_back,
    start_attempt,
    take_back,
    take_hint,
)
from quizzes.models import Attempt, AttemptItem, HintUse, Response
from study.guest_work import add_guest_work
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    choice,
    cohort,
    delivery,
    enrol,
    guest,
    item,
    own_delivery,
    person,
    quiz,
    right_values,
    section,
    signed_in,
)
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, form, page, url, words

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TIMED, COUNTED, EXAMINATION = {"time_limit_minutes": 30}, {"attempts": 2}, {"preset": "examination"}
FRONT = "/ssc/quizzes/foundations-quiz/"


@pytest.fixture
def amina():
    return person()


def begin(learner, of, at=NOON):
    return start_attempt(
        learner=learner,
        delivery=own_delivery(of),
        standing=Attempt.Standing.LEARNER,
        at=at,
        chance=Random(1),
    )


def is_refused(of, at=NOON):
    """It stays as it was, and nobody is offered to take it back."""
    with pytest.raises(NotBlank):
        take_back(attempt=of, at=at)
    of = Attempt.objects.get(pk=of.pk)
    assert not may_take_back(of, at)
    return of.taken_back_at is None


def is_taken_back(of, at=NOON):
    assert may_take_back(Attempt.objects.get(pk=of.pk), at)
    take_back(attempt=of, at=at)
    return not Attempt.objects.filter(pk=of.pk).exists()


# Which


@pytest.mark.parametrize("after", [0 * MINUTE, MINUTE, DAY, 400 * DAY])
def test_a_blank_one_without_a_limit_is_taken_back_at_any_time(amina, after):
    assert is_taken_back(attempt(amina, quiz()), NOON + after)


def test_an_answer_ends_it_also_one_that_is_blank_late_or_was_taken_away_again(amina):
    begun = attempt(amina, quiz())
    row = begun.items.select_related("version__item").first()
    answer(attempt_item=row, values=[], client_key=uuid4(), sequence=1, at=NOON)
    assert is_refused(begun)


def test_a_hint_ends_it_for_it_was_read(amina):
    begun = attempt(amina, quiz(items=[item("hinted", choice(hints=["Think of Astana."]))]))
    take_hint(attempt_item=begun.items.get(), number=1, at=NOON)
    assert is_refused(begun)


def test_a_flag_is_no_answer(amina):
    begun = attempt(amina, quiz())
    flag(attempt_item=begun.items.first(), flagged=True)
    assert is_taken_back(begun)


def test_what_is_handed_in_is_not_taken_back(amina):
    assert is_refused(attempt(amina, quiz(), handed_in=True))


def test_what_ran_out_of_time_is_not_taken_back(amina):
    begun = attempt(amina, quiz(settings={"time_limit_minutes": 1}))
    assert is_refused(begun, NOON + 2 * MINUTE)


@pytest.mark.parametrize("settings", [TIMED, COUNTED, EXAMINATION, TIMED | COUNTED | EXAMINATION])
def test_where_looking_is_worth_something_it_is_taken_back_within_two_minutes(amina, settings):
    begun = attempt(amina, quiz(settings=settings))
    assert timedelta(minutes=2) == LOOKED_BY_MISTAKE
    assert is_refused(begun, NOON + LOOKED_BY_MISTAKE + SECOND)
    assert is_taken_back(begun, NOON + LOOKED_BY_MISTAKE)


@pytest.mark.parametrize("settings", [TIMED, COUNTED, EXAMINATION])
def test_and_once(amina, settings):
    of = quiz(settings=settings)
    assert is_taken_back(begin(amina, of))
    again = begin(amina, of, NOON + DAY)
    assert is_refused(again, NOON + DAY)
    assert is_taken_back(begin(person("bheki"), of))


def test_the_rules_are_those_it_began_with(amina):
    of = quiz(settings=TIMED)
    begun = begin(amina, of)
    of.settings = {}
    of.save()
    assert is_refused(begun, NOON + 3 * MINUTE)


def test_without_a_limit_it_is_taken_back_as_often_as_it_is_begun(amina):
    of = quiz()
    for n in range(3):
        assert is_taken_back(begin(amina, of, NOON + n * DAY), NOON + n * DAY)


# What is left of it


def test_its_number_is_free_again(amina):
    of = quiz(settings={"attempts": 1})
    take_back(attempt=begin(amina, of), at=NOON)
    assert begin(amina, of).number == 1


def test_the_number_after_one_that_was_taken_back_is_the_next_of_those_that_stand(amina):
    of = quiz(settings={"attempts": 2})
    hand_in(attempt=begin(amina, of), at=NOON)
    take_back(attempt=begin(amina, of), at=NOON)
    assert begin(amina, of).number == 2


def test_nobody_waits_after_it(amina):
    of = quiz(settings={"waiting_minutes": 600})
    take_back(attempt=begin(amina, of), at=NOON)
    assert begin(amina, of, NOON + SECOND)


def test_it_stands_on_record_and_in_no_list_of_attempts(amina):
    of = quiz()
    begun = attempt(amina, of)
    take_back(attempt=begun, at=NOON)
    kept = Attempt.all_objects.get()
    assert (kept.taken_back_at, kept.number, kept.submitted_at, kept.score) == (NOON, None, None, None)
    assert not Attempt.objects.exists() and not amina.attempts.exists()
    assert not own_delivery(of).attempts.exists()
    assert not AttemptItem.objects.visible_to(amina).exists()


def test_the_database_keeps_it_out_of_hand_ins_and_numbers(amina):
    take_back(attempt=attempt(amina, quiz()), at=NOON)
    for forged in [{"number": 1}, {"submitted_at": NOON, "score": 0}]:
        with pytest.raises(IntegrityError, match="an_attempt_taken_back_uses_up_none"), transaction.atomic():
            Attempt.all_objects.update(**forged)


def test_every_page_and_form_of_it_is_404_afterwards_and_stores_nothing(amina):
    begun = attempt(amina, quiz(items=[item("hinted", choice(hints=["Think."]))]))
    take_back(attempt=begun, at=NOON)
    browser = signed_in(amina)
    for place in ("", "1/", "result/", "retry/"):
        assert browser.get(url(begun, place)).status_code == 404, place
    sent = form(begun, values=right_values(item("hinted")), hint="1", flagged="1")
    for place in ("1/", "1/flag/", "1/hint/", "hand-in/", "take-back/", "retry/"):
        for headers in ({}, HTMX):
            fields = {name: value for name, value in sent.items() if name not in ("hint", "flagged")}
            if place in ("1/flag/", "1/hint/"):
                fields = sent
            assert browser.post(url(begun, place), fields, headers=headers).status_code == 404, place
    assert not Response.objects.exists() and not HintUse.objects.exists()
    assert not AttemptItem.objects.get().flagged


def test_an_answer_that_comes_later_finds_nothing(amina):
    begun = attempt(amina, quiz())
    row = begun.items.select_related("version__item__current").first()
    take_back(attempt=begun, at=NOON)
    for act in (
        lambda: answer(
            attempt_item=row,
            values=right_values(row.version.item),
            client_key=uuid4(),
            sequence=1,
            at=NOON,
        ),
        lambda: take_hint(attempt_item=row, number=1, at=NOON),
        lambda: hand_in(attempt=begun, at=NOON),
        lambda: take_back(attempt=begun, at=NOON),
    ):
        with pytest.raises(TakenBack):
            act()
    assert not Response.objects.exists()


def test_no_page_or_count_knows_of_it(amina):
    section()
    of = quiz(settings={"attempts": 2})
    of_class = cohort()
    enrol(amina, of_class)
    before = [words(page(amina, path)) for path in ("/ssc/", "/ssc/progress/", FRONT)]
    begun = attempt(amina, of)
    take_back(attempt=begun, at=NOON)
    assert [words(page(amina, path)) for path in ("/ssc/", "/ssc/progress/", FRONT)] == before
    clara = person("clara")
    for path in ("", f"learners/{amina.public_id}/"):
        assert str(begun.public_id) not in page(clara, f"/teach/{of_class.public_id}/{path}")
    page(clara, f"/teach/{of_class.public_id}/attempts/{begun.public_id}/", status=404)


def test_a_quiz_that_is_retired_since_is_not_kept_for_who_took_their_only_attempt_back(amina):
    of = quiz()
    take_back(attempt=attempt(amina, of), at=NOON)
    of.state = State.RETIRED
    of.save()
    page(amina, FRONT, status=404)


def test_commands_pass_it_over(amina, capsys):
    take_back(attempt=attempt(amina, quiz(settings={"time_limit_minutes": 1})), at=NOON)
    call_command("close_attempts")
    call_command("verify_scores")
    assert capsys.readouterr().out == "0 attempts handed in\n0 scores, 0 differences\n"


def test_what_a_guest_took_back_is_no_work_to_be_added(amina):
    gita = guest()
    take_back(attempt=attempt(gita, quiz()), at=NOON)
    add_guest_work(guest=gita, account=amina, at=NOON)
    assert not amina.attempts.exists()


@contextmanager
def taken_back_once_the_door_is_passed(of):
    """In another tab: after this request has found the attempt, and before it holds it."""
    waits = [True]

    def wrapper(execute, sql, *rest):
        result = execute(sql, *rest)
        if waits and re.search('FROM "quizzes_attempt(item)?" ', sql):
            waits.clear()
            take_back(attempt=of, at=NOON)
        return result

    with connection.execute_wrapper(wrapper):
        yield


@pytest.mark.parametrize("place", ["1/", "1/hint/", "1/flag/", "hand-in/", "take-back/"])
def test_who_does_something_at_the_moment_it_is_taken_back_gets_404_and_stores_nothing(amina, place):
    begun = attempt(amina, quiz(items=[item("hinted", choice(hints=["Think."]))]))
    sent = {"1/": form(begun, values=[]), "1/hint/": {**form(begun), "hint": "1"}}.get(place, form(begun))
    browser = signed_in(amina)
    with taken_back_once_the_door_is_passed(begun):
        response = browser.post(url(begun, place), sent)
    if place == "1/flag/":  # it changes nothing that anybody sees, and leads to what is not there
        assert browser.get(response["Location"]).status_code == 404
    else:
        assert response.status_code == 404
    assert not Response.objects.exists() and not HintUse.objects.exists()


def test_a_person_is_deleted_with_what_they_took_back(amina):
    take_back(attempt=attempt(amina, quiz()), at=NOON)
    amina.delete()
    assert not Attempt.all_objects.exists() and not AttemptItem.objects.exists()


# On the pages


def test_it_is_offered_on_the_item_and_the_summary_while_it_is_blank(amina):
    begun = attempt(amina, quiz(), at=minutes_ago(1))
    browser = signed_in(amina)
    offer = "Take this attempt back"
    assert all(offer in words(page(amina, url(begun, place))) for place in ("", "1/"))
    browser.post(url(begun, "2/"), form(begun, values=[]))
    assert not any(offer in words(page(amina, url(begun, place))) for place in ("", "1/"))


def test_a_click_leads_to_the_front_page_which_says_what_happened(amina):
    begun = attempt(amina, quiz(), at=minutes_ago(1))
    browser = signed_in(amina)
    response = browser.post(url(begun, "take-back/"), form(begun), follow=True)
    assert response.redirect_chain == [(FRONT, 302)]
    text = words(response.content.decode())
    assert "The attempt is taken back, as if you had not begun it." in response.content.decode()
    assert "Start the quiz" in text and "None handed in yet." in text


def test_a_stale_offer_is_refused_with_words_and_changes_nothing(amina):
    begun = attempt(amina, quiz(), right=1, at=minutes_ago(9))
    response = signed_in(amina).post(url(begun, "take-back/"), form(begun), follow=True)
    assert response.redirect_chain == [(url(begun), 302)]
    assert "It cannot be taken back any more." in response.content.decode()
    assert Attempt.objects.get().items.touched().count() == 1


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nothing_is_taken_back_by_looking(amina, method):
    begun = attempt(amina, quiz())
    assert getattr(signed_in(amina), method)(url(begun, "take-back/")).status_code == 405
    assert Attempt.objects.exists()


def test_nobody_takes_back_anothers(amina):
    begun = attempt(amina, quiz(), at=minutes_ago(1))
    bheki = person("bheki")
    for who, named, status in [
        (bheki, bheki, 404),
        (bheki, amina, 409),
        (None, amina, 401),
        (person("farid", is_staff=True), person("farid"), 404),
    ]:
        sent = {"learner": named.public_id}
        assert signed_in(who).post(url(begun, "take-back/"), sent).status_code == status
    assert Attempt.objects.exists()


def test_at_another_delivery_it_is_another_once(amina):
    of = quiz(settings=TIMED)
    take_back(attempt=begin(amina, of), at=NOON)
    there = attempt(amina, of, delivery=delivery(of))
    assert is_taken_back(there)

"""A quiz's front page and its start: who may begin, who is told why not, and what a second click does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from lessons.models import State
from quizzes.allowances import allow
from quizzes.models import Attempt, Item
from quizzes.wording import in_words
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    choice,
    draw,
    guest,
    item,
    offered,
    own_delivery,
    person,
    quiz,
    signed_in,
)
from tests.queries import exactly
from tests.quizzes.pages import page, url, words

pytestmark = pytest.mark.django_db
FRONT = "/ssc/quizzes/foundations-quiz/"


@pytest.fixture
def amina():
    return person()


def start(learner, browser=None):
    return (browser or signed_in(learner)).post(f"{FRONT}start/", {"learner": learner.public_id})


# A second click


@pytest.mark.parametrize(
    "settings", [{"attempts": 1}, {"attempts": 1, "waiting_minutes": 60}, {"preset": "examination"}, {}]
)
def test_a_double_click_is_one_attempt_and_both_lead_to_it(amina, settings):
    quiz(settings=settings)
    first, second = start(amina), start(amina)
    assert first["Location"] == second["Location"] == url(Attempt.objects.get(), "1/")


def test_a_stale_page_leads_to_the_attempt_that_is_open_though_the_quiz_has_closed(amina):
    of = quiz()
    running = attempt(amina, of)
    offered(of, closes_at=NOON + MINUTE)
    assert start(amina)["Location"] == url(running, "1/")


def test_a_stale_page_after_the_hand_in_begins_the_next_one_or_is_told_that_there_is_none(amina):
    of = quiz(settings={"attempts": 2})
    for number in (1, 2):
        assert start(amina).status_code == 302
        of.deliveries.get().attempts.open().update(submitted_at=timezone.now(), score=0)
        assert Attempt.objects.count() == number
    refused = start(amina)
    assert refused.status_code == 409 and "You have used all attempts." in refused.content.decode()


def test_an_attempt_whose_time_is_up_is_handed_in_by_a_start_that_is_refused(amina):
    of = quiz(settings={"attempts": 1, "time_limit_minutes": 10})
    begun = attempt(amina, of, right=1)  # long ago
    refused = start(amina)
    assert refused.status_code == 409 and "1 of 4" in words(refused.content.decode())
    begun.refresh_from_db()
    assert begun.submitted_at == NOON + 10 * MINUTE


# Who is told why not


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"opens_at": DAY}, "It is not open at this time."),
        ({"opens_at": -2 * DAY, "closes_at": -DAY}, "It is not open at this time."),
    ],
)
def test_what_is_closed_says_so_and_since_or_until_when(amina, dates, told):
    now = timezone.now()
    of = offered(quiz(), **{name: now + away for name, away in dates.items()})
    text = words(page(amina, FRONT))
    assert told in text and "Start the quiz" not in text
    assert in_words(of.closes_at or of.opens_at) in text
    assert start(amina).status_code == 409 and not Attempt.all_objects.exists()


def test_who_must_wait_is_told_until_when(amina):
    of = quiz(settings={"waiting_minutes": 90})
    begun = attempt(amina, of, handed_in=True, at=timezone.now() - 30 * MINUTE)
    free_at = in_words(begun.submitted_at + 90 * MINUTE)
    assert f"You may begin the next attempt on {free_at}." in words(page(amina, FRONT))
    refused = start(amina)
    assert refused.status_code == 409 and free_at in refused.content.decode()
    assert Attempt.objects.count() == 1


def test_attempts_left_are_those_of_the_learner_with_what_is_allowed_besides(amina):
    of = quiz(settings={"attempts": 2})
    attempt(amina, of, handed_in=True)
    assert "1 attempt left" in words(page(amina, FRONT))
    allow(delivery=own_delivery(of), learner=amina, at=NOON, extra_attempts=2)
    assert "3 attempts left" in words(page(amina, FRONT))
    assert "2 attempts left" in words(page(person("bheki"), FRONT))


def test_a_quiz_that_is_not_offered_is_404_to_those_who_never_took_it(amina):
    quiz(state=State.RETIRED)
    for who in (None, guest(), amina):
        page(who, FRONT, status=404)
    assert start(amina).status_code == 404


def test_what_is_not_for_anyone_is_404_to_visitors_and_strangers(amina):
    offered(quiz(), for_anyone=False)
    for who in (None, guest(), amina):
        page(who, FRONT, status=404)
    assert start(amina).status_code == 404
    assert start(person("farid", is_staff=True)).status_code == 302


# Who is who


def test_a_visitor_becomes_a_guest_by_starting_and_not_by_looking():
    quiz()
    browser = signed_in(None)
    visitor = browser.get(FRONT).wsgi_request.visitor_id
    assert not User.objects.exists()
    assert browser.post(f"{FRONT}start/", {"learner": visitor}).status_code == 302
    begun = Attempt.objects.get()
    assert (begun.learner.public_id, begun.standing, begun.number) == (visitor, "guest", None)


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"learner": ""}, 400), ({"learner": "1"}, 400), ({"learner": "bheki"}, 409)],
)
def test_a_start_names_its_learner(amina, sent, status):
    quiz()
    bheki = person("bheki")
    named = {name: bheki.public_id if value == "bheki" else value for name, value in sent.items()}
    assert signed_in(amina).post(f"{FRONT}start/", named).status_code == status
    assert not Attempt.all_objects.exists()


def test_a_page_of_who_is_signed_out_starts_nothing(amina):
    quiz()
    assert signed_in(None).post(f"{FRONT}start/", {"learner": amina.public_id}).status_code == 401
    assert (Attempt.all_objects.count(), User.objects.count()) == (0, 1)


def test_forged_fields_change_nothing_of_a_start(amina):
    quiz(settings={"time_limit_minutes": 10})
    forged = {"learner": amina.public_id, "standing": "guest", "number": 7, "deadline": "", "seed": 1}
    assert signed_in(amina).post(f"{FRONT}start/", forged).status_code == 302
    begun = Attempt.objects.get()
    assert (begun.standing, begun.number) == ("learner", 1)
    assert begun.deadline == begun.started_at + timedelta(minutes=10)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_nothing_begins_by_looking(amina, method):
    quiz()
    assert getattr(signed_in(amina), method)(f"{FRONT}start/").status_code == 405
    assert not Attempt.all_objects.exists()


# What it costs


@pytest.mark.parametrize(("items", "attempts"), [(1, 1), (3, 3), (30, 1), (3, 30)])
def test_the_front_page_costs_the_same_however_many_items_and_attempts(amina, items, attempts):
    hinted = choice(hints=["Think of Astana."])
    of = quiz(items=[item(f"fixed-{n}", hinted) for n in range(items)])
    for n in range(items):
        item(f"drawn-{n}", hinted, use=Item.Use.QUIZ)
    draw(of)
    for n in range(attempts):
        attempt(amina, of, right=1, handed_in=True, at=NOON + n * DAY)
    browser = signed_in(amina)
    with exactly(15):
        browser.get(FRONT)


@pytest.mark.parametrize("items", [1, 3, 30])
def test_a_click_on_start_costs_the_same_however_many_items(amina, items):
    of = quiz(items=[item(f"fixed-{n}", choice(hints=["Think."])) for n in range(items)])
    for n in range(items):
        item(f"drawn-{n}")
    draw(of)
    browser = signed_in(amina)
    with exactly(15):
        assert start(amina, browser).status_code == 302

"""Deliveries and allowances in the Django admin: when a quiz is open, by which rules, who gets more."""

import pytest
from django.urls import reverse

from quizzes.models import Allowance, Attempt, Delivery, Item
from quizzes.rules import MOMENTS
from tests.factories import MINUTE, NOON, attempt, guest, offered, own_delivery, person, quiz, signed_in
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def farid():
    return person("farid", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(farid):
    return signed_in(farid)


def change(row):
    return reverse(f"admin:quizzes_{row._meta.model_name}_change", args=[row.pk])


def fields(**more):
    """What the form of a delivery sends, with a date as two fields."""
    empty = dict.fromkeys(
        [
            *("preset", "time_limit_minutes", "attempts", "waiting_minutes", "counts", "pass_mark"),
            *("shuffle_items", "shuffle_options", "opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"),
        ],
        "",
    )
    return {**empty, "for_anyone": "on", **more}


def dates(opens, closes):
    """Both at noon."""
    return {"opens_at_0": opens, "opens_at_1": "12:00", "closes_at_0": closes, "closes_at_1": "12:00"}


def test_a_delivery_is_given_dates_and_rules_of_its_own(admin):
    of = own_delivery(quiz(settings={"attempts": 5}))
    Item.objects.update(use=Item.Use.QUIZ)
    sent = fields(
        preset="practice",
        time_limit_minutes="30",
        attempts="2",
        waiting_minutes="60",
        counts="last",
        pass_mark="0.6",
        shuffle_items="true",
        shuffle_options="false",
        feedback_after=["response", "score"],
        feedback_later=["nothing"],
        closes_at_0="2027-01-31",
        closes_at_1="12:00",
    )
    response = admin.post(change(of), sent)
    assert response.status_code == 302, words(response.content.decode())
    kept = Delivery.objects.get()
    assert kept.settings == {
        "preset": "practice",
        "time_limit_minutes": 30,
        "attempts": 2,
        "waiting_minutes": 60,
        "counts": "last",
        "pass_mark": "0.6",
        "shuffle_items": True,
        "shuffle_options": False,
        "feedback": {"after": ["response", "score"], "later": []},
    }
    assert (kept.for_anyone, kept.opens_at, kept.closes_at.year) == (True, None, 2027)


def test_the_form_shows_what_is_set_and_sent_back_untouched_changes_nothing(admin):
    settings = {
        "preset": "practice",
        "attempts": 2,
        "shuffle_items": False,
        "pass_mark": "0.55",
        "feedback": {"during": [], "after": ["response"]},
    }
    of = offered(quiz(), settings=settings)
    Item.objects.update(use=Item.Use.QUIZ)
    form = admin.get(change(of)).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent = fields(**{name: value for name, value in sent.items() if value is not None})
    assert admin.post(change(of), sent).status_code == 302
    assert Delivery.objects.get().settings == settings


def test_an_empty_field_is_as_the_quiz_says(admin):
    of = offered(quiz(), settings={"attempts": 2, "feedback": {"after": []}})
    assert admin.post(change(of), fields()).status_code == 302
    assert Delivery.objects.get().settings == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_limit_minutes": "0"},
        {"attempts": "-1"},
        {"attempts": "9" * 30},
        {"waiting_minutes": "one"},
        {"pass_mark": "0"},
        {"pass_mark": "1.1"},
        {"pass_mark": "0.123456"},
        {"pass_mark": "NaN"},
        {"preset": "exam"},
        {"counts": "worst"},
        {"feedback_after": ["everything"]},
        {"feedback_after": ["nothing", "score"]},
        {
            "opens_at_0": "2027-02-01",
            "opens_at_1": "12:00",
            "closes_at_0": "2027-01-01",
            "closes_at_1": "12:00",
        },
        {
            "opens_at_0": "2027-02-01",
            "opens_at_1": "12:00",
            "closes_at_0": "2027-02-01",
            "closes_at_1": "12:00",
        },
        {"closes_at_0": "yesterday", "closes_at_1": "12:00"},
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(admin, wrong):
    of = own_delivery(quiz())
    response = admin.post(change(of), fields(**wrong))
    assert response.status_code == 200 and response.context["errors"]
    kept = Delivery.objects.get()
    assert (kept.settings, kept.opens_at, kept.closes_at) == ({}, None, None)


def test_an_examination_of_items_that_practice_tells_is_refused_by_their_names(admin):
    of = own_delivery(quiz())
    response = admin.post(change(of), fields(preset="examination"))
    assert "foundations-quiz-1" in words(response.content.decode())
    assert Delivery.objects.get().settings == {}


def test_the_page_reads_the_rules_as_a_learner_does(admin):
    of = offered(quiz(settings={"attempts": 3}), settings={"time_limit_minutes": 30})
    text = words(admin.get(change(of)).content.decode())
    assert "You have 30 minutes, and 15 seconds more" in text and "You have 3 attempts" in text


@pytest.mark.parametrize(
    ("settings", "closes_at", "said"),
    [
        ({}, None, "Shown as learners read above."),
        (
            {"preset": "examination"},
            None,
            "No closing time: the keys of its items stay hidden everywhere.",
        ),
        ({"preset": "examination"}, NOON, "Hidden everywhere until it is closed."),
    ],
)
def test_an_admin_reads_how_long_the_right_answers_stay_hidden(admin, settings, closes_at, said):
    of = offered(quiz(settings=settings), closes_at=closes_at)
    assert said in words(admin.get(change(of)).content.decode())


def test_a_delivery_is_neither_made_nor_deleted_here(admin):
    of = own_delivery(quiz())
    assert admin.get("/admin/quizzes/delivery/add/").status_code == 403
    assert (
        admin.post(reverse("admin:quizzes_delivery_delete", args=[of.pk]), {"post": "yes"}).status_code == 403
    )


def allowance(learner, of, **more):
    dates = dict.fromkeys(["opens_at_0", "opens_at_1", "closes_at_0", "closes_at_1"], "")
    return {
        "learner": learner.pk,
        "delivery": of.pk,
        "extra_minutes": "0",
        "extra_attempts": "0",
        **dates,
        **more,
    }


def test_more_time_is_in_force_at_once(admin):
    of, amina = quiz(settings={"time_limit_minutes": 30}), person()
    running = attempt(amina, of, at=minutes_ago(5))
    before = running.deadline
    sent = allowance(amina, own_delivery(of), extra_minutes="15")
    assert admin.post("/admin/quizzes/allowance/add/", sent).status_code == 302
    running.refresh_from_db()
    assert running.deadline == before + 15 * MINUTE
    again = Allowance.objects.get()
    assert admin.post(change(again), {**sent, "extra_minutes": "20"}).status_code == 302
    assert Allowance.objects.get().extra_minutes == 20
    assert Attempt.objects.get().deadline == before + 20 * MINUTE


TOO_MUCH = [{"extra_minutes": "1441"}, {"extra_minutes": "40000"}, {"extra_attempts": "101"}]


@pytest.mark.parametrize(
    "wrong", [{"extra_minutes": "-1"}, {"extra_attempts": "-1"}, {"extra_minutes": ""}, *TOO_MUCH]
)
def test_less_than_nothing_or_more_than_a_day_cannot_be_given(admin, wrong):
    sent = allowance(person(), own_delivery(quiz()), **wrong)
    response = admin.post("/admin/quizzes/allowance/add/", sent)
    assert response.status_code == 200 and not Allowance.objects.exists()


def test_a_second_allowance_of_the_same_learner_is_refused_with_words(admin):
    of, amina = own_delivery(quiz()), person()
    sent = allowance(amina, of, extra_minutes="15")
    admin.post("/admin/quizzes/allowance/add/", sent)
    response = admin.post("/admin/quizzes/allowance/add/", {**sent, "extra_minutes": "1"})
    assert response.status_code == 200 and response.context["errors"]
    assert Allowance.objects.get().extra_minutes == 15


@pytest.mark.parametrize("who", ["visitor", "guest", "amina", "clara", "esi", "staff without rights"])
@pytest.mark.parametrize("model", ["delivery", "allowance"])
def test_nobody_else_comes_in(who, model):
    of = own_delivery(quiz())
    people = {
        "visitor": lambda: None,
        "guest": guest,
        "staff without rights": lambda: person("helper", is_staff=True),
    }
    browser = signed_in(people.get(who, lambda: person(who))())
    for path in (f"/admin/quizzes/{model}/", change(of)):
        assert browser.get(path).status_code in (302, 403), path
    assert browser.post(change(of), fields(attempts="1")).status_code in (302, 403)
    assert own_delivery(of.quiz).settings == {}


def test_every_moment_has_its_field(admin):
    form = admin.get(change(own_delivery(quiz()))).context["adminform"].form
    assert {f"feedback_{moment}" for moment in MOMENTS} <= set(form.fields)

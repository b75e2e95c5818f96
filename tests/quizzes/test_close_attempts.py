"""Time is the server's: what comes after it, and who hands in what ran out of it."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from quizzes.attempts import answer, close_overdue, hand_in, take_back
from quizzes.models import Attempt, Response
from quizzes.rules import GRACE
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    offered,
    person,
    quiz,
    right_values,
    signed_in,
    wrong_values,
)
from tests.queries import counted
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, asked, form, page, url, words

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def of():
    return quiz(settings={"time_limit_minutes": 10})


def closed():
    """What the command says."""
    said = StringIO()
    call_command("close_attempts", stdout=said)
    return said.getvalue().strip()


def save(begun, values=None, *, position=1, at=NOON, sequence=1):
    row = begun.items.select_related("version__item__current").get(position=position)
    given = right_values(row.version.item) if values is None else values
    return answer(attempt_item=row, values=given, client_key=uuid4(), sequence=sequence, at=at)


# The command


def test_it_hands_in_what_ran_out_of_time_as_of_its_deadline_with_what_was_saved(of):
    begun = attempt(person(), of, right=2, wrong=1)
    assert closed() == "1 attempt handed in"
    begun.refresh_from_db()
    assert (begun.submitted_at, begun.score) == (NOON + 10 * MINUTE, 2.0)


def test_again_there_is_nothing_to_do(of):
    begun = attempt(person(), of, right=2)
    closed()
    assert closed() == "0 attempts handed in"
    begun.refresh_from_db()
    assert (begun.submitted_at, begun.score) == (NOON + 10 * MINUTE, 2.0)


def test_of_a_class_it_hands_in_those_whose_time_is_up_and_no_others(of):
    without_limit = quiz("free")
    for n in range(5):
        attempt(person(f"late-{n}"), of, right=1)
        attempt(person(f"late-{n}"), without_limit, right=1)
        attempt(person(f"at-work-{n}"), of, at=minutes_ago(5))
        attempt(person(f"done-{n}"), of, handed_in=True)
        take_back(attempt=attempt(person(f"back-{n}"), of), at=NOON)
    assert closed() == "5 attempts handed in"
    assert Attempt.objects.open().count() == 10
    late = Attempt.objects.handed_in().filter(learner__username__startswith="late")
    assert {(each.score, each.submitted_at) for each in late} == {(1.0, NOON + 10 * MINUTE)}


def test_previews_and_guests_are_handed_in_too(of):
    attempt(person("clara"), of, standing=Attempt.Standing.PREVIEW)
    attempt(person(), of, standing=Attempt.Standing.GUEST)
    assert closed() == "2 attempts handed in"


@pytest.mark.parametrize(
    ("after", "is_over"), [(0 * SECOND, False), (GRACE, False), (GRACE + timedelta(microseconds=1), True)]
)
def test_it_waits_for_the_grace_as_an_answer_does(of, after, is_over):
    begun = attempt(person(), of)
    at = NOON + 10 * MINUTE + after
    assert close_overdue(at=at) == int(is_over)
    assert save(begun, at=at).saved == ("late" if is_over else "true")


def test_it_follows_the_closing_where_there_is_no_limit():
    offered(quiz(), closes_at=NOON + MINUTE)
    begun = attempt(person(), quiz())
    assert closed() == "1 attempt handed in"
    begun.refresh_from_db()
    assert begun.submitted_at == NOON + MINUTE


@pytest.mark.parametrize("attempts", [1, 10])
def test_each_attempt_costs_the_same(of, attempts):
    for n in range(attempts):
        attempt(person(f"learner-{n}"), of, right=1)
    with counted() as queries:
        close_overdue(at=NOON + 20 * MINUTE)
    assert len(queries) == 1 + 5 * attempts


# What comes late


def test_a_late_answer_is_kept_does_not_count_and_says_so(of):
    begun = attempt(person(), of, right=1, at=minutes_ago(20))
    sent = form(begun, values=wrong_values(asked(begun)))
    for headers in ({}, HTMX):
        response = signed_in(begun.learner).post(url(begun, "1/"), sent, headers=headers)
        assert response.status_code == 200
        html = response.content.decode()
        assert 'data-saved="late"' in html
        assert "This quiz was handed in before this answer came: it is kept, but does not count." in html
    begun.refresh_from_db()
    assert (begun.score, begun.submitted_at) == (1.0, begun.deadline)
    assert Response.objects.filter(late=True).count() == 1


def test_a_late_answer_hands_in_with_the_answer_before_it(of):
    begun = attempt(person(), of)
    key = uuid4()
    row = begun.items.select_related("version__item__current").first()
    right, wrong = right_values(row.version.item), wrong_values(row.version.item)
    for sequence, values, at in [(1, right, NOON), (2, wrong, NOON + 20 * MINUTE)]:
        receipt = answer(attempt_item=row, values=values, client_key=key, sequence=sequence, at=at)
    assert (receipt.saved, receipt.current.values) == ("late", right)
    begun.refresh_from_db()
    assert begun.score == 1.0


def test_a_retry_of_what_came_in_time_is_no_late_answer_and_hands_in(of):
    begun = attempt(person(), of)
    row, key = begun.items.select_related("version__item__current").first(), uuid4()
    for at in (NOON, NOON + 20 * MINUTE):
        receipt = answer(
            attempt_item=row, values=right_values(row.version.item), client_key=key, sequence=1, at=at
        )
        assert receipt.saved == "true"
    begun.refresh_from_db()
    assert (begun.submitted_at, begun.score, Response.objects.count()) == (NOON + 10 * MINUTE, 1.0, 1)


def test_whoever_comes_first_hands_in_as_of_the_deadline(of):
    for n, act in enumerate(
        [
            lambda begun: hand_in(attempt=begun, at=NOON + 30 * MINUTE),
            lambda begun: save(begun, at=NOON + 30 * MINUTE),
            lambda begun: close_overdue(at=NOON + 30 * MINUTE),
        ]
    ):
        begun = attempt(person(f"learner-{n}"), of)
        act(begun)
        begun.refresh_from_db()
        assert begun.submitted_at == begun.deadline


def test_handing_in_within_the_grace_is_of_that_moment(of):
    begun = attempt(person(), of)
    at = begun.deadline + 10 * SECOND
    assert hand_in(attempt=begun, at=at).submitted_at == at


# On the pages


def test_the_pages_of_an_attempt_that_is_over_lead_to_its_end(of):
    begun = attempt(person(), of, at=minutes_ago(20))
    browser = signed_in(begun.learner)
    assert browser.get(url(begun, "1/"))["Location"] == url(begun)
    assert browser.get(url(begun)).status_code == 200
    assert browser.post(url(begun, "hand-in/"), form(begun))["Location"] == url(begun, "result/")
    assert "The time was up, so it was handed in by itself" in words(
        page(begun.learner, url(begun, "result/"))
    )


def test_time_left_is_told_to_the_minute_and_never_below_none(of):
    for minutes, left in [(3, "7 min left"), (9.9, "0 min left"), (10.1, "0 min left")]:
        Attempt.objects.all().delete()
        begun = attempt(person(), of, at=minutes_ago(minutes))
        assert left in words(page(begun.learner, url(begun))), minutes


def test_a_flag_or_a_hint_that_is_not_there_hands_nothing_in(of):
    begun = attempt(person(), of, at=minutes_ago(20))
    browser = signed_in(begun.learner)
    assert browser.post(url(begun, "1/hint/"), {**form(begun), "hint": "1"}).status_code == 404
    browser.post(url(begun, "1/flag/"), {**form(begun), "flagged": "1"})
    assert Attempt.objects.open().count() == 1


def test_of_two_devices_the_second_goes_on_where_the_first_was(of):
    begun = attempt(person(), of, at=minutes_ago(1))
    first, second = signed_in(begun.learner), signed_in(begun.learner)
    first.post(url(begun, "1/"), form(begun, values=right_values(asked(begun))))
    html = second.get(url(begun, "1/")).content.decode()
    assert 'data-saved="true"' in html and f'value="{right_values(asked(begun))[0]}" checked' in html
    assert timezone.now() < begun.deadline

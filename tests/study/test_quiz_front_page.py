"""A quiz's front page: its rules and one's attempts, before and after a start."""

import re

import pytest

from accounts.models import User
from lessons.models import State
from tests.factories import (
    DAY,
    NOON,
    attempt,
    person,
    quiz,
    section,
    signed_in,
)
from tests.quizzes.pages import page, words

pytestmark = pytest.mark.django_db


def test_the_front_page_has_the_rules_and_ones_attempts():
    of = quiz(settings={"attempts": 3, "pass_mark": "0.5"})
    amina = person()
    attempt(amina, of, right=3, handed_in=True)
    attempt(amina, of, right=1, handed_in=True, at=NOON + DAY)
    text = words(page(amina, "/ssc/quizzes/foundations-quiz/"))
    assert "You have 3 attempts; the best one counts. You pass with 2 of 4 points." in text
    assert "1 attempt left" in text and "3 of 4 passed counts" in text.replace(",", "")
    assert "Retry the 3 items you missed last time" in text


def test_a_start_leads_to_the_first_item_and_a_second_one_to_the_same_attempt():
    quiz()
    amina = person()
    browser = signed_in(amina)
    first, second = (
        browser.post("/ssc/quizzes/foundations-quiz/start/", {"learner": amina.public_id})["Location"]
        for _click in (1, 2)
    )
    assert first == second and first.endswith("/1/")


def test_no_more_attempts_is_said_before_and_after_a_click():
    of = quiz(settings={"attempts": 1})
    amina = person()
    attempt(amina, of, handed_in=True)
    browser = signed_in(amina)
    assert "You have used all attempts." in browser.get("/ssc/quizzes/foundations-quiz/").content.decode()
    refused = browser.post("/ssc/quizzes/foundations-quiz/start/", {"learner": amina.public_id})
    assert refused.status_code == 409 and "You have used all attempts." in refused.content.decode()


def test_a_retired_quiz_stays_for_those_who_took_it_and_starts_no_more():
    of = quiz()
    amina = person()
    done = attempt(amina, of, handed_in=True)
    of.state = State.RETIRED
    of.save()
    browser = signed_in(amina)
    page_ = browser.get("/ssc/quizzes/foundations-quiz/").content.decode()
    assert "It is not offered any more. Your results stay." in page_
    assert (
        browser.post("/ssc/quizzes/foundations-quiz/start/", {"learner": amina.public_id}).status_code == 404
    )
    assert browser.get(f"/attempts/{done.public_id}/result/").status_code == 200
    assert signed_in(person("bheki")).get("/ssc/quizzes/foundations-quiz/").status_code == 404


def test_a_pass_mark_that_is_raised_changes_no_past_result():
    of = quiz(settings={"pass_mark": "0.5"})
    amina = person()
    section()
    attempt(amina, of, right=2, handed_in=True)
    of.settings = {"pass_mark": "0.9"}
    of.save()
    assert "not passed" not in words(page(amina, "/ssc/quizzes/foundations-quiz/"))
    assert "1 of 1 quizzes passed" in words(page(amina, "/ssc/progress/"))


def test_an_attempt_whose_time_is_up_is_shown_and_handed_in_from_the_front_page():
    of = quiz(settings={"attempts": 1, "time_limit_minutes": 10})
    amina = person()
    begun = attempt(amina, of, right=1)  # long ago
    text = words(page(amina, "/ssc/quizzes/foundations-quiz/"))
    assert "Its time is up; what was saved counts." in text and "Start" not in text
    assert f"/attempts/{begun.public_id}/" in page(amina, "/ssc/")


def test_of_equal_results_the_one_that_counts_is_marked():
    of = quiz(settings={"counts": "last"})
    amina = person()
    first = attempt(amina, of, right=2, handed_in=True)
    attempt(amina, of, right=2, handed_in=True, at=NOON + DAY)
    html = page(amina, "/ssc/quizzes/foundations-quiz/")
    rows = re.findall(r"<tr>.*?</tr>", html[html.index("<tbody>") :], re.S)
    assert ["counts" in row for row in rows] == [True, False] and str(first.public_id) in rows[1]


def test_a_visitor_who_may_not_start_becomes_no_guest():
    of = quiz()
    delivery = of.deliveries.get()
    delivery.closes_at = NOON
    delivery.save()
    browser = signed_in(None)
    visitor = browser.get("/ssc/quizzes/foundations-quiz/")
    assert "It is not open at this time." in visitor.content.decode()
    sent = {"learner": str(visitor.wsgi_request.visitor_id)}
    assert browser.post("/ssc/quizzes/foundations-quiz/start/", sent).status_code == 409
    assert not User.objects.exists()

"""What is kept back is kept back everywhere: home, progress, front page, retry. Who teaches sees all."""

from uuid import uuid4

import pytest

from quizzes.models import Attempt
from quizzes.rules import MOMENTS, PARTS
from tests.factories import cohort, enrol, offered, person, section, signed_in
from tests.quizzes.canaries import POINTS, answered, marked_item, marked_quiz, minutes_ago, seen
from tests.quizzes.pages import page, url, words

pytestmark = pytest.mark.django_db
PAGES = ["/ssc/", "/ssc/progress/", "/ssc/foundations/"]
FRONT = "/ssc/quizzes/marked-quiz/"


@pytest.fixture
def exam():
    return marked_quiz(settings={"preset": "examination"})


def test_a_kept_score_is_on_no_page_and_its_quiz_is_handed_in(exam):
    section()
    done = answered(exam, handed_in=2)
    for path in (FRONT, *PAGES, url(done, "result/")):
        html = page(done.learner, path)
        assert seen(html) == set(), path
        assert f"of {POINTS} points" not in words(html).replace("7 points in all", "")
    assert "not shown yet" in words(page(done.learner, FRONT))
    assert "handed in" in words(page(done.learner, "/ssc/progress/"))


@pytest.mark.parametrize("settings", [{"pass_mark": "0.5"}, {}])
def test_a_kept_pass_is_not_told_by_counts_of_quizzes_passed(settings):
    section()
    of = marked_quiz(settings={"preset": "examination", **settings})
    done = answered(of, handed_in=2, values=["CANARY KEY"])
    assert done.score == POINTS
    for path in ("/ssc/", "/ssc/progress/"):
        text = words(page(done.learner, path))
        assert "1 of 1 quizzes passed" not in text and "passed," not in text
    assert seen(page(done.learner, FRONT)) == set()


def test_which_of_several_kept_results_counts_is_not_told():
    """The best one is marked, so the mark would tell which it is."""
    of = marked_quiz(settings={"preset": "examination"})
    answered(of, handed_in=30, values=["CANARY KEY"])
    second = answered(of, handed_in=20)
    html = page(second.learner, FRONT)
    assert "counts</small>" not in html
    offered(of, closes_at=minutes_ago(1))
    assert "counts</small>" in page(second.learner, FRONT)


def test_an_outcome_that_may_not_be_seen_is_in_no_count_of_items_right():
    """An item asked in a section too, in a quiz that tells outcomes only some minutes later."""
    asked = marked_item(use="both")
    section(items=[asked])
    of = marked_quiz(settings={"feedback": {"after": ["response"]}})
    done = answered(of, handed_in=2, values=["CANARY KEY"])
    for path in ("/ssc/progress/", "/ssc/foundations/"):
        assert "0 of 1 items" in words(page(done.learner, path)), path
    Attempt.objects.update(submitted_at=minutes_ago(12))
    assert "1 of 1 items" in words(page(done.learner, "/ssc/progress/"))


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        (PARTS, 200),
        (["outcome", "key"], 200),
        (["response", "outcome", "score", "feedback", "explanation"], 404),
        (["response", "score", "feedback", "explanation", "key"], 404),
        ([], 404),
    ],
)
def test_a_retry_is_404_where_its_keys_or_what_was_missed_may_not_be_seen(parts, status):
    of = marked_quiz(settings={"feedback": {moment: list(parts) for moment in MOMENTS}})
    done = answered(of, handed_in=12)
    html = page(done.learner, url(done, "retry/"), status=status)
    assert ("CANARY" in html) is False  # its form is blank
    sent = {"learner": done.learner.public_id, "client_key": uuid4(), "item": "marked", "version": 1}
    response = signed_in(done.learner).post(url(done, "retry/"), {**sent, "values": "x"})
    assert response.status_code == (302 if status == 200 else 404)
    offers = "Retry the" in words(page(done.learner, url(done, "result/")))
    elsewhere = [place for place in (FRONT, "/ssc/progress/") if "/retry/" in page(done.learner, place)]
    assert (offers, bool(elsewhere)) == (status == 200, status == 200)


def test_an_instructor_sees_all_of_an_examination_that_keeps_it_from_its_learner(exam):
    of_class = cohort()
    amina = person()
    enrol(amina, of_class, at=minutes_ago(120))
    done = answered(exam, amina, handed_in=2)
    clara = person("clara")
    html = page(clara, f"/teach/{of_class.public_id}/attempts/{done.public_id}/")
    assert {"response", "outcome", "score", "feedback", "explanation", "key"} <= seen(html)
    assert f"0 of {POINTS}" in words(page(clara, f"/teach/{of_class.public_id}/"))

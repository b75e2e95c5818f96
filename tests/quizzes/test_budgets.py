"""What the pages of an attempt ask of the database: the same for one item and for thirty."""

import pytest

from quizzes.attempts import take_hint
from quizzes.models import Item
from tests.factories import (
    attempt,
    choice,
    claim,
    draw,
    item,
    note,
    person,
    quiz,
    revise,
    rewrite,
    right_values,
    section,
    signed_in,
    wrong_values,
)
from tests.queries import at_most, exactly
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, asked, form, url

pytestmark = pytest.mark.django_db
SIZES = pytest.mark.parametrize("items", [1, 3, 30])
HINTED = choice(hints=["One.", "Two."])


def begun(items, settings=None, **more):
    """So many fixed items and as many drawn; a hint was taken of each."""
    bri = claim()
    note(about=bri)
    rewrite(section(), "It was launched in 2013 [[P4.2]].", claims=[bri])
    for n in range(items):
        revise(item(f"drawn-{n}", HINTED, use=Item.Use.QUIZ), HINTED, claims=[bri])
    fixed = [revise(item(f"fixed-{n}", HINTED), HINTED, claims=[bri]) for n in range(items)]
    of = quiz("long", items=fixed, settings=settings or {})
    draw(of, items)
    made = attempt(person(), of, at=minutes_ago(5), **more)
    for row in made.items.select_related("version"):
        if not made.submitted_at:
            take_hint(attempt_item=row, number=1, at=minutes_ago(4))
    return made


@SIZES
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_costs_at_most_7_queries_with_the_session(items, headers):
    of = begun(items)
    browser = signed_in(of.learner)
    sent = form(of, values=right_values(asked(of)), sequence=1)
    with at_most(7):
        browser.post(url(of, "1/"), sent, headers=headers)
    with at_most(7):
        browser.post(url(of, "1/"), sent, headers=headers)  # a retry


@SIZES
def test_an_answer_that_is_checked_at_once_costs_8(items):
    """One more: where the answer stands."""
    of = begun(items, settings={"preset": "practice"})
    browser = signed_in(of.learner)
    sent = form(of, values=right_values(asked(of)), sequence=1)
    with exactly(8):
        assert "data-outcome" in browser.post(url(of, "1/"), sent, headers=HTMX).content.decode()


@SIZES
@pytest.mark.parametrize(
    ("place", "queries"), [("", 5), ("1/", 6)], ids=["the summary", "an item with a hint taken"]
)
def test_a_page_costs_the_same(items, place, queries):
    of = begun(items)
    browser = signed_in(of.learner)
    with exactly(queries):
        browser.get(url(of, place))


@SIZES
@pytest.mark.parametrize(("settings", "queries"), [({}, 10), ({"preset": "examination"}, 9)])
def test_a_result_costs_the_same(items, settings, queries):
    done = begun(items, settings, right=1, handed_in=True)
    browser = signed_in(done.learner)
    with exactly(queries):
        browser.get(url(done, "result/"))


@SIZES
def test_a_retry_costs_the_same(items):
    done = begun(items, handed_in=True)
    browser = signed_in(done.learner)
    with exactly(6):
        browser.get(url(done, "retry/"))
    asked_again = asked(done)
    sent = form(done, item=asked_again.slug, version=1, values=wrong_values(asked_again), sequence=1)
    with exactly(8):
        browser.post(url(done, "retry/"), sent, headers=HTMX)


@SIZES
def test_handing_in_costs_the_same(items):
    of = begun(items)
    browser = signed_in(of.learner)
    with exactly(8):
        browser.post(url(of, "hand-in/"), form(of))

"""Hints in an attempt: one after the other, at a cost that is told before."""

import re
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import settings as calm
from hypothesis import strategies as st

from quizzes.attempts import NoSuchHint, Settled, answer, hand_in, take_hint
from quizzes.models import HintUse, ItemVersion
from quizzes.scoring import after_hints, assess
from tests.factories import (
    DAY,
    NOON,
    attempt,
    choice,
    item,
    person,
    quiz,
    revise,
    right_values,
    signed_in,
)
from tests.item_shapes import EVERY_TYPE
from tests.queries import exactly
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, form, page, url, words

pytestmark = pytest.mark.django_db
HINTS = ["CANARY ONE", "CANARY TWO", "CANARY THREE"]
SECTION = "/ssc/foundations/what-is-the-south/"


def hinted(slug="hinted", **more):
    return item(slug, choice(**{"hints": HINTS, **more}))


def begun(*items, at=None, **fields):
    return attempt(person(), quiz(items=items or [hinted()], **fields), at=at or minutes_ago(5))


def row(of, position=1):
    return of.items.select_related("version__item__current").get(position=position)


def take(of, *numbers, at=None):
    for number in numbers:
        take_hint(attempt_item=row(of), number=number, at=at or minutes_ago(4))


def taken(of):
    return list(HintUse.objects.filter(attempt_item__attempt=of).values_list("number", flat=True))


def score_of(of, values):
    """Of its one item answered so, after the hints that were taken."""
    answer(attempt_item=row(of), values=values, client_key=uuid4(), sequence=1, at=minutes_ago(3))
    return hand_in(attempt=of, at=minutes_ago(2)).score


def seen(html):
    return [hint for hint in HINTS if hint in html]


def post(of, number, who=None, **more):
    sent = {"learner": of.learner.public_id, "hint": str(number)}
    return signed_in(who or of.learner).post(url(of, "1/hint/"), sent, **more)


# In their order, each once


def test_they_are_taken_one_after_the_other():
    of = begun()
    with pytest.raises(NoSuchHint):
        take(of, 2)
    take(of, 1, 2, 3)
    with pytest.raises(NoSuchHint):
        take(of, 4)
    assert taken(of) == [1, 2, 3]


def test_the_same_again_takes_no_other():
    of = begun()
    take(of, 1, 1, 2, 1, 2)
    assert taken(of) == [1, 2]


@pytest.mark.parametrize("number", [0, -1, 4, 9])
def test_there_is_no_such_hint(number):
    of = begun()
    with pytest.raises(NoSuchHint):
        take(of, number)
    assert taken(of) == []


def test_an_item_without_hints_has_none():
    with pytest.raises(NoSuchHint):
        take(begun(item("plain")), 1)


def test_the_database_keeps_each_one_once():
    of = begun()
    take(of, 1)
    with pytest.raises(IntegrityError, match=r"a_hint_is_taken_once|attempt_item_id"), transaction.atomic():
        HintUse.objects.create(attempt_item=row(of), number=1, at=NOON)


def test_none_is_taken_after_handing_in_or_once_time_is_up():
    of = begun()
    hand_in(attempt=of, at=minutes_ago(4))
    with pytest.raises(Settled):
        take(of, 1)
    late = attempt(person("bheki"), quiz("timed", items=[hinted()], settings={"time_limit_minutes": 1}))
    with pytest.raises(Settled):
        take(late, 1, at=NOON + DAY)
    assert not HintUse.objects.exists()


def test_what_was_taken_in_time_stays_taken_afterwards():
    of = begun()
    take(of, 1)
    hand_in(attempt=of, at=minutes_ago(3))
    take(of, 1, at=minutes_ago(1))
    assert taken(of) == [1]


def test_they_are_of_the_version_the_attempt_began_with():
    of = begun()
    revise(row(of).version.item, choice(hints=["A newer hint."]))
    take(of, 1, 2, 3)
    html = page(of.learner, url(of, "1/"))
    assert seen(html) == HINTS and "A newer hint." not in html


# What they cost


@pytest.mark.parametrize(
    ("penalty", "scores"),
    [
        ("1/3", [1.0, 2 / 3, 1 / 3, 0.0]),
        ("0.25", [1.0, 0.75, 0.5, 0.25]),
        ("1/2", [1.0, 0.5, 0.0, 0.0]),
        ("1", [1.0, 0.0, 0.0, 0.0]),
        ("0", [1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_each_costs_the_items_penalty_and_nothing_falls_below_none(penalty, scores):
    for hints, score in enumerate(scores):
        of = attempt(person(f"learner-{hints}"), quiz(items=[hinted(penalty=penalty)]), at=minutes_ago(5))
        take(of, *range(1, hints + 1))
        assert score_of(of, right_values(hinted())) == score


def test_it_is_taken_from_what_an_answer_that_is_partly_right_gives():
    shape = choice("a", "b", "c", wrong=["d"])
    of = begun(item("several", {**shape, "hints": HINTS}))
    take(of, 1)
    assert score_of(of, right_values(item("several"))[:2]) == float(Fraction(2, 3) - Fraction(1, 3))


def test_the_outcome_is_that_of_the_answer():
    of = begun()
    take(of, 1, 2, 3)
    score_of(of, right_values(hinted()))
    assert (row(of).outcome, row(of).score) == ("correct", 0.0)


def test_hints_of_one_item_cost_nothing_of_another():
    of = begun(hinted(), hinted("other"))
    take(of, 1)
    for position in (1, 2):
        asked = row(of, position)
        values = right_values(asked.version.item)
        answer(attempt_item=asked, values=values, client_key=uuid4(), sequence=1, at=minutes_ago(3))
    hand_in(attempt=of, at=minutes_ago(2))
    assert [row(of, position).score for position in (1, 2)] == [2 / 3, 1.0]


@calm(deadline=None)
@given(st.fractions(0, 1), st.integers(0, 5), st.fractions(0, 1, max_denominator=12))
def test_for_any_answer_number_of_hints_and_penalty(fraction, hints, penalty):
    version = ItemVersion(content={"hints": {"count": 5, "penalty": str(penalty)}})
    worth = after_hints(fraction, version, hints)
    assert worth == max(Fraction(0), fraction - hints * penalty)
    assert worth <= version.worth(hints) <= 1


@pytest.mark.parametrize("hints", [0, 1, 2, 3])
@pytest.mark.parametrize("state", ["correct", "partial", "incorrect"])
def test_the_sum_in_words_parses_back_to_the_score(hints, state):
    asked = item("lines", {**EVERY_TYPE["gap_match"], "hints": HINTS, "penalty": "1/4"})
    right = right_values(asked)
    values = {"correct": right, "partial": right[:2], "incorrect": []}[state]
    assessment = assess(asked.current, values, hints)
    told = r"(\d) hints? (?:was|were) taken: (\S+) − (\d) × (\S+?)(?: = (\S+) of a point\.|: 0 points\..*)$"
    found = re.search(told, assessment.words)
    if hints and values:
        count, fraction, times, penalty, points = found.groups(default="0")
        assert int(count) == int(times) == hints
        assert max(Fraction(0), Fraction(fraction) - hints * Fraction(penalty)) == Fraction(points)
        assert Fraction(points) == assessment.fraction
        assert ("below zero" in assessment.words) == (assessment.fraction == 0)
    else:
        assert found is None


# On the page of an attempt


def test_before_one_is_taken_no_text_of_any_is_in_the_page():
    of = begun()
    for place in ("", "1/"):
        assert seen(page(of.learner, url(of, place))) == []


def test_its_cost_is_told_before_it_is_taken_and_what_is_left_after():
    of = begun()
    told = []
    for number in (1, 2, 3):
        told.append(re.findall(r"\d+ %", words(page(of.learner, url(of, "1/")))))
        take(of, number)
    last = words(page(of.learner, url(of, "1/")))
    # what is left now, where one was taken; then what would be left
    assert [*told, re.findall(r"\d+ %", last)] == [["67 %"], ["67 %", "33 %"], ["33 %", "0 %"], ["0 %"]]
    assert "The item is now worth 0 % at most." in last and "Take hint" not in last


@pytest.mark.parametrize(
    ("penalty", "worth"), [("0", "100 %"), ("1", "0 %"), ("1/8", "88 %"), ("0.01", "99 %")]
)
def test_it_is_told_in_whole_per_cent(penalty, worth):
    of = begun(hinted(penalty=penalty))
    assert f"Take hint 1 of 3 (the item is then worth {worth} at most)" in words(
        page(of.learner, url(of, "1/"))
    )


def test_those_that_were_taken_are_in_the_page_and_no_others_on_every_device():
    of = begun()
    for number in (1, 2):
        take(of, number)
        for _device in (1, 2):
            assert seen(page(of.learner, url(of, "1/"))) == HINTS[:number]
        assert seen(page(of.learner, url(of))) == []


def test_without_script_a_click_comes_back_to_the_item_with_the_hint():
    of = begun()
    response = post(of, 1)
    assert (response.status_code, response["Location"]) == (302, f"{url(of, '1/')}#item-1-hints")
    html = page(of.learner, url(of, "1/"))
    assert 'id="item-1-hints"' in html and seen(html) == HINTS[:1]


def test_htmx_gets_the_hints_alone_as_a_reload_shows_them():
    of = begun()
    html = post(of, 1, headers=HTMX).content.decode()
    assert seen(html) == HINTS[:1] and "<html" not in html and "data-item" not in html

    def shown(html):
        found = html[html.index('<div id="item-1-hints"') : html.index("</form>", html.index("Hint 1:"))]
        found = re.sub(r' tabindex="-1" autofocus', "", found)  # where the focus goes once
        return re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", found)

    assert shown(html) == shown(page(of.learner, url(of, "1/")))


def test_a_double_click_and_a_stale_page_take_one():
    of = begun()
    for headers in ({}, HTMX, {}):
        assert post(of, 1, headers=headers).status_code in (200, 302)
    assert taken(of) == [1]


def test_a_hint_touches_no_answer_that_was_saved():
    of = begun()
    values = right_values(hinted())
    answer(attempt_item=row(of), values=values, client_key=uuid4(), sequence=1, at=minutes_ago(3))
    post(of, 1, headers=HTMX)
    assert f'value="{values[0]}" checked' in page(of.learner, url(of, "1/"))
    assert hand_in(attempt=of, at=minutes_ago(1)).score == 2 / 3


@pytest.mark.parametrize(
    "number", ["2", "0", "-1", "4", "10", "", "one", "1.0", " 1", "１", "1\x00", "9" * 5000]
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_forged_number_is_404_and_takes_none(number, headers):
    of = begun()
    assert post(of, number, headers=headers).status_code == 404
    assert taken(of) == []


def test_a_position_that_is_not_there_is_404():
    of = begun()
    for position in ("0", "2", "99999999999999999999"):
        sent = {"learner": of.learner.public_id, "hint": "1"}
        assert signed_in(of.learner).post(url(of, f"{position}/hint/"), sent).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_after_handing_in_a_click_leads_to_the_result_and_takes_none(headers):
    of = begun()
    hand_in(attempt=of, at=minutes_ago(1))
    response = post(of, 1, headers=headers, follow=True)
    assert response.status_code == 200 and taken(of) == []
    assert seen(page(of.learner, url(of, "result/"))) == []


def test_nobody_takes_anothers():
    of = begun()
    bheki = person("bheki")
    sent = {"learner": bheki.public_id, "hint": "1"}
    assert signed_in(bheki).post(url(of, "1/hint/"), sent).status_code == 404
    assert post(of, 1, who=bheki).status_code == 409
    assert (
        signed_in(None).post(url(of, "1/hint/"), {**sent, "learner": of.learner.public_id}).status_code == 401
    )
    assert signed_in(of.learner).post(url(of, "1/hint/"), {"hint": "1"}).status_code == 400
    assert signed_in(of.learner).get(url(of, "1/hint/")).status_code == 405
    assert taken(of) == []


def test_the_result_says_what_they_cost():
    of = begun()
    take(of, 1)
    score_of(of, right_values(hinted()))
    assert "1 hint was taken: 1 − 1 × 1/3 = 2/3 of a point." in words(page(of.learner, url(of, "result/")))


@pytest.mark.parametrize("hints", [1, 3])
@pytest.mark.parametrize("items", [1, 3, 30])
def test_a_click_and_the_page_cost_the_same_however_many_hints_and_items(hints, items):
    asked = [hinted(f"hinted-{n}", hints=[f"Hint {h}." for h in range(hints)]) for n in range(items)]
    of = begun(*asked)
    browser = signed_in(of.learner)
    sent = form(of, values=right_values(asked[0]), sequence=1)
    with exactly(8):
        browser.post(url(of, "1/hint/"), {"learner": of.learner.public_id, "hint": "1"}, headers=HTMX)
    with exactly(6):
        browser.get(url(of, "1/"))
    with exactly(7):
        browser.post(url(of, "1/"), sent, headers=HTMX)

"""Where something of an answer is shown at once, the answer is final: what was shown cannot be unseen."""

from uuid import uuid4

import pytest

from quizzes.attempts import NoSuchHint, Settled, answer, current_responses, hand_in, take_hint
from quizzes.models import HintUse, Response
from quizzes.rules import PARTS
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    choice,
    item,
    person,
    quiz,
    revise,
    right_values,
    signed_in,
    wrong_values,
)
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.canaries import minutes_ago
from tests.quizzes.pages import HTMX, form, page, url, words
from tests.quizzes.test_verify_scores import verify

pytestmark = pytest.mark.django_db
PRACTICE = {"preset": "practice"}


@pytest.fixture
def running():
    return attempt(person(), quiz(settings=PRACTICE), at=minutes_ago(5))


def row(begun, position=1):
    return begun.items.select_related("version__item__current").get(position=position)


def save(begun, values, *, position=1, key=None, sequence=1, at=None):
    return answer(
        attempt_item=row(begun, position),
        values=values,
        client_key=key or uuid4(),
        sequence=sequence,
        at=at or minutes_ago(4),
    )


def right(begun, position=1):
    return right_values(row(begun, position).version.item)


def wrong(begun, position=1):
    return wrong_values(row(begun, position).version.item)


# Final


def test_an_answer_is_checked_when_it_is_given(running):
    response = save(running, wrong(running)).response
    assert (response.outcome, response.score, response.late) == ("incorrect", 0.0, False)


def test_a_later_change_is_kept_late_and_never_counts(running):
    key = uuid4()
    save(running, wrong(running), key=key)
    later = save(running, right(running), key=key, sequence=2)
    assert (later.saved, later.current.values) == ("late", wrong(running))
    assert (later.response.outcome, later.response.score) == ("", None)
    assert hand_in(attempt=running, at=minutes_ago(1)).score == 0.0


def test_another_browser_cannot_change_it_either(running):
    save(running, wrong(running))
    assert save(running, right(running)).saved == "late"


def test_a_retry_after_a_lost_reply_is_told_that_it_is_saved(running):
    key = uuid4()
    for _again in (1, 2):
        receipt = save(running, right(running), key=key)
        assert (receipt.saved, receipt.current.values) == ("true", right(running))
    assert Response.objects.count() == 1


def test_a_delayed_older_change_is_kept_and_does_not_count(running):
    key = uuid4()
    save(running, right(running), key=key, sequence=5)
    assert save(running, wrong(running), key=key, sequence=4).saved == "late"
    assert current_responses(running)[row(running).pk].values == right(running)


def test_a_change_that_was_overtaken_before_it_came_is_not_checked(running):
    """A blank one with a higher number came first: what counts is blank, and nothing was shown."""
    key = uuid4()
    save(running, [], key=key, sequence=5)
    overtaken = save(running, wrong(running), key=key, sequence=4)
    assert (overtaken.saved, overtaken.response.outcome) == ("false", "")
    assert save(running, right(running), key=key, sequence=6).saved == "true"


def test_a_blank_answer_is_not_final(running):
    blank = save(running, [])
    assert (blank.saved, blank.response.outcome) == ("true", "")
    assert save(running, right(running)).response.outcome == "correct"


def test_blank_after_an_answer_does_not_take_it_away(running):
    save(running, right(running))
    assert save(running, []).saved == "late"
    assert hand_in(attempt=running, at=minutes_ago(1)).score == 1.0


def test_one_item_is_final_and_the_others_are_not(running):
    save(running, wrong(running))
    assert save(running, right(running, 2), position=2).saved == "true"


def test_what_is_late_is_not_checked():
    begun = attempt(person(), quiz(settings={**PRACTICE, "time_limit_minutes": 10}))
    late = save(begun, right(begun), at=NOON + 30 * MINUTE)
    assert (late.saved, late.response.outcome, late.response.score) == ("late", "", None)


@pytest.mark.parametrize("feedback", [["response"], []])
def test_where_nothing_but_the_answer_is_shown_it_can_be_changed(feedback):
    begun = attempt(person(), quiz(settings={"feedback": {"during": feedback}}))
    for values in (wrong(begun), right(begun)):
        receipt = save(begun, values, at=NOON)
        assert (receipt.saved, receipt.response.outcome) == ("true", "")


@pytest.mark.parametrize("part", [part for part in PARTS if part != "response"])
def test_whatever_is_shown_of_it_it_is_final(part):
    begun = attempt(person(), quiz(settings={"feedback": {"during": [part]}}))
    assert save(begun, wrong(begun), at=NOON).response.outcome == "incorrect"
    assert save(begun, right(begun), at=NOON).saved == "late"


def test_an_attempt_that_began_without_it_goes_on_without_it():
    of = quiz()
    begun = attempt(person(), of)
    of.settings = PRACTICE
    of.save()
    assert save(begun, wrong(begun), at=NOON).response.outcome == ""


# Scores


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_its_score_is_kept_and_found_again(name):
    asked = item(f"a-{name}", {**EVERY_TYPE[name], "hints": ["One.", "Two."]})
    begun = attempt(person(), quiz(items=[asked], settings=PRACTICE))
    take_hint(attempt_item=row(begun), number=1, at=NOON)
    response = save(begun, right(begun), at=NOON).response
    assert (response.outcome, response.score) == ("correct", 1.0)  # the answer's own
    done = hand_in(attempt=begun, at=NOON)
    assert done.score == row(begun).score == 2 / 3  # less what the hint costs
    assert verify() == (["3 scores, 0 differences"], 0)


def test_a_stored_score_that_is_another_is_a_difference(running):
    save(running, right(running))
    Response.objects.update(score=0.5)
    said, status = verify()
    assert status == 1 and said[-1] == "1 scores, 1 differences"


def test_an_edit_of_the_item_changes_nothing_of_it(running):
    save(running, right(running))
    given = right(running)
    revise(row(running).version.item, choice("2021", wrong=["2013"]))
    assert save(running, given).saved == "late"
    assert verify() == (["1 scores, 0 differences"], 0)


# Hints


def test_no_hint_is_taken_of_what_was_checked():
    asked = item("hinted", choice(hints=["One.", "Two."]))
    begun = attempt(person(), quiz(items=[asked], settings=PRACTICE), at=minutes_ago(5))
    take_hint(attempt_item=row(begun), number=1, at=minutes_ago(4))
    save(begun, right(begun))
    with pytest.raises(Settled):
        take_hint(attempt_item=row(begun), number=2, at=minutes_ago(3))
    with pytest.raises(NoSuchHint):
        take_hint(attempt_item=row(begun), number=3, at=minutes_ago(3))
    response = signed_in(begun.learner).post(url(begun, "1/hint/"), {**form(begun), "hint": "2"})
    assert response["Location"] == url(begun, "1/")
    assert HintUse.objects.count() == 1
    assert "Two." not in page(begun.learner, url(begun, "1/"))


def test_after_a_blank_answer_hints_are_still_to_be_had():
    begun = attempt(person(), quiz(items=[item("hinted", choice(hints=["One."]))], settings=PRACTICE))
    save(begun, [], at=NOON)
    take_hint(attempt_item=row(begun), number=1, at=NOON)
    assert HintUse.objects.count() == 1


# Pages


def test_the_page_says_before_that_it_is_final_and_after_that_it_was_checked(running):
    browser = signed_in(running.learner)
    html = page(running.learner, url(running, "1/"))
    assert "Once it is checked, your answer is final." in words(html)
    assert "Check my answer" in words(html) and "data-autosave" not in html
    for headers, position in [({}, 1), (HTMX, 2)]:
        sent = form(running, values=wrong(running, position))
        response = browser.post(url(running, f"{position}/"), sent, headers=headers, follow=True)
        html = response.content.decode()
        assert 'data-saved="true"' in html and 'data-outcome="incorrect"' in html
        assert "data-outcome" in page(running.learner, url(running, f"{position}/"))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_later_change_is_told_that_it_does_not_count(running, headers):
    save(running, wrong(running))
    sent = form(running, values=right(running))
    response = signed_in(running.learner).post(url(running, "1/"), sent, headers=headers)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'data-saved="late"' in html and 'data-outcome="incorrect"' in html
    assert "is final. What came after it is kept, but does not count." in words(html)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_change_that_does_not_fit_an_item_that_was_checked_is_400_and_stores_nothing(running, headers):
    save(running, wrong(running))
    sent = form(running, values=["nonsense"])
    response = signed_in(running.learner).post(url(running, "1/"), sent, headers=headers)
    assert response.status_code == 400
    assert Response.objects.count() == 1


def test_going_on_leads_to_the_next_item_only_with_what_was_saved(running):
    browser = signed_in(running.learner)
    first = browser.post(url(running, "1/"), form(running, values=wrong(running), go="next"))
    assert first["Location"] == url(running, "2/")
    late = browser.post(url(running, "1/"), form(running, values=right(running), go="next"))
    assert late.status_code == 200 and 'data-saved="late"' in late.content.decode()


def test_what_is_seen_of_it_at_once_is_seen_again_after_a_reload_and_on_the_result(running):
    save(running, wrong(running))
    hand_in(attempt=running, at=minutes_ago(1))
    assert 'data-outcome="incorrect"' in page(running.learner, url(running, "result/"))

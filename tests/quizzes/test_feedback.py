"""What a learner sees of an attempt: four moments, six parts. What may not be seen is in no byte."""

import re
from datetime import timedelta
from itertools import chain, combinations

import pytest

from quizzes.attempts import hand_in
from quizzes.display import scored_item
from quizzes.feedback import Shown
from quizzes.interactions import REGISTRY
from quizzes.models import AnswerKey, Attempt, ItemVersion, Quiz
from quizzes.rules import EVERYTHING, MOMENTS, NOTHING, PARTS, RIGHT_AFTER
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    item,
    module,
    offered,
    person,
    quiz,
    right_values,
    section,
)
from tests.item_shapes import EVERY_TYPE
from tests.quizzes.canaries import ANSWER, HINT, MARKS, answered, marked_quiz, minutes_ago, seen
from tests.quizzes.interactions.shapes import with_another_key
from tests.quizzes.pages import page, url

pytestmark = pytest.mark.django_db
ELSEWHERE = ["/ssc/", "/ssc/progress/", "/ssc/foundations/"]
FRONT = "/ssc/quizzes/marked-quiz/"
HIDDEN = {"response", "outcome", "score", "feedback", "explanation", "key"}


def at_moment(moment, feedback, **settings):
    """An attempt that is at this moment now, under rules that show these parts then and nothing else."""
    policy = {name: list(feedback) if name == moment else [] for name in MOMENTS}
    of = marked_quiz(settings={"feedback": policy, **settings})
    done = answered(of, handed_in={"during": None, "after": 2, "later": 12, "closed": 12}[moment])
    if moment == "closed":
        offered(of, closes_at=minutes_ago(5))
    return done


def told(parts):
    """What parts let see: feedback is on a response; right beside given is an outcome."""
    parts = set(parts)
    return (
        (parts - {"feedback"})
        | ({"feedback"} if {"response", "feedback"} <= parts else set())
        | ({"outcome"} if {"response", "key"} <= parts else set())
    )


def subsets(parts):
    return chain.from_iterable(combinations(parts, size) for size in range(len(parts) + 1))


# Moments and parts


def test_the_marks_would_be_seen(client):
    """The control of all that follows: where everything is shown, every mark is."""
    done = at_moment("later", PARTS)
    html = page(done.learner, url(done, "result/"))
    assert seen(html) == set(PARTS)
    assert {part for part in MARKS if part in seen(page(done.learner, FRONT))} == {"score"}


@pytest.mark.parametrize("moment", ["after", "later", "closed"])
@pytest.mark.parametrize(
    "parts", [(), *[(part,) for part in PARTS], PARTS], ids=lambda parts: "+".join(parts)
)
def test_a_result_shows_at_a_moment_what_the_rules_show_then(moment, parts):
    done = at_moment(moment, parts)
    assert seen(page(done.learner, url(done, "result/"))) == told(parts)


@pytest.mark.parametrize(
    "parts", [(), *[(part,) for part in PARTS], PARTS], ids=lambda parts: "+".join(parts)
)
def test_an_answer_checked_at_once_shows_what_the_rules_show_then(parts):
    running = at_moment("during", parts)
    html = page(running.learner, url(running, "1/"))
    shown = told({"response", *parts})
    assert seen(html) == shown
    assert ("data-autosave" in html) is (set(parts) <= {"response"})


def test_every_set_of_parts_shows_itself_and_nothing_else():
    done = at_moment("later", [])
    for parts in subsets(PARTS):
        policy = {**done.rules["feedback"], "later": list(parts)}
        Attempt.objects.update(rules={**done.rules, "feedback": policy})
        Quiz.objects.update(settings={"feedback": policy})
        assert seen(page(done.learner, url(done, "result/"))) == told(parts), parts


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_seen_at_one_moment_is_not_seen_at_another(moment):
    """Everything at this moment, nothing at the others: and it is another moment now."""
    for now in MOMENTS:
        if now == moment:
            continue
        Attempt.objects.all().delete()
        of = marked_quiz()
        shown = {name: list(PARTS) if name == moment else [] for name in MOMENTS}
        of.settings = {"feedback": shown}
        of.save()
        offered(of, closes_at=None)
        done = answered(of, values=[ANSWER], handed_in={"during": None, "after": 2}.get(now, 12))
        if now == "closed":
            offered(of, closes_at=minutes_ago(5))
        place = "1/" if now == "during" else "result/"
        html = page(done.learner, url(done, place))
        assert seen(html) <= ({"response"} if now == "during" and moment != "during" else set()), now


# Presets


@pytest.mark.parametrize(
    ("preset", "during", "after", "closed"),
    [
        ("practice", HIDDEN, HIDDEN, HIDDEN),
        ("quiz", {"response"}, HIDDEN, HIDDEN),
        ("examination", {"response"}, set(), HIDDEN),
    ],
)
def test_presets_on_the_pages(preset, during, after, closed):
    of = marked_quiz(settings={"preset": preset})
    running = answered(of)
    assert seen(page(running.learner, url(running, "1/"))) == during
    done = hand_in(attempt=running, at=minutes_ago(2))
    result = url(done, "result/")
    assert seen(page(done.learner, result)) == after
    Attempt.objects.update(submitted_at=minutes_ago(12))
    assert seen(page(done.learner, result)) == after
    offered(of, closes_at=minutes_ago(1))
    assert seen(page(done.learner, result)) == closed


@pytest.mark.parametrize("preset", ["practice", "quiz", "examination"])
def test_before_an_answer_nothing_of_key_feedback_explanation_or_hints_is_in_any_page(preset):
    of = marked_quiz(settings={"preset": preset})
    amina = person()
    before = page(amina, FRONT)
    running = attempt(amina, of, at=minutes_ago(1))
    for html in (before, page(amina, FRONT), page(amina, url(running)), page(amina, url(running, "1/"))):
        assert seen(html) & {"feedback", "explanation", "key"} == set()
        assert HINT not in html


# No byte


def without_tokens(html):
    return re.sub(r'(client_key|csrfmiddlewaretoken)" value="[^"]+|data-seconds-left="\d+"', "", html)


def other_key(name, slug):
    """What is right, said and hinted of an item that shows a learner the same."""
    fields = {field: value for field, value in EVERY_TYPE[name].items() if field != "type"}
    interaction = REGISTRY[name]
    whole = interaction.Shape.model_validate(fields).model_dump(by_alias=True, exclude_none=True)
    shape = interaction.Shape.model_validate(with_another_key(name, whole))
    _content, key, _feedback = interaction.read(slug, shape)
    return key


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
@pytest.mark.parametrize("state", ["correct", "partial", "incorrect"])
def test_no_byte_of_a_page_depends_on_what_may_not_be_seen(name, state):
    """With another key, feedback, explanation and hints in its place, every page is the same."""
    asked = item(f"a-{name}", {**EVERY_TYPE[name], "hints": ["Look again."]}, use="quiz")
    module(), section()
    of = quiz("exam", items=[asked], settings={"preset": "examination", "feedback": {"after": ["response"]}})
    states = REGISTRY[name].states(asked.current.content, asked.current.answer_key.key)
    running = answered(of, values=states.get(state, states["incorrect"]))
    places = [url(running), url(running, "1/"), "/ssc/quizzes/exam/", *ELSEWHERE]
    before = [without_tokens(page(running.learner, place)) for place in places]
    canary = {"md": "CANARY", "html": "CANARY"}
    kept = AnswerKey.objects.get()
    other = other_key(name, asked.slug)
    assert other != kept.key
    feedback = dict.fromkeys([*kept.feedback, *states["incorrect"], *states["correct"]], canary)
    AnswerKey.objects.update(key=other, feedback=feedback, explanation=canary, hints=[canary])
    assert [without_tokens(page(running.learner, place)) for place in places] == before
    AnswerKey.objects.update(key=kept.key, feedback=kept.feedback)
    hand_in(attempt=running, at=minutes_ago(1))
    places = [url(running, "result/"), "/ssc/quizzes/exam/", *ELSEWHERE]
    before = [without_tokens(page(running.learner, place)) for place in places]
    AnswerKey.objects.update(key=other, feedback=feedback)
    assert [without_tokens(page(running.learner, place)) for place in places] == before


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_the_result_without_its_score_is_the_same_right_or_wrong(name):
    """But for the answer itself: two learners with the same answer, of whom one is right."""
    asked = item(f"a-{name}", EVERY_TYPE[name], use="quiz")
    policy = {"after": ["response"], "later": ["response"]}
    of = quiz("exam", items=[asked], settings={"feedback": policy, "pass_mark": "0.5"})
    values = right_values(asked)
    first = answered(of, values=values, handed_in=12)
    places = [url(first, "result/"), "/ssc/quizzes/exam/", *ELSEWHERE]
    right = [without_tokens(page(first.learner, place)) for place in places]
    rows = first.items.all()
    Attempt.objects.update(score=0)
    rows.update(score=0, outcome="incorrect")
    AnswerKey.objects.update(key=other_key(name, asked.slug))
    assert [without_tokens(page(first.learner, place)) for place in places] == right


# Nor in what the templates are handed


def handed(version, values, parts):
    return scored_item(version, values, order=[], parts=frozenset(parts), dom_id="item")


@pytest.mark.parametrize("name", sorted(EVERY_TYPE))
def test_what_a_template_is_handed_depends_on_nothing_that_may_not_be_seen(name):
    asked = item(f"a-{name}", EVERY_TYPE[name])
    version = asked.current
    twin = ItemVersion.objects.select_related("item").get(pk=version.pk)
    twin.answer_key.key = other_key(name, asked.slug)
    states = REGISTRY[name].states(version.content, version.answer_key.key)
    for parts in subsets(PARTS):
        shown = [handed(version, values, parts) for values in (*states.values(), [])]
        for one in shown:
            assert ("outcome" in parts) or one.outcome == ""
            assert ("score" in parts) or (one.score, one.points_reached, one.sum_text) == (None, None, "")
            assert ("explanation" in parts) or one.explanation_html == ""
            assert ("response" in parts) or (one.told, one.is_blank) == (shown[0].told, False)
            lines = [entry for told in one.told.values() for entry in as_lines(told)]
            said = [entry.get("feedback") for entry in [one.told, *lines]]
            assert {"response", "feedback"} <= set(parts) or not any(said)
        if "key" not in parts:
            for values, one in zip((*states.values(), []), shown, strict=True):
                assert handed(twin, values, parts).told == one.told


def as_lines(told):
    return [line for line in told if isinstance(line, dict)] if isinstance(told, list) else []


# Right after


def test_right_after_lasts_ten_minutes_from_handing_in():
    of = marked_quiz(settings={"feedback": {"after": ["score"], "later": ["key"]}})
    amina = person()
    done = hand_in(attempt=attempt(amina, of), at=NOON)
    done = Attempt.objects.with_quiz().get(pk=done.pk)
    assert timedelta(minutes=10) == RIGHT_AFTER
    assert [
        Shown.of(done, NOON + after).parts for after in (0 * MINUTE, RIGHT_AFTER - timedelta(microseconds=1))
    ] == [{"score"}] * 2
    assert [Shown.of(done, NOON + after).parts for after in (RIGHT_AFTER, 400 * DAY)] == [{"key"}] * 2


def test_right_after_counts_from_the_deadline_where_time_ran_out():
    of = marked_quiz(settings={"time_limit_minutes": 10, "feedback": {"after": list(PARTS), "later": []}})
    done = hand_in(attempt=attempt(person(), of), at=NOON + 30 * MINUTE)
    done = Attempt.objects.with_quiz().get(pk=done.pk)
    assert Shown.of(done, NOON + 19 * MINUTE).parts == EVERYTHING
    assert Shown.of(done, NOON + 21 * MINUTE).parts == NOTHING

"""An examination keeps its items to itself, as long as anybody may take it."""

from random import Random

import pytest
from django.utils import timezone

from accounts.models import User
from quizzes.allowances import allow
from quizzes.attempts import hand_in, start_attempt
from quizzes.models import Attempt, Item, QuizPart, Response
from quizzes.starting import KeptForExamination, NeedsAccount
from quizzes.withholding import withheld_items, withholding_quizzes
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    choice,
    claim,
    course,
    delivery,
    draw,
    guest,
    item,
    module,
    offered,
    own_delivery,
    person,
    quiz,
    revise,
    right_values,
    section,
    signed_in,
)
from tests.queries import exactly
from tests.quizzes.canaries import ANSWER, answered, marked_item, marked_quiz, minutes_ago, seen
from tests.quizzes.pages import form, page, url, words

pytestmark = pytest.mark.django_db
EXAMINATION = {"preset": "examination"}
EVERYTHING = {"response", "outcome", "score", "feedback", "explanation", "key"}


def withheld(at=NOON):
    return set(withheld_items(course().pk, at).values_list("slug", flat=True))


def exam(*items, **fields):
    """An examination of these items, open from now on."""
    return quiz("exam", items=items, **{"settings": EXAMINATION, **fields})


# What is withheld


def test_where_no_quiz_keeps_keys_back_nothing_is_withheld():
    quiz(), quiz("practice", settings={"preset": "practice"}), quiz("plain", settings={"attempts": 1})
    of = course().pk
    with exactly(1):
        assert not withheld_items(of, NOON).exists()


def test_the_items_of_an_open_examination_are_withheld_and_no_others():
    exam(item("asked")), quiz(items=[item("other")])
    assert withheld() == {"asked"}


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "is_withheld"),
    [(None, None, True), (-DAY, DAY, True), (DAY, 2 * DAY, True), (DAY, None, True), (-DAY, 0 * DAY, False)],
)
def test_from_before_it_opens_until_it_closes(opens_in, closes_in, is_withheld):
    of = exam(item("asked"))
    dates = {"opens_at": opens_in, "closes_at": closes_in}
    offered(of, **{name: None if away is None else NOON + away for name, away in dates.items()})
    assert withheld() == ({"asked"} if is_withheld else set())


def test_a_delivery_may_make_an_examination_of_a_quiz_and_the_reverse():
    of = quiz(items=[item("asked")])
    exams = delivery(of, settings=EXAMINATION)
    assert withheld() == {"asked"}
    exams.settings = {"preset": "practice"}
    exams.save()
    assert withheld() == set()
    other = exam(item("other"))
    offered(other, settings={"preset": "quiz"})
    assert withheld() == set()


def test_one_delivery_that_is_open_is_enough_and_one_learner_who_may_still_take_it():
    of = exam(item("asked"))
    offered(of, closes_at=NOON)
    assert withheld() == set()
    later = delivery(of, closes_at=NOON + DAY)
    assert withheld() == {"asked"}
    assert withheld(NOON + DAY) == set()
    allow(delivery=later, learner=person(), at=NOON, closes_at=NOON + 2 * DAY)
    assert withheld(NOON + DAY) == {"asked"}
    assert withheld(NOON + 2 * DAY) == set()


def test_an_attempt_that_still_runs_is_enough():
    of = exam(item("asked"))
    running = attempt(person(), of)
    offered(of, closes_at=NOON + MINUTE)
    assert withheld(NOON + DAY) == {"asked"}
    hand_in(attempt=running, at=NOON + DAY)
    assert withheld(NOON + DAY) == set()


def test_all_that_may_be_drawn_is_withheld():
    bri = claim()
    revise(item("by-claim"), claims=[bri])
    item("by-module", module=module("initiatives"))
    item("by-level", choice(level="analyse"))
    item("by-nothing")
    item("practice", use=Item.Use.PRACTICE, module=module("initiatives"))
    of = exam()
    draw(of, claims=[bri]), draw(of, from_module=module("initiatives")), draw(of, level="analyse")
    assert withheld() == {"by-claim", "by-module", "by-level"}


def test_what_an_open_attempt_asks_stays_withheld_though_the_quiz_was_edited():
    of = exam(item("was-asked"))
    running = attempt(person(), of)
    of.parts.all().delete()
    QuizPart.objects.create(quiz=of, position=1, item=item("is-asked"))
    assert withheld() == {"was-asked", "is-asked"}
    hand_in(attempt=running, at=NOON)
    assert withheld() == {"is-asked"}


def test_another_courses_examinations_do_not_matter():
    there = module("abroad", course=course("other"))
    exam(item("abroad", module=there), module=there)
    item("here")
    assert withheld() == set()


def test_an_examination_that_is_over_for_good_but_never_closed_withholds_until_it_is_closed():
    of = exam(item("asked"))
    assert withheld(NOON + 4000 * DAY) == {"asked"}
    offered(of, closes_at=NOON)
    assert withheld() == set()


@pytest.mark.parametrize("exams", [1, 3, 30])
def test_it_costs_the_same_however_many_examinations(exams):
    for n in range(exams):
        quiz(f"exam-{n}", items=[item(f"item-{n}")], settings=EXAMINATION)
    of = course().pk
    with exactly(3):
        assert len(withheld_items(of, NOON)) == exams
    with exactly(1):
        assert len(withholding_quizzes(of, NOON)) == exams


# Elsewhere


@pytest.fixture
def shared():
    """A quiz that shows all, of an item that an examination asks from `examined` on."""
    return marked_quiz()


def examined():
    return exam(marked_item())


def test_another_quizs_result_tells_no_key_until_the_examination_is_over(shared):
    done = answered(shared, handed_in=2)
    result = url(done, "result/")
    examined()
    assert seen(page(done.learner, result)) == {"response", "score"}  # of the whole attempt, as before
    offered(exam(), closes_at=minutes_ago(1))
    assert seen(page(done.learner, result)) == EVERYTHING


def test_it_says_so_before_the_start_and_on_the_result(shared):
    done = answered(shared, handed_in=2)
    examined()
    told = {
        "/ssc/quizzes/marked-quiz/": "An examination asks some of its items now. It opens again after that.",
        url(done, "result/"): "An examination asks some of its items now: their answers are not told",
    }
    for path, sentence in told.items():
        assert sentence in words(page(done.learner, path))
    offered(exam(), closes_at=minutes_ago(1))
    for path, sentence in told.items():
        assert sentence not in words(page(done.learner, path))


def test_its_other_items_are_told(shared):
    QuizPart.objects.create(quiz=shared, position=2, item=item("free", choice(explanation="FREE TO TELL")))
    done = hand_in(attempt=attempt(person(), shared), at=minutes_ago(2))
    examined()
    html = page(done.learner, url(done, "result/"))
    assert "FREE TO TELL" in html and "CANARY" not in html


def test_an_answer_that_is_checked_at_once_tells_no_key_either(shared):
    shared.settings = {"preset": "practice"}
    shared.save()
    running = answered(shared)
    examined()
    assert seen(page(running.learner, url(running, "1/"))) == {"response"}
    offered(exam(), closes_at=minutes_ago(1))
    assert seen(page(running.learner, url(running, "1/"))) == EVERYTHING


def test_it_is_asked_in_no_retry_until_the_examination_is_over(shared):
    QuizPart.objects.create(quiz=shared, position=2, item=item("free"))
    done = hand_in(attempt=attempt(person(), shared), at=minutes_ago(2))
    examined()
    retry = url(done, "retry/")
    browser = signed_in(done.learner)

    def asked():
        return [slug for slug in ("marked", "free") if f'data-item="{slug}"' in page(done.learner, retry)]

    sent = form(done, item="marked", version=1, values=ANSWER)
    assert asked() == ["free"]
    assert browser.post(retry, sent).status_code == 404 and not Response.objects.exists()
    assert "Retry the 1 you missed" in words(page(done.learner, url(done, "result/")))
    offered(exam(), closes_at=minutes_ago(1))
    assert asked() == ["marked", "free"]
    assert browser.post(retry, sent).status_code == 302


def test_where_nothing_else_was_missed_the_result_offers_no_retry(shared):
    done = answered(shared, handed_in=2)
    examined()
    assert "/retry/" not in page(done.learner, url(done, "result/"))
    assert "There is nothing to retry" in words(page(done.learner, url(done, "retry/")))


def test_it_is_asked_in_no_section():
    """Items of an examination are for quizzes alone; the section that named one does not ask it."""
    asked = marked_item()
    section(items=[asked])
    exam(asked)
    path = "/ssc/foundations/what-is-the-south/"
    assert "data-item" not in page(None, path)
    amina = person()
    sent = {"learner": amina.public_id, "client_key": amina.public_id, "item": "marked", "version": 1}
    assert signed_in(amina).post(path, {**sent, "values": ANSWER}).status_code == 404
    assert not Response.objects.exists()


def test_another_delivery_of_the_same_quiz_tells_no_key_while_one_is_an_examination():
    """Else who takes the open one first knows the keys of the other."""
    of = marked_quiz()
    done = answered(of, handed_in=12)
    result, retry = url(done, "result/"), url(done, "retry/")
    assert seen(page(done.learner, result)) == EVERYTHING
    for_class = delivery(of, for_anyone=False, settings=EXAMINATION, closes_at=timezone.now() + DAY)
    assert seen(page(done.learner, result)) <= {"response", "score"}
    assert "data-item" not in page(done.learner, retry)
    for_class.closes_at = minutes_ago(1)
    for_class.save()
    assert seen(page(done.learner, result)) == EVERYTHING
    assert "data-item" in page(done.learner, retry)


def test_what_an_examination_shows_of_itself_is_decided_by_its_own_rules():
    of = marked_quiz(settings={"preset": "examination", "feedback": {"after": ["response", "feedback"]}})
    done = answered(of, handed_in=2)
    assert seen(page(done.learner, url(done, "result/"))) == {"response", "feedback"}


# Who may start


def start(learner, of, standing=Attempt.Standing.GUEST):
    return start_attempt(
        learner=learner, delivery=own_delivery(of), standing=standing, at=NOON, chance=Random(1)
    )


@pytest.mark.parametrize("standing", [Attempt.Standing.GUEST, Attempt.Standing.LEARNER])
def test_nobody_starts_what_shares_an_item_with_an_examination_until_that_is_over(shared, standing):
    """Else one learns the keys of the examination there, try by try."""
    who = guest() if standing == Attempt.Standing.GUEST else person()
    examined()
    with pytest.raises(KeptForExamination):
        start(who, shared, standing)
    assert start(person("farid"), shared, Attempt.Standing.PREVIEW)
    offered(exam(), closes_at=NOON)
    assert start(who, shared, standing)


def test_a_guest_cannot_start_an_examination():
    with pytest.raises(NeedsAccount):
        start(guest(), exam(item("asked")))
    assert start(person(), exam(), Attempt.Standing.LEARNER)


def test_a_guest_cannot_start_what_might_draw_an_item_of_an_examination():
    exam(item("asked"))
    of = quiz("draws", items=[])
    draw(of)
    item("other")
    with pytest.raises(KeptForExamination):
        start(guest(), of)
    assert start(guest(), quiz("fixed", items=[item("other")]))


@pytest.mark.parametrize("who", ["visitor", "guest"])
def test_a_visitor_and_a_guest_are_told_and_a_click_makes_nothing(shared, who):
    user = guest() if who == "guest" else None
    browser = signed_in(user)
    examined()
    front = browser.get("/ssc/quizzes/marked-quiz/")
    told = "An examination asks some of its items now. It opens again after that."
    assert told in words(front.content.decode())
    named = user.public_id if user else front.wsgi_request.visitor_id
    refused = browser.post("/ssc/quizzes/marked-quiz/start/", {"learner": named})
    assert refused.status_code == 409 and told in words(refused.content.decode())
    assert (Attempt.all_objects.count(), User.objects.count()) == (0, 1 if user else 0)


def test_a_guest_goes_on_with_what_was_begun_before_and_its_result_tells_no_key():
    of = marked_quiz()
    begun = answered(of, guest())
    exam(marked_item())
    assert ANSWER in page(begun.learner, url(begun, "1/"))
    done = hand_in(attempt=begun, at=minutes_ago(2))
    assert seen(page(begun.learner, url(done, "result/"))) <= {"response", "score"}
    assert right_values(marked_item()) == ["CANARY KEY"]

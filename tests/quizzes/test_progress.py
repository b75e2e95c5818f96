"""What a learner has read, knows and did, derived from rows."""

import pytest

from lessons.reading import Reading
from quizzes.attempts import hand_in
from quizzes.models import Attempt, Item, Quiz
from quizzes.progress import course_progress, latest_outcomes
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    course,
    item,
    person,
    practice,
    quiz,
    read,
    rewrite,
    section,
    small_course,
    wrong_values,
)
from tests.queries import exactly

pytestmark = pytest.mark.django_db


def progress_of(learner):
    return course_progress(learner and learner.pk, course(), NOON, Quiz.objects.published())


def test_a_visitor_has_read_nothing_and_goes_on_with_the_first_section():
    small_course()
    progress = progress_of(None)
    assert (progress.read, progress.sections, progress.next_section.slug) == (0, 4, "foundations-section-1")


def test_a_section_is_read_once_however_often_it_was_marked():
    small_course()
    amina, first = person(), section("foundations-section-1")
    read(amina, first)
    read(amina, first)
    read(amina, rewrite(first, "Other words [[P4.2]]."))
    assert progress_of(amina).read == 1


def test_a_section_that_changed_still_counts_as_read_and_says_so():
    small_course()
    amina, first = person(), section("foundations-section-1")
    read(amina, first)
    rewrite(first, "Other words [[P4.2]].")
    assert [reading for _section, reading in progress_of(amina).modules[0].sections] == [
        Reading.CHANGED,
        Reading.UNREAD,
    ]
    assert progress_of(amina).read == 1


def test_an_item_is_right_when_the_latest_answer_is():
    small_course()
    amina, asked = person(), item("foundations-item-1")
    practice(amina, asked)
    assert progress_of(amina).modules[0].items_right == 1
    practice(amina, asked, wrong_values(asked))
    module = progress_of(amina).modules[0]
    assert (module.items_right, module.items) == (0, 2)


def test_an_answer_in_a_quiz_is_not_seen_before_it_is_handed_in():
    asked = item()
    section(items=[asked])
    of = quiz(items=[asked])
    amina = person()
    running = attempt(amina, of, right=1)
    assert latest_outcomes(amina.pk, {asked.pk}) == {}
    hand_in(attempt=running, at=NOON + MINUTE)
    assert latest_outcomes(amina.pk, {asked.pk}) == {asked.pk: "correct"}


def test_a_retired_item_leaves_both_sides_of_the_fraction():
    small_course()
    amina, asked = person(), item("foundations-item-1")
    practice(amina, asked)
    Item.objects.filter(pk=asked.pk).update(state=Item.State.RETIRED)
    module = progress_of(amina).modules[0]
    assert (module.items_right, module.items) == (0, 1)


def test_the_grade_is_the_attempt_that_counts_and_previews_never_do():
    small_course()
    amina, of = person(), quiz("foundations-quiz")
    attempt(amina, of, right=3, handed_in=True)
    attempt(amina, of, right=1, handed_in=True, at=NOON + 10 * MINUTE)
    attempt(amina, of, right=4, handed_in=True, standing=Attempt.Standing.PREVIEW, at=NOON + 20 * MINUTE)
    progress = progress_of(amina).modules[0].quizzes[0]
    assert (progress.grade, progress.points, len(progress.handed_in)) == (3.0, 4, 2)
    assert progress.missed_last == 3


def test_a_quiz_that_lost_items_shows_no_grade_above_100_per_cent():
    small_course()
    amina, of = person(), quiz("foundations-quiz")
    attempt(amina, of, right=4, handed_in=True)
    Item.objects.filter(slug="foundations-quiz-1").update(state=Item.State.RETIRED)
    attempt(amina, of, handed_in=True, at=NOON + MINUTE * 10)
    progress = progress_of(amina).modules[0].quizzes[0]
    assert (progress.grade, progress.points) == (4.0, 4)


def test_an_attempt_that_is_open_stands_with_what_is_saved():
    small_course()
    amina, of = person(), quiz("foundations-quiz")
    attempt(amina, of, right=1, wrong=1)
    (progress,) = progress_of(amina).open_attempts
    assert (progress.saved, progress.size) == (2, 4)


@pytest.mark.parametrize(("learners_work", "cost"), [(0, 7), (1, 9), (3, 9)])
def test_progress_costs_the_same_however_much_was_done(learners_work, cost):
    small_course()
    amina = person()
    for n in range(learners_work):
        attempt(amina, quiz("foundations-quiz"), right=n, handed_in=True, at=NOON + n * MINUTE)
        practice(amina, item("foundations-item-1"))
        read(amina, section(f"initiatives-section-{min(n + 1, 2)}"))
    of = course()
    with exactly(cost):
        course_progress(amina.pk, of, NOON, Quiz.objects.published())

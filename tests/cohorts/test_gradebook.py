"""The gradebook's arithmetic and its price: a constant number of queries."""

import pytest
from django.urls import reverse

from cohorts.enrolment import assign_new_quizzes
from cohorts.gradebook import fold, gradebook
from cohorts.models import Cohort
from lessons.models import Section, State
from quizzes.models import Quiz
from tests.factories import (
    DAY,
    MINUTE,
    NOON,
    attempt,
    cohort,
    enrol,
    person,
    quiz,
    read,
    rewrite,
    section,
    signed_in,
)
from tests.queries import at_most, exactly

pytestmark = pytest.mark.django_db

LEARNERS = [1, 3, 30]
GRADEBOOK_QUERIES = 12
EXPORT_QUERIES = 10
LEARNER_QUERIES = 12


def row_of(cohort, at=NOON + DAY):
    (row,) = gradebook(cohort, at).rows
    return row


def a_class_of(learners, cohort, quiz):
    """Each with a section read, an attempt handed in, and another under way."""
    first = Section.objects.get(slug="foundations-section-1")
    for number in range(learners):
        learner = person(f"learner-{number}", password=None)
        enrol(learner, cohort, name=f"Learner {number}", at=cohort.made_at)
        read(learner, first)
        attempt(learner, quiz, right=2, wrong=1, handed_in=True)
        attempt(learner, quiz, right=1, at=NOON + DAY)
    return learner


@pytest.mark.parametrize("learners", LEARNERS)
def test_the_gradebook_costs_the_same_however_many_learners(learners, nairobi, quiz, clara):
    a_class_of(learners, nairobi, quiz)
    client = signed_in(clara)
    with exactly(GRADEBOOK_QUERIES):
        client.get(reverse("cohorts:gradebook", args=[nairobi.public_id]))


@pytest.mark.parametrize("learners", LEARNERS)
def test_the_sheet_costs_the_same_however_many_learners(learners, nairobi, quiz, clara):
    a_class_of(learners, nairobi, quiz)
    client = signed_in(clara)
    with exactly(EXPORT_QUERIES):
        client.get(reverse("cohorts:export", args=[nairobi.public_id]))


@pytest.mark.parametrize("attempts", [1, 3])
def test_a_learners_page_costs_the_same_however_many_attempts(
    attempts, nairobi, aminas_stay, quiz, amina, clara
):
    for number in range(attempts):
        attempt(amina, quiz, right=1, handed_in=True, at=NOON + number * DAY)
    client = signed_in(clara)
    with exactly(LEARNER_QUERIES):
        client.get(reverse("cohorts:learner", args=[nairobi.public_id, amina.public_id]))


def test_an_attempts_page_costs_little_more_than_the_learners_result(
    nairobi, aminas_stay, quiz, amina, clara
):
    done = attempt(amina, quiz, right=1, handed_in=True)
    client = signed_in(clara)
    with at_most(12):
        client.get(reverse("cohorts:attempt", args=[nairobi.public_id, done.public_id]))


def test_a_section_read_in_two_versions_is_one_section(nairobi, aminas_stay, amina):
    first = Section.objects.get(slug="foundations-section-1")
    read(amina, first)
    read(amina, rewrite(first, "New words [[P4.2]]."), at=NOON + MINUTE)
    assert [cell.read for cell in row_of(nairobi).modules] == [1, 0]


def test_a_retired_section_counts_neither_as_read_nor_as_to_be_read(nairobi, aminas_stay, amina):
    first = Section.objects.get(slug="foundations-section-1")
    read(amina, first)
    first.state = State.RETIRED
    first.save()
    (cell, _other), seen = row_of(nairobi).modules, row_of(nairobi).last_seen
    assert (cell.read, cell.sections, cell.state, seen) == (0, 1, "none", NOON)


def test_read_in_all_never_passes_the_sections_there_are(nairobi, aminas_stay, amina):
    for one in Section.objects.all():
        read(amina, one)
    row = row_of(nairobi)
    assert (row.read, [cell.state for cell in row.modules]) == (4, ["all", "all"])
    section("one-more")
    assert [cell.state for cell in row_of(nairobi).modules] == ["some", "all"]


@pytest.mark.parametrize(
    ("settings", "grade"),
    [({}, 3), ({"counts": "last"}, 2), ({"counts": "first"}, 1), ({"counts": "average"}, 2)],
)
def test_the_grade_is_the_one_that_the_quiz_says(settings, grade, nairobi, aminas_stay, amina, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(settings=settings)
    for day, right in enumerate([1, 3, 2]):
        attempt(amina, quiz, right=right, handed_in=True, at=NOON + day * DAY)
    row = row_of(nairobi, NOON + 9 * DAY)
    assert (row.quizzes[0].grade, row.score, row.points) == (grade, grade, 8)


def test_a_quiz_of_no_module_stands_last(nairobi, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(module=None, title="Final")
    columns = [column.title for column in gradebook(nairobi, NOON).columns]
    assert columns == ["Foundations", "Initiatives", "Initiatives quiz", "Final"]


def test_last_seen_is_the_latest_of_all_that_may_be_seen(nairobi, aminas_stay, amina, quiz):
    assert row_of(nairobi).last_seen is None
    read(amina, Section.objects.get(slug="foundations-section-1"), at=NOON)
    assert row_of(nairobi).last_seen == NOON
    attempt(amina, quiz, right=2, at=NOON + DAY)
    assert row_of(nairobi).last_seen == NOON + DAY + 2 * MINUTE
    attempt(amina, Quiz.objects.get(slug="initiatives-quiz"), handed_in=True, at=NOON + 2 * DAY)
    assert row_of(nairobi).last_seen == NOON + 2 * DAY + MINUTE


@pytest.mark.parametrize(
    ("name", "folded"), [("Éva", "eva"), ("ŞAHİN", "sahin"), ("ნინო", "ნინო"), ("Straße", "strasse")]
)
def test_names_are_compared_without_case_and_accents(name, folded):
    assert fold(name) == folded


def test_columns_stand_along_the_course_and_cohorts_by_name_in_whatever_order_they_were_made(nairobi, clara):
    first, second = nairobi.course.modules.order_by("pk")
    type(first).objects.filter(pk=first.pk).update(position=second.position + 1)
    extra = quiz("extra", module=second)
    Quiz.objects.filter(slug="initiatives-quiz").update(position=extra.position + 1)
    assign_new_quizzes(cohort=nairobi)
    titles = [column.title for column in gradebook(nairobi, NOON).columns]
    assert titles == ["Initiatives", "Extra", "Initiatives quiz", "Foundations", "Foundations quiz"]
    earlier = cohort("Accra, spring", instructor=clara)
    assert list(Cohort.objects.with_learners()) == [earlier, nairobi]

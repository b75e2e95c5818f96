"""The life of a cohort: made, given quizzes and a code, joined and left."""

import secrets
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cohorts.enrolment import (
    SIGNS,
    AccountNeeded,
    NoSuchCode,
    assign_new_quizzes,
    create_cohort,
    join,
    leave,
    new_code,
    new_deliveries,
    renew_code,
    switch_off_code,
)
from cohorts.models import Assignment, Cohort, Enrolment
from lessons.models import State
from tests.factories import DAY, NOON, course, enrol, own_delivery, quiz

Role = Enrolment.Role
pytestmark = pytest.mark.django_db


def stays(cohort):
    return sorted(cohort.enrolments.values_list("person__username", "role", "joined_at", "left_at"))


def make(maker, **other):
    fields = {"name": "Nairobi", "time_zone": "Africa/Nairobi", "at": NOON, "public_id": uuid4(), **other}
    return create_cohort(course=course(), maker=maker, **fields)


# Making


def test_a_cohort_has_a_code_its_maker_as_instructor_and_every_published_quiz(quiz, clara):
    retired = quiz.course.quizzes.get(slug="initiatives-quiz")
    retired.state = State.RETIRED
    retired.save()
    cohort = make(clara)
    assert len(cohort.join_code) == 8
    assert stays(cohort) == [("clara", "instructor", NOON, None)]
    assert [stay.name for stay in cohort.instructors()] == ["Clara Ndege"]
    assert [a.delivery for a in cohort.assignments.all()] == [own_delivery(quiz)]


def test_a_form_sent_twice_makes_one_cohort(quiz, clara):
    form = uuid4()
    first, second = make(clara, public_id=form), make(clara, public_id=form, name="Other")
    assert first == second
    assert Cohort.objects.values_list("name", flat=True).get() == "Nairobi"
    assert stays(first) == [("clara", "instructor", NOON, None)]


def test_nobody_gets_hold_of_a_cohort_by_its_id(clara, dario):
    cohort = make(clara)
    with pytest.raises(Cohort.DoesNotExist):
        make(dario, public_id=cohort.public_id)
    assert stays(cohort) == [("clara", "instructor", NOON, None)]


# Quizzes


def test_new_quizzes_are_assigned_once(nairobi):
    assert list(new_deliveries(nairobi)) == []
    late = own_delivery(quiz("late-quiz"))
    assert list(new_deliveries(nairobi)) == [late]
    assert [assign_new_quizzes(cohort=nairobi), assign_new_quizzes(cohort=nairobi)] == [1, 0]
    assert nairobi.assignments.filter(delivery=late).count() == 1


def test_a_cohort_is_assigned_a_delivery_once(nairobi, quiz):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(cohort=nairobi, delivery=own_delivery(quiz))
    assert "a_cohort_is_assigned_a_delivery_once" in {c.name for c in Assignment._meta.constraints}


# The code


def test_codes_have_no_signs_that_are_mistaken_for_each_other():
    assert not set(SIGNS) & set("0O1Il")
    assert set("".join(new_code() for _ in range(500))) == set(SIGNS)


def test_a_code_is_shown_in_two_halves(nairobi):
    nairobi.join_code = "ABCDEFGH"
    assert nairobi.shown_code == "ABCD-EFGH"
    nairobi.join_code = None
    assert nairobi.shown_code == ""


def test_a_renewed_code_replaces_the_old_one(nairobi, amina):
    old = nairobi.join_code
    new = renew_code(cohort=nairobi, replacing=old)
    assert new == nairobi.join_code != old
    with pytest.raises(NoSuchCode):
        join(person=amina, code=old, name="Amina", at=NOON)
    assert join(person=amina, code=new, name="Amina", at=NOON).cohort == nairobi


def test_two_clicks_renew_a_code_once(nairobi):
    old = nairobi.join_code
    first = renew_code(cohort=nairobi, replacing=old)
    assert renew_code(cohort=nairobi, replacing=old) == first


def test_a_code_that_another_cohort_has_is_not_taken(nairobi, manila, monkeypatch):
    signs = iter([*manila.join_code, *"ABCDEFGH"])
    monkeypatch.setattr(secrets, "choice", lambda _signs: next(signs))
    assert renew_code(cohort=nairobi, replacing=nairobi.join_code) == "ABCDEFGH"


def test_it_gives_up_where_no_code_is_free(nairobi, manila, monkeypatch):
    before = nairobi.join_code
    signs = iter(manila.join_code * 5)
    monkeypatch.setattr(secrets, "choice", lambda _signs: next(signs))
    with pytest.raises(IntegrityError):
        renew_code(cohort=nairobi, replacing=before)
    nairobi.refresh_from_db()
    assert nairobi.join_code == before


def test_a_code_that_is_off_lets_nobody_in_and_those_inside_stay(nairobi, aminas_stay, bheki):
    old = nairobi.join_code
    switch_off_code(cohort=nairobi)
    switch_off_code(cohort=nairobi)
    for code in (old, "", "none"):
        with pytest.raises(NoSuchCode):
            join(person=bheki, code=code, name="Bheki", at=NOON)
    assert [stay.left_at for stay in nairobi.enrolments.learners()] == [None]


def test_after_it_was_off_there_is_a_new_one(nairobi):
    switch_off_code(cohort=nairobi)
    assert renew_code(cohort=nairobi, replacing=None) == nairobi.join_code
    assert nairobi.join_code


def test_an_archived_cohort_takes_nobody_and_gets_no_code(nairobi, amina):
    Cohort.objects.update(archived_at=NOON)
    with pytest.raises(NoSuchCode):
        join(person=amina, code=nairobi.join_code, name="Amina", at=NOON)
    old = nairobi.join_code
    assert renew_code(cohort=nairobi, replacing=old) == old


# Joining and leaving


@pytest.mark.parametrize("typed", ["abcdefgh", "ABCD-EFGH", " abcd efgh ", "ABCD–EFGH"])
def test_a_code_may_be_typed_as_people_do(typed, nairobi, amina):
    Cohort.objects.filter(pk=nairobi.pk).update(join_code="ABCDEFGH")
    stay = join(person=amina, code=typed, name="Amina O.", at=NOON)
    assert (stay.cohort, stay.role, stay.name, stay.joined_at) == (nairobi, Role.LEARNER, "Amina O.", NOON)


def test_joining_again_changes_nothing(nairobi, aminas_stay, amina):
    again = join(person=amina, code=nairobi.join_code, name="Somebody else", at=NOON)
    assert (again, again.name, again.joined_at) == (aminas_stay, "Amina Otieno", aminas_stay.joined_at)
    assert nairobi.enrolments.learners().count() == 1


def test_an_instructor_who_types_the_own_code_stays_instructor(nairobi, clara):
    assert join(person=clara, code=nairobi.join_code, name="Clara", at=NOON).role == Role.INSTRUCTOR


def test_a_guest_does_not_join(nairobi, gita):
    with pytest.raises(AccountNeeded):
        join(person=gita, code=nairobi.join_code, name="Gita", at=NOON)
    assert not nairobi.enrolments.learners().exists()


def test_leaving_ends_a_stay_once(nairobi, aminas_stay, amina):
    assert leave(person=amina, cohort=nairobi, at=NOON)
    assert not leave(person=amina, cohort=nairobi, at=NOON + DAY)
    aminas_stay.refresh_from_db()
    assert aminas_stay.left_at == NOON


def test_who_comes_back_has_a_second_stay(nairobi, aminas_stay, amina):
    leave(person=amina, cohort=nairobi, at=NOON)
    enrol(amina, nairobi, at=NOON + DAY)
    assert stays(nairobi)[:2] == [
        ("amina", "learner", aminas_stay.joined_at, NOON),
        ("amina", "learner", NOON + DAY, None),
    ]


def test_an_instructor_does_not_leave_the_class_without_one(nairobi, clara):
    assert not leave(person=clara, cohort=nairobi, at=NOON)
    assert stays(nairobi)[0][3] is None


def test_a_person_is_in_a_cohort_once_at_a_time(aminas_stay):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            cohort=aminas_stay.cohort,
            person=aminas_stay.person,
            role=Role.ASSISTANT,
            name="Twice",
            joined_at=NOON,
        )
    assert "a_person_is_in_a_cohort_once_at_a_time" in {c.name for c in Enrolment._meta.constraints}


def test_a_stay_ends_after_it_began(aminas_stay):
    with pytest.raises(IntegrityError, match="a_stay_ends_after_it_began"), transaction.atomic():
        leave(person=aminas_stay.person, cohort=aminas_stay.cohort, at=aminas_stay.joined_at - DAY)

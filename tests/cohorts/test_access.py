"""Who may see whose work, and who may start what: every rule, with somebody who breaks it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cohorts.access import (
    attempts_seen_in,
    cohorts_led_by,
    cohorts_taught_by,
    learners_seen_in,
    may_make_cohorts,
    reads_seen_in,
    standing_of,
    startable_deliveries,
)
from cohorts.enrolment import leave
from cohorts.models import Assignment, Cohort, Enrolment
from lessons.models import Section, State
from quizzes.attempts import hand_in
from quizzes.models import Attempt, Delivery, Quiz
from study.guest_work import add_guest_work
from tests.factories import DAY, MINUTE, NOON, attempt, enrol, guest, own_delivery, person, practice, read

Standing = Attempt.Standing
Role = Enrolment.Role
pytestmark = pytest.mark.django_db


def seen(cohort):
    return set(attempts_seen_in(cohort))


def sections_seen(cohort):
    return {(r.learner.username, r.version.section.slug) for r in reads_seen_in(cohort)}


@pytest.fixture
def section(quiz):
    return Section.objects.get(slug="foundations-section-1")


@pytest.fixture
def ayo(nairobi, db):
    """Assists Clara."""
    assistant = person("ayo")
    Enrolment.objects.create(
        cohort=nairobi, person=assistant, role=Role.ASSISTANT, name="Ayo", joined_at=nairobi.made_at
    )
    return assistant


# Cohorts


def test_a_cohort_is_taught_by_its_instructors_and_assistants(
    nairobi, manila, aminas_stay, amina, clara, dario, ayo, esi, farid, gita
):
    cast = [amina, clara, dario, ayo, esi, farid, gita, AnonymousUser()]
    assert [list(cohorts_taught_by(one)) for one in cast] == [
        [],
        [nairobi],
        [manila],
        [nairobi],
        [],
        [],
        [],
        [],
    ]
    assert [list(cohorts_led_by(one)) for one in cast] == [[], [nairobi], [manila], [], [], [], [], []]


def test_who_does_not_teach_any_more_sees_nothing(nairobi, clara):
    Enrolment.objects.filter(person=clara).update(left_at=NOON)
    assert list(cohorts_taught_by(clara)) == []


def test_a_cohort_is_visible_to_those_in_it(nairobi, manila, aminas_stay, amina, clara, bheki):
    cast = [amina, clara, bheki, AnonymousUser()]
    assert [list(Cohort.objects.visible_to(one)) for one in cast] == [[nairobi], [nairobi], [], []]
    assert [set(Assignment.objects.visible_to(one)) for one in cast] == [
        set(nairobi.assignments.all()),
        set(nairobi.assignments.all()),
        set(),
        set(),
    ]


def test_a_stay_is_visible_to_the_person_alone(aminas_stay, amina, clara, bheki):
    assert list(Enrolment.objects.visible_to(amina)) == [aminas_stay]
    assert aminas_stay not in Enrolment.objects.visible_to(clara)
    assert list(Enrolment.objects.visible_to(bheki)) == []
    assert list(Enrolment.objects.visible_to(AnonymousUser())) == []


def test_cohorts_are_made_by_accounts_that_may_teach(clara, amina, farid, gita):
    gita.may_teach = True
    assert [may_make_cohorts(one) for one in (clara, amina, farid, gita)] == [True, False, False, False]


# Attempts


def test_attempts_begun_while_enrolled_are_seen(nairobi, aminas_stay, amina, quiz):
    done = attempt(amina, quiz, right=1, handed_in=True)
    begun = attempt(amina, quiz, at=NOON + DAY)
    assert seen(nairobi) == {done, begun}


def test_an_attempt_begun_before_joining_is_not_seen_even_if_handed_in_later(nairobi, amina, quiz):
    begun = attempt(amina, quiz, right=1)
    enrol(amina, nairobi, at=NOON + MINUTE)
    hand_in(attempt=begun, at=NOON + DAY)
    assert seen(nairobi) == set()


def test_an_attempt_begun_at_the_moment_of_joining_is_seen(nairobi, amina, quiz):
    enrol(amina, nairobi, at=NOON)
    begun = attempt(amina, quiz)
    assert seen(nairobi) == {begun}


def test_guest_work_is_not_seen_after_it_was_added_to_the_account(nairobi, aminas_stay, amina, gita, quiz):
    guests = attempt(gita, quiz, right=4, handed_in=True)
    Attempt.objects.filter(pk=guests.pk).update(learner=amina)
    assert amina.attempts.get().standing == Standing.GUEST
    assert seen(nairobi) == set()


def test_guest_work_is_not_seen_after_the_guest_signed_up(nairobi, gita, quiz):
    attempt(gita, quiz, right=4, handed_in=True)
    gita.is_guest = False
    gita.save()
    enrol(gita, nairobi, name="Gita", at=NOON - DAY)
    assert seen(nairobi) == set()


def test_previews_are_not_seen(nairobi, aminas_stay, amina, quiz):
    attempt(amina, quiz, standing=Standing.PREVIEW, handed_in=True)
    assert seen(nairobi) == set()


def test_an_attempt_at_what_is_not_assigned_is_not_seen(nairobi, aminas_stay, amina, quiz):
    other = attempt(amina, Quiz.objects.get(slug="initiatives-quiz"), handed_in=True)
    Assignment.objects.filter(delivery=other.delivery).delete()
    assert seen(nairobi) == set()


def test_another_cohorts_learners_are_not_seen(nairobi, manila, aminas_stay, bhekis_stay, amina, bheki, quiz):
    hers, his = attempt(amina, quiz, handed_in=True), attempt(bheki, quiz, handed_in=True)
    assert (seen(nairobi), seen(manila)) == ({hers}, {his})


def test_an_attempt_is_seen_in_each_class_of_ones_own_that_is_assigned_the_quiz(
    nairobi, manila, aminas_stay, amina, quiz
):
    """It is begun for no class in particular, and the page on which one joins says so."""
    enrol(amina, manila, at=NOON - DAY)
    begun = attempt(amina, quiz)
    assert (seen(nairobi), seen(manila)) == ({begun}, {begun})


def test_in_an_archived_cohort_what_was_there_stays_seen_and_nothing_comes_to_it(
    nairobi, aminas_stay, amina, clara, quiz, section
):
    before = attempt(amina, quiz, handed_in=True)
    read(amina, section, at=NOON)
    nairobi.archived_at = NOON + DAY
    nairobi.save()
    attempt(amina, quiz, handed_in=True, at=NOON + 2 * DAY)
    read(amina, Section.objects.get(slug="foundations-section-2"), at=NOON + 2 * DAY)
    assert list(cohorts_taught_by(clara)) == [nairobi]
    assert (seen(nairobi), sections_seen(nairobi)) == ({before}, {("amina", section.slug)})


def test_what_an_instructor_did_is_not_a_learners_work(nairobi, clara, quiz):
    attempt(clara, quiz, standing=Standing.LEARNER, handed_in=True)
    assert seen(nairobi) == set()


def test_leaving_ends_it_and_coming_back_shows_both_stays_and_nothing_between(
    nairobi, aminas_stay, amina, quiz
):
    first = attempt(amina, quiz, handed_in=True)
    leave(person=amina, cohort=nairobi, at=NOON + DAY)
    assert seen(nairobi) == set()
    attempt(amina, quiz, handed_in=True, at=NOON + 2 * DAY)
    enrol(amina, nairobi, at=NOON + 3 * DAY)
    third = attempt(amina, quiz, handed_in=True, at=NOON + 4 * DAY)
    assert seen(nairobi) == {first, third}


def test_learners_are_those_who_are_in_it_now(nairobi, aminas_stay, amina, bheki, ayo):
    enrol(bheki, nairobi)
    leave(person=bheki, cohort=nairobi, at=NOON)
    assert list(learners_seen_in(nairobi)) == [aminas_stay]


# Reading


def test_sections_read_since_joining_are_seen(nairobi, aminas_stay, amina, section):
    read(amina, Section.objects.get(slug="foundations-section-2"), at=aminas_stay.joined_at - MINUTE)
    read(amina, section, at=NOON)
    assert sections_seen(nairobi) == {("amina", "foundations-section-1")}


def test_reading_as_a_guest_before_joining_is_not_seen(nairobi, gita, section):
    read(gita, section, at=NOON - DAY)
    gita.is_guest = False
    gita.save()
    enrol(gita, nairobi, name="Gita", at=NOON)
    assert sections_seen(nairobi) == set()


def test_reading_is_seen_in_the_own_cohort_and_ends_with_leaving(
    nairobi, manila, aminas_stay, bhekis_stay, amina, bheki, section
):
    read(amina, section)
    read(bheki, section)
    assert sections_seen(nairobi) == {("amina", section.slug)}
    assert sections_seen(manila) == {("bheki", section.slug)}
    leave(person=amina, cohort=nairobi, at=NOON + DAY)
    assert sections_seen(nairobi) == set()


# What may be started, and as what


def test_open_quizzes_may_be_started_by_anyone_and_retired_ones_by_nobody(quiz, amina, farid, gita):
    cast = [amina, farid, gita, AnonymousUser()]
    assert all(own_delivery(quiz) in startable_deliveries(one) for one in cast)
    Quiz.objects.filter(pk=quiz.pk).update(state=State.RETIRED)
    assert not any(own_delivery(quiz) in startable_deliveries(one) for one in cast)


def test_a_quiz_that_is_not_open_is_for_those_it_is_assigned_to_and_for_staff(
    nairobi, manila, aminas_stay, bhekis_stay, amina, bheki, clara, dario, farid, gita, quiz
):
    examination = Delivery.objects.create(quiz=quiz, for_anyone=False)
    Assignment.objects.create(cohort=nairobi, delivery=examination)
    cast = [amina, bheki, clara, dario, farid, gita, AnonymousUser()]
    may = [True, False, True, False, True, False, False]
    assert [examination in startable_deliveries(one) for one in cast] == may


def test_an_assigned_quiz_ends_with_the_stay_and_with_the_cohort(nairobi, aminas_stay, amina, quiz):
    examination = Delivery.objects.create(quiz=quiz, for_anyone=False)
    Assignment.objects.create(cohort=nairobi, delivery=examination)
    Cohort.objects.update(archived_at=NOON)
    assert examination not in startable_deliveries(amina)
    Cohort.objects.update(archived_at=None)
    assert examination in startable_deliveries(amina)
    leave(person=amina, cohort=nairobi, at=NOON)
    assert examination not in startable_deliveries(amina)


def test_staff_and_those_who_teach_it_begin_previews_and_guests_begin_as_guests(
    nairobi, aminas_stay, amina, bheki, clara, dario, ayo, esi, farid, gita, quiz
):
    cast = [amina, bheki, clara, dario, ayo, esi, farid, gita]
    assert [standing_of(one, own_delivery(quiz)) for one in cast] == [
        Standing.LEARNER,
        Standing.LEARNER,
        Standing.PREVIEW,
        Standing.LEARNER,
        Standing.PREVIEW,
        Standing.LEARNER,
        Standing.PREVIEW,
        Standing.GUEST,
    ]


def test_who_teaches_only_an_archived_cohort_begins_as_a_learner(nairobi, clara, quiz):
    Cohort.objects.update(archived_at=NOON)
    assert standing_of(clara, own_delivery(quiz)) == Standing.LEARNER


def test_who_teaches_another_quiz_begins_as_a_learner(nairobi, clara, quiz):
    Assignment.objects.filter(delivery=own_delivery(quiz)).delete()
    assert standing_of(clara, own_delivery(quiz)) == Standing.LEARNER


def test_practice_in_sections_is_not_seen_as_an_attempt(nairobi, aminas_stay, amina, quiz):
    practice(amina, quiz.course.items.get(slug="foundations-item-1"))
    assert (seen(nairobi), sections_seen(nairobi)) == (set(), set())


def test_what_was_read_as_a_guest_is_not_seen_after_it_was_added(nairobi, aminas_stay, amina, section):
    """Amina is in the class; she reads without signing in, then adds it to her account."""
    gita = guest()
    read(gita, section, at=aminas_stay.joined_at + DAY)
    add_guest_work(guest=gita, account=amina, at=aminas_stay.joined_at + 2 * DAY)
    assert amina.section_reads.count() == 1
    assert sections_seen(nairobi) == set()

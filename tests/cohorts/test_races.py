"""Two at the same moment: one stay, one cohort, one assignment, for the database says so.

The control takes the constraint itself away in a migrated database, and the same race makes two.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.migrations import RemoveConstraint
from django.db.migrations.executor import MigrationExecutor

from cohorts.enrolment import assign_new_quizzes, create_cohort, join
from cohorts.models import Cohort, Enrolment
from tests.factories import NOON, cohort, course, person, quiz, small_course

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
ROUNDS_OF_THE_CONTROL = 60
AT_ONCE = 3


def at_once(act: Callable[[], object]) -> list[object]:
    """What it gives, done by several threads at the same moment; an error is what it gave."""
    start, given = Barrier(AT_ONCE), []

    def run() -> None:
        start.wait()
        try:
            given.append(act())
        except Exception as error:  # told to the test
            given.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def joins_at_once(number: int) -> int:
    """One person joins in several tabs; how many stays there are."""
    learner, joined = person(f"learner-{number}", password=None), cohort()
    given = at_once(lambda: join(person=learner, code=joined.join_code or "", name="Amina", at=NOON))
    assert not [error for error in given if isinstance(error, Exception)], given
    return Enrolment.objects.filter(person=learner).count()


def test_joining_in_several_tabs_is_one_stay():
    small_course()
    assert [joins_at_once(number) for number in range(ROUNDS)] == [1] * ROUNDS


def test_the_race_is_real_for_without_the_constraint_it_makes_two():
    small_course()
    joined = cohort()
    with without("a_person_is_in_a_cohort_once_at_a_time"):
        for number in range(ROUNDS_OF_THE_CONTROL):
            learner = person(f"learner-{number}", password=None)
            at_once(partial(join, person=learner, code=joined.join_code or "", name="Amina", at=NOON))
            if Enrolment.objects.filter(person=learner).count() > 1:
                return
    pytest.fail(f"{ROUNDS_OF_THE_CONTROL} races without the constraint, and never two stays")


@contextmanager
def without(name: str) -> Iterator[None]:
    """The table of stays as it would be without this constraint."""
    before = MigrationExecutor(connection).loader.project_state()
    after = before.clone()
    operation = RemoveConstraint("Enrolment", name)
    operation.state_forwards("cohorts", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("cohorts", editor, before, after)
    try:
        yield
    finally:
        Enrolment.objects.filter(role=Enrolment.Role.LEARNER).delete()
        with connection.schema_editor() as editor:
            operation.database_backwards("cohorts", editor, after, before)


def test_a_form_sent_several_times_at_once_makes_one_cohort():
    small_course()
    clara = person("clara")
    for made in range(1, ROUNDS + 1):
        form = uuid4()
        make = partial(create_cohort, course=course(), name="N", time_zone="UTC", maker=clara, at=NOON)
        given = at_once(partial(make, public_id=form))
        assert len(set(given)) == 1
        assert (Cohort.objects.count(), Enrolment.objects.count()) == (made, made)


def test_new_quizzes_assigned_several_times_at_once_are_assigned_once():
    small_course()
    nairobi = cohort()
    for number in range(ROUNDS):
        quiz(f"late-{number}")
        given = at_once(lambda: assign_new_quizzes(cohort=nairobi))
        assert not [error for error in given if isinstance(error, Exception)], given
        assert nairobi.assignments.count() == 3 + number

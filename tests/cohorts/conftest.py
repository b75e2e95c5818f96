"""The cast: Amina and Bheki learn, Clara teaches Amina's cohort and Dario Bheki's, Esi writes items,
Farid is admin, Gita is a guest."""

import pytest

from accounts.models import User
from cohorts.models import Cohort, Enrolment
from quizzes.models import Quiz
from tests.factories import DAY, NOON, cohort, enrol, guest, person, small_course

TERM_BEGINS = NOON - 7 * DAY


@pytest.fixture
def quiz(db: None) -> Quiz:
    """The first of two quizzes of four items; there are two modules of two sections each."""
    small_course()
    return Quiz.objects.get(slug="foundations-quiz")


@pytest.fixture
def amina(db: None) -> User:
    return person("amina", display_name="Amina Otieno")


@pytest.fixture
def bheki(db: None) -> User:
    return person("bheki", display_name="Bheki Dlamini")


@pytest.fixture
def clara(db: None) -> User:
    return person("clara", display_name="Clara Ndege", may_teach=True)


@pytest.fixture
def dario(db: None) -> User:
    return person("dario", display_name="Dario Rossi", may_teach=True)


@pytest.fixture
def esi(db: None) -> User:
    return person("esi")


@pytest.fixture
def farid(db: None) -> User:
    return person("farid", is_staff=True, is_superuser=True)


@pytest.fixture
def gita(db: None) -> User:
    return guest()


@pytest.fixture
def nairobi(quiz: Quiz, clara: User) -> Cohort:
    """Clara's, a week old."""
    return cohort("Nairobi, spring", instructor=clara, at=TERM_BEGINS)


@pytest.fixture
def manila(quiz: Quiz, dario: User) -> Cohort:
    """Dario's, a week old, of the same course."""
    return cohort("Manila, spring", instructor=dario, at=TERM_BEGINS)


@pytest.fixture
def aminas_stay(nairobi: Cohort, amina: User) -> Enrolment:
    return enrol(amina, nairobi, at=TERM_BEGINS + DAY)


@pytest.fixture
def bhekis_stay(manila: Cohort, bheki: User) -> Enrolment:
    return enrol(bheki, manila, at=TERM_BEGINS + DAY)

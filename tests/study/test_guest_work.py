"""Adding what a guest did to the account of the same person."""

from uuid import uuid4

import pytest

from accounts.models import User
from lessons.models import SectionRead
from quizzes.attempts import practise
from quizzes.models import Attempt, Response
from study.guest_work import NotAGuest, Work, add_guest_work, work_of
from tests.factories import (
    MINUTE,
    NOON,
    attempt,
    guest,
    item,
    person,
    practice,
    quiz,
    read,
    right_values,
    section,
    small_course,
)
from tests.quizzes.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def gita() -> User:
    """A guest with two answers, a section read, and a quiz begun."""
    gita = guest()
    practice(gita, item())
    read(gita, section())
    attempt(gita, quiz(), right=1)
    return gita


def add(guest, account):
    add_guest_work(guest=guest, account=account, at=NOON + 60 * MINUTE)


def test_everything_a_guest_did_is_the_accounts(gita):
    amina = person()
    add(gita, amina)
    assert work_of(amina) == Work(answers=2, sections=1, attempts=1, open_attempts=0)
    assert not work_of(gita)


def test_an_open_attempt_is_handed_in_with_what_was_saved(gita):
    amina = person()
    add(gita, amina)
    done = Attempt.objects.get()
    assert (done.learner, done.score, done.submitted_at) == (amina, 1.0, NOON + 60 * MINUTE)


def test_a_guests_attempt_stays_a_guests_and_uses_up_no_number(gita):
    add(gita, person())
    done = Attempt.objects.get()
    assert (done.standing, done.number) == (Attempt.Standing.GUEST, None)


def test_adding_again_changes_nothing(gita):
    amina = person()
    add(gita, amina)
    add(User.objects.get(pk=gita.pk), amina)
    assert work_of(amina).answers == 2


def test_an_open_attempt_of_the_account_stays_open(gita):
    amina = person()
    mine = attempt(amina, quiz())
    add(gita, amina)
    assert list(Attempt.objects.filter(learner=amina).open()) == [mine]


def test_a_section_that_both_read_stays_as_the_account_read_it(gita):
    amina = person()
    read(amina, section(), at=NOON + MINUTE)
    add(gita, amina)
    assert [row.at for row in SectionRead.objects.filter(learner=amina)] == [NOON + MINUTE]


def test_a_guest_is_added_to_one_account_only(gita):
    add(gita, person())
    with pytest.raises(NotAGuest):
        add(User.objects.get(pk=gita.pk), person("bheki"))


def test_an_account_is_not_added_to_another():
    with pytest.raises(NotAGuest):
        add(person("bheki"), person())


def test_two_changes_of_the_same_name_are_both_kept(gita):
    """Only requests written by hand can make such a pair; it must not break the adding."""
    amina, key, asked = person(), uuid4(), item("other")
    for learner in (gita, amina):
        practise(
            learner=learner,
            version=asked.current,
            values=right_values(asked),
            client_key=key,
            sequence=1,
            at=NOON,
        )
    add(gita, amina)
    assert Response.objects.filter(learner=amina).count() == 4


# The page that asks


def test_signing_in_asks_whose_work_it_is_and_adds_it_once(client):
    small_course()
    gita, amina = guest(), person()
    practice(gita, item("foundations-item-1"))
    client.force_login(gita)
    asked = client.post(
        "/account/login/",
        {"login": "amina", "password": "long enough to pass"},
        query_params={"next": "/ssc/progress/"},
    )
    assert asked["Location"].startswith("/guest-work/")
    assert "1 answer" in words(client.get(asked["Location"]).content.decode())
    added = client.post("/guest-work/", {"add": "yes", "next": "/ssc/progress/"})
    assert added["Location"] == "/ssc/progress/"
    assert amina.responses.count() == 1
    assert client.get("/guest-work/")["Location"] == "/"


def test_no_leaves_it_with_the_guest(client):
    gita, amina = guest(), person()
    practice(gita, item())
    client.force_login(gita)
    client.post("/account/login/", {"login": "amina", "password": "long enough to pass"})
    client.post("/guest-work/", {"add": "no"})
    assert (amina.responses.count(), gita.responses.count()) == (0, 1)


def test_it_leads_nowhere_else(client):
    client.force_login(person())
    assert client.get("/guest-work/", {"next": "https://example.org/"})["Location"] == "/"


def test_a_look_by_head_throws_no_work_away(client):
    gita, amina = guest(), person()
    practice(gita, item())
    client.force_login(gita)
    client.post("/account/login/", {"login": "amina", "password": "long enough to pass"})
    client.head("/guest-work/")
    client.post("/guest-work/", {"add": "yes"})
    assert amina.responses.count() == 1

"""Joining by code or link, being told who sees what, and leaving."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from cohorts.models import Cohort
from cohorts.throttle import WITHIN, WRONG_CODES, TriedTooOften, note_wrong_code, refuse_guessing
from tests.cohorts.pages import get, message, words
from tests.factories import NOON, signed_in

pytestmark = pytest.mark.django_db
REFUSED = "No class can be joined by this code."


@pytest.fixture(autouse=True)
def nothing_tried_yet(db):
    cache.clear()


def link(cohort):
    return reverse("cohorts:join_by_code", args=[cohort.shown_code])


def test_a_typed_code_leads_to_the_class_it_is_for(nairobi, amina):
    response = signed_in(amina).post("/join/", {"code": nairobi.join_code.lower()})
    assert response["Location"] == link(nairobi)


def test_before_joining_one_is_told_who_will_see_what(nairobi, amina):
    html = get(amina, link(nairobi))
    page = words(html)
    assert "Join “Nairobi, spring” Taught by Clara Ndege." in page
    assert "Clara Ndege will see, under the name you give here:" in page
    assert "the quiz attempts that you begin while you are in the class" in page
    assert "which sections you mark as read from now on" in page
    assert (
        "They do not see what you did before you joined, what you do as a guest, or your practice in the"
        " sections."
        " Sections that you marked as read before joining, or as a guest, are not shown to them."
        " If two of your classes are assigned the same quiz, those who teach either class see your attempts"
        " at it. Other learners see nothing of yours."
    ) in page
    assert "another class" not in page
    assert 'value="Amina Otieno"' in html
    assert not nairobi.enrolments.learners().exists()


def test_joining_keeps_the_name_given_and_leads_to_the_course(nairobi, amina):
    client = signed_in(amina)
    response = client.post(link(nairobi), {"name": "  Amina  O. "})
    assert response["Location"] == "/ssc/"
    assert [(s.person, s.name) for s in nairobi.enrolments.learners()] == [(amina, "Amina O.")]
    assert message(client, "/join/") == "You are in “Nairobi, spring” now."


def test_a_name_is_kept_without_what_nobody_can_see(nairobi, amina):
    signed_in(amina).post(link(nairobi), {"name": "\u202eAmi\u200bna\x07 \u2067O.\u3164"})
    assert [stay.name for stay in nairobi.enrolments.learners()] == ["Amina O."]


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "\u200b", "\u200e\u200f", "\u3164", "\u2800", "\x07"])
def test_a_name_that_cannot_be_shown_is_refused_with_the_form(name, nairobi, amina):
    response = signed_in(amina).post(link(nairobi), {"name": name})
    assert response.status_code == 400
    assert "You have not joined yet." in words(response.content.decode())
    assert not nairobi.enrolments.learners().exists()


def test_joining_twice_is_being_in_it_once(nairobi, aminas_stay, amina):
    client = signed_in(amina)
    assert client.get(link(nairobi))["Location"] == "/ssc/"
    assert client.post(link(nairobi), {"name": "Amina"})["Location"] == "/ssc/"
    assert nairobi.enrolments.learners().count() == 1


def test_an_instructor_who_opens_the_link_lands_in_the_gradebook(nairobi, clara):
    assert signed_in(clara).get(link(nairobi))["Location"] == reverse(
        "cohorts:gradebook", args=[nairobi.public_id]
    )


@pytest.mark.parametrize("code", ["ABCD-2345", "", "0000-0000", "no such code"])
def test_a_wrong_code_is_refused_kindly_and_kept_in_the_form(code, nairobi, amina):
    response = signed_in(amina).post("/join/", {"code": code})
    assert response.status_code in (400, 404)
    assert (REFUSED if code else "This field is required") in words(response.content.decode())
    assert f'value="{code}"' in response.content.decode() or not code


def test_a_wrong_link_says_the_same(nairobi, amina):
    response = signed_in(amina).get("/join/ABCD-2345/")
    assert response.status_code == 404
    assert REFUSED in words(response.content.decode())
    assert 'value="ABCD-2345"' in response.content.decode()


@pytest.mark.parametrize("change", [{"join_code": None}, {"archived_at": NOON}, {"join_code": "ABCDEFGH"}])
def test_a_code_that_was_good_when_the_page_came_is_refused_all_the_same(change, nairobi, amina):
    path = link(nairobi)
    Cohort.objects.update(**change)
    response = signed_in(amina).post(path, {"name": "Amina"})
    assert response.status_code == 404
    assert REFUSED in words(response.content.decode())
    assert not nairobi.enrolments.learners().exists()


def test_guessing_is_stopped_for_the_person_who_guesses(nairobi, amina, bheki):
    client = signed_in(amina)
    for number in range(WRONG_CODES // 2):
        assert client.post("/join/", {"code": f"GUESS{number}"}).status_code == 404
        assert client.get(f"/join/GUESS-{number}/").status_code == 404
    for response in (client.post("/join/", {"code": nairobi.join_code}), client.get(link(nairobi))):
        assert response.status_code == 429
        assert "Too many codes were wrong. Wait ten minutes" in words(response.content.decode())
    assert signed_in(bheki).get(link(nairobi)).status_code == 200


def test_right_codes_never_use_up_tries(nairobi, amina):
    client = signed_in(amina)
    for _again in range(WRONG_CODES + 5):
        assert client.get(link(nairobi)).status_code == 200


def test_the_page_to_join_lists_ones_classes(nairobi, aminas_stay, amina, bheki):
    html = get(amina, "/join/")
    assert "Nairobi, spring, as Amina Otieno" in words(html)
    assert reverse("cohorts:leave", args=[nairobi.public_id]) in html
    assert "You are in no class." in words(get(bheki, "/join/"))


def test_whoever_teaches_finds_the_class_among_ones_classes(nairobi, clara, bheki):
    """An assistant, too, for whom no page's head says "Teach"."""
    nairobi.enrolments.create(person=bheki, role="assistant", name="Bheki", joined_at=nairobi.made_at)
    for person, role in ((clara, "instructor"), (bheki, "assistant")):
        html = get(person, "/join/")
        assert f"Nairobi, spring, as {role}" in words(html)
        assert f'href="{reverse("cohorts:gradebook", args=[nairobi.public_id])}"' in html
        assert reverse("cohorts:leave", args=[nairobi.public_id]) not in html


def test_leaving_is_asked_first_and_done_once(nairobi, aminas_stay, amina):
    client, path = signed_in(amina), reverse("cohorts:leave", args=[nairobi.public_id])
    asked = words(client.get(path).content.decode())
    assert "Leave “Nairobi, spring”? Clara Ndege will see nothing of yours any more" in asked
    assert nairobi.enrolments.learners().running().exists()
    assert client.post(path)["Location"] == "/join/"
    left = nairobi.enrolments.learners().get().left_at
    assert left is not None
    assert client.post(path)["Location"] == client.get(path)["Location"] == "/join/"
    assert nairobi.enrolments.learners().get().left_at == left


def test_who_left_may_come_back(nairobi, aminas_stay, amina):
    client = signed_in(amina)
    client.post(reverse("cohorts:leave", args=[nairobi.public_id]))
    client.post(link(nairobi), {"name": "Amina again"})
    assert [s.name for s in nairobi.enrolments.learners().running()] == ["Amina again"]


def test_tries_are_counted_however_many_come_at_once(nairobi, amina):
    """Each wrong code takes a place of its own; there is no number to be read, raised and written."""
    for _wrong in range(WRONG_CODES - 1):
        note_wrong_code(amina, NOON)
    refuse_guessing(amina, NOON)
    note_wrong_code(amina, NOON)
    note_wrong_code(amina, NOON)
    with pytest.raises(TriedTooOften):
        refuse_guessing(amina, NOON)
    refuse_guessing(amina, NOON + WITHIN)

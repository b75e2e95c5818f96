"""Every private page, asked about everyone: their own cohorts only, 404 for the rest."""

import pytest
from django.urls import reverse

from cohorts.models import Enrolment
from tests.factories import attempt, person, signed_in

pytestmark = pytest.mark.django_db

CAST = ["amina", "bheki", "clara", "dario", "ayo", "esi", "farid", "gita", "visitor"]
SEES: dict[str, int | str] = {"clara": 200, "ayo": 200, "gita": "sign in", "visitor": "sign in"}
CHANGES: dict[str, int | str] = {"clara": 302, "gita": "sign in", "visitor": "sign in"}


@pytest.fixture
def ayo(nairobi):
    """Assists Clara: looks on, and changes nothing."""
    assistant = person("ayo")
    Enrolment.objects.create(
        cohort=nairobi, person=assistant, role=Enrolment.Role.ASSISTANT, name="Ayo", joined_at=nairobi.made_at
    )
    return assistant


@pytest.fixture
def cast(amina, bheki, clara, dario, ayo, esi, farid, gita, aminas_stay, bhekis_stay):
    return {
        "amina": amina,
        "bheki": bheki,
        "clara": clara,
        "dario": dario,
        "ayo": ayo,
        "esi": esi,
        "farid": farid,
        "gita": gita,
        "visitor": None,
    }


def answers(cast, ask) -> dict[str, int | str]:
    """What each of the cast is answered."""
    said: dict[str, int | str] = {}
    for name, user in cast.items():
        response = ask(signed_in(user))
        leads_to_sign_in = response.status_code == 302 and response["Location"].startswith("/account/login/")
        said[name] = "sign in" if leads_to_sign_in else response.status_code
    return said


def everyone(but: dict[str, int | str], others: int = 404) -> dict[str, int | str]:
    return {name: but.get(name, others) for name in CAST}


@pytest.mark.parametrize("page", ["gradebook", "export", "learner", "attempt"])
def test_a_cohort_is_seen_by_those_who_teach_it(page, cast, nairobi, amina, quiz):
    more = {
        "learner": [amina.public_id],
        "attempt": [attempt(amina, quiz, right=1, handed_in=True).public_id],
    }
    path = reverse(f"cohorts:{page}", args=[nairobi.public_id, *more.get(page, [])])
    assert answers(cast, lambda client: client.get(path)) == everyone(SEES)


def test_the_code_is_changed_by_its_instructors(cast, nairobi):
    path = reverse("cohorts:code", args=[nairobi.public_id])
    form = {"act": "off"}
    asked = answers(cast, lambda client: client.get(path, form))
    assert asked == everyone({**CHANGES, "clara": 200})
    assert answers(cast, lambda client: client.post(path, form)) == everyone(CHANGES)


def test_quizzes_are_assigned_by_its_instructors(cast, nairobi):
    path = reverse("cohorts:assign", args=[nairobi.public_id])
    assert answers(cast, lambda client: client.post(path)) == everyone(CHANGES)
    assert answers(cast, lambda client: client.get(path)) == everyone(
        {"gita": "sign in", "visitor": "sign in"}, 405
    )


def test_everyone_with_an_account_has_a_list_of_cohorts_and_a_place_to_join(cast):
    for path in ("/teach/", "/join/"):
        said = answers(cast, lambda client, path=path: client.get(path))
        assert said == everyone({"gita": "sign in", "visitor": "sign in"}, 200)


def test_joining_leads_a_guest_to_sign_in_and_back(nairobi, gita):
    path = reverse("cohorts:join_by_code", args=[nairobi.shown_code])
    response = signed_in(gita).get(path)
    assert response["Location"] == f"/account/login/?next={path}"


def test_a_cohort_is_left_by_those_who_learn_in_it(cast, nairobi):
    path = reverse("cohorts:leave", args=[nairobi.public_id])
    mine: dict[str, int | str] = {"amina": 200, "gita": "sign in", "visitor": "sign in"}
    assert answers(cast, lambda client: client.get(path)) == everyone(mine)
    assert answers(cast, lambda client: client.post(path)) == everyone({**mine, "amina": 302})


def test_nothing_of_one_cohort_is_found_through_another(
    nairobi, manila, aminas_stay, bhekis_stay, amina, bheki, clara, quiz
):
    his = attempt(bheki, quiz, right=1, handed_in=True)
    client = signed_in(clara)
    assert (
        client.get(reverse("cohorts:learner", args=[nairobi.public_id, bheki.public_id])).status_code == 404
    )
    assert client.get(reverse("cohorts:attempt", args=[nairobi.public_id, his.public_id])).status_code == 404


def test_an_attempt_of_a_guest_is_nobodys_to_see(nairobi, aminas_stay, amina, gita, clara, quiz):
    guests = attempt(gita, quiz, right=4, handed_in=True)
    type(guests).objects.update(learner=amina)
    path = reverse("cohorts:attempt", args=[nairobi.public_id, guests.public_id])
    assert signed_in(clara).get(path).status_code == 404


def test_who_left_is_not_found_any_more(nairobi, aminas_stay, amina, clara, quiz):
    hers = attempt(amina, quiz, right=1, handed_in=True)
    paths = [
        reverse("cohorts:learner", args=[nairobi.public_id, amina.public_id]),
        reverse("cohorts:attempt", args=[nairobi.public_id, hers.public_id]),
    ]
    assert [signed_in(clara).get(path).status_code for path in paths] == [200, 200]
    signed_in(amina).post(reverse("cohorts:leave", args=[nairobi.public_id]))
    assert [signed_in(clara).get(path).status_code for path in paths] == [404, 404]


@pytest.mark.parametrize("page", ["list", "gradebook", "export", "join"])
def test_no_browser_keeps_these_pages_for_the_next_person_at_it(page, nairobi, clara):
    args = [nairobi.public_id] if page in ("gradebook", "export") else []
    assert "no-store" in signed_in(clara).get(reverse(f"cohorts:{page}", args=args))["Cache-Control"]

"""A visitor, a guest, and whom an answering form counts for."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import guests
from accounts.models import User
from tests.queries import counted, exactly

from . import urls
from .people import ANSWER, answering_page, first_answer, make_account, make_guest, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


@pytest.fixture(autouse=True)
def nothing_answered():
    urls.ANSWERED.clear()


@pytest.fixture
def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_visit_gives_a_cookie_and_writes_nothing(client):
    with exactly(0):
        client.get(ANSWER)
    assert "visitor" in client.cookies
    assert (User.objects.count(), Session.objects.count()) == (0, 0)


def test_every_first_page_gives_the_cookie_though_it_has_no_answering_form(client):
    client.get("/account/login/")
    assert "visitor" in client.cookies


def test_a_visitor_is_the_same_on_every_page(client):
    first, _token = answering_page(client)
    assert [answering_page(client)[0] for _ in range(2)] == [first, first]


def test_the_cookie_is_closed_to_scripts_and_lasts_a_year(client):
    client.get(ANSWER)
    cookie = client.cookies["visitor"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 86400)


def test_the_page_says_to_caches_that_it_is_one_visitors(client):
    assert "Cookie" in client.get(ANSWER)["Vary"]


def test_the_first_answer_makes_the_guest_under_the_id_its_form_named(client):
    visitor, _token = answering_page(client)
    guest = first_answer(client)
    assert (guest.public_id, guest.is_guest, guest.has_usable_password(), guest.email) == (
        visitor,
        True,
        False,
        None,
    )


def test_a_guest_is_signed_in_for_a_year(client):
    first_answer(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 365 * 86400


def test_three_forms_of_one_page_count_for_one_guest(strict_client):
    learner, token = answering_page(strict_client)
    form = {"learner": learner, "csrfmiddlewaretoken": token}
    said = [strict_client.post(ANSWER, form) for _ in range(3)]
    assert [response.status_code for response in said] == [200, 200, 200]
    assert len(set(urls.ANSWERED)) == 1


def test_the_csrf_secret_is_kept_when_the_guest_is_made(strict_client):
    answering_page(strict_client)
    before = strict_client.cookies[settings.CSRF_COOKIE_NAME].value
    first_answer(strict_client)
    assert strict_client.cookies[settings.CSRF_COOKIE_NAME].value == before


def test_the_session_key_a_visitor_had_is_not_the_guests(client):
    session = client.session
    session["anything"] = "an attacker may know this key"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    first_answer(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key


def test_a_forged_cookie_is_a_new_visitors(client):
    gita = make_guest()
    client.cookies["visitor"] = f"{gita.public_id}:1vNothing:signed"
    learner, _token = answering_page(client)
    assert learner != gita.public_id


def test_a_signed_cookie_of_anything_else_is_a_new_visitors(client, rf):
    response = client.get("/account/login/")
    response.set_signed_cookie("visitor", "no id", salt=guests.COOKIE_SALT)
    client.cookies["visitor"] = response.cookies["visitor"].value
    assert isinstance(answering_page(client)[0], UUID)


def test_a_guest_who_lost_the_session_goes_on_as_the_same_guest(client):
    guest = first_answer(client)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert first_answer(client) == guest


@pytest.mark.parametrize("whose", ["an account's", "a merged guest's"])
def test_an_old_cookie_whose_id_has_an_account_is_told_to_sign_in_and_then_a_new_guest(client, whose):
    guest = first_answer(client)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    change = {"is_guest": False} if whose == "an account's" else {"merged_into": make_account()}
    User.objects.filter(pk=guest.pk).update(**change)
    assert client.post(ANSWER, {"learner": guest.public_id}).status_code == 401
    assert first_answer(client) != guest


def test_a_guest_merged_meanwhile_answers_as_a_new_guest_after_being_told(client):
    guest = first_answer(client)
    User.objects.filter(pk=guest.pk).update(merged_into=make_account())
    assert client.post(ANSWER, {"learner": guest.public_id}).status_code == 401
    assert first_answer(client) != guest


def test_the_form_of_somebody_signed_in_names_them(client):
    amina = make_account()
    client.force_login(amina)
    assert answering_page(client)[0] == amina.public_id


def test_an_account_answers_as_itself(client):
    amina = make_account()
    client.force_login(amina)
    assert first_answer(client) == amina


# Whom the form names, against who is here


def test_a_form_that_names_nobody_is_not_understood(client):
    answering_page(client)
    said = [client.post(ANSWER, {"learner": named}).status_code for named in ("", "amina", "1")]
    assert [*said, client.post(ANSWER).status_code] == [400, 400, 400, 400]
    assert (urls.ANSWERED, User.objects.count()) == ([], 0)


def test_a_form_from_before_signing_out_is_refused_with_401(client):
    amina = make_account()
    client.force_login(amina)
    learner, _token = answering_page(client)
    client.post("/account/logout/")
    response = client.post(ANSWER, {"learner": learner})
    assert (response.status_code, urls.ANSWERED) == (401, [])
    assert "Nothing was stored." in response.content.decode()


def test_a_form_of_somebody_else_is_refused_with_409(client):
    amina, bheki = make_account(), make_account("bheki")
    client.force_login(bheki)
    response = client.post(ANSWER, {"learner": amina.public_id})
    assert (response.status_code, urls.ANSWERED) == (409, [])
    assert "Nothing was stored" in response.content.decode()


def test_an_account_does_not_get_what_a_guest_who_is_not_merged_has_typed(client):
    client.force_login(make_account())
    assert client.post(ANSWER, {"learner": make_guest().public_id}).status_code == 409


def test_an_account_does_not_get_what_a_visitor_has_typed(client):
    visitor, _token = answering_page(client)
    client.force_login(make_account())
    assert client.post(ANSWER, {"learner": visitor}).status_code == 409


def test_the_form_of_a_guest_who_was_merged_counts_for_the_account(client):
    amina = make_account()
    gita = make_guest(merged_into=amina)
    client.force_login(amina)
    response = client.post(ANSWER, {"learner": gita.public_id})
    assert (response.status_code, urls.ANSWERED) == (200, [amina.pk])


def test_the_form_of_a_guest_merged_into_somebody_else_is_refused(client):
    gita = make_guest(merged_into=make_account("bheki"))
    client.force_login(make_account())
    assert client.post(ANSWER, {"learner": gita.public_id}).status_code == 409


def test_two_first_pages_opened_at_once_are_one_guests(client):
    """The second page's cookie replaced the first one's; nobody is named by either form yet."""
    other_tab, _token = answering_page(Client())
    answering_page(client)
    before = client.post(ANSWER, {"learner": other_tab})
    after = client.post(ANSWER, {"learner": other_tab})
    assert [before.status_code, after.status_code] == [200, 200]
    assert len(set(urls.ANSWERED)) == 1


@pytest.mark.parametrize(("signed_in", "status"), [(False, 401), (True, 409)])
def test_htmx_is_refused_in_words_that_leave_the_form_where_it_is(client, signed_in, status):
    if signed_in:
        client.force_login(make_account("bheki"))
    form = {"learner": make_account().public_id}
    response = client.post(ANSWER, form, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert (response.status_code, response["HX-Reswap"]) == (status, "none")
    assert "Nothing was stored" in text
    assert "<form" not in text
    assert "<main" not in text


def test_the_way_back_from_a_refused_fragment_is_the_page_it_was_on(client):
    page = "http://testserver/ssc/initiatives/five/?again=bri-year"
    htmx = {"HX-Request": "true", "HX-Current-URL": page}
    text = client.post(ANSWER, {"learner": make_account().public_id}, headers=htmx).content.decode()
    assert "/account/login/?next=/ssc/initiatives/five/%3Fagain%3Dbri-year" in text


def test_the_way_back_never_leads_to_another_site(client):
    htmx = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/"}
    text = client.post(ANSWER, {"learner": make_account().public_id}, headers=htmx).content.decode()
    assert "elsewhere" not in text


# What it costs


def test_a_new_guests_first_answer_costs_six_queries(client):
    learner, _token = answering_page(client)
    with counted() as queries:
        client.post(ANSWER, {"learner": learner})
    assert [sql.split()[0] for sql in queries] == [
        "SELECT",  # is there a guest of this id?
        "INSERT",
        "SELECT",  # is this session key free?
        "INSERT",
        "UPDATE",  # last signed in
        "UPDATE",  # the session, with the person in it
    ]


def test_a_guests_next_answer_costs_the_session_and_the_person(client):
    guest = first_answer(client)
    with exactly(2):
        client.post(ANSWER, {"learner": guest.public_id})


# A year, renewed


def test_a_session_is_renewed_once_a_day_at_most(client):
    first_answer(client)
    aged(client, days=1)
    client.get(ANSWER)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 365 * 86400
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=364)
    with exactly(2):
        client.get(ANSWER)


def test_an_answer_does_not_pay_for_the_renewal(client):
    guest = first_answer(client)
    aged(client, days=1)
    with exactly(2):
        client.post(ANSWER, {"learner": guest.public_id})


def test_an_accounts_session_is_renewed_too(client):
    make_account()
    sign_in(client, remember="on")
    aged(client, days=3)
    client.get(ANSWER)
    assert client.session[guests.RENEWED_ON] == datetime.now(UTC).date().isoformat()


def aged(client: Client, days: int) -> None:
    """As if this session had been renewed some days ago."""
    session = client.session
    session[guests.RENEWED_ON] = (timezone.now() - timedelta(days=days)).date().isoformat()
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(days=365 - days))

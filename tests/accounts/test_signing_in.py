"""Signing in to an account that exists, and out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User

from .people import PASSWORD, answering_page, first_answer, make_account, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

WRONG = "This name and this password do not belong together."
TOO_MANY = "Too many wrong passwords for this name. Wait five minutes, then try again."


@pytest.fixture
def amina() -> User:
    return make_account("amina", email="amina@example.org")


@pytest.mark.parametrize("login", ["amina", "AMINA", " amina ", "amina@example.org", "Amina@Example.org"])
def test_people_sign_in_by_name_or_email_whatever_the_case(client, amina, login):
    assert sign_in(client, login)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_it_leads_back_to_where_one_was_going(client, amina):
    assert sign_in(client, next="/account/email/")["Location"] == "/account/email/"


def test_somebody_signed_in_has_no_use_for_the_page(client, amina):
    client.force_login(amina)
    assert client.get("/account/login/?next=/account/")["Location"] == "/account/"


def test_it_never_leads_to_another_site(client, amina):
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_it_lasts_a_year_on_ones_own_device_and_until_the_browser_closes_on_anothers(amina):
    own, borrowed = Client(), Client()
    sign_in(own, remember="on")
    sign_in(borrowed)
    assert [c.cookies[settings.SESSION_COOKIE_NAME]["max-age"] for c in (own, borrowed)] == [365 * 86400, ""]


def test_the_session_key_is_a_new_one_and_the_guests_is_dead(client, amina):
    first_answer(client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client, amina):
    said = [words(sign_in(client, login, "something else")) for login in ("amina", "nobody")]
    assert [WRONG in text for text in said] == [True, True]


def test_an_account_that_is_switched_off_says_so_and_stays_out(client):
    make_account(is_active=False)
    page = client.get(sign_in(client)["Location"])
    assert "This account is switched off" in words(page)
    assert "_auth_user_id" not in client.session


# The guest's work


def test_a_guest_is_asked_about_the_work_on_the_way(client, amina):
    guest = first_answer(client)
    response = sign_in(client, next="/account/email/")
    assert response["Location"] == f"{reverse('study:guest_work')}?next=%2Faccount%2Femail%2F"
    assert client.get("/left-behind/").content.decode() == str(guest.public_id)


def test_nobody_else_is_asked(client, amina):
    assert sign_in(client)["Location"] == "/"
    assert client.get("/left-behind/").content == b"nobody"


def test_a_guest_who_lost_the_session_is_asked_too(client, amina):
    guest = first_answer(client)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    sign_in(client)
    assert client.get("/left-behind/").content.decode() == str(guest.public_id)


def test_a_guest_is_offered_until_the_page_has_had_its_answer(client, amina):
    first_answer(client)
    sign_in(client)
    client.get(reverse("study:guest_work"))  # nothing to add: it goes on at once, and does not ask again
    assert client.get("/left-behind/").content == b"nobody"


def test_nothing_is_offered_that_was_added_already(client, amina):
    guest = first_answer(client)
    sign_in(client)
    User.objects.filter(pk=guest.pk).update(merged_into=amina)
    assert client.get("/left-behind/").content == b"nobody"


def test_the_browser_is_a_new_visitor_after_signing_in_and_after_signing_out(client, amina):
    first_answer(client)
    seen = [client.cookies["visitor"].value]
    sign_in(client)
    seen.append(client.cookies["visitor"].value)
    client.post("/account/logout/")
    seen.append(client.cookies["visitor"].value)
    assert len(set(seen)) == 3


def test_the_next_person_at_this_device_is_somebody_else(client, amina):
    guest = first_answer(client)
    sign_in(client)
    client.post("/account/logout/")
    assert first_answer(client) not in (guest, amina)


# Throttling: strict for one account, generous for one address


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, amina):
    said = [sign_in(client, password=f"guess {n}").status_code for n in range(5)]
    response = sign_in(client, password=PASSWORD)
    assert (said, response.status_code) == ([200] * 5, 429)
    assert TOO_MANY in words(response)
    assert "_auth_user_id" not in client.session


def test_guessing_at_one_account_keeps_nobody_else_out(client, amina):
    make_account("bheki")
    for n in range(6):
        sign_in(client, password=f"guess {n}")
    assert sign_in(Client(), "bheki").status_code == 302


def test_the_limit_holds_over_browsers_and_servers(amina):
    """It stands in the database, not in one process."""
    for n in range(5):
        sign_in(Client(), password=f"guess {n}")
    assert sign_in(Client()).status_code == 429


def test_a_class_behind_one_address_signs_in_at_once():
    for n in range(40):
        make_account(f"learner{n}")
    assert [sign_in(Client(), f"learner{n}").status_code for n in range(40)] == [302] * 40


# The second factor


def test_a_second_factor_is_asked_for_and_the_guest_is_not_forgotten(client, amina):
    secret = with_second_factor(amina)
    guest = first_answer(client)
    assert sign_in(client, next="/account/")["Location"] == "/account/second-factor/authenticate/"
    assert answering_page(client)[0] == guest.public_id
    assert "Type the code that your app shows now" in words(
        client.get("/account/second-factor/authenticate/")
    )
    wrong = client.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert "You are not signed in yet." in words(wrong)
    client.post("/account/second-factor/authenticate/", {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(amina.pk)
    assert client.get("/left-behind/").content.decode() == str(guest.public_id)


def with_second_factor(user: User) -> str:
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    assert Authenticator.objects.filter(user=user).exists()
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06}"


# Out


def test_signing_out_is_asked_and_then_done(client, amina):
    sign_in(client)
    assert "Sign out?" in words(client.get("/account/logout/"))
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_guest_cannot_sign_out_of_the_work_but_is_led_to_sign_in(client):
    guest = first_answer(client)
    assert [client.get("/account/logout/")["Location"], client.post("/account/logout/")["Location"]] == [
        "/account/login/",
        "/account/login/",
    ]
    assert answering_page(client)[0] == guest.public_id

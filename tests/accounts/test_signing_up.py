"""Signing up turns the guest of this browser into the account."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.models import User

from .people import ANSWER, answering_page, first_answer, make_account, make_guest, sign_up, words

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


def test_the_guests_row_becomes_the_account(client):
    guest = first_answer(client)
    response = sign_up(client, "Amina", display_name="Amina O.")
    amina = User.objects.get()
    assert response.status_code == 302
    assert (amina.pk, amina.public_id, amina.is_guest) == (guest.pk, guest.public_id, False)
    assert (amina.username, amina.display_name) == ("amina", "Amina O.")
    assert client.session["_auth_user_id"] == str(amina.pk)


def test_a_form_opened_before_signing_up_names_the_same_person_after(client):
    guest = first_answer(client)
    sign_up(client)
    assert client.post(ANSWER, {"learner": guest.public_id}).status_code == 200


def test_a_form_opened_before_signing_up_needs_the_new_csrf_token():
    """Signing in changes the secret on purpose. The script reads the token from its cookie when it sends."""
    client = Client(enforce_csrf_checks=True)
    guest = first_answer(client)
    _learner, old = answering_page(client)
    sign_up_with_token(client, old)
    new = client.cookies[settings.CSRF_COOKIE_NAME].value
    said = [
        client.post(ANSWER, {"learner": guest.public_id, "csrfmiddlewaretoken": token}).status_code
        for token in (old, new)
    ]
    assert said == [403, 200]


def sign_up_with_token(client: Client, token: str) -> None:
    assert sign_up(client, csrfmiddlewaretoken=token).status_code == 302


def test_a_visitor_who_signs_up_keeps_the_id_that_open_pages_name(client):
    visitor, _token = answering_page(client)
    sign_up(client)
    assert User.objects.get().public_id == visitor


def test_a_guest_who_lost_the_session_is_still_the_one_who_signs_up(client):
    guest = first_answer(client)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    sign_up(client)
    assert User.objects.get().pk == guest.pk


def test_an_old_cookie_never_turns_an_account_into_another(client):
    amina = first_answer(client)
    old = client.cookies["visitor"].value
    sign_up(client, "amina")
    thief = Client()
    thief.cookies["visitor"] = old
    sign_up(thief, "bheki")
    amina.refresh_from_db()
    assert (amina.username, User.objects.count()) == ("amina", 2)


def test_the_browser_is_a_new_visitor_after_signing_up(client):
    first_answer(client)
    before = client.cookies["visitor"].value
    sign_up(client)
    assert client.cookies["visitor"].value != before


def test_the_session_key_is_a_new_one_and_the_old_one_is_dead(client):
    first_answer(client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_up(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_nothing_is_asked_about_a_guests_work_after_signing_up(client):
    first_answer(client)
    assert sign_up(client, next="/account/")["Location"] == "/account/"
    assert client.get("/left-behind/").content == b"nobody"


def test_the_second_sign_up_without_an_email_works_like_the_first():
    assert [sign_up(Client(), name).status_code for name in ("amina", "bheki")] == [302, 302]
    assert [user.email for user in User.objects.all()] == [None, None]


def test_an_email_is_confirmed_by_a_link(client):
    sign_up(client, email="Amina@Example.org")
    assert User.objects.get().email == "amina@example.org"
    link = next(word for word in mail.outbox[0].body.split() if "/confirm-email/" in word)
    assert words(client.get(link)).startswith("Is this your address? amina@example.org was given")
    client.post(link)
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"username": "Bheki"}, "User name: Someone has this user name already. Try another one."),
        ({"username": "guest-1"}, "User name: Someone has this user name already. Try another one."),
        ({"username": "a@b.org"}, "User name: A user name has only letters, digits and . + - _ in it."),
        ({"email": "B@example.org"}, "Someone has this email address already. If it is you, sign in."),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
        ({"password2": "other"}, "You must type the same password each time."),
    ],
)
def test_what_does_not_fit_is_told_with_a_link_to_its_field(client, fields, told):
    make_account("bheki", email="b@example.org")
    response = sign_up(client, display_name="Amina O.", **fields)
    page = response.content.decode()
    assert told in words(response)
    assert "The account was not made yet." in words(response)
    assert 'role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="Amina O."' in page
    assert User.objects.filter(is_guest=False).count() == 1


def test_the_message_leads_to_the_field_and_the_field_to_its_words(client):
    page = sign_up(client, password1="short", password2="short").content.decode()
    assert '<a href="#id_password1">Password</a>' in page
    assert 'aria-describedby="id_password1_helptext id_password1_error"' in page
    assert 'id="id_password1_error"' in page
    assert 'id="id_password1_helptext"' in page


def test_a_refused_sign_up_leaves_the_guest_a_guest(client):
    guest = first_answer(client)
    sign_up(client, password1="short", password2="short")
    guest.refresh_from_db()
    assert (guest.is_guest, guest.username.startswith("guest-")) == (True, True)
    assert answering_page(client)[0] == guest.public_id


def test_the_page_says_to_a_guest_what_comes_along(client):
    sentence = "Everything you did on this device comes with you"
    assert sentence not in words(client.get("/account/signup/"))
    first_answer(client)
    assert sentence in words(client.get("/account/signup/"))


def test_a_guest_merged_elsewhere_meanwhile_is_not_made_into_an_account(client):
    guest = first_answer(client)
    User.objects.filter(pk=guest.pk).update(merged_into=make_account("bheki"))
    sign_up(client, "amina")
    assert User.objects.get(username="amina").pk != guest.pk


def test_somebody_signed_in_has_no_use_for_the_page(client):
    client.force_login(make_account())
    assert client.get("/account/signup/?next=/account/")["Location"] == "/account/"


def test_a_name_taken_by_a_sign_up_at_the_same_moment_is_told(client, monkeypatch):
    """Between the form's look and its write another one was written."""
    make_account("amina")
    monkeypatch.setattr("allauth.account.internal.userkit.filter_users_by_username", nobody)
    response = sign_up(client)
    assert (response.status_code, User.objects.count()) == (200, 1)
    assert "Someone took this name or email address a moment ago." in words(response)


def nobody(*names: str) -> object:
    return User.objects.none()


def test_sign_ups_from_one_address_are_counted_after_a_class_has_come(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "2/m/ip"}
    said = [sign_up(Client(), f"learner{n}").status_code for n in range(3)]
    assert said == [302, 302, 429]


def test_a_guest_answers_on_while_another_browser_signs_up():
    """Each browser has its own guest."""
    one, two = Client(), Client()
    first_answer(one)
    guest = first_answer(two)
    sign_up(one)
    assert first_answer(two) == guest == User.objects.get(is_guest=True)
    assert make_guest() != guest

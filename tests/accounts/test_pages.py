"""The account pages: the profile, email, passwords, the second factor."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import User

from .people import PASSWORD, make_account, sign_in, sign_up, words
from .test_signing_in import code_of

pytestmark = pytest.mark.django_db

NEW = "quite another four"
NO_MAIL_SERVER = "This course has no mail server yet."


@pytest.fixture
def amina(client) -> User:
    user = make_account("amina")
    sign_in(client)
    return user


# Profile


def test_name_language_and_time_zone_are_ones_own(client, amina):
    form = {"display_name": "Amina O.", "language": "en", "time_zone": "Africa/Nairobi"}
    assert client.post("/account/", form)["Location"] == "/account/"
    amina.refresh_from_db()
    assert (amina.display_name, amina.language, amina.time_zone) == ("Amina O.", "en", "Africa/Nairobi")


def test_the_profile_changes_nothing_else(client, amina):
    client.post("/account/", {"display_name": "", "is_staff": "on", "may_teach": "on", "username": "root"})
    amina.refresh_from_db()
    assert (amina.username, amina.is_staff, amina.may_teach) == ("amina", False, False)


@pytest.mark.parametrize(
    "field", [{"time_zone": "Atlantis/Poseidonis"}, {"language": "tlh"}, {"display_name": "x" * 81}]
)
def test_what_there_is_not_is_refused_in_words(client, amina, field):
    response = client.post("/account/", {"display_name": "Amina", **field})
    assert "Nothing was changed yet." in words(response)
    amina.refresh_from_db()
    assert amina.display_name == ""


def test_the_profile_leads_to_everything_else(client, amina):
    page = client.get("/account/").content.decode()
    rooms = ["/account/email/", "/account/password/change/", "/account/second-factor/", "/account/logout/"]
    assert [room for room in [*rooms, "/join/"] if f'<li><a href="{room}"' not in page] == []


@pytest.mark.urls("tests.accounts.urls")
def test_times_are_shown_in_ones_own_zone_and_the_next_person_has_another(client, amina):
    User.objects.filter(pk=amina.pk).update(time_zone="Africa/Nairobi")
    assert [c.get("/zone/").content for c in (client, Client())] == [b"Africa/Nairobi", b"UTC"]


def test_pages_come_in_the_language_one_chose(client, amina):
    User.objects.filter(pk=amina.pk).update(language="en")
    response = client.get("/account/", headers={"Accept-Language": "fr"})
    assert (response["Content-Language"], '<html lang="en"' in response.content.decode()) == ("en", True)


# Email


def test_an_address_is_given_later_and_confirmed(client, amina):
    client.post("/account/email/", {"email": "Amina@example.org", "action_add": ""})
    client.post(link_in_mail("/confirm-email/"))
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"
    assert "Your address is amina@example.org." in words(client.get("/account/email/"))


def test_the_old_address_holds_until_the_new_one_is_confirmed(client):
    sign_up(client, email="old@example.org")
    client.post(link_in_mail("/confirm-email/"))
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert User.objects.get().email == "old@example.org"
    assert "new@example.org takes its place once you follow the link" in words(client.get("/account/email/"))
    client.post(link_in_mail("/confirm-email/"))
    assert User.objects.get().email == "new@example.org"
    assert [address.email for address in EmailAddress.objects.all()] == ["new@example.org"]


def test_a_change_of_address_is_taken_back(client):
    sign_up(client, email="old@example.org")
    client.post(link_in_mail("/confirm-email/"))
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    client.post("/account/email/", {"email": "new@example.org", "action_remove": ""})
    assert [address.email for address in EmailAddress.objects.all()] == ["old@example.org"]


@pytest.fixture
def mail_without_pause(settings):
    """Else an address gets one link in three minutes, whoever asks."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_email": None}


@pytest.mark.usefixtures("mail_without_pause")
def test_an_address_goes_to_the_account_that_confirms_it(client, amina):
    """Whoever gave it first without owning it keeps the account, not the address."""
    bheki = Client()
    sign_up(bheki, "bheki", email="amina@example.org")
    client.post("/account/email/", {"email": "amina@example.org", "action_add": ""})
    client.post(link_in_mail("/confirm-email/"))
    now = dict(User.objects.values_list("username", "email"))
    assert now == {"amina": "amina@example.org", "bheki": None}
    assert "You have given none." in words(bheki.get("/account/email/"))


@pytest.mark.usefixtures("mail_without_pause")
def test_an_address_that_is_confirmed_stays_where_it_is(client, amina):
    sign_up(Client(), "bheki", email="b@example.org")
    client.post("/account/email/", {"email": "b@example.org", "action_add": ""})
    Client().post(link_in_mail("/confirm-email/", 0))
    refused = client.get(link_in_mail("/confirm-email/"))
    assert "This address has an account already" in words(refused)
    client.post(link_in_mail("/confirm-email/"))
    assert dict(User.objects.values_list("username", "email")) == {"amina": None, "bheki": "b@example.org"}


def test_a_link_that_is_used_up_says_so(client):
    assert "This link is used up or too old" in words(client.get("/account/confirm-email/none/"))


# Passwords


def test_a_password_is_changed_and_one_stays_signed_in_here_alone(client, amina):
    elsewhere = Client()
    sign_in(elsewhere)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", form)
    amina.refresh_from_db()
    assert amina.check_password(NEW)
    assert [c.get("/account/").status_code for c in (client, elsewhere)] == [200, 302]


def test_a_password_is_not_changed_without_the_old_one(client, amina):
    form = {"oldpassword": "a guess", "password1": NEW, "password2": NEW}
    assert "The old password still holds." in words(client.post("/account/password/change/", form))
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


def test_a_forgotten_password_is_mended_by_mail(client):
    amina = make_account("amina", email="amina@example.org")
    client.post("/account/password/reset/", {"email": "Amina@example.org"})
    link = link_in_mail("/password/reset/key/")
    form_page = client.get(link)["Location"]
    assert "Set a new password" in words(client.get(form_page))
    client.post(form_page, {"password1": NEW, "password2": NEW})
    amina.refresh_from_db()
    assert amina.check_password(NEW)
    assert "This link is used up or too old" in words(client.get(link))


def test_nobody_learns_from_a_reset_who_has_an_account(client):
    make_account("amina", email="amina@example.org")
    said = [
        words(client.post("/account/password/reset/", {"email": email}, follow=True))
        for email in ("amina@example.org", "nobody@example.org")
    ]
    assert said[0] == said[1]


def test_an_account_without_a_password_sets_one(client):
    amina = make_account("amina")
    amina.set_unusable_password()
    amina.save()
    client.force_login(amina)
    assert client.get("/account/password/change/")["Location"] == "/account/password/set/"
    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    amina.refresh_from_db()
    assert amina.check_password(NEW)


@pytest.mark.parametrize(
    "page", ["/account/password/reset/", "/account/password/reset/done/", "/account/confirm-email/"]
)
def test_a_page_that_depends_on_mail_says_where_mail_goes(client, page, settings):
    settings.MAIL_GOES_TO_FILES = True
    assert NO_MAIL_SERVER in words(client.get(page))
    settings.MAIL_GOES_TO_FILES = False
    assert NO_MAIL_SERVER not in words(client.get(page))


def test_the_sign_up_page_does_not_promise_mail_that_nobody_gets(client, settings):
    settings.MAIL_GOES_TO_FILES = True
    assert NO_MAIL_SERVER.rstrip(".") in words(client.get("/account/signup/"))
    settings.MAIL_GOES_TO_FILES = False
    assert "The way back if you forget the password." in words(client.get("/account/signup/"))


# The second factor


@pytest.fixture
def sure(client: Client, amina) -> Client:
    """Amina's browser, in which she has just typed her password once more."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_setting_up_a_second_factor_shows_a_picture_and_a_key(sure):
    page = sure.get("/account/second-factor/totp/activate/").content.decode()
    secret = sure.session["mfa.totp.secret"]
    assert [key.replace(" ", "") for key in re.findall(r"<code>(.*?)</code>", page)] == [secret]
    assert "<svg xmlns" in page
    assert "data:" not in page


def test_a_second_factor_is_switched_on_by_a_code_and_off_again(sure):
    sure.get("/account/second-factor/totp/activate/")
    refused = sure.post("/account/second-factor/totp/activate/", {"code": "000000"})
    assert "It is not switched on yet." in words(refused)
    code = code_of(sure.session["mfa.totp.secret"])
    sure.post("/account/second-factor/totp/activate/", {"code": code})
    assert "It is switched on." in words(sure.get("/account/second-factor/"))
    assert "Switch off" in words(sure.get("/account/second-factor/totp/deactivate/"))
    sure.post("/account/second-factor/totp/deactivate/")
    assert "It is switched off." in words(sure.get("/account/second-factor/"))


def test_recovery_codes_are_shown_saved_and_made_anew(sure):
    sure.get("/account/second-factor/totp/activate/")
    code = code_of(sure.session["mfa.totp.secret"])
    sure.post("/account/second-factor/totp/activate/", {"code": code})
    page = "/account/second-factor/recovery-codes/"
    before = words(sure.get(page))
    assert "10 codes are left." in before
    assert len(sure.get(f"{page}download/").content.split()) == 10
    assert "will not work any more" in words(sure.get(f"{page}generate/"))
    sure.post(f"{page}generate/")
    assert words(sure.get(page)) != before


def test_a_code_serves_where_the_password_would_be_typed_again(sure, amina):
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    page = "/account/second-factor/reauthenticate/?next=/account/"
    assert "type the code that your app shows" in words(sure.get(page))
    assert sure.post(page, {"code": code_of(secret)})["Location"] == "/account/"


def test_a_second_factor_is_set_up_only_after_the_password_was_typed_again(client, amina):
    asked = client.get("/account/second-factor/totp/activate/")["Location"]
    assert asked.startswith("/account/reauthenticate/?next=")
    assert "That was not it." in words(client.post(asked, {"password": "a guess"}))
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/account/second-factor/totp/activate/"


def link_in_mail(part: str, which: int = -1) -> str:
    """The path of the link in a mail, the newest unless said."""
    [path] = re.findall(rf"https?://[^/\s]+(\S*{part}\S*)", str(mail.outbox[which].body))
    return str(path)

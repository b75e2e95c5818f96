"""Doors that ask for an account, and the admin's, which asks for a second factor besides."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from accounts.models import User

from .people import first_answer, make_account, sign_in, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]

FOR_ACCOUNTS = [
    "/account/",
    "/account/email/",
    "/account/password/change/",
    "/account/password/set/",
    "/account/reauthenticate/",
    "/account/second-factor/",
    "/account/second-factor/totp/activate/",
    "/account/second-factor/totp/deactivate/",
    "/account/second-factor/recovery-codes/",
    "/account/second-factor/recovery-codes/generate/",
    "/account/second-factor/recovery-codes/download/",
    "/account/second-factor/reauthenticate/",
    "/room/",
]
FOR_ANYONE = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/confirm-email/",
    "/account/inactive/",
]


def visitor() -> Client:
    return Client()


def guest() -> Client:
    client = Client()
    first_answer(client)
    return client


@pytest.mark.parametrize("who", [visitor, guest])
@pytest.mark.parametrize("page", FOR_ACCOUNTS)
def test_a_page_for_accounts_leads_to_sign_in_and_back(who, page):
    response = who().get(page)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={page}")


@pytest.mark.parametrize("who", [visitor, guest])
@pytest.mark.parametrize("page", FOR_ANYONE)
def test_a_page_on_which_one_signs_in_is_open(who, page):
    assert who().get(page).status_code == 200


def test_an_account_comes_in(client):
    client.force_login(make_account())
    assert client.get("/room/").content == b"come in"


@pytest.mark.parametrize("who", [visitor, guest])
def test_a_form_sent_to_a_room_for_accounts_leads_back_to_the_page_it_stood_on(who):
    response = who().post("/room/", headers={"Referer": "http://testserver/teach/?sort=name"})
    assert response["Location"] == "/account/login/?next=/teach/%3Fsort%3Dname"


@pytest.mark.parametrize("who", [visitor, guest])
def test_a_fragment_is_refused_and_never_holds_a_sign_in_page(who):
    response = who().get("/room/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Reswap"]) == (401, "none")
    assert "<form" not in response.content.decode()


def test_a_guest_stays_one_on_pages_that_take_guests_for_signed_out():
    client = guest()
    client.get("/account/login/")
    assert User.objects.get(pk=client.session["_auth_user_id"]).is_guest


# The admin


@pytest.fixture
def farid() -> User:
    return make_account("farid", is_staff=True, is_superuser=True)


def served_elsewhere(settings) -> None:
    """As with a PUBLIC_URL that is not this machine's own."""
    settings.IS_LOOPBACK = False


@pytest.mark.parametrize("page", ["/admin/", "/admin/login/?next=/admin/", "/admin/accounts/user/"])
@pytest.mark.parametrize("who", [visitor, guest])
def test_the_admin_signs_people_in_where_everyone_does(who, page):
    led, status = who().get(page, follow=True).redirect_chain[-1]
    assert (led.startswith("/account/login/?next="), status) == (True, 302)


@pytest.mark.parametrize("page", ["/admin/", "/admin/login/"])
def test_an_account_that_is_no_admin_is_refused(client, page):
    client.force_login(make_account())
    assert client.get(page, follow=True).status_code == 403


def test_on_this_machine_alone_the_password_is_enough(client, farid, settings):
    assert settings.IS_LOOPBACK
    client.force_login(farid)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["/admin/", "/admin/accounts/user/"])
def test_elsewhere_an_admin_is_led_to_set_up_a_second_factor(client, farid, settings, page):
    served_elsewhere(settings)
    client.force_login(farid)
    response = client.get(page)
    assert response["Location"] == "/account/second-factor/totp/activate/"
    led = client.get("/account/second-factor/", follow=True)
    assert "The admin asks for a second factor." in led.content.decode()


def test_elsewhere_an_admin_with_a_second_factor_comes_in(client, farid, settings):
    served_elsewhere(settings)
    TOTP.activate(farid, generate_totp_secret())
    client.force_login(farid)
    assert client.get("/admin/").status_code == 200


def test_elsewhere_an_admin_reads_and_answers_without_one(client, farid, settings):
    served_elsewhere(settings)
    client.force_login(farid)
    assert client.get("/account/").status_code == 200


# Users in the admin


@pytest.fixture
def admin(client: Client, farid, settings) -> Client:
    assert settings.IS_LOOPBACK
    client.force_login(farid)
    return client


def page_of(user: User) -> str:
    return f"/admin/accounts/user/{user.pk}/change/"


def test_the_list_shows_accounts_and_guests_when_asked(admin):
    amina, gita = make_account("amina"), first_answer(Client())

    def shown(query: str) -> list[bool]:
        page = admin.get(f"/admin/accounts/user/{query}").content.decode()
        return [page_of(user) in page for user in (amina, gita)]

    assert [shown(""), shown("?who=guests"), shown("?who=everyone")] == [
        [True, False],
        [False, True],
        [True, True],
    ]


@pytest.mark.parametrize("looked_for", ["ami", "Amina O", "amina@example"])
def test_people_are_found_by_any_of_their_names(admin, looked_for):
    amina = make_account("amina", display_name="Amina O.", email="amina@example.org")
    bheki = make_account("bheki")
    page = admin.get("/admin/accounts/user/", {"q": looked_for}).content.decode()
    assert (page_of(amina) in page, page_of(bheki) in page) == (True, False)


def test_an_account_is_made_with_its_name_in_lower_case(admin):
    form = {"username": "Clara", "usable_password": "true"}
    password = {"password1": "four ordinary words", "password2": "four ordinary words"}
    assert admin.post("/admin/accounts/user/add/", {**form, **password}).status_code == 302
    clara = User.objects.get(username="clara")
    assert (clara.check_password("four ordinary words"), clara.email, clara.is_guest) == (True, None, False)


def test_roles_are_given_and_what_the_course_keeps_stays(admin):
    clara = make_account("clara")
    changed = {"public_id": "-", "is_guest": "on", "merged_into": "1", "is_superuser": "on"}
    form = {"username": "clara", "email": "", "is_active": "on", "may_teach": "on", **changed}
    assert admin.post(page_of(clara), form).status_code == 302
    now = User.objects.get(pk=clara.pk)
    assert (now.may_teach, now.is_staff, now.is_superuser) == (True, False, False)
    assert (now.public_id, now.is_guest, now.merged_into, now.email) == (clara.public_id, False, None, None)


def test_staff_is_admin_and_nothing_less(admin):
    esi = make_account("esi")
    admin.post(page_of(esi), {"username": "esi", "is_active": "on", "is_staff": "on"})
    esi.refresh_from_db()
    assert (esi.is_staff, esi.is_superuser) == (True, True)


def new_address(admin: Client, user: User, email: str) -> None:
    assert admin.post(page_of(user), {"username": user.username, "email": email, "is_active": "on"})
    user.refresh_from_db()
    assert user.email == (email.lower() or None)


def test_an_address_that_an_admin_changes_is_the_only_one(admin):
    amina, at_work = make_account("amina", email="old@example.org"), Client()
    EmailAddress.objects.create(user=amina, email="old@example.org", primary=True, verified=True)
    EmailAddress.objects.create(user=amina, email="wished@example.org")
    new_address(admin, amina, "New@example.org")
    rows = EmailAddress.objects.values_list("user", "email", "primary", "verified")
    assert list(rows) == [(amina.pk, "new@example.org", True, False)]
    assert [sign_in(at_work, login).status_code for login in ("old@example.org", "wished@example.org")] == [
        200,
        200,
    ]
    for email in ("old@example.org", "new@example.org"):
        Client().post("/account/password/reset/", {"email": email})
    assert [sent.to for sent in mail.outbox if "/password/reset/key/" in sent.body] == [["new@example.org"]]
    assert sign_in(at_work, "new@example.org").status_code == 302


def test_a_link_sent_to_the_old_address_confirms_nothing(admin):
    client = Client()
    sign_up(client, email="old@example.org")
    [link] = re.findall(r"https?://\S+/confirm-email/\S+", mail.outbox[0].body)
    new_address(admin, User.objects.get(username="amina"), "new@example.org")
    client.post(link)
    assert EmailAddress.objects.values_list("email", "verified").get() == ("new@example.org", False)


def test_an_address_that_an_admin_takes_away_is_gone(admin):
    amina = make_account("amina", email="old@example.org")
    EmailAddress.objects.create(user=amina, email="old@example.org", primary=True)
    new_address(admin, amina, "")
    assert not EmailAddress.objects.exists()


def test_an_address_that_an_admin_leaves_alone_stays_confirmed(admin):
    amina = make_account("amina", email="a@example.org")
    EmailAddress.objects.create(user=amina, email="a@example.org", primary=True, verified=True)
    admin.post(page_of(amina), {"username": "amina", "email": "A@example.org", "may_teach": "on"})
    assert User.objects.get(pk=amina.pk).may_teach
    assert EmailAddress.objects.get().verified


def test_an_account_is_switched_off_and_its_session_ends(admin):
    amina, at_work = make_account("amina"), Client()
    at_work.force_login(amina)
    admin.post(page_of(amina), {"username": "amina"})
    assert at_work.get("/account/").status_code == 302


def test_admins_do_not_shut_the_door_on_themselves(admin, farid):
    admin.post(page_of(farid), {"username": "farid"})
    farid.refresh_from_db()
    assert (farid.is_active, farid.is_staff, farid.is_superuser) == (True, True, True)


def test_a_password_is_set(admin):
    amina = make_account("amina")
    password = {"password1": "other ordinary words", "password2": "other ordinary words"}
    admin.post(f"/admin/accounts/user/{amina.pk}/password/", {**password, "usable_password": "true"})
    amina.refresh_from_db()
    assert amina.check_password("other ordinary words")


def test_a_guest_is_looked_at_and_never_changed(admin):
    gita = first_answer(Client())
    assert admin.get(page_of(gita)).status_code == 200
    assert admin.post(page_of(gita), {"username": "gita"}).status_code == 403
    assert admin.get(f"/admin/accounts/user/{gita.pk}/password/").status_code == 403


def test_nobody_is_deleted(admin):
    amina = make_account("amina")
    assert admin.get(f"/admin/accounts/user/{amina.pk}/delete/").status_code == 403
    page = admin.get(page_of(amina)).content.decode() + admin.get("/admin/accounts/user/").content.decode()
    assert "/delete/" not in page
    assert "delete_selected" not in page


def test_a_lost_phone_is_not_the_end(admin):
    amina = make_account("amina")
    TOTP.activate(amina, generate_totp_secret())
    form = {"action": "remove_second_factor", "_selected_action": [amina.pk]}
    admin.post("/admin/accounts/user/", form)
    assert not Authenticator.objects.filter(user=amina).exists()


def test_groups_addresses_and_second_factors_have_no_pages(admin):
    Group.objects.create(name="unused")
    pages = ["auth/group", "account/emailaddress", "mfa/authenticator"]
    assert [admin.get(f"/admin/{page}/").status_code for page in pages] == [404, 404, 404]

"""What the table of people holds by itself, whoever writes."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import Value

from accounts.models import User, is_account, shown_name

from .people import make_account, make_guest

pytestmark = pytest.mark.django_db


def test_people_without_an_email_have_null_and_there_may_be_many():
    make_account("amina", email="")
    make_account("bheki", email="")
    assert [user.email for user in User.objects.all()] == [None, None]


def test_an_address_is_kept_as_it_is_looked_for():
    assert make_account("amina", email="Amina.O@Example.org").email == "amina.o@example.org"


def test_no_email_is_null_and_never_empty():
    make_account()
    with pytest.raises(IntegrityError, match="no_email_is_null_and_never_empty"):
        User.objects.update(email=Value(""))


def test_one_person_per_username_whatever_the_case():
    make_account("amina")
    with pytest.raises(IntegrityError):
        User.objects.create(username="Amina")


def test_one_person_per_email_whatever_the_case():
    make_account("amina", email="a@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create(username="bheki", email="A@Example.org")


def test_a_username_is_never_an_email():
    with pytest.raises(IntegrityError, match="a_username_is_never_an_email"):
        User.objects.create(username="amina@example.org")


def test_only_guests_are_merged():
    with pytest.raises(IntegrityError, match="only_guests_are_merged"):
        User.objects.create(username="bheki", merged_into=make_account())


def test_the_constraints_speak_to_people():
    make_account("amina", email="a@example.org")
    twin = User(username="AMINA", email="A@example.org", password="-")
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert set(refused.value.messages) == {
        "Someone has this user name already.",
        "Someone has this email address already.",
    }


@pytest.mark.parametrize("username", ["a b", "amina@example.org", "<b>", ""])
def test_a_username_is_letters_digits_and_four_signs(username):
    with pytest.raises(ValidationError):
        User(username=username, password="-").full_clean()


def test_names_in_any_script_are_names():
    User(username="أمينة", password="-").full_clean()
    User(username="李明.2", password="-").full_clean()


def test_a_time_zone_is_one_that_exists():
    with pytest.raises(ValidationError, match="There is no time zone of this name"):
        User(username="amina", password="-", time_zone="Atlantis/Poseidonis").full_clean()


def test_a_person_sees_oneself():
    amina, _bheki = make_account("amina"), make_account("bheki")
    assert list(User.objects.visible_to(amina)) == [amina]
    assert list(User.objects.visible_to(AnonymousUser())) == []


def test_a_guest_of_an_id_is_made_once():
    public_id = uuid4()
    assert User.objects.create_guest(public_id) == User.objects.create_guest(public_id)


def test_no_guest_is_made_under_the_id_of_an_account():
    amina = make_account()
    with pytest.raises(IntegrityError):
        User.objects.create_guest(amina.public_id)


def test_an_account_is_neither_a_visitor_nor_a_guest():
    assert [is_account(user) for user in (make_account(), make_guest(), AnonymousUser())] == [
        True,
        False,
        False,
    ]


def test_a_person_is_shown_by_the_name_they_chose():
    assert [shown_name(make_account("amina", display_name="Amina O.")), str(make_account("bheki"))] == [
        "Amina O.",
        "bheki",
    ]


def test_the_first_admin_is_made_without_an_email():
    call_command("createsuperuser", "--noinput", "--username", "farid")
    farid = User.objects.get()
    assert (farid.is_staff, farid.email, farid.is_guest) == (True, None, False)

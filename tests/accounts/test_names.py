"""Names as they are kept: what others read is visible, what one signs in with has one form."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.names import folded, is_reserved, visible

from .people import make_account, sign_in, sign_up, words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amina \t O. ", "Amina O."),
        ("Amina\x07\x00 O.", "Amina O."),
        ("\u202eanimA\u202c", "animA"),
        ("\u2067Amina\u2069\u200f", "Amina"),
        ("Am\u200bi\u2060na\ufeff\u00ad", "Amina"),
        ("Amina\u2028O.", "Amina O."),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a Persian word is written with this joiner in it
        ("\u200cAmina\u200d \u200dO.", "Amina O."),
        ("Zoë 李明 🙂", "Zoë 李明 🙂"),
        ("अमीना", "अमीना"),
    ],
)
def test_a_name_loses_what_nobody_can_see(typed, kept):
    assert visible(typed) == kept


UNSEEN = "\x01\xad\u0301\u034f\u115f\u180e\u200b\u200d\u200f\u2060\u2800\u3164\ue000\ufe0f\uffa0\U000e0041"


@pytest.mark.parametrize("typed", ["", " ", "\u3164 \u3164", "\u200d\u200c", *UNSEEN])
def test_a_name_without_anything_to_see_is_none(typed):
    assert visible(typed) == ""


@given(st.text())
def test_a_name_that_was_cleaned_is_clean(typed):
    name = visible(typed)
    assert visible(name) == name
    assert len(name) <= len(typed)
    assert not any(unicodedata.category(sign) in {"Cc", "Co", "Cs", "Zl", "Zp"} for sign in name)


@given(st.text())
def test_a_user_name_has_one_form(typed):
    assert folded(folded(typed)) == folded(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amina", "amina"),
        ("demo-ａdmin", "demo-admin"),
        ("ＡＭＩＮＡ", "amina"),
        ("ⅰ", "i"),
        ("ﬀa", "ffa"),
        ("\u212aofi", "kofi"),  # the sign for kelvin
        ("أمينة", "أمينة"),
    ],
)
def test_a_user_name_is_folded_to_what_it_looks_like(typed, kept):
    assert folded(typed) == kept


@pytest.mark.parametrize("typed", ["guest-1", "GUEST-x", "ＧＵＥＳＴ-x", "guest－x", "ｇuest-"])
def test_no_form_of_a_guests_name_is_to_be_had(typed):
    assert is_reserved(folded(typed))
    assert not is_reserved(folded("guestbook"))


# As people meet them


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["demo-ａdmin", "ＤＥＭＯ-ADMIN", "ＧＵＥＳＴ-x", "guest－x"])
def test_a_name_that_looks_like_anothers_is_taken(client, typed):
    make_account("demo-admin")
    response = sign_up(client, typed)
    assert "Someone has this user name already. Try another one." in words(response)


@pytest.mark.django_db
def test_a_name_that_grows_when_it_is_folded_is_refused_like_any_long_one(client):
    assert "at most 150 characters" in words(sign_up(client, "ﬀ" * 100))
    assert sign_up(client, "ﬀ" * 75).status_code == 302


@pytest.mark.django_db
def test_an_admins_hand_keeps_names_the_same_way():
    with pytest.raises(ValidationError, match="Someone has this user name already"):
        User(username="ＧＵＥＳＴ-1", password="-").full_clean()
    call_command("createsuperuser", "--noinput", "--username", "ＦARID")
    farid = User.objects.get(username="farid")
    farid.display_name = "\u202eFarid"
    farid.full_clean()
    assert farid.display_name == "Farid"


@pytest.mark.django_db
def test_a_name_shown_to_others_is_kept_without_what_nobody_can_see(client):
    sign_up(client, "amina", display_name="\u202eAmi\u200bna\x07")
    assert User.objects.get().display_name == "Amina"
    client.post("/account/", {"display_name": "Amina\u2060 O.", "language": "", "time_zone": ""})
    assert User.objects.get().display_name == "Amina O."


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["\u200b", "\u3164", "\x01"])
def test_a_name_shown_to_others_is_one_that_can_be_seen_or_none(client, typed):
    sign_up(client, "amina", display_name="Amina")
    form = {"language": "", "time_zone": ""}
    assert "Nobody could see this name." in words(client.post("/account/", {"display_name": typed, **form}))
    assert "Nobody could see this name." in words(sign_up(Client(), "bheki", display_name=typed))
    assert User.objects.get().display_name == "Amina"
    client.post("/account/", {"display_name": "", **form})
    assert User.objects.get().display_name == ""


@pytest.mark.django_db
def test_one_signs_up_and_in_by_any_form_of_a_name(client):
    assert sign_up(client, "ＡMINA").status_code == 302
    client.post("/account/logout/")
    assert sign_in(client, "ａmina").status_code == 302

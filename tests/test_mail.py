"""Mail that goes to files: a person reads it there, and copies its link."""

import re
import stat

import pytest
from django.core.mail import send_mail
from django.test import Client

from tests import factories as make

LINK = "https://course.example.org/account/confirm-email/MQ:" + "1vNa8w_-" * 20 + "/"


@pytest.fixture
def folder(settings, tmp_path):
    """Where mail is written, as without EMAIL_URL."""
    options = {"file_path": str(tmp_path / "mail")}
    settings.MAILERS = {"default": {"BACKEND": "ssc_course.mail.MailFiles", "OPTIONS": options}}
    return tmp_path / "mail"


def test_a_mail_in_a_file_is_for_its_owner_only(folder):
    send_mail("A new password", "Key: 1", "course@example.org", ["amina@example.org"])
    [file] = folder.iterdir()
    assert "Key: 1" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("greeting", ["Hello Amina,", "Habari yako, Émile — 李明"])
def test_a_link_stands_in_the_file_as_it_is_typed(folder, greeting):
    body = f"{greeting}\n\n{LINK}\n\n{'A long line. ' * 20}"
    send_mail("Confirm", body, "course@example.org", ["amina@example.org"])
    [file] = folder.iterdir()
    lines = file.read_text().splitlines()
    assert LINK in lines
    assert greeting in lines


@pytest.mark.django_db
def test_a_forgotten_password_is_mended_by_the_link_in_the_file(folder):
    amina, client = make.person("amina", email="amina@example.org"), Client()
    client.post("/account/password/reset/", {"email": "amina@example.org"})
    [file] = folder.iterdir()
    [link] = re.findall(r"^http://\S+/password/reset/key/\S+$", file.read_text(), re.M)
    form = client.get(link)["Location"]
    client.post(form, {"password1": "quite another four", "password2": "quite another four"})
    amina.refresh_from_db()
    assert amina.check_password("quite another four")

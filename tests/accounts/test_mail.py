"""Mail of the account pages: its links lead to PUBLIC_URL, whatever name the request came by."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from .people import make_account, sign_up

pytestmark = pytest.mark.django_db
ELSEWHERE = "localhost:6666"  # a loopback name is an allowed host, whatever the port


@pytest.fixture
def attacker(settings) -> Client:
    settings.PUBLIC_URL = urlsplit("https://course.example.org")
    return Client(headers={"Host": ELSEWHERE})


def links() -> list[str]:
    return [link for sent in mail.outbox for link in re.findall(r"https?://\S+", sent.body)]


@pytest.mark.parametrize("email", ["amina@example.org", "nobody@example.org"])
def test_a_reset_asked_for_under_another_name_leads_here(attacker, email):
    """For an address that nobody has, the mail leads to signing up."""
    make_account("amina", email="amina@example.org")
    attacker.post("/account/password/reset/", {"email": email})
    [link] = links()
    assert link.startswith("https://course.example.org/account/")
    assert ELSEWHERE not in mail.outbox[0].body + mail.outbox[0].subject


def test_the_link_that_confirms_an_address_leads_here(attacker):
    sign_up(attacker, email="amina@example.org")
    [link] = links()
    assert link.startswith("https://course.example.org/account/confirm-email/")
    assert "This mail comes from the course at course.example.org." in mail.outbox[0].body
    assert ELSEWHERE not in mail.outbox[0].body + mail.outbox[0].subject
    Client().post(urlsplit(link).path)
    assert EmailAddress.objects.get().verified

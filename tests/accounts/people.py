"""The cast, as far as accounts know it, and the ways a browser comes to be theirs."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from django.test import Client

from accounts.models import User

PASSWORD = "four ordinary words"  # typed by everyone here, and long enough
ANSWER = "/answer/"


def make_account(username: str = "amina", **fields: Any) -> User:
    account: User = User.objects.create_user(username, password=PASSWORD, **fields)
    return account


def make_guest(**fields: Any) -> User:
    guest: User = User.objects.create_guest()
    User.objects.filter(pk=guest.pk).update(**fields)
    guest.refresh_from_db()
    return guest


def answering_page(client: Client) -> tuple[UUID, str]:
    """What the form on this page holds: who it is for, and its CSRF token."""
    learner, token = client.get(ANSWER).content.decode().split()
    return UUID(learner), token


def first_answer(client: Client) -> User:
    """This browser's visitor becomes a guest."""
    learner, token = answering_page(client)
    response = client.post(ANSWER, {"learner": learner, "csrfmiddlewaretoken": token})
    assert response.status_code == 200
    guest: User = User.objects.get(public_id=response.content.decode())
    return guest


def sign_up(client: Client, username: str = "amina", **fields: str) -> Any:
    form = {"username": username, "password1": PASSWORD, "password2": PASSWORD, "email": "", **fields}
    return client.post("/account/signup/", form)


def sign_in(client: Client, login: str = "amina", password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/account/login/", {"login": login, "password": password, **fields})


def words(response: Any) -> str:
    """What a person reads on the page, on one line."""
    main = response.content.decode().partition("<main")[2].partition("</main")[0].partition(">")[2]
    text = re.sub(r"<[^>]+>", " ", re.sub(r"</?(a|strong)\b[^>]*>", "", main))
    return unescape(re.sub(r"\s+", " ", text).strip())

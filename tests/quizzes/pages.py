"""Pages of attempts as a browser asks for them, and what a reader sees there."""

import re
from typing import Any
from uuid import uuid4

from accounts.models import User
from quizzes.models import Attempt, AttemptItem, Item
from tests.factories import signed_in

HTMX = {"HX-Request": "true"}


def url(of: Attempt, rest: str = "") -> str:
    return f"/attempts/{of.public_id}/{rest}"


def form(of: Attempt, **more: Any) -> dict[str, Any]:
    """What a form of the attempt sends without script, and `more`."""
    return {"learner": of.learner.public_id, "client_key": uuid4(), **more}


def asked(of: Attempt, position: int = 1) -> Item:
    """The item at this position."""
    return AttemptItem.objects.get(attempt=of, position=position).version.item


def page(user: User | None, path: str, status: int = 200) -> str:
    """The HTML that this person gets, in a browser of its own."""
    response = signed_in(user).get(path)
    assert response.status_code == status, response
    return str(response.content.decode())


def words(html: str) -> str:
    """What a reader sees, on one line."""
    found = re.search(r"<main.*?</main>", html, re.S)
    text = re.sub(r"<[^>]+>", " ", found[0] if found else html)
    text = text.replace("&nbsp;", " ").replace("\xa0", " ")
    return re.sub(r"\s+([.,:;)])", r"\1", re.sub(r"\s+", " ", text)).strip()

"""Reading a page as a person does."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from tests.factories import signed_in


def get(user: User | None, path: str, **query: Any) -> str:
    """The page, for somebody who may see it."""
    response = signed_in(user).get(path, query)
    assert response.status_code == 200, response
    return str(response.content.decode())


def words(html: str) -> str:
    """What a reader sees of the main part, on one line."""
    main = re.search(r"<main.*?</main>", html, re.S)
    assert main
    return plain(main[0])


def plain(html: str) -> str:
    text = re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").replace("&#x27;", "'")
    return re.sub(r"\s+([.,:;])", r"\1", re.sub(r"\s+", " ", text)).strip()


def table(html: str) -> list[list[str]]:
    """The words of the first table, row by row, head first."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.S)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)] for row in rows]


def message(client: Client, path: str) -> str:
    """What the next page tells of what was done."""
    found = re.search(r'<p class="message"[^>]*>(.*?)</p>', client.get(path).content.decode(), re.S)
    return plain(found[1]) if found else ""

"""What an answering form sends, read strictly. Shared by the pages of an attempt and of practice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from accounts.guests import refuse_other_learner, sign_in_again
from quizzes.interactions import REGISTRY
from quizzes.models import ItemVersion

FIELDS = frozenset(
    ["csrfmiddlewaretoken", "learner", "client_key", "sequence", "item", "version", "values", "go"]
)
GO_TO_HINT = "hint-"
MAX_SEQUENCE = 2**53 - 1  # the largest number that a browser counts to exactly


def refuse_others(request: HttpRequest) -> None:
    """The check before the door of an attempt, which a guest passes whose session was lost meanwhile."""
    refuse_other_learner(request, request.POST.get("learner"))
    sign_in_again(request)


def slug_named(request: HttpRequest) -> str:
    """The slug of the form's item. Raises Http404 where that is none, before a database sees it."""
    slug = request.POST.get("item", "")
    if not re.fullmatch(r"[-\w]+", slug, re.ASCII):
        raise Http404
    return slug


def asks_for_hint(request: HttpRequest) -> bool:
    """Whether an item's form was sent, without script, by the button of its next hint: that is no answer."""
    return request.POST.get("go", "").startswith(GO_TO_HINT)


def hint_number(request: HttpRequest) -> int:
    """Of the hint that a form or an address asks for; 0 where that is none."""
    named = (request.POST if request.method == "POST" else request.GET).get("hint", "")
    number = request.POST["go"].removeprefix(GO_TO_HINT) if asks_for_hint(request) else named
    return int(number) if re.fullmatch(r"[1-9]", number) else 0


def version_number(request: HttpRequest) -> int:
    """The number of the version that the form's page showed. Raises Http404 where that is none."""
    number = request.POST.get("version", "")
    if not re.fullmatch(r"\d{1,9}", number, re.ASCII):
        raise Http404
    return int(number)


@dataclass(frozen=True)
class Change:
    """One change of an answer, as a browser names it. `sequence` is None for a form sent without script."""

    client_key: UUID
    sequence: int | None
    fields: dict[str, list[str]]

    @classmethod
    def from_request(cls, request: HttpRequest) -> Self:
        """Raises BadRequest where key or sequence are missing or cannot be read, or something else came."""
        if not FIELDS.issuperset(request.POST):
            raise BadRequest("The form sends a field that no item has.")
        try:
            client_key = UUID(request.POST["client_key"])
            sequence = int(request.POST["sequence"]) if "sequence" in request.POST else None
        except (KeyError, ValueError) as e:
            raise BadRequest("The form does not say which change it is.") from e
        if sequence is not None and not 1 <= sequence <= MAX_SEQUENCE:
            raise BadRequest("The number of this change is out of range.")
        return cls(client_key, sequence, dict(request.POST.lists()))

    def values(self, version: ItemVersion) -> list[str]:
        """The values as they came."""
        return REGISTRY[version.interaction].values(self.fields)

    def checked(self, version: ItemVersion) -> list[str]:
        """The values as they would be stored. Raises InvalidResponse where they do not fit the item."""
        return REGISTRY[version.interaction].check(version.content, self.values(version))

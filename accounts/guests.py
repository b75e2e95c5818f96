"""Guests: visitors become one with the first POST that keeps something.

A visitor is a browser with a signed cookie that holds a UUID, and no row. Its forms name that
UUID, so that they stay valid when the guest is made under it.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .models import User

COOKIE_SALT = "accounts.visitor"
YEAR_SECONDS = 365 * 86400
RENEWED_ON = "renewed_on"
GUEST_LEFT_BEHIND = "guest_left_behind"
GUESTS_ADDED = "guests_added"
ANSWERS_WAITING = "answers_waiting"


class SignedOut(Exception):
    """The form names somebody, and nobody is signed in any more (401)."""


class SomeoneElse(Exception):
    """The form names one person, and another one is signed in (409)."""


def cookie_name() -> str:
    return "__Host-visitor" if settings.SESSION_COOKIE_SECURE else "visitor"


def visitor_id(request: HttpRequest) -> UUID:
    """The id in the browser's signed cookie, or a new one which the middleware then sets."""
    known: UUID | None = getattr(request, "visitor_id", None)
    if known is None:
        known = read_cookie(request)
        if known is None:
            return renew_visitor(request)
        request.visitor_id = known  # type: ignore[attr-defined]
    return known


def read_cookie(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.get_signed_cookie(cookie_name(), salt=COOKIE_SALT))
    except (KeyError, BadSignature, ValueError):
        return None


def renew_visitor(request: HttpRequest) -> UUID:
    """Forget who this browser was: what it does from now on belongs to a new guest."""
    public_id = uuid4()
    request.visitor_id = public_id  # type: ignore[attr-defined]
    request.visitor_is_new = True  # type: ignore[attr-defined]
    return public_id


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    response.set_signed_cookie(
        cookie_name(),
        str(request.visitor_id),  # type: ignore[attr-defined]
        salt=COOKIE_SALT,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def learner_id(request: HttpRequest) -> UUID:
    """Who a form on this page is for: the person signed in, guest or account, else the visitor."""
    return request.user.public_id if request.user.is_authenticated else visitor_id(request)


def learners_here(request: HttpRequest) -> list[UUID]:
    """Whose answers a page may send: this person's, and those of guests added to the account since.

    Nobody's where a visitor has just come: there is nothing to send, and no reason to give a cookie.
    """
    user = getattr(request, "guest", None) or getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return [user.public_id, *map(UUID, request.session.get(GUESTS_ADDED, []))]
    return [visitor_id(request)] if hasattr(request, "visitor_id") or read_cookie(request) else []


def note_added(request: HttpRequest, guest: User) -> None:
    """The guest's work is the account's now, and so is what waits in this browser to be sent."""
    request.session[GUESTS_ADDED] = [*request.session.get(GUESTS_ADDED, []), str(guest.public_id)]


def learner_for(request: HttpRequest) -> User:
    """The person this POST counts for. A visitor becomes a guest, signed in for a year.

    Call it only where something will be kept, after `refuse_other_learner`. Raises SignedOut (401) where
    the visitor has an account by now.
    """
    user = request.user
    if user.is_authenticated and user.merged_into_id is None:
        return user
    guest = guest_of(visitor_id(request))
    if guest is None:
        _leave_to_account(request)
    sign_in_guest(request, guest)
    return guest


def sign_in_again(request: HttpRequest) -> None:
    """Bring back the guest whose session is gone and whose visitor's cookie is still there, if that is so.

    Raises SignedOut (401) where the visitor has an account by now.
    """
    if request.user.is_authenticated:
        return
    person = User.objects.filter(public_id=visitor_id(request)).first()
    if person is None:
        return
    if not person.is_guest or person.merged_into_id is not None:
        _leave_to_account(request)
    sign_in_guest(request, person)


def _leave_to_account(request: HttpRequest) -> NoReturn:
    """What was sent while signing up, or in, in another tab is not for a new guest: the browser keeps it."""
    renew_visitor(request)
    raise SignedOut


def guest_of(public_id: UUID) -> User | None:
    """The guest of this id, made if need be; None where the id is an account's or a merged guest's."""
    try:
        return User.objects.create_guest(public_id)
    except IntegrityError:
        return None


def sign_in_guest(request: HttpRequest, guest: User) -> None:
    """A new session key, for a year; the CSRF secret stays.

    login() changes the secret, and the other forms on the same page would be refused with 403.
    """
    secret = request.META.get("CSRF_COOKIE")
    login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])
    if secret:
        request.META["CSRF_COOKIE"] = secret
    request.session.set_expiry(YEAR_SECONDS)  # a timedelta would be counted from now, for ever
    note_renewal(request)


def note_renewal(request: HttpRequest) -> None:
    request.session[RENEWED_ON] = timezone.now().date().isoformat()


def guest_here(request: HttpRequest) -> User | None:
    """This browser's guest, for signing up or in: the one signed in, or the one whose cookie it still has."""
    guest: User | None = getattr(request, "guest", None)
    return guest or User.objects.unmerged_guests().filter(public_id=visitor_id(request)).first()


def answers_waiting(request: HttpRequest) -> int:
    """How many answers this browser could not send yet, as its form for signing in says."""
    number = request.POST.get("waits", "")
    return int(number) if re.fullmatch(r"[0-9]{1,4}", number) else 0


def guest_awaited(request: HttpRequest) -> User | None:
    """Of a visitor of whom nothing is kept here yet, but whose answers wait: the guest they belong to."""
    return guest_of(visitor_id(request)) if answers_waiting(request) else None


def leave_behind(request: HttpRequest, guest: User | None) -> None:
    """Tell the session of the account just signed in to which guest this browser was."""
    if guest is not None and guest.pk != request.user.pk:  # the same row where the guest signed up
        request.session[GUEST_LEFT_BEHIND] = guest.pk
        request.session[ANSWERS_WAITING] = answers_waiting(request)


def guest_left_behind(request: HttpRequest) -> User | None:
    """The guest whose work may be added to the account; None where it was added already."""
    pk = request.session.get(GUEST_LEFT_BEHIND)
    return User.objects.unmerged_guests().filter(pk=pk).first() if pk else None


def forget_guest(request: HttpRequest) -> None:
    request.session.pop(GUEST_LEFT_BEHIND, None)
    request.session.pop(ANSWERS_WAITING, None)


def refuse_other_learner(request: HttpRequest, named: Any) -> None:
    """The check that every answering form passes before its door; `named` is its field `learner`.

    Raises BadRequest (400), SignedOut (401) or SomeoneElse (409), which become pages that say
    that nothing was stored. A page opened by a visitor who has done nothing yet names nobody: its
    form counts for whoever this browser's guest is by now (two first pages opened at once).
    """
    public_id = parse(named)
    if public_id == learner_id(request):
        return
    person = User.objects.filter(public_id=public_id).only("pk", "merged_into_id").first()
    user = request.user
    if not user.is_authenticated:
        if person is not None:
            raise SignedOut
    elif person is None:
        if not user.is_guest:
            raise SomeoneElse
    elif person.merged_into_id != user.pk:
        raise SomeoneElse


def parse(named: Any) -> UUID:
    try:
        return UUID(named)
    except (TypeError, ValueError, AttributeError) as e:
        raise BadRequest("The form does not say who it is for.") from e

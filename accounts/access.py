"""Doors that ask for an account. A guest is signed in for answering, and signed out before these."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from .models import is_account

type View = Callable[..., HttpResponse]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def account_required(view: View) -> View:
    """A visitor or guest is led to sign in and back."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_account(request.user):
            return lead_to_sign_in(request)
        return view(request, *args, **kwargs)

    return door


def guests_signed_out(view: View) -> View:
    """For pages on which one signs up or in: allauth takes a guest for somebody who has done so."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        set_guest_aside(request)
        return view(request, *args, **kwargs)

    return door


def set_guest_aside(request: HttpRequest) -> None:
    """From here on nobody is signed in; the guest, if there is one, stands in `request.guest`."""
    user = request.user
    if user.is_authenticated and user.is_guest:
        request.guest = user  # type: ignore[attr-defined]
        request.user = AnonymousUser()


def lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment is refused with a link, and never gets that page."""
    return (
        refuse(request, HTTPStatus.UNAUTHORIZED)
        if is_fragment(request)
        else redirect_to_login(page_before(request))
    )


def refuse(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """The page of this status; htmx gets its words alone and shows them in the form that was sent."""
    context = {"is_htmx": is_fragment(request), "back": page_before(request)}
    if not is_fragment(request):
        return render(request, f"{status}.html", context, status=status)
    response = render(request, f"{status}.html#words", context, status=status)
    response["HX-Reswap"] = "none"  # tells it from a page of somebody else's on the way (a proxy's)
    return response


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def page_before(request: HttpRequest) -> str:
    """Where a person stood: the page asked for, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"} and not is_fragment(request):
        return request.get_full_path()
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return "/"
    path, query = urlsplit(before)[2:4]
    return f"{path}?{query}" if query else path


def needs_second_factor(request: HttpRequest) -> bool:
    """Staff sign in to the admin with a second factor, except where only this machine is served."""
    user = request.user
    if settings.PUBLIC_HOST in LOOPBACK or not (user.is_authenticated and user.is_staff):
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()

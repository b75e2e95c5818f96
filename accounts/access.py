"""Doors that ask for an account. A guest is signed in for answering, and signed out before these."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from .models import is_account
from .refusals import is_fragment, page_before, refuse

type View = Callable[..., HttpResponse]


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


def needs_second_factor(request: HttpRequest) -> bool:
    """Staff sign in to the admin with a second factor, except where only this machine is served."""
    user = request.user
    if settings.IS_LOOPBACK or not (user.is_authenticated and user.is_staff):
        return False
    return not Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()

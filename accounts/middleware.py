"""What every request has: the visitor's cookie, the person's language and time zone, a young session."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from . import guests
from .access import needs_second_factor, set_guest_aside
from .refusals import refuse


class GuestMiddleware:
    """Stands before the middleware that asks for a sign-in: in the admin a guest is nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if is_first_page(request, response):
            guests.visitor_id(request)
        if hasattr(request, "visitor_id"):
            patch_vary_headers(response, ["Cookie"])
        if getattr(request, "visitor_is_new", False):
            guests.write_cookie(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if has_session(request):
            activate_choices(request)
            renew_session(request)
        if request.resolver_match and "admin" in request.resolver_match.namespaces:
            set_guest_aside(request)
            if needs_second_factor(request):
                return lead_to_second_factor(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case guests.SignedOut():
                return refuse(request, HTTPStatus.UNAUTHORIZED)
            case guests.SomeoneElse():
                return refuse(request, HTTPStatus.CONFLICT)
            case _:
                return None


def is_first_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.get("Content-Type", "").startswith("text/html")
        and not has_session(request)
    )


def has_session(request: HttpRequest) -> bool:
    """Asked first, so that a visitor's pages cost no query for a person who is not there."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def activate_choices(request: HttpRequest) -> None:
    user = request.user
    if not user.is_authenticated:
        return
    if user.language in dict(settings.LANGUAGES):
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
    if user.time_zone:
        timezone.activate(user.time_zone)


def renew_session(request: HttpRequest) -> None:
    """Once a day at most, and not while answering: the cookie and its row live on for their full time."""
    today = timezone.now().date().isoformat()
    renewed_on = request.session.get(guests.RENEWED_ON)
    if request.method == "GET" and renewed_on and renewed_on != today:
        request.session[guests.RENEWED_ON] = today


def lead_to_second_factor(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("The admin asks for a second factor. Set one up first; then you can go on."))
    return redirect("mfa_activate_totp")

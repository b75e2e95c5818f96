"""Refusals and failures: pages that say what happened, what was kept and what to do.

htmx gets the same words without the page, and leaves the form they are about in its place.
"""

from __future__ import annotations

import sys
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER_SECONDS = {HTTPStatus.TOO_MANY_REQUESTS: 60, HTTPStatus.SERVICE_UNAVAILABLE: 30}


def refuse(
    request: HttpRequest, status: int, happened: str = "", kept: str = "", todo: str = ""
) -> HttpResponse:
    """The page for this status, or its short words for htmx. Texts left empty are the page's own."""
    context = {"happened": happened, "kept": kept, "todo": todo, "back": page_before(request)}
    return answer(request, status, render(request, status, context))


def render(request: HttpRequest, status: int, context: dict[str, str]) -> str:
    return render_to_string(template(request, status), {"is_htmx": is_htmx(request), **context}, request)


def template(request: HttpRequest, status: int) -> str:
    return f"{status}.html#words" if is_htmx(request) else f"{status}.html"


def answer(request: HttpRequest, status: int, body: str) -> HttpResponse:
    response = HttpResponse(body, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if is_htmx(request):
        response["HX-Reswap"] = "none"
    if status in RETRY_AFTER_SECONDS:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS[HTTPStatus(status)])
    return response


def is_htmx(request: HttpRequest) -> bool:
    """From the header: a failure may come before the middleware that reads it."""
    return request.headers.get("HX-Request") == "true"


def page_before(request: HttpRequest) -> str:
    """Where a person stood: the page a form was sent from, else the page that was asked for."""
    before = request.headers.get("HX-Current-URL") or (
        request.headers.get("Referer", "") if request.method == "POST" else request.get_full_path()
    )
    try:
        is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()})
    except DisallowedHost:
        is_ours = False
    if not is_ours:
        return "/"
    path, query = urlsplit(before)[2:4]
    return f"{path}?{query}" if query else path


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refuse(request, HTTPStatus.NOT_FOUND)


@requires_csrf_token
def too_many(request: HttpRequest) -> HttpResponse:
    return refuse(request, HTTPStatus.TOO_MANY_REQUESTS)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before a change of account, or one that some other site sent."""
    return refuse(
        request,
        HTTPStatus.FORBIDDEN,
        happened=_("This form is from an older visit, or this browser sends no cookies. Nothing was stored."),
        kept=_("All that was shown as saved. What you typed is still on the page before this one."),
        todo=_("Go back, load the page again, and send the form once more."),
    )


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where it was the database that did not answer. Needs no database and no session."""
    database_is_away = isinstance(sys.exception(), OperationalError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if database_is_away else HTTPStatus.INTERNAL_SERVER_ERROR
    try:
        context = {"is_htmx": is_htmx(request), "back": page_before(request)}
        return answer(request, status, render_to_string(template(request, status), context))
    except Exception:  # whatever broke the page may break this one too
        return answer(request, status, PLAIN)


PLAIN = (
    '<!doctype html><html lang="en"><title>Something broke</title><h1>Something broke on our side</h1>'
    "<p>All that was shown as saved is kept. Please try again in a minute.</p></html>"
)

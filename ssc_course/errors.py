"""The pages for refusals and failures that Django finds: what happened, what was kept, what to do."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from accounts.refusals import answer, is_fragment, page_before, refuse, template


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
        context = {"is_htmx": is_fragment(request), "back": page_before(request)}
        return answer(request, status, render_to_string(template(request, status), context))
    except Exception:  # whatever broke the page may break this one too
        return answer(request, status, PLAIN)


PLAIN = (
    '<!doctype html><html lang="en"><title>Something broke</title><h1>Something broke on our side</h1>'
    "<p>All that was shown as saved is kept. Please try again in a minute.</p></html>"
)

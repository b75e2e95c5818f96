"""Saying no: the page of a status, or its short words for htmx, which leaves the form as it was."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

RETRY_AFTER_SECONDS = {HTTPStatus.TOO_MANY_REQUESTS: 60, HTTPStatus.SERVICE_UNAVAILABLE: 30}


def refuse(
    request: HttpRequest, status: int, happened: str = "", kept: str = "", todo: str = ""
) -> HttpResponse:
    """The page for this status, or its short words for htmx. Texts left empty are the page's own."""
    context: dict[str, object] = {"happened": happened, "kept": kept, "todo": todo}
    context |= {"back": page_before(request), "is_htmx": is_fragment(request)}
    return answer(request, status, render_to_string(template(request, status), context, request))


def template(request: HttpRequest, status: int) -> str:
    return f"{status}.html#words" if is_fragment(request) else f"{status}.html"


def answer(request: HttpRequest, status: int, body: str) -> HttpResponse:
    response = HttpResponse(body, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if is_fragment(request):
        response["HX-Reswap"] = "none"  # tells it from a page of somebody else's on the way (a proxy's)
    if status in RETRY_AFTER_SECONDS:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS[HTTPStatus(status)])
    return response


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks. From the header: a refusal may come before the middleware that reads it."""
    return request.headers.get("HX-Request") == "true"


def page_before(request: HttpRequest) -> str:
    """Where a person stood: the page that was asked for, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"} and not is_fragment(request):
        return request.get_full_path()
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return own_address(request, before).partition("#")[0] or "/"


def own_address(request: HttpRequest, url: str) -> str:
    """The path of an address of this site, with query and fragment; "" for any other."""
    if not url_has_allowed_host_and_scheme(url, {_host(request)}):
        return ""
    path = urlsplit(url)._replace(scheme="", netloc="").geturl()
    # Of http://here//there/ the path alone would lead to another site.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else ""


def _host(request: HttpRequest) -> str:
    try:
        return request.get_host()
    except DisallowedHost:  # that may be what is refused
        return ""

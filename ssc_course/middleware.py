"""What may come in at all, and who may come in without an account; said once for all pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.models import is_account
from accounts.refusals import is_fragment, refuse


class OnlyUtf8:
    """Refuses a request in another character set, which Django would fail to read on every page.

    A cookie that cannot be a session's is taken for none: PostgreSQL would refuse a NUL in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "x").isalnum():
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        if (request.encoding or "utf-8").lower() not in {"utf-8", "utf8"}:
            request.encoding = "utf-8"
            return refuse(request, HTTPStatus.BAD_REQUEST)
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Pages are for accounts unless they are marked as open; a guest is led to sign in and back.

    htmx gets 401 and its words: a sign-in page inside a form would be taken for its reply.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True) or is_account(request.user):
            return None
        if is_fragment(request):
            return refuse(request, HTTPStatus.UNAUTHORIZED)
        return self.handle_no_permission(request, view_func)

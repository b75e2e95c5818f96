"""Who may come in without an account, said once for all pages."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase

from accounts.models import is_account
from accounts.refusals import is_fragment, refuse


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

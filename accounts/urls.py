"""Account pages: allauth's addresses, each behind the door that knows guests, and the profile."""

from __future__ import annotations

from collections.abc import Iterator

import allauth.account.urls
import allauth.mfa.urls
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .access import account_required, guests_signed_out

OURS = {
    "account_login": views.SignIn.as_view(),
    "account_signup": views.SignUp.as_view(),
    "account_logout": views.SignOut.as_view(),
    "account_change_password": views.change_password,
    "account_set_password": views.set_password,
    "account_reset_password_from_key": views.reset_password_from_key,
}


def behind_doors(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The same addresses; pages for accounts ask for one, all others take a guest for signed out."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield URLResolver(pattern.pattern, [*behind_doors(pattern.url_patterns)])
        else:
            view = OURS.get(pattern.name or "", pattern.callback)
            door = account_required if getattr(view, "login_required", True) else guests_signed_out
            yield URLPattern(pattern.pattern, door(view), pattern.default_args, pattern.name)


urlpatterns = [
    path("", include(([path("", views.profile, name="profile")], "accounts"))),
    *behind_doors(allauth.account.urls.urlpatterns),
    path("second-factor/", include([*behind_doors(allauth.mfa.urls.urlpatterns)])),
]

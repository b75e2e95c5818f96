"""The page that asks whether what was done on this device belongs to the account just signed in."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.guests import ANSWERS_WAITING, forget_guest, guest_left_behind, note_added
from study.guest_work import NotAGuest, add_guest_work, work_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest_work(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated  # the middleware asks for an account
    guest = guest_left_behind(request)
    work = work_of(guest) if guest else None
    waiting = request.session.get(ANSWERS_WAITING, 0)
    if not guest or not (work or waiting):
        return _go_on(request)
    if request.method != "POST":
        context = {"work": work, "waiting": waiting, "next": request.GET.get("next", "")}
        return render(request, "study/guest_work.html", context)
    if request.POST.get("add") == "yes":
        # Not a guest any more: it signed up, or was added elsewhere. Nothing is here to add.
        with suppress(NotAGuest):
            add_guest_work(guest=guest, account=request.user, at=timezone.now())
            note_added(request, guest)
    return _go_on(request)


def _go_on(request: HttpRequest) -> HttpResponse:
    forget_guest(request)
    url = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        url = "/"
    return HttpResponseRedirect(url)

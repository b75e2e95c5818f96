"""How allauth meets guests: signing up turns the guest's row into the account, signing in asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from . import guests
from .models import User
from .names import folded, is_reserved


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_taken": _("Someone has this user name already. Try another one."),
        "username_password_mismatch": _("This name and this password do not belong together."),
        "email_password_mismatch": _("This email address and this password do not belong together."),
        "email_taken": _("Someone has this email address already. If it is you, sign in."),
        "too_many_login_attempts": _(
            "Too many wrong passwords for this name. Wait five minutes, then try again."
        ),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        username = folded(username)
        if is_reserved(username):
            raise self.validation_error("username_taken")
        cleaned: str = super().clean_username(username, shallow)
        return cleaned

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The guest of this browser becomes the account: its row, its public id and all it did stay.

        IntegrityError where the name or address was taken a moment ago (the form tells).
        """
        with transaction.atomic():
            person = lock_guest(request) or as_visitor(request, user)
            if person.is_guest:
                messages.success(request, _("Your account is made. What you did as a guest is in it."))
            person.is_guest = False
            person.display_name = form.cleaned_data.get("display_name", "")
            saved: User = super().save_user(request, person, form, commit)
            return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in mail lead to PUBLIC_URL: the request's host is a word of whoever sent it."""
        links = {name: at_public_url(link) for name, link in context.items() if name.endswith("_url")}
        here = settings.PUBLIC_URL.netloc
        site = SimpleNamespace(name=here, domain=here)
        super().send_mail(template_prefix, email, {**context, **links, "current_site": site})

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address is whose mail it is: an account that gave it and never confirmed it lets go of it."""
        with transaction.atomic():
            if email_address.can_set_verified():
                others = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
                EmailAddress.objects.filter(user__in=others, email=email_address.email).delete()
                others.update(email=None)
            confirmed: bool = super().confirm_email(request, email_address)
            return confirmed

    def login(self, request: HttpRequest, user: User) -> None:
        """login() flushes the guest's session, so what must outlive it is put into the new one."""
        guest = guests.guest_here(request) or guests.guest_awaited(request)
        super().login(request, user)
        guests.renew_visitor(request)
        guests.note_renewal(request)
        guests.leave_behind(request, guest)

    def logout(self, request: HttpRequest) -> None:
        super().logout(request)
        guests.renew_visitor(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """On to where the person was going, by way of the page that asks about a guest's work."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if guests.GUEST_LEFT_BEHIND in request.session and isinstance(response, HttpResponseRedirect):
            query = urlencode({"next": response.url})
            return HttpResponseRedirect(f"{reverse(settings.GUEST_WORK_URL_NAME)}?{query}")
        return response


def at_public_url(link: str) -> str:
    here = settings.PUBLIC_URL
    return urlsplit(link)._replace(scheme=here.scheme, netloc=here.netloc).geturl()


def lock_guest(request: HttpRequest) -> User | None:
    guest = guests.guest_here(request)
    if guest is None:
        return None
    # Read again under the lock: another tab may have signed up, or signed in and added it.
    locked: User | None = User.objects.select_for_update().unmerged_guests().filter(pk=guest.pk).first()
    return locked


def as_visitor(request: HttpRequest, user: User) -> User:
    """A visitor's id is kept where it is nobody's, so that a page opened before signing up counts after."""
    public_id = guests.visitor_id(request)
    if not User.objects.filter(public_id=public_id).exists():
        user.public_id = public_id
    return user

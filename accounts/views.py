"""Signing up, in and out with allauth's flows; the profile."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .access import account_required
from .forms import (
    ChangePasswordForm,
    NameTaken,
    ProfileForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignInForm,
    SignUpForm,
)
from .models import is_account


@require_http_methods(["GET", "POST"])
@account_required
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})


@method_decorator(login_not_required, name="dispatch")
class SignIn(allauth.LoginView):  # type: ignore[misc]  # allauth has no types
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_account(request.user):
            return redirect(self.get_authenticated_redirect_url())
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
        return response


@method_decorator(login_not_required, name="dispatch")
class SignUp(allauth.SignupView):  # type: ignore[misc]
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_account(request.user):
            return redirect(self.get_authenticated_redirect_url())
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except NameTaken:
            form.add_error("username", _("Someone took this name or email address a moment ago."))
            response = self.form_invalid(form)
        return response


@method_decorator(login_not_required, name="dispatch")
class SignOut(allauth.LogoutView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A guest has no way back in, so signing out would lose the work: sign in or up first."""
        if not is_account(request.user):
            return redirect("account_login")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


change_password = allauth.PasswordChangeView.as_view(form_class=ChangePasswordForm)
set_password = allauth.PasswordSetView.as_view(form_class=SetPasswordForm)
reset_password_from_key = allauth.PasswordResetFromKeyView.as_view(form_class=ResetPasswordKeyForm)

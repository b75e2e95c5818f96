"""Users in the Django admin. Nobody is deleted here: what they did is history, and PROTECT would refuse."""

from __future__ import annotations

from typing import Any

from allauth.account import admin as _account_admin  # noqa: F401  (registered first, to be taken out below)
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa_admin  # noqa: F401
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Addresses and second factors are changed by their owner, with allauth's checks; roles are flags, not groups.
admin.site.unregister([Group, EmailAddress, Authenticator])


class WhoFilter(admin.SimpleListFilter):
    """Accounts unless asked for: guests are many, and there is little to do about them."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[User]) -> list[tuple[str, Any]]:
        return [("guests", _("Guests")), ("everyone", _("Accounts and guests"))]

    def choices(self, changelist: Any) -> Any:
        default, *others = super().choices(changelist)
        yield {**default, "display": _("Accounts")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        match self.value():
            case "guests":
                return queryset.filter(is_guest=True)
            case "everyone":
                return queryset
            case _:
                return queryset.filter(is_guest=False)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserChangeForm
    add_form = AdminUserCreationForm
    list_display = ("username", "display_name", "email", "may_teach", "is_staff", "is_active", "last_login")
    list_filter = (WhoFilter, "is_active", "is_staff", "may_teach")
    search_fields = ("username", "display_name", "email")
    search_help_text = _("User name, display name or email address")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("public_id", "is_guest", "merged_into", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "email", "display_name", "language", "time_zone")}),
        (_("Roles"), {"fields": ("is_active", "may_teach", "is_staff")}),
        (_("Kept by the course"), {"fields": readonly_fields}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
    )

    actions = ("remove_second_factor",)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A guest is only looked at: with a password it would be an account that calls itself a guest."""
        return super().has_change_permission(request, obj) and not (obj is not None and obj.is_guest)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody shuts the door on themselves: the last admin would be gone."""
        own = ("is_active", "is_staff") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Admin is one role here, staff; Django's permissions follow it."""
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            keep_only_address(obj)

    @admin.action(description=_("Remove the second factor (a lost phone)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        Authenticator.objects.filter(user__in=queryset).delete()
        self.message_user(request, _("They can sign in with the password alone now, and set up a new one."))


def keep_only_address(user: User) -> None:
    """allauth's own rows follow a changed address: by them the old one would still sign in.

    A new row, never the old one changed: a link on its way to the old address names its row.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email or "").delete()
    if user.email:
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})

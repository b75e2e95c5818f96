"""The forms of the account pages: allauth's, with our words, and the profile."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User
from .names import folded, visible

PASSWORD_ADVICE = _("12 characters or more; four ordinary words are good.")
WAY_BACK = _("The way back if you forget the password. No news letters.")
NO_MAIL = _(
    "This course has no mail server yet: if you forget the password, the people who run it can set a new one."
)
DISPLAY_NAME_LENGTH = User._meta.get_field("display_name").max_length


class NameTaken(Exception):
    """Somebody signed up with the same name or address at the same moment."""


class NameField(forms.CharField):
    """A name that others read, as `names.visible` leaves it. Refused where it leaves nothing."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        name = visible(typed)
        if typed and not name:
            raise ValidationError(_("Nobody could see this name. Type one that has letters in it."))
        return name


class SignInForm(allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or email address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].label = _("Keep me signed in on this device")
        self.fields["remember"].initial = True

    def clean_login(self) -> str:
        login: str = super().clean_login()
        return login.lower() if "@" in login else folded(login)  # as addresses and names are kept


class SignUpForm(allauth.SignupForm):  # type: ignore[misc]
    display_name = NameField(
        label=_("What shall we call you? (optional)"),
        help_text=_("Your instructor sees this. You can change it later."),
        max_length=DISPLAY_NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["username", "email", "password1", "password2", "display_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].help_text = _("You sign in with it. Letters, digits and . + - _ only.")
        self.fields["email"].label = _("Email address (optional)")
        self.fields["email"].help_text = NO_MAIL if settings.MAIL_GOES_TO_FILES else WAY_BACK
        self.fields["password1"].help_text = PASSWORD_ADVICE
        self.fields["password2"].label = _("Password, once more")

    def save(self, request: HttpRequest) -> User:
        """The account and its address, or neither. Raises NameTaken where another sign-up was first."""
        try:
            with transaction.atomic():
                user: User = super().save(request)
        except IntegrityError as e:
            raise NameTaken from e
        return user


class NewPasswordMixin:
    """A new password, typed twice, with our advice in place of Django's list."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_ADVICE
        self.fields["password2"].label = _("New password, once more")


class ChangePasswordForm(NewPasswordMixin, allauth.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(NewPasswordMixin, allauth.SetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(NewPasswordMixin, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("Language of the pages"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Dates and deadlines are shown in it."), required=False
    )

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone")
        field_classes = {"display_name": NameField}
        labels = {"display_name": _("What shall we call you?")}
        help_texts = {"display_name": _("Empty: your user name is shown.")}
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, time_zone = self.fields["language"], self.fields["time_zone"]
        assert isinstance(language, forms.ChoiceField) and isinstance(time_zone, forms.ChoiceField)
        language.choices = [("", _("As this browser asks")), *settings.LANGUAGES]
        time_zone.choices = [("", settings.TIME_ZONE), *((name, name.replace("_", " ")) for name in places())]

    def save(self, commit: bool = True) -> User:
        """Only its own columns: an admin may be changing others of this row at the same time."""
        user: User = self.instance
        user.save(update_fields=self.Meta.fields)
        return user


@cache
def places() -> list[str]:
    """Time zones called after a place, as people look for them."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))

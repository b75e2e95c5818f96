"""People: accounts and guests, in one table, so that a guest's work needs no moving at sign-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .fields import EmailOrNoneField
from .names import GUEST_NAME_PREFIX, folded, is_reserved, visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

USERNAME_LENGTH = 150
username_validator = RegexValidator(
    r"^[\w.+-]+\Z", _("A user name has only letters, digits and . + - _ in it.")
)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Oneself. Instructors see their learners through a cohort, admins through the admin."""
        return self.filter(pk=user.pk)

    def unmerged_guests(self) -> Self:
        return self.filter(is_guest=True, merged_into=None)


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:
        """No address is None, never "": the second account without one would not be unique.

        Lower case throughout, as allauth keeps addresses and looks for them.
        """
        return (email or "").strip().lower() or None

    def create_guest(self, public_id: UUID | None = None) -> User:
        """The guest of this id, made if need be: two first answers in flight make one guest.

        Raises IntegrityError where the id belongs to an account or to a guest who was merged into one.
        """
        public_id = public_id or uuid4()
        guest: User
        guest, _created = self.unmerged_guests().get_or_create(
            public_id=public_id,
            defaults={
                "username": f"{GUEST_NAME_PREFIX}{public_id.hex}",
                "is_guest": True,
                "password": make_password(None),
            },
        )
        return guest


class User(AbstractUser):
    """One person, or one browser that has answered something (a guest)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        _("user name"),
        max_length=USERNAME_LENGTH,
        unique=True,
        validators=[username_validator],
        help_text=_("Letters, digits and . + - _ only."),
        error_messages={"unique": _("Someone has this user name already.")},
    )
    email = EmailOrNoneField(_("email address"), null=True, blank=True, default=None)  # type: ignore[assignment]
    public_id = models.UUIDField(_("public id"), default=uuid4, unique=True, editable=False)
    is_guest = models.BooleanField(_("guest"), default=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_guests",
    )
    may_teach = models.BooleanField(_("may teach"), default=False, help_text=_("May make cohorts."))
    display_name = models.CharField(_("display name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])

    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="one_person_per_username_whatever_the_case",
                violation_error_message=_("Someone has this user name already."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email_whatever_the_case",
                violation_error_message=_("Someone has this email address already."),
            ),
            models.CheckConstraint(condition=~Q(email=""), name="no_email_is_null_and_never_empty"),
            models.CheckConstraint(
                condition=~Q(username__contains="@"),
                name="a_username_is_never_an_email",
                violation_error_message=_("A user name has no @ in it."),
            ),
            models.CheckConstraint(
                condition=Q(is_guest=True) | Q(merged_into=None), name="only_guests_are_merged"
            ),
        ]

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @classmethod
    def normalize_username(cls, username: str) -> str:
        return folded(username)

    def clean(self) -> None:
        super().clean()  # which normalizes user name and address
        self.display_name = visible(self.display_name)
        if is_reserved(self.username) and not self.is_guest:
            raise ValidationError({"username": _("Someone has this user name already.")})


def shown_name(user: User) -> str:
    return user.get_full_name()


def is_account(user: User | AnonymousUser) -> bool:
    """Signed in with an account: neither a visitor nor a guest."""
    return user.is_authenticated and not user.is_guest

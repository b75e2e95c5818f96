"""An installation with something in every table, and a look at all its rows."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from accounts.models import User
from authoring.models import CourseFile, LoadedText
from lessons.models import Picture
from quizzes.models import Allowance, AttemptItem, HintUse, Item, ItemReport, Quiz
from tests import factories as make

TO_THE_MICROSECOND = datetime(2026, 3, 2, 9, 0, 0, 123457, tzinfo=UTC)


def fill() -> None:
    """People of every kind with their work: right, wrong, partly right, open, as a guest, merged."""
    make.small_course()
    make.term(text="Coopération Sud-Sud · 南南合作 · \u2028 \\ \" ' \x7f")
    make.note()
    make.rewrite(make.section(), "Another body [[P4.2]].", claims=[make.claim()])
    thirds = make.item("thirds", make.choice("2013", "2021", "2022", wrong=["1955", "1964", "1978"]))
    make.revise(make.item(), make.choice("2013", wrong=["2017"]), claims=[make.claim()])
    quiz = make.quiz("thirds-quiz", items=[thirds, make.item("initials", make.text_entry())])
    amina, bheki = make.person(email="amina@example.org"), make.person("bheki")
    ids = make.right_values(thirds)
    for right in (1, 2, 3):
        make.practice(amina, thirds, ids[:right], at=TO_THE_MICROSECOND)
    make.attempt(amina, quiz, right=1, wrong=1, handed_in=True)
    make.attempt(bheki, quiz, right=1)
    make.read(amina, make.section())
    make.practice(make.guest(UUID(int=7)), thirds)
    User.objects.filter(pk=make.guest().pk).update(merged_into=amina)
    make.enrol(amina, make.cohort())
    LoadedText.objects.create(course=make.course(), kind="item", slug="bri-year", text="id: bri-year\n")
    picture = Picture.objects.create(
        sha256="0" * 64, content_type="image/png", width=3, height=2, data=b"\x89PNG\x00\xff"
    )
    CourseFile.objects.create(course=make.course(), path="media/a.png", picture=picture)
    besides(amina, quiz)
    staff(make.person("farid", is_staff=True))


def besides(amina: User, quiz: Quiz) -> None:
    """A draw, an allowance, and of an item that was asked a hint and a report."""
    make.draw(quiz, claims=[make.claim()])
    Allowance.objects.create(
        delivery=make.own_delivery(quiz), learner=amina, extra_minutes=15, closes_at=TO_THE_MICROSECOND
    )
    asked = AttemptItem.objects.filter(attempt__learner=amina)[0]
    HintUse.objects.create(attempt_item=asked, number=1, at=TO_THE_MICROSECOND)
    ItemReport.objects.create(
        learner=amina,
        version=asked.version,
        attempt_item=asked,
        reason=ItemReport.Reason.TYPO,
        words="“2103” · \u2028",
        values=["2013"],
        made_at=TO_THE_MICROSECOND,
    )


def staff(farid: User) -> None:
    """What the libraries keep of a member of staff."""
    authors = Group.objects.create(name="Authors")
    authors.permissions.add(*Permission.objects.filter(content_type__app_label="quizzes"))
    farid.groups.add(authors)
    farid.user_permissions.add(Permission.objects.get(codename="add_user"))
    address = EmailAddress.objects.create(user=farid, email="farid@example.org", primary=True)
    EmailConfirmation.objects.create(email_address=address, sent=TO_THE_MICROSECOND, key="k")
    Authenticator.objects.create(user=farid, type="totp", data={"secret": "JBSWY3DP"})
    LogEntry.objects.create(
        user=farid,
        content_type=ContentType.objects.get_for_model(Item),
        object_id=str(make.item().pk),
        object_repr="bri-year",
        action_flag=CHANGE,
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but sessions, as Python sees them."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model is not Session
    }

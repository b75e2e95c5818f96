"""Joining a cohort by its code, and leaving it. For accounts: a guest is led to sign in and back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import account_required
from cohorts.enrolment import NoSuchCode, cohort_with_code, join, leave
from cohorts.forms import CodeForm, JoinForm
from cohorts.models import Cohort, Enrolment
from cohorts.requests import AccountRequest
from cohorts.throttle import TriedTooOften, note_wrong_code, refuse_guessing


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def type_code(request: AccountRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = find(request, form.cleaned_data["code"])
        except (NoSuchCode, TriedTooOften) as refusal:
            return refused(request, form, refusal)
        return redirect("cohorts:join_by_code", cohort.shown_code)
    return code_page(request, form, 400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def join_cohort(request: AccountRequest, code: str) -> HttpResponse:
    """Who teaches, who will see what; asks for a name. One who is in it already is led to its pages."""
    try:
        cohort = find(request, code)
        if stay := Enrolment.objects.visible_to(request.user).running().filter(cohort=cohort).first():
            return to_their_pages(stay)
        form = JoinForm(request.POST or None, initial={"name": request.user.display_name})
        if request.method == "POST" and form.is_valid():
            # Looks the code up again: it may have been renewed a moment ago.
            stay = join(person=request.user, code=code, name=form.cleaned_data["name"], at=timezone.now())
            messages.success(request, _("You are in “%(cohort)s” now.") % {"cohort": cohort.name})
            return to_their_pages(stay)
    except (NoSuchCode, TriedTooOften) as refusal:
        return refused(request, CodeForm({"code": code}), refusal)
    context = {
        "course": cohort.course,
        "cohort": cohort,
        "instructors": names_of_instructors(cohort),
        "form": form,
    }
    return render(request, "cohorts/join_cohort.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def leave_cohort(request: AccountRequest, cohort_id: UUID) -> HttpResponse:
    """Asked first, then done. A second click finds that it is done."""
    stays = Enrolment.objects.visible_to(request.user).learners().filter(cohort__public_id=cohort_id)
    stay = get_object_or_404(stays.select_related("cohort__course").order_by("-pk")[:1])
    if request.method == "POST":
        leave(person=request.user, cohort=stay.cohort, at=timezone.now())
        messages.success(request, _("You left “%(cohort)s”.") % {"cohort": stay.cohort.name})
    if request.method == "POST" or stay.left_at is not None:
        return redirect("cohorts:join")
    context = {"course": stay.cohort.course, "stay": stay, "instructors": names_of_instructors(stay.cohort)}
    return render(request, "cohorts/leave.html", context)


def find(request: AccountRequest, code: str) -> Cohort:
    """The cohort of a typed code. Raises NoSuchCode, and after many of them TriedTooOften for any code."""
    refuse_guessing(request.user, timezone.now())
    try:
        return cohort_with_code(code)
    except NoSuchCode:
        note_wrong_code(request.user, timezone.now())
        raise


def refused(request: AccountRequest, form: CodeForm, refusal: Exception) -> HttpResponse:
    """The form as it was filled, and why the code does not let in."""
    words, status = {
        NoSuchCode: (
            _("No class can be joined by this code. Look at it again, or ask your instructor for a new one."),
            404,
        ),
        TriedTooOften: (_("Too many codes were wrong. Wait ten minutes, then type it again."), 429),
    }[type(refusal)]
    form.add_error("code", words)
    return code_page(request, form, status)


def names_of_instructors(cohort: Cohort) -> str:
    return str(get_text_list([stay.name for stay in cohort.instructors()], _("and")))


def code_page(request: AccountRequest, form: CodeForm, status: int) -> HttpResponse:
    stays = Enrolment.objects.visible_to(request.user).running()
    context = {"form": form, "stays": stays.select_related("cohort__course")}
    return render(request, "cohorts/join.html", context, status=status)


def to_their_pages(stay: Enrolment) -> HttpResponse:
    if stay.role == Enrolment.Role.LEARNER:
        return redirect("study:home", stay.cohort.course.slug)
    return redirect("cohorts:gradebook", stay.cohort.public_id)

"""The instructor's pages. Each is a door, one call, one page; 404 for cohorts one does not teach."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import account_required
from cohorts import export as sheet
from cohorts import gradebook as report
from cohorts.access import (
    attempts_seen_in,
    cohorts_led_by,
    cohorts_taught_by,
    learners_seen_in,
    may_make_cohorts,
)
from cohorts.enrolment import (
    assign_new_quizzes,
    create_cohort,
    new_deliveries,
    renew_code,
    switch_off_code,
)
from cohorts.forms import CohortForm
from cohorts.learner import AttemptSeen, learner_seen
from cohorts.models import Cohort, CohortQuerySet
from cohorts.requests import AccountRequest
from quizzes.scored_attempt import scored_items

LEARNERS_A_PAGE = 50


def taught(request: AccountRequest, cohort_id: UUID) -> Cohort:
    """The door of those who teach the cohort."""
    return found(cohorts_taught_by(request.user), cohort_id)


def led(request: AccountRequest, cohort_id: UUID) -> Cohort:
    """The door of those who may change it."""
    return found(cohorts_led_by(request.user), cohort_id)


def found(cohorts: CohortQuerySet, cohort_id: UUID) -> Cohort:
    cohort: Cohort = get_object_or_404(cohorts.select_related("course"), public_id=cohort_id)
    return cohort


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def cohort_list(request: AccountRequest) -> HttpResponse:
    form = None
    if may_make_cohorts(request.user):
        form = CohortForm(request.POST or None, time_zone=request.user.time_zone)
        if request.method == "POST" and form.is_valid():
            try:
                cohort = create_cohort(**form.cleaned_data, maker=request.user, at=timezone.now())
            except Cohort.DoesNotExist as e:
                raise BadRequest("the id belongs to somebody else's cohort") from e
            return redirect("cohorts:gradebook", cohort.public_id)
    cohorts = cohorts_taught_by(request.user).with_learners().select_related("course")
    context = {
        "form": form,
        "running": [cohort for cohort in cohorts if cohort.archived_at is None],
        "archived": [cohort for cohort in cohorts if cohort.archived_at is not None],
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, "cohorts/list.html", context, status=status)


@require_safe
@never_cache
@account_required
def gradebook(request: AccountRequest, cohort_id: UUID) -> HttpResponse:
    cohort = taught(request, cohort_id)
    book = report.gradebook(cohort, timezone.now())
    words, order = request.GET.get("q", ""), request.GET.get("sort", "name")
    rows = report.in_order(report.found(book.rows, words), order)
    context = {
        "course": cohort.course,
        "cohort": cohort,
        "book": book,
        "page": Paginator(rows, LEARNERS_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "order": order,
        "may_change": cohorts_led_by(request.user).filter(pk=cohort.pk).exists(),
        "new_quizzes": [delivery.quiz for delivery in new_deliveries(cohort)],
        "join_url": join_url(cohort),
        "join_page": f"{settings.PUBLIC_URL.geturl()}{reverse('cohorts:join')}",
    }
    return render(request, "cohorts/gradebook.html", context)


def join_url(cohort: Cohort) -> str:
    """The whole address, as a person copies it: by PUBLIC_URL, not by the name this page was opened with."""
    if not cohort.join_code:
        return ""
    return f"{settings.PUBLIC_URL.geturl()}{reverse('cohorts:join_by_code', args=[cohort.shown_code])}"


@require_safe
@never_cache
@account_required
def export(request: AccountRequest, cohort_id: UUID) -> HttpResponse:
    book = report.gradebook(taught(request, cohort_id), timezone.now())
    return HttpResponse(
        sheet.as_csv(book),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sheet.file_name(book)}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def code(request: AccountRequest, cohort_id: UUID) -> HttpResponse:
    """Renew the join code or switch it off: asked first, then done."""
    cohort = led(request, cohort_id)
    act = (request.POST if request.method == "POST" else request.GET).get("act")
    if act not in {"renew", "off"}:
        raise BadRequest("act is renew or off")
    if request.method != "POST":
        context = {"course": cohort.course, "cohort": cohort, "act": act}
        return render(request, "cohorts/code.html", context)
    if act == "renew":
        renew_code(cohort=cohort, replacing=request.POST.get("replacing", "").replace("\0", "") or None)
        messages.success(request, _("There is a new join code. The old one does not work any more."))
    else:
        switch_off_code(cohort=cohort)
        messages.success(request, _("The join code is off. Those who have joined stay."))
    return redirect("cohorts:gradebook", cohort.public_id)


@require_POST
@never_cache
@account_required
def assign(request: AccountRequest, cohort_id: UUID) -> HttpResponse:
    cohort = led(request, cohort_id)
    count = assign_new_quizzes(cohort=cohort)
    messages.success(
        request,
        ngettext("%(count)d quiz was added.", "%(count)d quizzes were added.", count) % {"count": count},
    )
    return redirect("cohorts:gradebook", cohort.public_id)


@require_safe
@never_cache
@account_required
def learner(request: AccountRequest, cohort_id: UUID, learner_id: UUID) -> HttpResponse:
    cohort = taught(request, cohort_id)
    stay = get_object_or_404(learners_seen_in(cohort).select_related("person"), person__public_id=learner_id)
    context = {
        "course": cohort.course,
        "cohort": cohort,
        "seen": learner_seen(cohort, stay, timezone.now()),
    }
    return render(request, "cohorts/learner.html", context)


@require_safe
@never_cache
@account_required
def attempt(request: AccountRequest, cohort_id: UUID, attempt_id: UUID) -> HttpResponse:
    """A learner's attempt as it was shown to them; its answers only once it is handed in."""
    cohort = taught(request, cohort_id)
    begun = get_object_or_404(attempts_seen_in(cohort).with_quiz(), public_id=attempt_id)
    stay = learners_seen_in(cohort).select_related("person").get(person=begun.learner_id)
    context = {
        "course": cohort.course,
        "cohort": cohort,
        "stay": stay,
        "seen": AttemptSeen(begun, begun.delivery.quiz, timezone.now()),
        "items": scored_items(begun) if begun.submitted_at else [],
    }
    return render(request, "cohorts/attempt.html", context)

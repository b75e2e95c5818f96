"""A learner reports a problem with an item, and sees what became of it. Open, as answering is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guests import learner_for, learner_id, refuse_other_learner
from accounts.refusals import own_address, refuse
from lessons.models import Course
from quizzes.display import scored_item
from quizzes.feedback import Shown
from quizzes.models import AttemptItem, Item, ItemReport, ItemVersion
from quizzes.quiz_progress import may_retry
from quizzes.report_forms import ReportForm
from quizzes.reports import REPORTS_AN_HOUR, Seen, TooManyReports, report_problem
from quizzes.rules import OWN_ANSWER
from quizzes.withholding import is_withheld

REPORTS_A_PAGE = 20


@dataclass(frozen=True)
class Subject:
    """What is reported: a version, met in an attempt or in practice; and the page it was met on, if known."""

    version: ItemVersion
    attempt_item: AttemptItem | None
    page: str | None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent:
        refuse_other_learner(request, request.POST.get("learner"))
    subject = subject_of(request)
    form = ReportForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        return send(request, subject, form)
    version, attempt_item = subject.version, subject.attempt_item
    seen = Seen.of(version, attempt_item, request.user.pk, timezone.now())
    context = {
        "course": version.item.course,
        "scored": scored_item(
            version, seen.values, order=seen.order, parts=seen.parts & OWN_ANSWER, dom_id="seen"
        ),
        "form": form,
        "learner_id": learner_id(request),
        "back": way_back(request, subject),
        "open_attempt": attempt_item.attempt
        if attempt_item and attempt_item.attempt.submitted_at is None
        else None,
    }
    return render(request, "quizzes/report.html", context, status=400 if form.errors else 200)


def send(request: HttpRequest, subject: Subject, form: ReportForm) -> HttpResponse:
    try:
        receipt = report_problem(
            learner=learner_for(request),
            version=subject.version,
            attempt_item=subject.attempt_item,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except TooManyReports as refusal:
        told = {"reports": REPORTS_AN_HOUR, "time": time_format(timezone.localtime(refusal.free_at))}
        return refuse(
            request,
            HTTPStatus.TOO_MANY_REQUESTS,
            happened=_("%(reports)s reports came from you within an hour. This one was not sent.") % told,
            todo=_("From %(time)s on you can send the next one.") % told,
        )
    query = {"back": way_back(request, subject)} | ({} if receipt.is_new else {"again": "1"})
    return HttpResponseRedirect(reverse("reports:thanks", args=[receipt.report.public_id], query=query))


@login_not_required
@never_cache
@require_safe
def thanks(request: HttpRequest, report_id: UUID) -> HttpResponse:
    rows = ItemReport.objects.visible_to(request.user).select_related("version__item__course")
    report = get_object_or_404(rows, public_id=report_id)
    context = {
        "course": report.version.item.course,
        "report": report,
        "is_again": "again" in request.GET,
        "back": own_address(request, request.GET.get("back", "")),
    }
    return render(request, "quizzes/report_thanks.html", context)


@login_not_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    rows = ItemReport.objects.visible_to(request.user).select_related("version__item__course")
    page = Paginator(rows.order_by("-made_at", "-pk"), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "course": page[0].version.item.course if page.object_list else None}
    return render(request, "quizzes/report_list.html", context)


def subject_of(request: HttpRequest) -> Subject:
    """What the address names, for somebody who has it before them. Raises Http404 for everything else."""
    if "attempt" in request.GET:
        return in_attempt(request, asked(request, "attempt", "[0-9a-fA-F-]{36}"))
    return in_practice(request)


def in_attempt(request: HttpRequest, attempt_id: str) -> Subject:
    """An item of one's own attempt."""
    try:
        public_id = UUID(attempt_id)
    except ValueError as e:
        raise Http404 from e
    position = int(asked(request, "position", "[0-9]{1,4}"))
    rows = AttemptItem.objects.visible_to(request.user).with_quiz().select_related("counted")
    row = get_object_or_404(rows, attempt__public_id=public_id, position=position)
    row.version.item.course = row.attempt.delivery.quiz.course
    if row.attempt.submitted_at is None:
        page = reverse("quizzes:item", args=[public_id, position])
    else:
        page = f"{reverse('quizzes:result', args=[public_id])}#item-{position}"
    return Subject(row.version, row, page)


def in_practice(request: HttpRequest) -> Subject:
    """An item that may be practised now, in any version of it: the page may be older than an edit.

    One for quizzes alone is met in the retry of an attempt, in the version of that attempt.
    """
    rows = ItemVersion.objects.visible_to(request.user).select_related("item__course")
    version = get_object_or_404(
        rows,
        item__course__in=Course.objects.visible_to(request.user),
        item__course__slug=asked(request, "course", "[-a-zA-Z0-9_]+"),
        item__slug=asked(request, "item", "[-a-zA-Z0-9_]+"),
        number=int(asked(request, "version", "[0-9]{1,9}")),
    )
    if not (may_be_practised(version.item) or may_be_retried(request, version)):
        raise Http404
    return Subject(version, None, None)


def may_be_practised(item: Item) -> bool:
    return item.use != Item.Use.QUIZ and not is_withheld(item, timezone.now())


def may_be_retried(request: HttpRequest, version: ItemVersion) -> bool:
    """Whether one's own attempts show it with its key, so that a retry may have asked it."""
    rows = AttemptItem.objects.visible_to(request.user).exclude(attempt__submitted_at=None)
    met = rows.filter(version=version).select_related("attempt__delivery__quiz")
    return any(may_retry(Shown.of(row.attempt, timezone.now()).of_item(version.item_id)) for row in met)


def asked(request: HttpRequest, name: str, pattern: str) -> str:
    """One part of the address. Raises Http404 where it is not of this shape, before a database sees it."""
    value = request.GET.get(name, "")
    if not re.fullmatch(pattern, value):
        raise Http404
    return value


def way_back(request: HttpRequest, subject: Subject) -> str:
    """Where the person stood: the attempt's page, else the page that led here, at this item."""
    if subject.page:
        return subject.page
    if request.method == "POST":
        before = own_address(request, request.POST.get("back", ""))
    elif before := own_address(request, request.headers.get("Referer", "")):
        before = f"{before.partition('#')[0]}#item-{subject.version.item.slug}"
    if not before or before.startswith(request.path):
        return reverse("study:home", args=[subject.version.item.course.slug])
    return before

"""What learners reported about items: a list, and one report with its answer. 404 for who may not answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import account_required
from accounts.names import visible
from authoring.access import may_answer_reports, reports_read_by
from authoring.report_forms import AnswerForm
from quizzes.display import scored_item
from quizzes.models import ItemReport
from quizzes.models.report import ItemReportQuerySet
from quizzes.reports import AnsweredAlready, answer_report
from quizzes.scoring import with_keys
from quizzes.withholding import is_withheld

REPORTS_A_PAGE = 50
SEARCH_LENGTH = 200  # SQLite takes no pattern of more than 50,000 bytes


@require_safe
@never_cache
@account_required
def report_list(request: HttpRequest) -> HttpResponse:
    if not may_answer_reports(request.user):
        raise Http404
    everything = reports_read_by(request.user)
    state, words = request.GET.get("state", "all"), visible(request.GET.get("q", ""))[:SEARCH_LENGTH]
    context = {
        "page": Paginator(_in_order(_found(everything, state, words)), REPORTS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "state": state,
        "words": words,
        **everything.aggregate(open_count=Count("pk", filter=Q(answered_at=None)), all_count=Count("pk")),
    }
    return render(request, "authoring/report_list.html", context)


def _found(reports: ItemReportQuerySet, state: str, words: str) -> ItemReportQuerySet:
    """Those in this state (open, answered, else all) that have the words: themselves, or their item."""
    if state in {"open", "answered"}:
        reports = reports.open() if state == "open" else reports.answered()
    if words:
        reports = reports.filter(
            Q(words__icontains=words)
            | Q(version__item__slug__icontains=words)
            | Q(version__content__stem__md__icontains=words)
        )
    return reports


def _in_order(reports: ItemReportQuerySet) -> ItemReportQuerySet:
    """What waits first; the newest first."""
    rows = reports.select_related("learner", "version__item__current")
    return rows.alias(is_answered=Q(answered_at__isnull=False)).order_by("is_answered", "-made_at", "-pk")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@account_required
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    report = _find(request, report_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _report_page(request, report, form)
    assert request.user.is_authenticated  # reports_read_by
    try:
        answer_report(report=report, author=request.user, at=timezone.now(), **form.cleaned_data)
    except AnsweredAlready:
        return _report_page(request, _find(request, report_id), form)
    messages.success(request, _("Your answer is with the learner."))
    return redirect("authoring:reports")


def _find(request: HttpRequest, report_id: UUID) -> ItemReport:
    rows = reports_read_by(request.user).select_related(
        "learner", "answered_by", "version__item__course", "version__item__current"
    )
    rows = with_keys(rows).select_related("attempt_item__attempt__delivery__quiz")
    report: ItemReport = get_object_or_404(rows, public_id=report_id)
    return report


def _report_page(request: HttpRequest, report: ItemReport, form: AnswerForm) -> HttpResponse:
    """`unsent`: what was written to a report that somebody else had answered by then."""
    unsent = form["answer"].value() if form.is_bound and report.answered_at is not None else None
    item = report.version.item
    context = {
        "course": item.course,
        "report": report,
        "form": form,
        "unsent": unsent,
        "scored": scored_item(report.version, report.values, order=report.option_order, dom_id="seen"),
        "item_url": reverse("admin:quizzes_item_change", args=[item.pk]),
        "is_withheld": is_withheld(item, timezone.now()),
    }
    status = 409 if unsent is not None else 400 if form.errors else 200
    return render(request, "authoring/report.html", context, status=status)

"""The pages of an attempt that has begun. The attempt itself is the door."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.guests import learner_id, refuse_other_learner
from accounts.refusals import is_fragment
from quizzes import attempt_pages, attempts
from quizzes.interactions import InvalidResponse
from quizzes.models import Attempt, AttemptItem
from quizzes.requests import Change


def own_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    return get_object_or_404(Attempt.objects.visible_to(request.user).with_quiz(), public_id=attempt_id)


def own_item(request: HttpRequest, attempt_id: UUID, position: int) -> AttemptItem:
    return get_object_or_404(
        AttemptItem.objects.visible_to(request.user).with_quiz(),
        attempt__public_id=attempt_id,
        position=position,
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, attempt_id, position)
    attempt = own_attempt(request, attempt_id)
    if not attempt.is_open(timezone.now()):
        return redirect(_over(attempt))
    return _item_page(request, attempt, position)


def save(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    refuse_other_learner(request, request.POST.get("learner"))
    change = Change.from_request(request)
    attempt_item = own_item(request, attempt_id, position)
    values = change.values(attempt_item.version)
    try:
        receipt = attempts.answer(
            attempt_item=attempt_item,
            values=values,
            client_key=change.client_key,
            sequence=change.sequence,
            at=timezone.now(),
        )
    except InvalidResponse as refusal:
        return _item_page(request, attempt_item.attempt, position, refused=(values, _(str(refusal))))
    attempt = attempt_item.attempt
    if receipt.saved == "true" and request.POST.get("go") == "next":
        return _lead_to(request, attempt_pages.next_url(attempt, position))
    if is_fragment(request) or receipt.saved != "true":
        return _item_page(request, attempt, position, receipt=receipt)
    return redirect("quizzes:item", attempt.public_id, position)


def _item_page(
    request: HttpRequest,
    attempt: Attempt,
    position: int,
    receipt: attempts.Receipt | None = None,
    refused: tuple[list[str], str] | None = None,
    flag_changed: bool = False,
) -> HttpResponse:
    context = attempt_pages.item_page(
        attempt,
        position,
        learner_id(request),
        timezone.now(),
        receipt=receipt,
        refused=refused,
        flag_changed=flag_changed,
    )
    template = "quizzes/item.html#item" if is_fragment(request) else "quizzes/item.html"
    response = render(request, template, context, status=400 if refused else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_POST
def flag(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    refuse_other_learner(request, request.POST.get("learner"))
    attempt_item = own_item(request, attempt_id, position)
    attempts.flag(attempt_item=attempt_item, flagged=request.POST.get("flagged") == "1")
    if is_fragment(request):
        return _item_page(request, attempt_item.attempt, position, flag_changed=True)
    return redirect("quizzes:item", attempt_id, position)


@login_not_required
@never_cache
@require_safe
def summary(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt(request, attempt_id)
    if attempt.submitted_at is not None:
        return redirect("quizzes:result", attempt_id)
    return render(
        request,
        "quizzes/summary.html",
        attempt_pages.summary_page(attempt, learner_id(request), timezone.now()),
    )


@login_not_required
@require_POST
def hand_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    refuse_other_learner(request, request.POST.get("learner"))
    attempts.hand_in(attempt=own_attempt(request, attempt_id), at=timezone.now())
    return _lead_to(request, reverse("quizzes:result", args=[attempt_id]))


@login_not_required
@never_cache
@require_safe
def result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt(request, attempt_id)
    if attempt.submitted_at is None:
        return redirect("quizzes:summary", attempt_id)
    return render(request, "quizzes/result.html", attempt_pages.result_page(attempt))


def _over(attempt: Attempt) -> str:
    """Where an attempt is that takes no answers any more."""
    page = "summary" if attempt.submitted_at is None else "result"
    return reverse(f"quizzes:{page}", args=[attempt.public_id])


def _lead_to(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if is_fragment(request) else HttpResponseRedirect(url)

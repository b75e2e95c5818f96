"""The pages of an attempt that has begun. The attempt itself is the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.guests import learner_id
from accounts.refusals import is_fragment
from quizzes import attempt_pages, attempts, scoring
from quizzes.changes import Receipt
from quizzes.interactions import InvalidResponse
from quizzes.models import Attempt, AttemptItem, ItemVersion
from quizzes.practice_views import hints_fragment
from quizzes.requests import Change, asks_for_hint, hint_number, refuse_others
from quizzes.result_page import result_page

type View = Callable[..., HttpResponse]


def own_attempt(request: HttpRequest, attempt_id: UUID) -> Attempt:
    return get_object_or_404(Attempt.objects.visible_to(request.user).with_quiz(), public_id=attempt_id)


def own_item(request: HttpRequest, attempt_id: UUID, position: int) -> AttemptItem:
    """With its key, for what is checked at once and for its hints: fetched later it is a query more."""
    items = scoring.with_keys(AttemptItem.objects.visible_to(request.user).with_quiz())
    return get_object_or_404(items, attempt__public_id=attempt_id, position=position)


def gone_if_taken_back(view: View) -> View:
    """404 also where that happened in another tab since the attempt was looked up."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except attempts.TakenBack as e:
            raise Http404 from e

    return door


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@gone_if_taken_back
def item(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, attempt_id, position)
    attempt = own_attempt(request, attempt_id)
    if not attempt.is_open(timezone.now()):
        return redirect(_over(attempt))
    return _item_page(request, attempt, position)


def save(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    refuse_others(request)
    if asks_for_hint(request):
        return _take_hint(request, own_item(request, attempt_id, position), keeps_choice=True)
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
        return _item_page(request, attempt, position, receipt=receipt, version=attempt_item.version)
    return redirect("quizzes:item", attempt.public_id, position)


def _item_page(
    request: HttpRequest,
    attempt: Attempt,
    position: int,
    receipt: Receipt | None = None,
    refused: tuple[list[str], str] | None = None,
    chosen: Mapping[str, list[str]] | None = None,
    flag_changed: bool = False,
    version: ItemVersion | None = None,
) -> HttpResponse:
    context = attempt_pages.item_page(
        attempt,
        position,
        learner_id(request),
        timezone.now(),
        receipt=receipt,
        refused=refused,
        chosen=chosen,
        flag_changed=flag_changed,
        version=version,
    )
    template = "quizzes/item.html#item" if is_fragment(request) else "quizzes/item.html"
    response = render(request, template, context, status=400 if refused else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_POST
def flag(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    refuse_others(request)
    attempt_item = own_item(request, attempt_id, position)
    attempts.flag(attempt_item=attempt_item, flagged=request.POST.get("flagged") == "1")
    if is_fragment(request):
        return _item_page(request, attempt_item.attempt, position, flag_changed=True)
    return redirect("quizzes:item", attempt_id, position)


@login_not_required
@require_POST
@gone_if_taken_back
def hint(request: HttpRequest, attempt_id: UUID, position: int) -> HttpResponse:
    refuse_others(request)
    return _take_hint(request, own_item(request, attempt_id, position))


def _take_hint(
    request: HttpRequest, attempt_item: AttemptItem, *, keeps_choice: bool = False
) -> HttpResponse:
    """`keeps_choice`: the item's form was sent, and is shown again as it was filled."""
    attempt, position = attempt_item.attempt, attempt_item.position
    try:
        attempts.take_hint(attempt_item=attempt_item, number=hint_number(request), at=timezone.now())
    except attempts.NoSuchHint as e:
        raise Http404 from e
    except attempts.Settled:
        return _lead_to(request, attempt_pages.item_url(attempt, position))
    if is_fragment(request):
        return hints_fragment(request, attempt_pages.hinted_form(attempt_item, learner_id(request)))
    if keeps_choice and attempt.is_open(timezone.now()):
        chosen = dict(request.POST.lists())
        return _item_page(request, attempt, position, chosen=chosen, version=attempt_item.version)
    return redirect(f"{attempt_pages.item_url(attempt, position)}#item-{position}-hints")


@login_not_required
@require_POST
@gone_if_taken_back
def take_back(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    refuse_others(request)
    attempt = own_attempt(request, attempt_id)
    try:
        attempts.take_back(attempt=attempt, at=timezone.now())
    except attempts.NotBlank:
        messages.error(request, _("It cannot be taken back any more. Everything is as it was."))
        return redirect("quizzes:summary", attempt_id)
    messages.success(request, _("The attempt is taken back, as if you had not begun it."))
    return redirect(attempt_pages.quiz_of(attempt)["quiz_url"])


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
@gone_if_taken_back
def hand_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    refuse_others(request)
    attempts.hand_in(attempt=own_attempt(request, attempt_id), at=timezone.now())
    return _lead_to(request, reverse("quizzes:result", args=[attempt_id]))


@login_not_required
@never_cache
@require_safe
def result(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    attempt = own_attempt(request, attempt_id)
    if attempt.submitted_at is None:
        return redirect("quizzes:summary", attempt_id)
    return render(request, "quizzes/result.html", result_page(attempt, timezone.now()))


def _over(attempt: Attempt) -> str:
    """Where an attempt is that takes no answers any more."""
    page = "summary" if attempt.submitted_at is None else "result"
    return reverse(f"quizzes:{page}", args=[attempt.public_id])


def _lead_to(request: HttpRequest, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if is_fragment(request) else HttpResponseRedirect(url)

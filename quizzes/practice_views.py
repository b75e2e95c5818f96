"""Retry what was missed: practice, which touches no grade."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.guests import learner_for, learner_id
from accounts.refusals import is_fragment
from quizzes import attempts, practice
from quizzes.display import ItemForm, ScoredItem
from quizzes.feedback import Shown
from quizzes.interactions import InvalidResponse
from quizzes.models import Attempt, ItemVersion
from quizzes.practice import Asked
from quizzes.quiz_progress import may_retry
from quizzes.requests import Change, asks_for_hint, hint_number, refuse_others, slug_named, version_number
from quizzes.sources import Sources
from quizzes.withholding import with_may_withhold


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    if request.method == "POST":
        refuse_others(request)
    at = timezone.now()
    rows = Attempt.objects.visible_to(request.user).handed_in().with_quiz()
    rows = with_may_withhold(rows, OuterRef("delivery__quiz__course"), at)
    attempt = get_object_or_404(rows, public_id=attempt_id)
    shown = Shown.of(attempt, at, may_withhold=attempt.may_withhold)
    if not may_retry(shown.parts):
        raise Http404
    url = reverse("quizzes:retry", args=[attempt_id])
    if request.method != "POST" or asks_for_hint(request):
        return _retry_page(request, attempt, shown, url)
    answered = practised(request, _missed_by_name(request, attempt, shown), url)
    if is_fragment(request):
        return fragment(request, "quizzes/retry.html", answered)
    if isinstance(answered, ItemForm):
        return _retry_page(request, attempt, shown, url, refused=answered)
    return redirect(f"{url}#{answered.dom_id}")


def _missed_by_name(request: HttpRequest, attempt: Attempt, shown: Shown) -> Asked:
    """The one that the form names, in the version that it showed. Two queries. Raises Http404."""
    versions = practice.missed_versions(attempt, shown.withheld)
    named = get_object_or_404(versions, item__slug=slug_named(request), number=version_number(request))
    return _with_sources(attempt, [named])[0]


def _with_sources(attempt: Attempt, versions: list[ItemVersion]) -> list[Asked]:
    """With where the answers stand. One query."""
    where = Sources.of(versions, attempt.delivery.quiz.course).where
    return [Asked(version, where.get(version.pk)) for version in versions]


def _retry_page(
    request: HttpRequest,
    attempt: Attempt,
    shown: Shown,
    url: str,
    refused: ItemForm | None = None,
) -> HttpResponse:
    items = practice.asked(
        _with_sources(attempt, practice.missed_in(attempt, shown.withheld)),
        request.user.pk,
        learner_id(request),
        url=url,
        wish=wish_of(request),
        after=attempt.submitted_at,
        refused=refused,
    )
    if wished := wished_fragment(request, "quizzes/retry.html", items):
        return wished
    quiz = attempt.delivery.quiz
    context = {
        "course": quiz.course,
        "quiz_title": quiz.title,
        "result_url": reverse("quizzes:result", args=[attempt.public_id]),
        "items": items,
    }
    return render(request, "quizzes/retry.html", context, status=400 if refused else 200)


def asked_by_name(request: HttpRequest, asked: Iterable[Asked]) -> Asked:
    """The one of these that the form names, in the version that it showed.

    That may be an older one, where the item was edited since the page was opened. Raises Http404.
    """
    by_slug = {one.version.item.slug: one for one in asked}
    named = by_slug.get(request.POST.get("item", ""))
    if named is None:
        raise Http404
    number = version_number(request)
    if named.version.number == number:
        return named
    versions = practice.answerable_versions()
    return named._replace(version=get_object_or_404(versions, item=named.version.item_id, number=number))


def practised(request: HttpRequest, asked: Asked, url: str) -> ScoredItem | ItemForm:
    """Store the practice answer that was sent, and give what counts now, scored.

    Where it does not fit the item nothing is stored, no guest is made, and the form comes back as it
    was filled, with the reason. Raises BadRequest where the form does not name its change.
    """
    change, version = Change.from_request(request), asked.version
    try:
        values = change.checked(version)
        receipt = attempts.practise(
            learner=learner_for(request),
            version=version,
            values=values,
            client_key=change.client_key,
            sequence=change.sequence,
            at=timezone.now(),
        )
    except InvalidResponse as refusal:
        return practice.form(
            version,
            learner_id(request),
            url=url,
            values=change.values(version),
            saved="false",
            error=_(str(refusal)),
        )
    current = receipt.current or receipt.response
    if current.version_id != version.pk:  # a newer answer, to a newer version, came before
        version = current.version
    return practice.scored(version, current, url, receipt.saved, asked.where)


def wish_of(request: HttpRequest) -> practice.Wish:
    """`?again=slug` or `?item=slug&hint=2`; a form may send the latter. What cannot be read is no wish."""
    if asks_for_hint(request):
        sent = request.POST
        return practice.Wish(sent.get("item"), hint_number(request), dict(sent.lists()))
    if number := hint_number(request):
        return practice.Wish(request.GET.get("item"), number)
    return practice.Wish(request.GET.get("again"))


def wished_fragment(
    request: HttpRequest, template: str, items: Iterable[ItemForm | ScoredItem]
) -> HttpResponse | None:
    """The one item, or its hints, that a page's "Try again" or "Take hint" asked for alone."""
    wish = wish_of(request) if is_fragment(request) else practice.NO_WISH
    item = next((item for item in items if item.slug == wish.slug), None)
    if item is None:
        return None
    if wish.hints and isinstance(item, ItemForm):
        return hints_fragment(request, item)
    return fragment(request, template, item)


def hints_fragment(request: HttpRequest, form: ItemForm) -> HttpResponse:
    response = render(request, "quizzes/_hints.html#hints", {"form": form, "hint_taken": True})
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment(request: HttpRequest, template: str, item: ItemForm | ScoredItem) -> HttpResponse:
    """One item alone, to be swapped in; 400 where it is a form that was refused."""
    refused = isinstance(item, ItemForm) and item.error is not None
    response = render(request, f"{template}#item", {"asked": item}, status=400 if refused else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response

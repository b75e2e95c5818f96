"""The product's addresses and one answering form, for accounts know no page that answers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import account_required
from accounts.guests import guest_left_behind, learner_for, learner_id, refuse_other_learner
from ssc_course import urls as course

ANSWERED: list[int] = []  # whose answers were kept


@require_http_methods(["GET", "POST"])
@login_not_required
def answer(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(f"{learner_id(request)} {get_token(request)}")
    refuse_other_learner(request, request.POST.get("learner"))
    learner = learner_for(request)
    ANSWERED.append(learner.pk)
    return HttpResponse(str(learner.public_id))


@require_http_methods(["GET", "POST"])
@login_not_required
@account_required
def room_for_accounts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("come in")


@login_not_required
def left_behind(request: HttpRequest) -> HttpResponse:
    guest = guest_left_behind(request)
    return HttpResponse(str(guest.public_id) if guest else "nobody")


@login_not_required
def zone(request: HttpRequest) -> HttpResponse:
    return HttpResponse(timezone.get_current_timezone_name())


handler400 = course.handler400
handler429 = course.handler429
urlpatterns = [
    path("answer/", answer),
    path("room/", room_for_accounts),
    path("left-behind/", left_behind),
    path("zone/", zone),
    *course.urlpatterns,
]

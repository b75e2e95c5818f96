"""The learner's rooms. They are open to everyone; what is kept makes a visitor a guest."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guests import learner_for, learner_id, refuse_other_learner
from accounts.models import User
from accounts.refusals import is_fragment
from cohorts.access import offered_quizzes
from lessons.models import Course
from lessons.reading import mark_read as store_read
from quizzes.display import ItemForm
from quizzes.practice_views import asked_by_name, fragment, practised, wish_of, wished_fragment
from quizzes.progress import CourseProgress, course_progress
from quizzes.reports import reports_of
from quizzes.requests import asks_for_hint, version_number
from study import course_pages, coverage_page, marks, search_page, section_page
from study.guest_work import work_of


def visible_course(request: HttpRequest, slug: str) -> Course:
    return get_object_or_404(Course.objects.visible_to(request.user), slug=slug)


def progress_of(request: HttpRequest, course: str) -> CourseProgress:
    return course_progress(
        request.user.pk, visible_course(request, course), timezone.now(), offered_quizzes(request.user)
    )


def guest_signed_in(request: HttpRequest) -> User | None:
    user = request.user
    return user if user.is_authenticated and user.is_guest else None


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    courses = list(Course.objects.visible_to(request.user))
    if len(courses) == 1:
        return redirect("study:home", courses[0].slug)
    return render(request, "study/courses.html", {"courses": courses})


@login_not_required
@never_cache
@require_safe
def home(request: HttpRequest, course: str) -> HttpResponse:
    progress = progress_of(request, course)
    context = {
        "course": progress.course,
        **marks.totals(progress),
        "onward": marks.onward(progress),
        "unfinished": marks.unfinished(progress, timezone.now()),
        "modules": marks.module_marks(progress),
        "final": [marks.quiz_mark(quiz, progress.course) for quiz in progress.final],
        "figure": course_pages.home_figure(progress.course),
        "guest": work_of(guest) if (guest := guest_signed_in(request)) else None,
        "is_visitor": not request.user.is_authenticated,
    }
    return render(request, "study/home.html", context)


@login_not_required
@never_cache
@require_safe
def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    progress = progress_of(request, course)
    return render(request, "study/module.html", course_pages.module_page(progress, module))


@login_not_required
@never_cache
@require_safe
def progress(request: HttpRequest, course: str) -> HttpResponse:
    progress = progress_of(request, course)
    context = {
        "course": progress.course,
        **marks.totals(progress),
        "unfinished": marks.unfinished(progress, timezone.now()),
        "next_steps": marks.next_steps(progress),
        "modules": marks.module_marks(progress),
        "final": [marks.quiz_mark(quiz, progress.course) for quiz in progress.final],
        "reports": reports_of(request.user.pk),
        "is_guest": guest_signed_in(request) is not None,
        "is_visitor": not request.user.is_authenticated,
    }
    return render(request, "study/progress.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, course: str, module: str, section: str) -> HttpResponse:
    if request.method == "POST":
        return answer(request, course, module, section)
    return _section_page(request, course, module, section)


def answer(request: HttpRequest, course: str, module: str, section: str) -> HttpResponse:
    """One of the section's items is answered; by redirect to the section itself without script."""
    refuse_other_learner(request, request.POST.get("learner"))
    if asks_for_hint(request):
        return _section_page(request, course, module, section)
    asked = asked_by_name(request, section_page.asked_in(course, module, section))
    url = request.path
    answered = practised(request, asked, url)
    if is_fragment(request):
        return fragment(request, "study/section.html", answered)
    if isinstance(answered, ItemForm):
        return _section_page(request, course, module, section, refused=answered)
    return redirect(f"{url}#{answered.dom_id}")


def _section_page(
    request: HttpRequest, course: str, module: str, section: str, refused: ItemForm | None = None
) -> HttpResponse:
    context = section_page.section_page(
        section_page.find(course, module, section, request.user.pk, offered_quizzes(request.user)),
        request.user.pk,
        learner_id(request),
        wish=wish_of(request),
        refused=refused,
    )
    if wished := wished_fragment(request, "study/section.html", context["items"]):
        return wished
    response = render(request, "study/section.html", context, status=400 if refused else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_POST
def mark_read(request: HttpRequest, course: str, module: str, section: str) -> HttpResponse:
    refuse_other_learner(request, request.POST.get("learner"))
    place = section_page.find(course, module, section, request.user.pk, offered_quizzes(request.user))
    version = get_object_or_404(place.section.versions, number=version_number(request))
    store_read(learner=learner_for(request), version=version, at=timezone.now())
    return redirect(section_page.next_of(place)["url"])


@login_not_required
@require_safe
def glossary(request: HttpRequest, course: str) -> HttpResponse:
    return render(request, "study/glossary.html", course_pages.glossary_page(visible_course(request, course)))


@login_not_required
@require_safe
def search(request: HttpRequest, course: str) -> HttpResponse:
    asked = {name: request.GET.get(name, "") for name in ("q", "in", "page")}
    context = search_page.search_page(visible_course(request, course), asked["q"], asked["in"], asked["page"])
    return render(request, "study/search.html", context)


@login_not_required
@require_safe
def about(request: HttpRequest, course: str) -> HttpResponse:
    return render(request, "study/about.html", course_pages.about_page(visible_course(request, course)))


@login_not_required
@require_safe
def coverage(request: HttpRequest, course: str) -> HttpResponse:
    context = coverage_page.coverage_page(visible_course(request, course))
    return render(request, "study/coverage.html", context)

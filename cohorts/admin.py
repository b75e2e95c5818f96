"""Cohorts in the Django admin: looked at, renamed, archived. Who was in when is history, and stays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cohorts import delivery_admin  # noqa: F401 (Django looks for admin.py alone)
from cohorts.models import Assignment, Cohort, CohortQuerySet, Enrolment


class RunningFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Cohort]) -> list[tuple[str, Any]]:
        return [("running", _("Running")), ("archived", _("Archived"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Cohort]) -> QuerySet[Cohort]:
        match self.value():
            case "running":
                return queryset.filter(archived_at=None)
            case "archived":
                return queryset.exclude(archived_at=None)
            case _:
                return queryset


class AssignmentInline(admin.TabularInline):
    model = Assignment
    fields = readonly_fields = ("quiz",)
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return super().get_queryset(request).select_related("delivery__quiz")

    @admin.display(description=_("quiz"))
    def quiz(self, assignment: Assignment) -> str:
        return str(assignment.delivery.quiz)

    def has_add_permission(self, request: HttpRequest, obj: Cohort | None = None) -> bool:
        return False


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    """Made on an instructor's page, which also enrols its maker; here renamed, moved in time, archived."""

    list_display = ("name", "course", "taught_by", "learners", "shown_code", "made_at", "archived_at")
    list_filter = (RunningFilter, "course")
    search_fields = ("name", "join_code", "enrolments__name", "enrolments__person__username")
    search_help_text = _("Cohort, join code, or somebody who is or was in it")
    date_hierarchy = "made_at"
    fields = ("name", "course", "time_zone", "archived_at", "shown_code", "public_id", "made_at")
    readonly_fields = ("course", "shown_code", "public_id", "made_at")
    inlines = (AssignmentInline,)

    def get_queryset(self, request: HttpRequest) -> CohortQuerySet:
        return Cohort.objects.with_learners().select_related("course").prefetch_related("enrolments")

    @admin.display(description=_("taught by"))
    def taught_by(self, cohort: Cohort) -> str:
        stays = [stay for stay in cohort.enrolments.all() if stay.left_at is None]
        return ", ".join(stay.name for stay in stays if stay.role != Enrolment.Role.LEARNER)

    @admin.display(description=_("learners"), ordering="learners")
    def learners(self, cohort: Cohort) -> int:
        return int(cohort.learners)  # type: ignore[attr-defined]

    @admin.display(description=_("join code"), ordering="join_code")
    def shown_code(self, cohort: Cohort) -> str:
        return cohort.shown_code or str(_("off"))

    def save_model(self, request: HttpRequest, obj: Cohort, form: ModelForm[Cohort], change: bool) -> None:
        """What was changed here alone: the code may have been renewed since the page was opened."""
        obj.save(update_fields=form.changed_data)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Cohort | None = None) -> bool:
        return False


@admin.register(Enrolment)
class EnrolmentAdmin(admin.ModelAdmin):
    """What an instructor sees hangs on these times and roles, so only the name can be mended."""

    list_display = ("name", "person", "cohort", "role", "joined_at", "left_at")
    list_filter = ("role", ("left_at", admin.EmptyFieldListFilter), "cohort__course")
    list_select_related = ("person", "cohort")
    search_fields = ("name", "person__username", "person__email", "cohort__name")
    search_help_text = _("Name, user name, email address or cohort")
    date_hierarchy = "joined_at"
    fields = ("name", "person", "cohort", "role", "joined_at", "left_at")
    readonly_fields = ("person", "cohort", "role", "joined_at", "left_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Enrolment | None = None) -> bool:
        return False

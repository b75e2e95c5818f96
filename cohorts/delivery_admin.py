"""Deliveries and allowances in the Django admin: when a quiz is open, by which rules, and who gets more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cohorts.delivery_forms import DeliveryForm
from quizzes.allowances import allow
from quizzes.conditions import Conditions
from quizzes.models import Allowance, Delivery, Quiz
from quizzes.offering import offer
from quizzes.wording import sentences


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """One comes with each quiz; here it is opened, closed and given other rules."""

    form = DeliveryForm
    list_display = ("quiz", "for_anyone", "opens_at", "closes_at")
    list_filter = ("for_anyone", "quiz__course", ("closes_at", admin.EmptyFieldListFilter))
    list_select_related = ("quiz",)
    search_fields = ("quiz__title", "quiz__slug")
    readonly_fields = ("quiz", "rules", "keys")
    fieldsets = (
        (None, {"fields": ("quiz", "rules", "for_anyone", "opens_at", "closes_at", "keys")}),
        (
            _("Settings that differ from the quiz’s"),
            {
                "description": _("For attempts that begin from now on. An empty field is as the quiz says."),
                "fields": (
                    ("preset", "time_limit_minutes"),
                    ("attempts", "waiting_minutes", "counts"),
                    ("pass_mark", "shuffle_items", "shuffle_options"),
                    "feedback_during",
                    "feedback_after",
                    "feedback_later",
                    "feedback_closed",
                ),
            },
        ),
    )

    @admin.display(description=_("what learners read"))
    def rules(self, delivery: Delivery) -> SafeString:
        quiz = Quiz.objects.with_size().get(pk=delivery.quiz_id)
        told = sentences(
            Conditions.of(delivery), items=quiz.size, points=quiz.points_in_all, at=timezone.now()
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in told)))

    @admin.display(description=_("right answers"))
    def keys(self, delivery: Delivery) -> str:
        if not Conditions.of(delivery).rules.withholds_keys:
            return gettext("Shown as learners read above.")
        if delivery.closes_at is None:
            return gettext("No closing time: the keys of its items stay hidden everywhere.")
        return gettext("Hidden everywhere until it is closed.")

    def save_model(self, request: HttpRequest, obj: Delivery, form: ModelForm, change: bool) -> None:
        offer(
            delivery=obj,
            for_anyone=form.cleaned_data["for_anyone"],
            opens_at=form.cleaned_data["opens_at"],
            closes_at=form.cleaned_data["closes_at"],
            settings=form.cleaned_data["settings"],
            at=timezone.now(),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False


@admin.register(Allowance)
class AllowanceAdmin(admin.ModelAdmin):
    """In force at once, in a running attempt too. To take it back, set it to nothing."""

    list_display = ("learner", "delivery", "extra_minutes", "extra_attempts", "opens_at", "closes_at")
    list_filter = ("delivery__quiz",)
    list_select_related = ("learner", "delivery__quiz")
    search_fields = ("learner__username", "learner__display_name", "delivery__quiz__title")
    autocomplete_fields = ("learner",)
    fields = ("delivery", "learner", "extra_minutes", "extra_attempts", "opens_at", "closes_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Allowance | None = None) -> tuple[str, ...]:
        return ("delivery", "learner") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Allowance]:
        return super().get_queryset(request).select_related("delivery__quiz")

    def save_model(self, request: HttpRequest, obj: Allowance, form: ModelForm, change: bool) -> None:
        given: dict[str, Any] = {
            name: getattr(obj, name) for name in ("extra_minutes", "extra_attempts", "opens_at", "closes_at")
        }
        saved = allow(delivery=obj.delivery, learner=obj.learner, at=timezone.now(), **given)
        obj.pk = saved.pk

    def has_delete_permission(self, request: HttpRequest, obj: Allowance | None = None) -> bool:
        return False

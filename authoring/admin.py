"""Items, sections and quizzes in the Django admin: an item is edited as its file has it, the rest is read."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authoring.access import may_edit
from authoring.dump import canonical_item
from authoring.editing import (
    NotAsFiled,
    Stale,
    publish_item,
    read_edit,
    retire_item,
    revision_of_edit,
    where_asked,
)
from authoring.forms import EditForm
from authoring.preview import hints, states
from lessons.models import Section
from quizzes.models import Item, Quiz


class ReadOnlyAdmin[M: Model](admin.ModelAdmin):
    """What the course files or their own life-story write is looked at here, and not written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_edit(request.user)


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin[Item]):
    list_display = ("slug", "stem", "state", "use", "level", "version")
    list_filter = ("state", "use", "module", "current__interaction", "current__level")
    search_fields = ("slug", "current__content", "current__claims__slug")
    search_help_text = gettext_lazy("Words of the item, its id, or the id of a claim")
    list_select_related = ("module", "current")
    list_per_page = 50

    @admin.display(description=gettext_lazy("stem"))
    def stem(self, item: Item) -> str:
        html = item.current.content["stem"]["html"] if item.current else ""
        return Truncator(strip_tags(html)).chars(90)

    @admin.display(description=gettext_lazy("level"), ordering="current__level")
    def level(self, item: Item) -> str:
        return item.current.get_level_display() if item.current else ""

    @admin.display(description=gettext_lazy("version"), ordering="current__number")
    def version(self, item: Item) -> int | None:
        return item.current.number if item.current else None

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", preview, name="quizzes_item_preview"), *super().get_urls()]

    def find(self, object_id: str) -> Item:
        rows: QuerySet[Item] = Item.objects.select_related("course", "module", "current__answer_key")
        return get_object_or_404(rows, pk=object_id if re.fullmatch(r"[0-9]{1,18}", object_id) else None)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The one text area; `publish` and `retire` are its buttons, anything else shows it again."""
        if not may_edit(request.user):
            return super().change_view(request, object_id, form_url, extra_context)
        item = self.find(object_id)
        if request.method != "POST":
            return self._page(request, item, EditForm(initial=self._initial(item)))
        if "retire" in request.POST:
            return self._page(request, item, EditForm(initial=request.POST), asks_to_retire=True)
        if "retire_it" in request.POST:
            retire_item(item=item)
            self.log_change(request, item, _("retired"))
            messages.success(
                request,
                _(
                    "Item “%(item)s” is asked no more; past results stand. "
                    "To ask it again, take out the line “status: retired” and publish."
                )
                % {"item": item},
            )
            return HttpResponseRedirect(request.path)
        form = EditForm(request.POST)
        if "publish" in request.POST and form.is_valid():
            return self._publish(request, item, form)
        return self._page(
            request, item, form if "publish" in request.POST else EditForm(initial=request.POST)
        )

    def _initial(self, item: Item) -> dict[str, Any]:
        return {"text": canonical_item(item), "based_on": item.current.number if item.current else 0}

    def _publish(self, request: HttpRequest, item: Item, form: EditForm) -> HttpResponse:
        assert request.user.is_authenticated  # may_edit
        before = item.current
        try:
            version = publish_item(item=item, author=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAsFiled as refusal:
            return self._page(request, item, form, problems=[str(p) for p in refusal.problems])
        except Stale:
            return self._page(request, self.find(str(item.pk)), form, stale=True)
        told = {"number": version.number, "why": form.cleaned_data["why"]}
        self.log_change(request, item, _("version %(number)d: %(why)s") % told)
        if version == before:
            messages.info(request, _("It asks the same as before, so no new version was made."))
        else:
            messages.success(
                request,
                _("Version %(number)d is asked from now on. Results so far keep the version they had.")
                % told,
            )
        return HttpResponseRedirect(request.path)

    def _page(self, request: HttpRequest, item: Item, form: EditForm, **more: Any) -> HttpResponse:
        problems = more.pop("problems", [])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Item %(item)s") % {"item": item},
            "opts": self.opts,
            "item": item,
            "form": form,
            "problems": problems,
            "asks_to_retire": more.get("asks_to_retire", False),
            "now_asked": canonical_item(item) if more.get("stale") else "",
            "versions": item.versions.select_related("author").order_by("-number"),
            "preview_url": reverse("admin:quizzes_item_preview", args=[item.pk]),
            **where_asked(item),
        }
        refused = bool(problems or form.errors or more.get("stale"))
        status = (409 if more.get("stale") else 400) if refused else 200
        return TemplateResponse(request, "admin/quizzes/item/change_form.html", context, status=status)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """How a learner will see the text in each state; stores nothing."""
        item = self.find(object_id)
        back = reverse("admin:quizzes_item_change", args=[item.pk])
        if request.method != "POST" or not may_edit(request.user):
            return HttpResponseRedirect(back)
        form = EditForm(request.POST)
        try:
            fields = read_edit(item, request.POST.get("text", ""), timezone.now())
        except NotAsFiled as refusal:
            form = EditForm(initial=request.POST)
            return self._page(request, item, form, problems=[str(p) for p in refusal.problems])
        revision = revision_of_edit(item, fields)
        context = {
            "course": item.course,
            "item": item,
            "states": states(item, revision),
            "hints": hints(revision),
            "form": form,
            "back_url": back,
        }
        return TemplateResponse(request, "authoring/preview.html", context)


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin[Section]):
    list_display = ("title", "slug", "module", "state", "version")
    list_filter = ("state", "module")
    search_fields = ("title", "slug", "current__body")
    list_select_related = ("module", "current")

    @admin.display(description=gettext_lazy("version"))
    def version(self, section: Section) -> int | None:
        return section.current.number if section.current else None


@admin.register(Quiz)
class QuizAdmin(ReadOnlyAdmin[Quiz]):
    list_display = ("title", "slug", "module", "state")
    list_filter = ("state", "module")
    search_fields = ("title", "slug")
    list_select_related = ("module",)

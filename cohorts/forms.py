"""The shape of what instructors and those who join type."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NameField, places
from cohorts.enrolment import NAME_LENGTH
from lessons.models import Course


class CohortForm(forms.Form):
    """A new cohort. `public_id` is made with the form, so that sending it twice makes one cohort."""

    public_id = forms.UUIDField(widget=forms.HiddenInput)
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.none(), to_field_name="slug", empty_label=None
    )
    name = NameField(
        label=_("Name"),
        max_length=100,
        help_text=_("Learners see it when they join, such as “Nairobi, spring 2026”."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates on your pages are shown in it."))

    def __init__(self, *args: Any, time_zone: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"public_id": uuid4(), "time_zone": time_zone or "UTC"})
        super().__init__(*args, **kwargs)
        course, zone = self.fields["course"], self.fields["time_zone"]
        assert isinstance(course, forms.ModelChoiceField)
        assert isinstance(zone, forms.ChoiceField)
        course.queryset = Course.objects.published()
        zone.choices = [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places())]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Join code"),
        max_length=40,
        help_text=_("Eight letters and digits, from your instructor. Capitals and hyphens do not matter."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class JoinForm(forms.Form):
    name = NameField(
        label=_("Your name in this class"),
        max_length=NAME_LENGTH,
        help_text=_("Your instructor finds your results under it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

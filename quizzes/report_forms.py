"""The shape of what is written about an item: a learner's report, an author's answer."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.names import visible
from quizzes.models import ItemReport

WORDS_LENGTH = 2000
NEVER_TYPED = {"Cc", "Cs"}  # control signs and halves of signs; a line end and a tab are typed


class WordsField(forms.CharField):
    """What a person writes on several lines: line ends as \\n, nothing blank around, at most 2,000 signs.

    Nothing to see is nothing written. A browser sends a line end as two signs and counts it as one.
    """

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        more["error_messages"] = {
            "max_length": _("These are %(show_value)d characters; %(limit_value)d are taken."),
            **more.get("error_messages", {}),
        }
        super().__init__(max_length=WORDS_LENGTH, **more)

    def to_python(self, value: Any) -> str:
        words = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        if any(sign not in "\n\t" and unicodedata.category(sign) in NEVER_TYPED for sign in words):
            raise ValidationError(
                _("There is a sign in it that no keyboard types, perhaps from copying. Write it once more.")
            )
        return words if visible(words) else ""


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is it about?"),
        choices=ItemReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of these."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    words = WordsField(
        label=_("What did you find?"),
        required=False,
        help_text=_("You need not write anything, except for “Something else”. At most 2,000 characters."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reason") == ItemReport.Reason.OTHER and given.get("words") == "":
            self.add_error("words", _("Say in a few words what it is."))
        return given

"""The settings of a delivery, field by field; an empty one is as the quiz says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quizzes.models import Delivery
from quizzes.offering import AskedElsewhere, refuse_what_is_known
from quizzes.rules import LONGEST_MINUTES, LONGEST_WAITING_MINUTES, MOMENTS, MOST_ATTEMPTS, PARTS

AS_THE_QUIZ = ("", _("as the quiz says"))
NOTHING = "nothing"
PART_CHOICES = [
    ("response", _("one’s answers")),
    ("outcome", _("right or wrong")),
    ("score", _("points")),
    ("feedback", _("remarks on answers")),
    ("explanation", _("explanation")),
    ("key", _("the right answer")),
    (NOTHING, _("nothing")),
]
PRESET_CHOICES = [("practice", _("practice")), ("quiz", _("quiz")), ("examination", _("examination"))]
COUNTS_CHOICES = [
    ("highest", _("the best one")),
    ("last", _("the last one")),
    ("first", _("the first one")),
    ("average", _("the average")),
]
YES_NO = [("true", _("yes")), ("false", _("no"))]


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[AS_THE_QUIZ, *choices], required=False)


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most, required=False)


def _seen(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=PART_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )


class DeliveryForm(forms.ModelForm):
    preset = _choice(_("kind"), PRESET_CHOICES)
    time_limit_minutes = _number(_("time limit in minutes"), LONGEST_MINUTES)
    attempts = _number(_("attempts allowed"), MOST_ATTEMPTS)
    waiting_minutes = _number(_("minutes between attempts"), LONGEST_WAITING_MINUTES)
    counts = _choice(_("attempt that counts"), COUNTS_CHOICES)
    pass_mark = forms.DecimalField(
        label=_("pass mark"),
        help_text=_("a share of the points, 0.01 to 1"),
        min_value=Decimal("0.01"),
        max_value=1,
        decimal_places=4,
        required=False,
    )
    shuffle_items = _choice(_("items in another order for each attempt"), YES_NO)
    shuffle_options = _choice(_("options in another order for each attempt"), YES_NO)

    feedback_during = _seen(_("Seen while answering"))
    feedback_after = _seen(_("Seen right after handing in"))
    feedback_later = _seen(_("Seen later, while it is open"))
    feedback_closed = _seen(_("Seen once it is closed"))

    class Meta:
        model = Delivery
        fields = ("for_anyone", "opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.instance.settings.items():
            if name == "feedback":
                for moment, parts in value.items():
                    self.initial[f"feedback_{moment}"] = parts or [NOTHING]
            else:
                self.initial[name] = str(value).lower() if isinstance(value, bool) else value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It must close after it opens."))
        cleaned["settings"] = self._settings(cleaned)
        try:
            refuse_what_is_known(self.instance.quiz, cleaned["settings"])
        except AskedElsewhere as known:
            words = _(
                "Keys can be kept back only where all items are for quizzes alone. These are not: %(items)s."
            )
            raise ValidationError(words % {"items": ", ".join(known.items)}) from known
        return cleaned

    def _settings(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Those that differ, as `quizzes.rules.Settings` has them in JSON."""
        plain = ("preset", "time_limit_minutes", "attempts", "waiting_minutes", "counts")
        settings = {name: cleaned[name] for name in plain if cleaned.get(name)}
        if cleaned.get("pass_mark"):
            settings["pass_mark"] = str(cleaned["pass_mark"])
        for name in ("shuffle_items", "shuffle_options"):
            if cleaned.get(name):
                settings[name] = cleaned[name] == "true"
        feedback = {}
        for moment in MOMENTS:
            if (given := cleaned.get(f"feedback_{moment}")) and given != [NOTHING] and NOTHING in given:
                self.add_error(f"feedback_{moment}", _("Tick parts, or nothing; not both."))
            elif given:
                feedback[moment] = [] if given == [NOTHING] else [part for part in PARTS if part in given]
        return settings | ({"feedback": feedback} if feedback else {})

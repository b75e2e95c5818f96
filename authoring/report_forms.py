"""The shape of an author's answer to a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.report_forms import WordsField


class AnswerForm(forms.Form):
    answer = WordsField(
        label=_("Your answer"),
        help_text=_("The learner reads it under “My reports”. Plain text, at most 2,000 characters."),
        error_messages={"required": _("Write what you answer.")},
    )

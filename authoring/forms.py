"""What an author sends with an edit. Whether the text is an item, `authoring.editing` says."""

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 100_000  # characters; the longest item of the course has 2,500


class EditForm(forms.Form):
    text = forms.CharField(
        label=_("The item, exactly as in items.yaml"),
        max_length=MAX_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "cols": 112, "spellcheck": "true", "dir": "auto"}),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why this change"),
        max_length=200,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("It stands beside the version, for whoever asks later."),
    )

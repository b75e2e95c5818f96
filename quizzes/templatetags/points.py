"""Points in templates: 6.6, 10 or 0.33, never 6.60 or 10.0."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def points(reached: float | None) -> str:
    """At most two decimals, in the reader's notation; nothing for nothing."""
    if reached is None:
        return ""
    rounded = round(float(reached), 2)
    return number_format(int(rounded) if rounded == int(rounded) else rounded, use_l10n=True)

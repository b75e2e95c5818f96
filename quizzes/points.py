"""Points as a person reads them: 6.6, 10 or 0.33, never 6.60 or 10.0."""

from django.utils.formats import number_format


def shown(points: float) -> str:
    """At most two decimals, in the reader's notation."""
    rounded = round(float(points), 2)
    return number_format(int(rounded) if rounded == int(rounded) else rounded, use_l10n=True)

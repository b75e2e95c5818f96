"""Points in templates."""

from django import template

from quizzes.points import shown

register = template.Library()


@register.filter
def points(reached: float | None) -> str:
    """As `quizzes.points` shows them; nothing for nothing."""
    return "" if reached is None else shown(reached)

"""Whose answers a page may send."""

from django import template
from django.template import Context

from accounts.guests import learners_here

register = template.Library()


@register.simple_tag(takes_context=True)
def learners(context: Context) -> str:
    """Public ids: of the person this page is for, then of guests added to the account. No query.

    "nobody" for a visitor who has just come; empty on a page made without a request, which cannot tell.
    """
    request = context.get("request")
    return " ".join(map(str, learners_here(request))) or "nobody" if request else ""

"""What the account pages need besides allauth's context."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="220" height="220" role="img"'
    ' aria-label="{name}"><rect width="100%" height="100%" fill="#fff"/>{path}'
)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control with Django's aria attributes, less allauth's placeholder, which repeats the label."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget()


@register.simple_tag
def mail_goes_to_files() -> bool:
    return bool(settings.MAIL_GOES_TO_FILES)


@register.filter
def qr_code(svg: str, name: str) -> SafeString:
    """allauth's picture inside the page (the policy allows no `data:`), dark on light always."""
    head, path = svg[svg.index("<svg") :].split(">", 1)
    box = head[head.index("viewBox") :].split('"')[1]
    drawn = mark_safe(path)  # noqa: S308  (by qrcode, typed by nobody)
    return format_html(PICTURE, box=box, name=name, path=drawn)


@register.filter
def in_fours(secret: str) -> str:
    """A key as a person copies it: four signs, a space, four signs."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))

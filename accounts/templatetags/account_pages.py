"""What the account pages need besides allauth's context."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

QR_SIDE = 'width="220" height="220" role="img"'


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control with Django's aria attributes, less allauth's placeholder, which repeats the label."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget()


@register.simple_tag
def mail_goes_to_files() -> bool:
    return bool(settings.MAIL_GOES_TO_FILES)


@register.filter
def qr_code(svg: str) -> SafeString:
    """allauth's picture inside the page (the policy allows no `data:`), dark on light always."""
    inner = svg[svg.index("<svg") :]
    head, path = inner.split(">", 1)
    box = head[head.index("viewBox") :].split('"')[1]
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return mark_safe(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {QR_SIDE}>{ground}{path}')  # noqa: S308  (drawn by qrcode, typed by nobody)


@register.filter
def in_fours(secret: str) -> str:
    """A key as a person copies it: four signs, a space, four signs."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))

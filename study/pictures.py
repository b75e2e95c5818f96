"""A picture that some text shows, or showed once: past attempts keep theirs when a file changes."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lessons.models import Picture
from lessons.pictures import ADDRESS_DIGITS, NAME, TYPES

FOR_EVER = "public, max-age=31536000, immutable"  # what lies at an address never changes


@login_not_required
@require_safe
def picture(request: HttpRequest, address: str, name: str) -> HttpResponse:
    """One query; the same for everyone. By itself it runs nothing, whatever a browser takes it for."""
    if not re.fullmatch(rf"[0-9a-f]{{{ADDRESS_DIGITS}}}", address) or not re.fullmatch(NAME, name):
        raise Http404
    found = get_object_or_404(Picture.objects.visible_to(request.user).at(address))
    if found.content_type != TYPES[name.rpartition(".")[2]]:
        raise Http404
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found.data), content_type=found.content_type, headers=headers)

"""What authors may do. Until roles by course exist, an author is a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def may_edit(user: User | AnonymousUser) -> bool:
    """Edit items, preview them, publish versions, retire."""
    return bool(user.is_active and user.is_staff)

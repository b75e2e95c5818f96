"""What a view gets once `account_required` has let it in."""

from django.http import HttpRequest

from accounts.models import User


class AccountRequest(HttpRequest):
    """Somebody with an account is signed in."""

    user: User

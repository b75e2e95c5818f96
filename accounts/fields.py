"""The one column type of our own."""

from typing import Any

from django.db import models


class EmailOrNoneField(models.EmailField):
    """An email address; none is stored as null whoever writes it.

    allauth and Django's forms write "", and the second person without an address would break uniqueness.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(value or None, connection)

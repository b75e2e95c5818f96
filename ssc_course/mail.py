"""Mail where no server is set up: a file each, for its owner's eyes only."""

import os
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import filebased


class MailFiles(filebased.EmailBackend):
    """Django's files, but readable by their owner alone: the key to a password may stand in them."""

    stream: Any
    _get_filename: Callable[[], str]  # Django's types do not know it

    def open(self) -> bool:
        if self.stream:
            return False
        descriptor = os.open(self._get_filename(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.stream = os.fdopen(descriptor, "ab")
        return True

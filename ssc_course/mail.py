"""Mail where no server is set up: a file each, for its owner's eyes only."""

import os
from collections.abc import Callable
from email import policy
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased

# 998 is the longest line a mail may have (RFC 5322, 2.1.1).
AS_TYPED = policy.default.clone(cte_type="8bit", max_line_length=998)


class MailFiles(filebased.EmailBackend):
    """Django's files, but readable by their owner alone: the key to a password may stand in them.

    A person copies the link from there, so lines stand as typed: quoted-printable would cut them.
    """

    stream: Any
    _get_filename: Callable[[], str]  # Django's types do not know it

    def open(self) -> bool:
        if self.stream:
            return False
        descriptor = os.open(self._get_filename(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.stream = os.fdopen(descriptor, "ab")
        return True

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(message.message(policy=AS_TYPED).as_bytes() + b"\n" + b"-" * 79 + b"\n")

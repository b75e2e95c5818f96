"""The door for the server process: `granian --interface wsgi ssc_course.wsgi:application`."""

import os
import re
import sys
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from ssc_course.environment import WrongSetting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssc_course.settings")
try:
    django = get_wsgi_application()
except WrongSetting as wrong:
    sys.exit(str(wrong))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    environ["CONTENT_TYPE"] = in_a_character_set(environ.get("CONTENT_TYPE", ""))
    return django(environ, start_response)


def in_a_character_set(content_type: str) -> str:
    """The same, but with a real character set in place of one that is none, such as base64.

    Django cannot make a request out of that; what stands in its place, `OnlyUtf8` refuses.
    """
    named = re.search(r"charset\s*=\s*\"?([^\s;\"]*)", content_type, re.IGNORECASE)
    if named is None:
        return content_type
    try:
        b"a".decode(named[1])
    except (LookupError, ValueError):
        return f"{content_type[: named.start(1)]}latin-1"
    return content_type

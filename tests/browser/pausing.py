"""Settings of a server that holds its replies back: the work is done and stored, and nobody hears of it."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ssc_course.settings import *  # noqa: F403
from ssc_course.settings import DATA_DIR, MIDDLEWARE

HELD = DATA_DIR / "replies-are-held"


class HoldReplies:
    """As long as that file is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        while request.method == "POST" and HELD.exists():
            time.sleep(0.05)
        return response


MIDDLEWARE = ["tests.browser.pausing.HoldReplies", *MIDDLEWARE]

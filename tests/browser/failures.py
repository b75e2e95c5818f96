"""What can go wrong between a browser and the server, and what the page says of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.test import RequestFactory
from playwright.sync_api import Page, Route

from ssc_course.errors import refuse

type Failure = Callable[[Page], AbstractContextManager[None]]


@contextmanager
def posts(page: Page, handler: Callable[[Route], None]) -> Iterator[None]:
    """Every POST of the page meets this on its way."""

    def meet(route: Route) -> None:
        if route.request.method == "POST":
            handler(route)
        else:
            route.continue_()

    page.route("**/*", meet)
    yield
    page.unroute("**/*", meet)


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def lost_reply(page: Page) -> AbstractContextManager[None]:
    """The server stores it, and the line breaks before anybody hears of it."""

    def handler(route: Route) -> None:
        route.fetch()
        route.abort()

    return posts(page, handler)


def of_ours(status: int) -> Failure:
    """As our own error pages answer htmx."""
    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    answer = refuse(request, status)
    body = answer.content.decode()
    return lambda page: posts(
        page,
        lambda route: route.fulfill(
            status=status, body=body, headers={"HX-Reswap": "none", "Content-Type": "text/html"}
        ),
    )


def of_a_proxy(status: int) -> Failure:
    """As something on the way answers that knows nothing of us; 200 is a hotel's sign-in page."""
    page = "<html><head><title>Gateway</title></head><body><h1>Something else</h1></body></html>"
    return lambda target: posts(
        target, lambda route: route.fulfill(status=status, body=page, content_type="text/html")
    )


FAILURES: dict[str, tuple[Failure, str]] = {
    "offline": (offline, "The line is down"),
    "a lost reply": (lost_reply, "The line is down"),
    "our 403": (of_ours(403), "may not do this"),
    "our 429": (of_ours(429), "We wait a little"),
    "our 500": (of_ours(500), "A mistake of ours"),
    "our 503": (of_ours(503), "did not reply just now"),
    "a proxy's 429": (of_a_proxy(429), "The course could not take it just now"),
    "a proxy's 502": (of_a_proxy(502), "The course could not take it just now"),
    "a hotel's page": (of_a_proxy(200), "The line is down"),
}

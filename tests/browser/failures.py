"""What can go wrong between a browser and the server, what the page says of it, and scripts that do wrong."""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from ssc_course.errors import refuse
from tests.browser.conftest import PATIENCE_MILLISECONDS
from tests.browser.server import ROOT

STATIC = ROOT / "ssc_course/static"
SEEN_SOON_MILLISECONDS = 1500

type Failure = Callable[[Page], AbstractContextManager[None]]
type Change = tuple[str, str]

BY_HAND = ("first: 2_000", "first: 600_000")
"""Nothing is sent again by itself for a while: a test presses the button, or lets the line come back."""
QUICKLY = ("first: 2_000", "first: 150")


# Scripts


def with_script(page: Page, *changes: Change) -> None:
    """This browser gets our scripts with changes: the first of each two becomes the second."""
    changed: dict[str, str] = page.context.__dict__.setdefault("changed scripts", {})  # changes add up
    sources = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")} | changed
    for old, new in changes:
        found = [name for name, source in sources.items() if old in source]
        if len(found) != 1:
            raise LookupError(f"{old!r} stands in {found or 'no script any more'}")
        (name,) = found
        changed[name] = sources[name] = sources[name].replace(old, new)
    for name, source in changed.items():
        page.context.route(f"**/static/{Path(name).stem}.*", functools.partial(give, source))


def give(source: str, route: Route) -> None:
    route.fulfill(body=source, content_type="text/javascript")


@contextmanager
def it_fails() -> Iterator[None]:
    """What is asserted in it does not hold, which is seen soon."""
    expect.set_options(timeout=SEEN_SOON_MILLISECONDS)
    try:
        with pytest.raises(AssertionError):
            yield
    finally:
        expect.set_options(timeout=PATIENCE_MILLISECONDS)


def control(*changes: Change) -> Callable[[Callable], Callable]:
    """Runs a test as it is, and once more with our scripts broken like this: there it must fail."""

    def decorate(test: Callable) -> Callable:
        @functools.wraps(test)
        def run(*, broken: bool, **given: Any) -> None:
            if not broken:
                test(**given)
                return
            for name, makes in given.items():
                if isinstance(makes, Page):
                    broken_page(makes)
                elif name in {"new_page", "new_browser"}:
                    given[name] = functools.partial(make_broken, makes)
            with it_fails():
                test(**given)

        def broken_page(page: Page) -> Page:
            with_script(page, *changes)
            return page

        def make_broken(make: Callable[..., Page], **options: Any) -> Page:
            return broken_page(make(**options))

        signature = inspect.signature(test)
        asked = inspect.Parameter("broken", inspect.Parameter.KEYWORD_ONLY)
        run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), asked])  # type: ignore[attr-defined]
        return pytest.mark.parametrize("broken", [False, True], ids=["as it is", "control"])(run)

    return decorate


# The line


@contextmanager
def posts(page: Page, handler: Callable[[Route], None]) -> Iterator[None]:
    """Every POST of the page meets this on its way."""

    def meet(route: Route) -> None:
        if route.request.method == "POST":
            handler(route)
        else:
            route.fallback()

    page.context.route("**/*", meet)
    yield
    page.context.unroute("**/*", meet)


@contextmanager
def offline(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def nothing_arrives(page: Page) -> AbstractContextManager[None]:
    """For what is sent to be stored; pages still open."""
    return posts(page, lambda route: route.abort())


def lost_reply(page: Page) -> AbstractContextManager[None]:
    """The server stores it, and the line breaks before anybody hears of it."""

    def handler(route: Route) -> None:
        route.fetch()
        route.abort()

    return posts(page, handler)


def of_ours(status: int, **headers: str) -> Failure:
    """As our own error pages answer htmx."""
    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    answer = refuse(request, status)
    body = answer.content.decode()
    head = {"HX-Reswap": "none", "Content-Type": "text/html", **headers}
    return lambda page: posts(page, lambda route: route.fulfill(status=status, body=body, headers=head))


def of_a_proxy(status: int) -> Failure:
    """As something on the way answers that knows nothing of us; 200 is a hotel's sign-in page."""
    page = "<html><head><title>Gateway</title></head><body><h1>Something else</h1></body></html>"
    return lambda target: posts(
        target, lambda route: route.fulfill(status=status, body=page, content_type="text/html")
    )


FAILURES: dict[str, tuple[Failure, str]] = {
    "offline": (offline, "The line is down"),
    "a lost reply": (lost_reply, "The line is down"),
    "our 401": (of_ours(401), "You were signed out"),
    "our 403": (of_ours(403), "may not do this"),
    "our 409": (of_ours(409), "Another person is signed in"),
    "our 429": (of_ours(429), "We wait a little"),
    "our 500": (of_ours(500), "A mistake of ours"),
    "our 503": (of_ours(503), "did not reply just now"),
    "a proxy's 429": (of_a_proxy(429), "The course could not take it just now"),
    "a proxy's 502": (of_a_proxy(502), "The course could not take it just now"),
    "a hotel's page": (of_a_proxy(200), "The line is down"),
}

"""Looks at a page as people with different screens and eyes have it, and at what axe says of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Page

NARROW, WIDE = 320, 1280
LOOKS = [(NARROW, "light"), (NARROW, "dark"), (WIDE, "dark"), (WIDE, "light")]
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".unseen"))
    .map(element => element.cloneNode().outerHTML)"""
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter(animation => animation instanceof CSSTransition).map(({finished}) => finished))"""
TOURS: dict[str, set[str]] = {}
"""Which views' pages each test looks at."""


def sees(*names: str) -> Callable[[Callable], Callable]:
    """Whose pages a test looks at. It fails where it did not come to one, or came to another."""

    def note(test: Callable) -> Callable:
        TOURS[test.__name__] = set(names)
        return test

    return note


@dataclass
class Looks:
    """What was looked at, by the names of the views, and what was found wrong there."""

    axe_findings: Callable[[Page], list[str]]
    names: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def at(self, page: Page, state: str = "") -> None:
        """The page as it stands, in all looks; `state` tells it from the same page at another time."""
        name = name_of(page)
        self.names.add(name)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.evaluate(SETTLED)  # the admin's colours take a moment to change
            where = f"{name} {state} ({width} px, {scheme})"
            self.wrong += [f"{where}: {finding}" for finding in self.axe_findings(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                self.wrong.append(f"{where}: scrolls sideways: {page.evaluate(TOO_WIDE)[:3]}")


def name_of(page: Page) -> str:
    """The view's name as the URL conf has it; an error page's, by its status."""
    if page.locator("body").get_attribute("data-page") == "error":
        return page.locator(".kicker").inner_text()[:3]
    return resolve(urlsplit(page.url).path).view_name

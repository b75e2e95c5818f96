"""A first visit to a section costs little: for a phone on a slow and dear line.

What an author shows in a picture is content and takes a request of its own; its bytes count with the rest.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from lessons.pictures import URL as PICTURES
from tests.browser import course

FIRST_VISIT_BYTES, FIRST_VISIT_REQUESTS = 40 * 1024, 6
HTML_AND_STYLE_BYTES = 14 * 1024

# What a browser with tabs asks for by itself.
ICON = "fetch(document.querySelector('link[rel=icon]').href).then(icon => icon.blob()).then(() => undefined)"


def visit(page: Page, address: str) -> dict[str, int]:
    """The bytes on the wire, heads included, by path."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    paths: dict[str, str] = {}
    weights: dict[str, int] = {}
    line.on("Network.requestWillBeSent", lambda e: paths.update({e["requestId"]: e["request"]["url"]}))
    line.on("Network.loadingFinished", lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(address)
    page.evaluate(ICON)
    page.wait_for_load_state("networkidle")
    assert set(paths) == set(weights), [url for name, url in paths.items() if name not in weights]
    return {urlsplit(paths[name]).path: int(weight) for name, weight in weights.items()}


def test_every_section_is_light_on_a_first_visit(new_page: Callable[..., Page]):
    for number, _module in enumerate(course.course().modules, start=1):
        for address in course.sections(number):
            weights = visit(new_page(), address)
            style = next(path for path in weights if path.endswith(".css"))
            of_the_page = [path for path in weights if not path.startswith(PICTURES)]
            assert len(of_the_page) <= FIRST_VISIT_REQUESTS, weights
            assert sum(weights.values()) <= FIRST_VISIT_BYTES, weights
            assert weights[address] + weights[style] <= HTML_AND_STYLE_BYTES, weights


def test_a_second_section_costs_its_text_alone(page: Page):
    first, second = course.sections()[:2]
    visit(page, first)
    page.goto("about:blank")
    again = visit(page, second)
    assert again[second] == sum(again.values())

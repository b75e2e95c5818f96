"""Items to arrange on a page of their own, and what people do with them by mouse and by touch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from playwright.sync_api import Locator, Page

from quizzes.display import ItemForm

ADDRESS = "http://course.test/"
LINES = ["Security", "Belt and Road", "Governance", "Development"]
WORDS = ["parks", "ports", "ventures", "zones"]
PAGE = """<!doctype html><html lang="en" dir="{direction}">
<head><meta charset="utf-8"><title>Arranging</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="htmx-config" content='{{"history":false,"includeIndicatorCSS":false,"defaultSettleDelay":0}}'>
<link rel="stylesheet" href="style.css"><script src="vendor/htmx/htmx.min.js" defer></script>
<script src="arrange.js" defer></script></head>
<body>{signs}<div id="status" role="status" class="unseen"></div>
<main><h1>Arranging</h1>{item}</main></body></html>"""


def form(interaction: str, asked: dict[str, Any], dom_id: str = "i") -> str:
    item = ItemForm(
        slug="item", interaction=interaction, version_number=1, stem_html="What is asked.", above_html="",
        rule_text=None, asked=asked, values=[], learner_id=UUID(int=1), url=ADDRESS, position=1,
        dom_id=dom_id,
    )  # fmt: skip
    return render_to_string("quizzes/_item_form.html", {"form": item})


def order(chosen: dict[str, int] | None = None) -> str:
    """The form of an order; `chosen`: the places given so far."""
    given = chosen or {}
    return form(
        "order",
        {
            "lines": [
                {"id": f"e{at}", "html": words, "options": places(f"e{at}", given.get(words))}
                for at, words in enumerate(LINES)
            ]
        },
    )


def places(line: str, chosen: int | None) -> list[dict[str, Any]]:
    return [
        {"value": f"{line} {place}", "text": str(place), "chosen": place == chosen}
        for place in range(1, len(LINES) + 1)
    ]


def gaps(dom_id: str = "i") -> str:
    pieces: list[dict[str, Any]] = [{"html": "Manufacturing "}]
    for number, after in enumerate([", industrial ", " and joint ", "."], start=1):
        options = [{"value": f"g{number} {word}", "text": word, "chosen": False} for word in WORDS]
        pieces += [{"gap": f"g{number}", "number": number, "options": options}, {"html": after}]
    return form("gap_match", {"words": WORDS, "pieces": pieces, "gaps": 3}, dom_id)


# On the page


def shown(page: Page) -> list[str]:
    """The lines as they stand, each with the place that its menu names."""
    return page.locator(".order > li").evaluate_all(
        """lines => lines.map(line => [line.querySelector("select").selectedOptions[0].text,
            line.querySelector("label").textContent].join(" "))"""
    )


def handle(page: Page, line: str) -> Locator:
    return page.get_by_role("button", name=f"Move up or down: {line}")


def filled(page: Page) -> list[str]:
    return page.locator(".cloze select").evaluate_all(
        "menus => menus.map(menu => menu.value && menu.selectedOptions[0].text)"
    )


def heard(page: Page) -> list[str]:
    return page.evaluate("window.heard.splice(0)")


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def path(start: Locator, end: Locator) -> list[tuple[float, float]]:
    """From the middle of one to a little beyond the middle of the other, in small steps."""
    (x, y), (to_x, to_y) = middle(start), middle(end)
    to_y += 2 if to_y > y else -2
    return [(x + (to_x - x) * step / 12, y + (to_y - y) * step / 12) for step in range(13)]


def drag(page: Page, start: Locator, end: Locator) -> None:
    points = path(start, end)
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def drag_by_touch(page: Page, start: Locator, end: Locator) -> None:
    touch = page.context.new_cdp_session(page)
    for at, (x, y) in enumerate(path(start, end)):
        kind = "touchMove" if at else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

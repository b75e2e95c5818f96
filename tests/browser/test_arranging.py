"""Lines of an order and words for gaps, arranged by keyboard, mouse and touch; the menus stay what counts.

The templates and the script as they are, on a page of the test's own under the course's policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.csp import build_policy
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.arranging import (
    ADDRESS,
    LINES,
    PAGE,
    drag,
    drag_by_touch,
    filled,
    gaps,
    handle,
    heard,
    order,
    shown,
)  # fmt: skip
from tests.browser.conftest import LAPTOP, PATIENCE_MILLISECONDS, PHONE, WATCH_POLICY, Complaints

STATIC = settings.BASE_DIR / "ssc_course/static"
LISTEN = """() => {
    window.heard = [];
    for (const type of ["input", "change"])
        document.addEventListener(type, ({target}) => window.heard.push(`${type} ${target.id}`));
}"""

type Show = Callable[..., Page]


@pytest.fixture
def show(chromium: Browser, complaints: Complaints) -> Iterator[Show]:
    """Opens a page with one item in it; what the form sends is answered with `answer`."""
    contexts: list[BrowserContext] = []
    policy = build_policy(settings.SECURE_CSP)
    signs = render_to_string("signs.html")

    def open_page(item: str, answer: str = "", direction: str = "ltr", **options: Any) -> Page:
        context = chromium.new_context(**{**LAPTOP, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()

        def meet(route: Route) -> None:
            path = route.request.url.removeprefix(ADDRESS)
            if path:
                return route.fulfill(path=STATIC / path)
            page_of_it = PAGE.format(direction=direction, signs=signs, item=item)
            body = answer if route.request.method == "POST" else page_of_it
            return route.fulfill(
                body=body, content_type="text/html", headers={"Content-Security-Policy": policy}
            )

        page.route("**/*", meet)
        page.on("console", complaints.hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(ADDRESS)
        if options.get("java_script_enabled", True):
            page.evaluate(f"() => {{ {WATCH_POLICY} }}")
            page.evaluate(LISTEN)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints.left() == []


# A sequence


def test_arrow_keys_on_a_handle_move_its_line_and_number_all_of_them(show: Show):
    page = show(order())
    handle(page, "Security").press("ArrowDown")
    assert shown(page) == ["1 Belt and Road", "2 Security", "3 Governance", "4 Development"]
    expect(handle(page, "Security")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Security: place 2 of 4")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert shown(page) == ["1 Security", "2 Belt and Road", "3 Governance", "4 Development"]
    expect(page.get_by_role("status")).to_have_text("Security: place 1 of 4")


def test_others_hear_of_each_menu_that_a_move_changes_and_of_no_other(show: Show):
    page = show(order({"Security": 1, "Belt and Road": 2, "Governance": 3, "Development": 4}))
    handle(page, "Governance").press("ArrowDown")
    assert sorted(heard(page)) == ["change i-e2", "change i-e3", "input i-e2", "input i-e3"]
    page.get_by_role("combobox", name="Security").focus()
    page.keyboard.press("ArrowDown")
    assert heard(page) == ["input i-e0", "change i-e0"]


def test_a_handle_is_dragged_with_the_mouse_to_the_end_and_back(show: Show):
    page = show(order())
    drag(page, handle(page, "Security"), handle(page, "Development"))
    assert shown(page) == ["1 Belt and Road", "2 Governance", "3 Development", "4 Security"]
    expect(page.get_by_role("status")).to_have_text("Security: place 4 of 4")
    drag(page, handle(page, "Security"), handle(page, "Governance"))
    assert shown(page) == ["1 Belt and Road", "2 Security", "3 Governance", "4 Development"]
    expect(page.locator("[data-held]")).to_have_count(0)


def test_a_handle_is_dragged_with_a_finger_and_the_page_stays(show: Show):
    page = show(order(), **{**PHONE, "viewport": {"width": 390, "height": 480}})
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
    drag_by_touch(page, handle(page, "Governance"), handle(page, "Security"))
    assert shown(page) == ["1 Governance", "2 Security", "3 Belt and Road", "4 Development"]
    assert page.evaluate("scrollY") == 0


def test_a_line_that_is_a_picture_is_called_by_its_alternative_text(show: Show):
    page = show(order().replace("Security</label>", '<img src="icon.svg" alt="A shield"></label>'))
    handle(page, "A shield").press("ArrowDown")
    expect(page.get_by_role("status")).to_have_text("A shield: place 2 of 4")


def test_from_right_to_left_it_is_the_same(show: Show):
    page = show(order(), direction="rtl")
    drag(page, handle(page, "Development"), handle(page, "Security"))
    assert shown(page) == ["1 Development", "2 Security", "3 Belt and Road", "4 Governance"]


def test_the_menus_alone_give_any_answer_and_move_nothing(show: Show):
    page = show(order())
    for words, place in zip(LINES, ["3", "1", "1", ""], strict=True):
        page.get_by_role("combobox", name=words).select_option(label=place or "–")
    assert shown(page) == ["3 Security", "1 Belt and Road", "1 Governance", "– Development"]


def test_a_move_begins_from_what_the_menus_say(show: Show):
    page = show(order())
    page.get_by_role("combobox", name="Governance").select_option(label="1")
    page.get_by_role("combobox", name="Security").select_option(label="2")
    handle(page, "Security").press("ArrowUp")
    assert shown(page) == ["1 Security", "2 Governance", "3 Belt and Road", "4 Development"]
    for words, place in zip(LINES, "3412", strict=True):
        page.get_by_role("combobox", name=words).select_option(label=place)
    drag(page, handle(page, "Development"), handle(page, "Governance"))
    assert shown(page) == ["1 Governance", "2 Development", "3 Security", "4 Belt and Road"]


def test_a_whole_order_is_shown_in_that_order_and_half_of_one_is_left_as_it_is(show: Show):
    page = show(order({"Development": 1, "Governance": 2, "Belt and Road": 3, "Security": 4}))
    assert shown(page) == ["1 Development", "2 Governance", "3 Belt and Road", "4 Security"]
    page = show(order({"Development": 1}))
    assert shown(page) == ["– Security", "– Belt and Road", "– Governance", "1 Development"]


def test_a_form_that_is_swapped_in_has_handles_and_the_focus_is_where_it_was(show: Show):
    saved = {"Belt and Road": 1, "Security": 2, "Governance": 3, "Development": 4}
    page = show(order(), answer=order(saved))
    handle(page, "Security").press("ArrowDown")
    page.evaluate("""() => htmx.ajax("POST", "/", {target: "#i", swap: "outerHTML"})""")
    expect(page.locator("#i-e0 [selected]")).to_have_text("2")
    assert shown(page) == ["1 Belt and Road", "2 Security", "3 Governance", "4 Development"]
    expect(handle(page, "Security")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert shown(page) == ["1 Belt and Road", "2 Governance", "3 Security", "4 Development"]


# Words for gaps


def test_a_word_is_dragged_into_a_gap_with_the_mouse(show: Show):
    page = show(gaps())
    drag(page, page.get_by_text("zones", exact=True).first, page.get_by_label("Gap 1 of 3"))
    drag(page, page.get_by_text("parks", exact=True).first, page.get_by_label("Gap 2 of 3"))
    assert filled(page) == ["zones", "parks", ""]
    assert heard(page) == ["input i-g1", "change i-g1", "input i-g2", "change i-g2"]
    expect(page.get_by_role("status")).to_have_text("Gap 2 of 3: parks")


def test_a_word_is_dragged_into_a_gap_with_a_finger(show: Show):
    page = show(gaps(), **PHONE)
    drag_by_touch(page, page.get_by_text("zones", exact=True).first, page.get_by_label("Gap 3 of 3"))
    assert filled(page) == ["", "", "zones"]


def test_a_tap_on_a_word_and_one_on_a_gap_put_it_there_and_open_no_menu(show: Show):
    page = show(gaps(), **PHONE)
    page.get_by_text("ventures", exact=True).first.tap()
    expect(page.locator("[data-held]")).to_have_text("ventures")
    page.get_by_label("Gap 3 of 3").tap()
    assert filled(page) == ["", "", "ventures"]
    expect(page.locator("[data-held]")).to_have_count(0)
    expect(page.get_by_label("Gap 3 of 3")).not_to_be_focused()
    page.get_by_label("Gap 3 of 3").tap()  # with nothing in hand
    expect(page.get_by_label("Gap 3 of 3")).to_be_focused()


def test_there_is_one_of_each_word_so_it_leaves_the_gap_it_was_in(show: Show):
    page = show(gaps())
    for gap in ("Gap 1 of 3", "Gap 3 of 3"):
        page.get_by_text("zones", exact=True).first.click()
        page.get_by_label(gap).click()
    assert filled(page) == ["", "", "zones"]


def test_a_word_that_was_taken_up_is_let_go_by_another_tap_on_it_or_beside(show: Show):
    page = show(gaps())
    word = page.get_by_text("zones", exact=True).first
    for elsewhere in (word, page.get_by_role("heading")):
        word.click()
        expect(page.locator("[data-held]")).to_have_count(1)
        elsewhere.click()
        expect(page.locator("[data-held]")).to_have_count(0)
    page.get_by_label("Gap 1 of 3").select_option(label="parks")
    assert filled(page) == ["parks", "", ""]


def test_a_word_goes_into_gaps_of_its_own_item_only(show: Show):
    page = show(gaps("i") + gaps("j"))
    drag(page, page.locator("#i .bank > li").first, page.locator("#j select").first)
    page.locator("#i .bank > li").first.click()
    page.locator("#j select").first.click()
    assert filled(page) == [""] * 6
    expect(page.locator("[data-held]")).to_have_count(0)


# Both


@pytest.mark.parametrize("item", [order, gaps])
def test_axe_finds_nothing_with_handles_and_with_a_word_taken_up(
    show: Show, axe_findings: Callable[[Page], list[str]], item: Callable[[], str]
):
    page = show(item(), **PHONE)
    page.locator(".bank > li, .order button").first.tap()
    assert axe_findings(page) == []


@pytest.mark.parametrize("item", [order, gaps])
def test_without_script_there_are_the_menus_and_nothing_that_does_nothing(
    show: Show, item: Callable[[], str]
):
    page = show(item(), java_script_enabled=False)
    names = page.get_by_role("button").all_inner_texts()
    assert names == ["Save answer", "Save and go on"]
    assert page.get_by_role("combobox").count() in (3, 4)


def test_a_handle_and_a_word_are_large_enough_to_touch(show: Show):
    for item, selector in ((order(), ".order button"), (gaps(), ".bank > li"), (gaps(), ".cloze select")):
        page = show(item, **PHONE)
        heights = [box.bounding_box()["height"] for box in page.locator(selector).all()]
        assert min(heights) >= 44, selector

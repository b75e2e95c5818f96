"""The form of an item: it works by itself, says what is at stake, and holds nothing that is secret."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from quizzes.display import Hints, hints_of, scored_item
from quizzes.models import ItemVersion
from quizzes.rules import NOTHING
from tests.quizzes.every_interaction import (
    FIVE_PAST_TWO,
    Elements,
    form,
    form_page,
    interactions,
    order,
    result_page,
    right,
    scored,
    version,
    wrong,
)  # fmt: skip


@interactions
def test_every_control_of_a_form_has_an_id_a_label_and_the_name_values(interaction: str):
    page = Elements(form_page(form(version(interaction, stem="Read this.\n\nWhat is asked?"), error="No.")))
    ids = Counter(page.having("id"))
    assert set(ids.values()) == {1}
    controls = [
        attributes
        for tag, attributes in page.all
        if tag in {"input", "select"} and attributes.get("type") != "hidden"
    ]
    assert controls
    assert {control["name"] for control in controls} == {"values"}
    labelled = {*page.having("for")}
    for control in controls:
        within_label = control.get("type") in {"radio", "checkbox"}
        assert within_label or control["id"] in labelled or control.get("aria-label")
    described = " ".join(page.having("aria-describedby")).split()
    assert {"i-above", "i-error"} <= set(described) <= set(ids)


@interactions
def test_what_was_given_is_given_in_the_form_again(interaction: str):
    asked = version(interaction)
    page = Elements(form_page(form(asked, wrong(asked)))).all
    marked = [at.get("value") for _tag, at in page if "checked" in at or "selected" in at or "size" in at]
    assert marked == wrong(asked)


def test_a_menu_in_a_sentence_says_which_of_how_many_gaps_it_is():
    labels = Elements(form_page(form(version("gap_match")))).having("aria-label")
    assert labels == ["Words", "Gap 1 of 2", "Gap 2 of 2"]


def test_what_stands_above_the_line_that_asks_stands_above_it_in_form_and_result():
    asked = version("choice", stem="First *this*.\n\nThen what?")
    for html in (form_page(form(asked)), result_page(scored(asked, [], NOTHING))):
        assert html.index("<p>First <em>this</em>.</p>") < html.index("Then what?")


def test_a_change_is_an_answer_in_an_attempt_unless_it_is_checked_at_once():
    asked = version("choice")
    assert " data-autosave" in form_page(form(asked, position=1))
    assert " data-autosave" not in form_page(form(asked, position=1, checked_at_once=True))
    assert " data-autosave" not in form_page(form(asked))


def test_a_check_at_once_says_before_that_it_is_final():
    page = form_page(form(version("choice"), position=1, checked_at_once=True))
    assert "Check my answer" in page and "Once it is checked, your answer is final." in page
    assert "Save" not in page
    assert "final" not in form_page(form(version("choice")))


def test_a_save_that_took_the_place_of_another_browsers_answer_says_so():
    saved = {"position": 1, "saved": "true", "saved_at": FIVE_PAST_TWO}
    with timezone.override("UTC"):
        page = form_page(form(version("choice"), **saved, replaced_at=FIVE_PAST_TWO))
    assert "This took the place of an answer saved at 14:05 from another browser or tab." in page
    assert "took the place" not in form_page(form(version("choice"), **saved))


def test_form_and_result_lead_to_where_a_problem_is_reported():
    asked = version("choice")
    link = '<a href="/report/">Report a problem with this item</a>'
    assert link in form_page(form(asked, report_url="/report/"))
    assert link in result_page(scored(asked, [], NOTHING, report_url="/report/"))
    assert "Report a problem" not in form_page(form(asked)) + result_page(scored(asked, []))


# Hints


def hinted(asked: ItemVersion, taken: int, *, at_a_cost: bool = True) -> Hints | None:
    return hints_of(asked, taken, url="/hint/", dom_id="h", at_a_cost=at_a_cost)


@pytest.fixture
def helped() -> ItemVersion:
    """An item with three hints, each of which costs a third."""
    asked = version("choice")
    asked.content["hints"] = {"count": 3, "penalty": "1/3"}
    asked.answer_key.hints = [
        {"md": text, "html": text} for text in ("look once", "look twice", "look thrice")
    ]
    return asked


def test_a_hint_says_what_it_costs_before_one_asks_and_what_the_item_is_worth_then(helped: ItemVersion):
    fresh = form_page(form(helped, position=1, hints=hinted(helped, 0)))
    assert "Take hint 1 of 3 (the item is then worth 67 % at most)" in fresh
    assert "is now worth" not in fresh and "look once" not in fresh
    later = form_page(form(helped, position=1, hints=hinted(helped, 1)))
    assert "look once" in later and "look twice" not in later
    assert "The item is now worth 67 % at most." in later
    assert "Take hint 2 of 3 (the item is then worth 33 % at most)" in later
    done = form_page(form(helped, position=1, hints=hinted(helped, 3)))
    assert "look thrice" in done and "is now worth 0 % at most" in done and "Take hint" not in done


def test_in_practice_a_hint_costs_nothing(helped: ItemVersion):
    page = form_page(form(helped, hints=hinted(helped, 1, at_a_cost=False)))
    assert "Take hint 2 of 3 (costs nothing here)" in page
    assert "worth" not in page


def test_hints_that_were_not_taken_are_not_in_the_form(helped: ItemVersion):
    shown = repr(form(helped, hints=hinted(helped, 1)))
    assert ("look once" in shown, "look twice" in shown, "look thrice" in shown) == (True, False, False)


def test_hints_taken_are_in_the_score_and_in_its_sum(helped: ItemVersion):
    item = scored_item(helped, right(helped), order=order(helped), hints=1, dom_id="i")
    assert Fraction(item.score).limit_denominator(9) == Fraction(2, 3)
    assert item.sum_text == "1 point of 1. 1 hint was taken: 1 − 1 × 1/3 = 2/3 of a point."


def test_the_hints_alone_are_what_a_page_swaps_and_the_new_one_gets_the_focus(helped: ItemVersion):
    asked = form(helped, position=1, hints=hinted(helped, 2))
    alone = render_to_string("quizzes/_hints.html#hints", {"form": asked, "hint_taken": True})
    assert [name for name, attributes in Elements(alone).all if "autofocus" in attributes] == ["li"]
    assert alone.replace(' tabindex="-1" autofocus', "").strip() in form_page(asked)

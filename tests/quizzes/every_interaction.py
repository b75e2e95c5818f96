"""An item of each interaction, twice: the same content with another key. Canaries stand in what is secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.template.loader import render_to_string

from quizzes.display import ItemForm, ScoredItem, item_form, scored_item
from quizzes.interactions import REGISTRY
from quizzes.models import AnswerKey, Item, ItemVersion
from quizzes.rules import EVERYTHING, Parts

KEY, FEEDBACK, EXPLANATION, GIVEN = "canary-key", "canary-feedback", "canary-explanation", "canary-given"
FIVE_PAST_TWO = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
RIGHT_A = {"text": "a", "correct": True, "feedback": FEEDBACK}
RIGHT_C = {"text": "c", "correct": True}
WRONG_B = {"text": "b", "feedback": FEEDBACK}

# Each item twice: the same content with another key.
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "choice": (
        {"options": [RIGHT_A, WRONG_B, {"text": "c"}]},
        {"options": [{"text": "a"}, WRONG_B, RIGHT_C]},
    ),
    "hottext": (
        {"several": True, "passage": [RIGHT_A, WRONG_B, {"text": "c"}]},
        {"several": True, "passage": [{"text": "a"}, WRONG_B, RIGHT_C]},
    ),
    "text_entry": (
        {"accept": [KEY], "width": 20, "feedback": [{"for": GIVEN, "text": FEEDBACK}]},
        {"accept": ["other"], "width": 20, "feedback": [{"for": GIVEN, "text": FEEDBACK}]},
    ),
    "inline_choice": (
        {"text": "{1}", "gaps": [{"options": [RIGHT_A, WRONG_B, {"text": "c"}]}]},
        {"text": "{1}", "gaps": [{"options": [{"text": "a"}, WRONG_B, RIGHT_C]}]},
    ),
    "gap_match": (
        {"text": "{a} and {b}.", "feedback": [{"gap": 1, "word": "b", "text": FEEDBACK}], "others": ["c"]},
        {"text": "{c} and {b}.", "feedback": [{"gap": 1, "word": "b", "text": FEEDBACK}], "others": ["a"]},
    ),
    "match": (
        {
            "pairs": [["one", "a"], ["two", "b"]],
            "others": ["c"],
            "feedback": [{"source": "one", "target": "b", "text": FEEDBACK}],
        },
        {
            "pairs": [["one", "c"], ["two", "a"]],
            "others": ["b"],
            "feedback": [{"source": "one", "target": "b", "text": FEEDBACK}],
        },
    ),
    "order": (
        {"sequence": [{"text": "a", "feedback": FEEDBACK}, "b", "c"]},
        {"sequence": ["b", "c", {"text": "a", "feedback": FEEDBACK}]},
    ),
}
interactions = pytest.mark.parametrize("interaction", SHAPES)


def version(interaction: str, which: int = 0, *, stem: str = "What is asked?", **fields: Any) -> ItemVersion:
    """A version that no database knows."""
    of = REGISTRY[interaction]
    shape = of.Shape.model_validate({"stem": stem, **SHAPES[interaction][which], **fields})
    content, key, feedback = of.read("an-item", shape)
    made = ItemVersion(item=Item(slug="an-item"), number=3, interaction=interaction, content=content)
    AnswerKey(version=made, key=key, feedback=feedback, explanation={"md": EXPLANATION, "html": EXPLANATION})
    return made


def wrong(asked: ItemVersion) -> list[str]:
    """A wrong answer that the author has words for."""
    of, key = REGISTRY[asked.interaction], asked.answer_key
    spoken_of = next(value for value in key.feedback if not of.score(key.key, [value]))
    return of.check(asked.content, [spoken_of])


def right(asked: ItemVersion) -> list[str]:
    return REGISTRY[asked.interaction].states(asked.content, asked.answer_key.key)["correct"]


def order(asked: ItemVersion) -> list[str]:
    return REGISTRY[asked.interaction].option_ids(asked.content)


def scored(asked: ItemVersion, values: list[str], parts: Parts = EVERYTHING, **place: Any) -> ScoredItem:
    return scored_item(asked, values, order=order(asked), parts=parts, **{"dom_id": "i", **place})


def form(asked: ItemVersion, values: Iterable[str] = (), **place: Any) -> ItemForm:
    ids = {"learner_id": UUID(int=1), "client_key": UUID(int=2)}
    where = {"url": "/here/", "dom_id": "i", **ids, **place}
    return item_form(asked, order=order(asked), values=list(values), **where)


class Elements(HTMLParser):
    """The elements of a piece of HTML, as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def having(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _tag, attributes in self.all if attribute in attributes]


def result_page(item: ScoredItem) -> str:
    return render_to_string("quizzes/_scored.html", {"scored": item})


def form_page(item: ItemForm) -> str:
    return render_to_string("quizzes/_item_form.html", {"form": item})

"""Stems: the last paragraph asks, and what it asks about may stand above."""

import pytest
from pydantic import TypeAdapter, ValidationError

from quizzes.interactions.base import Stem, stem

read_stem = TypeAdapter(Stem).validate_python


@pytest.mark.parametrize(
    "source", ["Which *one*?", "Which\n*one*?", "  Which \t *one*?\n", "\n\nWhich *one*?\n"]
)
def test_a_stem_of_one_paragraph_is_one_line(source):
    assert stem(read_stem(source)) == {"md": "Which *one*?", "html": "Which <em>one</em>?"}


def test_what_stands_above_the_last_paragraph_is_kept_line_by_line():
    source = read_stem("Look at these:  \r\n\r\n- one\r\n- two\r\n\r\n\r\nWhich\r\nis *first*?\r\n")
    assert source == "Look at these:\n\n- one\n- two\n\nWhich is *first*?"
    assert stem(source) == {
        "md": source,
        "html": "Which is <em>first</em>?",
        "above": "<p>Look at these:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
    }
    assert read_stem(source) == source


def test_a_picture_may_stand_above_or_in_the_line_that_asks():
    above = stem(read_stem("![A map](media/map.png)\n\nWhere is it?"))
    assert '<img src="media/map.png" alt="A map"' in above["above"] and above["html"] == "Where is it?"
    assert "<img" in stem(read_stem("Where is ![this](media/map.png)?"))["html"]


@pytest.mark.parametrize(
    "source",
    [
        "Look:\n\n- one\n- two",
        "- one\n- two",
        "Look:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "Which?\n\n```\ncode\n```",
        "```\ncode\n\nWhich?",
        "Which?\n\n> said",
        "- Which?\n\n  This one?",
        "Look:\n\n# Which?",
        "Look:\n\n## Here\nWhich?",
    ],
)
def test_a_stem_that_ends_in_something_else_than_a_line_that_asks_is_refused(source):
    with pytest.raises(ValidationError, match="the stem ends without a line that asks; write it last"):
        read_stem(source)


@pytest.mark.parametrize("source", ["![A > B](media/map.png)", "Look:\n\n![A map](media/map.png)"])
def test_a_picture_alone_asks_nothing(source):
    with pytest.raises(ValidationError, match="write below it"):
        read_stem(source)


@pytest.mark.parametrize(
    ("source", "words"),
    [("", "at least 1 item"), (" \n\n ", "at least 1 item"), ("x" * 4001, "at most 4000")],
)
def test_a_stem_says_something_and_not_too_much(source, words):
    with pytest.raises(ValidationError, match=words):
        read_stem(source)

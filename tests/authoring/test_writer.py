"""The canonical form: what is written is read back the same, and writing again changes no byte."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.files.nodes import plain
from authoring.files.reader import REFUSED_CHARACTER, read_yaml
from authoring.files.writer import WIDTH, scalar, write_file, write_value

characters = st.characters(exclude_categories=["Cs"]).filter(lambda c: not REFUSED_CHARACTER.match(c))
tricky = st.sampled_from(
    [
        *("no", "on", "y", "~", "null", "12:30", "2013", "1e3", "0o7", "2026-01-10", "=", "<<", "", " "),
        *("a: b", "a #b", "- a", "a:", "#a", "'a'", '"a"', "[a]", "{a}", "*a", "&a", "!a", "|", ">", "%a"),
        *("@a", "`a", "?", "a?", "---", "...", "a, b", "a  b", " a", "a ", "\\", "a\\n", "é", "中文", "😀"),
    ]
)
words = st.lists(st.text("abcdef:#-,.", max_size=9), min_size=15, max_size=40).map(" ".join)
texts = st.one_of(tricky, words, st.text(characters.filter(lambda c: c != "\n"), max_size=60))
lines = st.lists(texts, min_size=2, max_size=5).map("\n".join)
names = st.text("abc_", min_size=1, max_size=8)
scalars = st.one_of(texts, lines, st.booleans(), st.integers(0, 999))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def as_strings(value):
    """What the reader gives for a value: strings, and a line end after what was written as a block."""
    if isinstance(value, dict):
        return {name: as_strings(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_strings(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def without_last_line_ends(value):
    if isinstance(value, dict):
        return {name: without_last_line_ends(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_last_line_ends(inner) for inner in value]
    return value.rstrip("\n")


@given(st.dictionaries(names, values, min_size=1, max_size=4))
def test_reading_what_was_written_gives_the_same(value):
    document = read_yaml("x.yaml", write_file(value).encode())
    assert document.problems == []
    assert without_last_line_ends(plain(document.root)) == without_last_line_ends(as_strings(value))


@given(texts)
def test_a_text_stays_a_text_for_any_reader_of_yaml(text):
    """Not a number, a date or a yes, though PyYAML would like to think so."""
    for written in (f"a: {scalar(text)}", f"a: [{scalar(text, in_flow=True)}]"):
        assert yaml.safe_load(written)["a"] in (text, [text])


@pytest.mark.parametrize("text", ["1e3", "0o7", ".5", "y", "N"])
def test_what_other_versions_of_yaml_take_for_something_else_is_quoted(text):
    assert scalar(text) == f'"{text}"'


@given(st.lists(st.text("abcdef", min_size=1, max_size=12), min_size=1, max_size=60))
def test_no_line_is_longer_than_the_width_unless_a_word_is(words):
    text = write_value({"key": " ".join(words), "list": [" ".join(words)]})
    assert max(map(len, text.splitlines())) <= WIDTH


def test_the_form():
    value = {
        "id": "bri-year",
        "tests": ["bri-2013"],
        "number": "2013",
        "correct": True,
        "points": 2,
        "stem": "In which year, according to the article, was the Belt and Road Initiative launched, by whom,"
        " and what for?",
        "explanation": "The article puts it so: "
        + "2013 is the year of the first, and of no other, initiative. " * 2
        + "So.",
        "options": [{"text": "2013", "correct": True}, {"text": "2021"}],
        "parts": [{"text": "2013", "feedback": "f " * 60 + "f"}, {"text": "2021"}],
        "body": "One *line*.\n\nAnd another.",
        "empty": [],
    }
    assert write_value(value) == (
        """\
id: bri-year
tests: [bri-2013]
number: "2013"
correct: true
points: 2
stem: In which year, according to the article, was the Belt and Road Initiative launched, by whom, and what
  for?
explanation: >-
  The article puts it so: 2013 is the year of the first, and of no other, initiative. 2013 is the year of the
  first, and of no other, initiative. So.
options:
  - {text: "2013", correct: true}
  - {text: "2021"}
parts:
  - text: "2013"
    feedback: f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f f
      f f f f f f f f f f f f f
  - text: "2021"
body: |
  One *line*.

  And another.
empty: []
"""
    )


def test_lists_in_lists_and_lists_in_mappings_stand_on_one_line_where_they_fit():
    value = {
        "pairs": [["one", "two"], ["a " * 51 + "a", "b"], ["three: four", "five"]],
        "parts": [{"draw": 2, "claims": ["a", "b"]}, {"item": "c"}],
        "gaps": [{"options": [{"text": "a"}]}],
    }
    assert write_value(value) == (
        "pairs:\n"
        "  - [one, two]\n"
        f"  - - {'a ' * 51}a\n"
        "    - b\n"
        '  - ["three: four", five]\n'
        "parts:\n"
        "  - {draw: 2, claims: [a, b]}\n"
        "  - {item: c}\n"
        "gaps:\n"
        "  - options:\n"
        "      - {text: a}\n"
    )


def test_the_head_stands_first_and_things_stand_apart():
    value = {"terms": [{"id": "a", "list": [{"b": "c"}]}, {"id": "b"}]}
    assert write_file(value, "# One\n# two") == (
        "# One\n# two\n\nterms:\n  - id: a\n    list:\n      - {b: c}\n\n  - id: b\n"
    )
    assert write_file([{"id": "a"}, {"id": "b"}]) == "- id: a\n\n- id: b\n"

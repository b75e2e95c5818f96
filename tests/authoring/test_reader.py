"""The reader: YAML as people write it, with places, and nothing that surprises or explodes."""

import tracemalloc
from time import perf_counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from authoring.files.nodes import Place, locate, plain
from authoring.files.reader import read_yaml

BOMBS = {
    "aliases": "a: &a [x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "merge keys": "a: &a {x: 1}\n"
    + "".join(
        f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 8)}]}}\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "open brackets": "[" * 500_000,
    "open mappings": "{a: " * 250_000,
    "nested dashes": "- " * 500_000,
    "one long line": "a: " + "x" * 1_000_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(20_000)),
    "comments": "a: b\n" + "# c\n" * 60_000,
    "many quotes": 'a: "' + '\\"' * 500_000,
}


def read(source: str):
    return read_yaml("x.yaml", source.encode())


@pytest.mark.parametrize(
    "word",
    ["no", "on", "yes", "true", "null", "~", "12:30", "2013", "0x1F", "1e3", "2026-01-10", ".inf", "=", ""],
)
def test_every_scalar_is_a_string(word):
    assert plain(read(f"a: {word}").root) == {"a": word}


def test_every_place_is_known():
    root = read('first: 1\nlist:\n  - id: a\n    deep: [x, "y"]\n').root
    assert locate(root, ["first"]) == Place(1, 8)
    assert locate(root, ["first"], key=True) == Place(1, 1)
    assert locate(root, ["list"]) == Place(2, 1)
    assert locate(root, ["list", 0]) == Place(3, 5)
    assert locate(root, ["list", 0, "deep", 1]) == Place(4, 15)
    assert locate(root, ["list", 0, "missing", "more"]) == Place(3, 5)


def test_columns_count_characters_not_bytes():
    assert read("- [中文😀, *a]").problems[0].column == 9


def test_windows_line_ends_are_line_ends():
    document = read("a: |\r\n  one\r\n  two\r\nb: 2\r\n")
    assert plain(document.root) == {"a": "one\ntwo\n", "b": "2"}
    assert document.problems == []


def test_the_comment_at_the_head_is_kept():
    assert read("# One\n#   two\n\na: 1\n").head == "# One\n#   two"
    assert read("a: 1\n").head == ""


@pytest.mark.parametrize(
    "source",
    ["a: 'x # y'", 'a: "x # y"', "a: |\n  # x\n  # y\n", "a: >-\n  x\n  # y\n", "a: x#y", "a: [x#y, '#']"],
)
def test_a_number_sign_within_a_text_is_no_comment(source):
    assert read(source).problems == []


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a: x # y", (1, 6)),
        ("a: |\n  x\n# y\nb: 1", (3, 1)),
        ("a: | # y\n  x", (1, 6)),
        ("a: [x, # y\n  z]", (1, 8)),
        ("a: x\n  # y\n", (2, 3)),
    ],
)
def test_a_comment_is_refused_at_its_place(source, place):
    assert [(problem.line, problem.column) for problem in read(source).problems] == [place]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(name):
    """A merge key bomb of 1 KB took 9.4 s with `yaml.safe_load`; every one of these is read in well under."""
    tracemalloc.start()
    began = perf_counter()
    document = read(BOMBS[name])
    seconds = perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.problems or name in ("one long line", "many keys")
    assert seconds < 20
    assert peak < 400 * 1024 * 1024


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data):
    document = read_yaml("x.yaml", data)
    assert document.root is not None or document.problems


@given(st.text("ab:- \n[]{},'\"#&*!|>%@`?\t", max_size=60))
def test_what_is_accepted_is_what_yaml_says(source):
    """Where we find no problem, libyaml itself reads the same."""
    document = read(source)
    if not document.problems:
        assert plain(document.root) == yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506 - strings only

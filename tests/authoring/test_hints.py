"""Hints: their texts stay with the key, what they cost with the content, and other hints ask the same."""

import pytest

from authoring.dump import canonical_item
from quizzes.items import keeps_meaning, revision_of
from quizzes.models import ItemVersion

from .folders import ITEMS, copy, edit
from .loading import dumped, item, load, mend, writes_of_a_load

pytestmark = pytest.mark.django_db
NUMBER = '  number: "2"\n'
HINTS = "  hints: [Look at the *title*., There is more than one.]\n"


@pytest.fixture
def folder(tmp_path):
    return copy(tmp_path / "course")


@pytest.fixture
def hinted(folder):
    load(edit(folder, (ITEMS, NUMBER, NUMBER + HINTS)))
    return folder


def current() -> ItemVersion:
    version = item("how-many").current
    assert version is not None
    return version


def test_the_texts_are_with_the_key_and_the_content_says_how_many_and_what_each_costs(hinted):
    assert current().content["hints"] == {"count": 2, "penalty": "1/3"}
    assert [hint["html"] for hint in current().answer_key.hints] == [
        "Look at the <em>title</em>.",
        "There is more than one.",
    ]


def test_an_item_without_hints_says_nothing_of_them(hinted):
    for slug in ("which-rivers", "authors-view"):
        version = item(slug).current
        assert "hints" not in version.content
        assert version.answer_key.hints == []


def test_what_hints_brought_makes_no_version_of_an_item_that_has_none(folder):
    """Its hash is what it was before there were hints, here as it was computed then."""
    load(folder)
    assert current().content_hash == "6a5109b749796322a4e6e07151a159162ec5697ce79a5090fc1d5c27ce976a91"


@pytest.mark.parametrize(
    ("written", "kept", "dumped_as"),
    [
        ("1/4", "1/4", "penalty: 1/4"),
        ("0.25", "1/4", "penalty: 1/4"),
        ("2/8", "1/4", "penalty: 1/4"),
        ('"0"', "0", 'penalty: "0"'),
        ('"1"', "1", 'penalty: "1"'),
        ("1/3", "1/3", ""),
        ("0.3333", "3333/10000", "penalty: 3333/10000"),
    ],
)
def test_a_penalty_is_written_in_lowest_terms_and_only_where_it_is_not_a_third(
    folder, written, kept, dumped_as
):
    load(edit(folder, (ITEMS, NUMBER, f"{NUMBER}{HINTS}  penalty: {written}\n")))
    assert current().content["hints"]["penalty"] == kept
    lines = canonical_item(item("how-many")).splitlines()
    assert [line for line in lines if "penalty" in line] == ([dumped_as] if dumped_as else [])
    assert writes_of_a_load(folder) == []


def test_hints_stand_below_what_is_asked_and_above_its_explanation(hinted):
    assert f"{NUMBER}{HINTS}  explanation: It names two.\n" in dumped()[ITEMS]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("There is more than one.", "There are some."),
        (
            "[Look at the *title*., There is more than one.]",
            "[There is more than one., Look at the *title*.]",
        ),
        (", There is more than one.", ""),
        (HINTS, f"{HINTS}  penalty: 1/2\n"),
        (HINTS, ""),
    ],
    ids=["other words", "another order", "fewer", "another cost", "none"],
)
def test_other_hints_are_a_new_version_that_asks_the_same(hinted, old, new):
    load(edit(hinted, (ITEMS, old, new)))
    assert (current().number, current().same_meaning) == (2, True)
    assert writes_of_a_load(hinted) == []


def test_hints_that_come_to_an_item_leave_its_meaning(folder):
    load(folder)
    load(edit(folder, (ITEMS, NUMBER, NUMBER + HINTS)))
    assert (current().number, current().same_meaning) == (2, True)


def test_a_version_knows_which_hints_it_was_made_of(hinted):
    revision = revision_of(current())
    assert len(revision.hints) == 2
    assert revision.content_hash == current().content_hash
    assert keeps_meaning(current(), revision)


def test_hints_are_written_in_the_browser_too(hinted):
    mended = mend("how-many", "There is more than one.", "There are some.")
    assert mended.current.answer_key.hints[1]["md"] == "There are some."
    assert "There are some." in dumped()[ITEMS]

"""Each flaw that authors are warned of is found where it stands, and good items are left in peace."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.files.asked import asked
from authoring.files.checks import errors, warnings
from authoring.files.course import Reading, read_course
from authoring.files.entries import Entry
from authoring.files.folder import Folder
from authoring.files.nodes import Document, Mapping, Place
from authoring.files.shapes import Item, ItemFields
from quizzes.interactions import REGISTRY
from tests.quizzes.interactions.shapes import BY_NAME

from .banks import DELTAS, with_clean_items
from .flaws import FLAWS
from .folders import MODULE, edit
from .test_blind import PAYING


def found(folder, *changes):
    """Everything wrong or doubtful, in one module's items after the path of their file."""
    edit(with_clean_items(folder), *((DELTAS, old, new) for old, new in changes))
    reading = read_course(folder)
    return [str(problem).removeprefix(f"{DELTAS}:") for problem in (*errors(reading), *warnings(reading))]


def test_in_good_items_of_every_type_nothing_is_found(tmp_path):
    folder = with_clean_items(tmp_path / "course")
    items = list(read_course(folder).sound("item"))
    assert {item.value.common.type for item in items} == set(REGISTRY)
    assert (len(items), found(folder)) == (16, [])


def test_there_are_forty_flaws():
    assert len(FLAWS) + len(PAYING) >= 40


@pytest.mark.parametrize("case", FLAWS)
def test_a_flaw_is_found_and_nothing_else(case, tmp_path):
    changes, *expected = FLAWS[case]
    assert found(tmp_path / "course", *changes) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("does the article *not* say", "does the article NOT say"),
        ("does the article *not* say of", "does the article, according to its author, tell of"),
        ("Which of these does the article *not* say", "The article is not long. Which of these stands there"),
        (
            "Which of these does the article *not* say",
            "Which of these is meant by “it does not flow” when said",
        ),
        ("Which of these does the article *not* say", "Which of these is told, and which is not, and where"),
        ("Neither of the two, feedback", "All three of them, feedback"),
        ("Neither of the two, feedback", "None of their tributaries, feedback"),
        ("People drink from it.", "People have always drunk it."),
        ("People trade across it.", "All people live on it."),
        ("The Blue Nile, correct", "The Blue Nile by itself, correct"),
        ("In the month of the flood", "In a week of heavy rain"),
        ("The White Nile, feedback: This one", "The summer tributary, feedback: This one"),
        ("In the dry months of winter", "In the weeks before heavy rain"),
        ("text: a year later", "text: snow on summits"),
        ("In which city do the two rivers meet?", "In which country do the two rivers meet?"),
    ],
)
def test_what_only_looks_like_a_flaw_is_left_in_peace(old, new, tmp_path):
    assert found(tmp_path / "course", (old, new)) == []


def test_a_key_that_repeats_the_stem_is_hidden_by_an_option_that_repeats_as_much_of_it(tmp_path):
    key = ("In the dry months of winter", "When nothing stops")
    other = ("In the month of the flood", "When nothing turns")
    assert len(found(tmp_path / "course", key)) == 1
    assert found(tmp_path / "course", key, other) == []


def test_what_is_said_of_all_things_is_not_yet_absolute(tmp_path):
    rain = ("In the weeks of heavy rain", "In the rain of all clouds")
    flood = ("In the month of the flood", "In the flood of all rivers")
    assert found(tmp_path / "course", rain, flood) == []


def test_a_key_is_told_in_a_menu_of_its_own(tmp_path):
    told = "The flood begins with rain in the highlands of a sea. A mill turns"
    [warning] = found(tmp_path / "course", ("A mill turns on the White Nile", told))
    assert warning.startswith(f"18:9: dry-season: this tells the key of `account-of-floods` ({DELTAS}:91)")


def test_options_with_an_order_of_their_own_may_differ_in_length(tmp_path):
    year = ("{text: In 1929, correct", "{text: In the year 1929 after long talks, correct")
    shown = (
        "  options:\n    - {text: In the year",
        "  keep_order: true\n  options:\n    - {text: In the year",
    )
    assert len(found(tmp_path / "course", year)) == 1
    assert found(tmp_path / "course", year, shown) == []


def test_an_item_that_is_no_longer_asked_is_left_in_peace(tmp_path):
    for status, count in (("draft", 1), ("retired", 0)):
        changes = [
            ("*not*", "not"),
            (
                "level: analyse\n  stem: Which of these does",
                f"level: analyse\n  status: {status}\n  stem: Which of these does",
            ),
        ]
        assert len(found(tmp_path / status, *changes)) == count


def test_a_stem_is_compared_with_the_lesson_that_teaches_what_it_asks(tmp_path):
    changes, expected = FLAWS["a stem harder than its lesson: long words in long sentences"]
    folder = tmp_path / "course"
    assert found(folder, *changes) == [expected]
    edit(folder, (MODULE, "    teaches: [two-rivers]\n", ""))
    assert warnings(read_course(folder)) == []


@pytest.mark.parametrize("name", REGISTRY)
@settings(max_examples=50)
@given(data=st.data())
def test_no_item_is_too_strange_for_the_lints(name, data):
    common = Item(id="any", type=name, tests=["claim"], level="apply", explanation="So.")
    fields = ItemFields(common, data.draw(BY_NAME[name]))
    reading = Reading(Folder(), [Entry("item", "any", fields, Document("x"), Mapping({}, {}, Place(1, 1)))])
    assert [item.entry.id for item in asked(reading)] == ["any"]
    warnings(reading)

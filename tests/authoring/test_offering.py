"""Quizzes from their files: settings, parts and draws."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from authoring.dump import dump_course
from authoring.editing import retire_item
from authoring.files.canonical import files
from authoring.files.checks import errors
from authoring.files.course import read_course
from authoring.files.quiz_checks import draws
from authoring.load import CourseRefused
from quizzes.models import Quiz
from quizzes.rules import MOMENTS, PARTS, Rules

from .broken_quizzes import SETTINGS
from .folders import ITEMS, LAKES, QUIZZES, contents, edit, with_every_type
from .loading import dumped, item, load, rivers, writes_of_a_load

DRAWS = """\
    - {draw: 2, module: lakes, level: remember, claims: [two-rivers], points: 3}
    - {draw: 1, claims: [two-rivers, rivers-matter]}
    - {draw: 1, level: analyse}
"""


@pytest.fixture
def folder(tmp_path):
    return with_every_type(tmp_path / "course")


@pytest.fixture
def drawn(db, folder):
    load(edit(folder, (QUIZZES, "    - {item: authors-view}\n", DRAWS)))
    return folder


def quiz() -> Quiz:
    return Quiz.objects.get(slug="rivers-quiz")


def said() -> list[tuple]:
    return [
        (
            part.item.slug if part.item else None,
            part.count,
            part.from_module.slug if part.from_module else None,
            part.level,
            {claim.slug for claim in part.claims.all()},
            part.points,
        )
        for part in quiz().parts.order_by("position")
    ]


# Draws


def test_draws_come_with_what_they_draw_from(drawn):
    assert said() == [
        ("how-many", 1, None, "", set(), 2),
        (None, 2, "lakes", "remember", {"two-rivers"}, 3),
        (None, 1, None, "", {"two-rivers", "rivers-matter"}, 1),
        (None, 1, None, "analyse", set(), 1),
    ]


def test_a_dump_of_them_is_the_same_file_and_a_second_load_writes_nothing(drawn, tmp_path):
    dump_course(course=rivers(), directory=tmp_path / "dump")
    assert contents(tmp_path / "dump") == contents(drawn)
    assert writes_of_a_load(drawn) == []


def test_claims_of_a_draw_have_the_articles_order(folder):
    edit(folder, (QUIZZES, "{item: authors-view}", "{draw: 1, claims: [rivers-matter, two-rivers]}"))
    assert "{draw: 1, claims: [two-rivers, rivers-matter]}" in files(read_course(folder).files())[QUIZZES]


@pytest.mark.parametrize(
    ("old", "new", "index", "expected"),
    [
        ("draw: 2", "draw: 1", 1, (None, 1, "lakes", "remember", {"two-rivers"}, 3)),
        ("module: lakes, ", "", 1, (None, 2, None, "remember", {"two-rivers"}, 3)),
        ("remember", "understand", 1, (None, 2, "lakes", "understand", {"two-rivers"}, 3)),
        (", claims: [two-rivers], points", ", points", 1, (None, 2, "lakes", "remember", set(), 3)),
        (", rivers-matter]", "]", 2, (None, 1, None, "", {"two-rivers"}, 1)),
        ("{draw: 1, level: analyse}", "{item: lake-facts}", 3, ("lake-facts", 1, None, "", set(), 1)),
    ],
)
def test_each_change_of_a_draw_is_loaded(drawn, old, new, index, expected):
    edit(drawn, (QUIZZES, old, new))
    assert load(drawn).taken == [("quiz", "rivers-quiz")]
    assert said()[index] == expected
    assert writes_of_a_load(drawn) == []


def test_a_quiz_may_ask_what_a_later_module_holds(db, folder):
    """On the first load too, when the later module's items are not there yet."""
    load(edit(folder, (QUIZZES, "item: authors-view", "item: lake-facts")))
    assert said()[1][0] == "lake-facts"


def test_what_a_draw_names_is_renamed_with_it(drawn):
    edit(
        drawn,
        ("claims.yaml", "id: two-rivers", "id: both-rivers\n    was: two-rivers"),
        ("notes.yaml", "two-rivers", "both-rivers"),
        ("course.yaml", "[rivers, lakes]", "[rivers, ponds]"),
    )
    for name in (ITEMS, LAKES, QUIZZES, "modules/01-rivers/module.yaml"):
        (drawn / name).write_text((drawn / name).read_text().replace("two-rivers", "both-rivers"))
    edit(drawn, (QUIZZES, "module: lakes", "module: ponds"))
    edit(drawn, ("modules/02-lakes/module.yaml", "module: lakes", "module: ponds\nwas: lakes"))
    (drawn / "modules/02-lakes").rename(drawn / "modules/02-ponds")
    before = [part.pk for part in quiz().parts.all()]
    load(drawn)
    assert [part.pk for part in quiz().parts.all()] == before
    assert said()[1] == (None, 2, "ponds", "remember", {"both-rivers"}, 3)
    assert writes_of_a_load(drawn) == []


def test_an_item_that_may_be_drawn_is_renamed_without_the_quiz(drawn):
    edit(drawn, (LAKES, "- id: lake-facts", "- id: facts\n  was: lake-facts"))
    before = [part.pk for part in quiz().parts.all()]
    load(drawn)
    assert [part.pk for part in quiz().parts.all()] == before
    assert item("facts").current.number == 1 + 1  # the ids of its options follow its own
    assert writes_of_a_load(drawn) == []


def test_an_item_retired_in_the_browser_is_drawn_no_more_and_a_draw_that_lacks_it_is_told(drawn):
    retire_item(item=item("lake-pairs"))
    dump_course(course=rivers(), directory=drawn)
    load(drawn)
    for left in quiz().parts.get(level="analyse").pool():
        retire_item(item=left)
    dump_course(course=rivers(), directory=drawn)
    with pytest.raises(CourseRefused, match=r"this draws 1; .* 0 fit;"):
        load(drawn)


# Whether a draw always finds enough


def test_the_check_knows_each_pool_as_the_database_has_it(drawn):
    edit(
        drawn,
        (LAKES, "level: evaluate", "level: evaluate\n  status: retired"),
        (ITEMS, "level: analyse", "level: analyse\n  use: practice"),
        (LAKES, "  stem: Which of these does the article name?", "  use: practice\n  stem: Which is named?"),
    )
    load(drawn)
    checked = draws(reading := read_course(drawn), reading.files().modules[0].quizzes[0])
    parts = quiz().parts.filter(item=None).order_by("position")
    assert [set(draw.pool) for draw in checked] == [
        {item.slug for item in part.pool()} - {"how-many"} for part in parts
    ]
    assert [len(draw.pool) for draw in checked] == [4, 10, 2]


# Settings


def test_settings_are_kept_without_those_that_say_the_default(db, folder):
    edit(
        folder,
        (
            QUIZZES,
            SETTINGS,
            "  settings:\n    preset: practice\n    time_limit_minutes: 30\n    attempts: 3\n"
            "    waiting_minutes: 60\n    counts: highest\n    feedback:\n      during: [outcome]\n"
            "      after: []\n",
        ),
    )
    load(folder)
    assert quiz().settings == {
        "preset": "practice",
        "time_limit_minutes": 30,
        "attempts": 3,
        "waiting_minutes": 60,
        "feedback": {"during": ["outcome"], "after": []},
    }
    assert "counts" not in dumped()[QUIZZES]
    assert writes_of_a_load(folder) == []


def test_moments_and_parts_of_a_policy_have_one_order(db, folder):
    """A database keeps no order of moments, and an author's means nothing."""
    written = "    feedback:\n      closed: [key, response]\n      after: [score, outcome]\n"
    load(edit(folder, (QUIZZES, SETTINGS, f"  settings:\n{written}")))
    one_order = "    feedback:\n      after: [outcome, score]\n      closed: [response, key]\n"
    assert one_order in dumped()[QUIZZES]
    dump_course(course=rivers(), directory=folder)
    assert one_order in (folder / QUIZZES).read_text()
    assert load(folder).taken == []


policies = st.dictionaries(
    st.sampled_from(MOMENTS), st.lists(st.sampled_from(PARTS), unique=True, max_size=6), max_size=4
)
quiz_settings = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from(["practice", "quiz", "examination"]),
        "time_limit_minutes": st.integers(1, 1440),
        "attempts": st.integers(1, 100),
        "waiting_minutes": st.integers(1, 43_200),
        "counts": st.sampled_from(["highest", "last", "first", "average"]),
        "pass_mark": st.sampled_from(['"0.01"', '"1"', '"0.625"']),
        "shuffle_items": st.sampled_from(["true", "false"]),
        "shuffle_options": st.sampled_from(["true", "false"]),
        "feedback": policies,
    },
)
some_draws = st.lists(
    st.fixed_dictionaries(
        {"draw": st.integers(1, 3)},
        optional={
            "module": st.sampled_from(["lakes", "rivers"]),
            "level": st.sampled_from(["remember", "understand", "analyse"]),
            "claims": st.sampled_from(["[two-rivers]", "[rivers-matter, two-rivers]"]),
            "points": st.integers(1, 100),
        },
    ).filter(lambda draw: len(draw.keys() - {"draw", "points"}) > 0),
    max_size=3,
)


def written(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(value) + "]" if isinstance(value, list) else str(value)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    max_examples=25,
    deadline=None,
)
@given(chosen=quiz_settings, draws=some_draws)
def test_whatever_a_quiz_says_a_load_and_a_dump_lose_nothing(chosen, draws, tmp_path: Path, drawn):
    folder = with_every_type(tmp_path / "next")
    parts = "".join(f"    - {written(draw)}\n" for draw in draws)
    edit(
        folder,
        (QUIZZES, SETTINGS, f"  settings: {written(chosen)}\n"),
        (QUIZZES, "    - {item: authors-view}\n", parts),
    )
    reading = read_course(folder)
    assume(errors(reading) == [])
    load(folder)
    as_it_should_be = files(reading.files())
    assert dumped() == as_it_should_be
    (folder / QUIZZES).write_text(as_it_should_be[QUIZZES])
    assert load(folder).taken == []
    assert writes_of_a_load(folder) == []
    assert Rules.of(quiz().settings) == reading.files().modules[0].quizzes[0].settings.resolved()

"""What is wrong with quizzes: what they ask, what they draw, and what an examination must keep to itself."""

import pytest

from .broken_quizzes import BROKEN_QUIZZES, SETTINGS
from .folders import ITEMS, LAKES, QUIZZES, copy, edit, errors_of, with_every_type


@pytest.mark.parametrize("case", BROKEN_QUIZZES)
def test_broken_quizzes(case, tmp_path):
    changes, *expected = BROKEN_QUIZZES[case]
    assert errors_of(edit(copy(tmp_path / "course"), *changes)) == expected


RETIRED = (QUIZZES, "  title: Two rivers\n", "  title: Two rivers\n  status: retired\n")


@pytest.mark.parametrize(
    "changes",
    [
        [(QUIZZES, SETTINGS, "  settings: {preset: examination}\n"), RETIRED],
        [(QUIZZES, SETTINGS, "  settings: {preset: examination, feedback: {later: [key]}}\n")],
        [(QUIZZES, SETTINGS, "  settings: {preset: practice, attempts: 1, waiting_minutes: 5}\n")],
        [(QUIZZES, "{item: authors-view}", "{draw: 9, level: analyse}"), RETIRED],
    ],
    ids=[
        "a retired examination",
        "an examination that tells its keys later",
        "a practice with limits",
        "a retired draw",
    ],
)
def test_what_may_stand_in_quizzes(changes, tmp_path):
    assert errors_of(edit(copy(tmp_path / "course"), *changes)) == []


def test_of_many_items_that_practice_would_tell_the_first_are_named(tmp_path):
    folder = edit(
        with_every_type(tmp_path / "course"),
        (QUIZZES, SETTINGS, "  settings: {preset: examination}\n"),
        (QUIZZES, "{item: authors-view}", "{draw: 1, module: lakes}"),
    )
    assert errors_of(folder) == [
        f"{QUIZZES}:7:14: rivers-quiz: this quiz keeps its keys back, but practice would tell those of items"
        f" that may be drawn: `lake-several` ({LAKES}:23), `lake-tick` ({LAKES}:35), `lake-count`"
        f" ({LAKES}:46), `lake-initials` ({LAKES}:57), `lake-menus` ({LAKES}:68) and 5 more must say"
        " `use: quiz`"
    ]


def test_in_a_draw_too_one_mistake_is_told_once(tmp_path):
    """An item that cannot be read might be the one that a draw lacks."""
    folder = edit(
        copy(tmp_path / "course"),
        (QUIZZES, "{item: authors-view}", "{draw: 1, level: analyse}"),
        (ITEMS, "level: analyse", "level: analise"),
    )
    assert errors_of(folder) == [
        f"{ITEMS}:24:10: authors-view: `analise` is not one of remember, understand, apply, analyse, evaluate"
    ]

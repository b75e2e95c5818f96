"""The delivery that is a quiz's own: made by a load, and left alone once somebody changed it."""

from datetime import timedelta
from pathlib import Path

import pytest

from authoring.load import load_course
from quizzes.models import Attempt, Delivery, Quiz
from tests.factories import DAY, NOON, attempt, person

from .broken_quizzes import SETTINGS
from .folders import ITEMS, QUIZZES, copy, edit
from .loading import load, writes_of_a_load

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return copy(tmp_path / "course")


def quiz() -> Quiz:
    return Quiz.objects.get()


def delivery() -> Delivery:
    return Delivery.objects.get(own=True)


EXAMINATION = "  settings:\n    preset: examination\n"
QUIZ_ONLY = (ITEMS, "  level: analyse\n", "  level: analyse\n  use: quiz\n")


def examination(folder: Path) -> Path:
    return edit(folder, (QUIZZES, SETTINGS, EXAMINATION), QUIZ_ONLY)


def load_on(folder: Path, day: int) -> None:
    load_course(directory=folder, at=NOON + day * DAY)


def dates() -> tuple:
    own = delivery()
    return own.for_anyone, own.opens_at, own.closes_at


OPEN = (True, None, None)


@pytest.mark.parametrize("preset", ["practice", "quiz"])
def test_a_quiz_is_open_to_anyone_from_the_start(folder, preset):
    load(edit(folder, (QUIZZES, SETTINGS, f"  settings:\n    preset: {preset}\n")))
    assert dates() == OPEN


def test_an_examination_is_closed_until_somebody_opens_it(folder):
    load(examination(folder))
    assert dates() == (False, None, NOON)
    assert writes_of_a_load(folder) == []


def test_a_quiz_that_becomes_an_examination_is_closed_with_that_load(folder):
    load_on(folder, 0)
    load_on(examination(folder), 1)
    assert dates() == (False, None, NOON + DAY)


def test_an_examination_that_becomes_a_quiz_is_opened_with_that_load(folder):
    load_on(examination(folder), 0)
    load_on(edit(folder, (QUIZZES, EXAMINATION, SETTINGS)), 1)
    assert dates() == OPEN


@pytest.mark.parametrize(
    "changed",
    [
        {"for_anyone": True, "opens_at": NOON, "closes_at": NOON + 3 * DAY},
        {"closes_at": NOON + 3 * DAY},
        {"opens_at": NOON - DAY},
        {"for_anyone": True},
        {"settings": {"attempts": 1}},
    ],
)
def test_a_delivery_that_somebody_changed_stays_as_it_was_set(folder, changed):
    load_on(examination(folder), 0)
    Delivery.objects.filter(own=True).update(**changed)
    before = dates()
    load_on(edit(folder, (QUIZZES, EXAMINATION, SETTINGS)), 1)
    assert dates() == before


@pytest.mark.parametrize(
    "changed",
    [{"opens_at": NOON}, {"closes_at": NOON + DAY}, {"for_anyone": False}, {"settings": {"attempts": 1}}],
)
def test_an_open_one_that_somebody_changed_is_not_closed_either(folder, changed):
    load_on(folder, 0)
    Delivery.objects.filter(own=True).update(**changed)
    before = dates()
    load_on(examination(folder), 1)
    assert dates() == before


def test_an_examination_that_was_taken_was_opened_by_somebody_and_stays(folder):
    load_on(folder, 0)
    attempt(person(), quiz())
    load_on(examination(folder), 1)
    assert dates() == (False, None, NOON + DAY)
    load_on(edit(folder, (QUIZZES, EXAMINATION, SETTINGS)), 2)
    assert dates() == (False, None, NOON + DAY)


def test_a_preview_by_staff_is_no_sign_that_it_was_opened(folder):
    load_on(folder, 0)
    attempt(person(), quiz(), standing=Attempt.Standing.PREVIEW)
    load_on(examination(folder), 1)
    load_on(edit(folder, (QUIZZES, EXAMINATION, SETTINGS)), 2)
    assert dates() == OPEN


def test_a_change_that_leaves_the_preset_leaves_the_delivery(folder):
    load_on(examination(folder), 0)
    Delivery.objects.filter(own=True).update(closes_at=NOON - timedelta(days=9))
    load_on(edit(folder, (QUIZZES, "preset: examination", "preset: examination\n    attempts: 1")), 1)
    assert dates() == (False, None, NOON - timedelta(days=9))


def test_a_quiz_that_comes_back_has_the_delivery_that_it_had(folder):
    load_on(folder, 0)
    text = (folder / QUIZZES).read_text()
    (folder / QUIZZES).unlink()
    load_on(folder, 1)
    (folder / QUIZZES).write_text(text)
    load_on(folder, 2)
    assert dates() == OPEN and Delivery.objects.count() == 1

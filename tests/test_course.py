"""The course itself: its files hold what was promised of them."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from authoring.files.checks import errors, warnings
from authoring.files.course import CourseFiles, Reading, read_course
from authoring.files.coverage import Coverage, coverage

COURSE = Path(settings.BASE_DIR) / "fixtures/ssc"

TO_MEND = ["g20-stands", "printed-2024"]
"""Items with a lint that speaks rightly; who mends one takes it out of here."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_course(COURSE)


@pytest.fixture(scope="module")
def counts(reading: Reading) -> Coverage:
    return coverage(reading)


@pytest.fixture(scope="module")
def files(reading: Reading) -> CourseFiles:
    return reading.files()


def test_nothing_is_wrong_in_the_files_and_nothing_doubtful(reading):
    """No lint speaks, no section is hard to read, and no ten words in a row are the article's."""
    assert reading.folder.article_runs
    assert errors(reading) == []
    assert [str(problem).split(": ")[1] for problem in warnings(reading)] == TO_MEND


def test_the_files_are_in_their_canonical_form():
    call_command("format_course", COURSE, "--check")  # raises where one is not


def test_all_the_articles_claims_are_there_and_all_notes(counts, files):
    assert (counts["claims"], len(files.notes)) == (77, 18)


def test_the_note_on_the_g20_says_what_the_record_shows(files):
    [note] = [note for note in files.notes if note.about == "g20-2024"]
    assert note.text.startswith("Brazil, not China, held the G20 presidency in 2024")
    sections = [section for module in files.modules for section in module.sections]
    assert [section.id for section in sections if note.id in section.notes] != []


def test_two_modules_teach_enough_and_ask_enough(counts, files):
    assert [module.module.module for module in files.modules] == ["foundations", "initiatives"]
    assert counts["sections"] >= 10
    assert counts["items"] >= 30


def test_every_module_has_a_quiz(files):
    assert [module.module.module for module in files.modules if not module.quizzes] == []


def test_not_thirty_times_which_year(counts):
    """At most 45 % are remembered; at least 20 % ask to analyse or to evaluate."""
    levels = counts["by_level"]
    assert Fraction(levels["remember"], counts["items"]) <= Fraction(45, 100)
    assert Fraction(levels["analyse"] + levels["evaluate"], counts["items"]) >= Fraction(20, 100)


def test_the_course_does_not_say_that_it_is_whole_before_it_is(counts, files):
    whole = counts["claims"] == counts["taught"] == counts["tested"]
    assert files.course.complete is whole
    assert counts["tested"] == counts["taught"]  # what is taught is asked, twice and in different ways

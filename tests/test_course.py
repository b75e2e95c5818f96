"""The course itself: its files hold what was promised of them."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from authoring.files.checks import errors, warnings
from authoring.files.course import CourseFiles, Reading, read_course
from authoring.files.coverage import Coverage, coverage
from quizzes.interactions import REGISTRY

COURSE = Path(settings.BASE_DIR) / "fixtures/ssc"


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
    assert warnings(reading) == []


def test_the_files_are_in_their_canonical_form():
    call_command("format_course", COURSE, "--check")  # raises where one is not


def test_all_the_articles_claims_are_there_and_all_notes(counts, files):
    assert (counts["claims"], len(files.notes)) == (77, 18)


def test_the_note_on_the_g20_says_what_the_record_shows(files):
    [note] = [note for note in files.notes if note.about == "g20-2024"]
    assert note.text.startswith("Brazil, not China, held the G20 presidency in 2024")
    sections = [section for module in files.modules for section in module.sections]
    assert [section.id for section in sections if note.id in section.notes] != []


MODULES = ["foundations", "philosophy", "initiatives", "trade", "people", "vision", "critical"]


def test_seven_modules_teach_every_claim_and_ask_it_twice_in_different_ways(counts, files):
    assert [module.module.module for module in files.modules] == MODULES
    assert files.course.complete
    assert counts["claims"] == counts["taught"] == counts["tested"]
    assert counts["items"] >= 180


@pytest.mark.parametrize("number", range(7))
def test_a_module_has_four_to_eight_sections_questions_to_discuss_and_a_quiz(files, number):
    module = files.modules[number]
    assert 4 <= len(module.sections) <= 8
    assert module.module.discuss and module.quizzes


def test_each_interaction_is_used_at_least_eight_times(counts):
    assert set(counts["by_interaction"]) == set(REGISTRY)
    assert min(counts["by_interaction"].values()) >= 8


def test_the_glossary_has_at_least_45_terms_and_the_initials_that_the_course_uses(files):
    initials = {term.short for term in files.terms if term.short}
    assert len(files.terms) >= 45
    assert {"BRI", "GDI", "GSI", "GCI", "GGI", "UNOSSC", "FOCAC", "WTO", "WCO", "SDGs"} <= initials


def test_the_final_quiz_asks_of_every_module(files):
    [final] = files.final
    assert {part.module for part in final.parts if part.module} == set(MODULES)


def test_not_thirty_times_which_year(counts):
    """At most 45 % are remembered; at least 20 % ask to analyse or to evaluate."""
    levels = counts["by_level"]
    assert Fraction(levels["remember"], counts["items"]) <= Fraction(45, 100)
    assert Fraction(levels["analyse"] + levels["evaluate"], counts["items"]) >= Fraction(20, 100)

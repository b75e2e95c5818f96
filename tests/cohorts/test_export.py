"""The sheet: one row a learner, and no cell that a spreadsheet would run."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.export import safe
from cohorts.models import Cohort, Enrolment
from lessons.models import Section
from quizzes.models import Quiz
from tests.factories import DAY, MINUTE, NOON, attempt, enrol, read, signed_in

pytestmark = pytest.mark.django_db


def download(user, cohort):
    return signed_in(user).get(reverse("cohorts:export", args=[cohort.public_id]))


def sheet(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_a_row_has_the_name_the_reading_and_the_quizzes(nairobi, aminas_stay, amina, bheki, clara, quiz):
    Cohort.objects.update(time_zone="Africa/Nairobi")
    enrol(bheki, nairobi)
    read(amina, Section.objects.get(slug="foundations-section-1"))
    attempt(amina, quiz, right=3, handed_in=True)
    attempt(amina, quiz, right=1, handed_in=True, at=NOON + DAY)
    attempt(amina, Quiz.objects.get(slug="initiatives-quiz"), right=1, at=NOON + DAY)
    assert sheet(download(clara, nairobi)) == [
        [
            "Name",
            "Foundations: sections read of 2",
            "Foundations quiz: grade in points",
            "Foundations quiz: points to be had",
            "Foundations quiz: attempts handed in",
            "Foundations quiz: last handed in (Africa/Nairobi)",
            "Initiatives: sections read of 2",
            "Initiatives quiz: grade in points",
            "Initiatives quiz: points to be had",
            "Initiatives quiz: attempts handed in",
            "Initiatives quiz: last handed in (Africa/Nairobi)",
        ],
        ["Amina Otieno", "1", "3.0", "4", "2", "2026-03-03 15:02", "0", "", "4", "0", ""],
        ["Bheki Dlamini", "0", "", "4", "0", "", "0", "", "4", "0", ""],
    ]


def test_the_file_is_utf_8_with_a_mark_and_is_named_for_class_and_day(nairobi, aminas_stay, clara):
    Enrolment.objects.filter(pk=aminas_stay.pk).update(name="ნინო Žižka")
    response = download(clara, nairobi)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    day = f"{timezone.now():%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="nairobi-spring-{day}.csv"'
    assert response.content.startswith(b"\xef\xbb\xbfName,")
    assert "ნინო Žižka,".encode() in response.content


def test_a_name_without_latin_letters_still_names_a_file(nairobi, clara):
    Cohort.objects.update(name="ნინო")
    assert 'filename="gradebook-' in download(clara, nairobi)["Content-Disposition"]


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x";"y")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_run_as_a_formula(text, nairobi, aminas_stay, clara, quiz):
    Enrolment.objects.filter(pk=aminas_stay.pk).update(name=text)
    Quiz.objects.filter(pk=quiz.pk).update(title=text)
    head, row = sheet(download(clara, nairobi))
    assert row[0] == f"'{text}"
    assert head[2] == f"'{text}: grade in points"


@pytest.mark.parametrize("value", ["Amina", "Jean-Luc", "a=b", "", "'quoted", 3, -2.5, None])
def test_what_is_no_formula_is_left_as_it_is(value):
    assert safe(value) == value


def test_the_sheet_has_what_the_instructor_may_see_and_no_more(
    nairobi, manila, aminas_stay, bhekis_stay, bheki, clara, quiz
):
    attempt(bheki, quiz, right=4, handed_in=True)
    assert [row[0] for row in sheet(download(clara, nairobi))[1:]] == ["Amina Otieno"]


def test_half_points_are_numbers_with_a_dot(nairobi, aminas_stay, amina, clara, quiz):
    Quiz.objects.filter(pk=quiz.pk).update(settings={"counts": "average"})
    for number, right in enumerate([1, 2, 1]):
        attempt(amina, quiz, right=right, handed_in=True, at=NOON + number * 10 * MINUTE)
    assert sheet(download(clara, nairobi))[1][2] == "1.3333"

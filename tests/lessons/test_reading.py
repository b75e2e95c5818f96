"""Reading: which version was marked, when, and by whom."""

import pytest

from lessons.models import SectionRead
from lessons.reading import minutes
from tests.factories import DAY, NOON, guest, person, read, rewrite, section

pytestmark = pytest.mark.django_db


def test_the_first_time_stands_however_often_one_marks_it():
    amina, first = person(), section()
    read(amina, first)
    read(amina, first, at=NOON + DAY)
    assert [row.at for row in SectionRead.objects.all()] == [NOON]


def test_a_reading_without_an_account_stays_one():
    read(guest(), section())
    assert SectionRead.objects.get().as_guest


def test_the_same_text_again_is_no_new_version():
    first = section(body="One.")
    rewrite(first, "One.")
    rewrite(first, "Two.")
    assert [version.body for version in first.versions.all()] == ["One.", "Two."]


def test_reading_takes_a_minute_at_least():
    assert minutes(section(body="Short.").current) == 1
    assert minutes(section("long", body="word " * 240).current) == 2

"""What a load leaves behind is there once: the database itself refuses a second of it."""

import pytest

from authoring.models import CourseFile, LoadedText
from tests.factories import course
from tests.quizzes.test_constraints import refused, twin

pytestmark = pytest.mark.django_db


def test_a_thing_has_one_loaded_text():
    row = LoadedText.objects.create(course=course(), kind="item", slug="bri-year", text="id: bri-year")
    refused("a_thing_has_one_text_of_the_last_load", twin(row))
    twin(row, kind="section").save()
    assert str(row) == "item:bri-year"


def test_a_file_is_kept_once():
    row = CourseFile.objects.create(course=course(), path="claims.yaml", content_hash="0")
    refused("a_course_has_one_file_a_path", twin(row))
    twin(row, path="notes.yaml").save()
    assert str(row) == "claims.yaml"

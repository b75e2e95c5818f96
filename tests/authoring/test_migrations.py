"""Pictures that earlier loads kept in the table of files move to a table of their own, whole."""

import hashlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from authoring.models import CourseFile
from tests.factories import course
from tests.lessons.pictures import png

BEFORE = ("authoring", "0002_course_files_refer_to_pictures")
AFTER = ("authoring", "0004_course_files_hold_no_bytes")


@pytest.fixture
def earlier(transactional_db):
    """The models as they were before; the database has its newest form again when the test is over."""
    executor = MigrationExecutor(connection)
    executor.migrate([BEFORE])
    yield executor.loader.project_state([BEFORE]).apps
    MigrationExecutor(connection).migrate([AFTER])


def test_bytes_move_once_and_the_rest_stays(earlier):
    files = earlier.get_model("authoring", "CourseFile").objects
    of = {"course_id": course().pk}
    hashed = hashlib.sha256(png()).hexdigest()
    for path in ("media/map.png", "media/same.png"):
        files.create(path=path, picture_bytes=png(), content_hash=hashed, **of)
    files.create(path="media/broken.png", picture_bytes=b"\x89PNG", content_hash="1", **of)
    files.create(path="course.yaml", head="# A head", content_hash="2", **of)
    MigrationExecutor(connection).migrate([AFTER])
    rows = CourseFile.objects.select_related("picture").order_by("path")
    assert [(row.path, row.head, row.content_hash, row.picture and row.picture.sha256) for row in rows] == [
        ("course.yaml", "# A head", "2", None),
        ("media/broken.png", "", "", None),
        ("media/map.png", "", hashed, hashed),
        ("media/same.png", "", hashed, hashed),
    ]
    kept = rows[2].picture
    assert (bytes(kept.data), kept.content_type, kept.width, kept.height) == (png(), "image/png", 3, 2)
    assert rows[3].picture == kept

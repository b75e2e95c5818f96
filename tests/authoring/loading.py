"""Loading the small course, and editing it in the browser, in a test."""

from pathlib import Path

from authoring.dump import canonical_item, course_files
from authoring.editing import publish_item
from authoring.files import canonical
from authoring.load import Load, load_course
from authoring.rows import CourseRows
from lessons.models import Course
from quizzes.models import Item
from tests.factories import NOON, person
from tests.queries import counted


def load(folder: Path, **settle) -> Load:
    return load_course(directory=folder, at=NOON, **settle)


def rivers() -> Course:
    return Course.objects.get(slug="rivers")


def item(slug: str) -> Item:
    return Item.objects.get(slug=slug)


def dumped() -> dict[str, str]:
    """The files that the database would give, by path."""
    return canonical.files(course_files(CourseRows.of(rivers())))


def mend(slug: str, old: str, new: str) -> Item:
    """Edit an item in the browser."""
    before = item(slug)
    text = canonical_item(before)
    assert old in text
    author = person("esi", is_staff=True)
    assert before.current is not None
    number = before.current.number
    publish_item(
        item=before, text=text.replace(old, new), based_on=number, author=author, why="mended", at=NOON
    )
    return item(slug)


def writes_of_a_load(folder: Path, **settle) -> list[str]:
    with counted() as queries:
        load(folder, **settle)
    return [query for query in queries if not query.startswith("SELECT")]

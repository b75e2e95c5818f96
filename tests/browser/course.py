"""What the course's files say of the items that the pages ask: its content may change, the tests go on."""

from dataclasses import dataclass
from functools import cache

from authoring.files.course import CourseFiles, read_course
from quizzes.interactions import REGISTRY
from tests.browser.conftest import COURSE


@dataclass(frozen=True)
class Asked:
    """An item as a form asks it. `values`: what to give for each outcome that can be had."""

    slug: str
    stem: str
    interaction: str
    values: dict[str, list[str]]


@cache
def course() -> CourseFiles:
    reading = read_course(COURSE)
    assert reading.problems == []
    return reading.files()


@cache
def asked() -> dict[str, Asked]:
    found = {}
    for module in course().modules:
        for item in module.items:
            interaction = REGISTRY[item.common.type]
            content, key, _feedback = interaction.read(item.id, item.asks)
            states = interaction.states(content, key)
            found[item.id] = Asked(item.id, content["stem"]["md"], item.common.type, states)
    return found


def sections(module: int = 1) -> list[str]:
    """The addresses of a module's sections, in order."""
    files = course().modules[module - 1]
    base = f"/{course().course.course}/{files.module.module}"
    return [f"{base}/{section.id}/" for section in files.sections if section.status == "published"]


def asked_in(address: str) -> list[str]:
    """The slugs of what a section of the first module asks, in order."""
    slug = address.rstrip("/").rpartition("/")[2]
    return next(section.check for section in course().modules[0].sections if section.id == slug)


def section_asking(interaction: str) -> tuple[str, str]:
    """The address of a section of the first module which asks such an item, and the item's slug."""
    files = course().modules[0]
    for address, section in zip(sections(), files.sections, strict=True):
        for slug in section.check:
            if asked()[slug].interaction == interaction:
                return address, slug
    raise LookupError(interaction)


def quiz(module: int = 1) -> str:
    """The address of a module's first quiz."""
    return f"/{course().course.course}/quizzes/{course().modules[module - 1].quizzes[0].id}/"


def quiz_points(module: int = 1) -> dict[str, int]:
    """What each item of a module's first quiz is worth."""
    return {part.item: part.points for part in course().modules[module - 1].quizzes[0].parts if part.item}


def quiz_items(module: int = 1) -> list[str]:
    return [part.item for part in course().modules[module - 1].quizzes[0].parts if part.item]


def quiz_asking(interaction: str) -> int:
    """The number of a module whose quiz asks such an item."""
    for number in range(1, len(course().modules) + 1):
        if any(asked()[slug].interaction == interaction for slug in quiz_items(number)):
            return number
    raise LookupError(interaction)

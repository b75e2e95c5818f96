"""How much of the article is taught and tested."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypedDict

from authoring.files import shapes
from authoring.files.course import Reading
from authoring.files.nodes import Problem
from quizzes.coverage import is_tested
from quizzes.models import ItemVersion


class OfClaim(TypedDict):
    """The published sections and items on a claim; `by_level` counts the items at every level."""

    sections: list[str]
    items: list[str]
    by_level: dict[str, int]


class Coverage(TypedDict):
    """Claims, those taught and tested, and what is published. `check_course --json` prints these names.

    `by_claim` is the matrix of claims and Bloom levels.
    """

    claims: int
    taught: int
    tested: int
    sections: int
    items: int
    by_interaction: dict[str, int]
    by_level: dict[str, int]
    by_claim: dict[str, OfClaim]


def coverage(reading: Reading) -> Coverage:
    claims = {claim.id for claim in reading.of_kind("claim")}
    items = list(_published_items(reading))
    return Coverage(
        claims=len(claims),
        taught=len(claims & taught(reading)),
        tested=len(claims & tested(items)),
        sections=sum(1 for _ in _published_sections(reading)),
        items=len(items),
        by_interaction=dict(sorted(Counter(item.type for item in items).items())),
        by_level=dict(sorted(Counter(item.level for item in items).items())),
        by_claim={
            claim.id: _of_claim(claim.id, reading, items) for claim in reading.of_kind("claim") if claim.id
        },
    )


def _of_claim(claim: str, reading: Reading, items: list[shapes.Item]) -> OfClaim:
    on_it = [item for item in items if claim in item.tests]
    return OfClaim(
        sections=[section.id for section in _published_sections(reading) if claim in section.teaches],
        items=[item.id for item in on_it],
        by_level={level: sum(item.level == level for item in on_it) for level in ItemVersion.Level.values},
    )


def gaps(reading: Reading) -> Iterator[Problem]:
    """Claims that are neither taught nor tested, where course.yaml says that the course is complete."""
    if not any(course.value and course.value.complete for course in reading.of_kind("course")):
        return
    is_taught, is_tested = taught(reading), tested(_published_items(reading))
    for claim in reading.of_kind("claim"):
        if claim.id not in is_taught:
            yield claim.problem(
                ("id",), "no published section teaches this claim; the course says it is complete"
            )
        if claim.id not in is_tested:
            message = (
                "two published items of different level or type must test this claim; write what is missing"
            )
            yield claim.problem(("id",), message)


def taught(reading: Reading) -> set[str]:
    """Claims in a published section."""
    return {claim for section in _published_sections(reading) for claim in section.teaches}


def tested(items: Iterable[shapes.Item]) -> set[str]:
    on_claims: dict[str, list[tuple[str, str]]] = {}
    for item in items:
        for claim in item.tests:
            on_claims.setdefault(claim, []).append((item.level, item.type))
    return {claim for claim, its in on_claims.items() if is_tested(its)}


def _published_sections(reading: Reading) -> Iterator[shapes.Section]:
    for entry in reading.of_kind("section"):
        if entry.value and entry.value.status == "published":
            yield entry.value


def _published_items(reading: Reading) -> Iterator[shapes.Item]:
    for entry in reading.of_kind("item"):
        if entry.value and entry.value.common.status == "published":
            yield entry.value.common

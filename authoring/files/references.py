"""Ids that one thing names of others: each is there, and stands in its list once."""

from collections.abc import Iterator

from authoring.files.course import Reading
from authoring.files.entries import Entry
from authoring.files.nodes import Problem
from authoring.files.words import unknown


def known(
    reading: Reading,
    entry: Entry,
    path: tuple[str | int, ...],
    slugs: list[str],
    kind: str,
    *,
    in_list: bool = True,
) -> Iterator[Problem]:
    """Problems of the ids at this path of an entry."""
    there = {other.id for other in reading.of_kind(kind)}
    for at, slug in enumerate(slugs):
        place = (*path, at) if in_list else path
        if slug not in there and reading.knows_all(kind):
            yield entry.problem(place, unknown(f"{kind} `{slug}`", slug, there))
        elif slug in slugs[:at]:
            yield entry.problem(place, f"`{slug}` stands here for the second time; take one out")

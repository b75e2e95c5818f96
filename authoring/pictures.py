"""The pictures of a course: which files it has, and texts that show what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from authoring.models import CourseFile
from lessons.markdown import Passage
from lessons.pictures import Shown, named_in, shown, with_pictures

type Pictures = Mapping[str, Shown]
"""By the path of their file, such as media/map.png."""


def of_files(files: Iterable[CourseFile]) -> dict[str, Shown]:
    """Those of the last load. Uses `file.picture`."""
    return {
        file.path: shown(file.path, file.picture.sha256, file.picture.width, file.picture.height)
        for file in files
        if file.picture is not None
    }


def of_course(course_pk: int) -> dict[str, Shown]:
    """One query."""
    return of_files(CourseFile.objects.filter(course=course_pk).exclude(picture=None).with_pictures())


def in_texts(value: Any, pictures: Pictures) -> Any:
    """JSON with its texts (see `interactions.Text`) showing the pictures that are kept.

    Each then names them, so that another picture under the same name makes another version.
    """
    if isinstance(value, list | tuple):
        return type(value)(in_texts(inner, pictures) for inner in value)
    if not isinstance(value, dict):
        return value
    if not {"md", "html"} <= value.keys():
        return {name: in_texts(inner, pictures) for name, inner in value.items()}
    named = named_in(value.get("above", "") + value["html"])
    if not named:
        return value
    html = {name: with_pictures(value[name], pictures) for name in ("above", "html") if name in value}
    return {**value, **html, "pictures": [pictures[name].address for name in named if name in pictures]}


def in_passages(passages: Iterable[Passage], pictures: Pictures) -> list[Passage]:
    return [
        Passage(
            lead=with_pictures(passage["lead"], pictures),
            notes=passage["notes"],
            terms=passage["terms"],
            rest=with_pictures(passage["rest"], pictures),
        )
        for passage in passages
    ]

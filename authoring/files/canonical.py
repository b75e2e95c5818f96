"""Checked shapes back to plain values and files, in the order of their fields and without defaults."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from authoring.files import shapes
from authoring.files.course import CourseFiles
from authoring.files.writer import Value, write_file, write_value
from quizzes.interactions import REGISTRY

NOT_OF_THE_THING = {"was", "changed", "modules"}
"""Fields that speak to the next load, or of an order: they say nothing of the thing as it is."""

LAST_OF_AN_ITEM = ("hints", "penalty", "explanation", "remark")
"""They stand below the fields of its interaction."""


def files(course: CourseFiles) -> dict[str, str]:
    """The whole course as the text of each of its files, by path."""
    course = in_order(course)
    written: dict[str, Value] = {
        "course.yaml": fields(course.course),
        "claims.yaml": {"claims": all_fields(course.claims)},
    }
    if course.notes:
        written["notes.yaml"] = {"notes": all_fields(course.notes)}
    if course.terms:
        written["glossary.yaml"] = {"terms": all_fields(course.terms)}
    if course.final:
        written["final.yaml"] = all_fields(course.final)
    for module in course.modules:
        sections = all_fields(module.sections)
        written[f"{module.folder}/module.yaml"] = {**fields(module.module), "sections": sections}
        if module.items:
            written[f"{module.folder}/items.yaml"] = [item_fields(item) for item in module.items]
        if module.quizzes:
            written[f"{module.folder}/quizzes.yaml"] = all_fields(module.quizzes)
    return {path: write_file(value, course.heads.get(path, "")) for path, value in written.items()}


def things(course: CourseFiles) -> dict[tuple[str, str], str]:
    """The canonical text of each thing by kind and id, without what speaks to a load only.

    The order of things, and which module they are in, is no part of their text.
    """
    return {(kind, shape.id): thing(shape) for kind, shape in in_order(course).things()}


def in_order(course: CourseFiles) -> CourseFiles:
    """The course with what has no order of its own in one order: claims as in claims.yaml, terms by id."""
    places = {claim.id: place for place, claim in enumerate(course.claims)}

    def sorted_claims[T: BaseModel](shape: T, name: str) -> T:
        slugs = sorted(getattr(shape, name), key=lambda slug: (places.get(slug, len(places)), slug))
        return shape.model_copy(update={name: slugs})

    def with_sorted_draws(quizzes: Iterable[shapes.Quiz]) -> list[shapes.Quiz]:
        return [
            quiz.model_copy(update={"parts": [sorted_claims(part, "claims") for part in quiz.parts]})
            for quiz in quizzes
        ]

    modules = [
        replace(
            module,
            sections=[sorted_claims(section, "teaches") for section in module.sections],
            items=[replace(item, common=sorted_claims(item.common, "tests")) for item in module.items],
            quizzes=with_sorted_draws(module.quizzes),
        )
        for module in course.modules
    ]
    final, terms = with_sorted_draws(course.final), sorted(course.terms, key=lambda term: term.id)
    return replace(course, modules=modules, final=final, terms=terms)


def thing(shape: BaseModel | shapes.ItemFields) -> str:
    """One thing's canonical text."""
    values = item_fields(shape) if isinstance(shape, shapes.ItemFields) else fields(shape)
    return write_value({name: value for name, value in values.items() if name not in NOT_OF_THE_THING})


def all_fields(entries: Iterable[BaseModel]) -> Value:
    return [fields(entry) for entry in entries]


def fields(shape: BaseModel) -> dict[str, Value]:
    """A shape's fields that differ from their default, as plain values."""
    return {
        name: _plain(getattr(shape, name))
        for name, field in type(shape).model_fields.items()
        if field.is_required() or getattr(shape, name) != field.default
    }


def item_fields(item: shapes.ItemFields) -> dict[str, Value]:
    """An item's fields: what says what it is for, then its interaction's, then the explanation."""
    interaction = REGISTRY[item.common.type]
    common = fields(item.common)
    last: dict[str, Value] = {name: common.pop(name) for name in LAST_OF_AN_ITEM if name in common}
    return {**common, **interaction.write(item.id, *interaction.read(item.id, item.asks)), **last}


def _plain(value: Any) -> Value:
    match value:
        case BaseModel():
            return fields(value)
        case list():
            return [_plain(inner) for inner in value]
        case Decimal():
            return str(value)
    plain: Value = value
    return plain

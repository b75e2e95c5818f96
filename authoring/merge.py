"""Which side a load takes for each thing: the files', or the database's where it was edited in the browser.

Pure: texts and shapes in, decisions and shapes out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from authoring.files.course import CourseFiles, ModuleFiles

type Key = tuple[str, str]
"""A kind of thing and its id, as ("item", "bri-year")."""


class Base(NamedTuple):
    """The files' text at the last load, and the database's then where an edit was settled in its favour."""

    text: str = ""
    kept: str | None = None


@dataclass
class Merge:
    """Whose text counts for each thing in which files and database differ."""

    taken: list[Key] = field(default_factory=list)
    kept: list[Key] = field(default_factory=list)
    edited: list[Key] = field(default_factory=list)


def name(key: Key) -> str:
    """How a thing is named to settle it; its id alone will do as well."""
    return ":".join(key)


def is_named(key: Key, names: Collection[str]) -> bool:
    return name(key) in names or key[1] in names


def merge(
    *,
    files: Mapping[Key, str],
    database: Mapping[Key, str],
    base: Mapping[Key, Base],
    ours: Collection[str] = (),
    theirs: Collection[str] = (),
) -> Merge:
    """Take the files' text where the database has still that of the last load, else ask.

    Texts are canonical; the empty one says that a thing is not there. What was edited and is named in
    `ours` is kept as the database has it, what is named in `theirs` taken from the files; the rest is
    `edited`. An edit that was kept stays so until either side changes again.
    """
    result = Merge()
    for key in sorted({*files, *database}):
        in_files, in_database, last = files.get(key, ""), database.get(key, ""), base.get(key, Base())
        if in_files == in_database:
            continue
        is_untouched = last == Base(text=in_database)
        is_settled = last == Base(text=in_files, kept=in_database)
        if is_untouched or is_named(key, theirs):
            result.taken.append(key)
        elif is_settled or is_named(key, ours):
            result.kept.append(key)
        else:
            result.edited.append(key)
    return result


def with_kept(files: CourseFiles, stored: CourseFiles, kept: Collection[Key]) -> CourseFiles:
    """The files, but with the database's side of each kept thing, or without it where it is not there.

    What the files do not name comes last in the module in which the database has it.
    """
    ours = {(kind, shape.id): shape for kind, shape in stored.things() if (kind, shape.id) in kept}
    listed = {(kind, shape.id) for kind, shape in files.things()}

    def sides(kind: str, theirs: list[Any], stored_there: list[Any]) -> list[Any]:
        placed = [ours.get((kind, one.id)) if (kind, one.id) in kept else one for one in theirs]
        besides = [one for one in stored_there if (kind, one.id) in ours.keys() - listed]
        return [one for one in [*placed, *besides] if one is not None]

    def of_module(module: ModuleFiles, there: ModuleFiles | None) -> ModuleFiles:
        return replace(
            module,
            module=ours.get(("module", module.module.id), module.module),
            sections=sides("section", module.sections, there.sections if there else []),
            items=sides("item", module.items, there.items if there else []),
            quizzes=sides("quiz", module.quizzes, there.quizzes if there else []),
        )

    stored_modules = {module.module.id: module for module in stored.modules}
    modules = [of_module(module, stored_modules.pop(module.module.id, None)) for module in files.modules]
    for module in stored_modules.values():
        emptied = replace(module, sections=[], items=[], quizzes=[])
        if (left := of_module(emptied, module)) != emptied or ("module", module.module.id) in ours:
            modules.append(left)
    return replace(
        files,
        course=ours.get(("course", files.course.id), files.course),
        claims=sides("claim", files.claims, stored.claims),
        notes=sides("note", files.notes, stored.notes),
        terms=sides("term", files.terms, stored.terms),
        modules=modules,
        final=sides("quiz", files.final, stored.final),
    )

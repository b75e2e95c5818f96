"""A course as its files have it: read whole, every problem at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from authoring.files import shapes
from authoring.files.entries import Entry, id_of, read_list, read_one
from authoring.files.folder import MODULE_FOLDER, Folder, read_folder
from authoring.files.nodes import Document, Mapping, Problem
from lessons.pictures import Header, Shown, shown

LISTS: dict[str, tuple[str, type[BaseModel]]] = {
    "claims": ("claim", shapes.Claim),
    "notes": ("note", shapes.Note),
    "terms": ("term", shapes.Term),
    "sections": ("section", shapes.Section),
}
"""The lists that stand under a key: what they hold."""


@dataclass
class ModuleFiles:
    """A module's folder. Its number is its place in the course."""

    number: int
    module: shapes.Module
    sections: list[shapes.Section] = field(default_factory=list)
    items: list[shapes.ItemFields] = field(default_factory=list)
    quizzes: list[shapes.Quiz] = field(default_factory=list)

    @property
    def folder(self) -> str:
        return f"modules/{self.number:02}-{self.module.module}"


@dataclass
class CourseFiles:
    """All that the files of a course say. By path: heads (comments), hashes, pictures with their headers."""

    course: shapes.Course
    claims: list[shapes.Claim] = field(default_factory=list)
    notes: list[shapes.Note] = field(default_factory=list)
    terms: list[shapes.Term] = field(default_factory=list)
    modules: list[ModuleFiles] = field(default_factory=list)
    final: list[shapes.Quiz] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    @property
    def pictures(self) -> dict[str, Shown]:
        """By the path of their file."""
        return {
            path: shown(path, self.hashes[path], header.width, header.height)
            for path, header in self.headers.items()
        }

    def things(self) -> Iterator[tuple[str, Any]]:
        """Everything that has an id, with its kind."""
        yield "course", self.course
        for kind, shapes_of_kind in (("claim", self.claims), ("note", self.notes), ("term", self.terms)):
            yield from ((kind, shape) for shape in shapes_of_kind)
        for module in self.modules:
            yield "module", module.module
            yield from (("section", section) for section in module.sections)
            yield from (("item", item) for item in module.items)
            yield from (("quiz", quiz) for quiz in module.quizzes)
        yield from (("quiz", quiz) for quiz in self.final)


@dataclass
class Reading:
    """What came of reading a folder: entries with their places, and the course where all of it is sound."""

    folder: Folder
    entries: list[Entry] = field(default_factory=list)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Entries of one kind, also those whose fields are wrong."""
        return (entry for entry in self.entries if entry.kind == kind)

    def sound(self, kind: str) -> Iterator[Entry]:
        """Entries of one kind whose fields are right."""
        return (entry for entry in self.of_kind(kind) if entry.value is not None)

    def knows_all(self, kind: str) -> bool:
        """Whether all ids of a kind are known; else one that is missing may stand where a file is broken."""
        files = {
            "claim": "claims.yaml",
            "note": "notes.yaml",
            "term": "glossary.yaml",
            "item": "items.yaml",
            "module": "module.yaml",
        }
        broken = [problem.file for problem in self.folder.problems]
        broken += [name for name, document in self.folder.documents.items() if document.is_broken]
        if any(name.endswith(files[kind]) for name in broken):
            return False
        return all(entry.id for entry in self.of_kind(kind))

    @property
    def problems(self) -> list[Problem]:
        found = [*self.folder.problems]
        for document in self.folder.documents.values():
            found += document.problems
        return sorted(found)

    def files(self) -> CourseFiles:
        """The course. Only for a reading without problems."""
        return _assembled(self)


def read_course(directory: Path) -> Reading:
    """Read all files of a course. References between them are the work of `checks`."""
    reading = Reading(read_folder(directory))
    for name, document in reading.folder.documents.items():
        if document.root is not None:
            reading.entries += _entries(document, name.rpartition("/")[2])
    return reading


def _entries(document: Document, file: str) -> Iterable[Entry]:
    assert document.root is not None
    match file:
        case "course.yaml":
            course = read_one(document, document.root, shapes.Course)
            return [Entry("course", id_of(document.root, "course"), course, document, document.root)]
        case "module.yaml":
            return [*_module(document), *_under_key(document, "sections")]
        case "items.yaml":
            return list(read_list(document, document.root, "item", shapes.Item))
        case "quizzes.yaml" | "final.yaml":
            return list(read_list(document, document.root, "quiz", shapes.Quiz))
    key = "terms" if file == "glossary.yaml" else file.removesuffix(".yaml")
    _only_key(document, key)
    return list(_under_key(document, key))


def _module(document: Document) -> Iterator[Entry]:
    """The module without its sections, which are things of their own."""
    if not isinstance(document.root, Mapping):
        return
    fields = {name: node for name, node in document.root.entries.items() if name != "sections"}
    head = Mapping(fields, document.root.keys, document.root.place)
    module = read_one(document, head, shapes.Module)
    yield Entry("module", id_of(document.root, "module"), module, document, head)


def _under_key(document: Document, key: str) -> Iterator[Entry]:
    root = document.root
    if isinstance(root, Mapping) and key in root.entries:
        yield from read_list(document, root.entries[key], *LISTS[key])
    elif root is not None:
        message = f"`{key}:` is expected here, with a list under it"
        document.problems.append(document.problem(root.place, message))
        document.is_broken = True


def _only_key(document: Document, key: str) -> None:
    if isinstance(document.root, Mapping):
        for name, place in document.root.keys.items():
            if name != key:
                message = f"unknown field `{name}`; this file holds `{key}:` and nothing else"
                document.problems.append(document.problem(place, message))


def _assembled(reading: Reading) -> CourseFiles:
    def values(kind: str, folder: str = "") -> list[Any]:
        return [
            entry.value for entry in reading.of_kind(kind) if entry.document.name.rpartition("/")[0] == folder
        ]

    modules = []
    for folder in sorted(reading.folder.module_folders):
        match = MODULE_FOLDER.fullmatch(folder)
        assert match is not None  # that is how folders of modules are known
        of_module = {kind: values(kind, folder) for kind in ("section", "item", "quiz")}
        modules.append(
            ModuleFiles(
                int(match["number"]),
                values("module", folder)[0],
                of_module["section"],
                of_module["item"],
                of_module["quiz"],
            )
        )
    documents = reading.folder.documents
    return CourseFiles(
        course=values("course")[0],
        claims=values("claim"),
        notes=values("note"),
        terms=values("term"),
        modules=modules,
        final=values("quiz"),
        heads={name: document.head for name, document in documents.items() if document.head},
        media=reading.folder.media,
        headers=reading.folder.headers,
        hashes=reading.folder.hashes,
    )

"""Which files a course folder holds: known ones are read, all others are refused."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from authoring.files.nodes import Document, Problem
from authoring.files.overlap import digest_of
from authoring.files.reader import LARGEST, read_yaml
from lessons.pictures import PATH as PICTURE
from lessons.pictures import Header, NotAPicture, read_header

TOP_FILES = ("course.yaml", "claims.yaml", "notes.yaml", "glossary.yaml", "final.yaml")
MODULE_FILES = ("module.yaml", "items.yaml", "quizzes.yaml")
NEEDED = ("course.yaml", "claims.yaml")
LARGEST_PICTURE = 200 * 1024  # bytes; pictures are served from the database
MODULE_FOLDER = re.compile(r"modules/(?P<number>[0-9]{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass
class Folder:
    """The files of a course by their path within its folder; `headers` are those of its pictures.

    `article_runs` lie beside the folder, for they are no part of the course.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    module_folders: list[str] = field(default_factory=list)
    article_runs: frozenset[bytes] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, 1, 1, message))


def read_folder(directory: Path) -> Folder:
    """Read every file of the course; what does not belong there is a problem."""
    folder = Folder()
    if not directory.is_dir():
        folder.refuse(str(directory), "this is not a folder; name the folder that holds course.yaml")
        return folder
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_symlink():
            folder.refuse(name, "a link stands here; put the file itself in its place")
        elif path.is_dir():
            _enter(folder, name)
        elif not any(parent.is_symlink() for parent in path.parents if directory in parent.parents):
            _read(folder, name, path)
    _miss(folder)
    folder.article_runs = digest_of(directory)
    return folder


def hashes(directory: Path) -> dict[str, str]:
    """Of every file there, by its path: enough to see whether any changed."""
    return {
        path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def _enter(folder: Folder, name: str) -> None:
    if MODULE_FOLDER.fullmatch(name):
        folder.module_folders.append(name)
    elif name not in ("modules", "media"):
        folder.refuse(
            name, "unknown folder; modules lie in folders like modules/01-rivers, pictures in media"
        )


def _read(folder: Folder, name: str, path: Path) -> None:
    largest = LARGEST_PICTURE if PICTURE.fullmatch(name) else LARGEST
    if not _is_known(name):
        folder.refuse(name, "unknown file; rename it, or take it out of the course's folder")
    elif not path.is_file():
        folder.refuse(name, "this is not a file; take it out of the course's folder")
    elif path.stat().st_size > largest:
        folder.refuse(name, f"the file is larger than {largest // 1024} KiB; make it smaller")
    else:
        data = path.read_bytes()
        folder.hashes[name] = hashlib.sha256(data).hexdigest()
        if PICTURE.fullmatch(name):
            folder.media[name] = data
            try:
                folder.headers[name] = read_header(name, data)
            except NotAPicture as refusal:
                folder.refuse(name, str(refusal))
        else:
            folder.documents[name] = read_yaml(name, data)


def _is_known(name: str) -> bool:
    parent, _, last = name.rpartition("/")
    if PICTURE.fullmatch(name) or name in TOP_FILES:
        return True
    return bool(MODULE_FOLDER.fullmatch(parent)) and last in MODULE_FILES


def _miss(folder: Folder) -> None:
    needed = [*NEEDED, *(f"{module}/module.yaml" for module in folder.module_folders)]
    for name in needed:
        if name not in folder.documents and not any(problem.file == name for problem in folder.problems):
            folder.refuse(name, "this file is missing; every course needs it, see the authors' guide")


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError, and leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("xb") as file:  # a new one: a link of this name would lead elsewhere
        try:
            file.write(data)
            file.flush()
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

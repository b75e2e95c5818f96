"""The database back to course files, in the form that `format_course` gives them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from authoring.files import canonical, shapes
from authoring.files.course import CourseFiles, ModuleFiles
from authoring.files.fields import USUAL_PENALTY
from authoring.files.folder import replace_file
from authoring.rows import CourseRows
from lessons.models import Claim, Course, Module, Note, Section, State, Term
from quizzes.interactions import REGISTRY
from quizzes.models import Item, Quiz, QuizPart


class NotTheCourses(Exception):
    """Files in the folder that a dump would leave beside the course's; nothing was written."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


class NotAPlainFolder(Exception):
    """A link stands in the folder, or something that is no file; nothing was written. Its text names it."""


def dump_course(*, course: Course, directory: Path) -> list[str]:
    """Write the course's files and pictures; the paths of those that changed.

    Again: none. Raises NotTheCourses where the folder holds something that is not the course's,
    NotAPlainFolder where a file would come to lie elsewhere, or cannot lie.
    """
    dumped = course_files(CourseRows.of(course))
    media = {
        file.path: bytes(file.picture.data)
        for file in course.files.exclude(picture=None).select_related("picture")
        if file.picture is not None
    }
    contents = {path: text.encode() for path, text in canonical.files(dumped).items()} | media
    if others := sorted(_files_in(directory, contents) - contents.keys()):
        raise NotTheCourses(others)
    changed = [
        path
        for path, data in contents.items()
        if not (directory / path).is_file() or (directory / path).read_bytes() != data
    ]
    for path in changed:
        replace_file(directory / path, contents[path])
    return changed


def _files_in(directory: Path, ours: Collection[str]) -> set[str]:
    """The paths of all files that are there. A link is never followed, for it leads out of the folder."""
    found = set()
    for path in [directory, *sorted(directory.rglob("*"))]:
        name = path.relative_to(directory).as_posix()
        if path.is_symlink():
            raise NotAPlainFolder(f"{path} is a link; put a folder or file of its own in its place")
        if path.is_dir() and name in ours:
            raise NotAPlainFolder(f"{path} is a folder, not a file")
        if path.exists() and not path.is_dir():
            found.add(name)
    if found == {"."}:
        raise NotAPlainFolder(f"{directory} is not a folder")
    return found


def canonical_item(item: Item) -> str:
    """The item exactly as its file has it: what the browser's editor shows, and `read_item_text` reads."""
    return canonical.thing(item_shape(item))


def course_files(rows: CourseRows) -> CourseFiles:
    """The course as its files would have it, without its pictures' bytes.

    Left out is what was retired because the files lost it.
    """
    course = rows.course
    files = CourseFiles(
        course=course_shape(course, rows.modules.values()),
        claims=[claim_shape(claim) for claim in _published(rows.claims)],
        notes=[note_shape(note) for note in _published(rows.notes)],
        terms=[term_shape(term) for term in _published(rows.terms)],
        heads={path: file.head for path, file in rows.files.items() if file.head},
        hashes={path: file.content_hash for path, file in rows.files.items()},
    )
    sections = [row for row in rows.sections.values() if _is_told(rows, "section", row)]
    items = [row for row in rows.items.values() if _is_told(rows, "item", row)]
    quizzes = [row for row in rows.quizzes.values() if _is_told(rows, "quiz", row)]
    for module in _published(rows.modules):
        files.modules.append(
            ModuleFiles(
                number=module.position,
                module=module_shape(module),
                sections=[section_shape(row) for row in sections if row.module_id == module.pk],
                items=[item_shape(row) for row in items if row.module_id == module.pk],
                quizzes=[quiz_shape(row) for row in quizzes if row.module_id == module.pk],
            )
        )
    files.final = [quiz_shape(row) for row in quizzes if row.module_id is None]
    return files


def _published(rows: dict[str, Any]) -> list[Any]:
    return [row for row in rows.values() if row.state == State.PUBLISHED]


def _is_told(rows: CourseRows, kind: str, row: Section | Item | Quiz) -> bool:
    """Whether the files say it: it is not retired, or they had it at the last load and now say that it is."""
    loaded = rows.loaded.get((kind, row.slug))
    return row.state != State.RETIRED or (loaded is not None and bool(loaded.text))


# Shapes from rows are not checked again: a dump writes what is there, whatever a check may say of it.


def course_shape(course: Course, modules: Iterable[Module]) -> shapes.Course:
    return shapes.Course.model_construct(
        course=course.slug,
        title=course.title,
        short_title=course.short_title,
        language=course.language,
        complete=course.complete,
        article=shapes.Article.model_construct(**course.article),
        modules=[module.slug for module in modules if module.state == State.PUBLISHED],
        figure=figure_shape(course.figure),
        about=course.about,
        paragraphs=[shapes.Paragraph.model_construct(**paragraph) for paragraph in course.paragraphs],
    )


def figure_shape(figure: dict[str, Any]) -> shapes.Figure | None:
    return shapes.Figure.model_construct(**figure) if figure else None


def claim_shape(claim: Claim) -> shapes.Claim:
    return shapes.Claim.model_construct(
        id=claim.slug, kind=claim.kind, refs=claim.refs, says=claim.says, values=claim.values
    )


def note_shape(note: Note) -> shapes.Note:
    return shapes.Note.model_construct(
        id=note.slug, about=note.about.slug, type=note.type, text=note.text, source=note.source
    )


def term_shape(term: Term) -> shapes.Term:
    return shapes.Term.model_construct(
        id=term.slug, title=term.title, short=term.short or None, text=term.text
    )


def module_shape(module: Module) -> shapes.Module:
    return shapes.Module.model_construct(
        module=module.slug,
        title=module.title,
        objectives=module.objectives,
        discuss=[shapes.Discussion.model_construct(**question) for question in module.discuss],
    )


def section_shape(section: Section) -> shapes.Section:
    version = section.current
    assert version is not None  # a load makes a section and its version in one transaction
    return shapes.Section.model_construct(
        id=section.slug,
        title=section.title,
        teaches=_slugs(version.claims.all()),
        notes=version.notes,
        check=[asked.item.slug for asked in section.asked.all()],
        status=str(section.state),
        figure=figure_shape(version.figure),
        body=version.body,
        remark=section.remark or None,
    )


def item_shape(item: Item) -> shapes.ItemFields:
    version = item.current
    assert version is not None  # likewise
    interaction = REGISTRY[version.interaction]
    key = version.answer_key
    asks = interaction.write(item.slug, version.content, key.key, key.feedback)
    common = shapes.Item.model_construct(
        id=item.slug,
        type=version.interaction,
        tests=_slugs(version.claims.all()),
        level=version.level,
        use=item.use,
        status=item.state,
        hints=[hint["md"] for hint in key.hints],
        penalty=version.content.get("hints", {}).get("penalty", USUAL_PENALTY),
        explanation=key.explanation["md"],
        remark=item.remark or None,
    )
    return shapes.ItemFields(common, interaction.Shape.model_validate(asks))


def quiz_shape(quiz: Quiz) -> shapes.Quiz:
    return shapes.Quiz.model_construct(
        id=quiz.slug,
        title=quiz.title,
        purpose=quiz.purpose or None,
        status=quiz.state,
        settings=shapes.Settings(**quiz.settings),
        parts=[part_shape(part) for part in quiz.parts.all()],
        remark=quiz.remark or None,
    )


def part_shape(part: QuizPart) -> shapes.Part:
    return shapes.Part.model_construct(
        item=part.item.slug if part.item else None,
        draw=part.count if part.is_draw else None,
        module=part.from_module.slug if part.from_module else None,
        level=part.level or None,
        claims=_slugs(part.claims.all()),
        points=part.points,
    )


def _slugs(claims: Iterable[Claim]) -> list[str]:
    return [claim.slug for claim in sorted(claims, key=lambda claim: claim.position)]

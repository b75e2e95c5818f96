"""Rows as course files want them: each is compared first, and written only where it differs."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from authoring.files import shapes
from authoring.files.course import CourseFiles, ModuleFiles
from authoring.offering import apply_quizzes
from authoring.pictures import Pictures, in_passages, in_texts
from authoring.rows import CourseRows
from authoring.writing import put, update
from lessons import markdown
from lessons.models import Claim, Module, Note, Section, State, Term
from lessons.reading import revise_section
from quizzes.interactions import REGISTRY
from quizzes.interactions.base import text
from quizzes.items import Revision, revise_item
from quizzes.models import Item, SectionItem

if TYPE_CHECKING:
    from accounts.models import User

WHY = "loaded from files"
MEANING = {None: None, "wording": True, "meaning": False}
"""What an item's `changed:` says of its meaning; without it `revise_item` compares."""


def apply(files: CourseFiles, rows: CourseRows, *, author: User | None, at: datetime) -> None:
    """Bring the rows to what the files say, in the caller's transaction; what they do not name is retired."""
    update(rows.course, **course_fields(files.course))
    _claims_and_notes(files, rows)
    for shape in files.terms:
        put(rows, rows.terms, Term, shape.id, title=shape.title, short=shape.short or "", text=shape.text)
    for module in files.modules:
        fields = module.module.model_dump(include={"title", "objectives", "discuss"})
        put(rows, rows.modules, Module, module.module.id, position=module.number, **fields)
    pictures = {**rows.pictures, **files.pictures}
    for module in files.modules:
        _items(module, rows, pictures, author, at)
    for module in files.modules:
        _sections(module, rows, pictures, author, at)
        apply_quizzes(module.quizzes, rows, rows.modules[module.module.id], at)
    apply_quizzes(files.final, rows, None, at)
    named = {(kind, shape.id) for kind, shape in files.things()}
    for kind in ("claim", "note", "term", "module", "section", "item", "quiz"):
        for slug, row in rows.of_kind(kind).items():
            if (kind, slug) not in named:
                update(row, state=State.RETIRED)


def course_fields(shape: shapes.Course) -> dict[str, Any]:
    return {
        "title": shape.title,
        "short_title": shape.short_title,
        "language": shape.language,
        "complete": shape.complete,
        "about": shape.about,
        "about_html": markdown.block(shape.about),
        "article": shape.article.model_dump(exclude_none=True),
        "paragraphs": [paragraph.model_dump(exclude_none=True) for paragraph in shape.paragraphs],
        "figure": figure_fields(shape.figure),
        "state": State.PUBLISHED,
    }


def figure_fields(shape: shapes.Figure | None) -> dict[str, Any]:
    return shape.model_dump() if shape else {}


def _claims_and_notes(files: CourseFiles, rows: CourseRows) -> None:
    for position, claim in enumerate(files.claims, start=1):
        fields = claim.model_dump(include={"kind", "says", "refs", "values"})
        put(rows, rows.claims, Claim, claim.id, position=position, **fields)
    for position, note in enumerate(files.notes, start=1):
        fields = note.model_dump(include={"type", "text", "source"})
        about = rows.claims[note.about]
        put(rows, rows.notes, Note, note.id, position=position, about=about, **fields)


def _items(
    module: ModuleFiles, rows: CourseRows, pictures: Pictures, author: User | None, at: datetime
) -> None:
    for position, shape in enumerate(module.items, start=1):
        common = shape.common
        item = put(
            rows,
            rows.items,
            Item,
            shape.id,
            module=rows.modules[module.module.id],
            position=position,
            state=common.status,
            use=common.use,
            remark=common.remark or "",
        )
        revision = revision_of_file(shape, pictures)
        if item.current is None or item.current.content_hash != revision.content_hash:
            same_meaning = MEANING[common.changed]
            revise_item(
                item=item, revision=revision, author=author, why=WHY, at=at, same_meaning=same_meaning
            )


def revision_of_file(shape: shapes.ItemFields, pictures: Pictures) -> Revision:
    """What `revise_item` makes a version of."""
    common = shape.common
    content, key, feedback = REGISTRY[common.type].read(shape.id, shape.asks)
    if common.hints:
        content["hints"] = {"count": len(common.hints), "penalty": common.penalty}
    return Revision(
        interaction=common.type,
        level=common.level,
        claims=tuple(common.tests),
        content=in_texts(content, pictures),
        key=key,
        feedback=in_texts(feedback, pictures),
        explanation=in_texts(text(common.explanation), pictures),
        hints=tuple(in_texts(text(hint), pictures) for hint in common.hints),
    )


def _sections(
    module: ModuleFiles, rows: CourseRows, pictures: Pictures, author: User | None, at: datetime
) -> None:
    titles = {term.slug: term.title for term in rows.terms.values()}
    for position, shape in enumerate(module.sections, start=1):
        section = put(
            rows,
            rows.sections,
            Section,
            shape.id,
            module=rows.modules[module.module.id],
            position=position,
            title=shape.title,
            state=shape.status,
            remark=shape.remark or "",
        )
        content_hash = _section_hash(shape, titles, pictures)
        if section.current is None or section.current.content_hash != content_hash:
            notes = {slug: rows.notes[slug].about.refs for slug in shape.notes}
            revise_section(
                section=section,
                body=shape.body,
                passages=in_passages(markdown.render_section(shape.body, notes, titles), pictures),
                notes=shape.notes,
                sentences=markdown.references(shape.body)[1],
                claims=[rows.claims[slug] for slug in shape.teaches],
                figure=figure_fields(shape.figure),
                content_hash=content_hash,
                author=author,
                why=WHY,
                at=at,
            )
        if [asked.item.slug for asked in section.asked.all()] != shape.check:
            section.asked.all().delete()
            SectionItem.objects.bulk_create(
                SectionItem(section=section, item=rows.items[slug], position=place)
                for place, slug in enumerate(shape.check, start=1)
            )


def _section_hash(shape: shapes.Section, titles: dict[str, str], pictures: Pictures) -> str:
    """Of what a reader sees: the text with the words that terms lend it, pictures, notes, claims, figure."""
    lent = [titles.get(term, "") for term in markdown.terms_shown_by_title(shape.body)]
    named = [picture.path for picture in markdown.pictures(shape.body)]
    seen = [pictures[path].address for path in named if path in pictures]
    rest = [of_some for of_some in (seen, figure_fields(shape.figure)) if of_some]
    written = [shape.body, lent, shape.notes, sorted(shape.teaches), *rest]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()

"""Rows as course files want them: each is compared first, and written only where it differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from authoring.files import shapes
from authoring.files.course import CourseFiles, ModuleFiles
from authoring.rows import CourseRows
from lessons import markdown
from lessons.models import Claim, Module, Note, Section, State, Term
from lessons.reading import revise_section
from quizzes.interactions import REGISTRY
from quizzes.interactions.base import text
from quizzes.items import Revision, revise_item
from quizzes.models import Delivery, Item, Quiz, QuizPart, SectionItem

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
        _put(rows, rows.terms, Term, shape.id, title=shape.title, short=shape.short or "", text=shape.text)
    for module in files.modules:
        fields = {"title": module.module.title, "objectives": module.module.objectives}
        _put(rows, rows.modules, Module, module.module.id, position=module.number, **fields)
    for module in files.modules:
        _items(module, rows, author, at)
        _sections(module, rows, author, at)
        _quizzes(module.quizzes, rows, rows.modules[module.module.id])
    _quizzes(files.final, rows, None)
    named = {(kind, shape.id) for kind, shape in files.things()}
    for kind in ("claim", "note", "term", "module", "section", "item", "quiz"):
        for slug, row in rows.of_kind(kind).items():
            if (kind, slug) not in named:
                update(row, state=State.RETIRED)


def update(row: models.Model, **fields: Any) -> None:
    """Save the fields that differ; a row that is not in the database yet, whole."""
    is_new = row.pk is None
    changed = [name for name, value in fields.items() if is_new or getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if is_new:
        row.save()
    elif changed:
        row.save(update_fields=changed)


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
        "state": State.PUBLISHED,
    }


def _put[M: models.Model](
    rows: CourseRows, there: dict[str, M], model: type[M], slug: str, **fields: Any
) -> M:
    row = there.setdefault(slug, model(course=rows.course, slug=slug))
    update(row, **{"state": State.PUBLISHED, **fields})
    return row


def _claims_and_notes(files: CourseFiles, rows: CourseRows) -> None:
    for position, claim in enumerate(files.claims, start=1):
        fields = claim.model_dump(include={"kind", "says", "refs", "values"})
        _put(rows, rows.claims, Claim, claim.id, position=position, **fields)
    for position, note in enumerate(files.notes, start=1):
        fields = note.model_dump(include={"type", "text", "source"})
        about = rows.claims[note.about]
        _put(rows, rows.notes, Note, note.id, position=position, about=about, **fields)


def _items(module: ModuleFiles, rows: CourseRows, author: User | None, at: datetime) -> None:
    for position, shape in enumerate(module.items, start=1):
        common = shape.common
        item = _put(
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
        revision = revision_of_file(shape)
        if item.current is None or item.current.content_hash != revision.content_hash:
            same_meaning = MEANING[common.changed]
            revise_item(
                item=item, revision=revision, author=author, why=WHY, at=at, same_meaning=same_meaning
            )


def revision_of_file(shape: shapes.ItemFields) -> Revision:
    """What `revise_item` makes a version of."""
    content, key, feedback = REGISTRY[shape.common.type].read(shape.id, shape.asks)
    return Revision(
        interaction=shape.common.type,
        level=shape.common.level,
        claims=tuple(shape.common.tests),
        content=content,
        key=key,
        feedback=feedback,
        explanation=text(shape.common.explanation),
    )


def _sections(module: ModuleFiles, rows: CourseRows, author: User | None, at: datetime) -> None:
    titles = {term.slug: term.title for term in rows.terms.values()}
    for position, shape in enumerate(module.sections, start=1):
        section = _put(
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
        content_hash = _section_hash(shape, titles)
        if section.current is None or section.current.content_hash != content_hash:
            notes = {slug: rows.notes[slug].about.refs for slug in shape.notes}
            revise_section(
                section=section,
                body=shape.body,
                passages=markdown.render_section(shape.body, notes, titles),
                notes=shape.notes,
                sentences=markdown.references(shape.body)[1],
                claims=[rows.claims[slug] for slug in shape.teaches],
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


def _section_hash(shape: shapes.Section, titles: dict[str, str]) -> str:
    """Of what a reader sees: the text with the words that terms lend it, its notes, its claims."""
    lent = [titles.get(term, "") for term in markdown.terms_shown_by_title(shape.body)]
    written = [shape.body, lent, shape.notes, sorted(shape.teaches)]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def _quizzes(quizzes: Iterable[shapes.Quiz], rows: CourseRows, module: Module | None) -> None:
    for position, shape in enumerate(quizzes, start=1):
        quiz = _put(
            rows,
            rows.quizzes,
            Quiz,
            shape.id,
            module=module,
            position=position,
            title=shape.title,
            purpose=shape.purpose or "",
            settings=shape.settings.model_dump(mode="json", exclude_defaults=True),
            state=shape.status,
            remark=shape.remark or "",
        )
        parts = [(part.item, part.points) for part in shape.parts]
        if [(part.item.slug, part.points) for part in quiz.parts.all()] != parts:
            quiz.parts.all().delete()
            QuizPart.objects.bulk_create(
                QuizPart(quiz=quiz, item=rows.items[slug], points=points, position=place)
                for place, (slug, points) in enumerate(parts, start=1)
            )
        if quiz.pk not in rows.offered:
            Delivery.objects.get_or_create(quiz=quiz, own=True)

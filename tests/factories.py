"""Plain functions that make what a test needs, with a default for everything.

They write through the functions of the apps, as pages and files do. What has a slug is made once:
`course()` twice is one course, so a test names only what it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from accounts.models import User
from cohorts.enrolment import create_cohort, join
from cohorts.models import Cohort, Enrolment
from lessons.markdown import references, render_section
from lessons.models import Claim, Course, Module, Note, Section, SectionRead, Term
from lessons.reading import mark_read, revise_section
from quizzes.attempts import answer, hand_in, practise, start_attempt
from quizzes.interactions import REGISTRY
from quizzes.interactions.base import text
from quizzes.items import Revision, revise_item
from quizzes.models import Attempt, Delivery, Item, Quiz, QuizPart, Response, SectionItem
from quizzes.scoring import samples

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
PASSWORD = "long enough to pass"


def person(username: str = "amina", **fields: Any) -> User:
    """An account without an e-mail address; `password` is PASSWORD."""
    known: User | None = User.objects.filter(username=username).first()
    if known is None:
        fields = {"display_name": username.capitalize(), "password": PASSWORD, **fields}
        known = User.objects.create_user(username, **fields)
    return known


def guest(public_id: UUID | None = None) -> User:
    return User.objects.create_guest(public_id)


def signed_in(user: User | None) -> Client:
    """A browser of its own in which this person is signed in; None: a visitor."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def course(slug: str = "ssc", **fields: Any) -> Course:
    defaults = {
        "title": "The Global South and South-South cooperation",
        "short_title": "Global South",
        "about": "About the article.",
        "about_html": "<p>About the article.</p>",
        "article": {
            "title": "The article",
            "author": "An author",
            "role": "A role",
            "published": "2026-01-10",
            "publisher": "A publisher",
        },
        "paragraphs": [
            {"id": "P1", "sentences": 14, "heading": "Introduction", "says": "What the article is about."},
            {"id": "P4", "sentences": 9, "heading": "Initiatives", "says": "Which initiatives there are."},
        ],
        **fields,
    }
    return Course.objects.get_or_create(slug=slug, defaults=defaults)[0]


def module(slug: str = "foundations", **fields: Any) -> Module:
    of = fields.pop("course", None) or course()
    defaults = {"title": slug.capitalize(), "position": of.modules.count() + 1, **fields}
    return Module.objects.get_or_create(course=of, slug=slug, defaults=defaults)[0]


def claim(slug: str = "bri-2013", **fields: Any) -> Claim:
    of = fields.pop("course", None) or course()
    defaults = {
        "kind": Claim.Kind.INITIATIVE,
        "says": "The Belt and Road Initiative was launched in 2013.",
        "refs": ["P4.2"],
        "values": ["2013"],
        "position": of.claims.count() + 1,
        **fields,
    }
    return Claim.objects.get_or_create(course=of, slug=slug, defaults=defaults)[0]


def note(slug: str = "n-bri", **fields: Any) -> Note:
    about = fields.pop("about", None) or claim()
    defaults = {
        "about": about,
        "type": Note.Type.CONTEXT,
        "text": "It was first named in a speech in Astana.",
        "source": "A source.",
        "position": about.course.notes.count() + 1,
        **fields,
    }
    return Note.objects.get_or_create(course=about.course, slug=slug, defaults=defaults)[0]


def term(slug: str = "belt-and-road-initiative", **fields: Any) -> Term:
    of = fields.pop("course", None) or course()
    defaults = {"title": slug.replace("-", " ").capitalize(), "text": "What it means.", **fields}
    return Term.objects.get_or_create(course=of, slug=slug, defaults=defaults)[0]


def section(
    slug: str = "what-is-the-south", *, items: Sequence[Item] = (), body: str | None = None, **fields: Any
) -> Section:
    """A published section with its first version; `items` are asked in it."""
    of = fields.pop("module", None) or module()
    defaults = {
        "module": of,
        "title": slug.replace("-", " ").capitalize(),
        "position": of.sections.count() + 1,
        **fields,
    }
    made, is_new = Section.objects.get_or_create(course=of.course, slug=slug, defaults=defaults)
    if is_new or body is not None:
        rewrite(made, body or f"What {made.title} says [[P4.2]].")
    for item in items:
        SectionItem.objects.get_or_create(
            section=made, item=item, defaults={"position": made.asked.count() + 1}
        )
    return made


def timeline(*claims: Claim) -> dict[str, Any]:
    """A figure as courses and sections keep it."""
    slugs = [claim.slug for claim in claims]
    return {"kind": "timeline", "caption": "When each was launched.", "claims": slugs, "labels": []}


def rewrite(
    section: Section,
    body: str,
    *,
    claims: Iterable[Claim] = (),
    figure: Mapping[str, Any] | None = None,
    at: datetime = NOON,
) -> Section:
    """The section's next version."""
    slugs, sentences = references(body)
    titles = dict(Term.objects.filter(course=section.course_id, slug__in=slugs).values_list("slug", "title"))
    about = Note.objects.filter(about__in=list(claims)).select_related("about")
    notes = {note.slug: list(note.about.refs) for note in about}
    revise_section(
        section=section,
        body=body,
        passages=render_section(body, notes, titles),
        notes=list(notes),
        sentences=sentences,
        claims=claims,
        figure=figure or {},
        content_hash=hashlib.sha256(f"{body}{figure or ''}".encode()).hexdigest(),
        author=None,
        why="loaded from files",
        at=at,
    )
    return section


def choice(*right: str, wrong: Sequence[str] = ("2017", "2021"), **fields: Any) -> dict[str, Any]:
    """The shape of a choice as a file has it."""
    return {
        "type": "choice",
        "stem": "In which year, according to the article, was the initiative launched?",
        "options": [
            *({"text": option, "correct": True} for option in right or ("2013",)),
            *({"text": option, "feedback": f"{option} is another year."} for option in wrong),
        ],
        **fields,
    }


def text_entry(*accept: str, **fields: Any) -> dict[str, Any]:
    """The shape of a text entry as a file has it."""
    return {
        "type": "text_entry",
        "stem": "What does BRI stand for?",
        "accept": list(accept) or ["Belt and Road Initiative"],
        **fields,
    }


def item(slug: str = "bri-year", shape: dict[str, Any] | None = None, **fields: Any) -> Item:
    """A published item with its first version; a choice of three unless `shape` says otherwise."""
    of = fields.pop("module", None) or module()
    defaults = {"module": of, "position": of.items.count() + 1, **fields}
    made, is_new = Item.objects.get_or_create(course=of.course, slug=slug, defaults=defaults)
    if is_new:
        revise(made, shape)
    return made


def revise(
    item: Item, shape: dict[str, Any] | None = None, *, claims: Sequence[Claim] = (), at: datetime = NOON
) -> Item:
    """The item's next version."""
    fields = dict(shape or choice())
    interaction = REGISTRY[fields.pop("type")]
    said = text(fields.pop("explanation", "The article puts the launch in 2013."))
    level = fields.pop("level", "remember")
    hints, penalty = fields.pop("hints", ()), fields.pop("penalty", "1/3")
    content, key, feedback = interaction.read(item.slug, interaction.Shape.model_validate(fields))
    if hints:
        content["hints"] = {"count": len(hints), "penalty": penalty}
    revise_item(
        item=item,
        revision=Revision(
            interaction=interaction.NAME,
            level=level,
            claims=tuple(claim.slug for claim in claims),
            content=content,
            key=key,
            feedback=dict(feedback),
            explanation={"md": said["md"], "html": said["html"]},
            hints=tuple(text(hint) for hint in hints),
        ),
        author=None,
        why="loaded from files",
        at=at,
    )
    item.refresh_from_db()
    return item


def quiz(slug: str = "foundations-quiz", *, items: Sequence[Item] | None = None, **fields: Any) -> Quiz:
    """A published quiz with its own delivery; four items of one point, unless `items` says otherwise."""
    of = fields.pop("module", None) or module()
    defaults = {
        "module": of,
        "title": slug.replace("-", " ").capitalize(),
        "position": of.quizzes.count() + 1,
        **fields,
    }
    made, is_new = Quiz.objects.get_or_create(course=of.course, slug=slug, defaults=defaults)
    if is_new:
        if items is None:
            items = [item(f"{slug}-{n}", module=of) for n in (1, 2, 3, 4)]
        for position, part in enumerate(items, start=1):
            QuizPart.objects.create(quiz=made, position=position, item=part)
        Delivery.objects.create(quiz=made, own=True)
    return made


def draw(quiz: Quiz, count: int = 1, *, claims: Sequence[Claim] = (), **fields: Any) -> QuizPart:
    """One more part of the quiz: so many items, of all that may be asked unless `fields` says otherwise."""
    defaults = {"position": quiz.parts.count() + 1, "count": count, **fields}
    part = QuizPart.objects.create(quiz=quiz, **defaults)
    part.claims.set(claims)
    return part


def own_delivery(quiz: Quiz) -> Delivery:
    return Delivery.objects.select_related("quiz").get(quiz=quiz, own=True)


def delivery(quiz: Quiz, **fields: Any) -> Delivery:
    """Another delivery of the quiz, to anyone unless `fields` says otherwise."""
    return Delivery.objects.create(quiz=quiz, **fields)


def offered(quiz: Quiz, **fields: Any) -> Delivery:
    """The quiz's own delivery, with these dates or settings from now on."""
    Delivery.objects.filter(quiz=quiz, own=True).update(**fields)
    return own_delivery(quiz)


def small_course() -> Course:
    """Two modules of two sections, each section with an item asked in it, each module with a quiz."""
    for slug in ("foundations", "initiatives"):
        of = module(slug)
        for n in (1, 2):
            section(f"{slug}-section-{n}", module=of, items=[item(f"{slug}-item-{n}", module=of)])
        quiz(f"{slug}-quiz", module=of)
    return course()


def right_values(item: Item) -> list[str]:
    """Values that are right for the item as it is now."""
    return samples(item.current)["correct"]


def wrong_values(item: Item) -> list[str]:
    """Values that are wrong for the item as it is now."""
    return samples(item.current)["incorrect"]


def practice(learner: User, item: Item, values: list[str] | None = None, *, at: datetime = NOON) -> Response:
    """One answer to an item in the text; right unless `values` says otherwise."""
    return practise(
        learner=learner,
        version=item.current,
        values=right_values(item) if values is None else values,
        client_key=uuid4(),
        sequence=1,
        at=at,
    ).response


def read(learner: User, section: Section, *, at: datetime = NOON) -> SectionRead:
    return mark_read(learner=learner, version=section.current, at=at)


def attempt(
    learner: User,
    quiz: Quiz,
    *,
    right: int = 0,
    wrong: int = 0,
    handed_in: bool = False,
    delivery: Delivery | None = None,
    standing: Attempt.Standing | None = None,
    at: datetime = NOON,
    seed: int = 1,
) -> Attempt:
    """An attempt with so many items answered right, then wrong, one a minute; handed in a minute later."""
    begun = start_attempt(
        learner=learner,
        delivery=delivery or own_delivery(quiz),
        standing=standing or (Attempt.Standing.GUEST if learner.is_guest else Attempt.Standing.LEARNER),
        at=at,
        chance=Random(seed),
    )
    rows = begun.items.select_related("version__item__current").order_by("position")
    for done, row in enumerate(rows[: right + wrong]):
        answer(
            attempt_item=row,
            values=(right_values if done < right else wrong_values)(row.version.item),
            client_key=uuid4(),
            sequence=1,
            at=at + (done + 1) * MINUTE,
        )
    if handed_in:
        return hand_in(attempt=begun, at=at + (right + wrong + 1) * MINUTE)
    return begun


def cohort(name: str = "Nairobi, spring", *, instructor: User | None = None, at: datetime = NOON) -> Cohort:
    """A cohort of the course with every published quiz assigned; Clara teaches it."""
    if known := Cohort.objects.filter(name=name).first():
        return known
    return create_cohort(
        course=course(),
        name=name,
        time_zone="UTC",
        maker=instructor or person("clara", may_teach=True),
        at=at,
        public_id=uuid4(),
    )


def enrol(learner: User, cohort: Cohort, *, name: str = "", at: datetime = NOON) -> Enrolment:
    """The learner joins by the cohort's code."""
    return join(person=learner, code=cohort.join_code or "", name=name or str(learner.display_name), at=at)

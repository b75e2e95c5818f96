"""What must hold between the files of a course, and what looks doubtful in them."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from authoring.files import blind, lints, quiz_checks, readability, shapes
from authoring.files.asked import asked
from authoring.files.bank import near_duplicates, told_elsewhere
from authoring.files.course import Reading
from authoring.files.coverage import gaps
from authoring.files.entries import Entry
from authoring.files.folder import MODULE_FOLDER
from authoring.files.nodes import Problem, Scalar, scalars, step
from authoring.files.overlap import shared_runs
from authoring.files.pictures import problems_elsewhere, problems_of_item, problems_of_text
from authoring.files.references import known
from authoring.files.words import unknown
from lessons.figures import event_of
from lessons.markdown import REFERENCE, references

SHORTEST, LONGEST = 60, 400  # words of a section
SHORT, LONG = 120, 280  # within these it reads in a sitting

type Check = Callable[[Reading], Iterator[Problem]]


def errors(reading: Reading) -> list[Problem]:
    """Everything wrong, in the order of files and lines."""
    checks: Iterable[Check] = (
        ids,
        names,
        modules,
        sentences,
        sections,
        figures,
        bodies,
        marks,
        notes,
        items,
        pictures,
        quiz_checks.parts,
        quiz_checks.withheld,
        quiz_checks.sufficient,
        gaps,
    )
    return sorted({*reading.problems, *chain.from_iterable(check(reading) for check in checks)})


def warnings(reading: Reading) -> list[Problem]:
    """Everything doubtful."""
    bank = asked(reading)
    published = [item for item in bank if item.common.status == "published"]
    found = chain(
        lengths(reading),
        readability.hard_sections(reading),
        unasked(reading),
        shared_with_the_article(reading),
        chain.from_iterable(map(lints.one_item, bank)),
        readability.hard_stems(reading, bank),
        near_duplicates(bank),
        told_elsewhere(bank),
        *(blind.strategies(published, course) for course in reading.sound("course")),
    )
    return sorted({*found})


def ids(reading: Reading) -> Iterator[Problem]:
    """An id is used once in the course for each kind of thing; a former id is no longer in use."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in reading.entries:
        known = first.setdefault((entry.kind, entry.id), entry)
        if entry.id and known is not entry:
            where = f"{known.document.name}:{known.node.place.line}"
            yield entry.problem(("id",), f"another {entry.kind} has this id ({where}); choose another")
    former: set[tuple[str, str]] = set()
    for entry in reading.entries:
        was = getattr(entry.value, "was", None)
        if was and (entry.kind, was) in first:
            yield entry.problem(
                ("was",), f"`{was}` is still in use; `was` names an id that is no longer there"
            )
        elif was and (entry.kind, was) in former:
            yield entry.problem(("was",), f"another {entry.kind} was `{was}` already; one of them is new")
        former.add((entry.kind, was or ""))


def names(reading: Reading) -> Iterator[Problem]:
    """The ids that would stand in the way of an address of our own."""
    for kind, reserved in (("course", shapes.RESERVED_COURSES), ("module", shapes.RESERVED_MODULES)):
        for entry in reading.of_kind(kind):
            if entry.id in reserved:
                yield entry.problem((kind,), "this name is an address of the site; choose another")


def modules(reading: Reading) -> Iterator[Problem]:
    """The modules of course.yaml are the folders, in their order."""
    for entry in reading.of_kind("module"):
        folder = MODULE_FOLDER.fullmatch(entry.document.name.rpartition("/")[0])
        if entry.id and folder and folder["slug"] != entry.id:
            yield entry.problem(("module",), f"the folder says `{folder['slug']}`; one of them must change")
    folders = [name.partition("-")[2] for name in sorted(reading.folder.module_folders)]
    for course in reading.of_kind("course"):
        listed: list[str] = course.value.modules if course.value else folders
        for at, slug in enumerate(listed):
            if slug not in folders:
                yield course.problem(
                    ("modules", at), f"there is no folder modules/NN-{slug}; make it, or take this out"
                )
            elif slug in listed[:at]:
                yield course.problem(("modules", at), f"`{slug}` stands here for the second time")
        for slug in folders:
            if slug not in listed:
                yield course.problem(("modules",), f"the folder of `{slug}` is not listed here; add it")
        if sorted(listed) == sorted(folders) and listed != folders:
            yield course.problem(
                ("modules",), f"the folders' numbers give another order: {', '.join(folders)}"
            )


def sentences(reading: Reading) -> Iterator[Problem]:
    there = _sentences(reading)
    for claim in reading.sound("claim"):
        for at, ref in enumerate(claim.value.refs if there else []):
            if ref not in there:
                yield claim.problem(
                    ("refs", at), f"the article has no sentence {ref}; see course.yaml, paragraphs"
                )


def sections(reading: Reading) -> Iterator[Problem]:
    """What a section teaches, shows and asks is there; an item is asked once and may be asked in a text."""
    asked_by_all = {item.id: item.value.common for item in reading.sound("item")}
    for section in reading.sound("section"):
        yield from known(reading, section, ("teaches",), section.value.teaches, "claim")
        yield from known(reading, section, ("notes",), section.value.notes, "note")
        yield from known(reading, section, ("check",), section.value.check, "item")
        for at, slug in enumerate(section.value.check):
            if (item := asked_by_all.get(slug)) and item.use == "quiz":
                yield section.problem(
                    ("check", at), f"`{slug}` is for quizzes only; its `use:` must change, or this"
                )


def figures(reading: Reading) -> Iterator[Problem]:
    """What a figure is drawn from is there: a name and a year of each claim, or names to compare."""
    values = {claim.id: claim.value.values for claim in reading.sound("claim")}
    for entry in chain(reading.sound("course"), reading.sound("section")):
        if (figure := entry.value.figure) is None:
            continue
        yield from known(reading, entry, ("figure", "claims"), figure.claims, "claim")
        for at, slug in enumerate(figure.claims):
            if figure.kind == "timeline" and slug in values and event_of(values[slug]) is None:
                message = f"`{slug}` cannot be dated; its `values:` must have a name and a year, such as 2013"
                yield entry.problem(("figure", "claims", at), message)
            elif values.get(slug) == []:
                message = f"`{slug}` names nothing to compare; its `values:` are missing"
                yield entry.problem(("figure", "claims", at), message)


def bodies(reading: Reading) -> Iterator[Problem]:
    """A section's text names terms and sentences that are there, and has a section's length."""
    terms = {entry.id for entry in reading.of_kind("term")}
    there = _sentences(reading)
    for section in reading.sound("section"):
        body = section.value.body
        used, cited = references(body)
        for mark in REFERENCE.finditer(body):
            if (term := mark["term"]) in used - terms and reading.knows_all("term"):
                yield section.problem_at(("body",), mark[0], unknown(f"term `{term}`", term, terms))
        for sentence in cited:
            if there and sentence not in there:
                message = f"the article has no sentence {sentence}; see course.yaml, paragraphs"
                yield section.problem_at(("body",), f"[[{sentence}]]", message)
        for other in re.finditer(r"\[\[.{0,20}", body):
            if not REFERENCE.match(body, other.start()):
                message = "write [[term-id]], [[term-id|shown words]] or [[P4.2]] here"
                yield section.problem_at(("body",), other[0], message)
        if not SHORTEST <= (count := len(body.split())) <= LONGEST:
            yield section.problem(
                ("body",), f"{count} words; a section has {SHORTEST} to {LONGEST}", key=True
            )


def marks(reading: Reading) -> Iterator[Problem]:
    """Terms and sentences are marked in sections only; elsewhere a learner would see the brackets."""
    for kind in ("claim", "note", "term", "module", "item", "quiz"):
        for entry in reading.of_kind(kind):
            for scalar in scalars(entry.node):
                if "[[" in scalar.text:
                    place = entry.document.find(scalar, "[[")
                    message = f"{entry.id}: [[…]] is read in a section's body only; write plain words here"
                    yield entry.document.problem(place, message)


def notes(reading: Reading) -> Iterator[Problem]:
    for note in reading.sound("note"):
        yield from known(reading, note, ("about",), [note.value.about], "claim", in_list=False)


def items(reading: Reading) -> Iterator[Problem]:
    for item in reading.sound("item"):
        yield from known(reading, item, ("tests",), item.value.common.tests, "claim")


def pictures(reading: Reading) -> Iterator[Problem]:
    """Pictures lie in media/, say what they show, and stand in items and in the bodies of sections."""
    there = reading.folder.media
    for item in reading.sound("item"):
        yield from problems_of_item(item.document, item.node, item.value, there)
    for section in reading.sound("section"):
        if isinstance(body := step(section.node, "body"), Scalar):
            yield from problems_of_text(section.document, body, section.id, there)
        yield from problems_elsewhere(section.document, section.node, section.id, but_in={"body"})
    for kind in ("course", "claim", "note", "term", "module", "quiz"):
        for entry in reading.of_kind(kind):
            yield from problems_elsewhere(entry.document, entry.node, entry.id)


def _published(reading: Reading, kind: str) -> Iterator[Entry]:
    return (entry for entry in reading.sound(kind) if entry.value.status == "published")


def _sentences(reading: Reading) -> set[str]:
    """The article's sentences; empty where course.yaml is wrong, so that one mistake is told once."""
    return set().union(*(course.value.sentences for course in reading.sound("course")))


def lengths(reading: Reading) -> Iterator[Problem]:
    for section in reading.sound("section"):
        count = len(section.value.body.split())
        if SHORTEST <= count <= LONGEST and not SHORT <= count <= LONG:
            yield section.problem(("body",), f"{count} words; {SHORT} to {LONG} read best", key=True)


def shared_with_the_article(reading: Reading) -> Iterator[Problem]:
    for document in reading.folder.documents.values():
        yield from shared_runs(document, reading.folder.article_runs)


def unasked(reading: Reading) -> Iterator[Problem]:
    """A draft or retired item is left out where it is named. No error: one click in the admin retires it."""
    status = {item.id: item.value.common.status for item in reading.sound("item")}
    named: list[tuple[Entry, tuple[str | int, ...], str]] = []
    for section in _published(reading, "section"):
        named += [(section, ("check", at), slug) for at, slug in enumerate(section.value.check)]
    for quiz in _published(reading, "quiz"):
        parts = enumerate(quiz.value.parts)
        named += [(quiz, ("parts", at, "item"), part.item) for at, part in parts if part.item]
    for entry, place, slug in named:
        if (found := status.get(slug, "published")) != "published":
            message = f"`{slug}` is not asked here, for its status is {found}; publish it, or take it out"
            yield entry.problem(place, message)

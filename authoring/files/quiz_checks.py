"""What must hold of quizzes: what they ask is there, draws suffice, and an examination keeps to itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from authoring.files import shapes
from authoring.files.course import Reading
from authoring.files.entries import Entry, listed
from authoring.files.folder import MODULE_FOLDER
from authoring.files.nodes import Problem
from authoring.files.references import known
from authoring.files.words import unknown
from quizzes.filling import fill


@dataclass(frozen=True)
class Draw:
    """A draw of a quiz: its place among the parts, how many it takes, and what it takes them from."""

    at: int
    count: int
    pool: frozenset[str]


def parts(reading: Reading) -> Iterator[Problem]:
    """A quiz asks items that are there and may be asked, each once; a draw names what is there."""
    items = {item.id: item.value.common for item in reading.sound("item")}
    modules = {module.id for module in reading.of_kind("module")}
    for quiz in reading.sound("quiz"):
        yield from _items(reading, quiz)
        for at, part in enumerate(quiz.value.parts):
            place = ("parts", at)
            if (item := items.get(part.item)) and item.use == "practice":
                message = f"`{part.item}` is for practice only; its `use:` must change, or this"
                yield quiz.problem((*place, "item"), message)
            if part.module and part.module not in modules and reading.knows_all("module"):
                message = unknown(f"module `{part.module}`", part.module, modules)
                yield quiz.problem((*place, "module"), message)
            yield from known(reading, quiz, (*place, "claims"), part.claims, "claim")


def _items(reading: Reading, quiz: Entry) -> Iterator[Problem]:
    there = {item.id for item in reading.of_kind("item")}
    first: set[str] = set()
    for at, part in enumerate(quiz.value.parts):
        place = ("parts", at, "item")
        if part.item is None:
            continue
        if part.item not in there and reading.knows_all("item"):
            yield quiz.problem(place, unknown(f"item `{part.item}`", part.item, there))
        elif part.item in first:
            yield quiz.problem(place, f"`{part.item}` stands here for the second time; take one out")
        first.add(part.item)


def withheld(reading: Reading) -> Iterator[Problem]:
    """A quiz that keeps keys back asks items that are asked nowhere else, where their keys are shown."""
    items = {item.id: item for item in reading.sound("item")}
    for quiz in _offered(reading):
        if not quiz.value.settings.resolved().withholds_keys:
            continue
        for at, part in enumerate(quiz.value.parts):
            # An item for practice only is refused already.
            if (item := items.get(part.item)) and item.value.common.use == "both":
                message = (
                    "this quiz keeps its keys back, but practice would tell this one:"
                    f" {listed([item])} must say `use: quiz`"
                )
                yield quiz.problem(("parts", at, "item"), message)
        for draw in draws(reading, quiz.value):
            told = [items[id] for id in draw.pool if items[id].value.common.use == "both"]
            if told:
                message = (
                    "this quiz keeps its keys back, but practice would tell those of items that may be drawn:"
                    f" {listed(told)} must say `use: quiz`"
                )
                yield quiz.problem(("parts", draw.at, "draw"), message)


def sufficient(reading: Reading) -> Iterator[Problem]:
    """There are items enough for a quiz's draws together: each attempt weighs the same."""
    if not reading.knows_all("item") or any(item.value is None for item in reading.of_kind("item")):
        return
    named = {entry.id for kind in ("module", "claim") for entry in reading.of_kind(kind)}
    for quiz in _offered(reading):
        places: list[frozenset[str]] = []
        for draw in draws(reading, quiz.value):
            part = quiz.value.parts[draw.at]
            with_it = [*places, *[draw.pool] * draw.count]
            if len(fill(with_it)) == len(with_it):
                places = with_it
            elif {part.module or "", *part.claims} - {""} <= named:  # else that is told
                yield quiz.problem(("parts", draw.at, "draw"), _too_few(draw))


def _too_few(draw: Draw) -> str:
    needed = ", but the draws above need too many of them" if len(draw.pool) >= draw.count else ""
    return (
        f"this draws {draw.count}; of published items that do not stand in the quiz already"
        f" {len(draw.pool)} fit{needed}; draw fewer, or write items"
    )


def draws(reading: Reading, quiz: shapes.Quiz) -> list[Draw]:
    """A quiz's draws in order. Their pools are what `QuizPart.pool` finds once they are loaded."""
    fixed = {part.item for part in quiz.parts}
    return [
        Draw(
            at,
            part.draw,
            frozenset(
                item.id
                for item in reading.sound("item")
                if item.id not in fixed and fits(part, item.value.common, _module_of(item))
            ),
        )
        for at, part in enumerate(quiz.parts)
        if part.draw is not None
    ]


def fits(draw: shapes.Part, item: shapes.Item, module: str) -> bool:
    """Whether a draw may take an item of this module."""
    return (
        item.status == "published"
        and item.use != "practice"
        and draw.module in (None, module)
        and draw.level in (None, item.level)
        and (not draw.claims or not {*draw.claims}.isdisjoint(item.tests))
    )


def _module_of(item: Entry) -> str:
    folder = MODULE_FOLDER.fullmatch(item.document.name.rpartition("/")[0])
    return folder["slug"] if folder else ""


def _offered(reading: Reading) -> Iterator[Entry]:
    return (quiz for quiz in reading.sound("quiz") if quiz.value.status == "published")

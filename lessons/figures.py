"""Pictures that are drawn from what claims name: a timeline, or two lists beside each other.

Measured out here, in units of an SVG that is WIDTH wide; a template draws them and sets their table beside.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap
from typing import Any, ClassVar

WIDTH = 352
LINE, MIDDLE = 18, 5  # from one line of text to the next, and from its foot to its middle
YEAR, LONGEST = 24, 480  # a year's height, but never more than this for all of them
LANE, LANES_AT = 4, 92  # the streams of a timeline lie side by side, the first one here
LONG_GAP = 3  # years after which it is said how long nothing came
NAME_LETTERS, SIDE_LETTERS = 30, 18  # that fit in a line beside a timeline, and on a side of a comparison

DATED = re.compile(r"(?:.*\s)?(?P<year>\d{4})")


@dataclass(frozen=True)
class Event:
    """What a claim dates: "late 2025" lies in 2025. `short`: its initials, or empty."""

    year: int
    when: str
    name: str
    short: str


@dataclass(frozen=True)
class Text:
    words: str
    y: int


@dataclass(frozen=True)
class Stream:
    event: Event
    y: int
    lines: list[Text]
    path: str


@dataclass(frozen=True)
class Gap:
    years: int
    y: int


@dataclass(frozen=True)
class Timeline:
    """Each event is a stream that joins a river at its year; of two in one year, the last named is below."""

    kind: ClassVar = "timeline"
    width: ClassVar = WIDTH
    caption: str
    streams: list[Stream]
    gaps: list[Gap]
    height: int

    @property
    def last(self) -> Event:
        return self.streams[-1].event

    @property
    def events(self) -> list[Event]:
        return [stream.event for stream in self.streams]


@dataclass(frozen=True)
class Row:
    """One thing on the left and what repeats it on the right; either side may be empty."""

    left: str = ""
    right: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """Two lists; a stream leads across where one repeats the other."""

    kind: ClassVar = "comparison"
    width: ClassVar = WIDTH
    caption: str
    labels: list[str]
    rows: list[Row]
    heads: list[list[Text]]
    left: list[Text]
    right: list[Text]
    streams: list[str]
    ends: list[str]  # where something on the left is not repeated
    height: int


def event_of(values: Sequence[str]) -> Event | None:
    """What a claim with these values dates; None where they are not a name and a year."""
    dates = [found for value in values if (found := DATED.fullmatch(value))]
    names = [value for value in values if not DATED.fullmatch(value)]
    if not dates or not names:
        return None
    return Event(int(dates[0]["year"]), dates[0][0], names[0], names[1] if len(names) > 1 else "")


def drawn(figure: Mapping[str, Any], named: Mapping[str, Sequence[str]]) -> Timeline | Comparison | None:
    """A course's or a section's `figure`, from the values of claims by slug; None where there is none.

    Claims that are gone are left out; where fewer than two are left, nothing is drawn.
    """
    values = [named[slug] for slug in figure.get("claims", ()) if slug in named]
    if len(values) < 2:
        return None
    if figure["kind"] == Timeline.kind:
        events = [event for of_claim in values if (event := event_of(of_claim))]
        return _timeline(figure["caption"], events) if len(events) > 1 else None
    return _comparison(figure["caption"], figure["labels"], _rows(values[0], values[1]))


def _timeline(caption: str, events: list[Event]) -> Timeline:
    events = sorted(events, key=lambda event: event.year)
    first, last = events[0].year, events[-1].year
    year = min(YEAR, LONGEST // max(1, last - first))
    names = [wrap(event.name, NAME_LETTERS, break_on_hyphens=False) for event in events]
    heights = [LINE]
    for event, above in zip(events[1:], names, strict=False):
        heights.append(max(LINE + (event.year - first) * year, heights[-1] + LINE * len(above) + LINE // 3))
    end = heights[-1] + LINE * (len(names[-1]) + 1)
    streams = [
        Stream(event, y, _lines(name, y), _tributary(lane, y, heights[1] if lane == 0 else y, end))
        for lane, (event, name, y) in enumerate(zip(events, names, heights, strict=True))
    ]
    gaps = [
        Gap(after.event.year - before.event.year, (before.y + after.y) // 2)
        for before, after in pairwise(streams)
        if after.event.year - before.event.year >= LONG_GAP
    ]
    return Timeline(caption, streams, gaps, end)


def _tributary(lane: int, y: int, alone_until: int, end: int) -> str:
    """From its name into its lane; as long as it is alone there, it winds."""
    x = LANES_AT + lane * LANE
    path = f"M132 {y}C114 {y} {x} {y + 2} {x} {y + 22}"
    start, length = y + 22, alone_until - y - 22
    if length > 3 * LINE:
        bend, turns = x + 14, [start + length * part // 4 for part in (1, 2, 3)]
        path += f"C{x} {turns[0]} {bend} {turns[0]} {bend} {turns[1]}S{x} {turns[2]} {x} {alone_until}"
    return f"{path}V{end}"


def _rows(left: Sequence[str], right: Sequence[str]) -> list[Row]:
    """What stands on both sides, in the order of the left; then what stands on the right alone."""
    repeated: dict[str, list[str]] = {name: [] for name in left}
    alone: list[str] = []
    for name in right:
        of = next((other for other in left if repeats(name, other)), None)
        (alone if of is None else repeated[of]).append(name)
    return [*(Row(name, names) for name, names in repeated.items()), *(Row(right=[name]) for name in alone)]


def repeats(name: str, other: str) -> bool:
    """Whether all words of one stand in the other: "sovereignty" in "respect for sovereignty"."""
    one, two = (set(re.findall(r"[\w-]+", words.casefold())) for words in (name, other))
    return one <= two or two <= one


def _comparison(caption: str, labels: list[str], rows: list[Row]) -> Comparison:
    heads = [_lines(_of_a_side(label), LINE) for label in labels]
    y = LINE * (max(map(len, heads)) + 2)
    left: list[Text] = []
    right: list[Text] = []
    streams, ends = [], []
    for row in rows:
        start, own = y, _of_a_side(row.left)
        left += _lines(own, y)
        for name in row.right:
            lines = _of_a_side(name)
            right += _lines(lines, y)
            streams.append(_across(start, y) if row.left else _spring(y))
            y += LINE * len(lines)
        if not row.right:
            ends.append(_dead_end(y))
        y = max(y, start + LINE * len(own)) + LINE * 2 // 3
    return Comparison(caption, labels, rows, heads, left, right, streams, ends, y - LINE)


def _of_a_side(words: str) -> list[str]:
    return wrap(words, SIDE_LETTERS, break_on_hyphens=False)


def _lines(lines: Sequence[str], y: int) -> list[Text]:
    return [Text(words, y + LINE * at) for at, words in enumerate(lines)]


def _across(start: int, end: int) -> str:
    start, end = start - MIDDLE, end - MIDDLE
    return f"M140 {start}C176 {start} 176 {end} 212 {end}"


def _spring(y: int) -> str:
    return f"M188 {y - MIDDLE}H212"


def _dead_end(y: int) -> str:
    """Two banks with nothing between them."""
    return f"M140 {y - MIDDLE - 2}H164M140 {y - MIDDLE + 2}H164"

"""A strict reader of YAML on libyaml's events: what people write in course files, and nothing that surprises.

Every scalar is a string (`no`, `on`, `12:30` and 2013 too). Refused are anchors, aliases, merge keys, tags,
directives, a key given twice, comments after the head, more than 1 MiB, and more than 20 levels. (A merge
key bomb of 1 KB took 9.4 s with `yaml.safe_load`.)
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from authoring.files.nodes import Document, Mapping, Node, Place, Scalar, Sequence

type Event = Any  # what libyaml's events carry, their type stubs do not know

YAML_TAG = "tag:yaml.org,2002:"
LARGEST = 1024 * 1024  # bytes
DEEPEST = 20  # levels of lists and mappings

# Control characters, what libyaml takes for line ends besides \\n, and marks that an eye takes for nothing.
REFUSED_CHARACTER = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

IN_PLAIN_WORDS = {  # libyaml's words: ours, and whether the place is where it began
    "mapping values are not allowed in this context": (
        "a colon and a space are not expected here: the text before may need double quotes,"
        " or this line another indentation",
        False,
    ),
    "did not find expected key": ("a `key: value` is expected here; look at the indentation", False),
    "did not find expected '-' indicator": ("a `- ` as for the list's other entries is expected here", False),
    "did not find expected ',' or ']'": ("this list has no end: a `,` or `]` is missing", True),
    "did not find expected ',' or '}'": ("this mapping has no end: a `,` or `}` is missing", True),
    "found unexpected end of stream": ("this quotation mark is never closed", True),
    "found unknown escape character": (
        "a backslash in double quotes begins an escape; write two for one, or use single quotes",
        False,
    ),
    "found character that cannot start any token": (
        "a text cannot begin with this character; put the text in double quotes",
        False,
    ),
    "did not find expected whitespace or line break": (
        "a text cannot begin with this character; put the text in double quotes",
        True,
    ),
    "could not find expected ':'": ("this line is neither `key: value` nor part of the text before it", True),
    "did not find expected node content": ("a value is expected here", False),
}


class _Unreadable(Exception):
    """The rest of the file cannot be made sense of; the problem is noted."""


def read_yaml(name: str, data: bytes) -> Document:
    """Read one file; problems are in the document, as many as can be found."""
    document = Document(name)
    try:
        document.source = _decode(document, data)
        _Builder(document).build()
    except _Unreadable:
        document.root, document.is_broken = None, True
    except yaml.MarkedYAMLError as error:
        document.root, document.is_broken = None, True
        document.problems.append(document.problem(*_translated(error)))
    return document


def _decode(document: Document, data: bytes) -> str:
    def refuse(place: Place, message: str) -> _Unreadable:
        document.problems.append(document.problem(place, message))
        return _Unreadable()

    if len(data) > LARGEST:
        raise refuse(Place(1, 1), "the file is larger than 1 MiB; split it")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise refuse(Place(1, 1), "the file begins with a byte order mark; save it as UTF-8 without one")
    try:
        source = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise refuse(_place_after(before), "this is not UTF-8; save the file in UTF-8") from None
    source = source.replace("\r\n", "\n")
    if match := REFUSED_CHARACTER.search(source):
        raise refuse(_place_after(source[: match.start()]), _unwanted(match[0]))
    return source


def _unwanted(character: str) -> str:
    if character == "\t":
        return "a tab stands here; write spaces"
    name = unicodedata.name(character, "control character")
    return f"the character U+{ord(character):04X} ({name.lower()}) stands here; take it out"


def _place_after(before: str) -> Place:
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _translated(error: yaml.MarkedYAMLError) -> tuple[Place, str]:
    words, at_start = IN_PLAIN_WORDS.get(str(error.problem), (f"this is not YAML: {error.problem}", False))
    return _place((error.context_mark if at_start else None) or error.problem_mark), words


class _Builder:
    """Events into nodes. Problems that leave the meaning clear are noted, and reading goes on."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.events: Iterator[Event] = yaml.parse(document.source, Loader=yaml.CSafeLoader)
        self.texts: list[tuple[int, int]] = []  # from and to which character scalars reach

    def build(self) -> None:
        next(self.events)  # the stream's start
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            self.note(Place(1, 1), "the file is empty; see the authors' guide for what belongs into it")
            raise _Unreadable
        if start.version or start.tags:
            self.note(_place(start.start_mark), "directives (%) are not used here; take the line out")
        self.document.root = self.node(next(self.events), 1)
        next(self.events)  # the document's end
        if not isinstance(more := next(self.events), yaml.StreamEndEvent):
            self.note(_place(more.start_mark), "a second document begins here; a file holds one")
            raise _Unreadable
        self.comments()

    def note(self, place: Place, message: str) -> None:
        self.document.problems.append(self.document.problem(place, message))

    def node(self, event: Event, depth: int) -> Node:
        place = _place(event.start_mark)
        if depth > DEEPEST:
            self.note(place, f"lists and mappings are nested more than {DEEPEST} deep; make it flatter")
            raise _Unreadable
        if isinstance(event, yaml.AliasEvent):
            self.note(place, f"aliases (*{event.anchor}) are not used here; write the value out")
            self.document.unusable.add(place)
            return Scalar("", place, place)
        if event.anchor is not None:
            self.note(place, f"anchors (&{event.anchor}) are not used here; take it out")
        if event.tag is not None:
            self.note(place, f"tags ({event.tag.replace(YAML_TAG, '!!')}) are not used here; take it out")
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(list(self.sequence(depth)), place)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(place, depth)
        return self.scalar(event)

    def scalar(self, event: Event) -> Scalar:
        start = event.start_mark.index
        if event.style in ("|", ">"):  # a comment may stand after the sign
            start = self.document.source.find("\n", start, event.end_mark.index) + 1 or event.end_mark.index
        self.texts.append((start, event.end_mark.index))
        if match := REFUSED_CHARACTER.search(event.value):  # by way of an escape
            self.note(_place(event.start_mark), f"in this text, {_unwanted(match[0])}")
        return Scalar(event.value, _place(event.start_mark), _place(event.end_mark))

    def sequence(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.node(event, depth + 1)

    def mapping(self, place: Place, depth: int) -> Mapping:
        mapping = Mapping({}, {}, place)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.note(key.place, "a key is a plain word; a list or mapping stands here")
            elif key.text == "<<":
                self.note(key.place, "merge keys (<<) are not used here; write the fields out")
            elif key.text in mapping.keys:
                first = mapping.keys[key.text]
                self.note(
                    key.place, f"`{key.text}` stands here for the second time, first in line {first.line}"
                )
            else:
                mapping.entries[key.text] = value
                mapping.keys[key.text] = key.place
        return mapping

    def comments(self) -> None:
        """Keep the comment at the file's head; refuse those that a rewritten file would lose."""
        source = self.document.source
        head = re.match(r"(?:[ ]*(?:#.*)?\n)*", source)
        assert head is not None  # the pattern matches the empty string too
        self.document.head = "\n".join(line.strip() for line in head[0].strip().split("\n"))
        line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
        texts = iter(sorted(self.texts))
        start, end = next(texts, (len(source), len(source)))
        for match in re.finditer(r"(?:^|(?<=\s))#", source, re.MULTILINE):
            while end <= match.start():
                start, end = next(texts, (len(source), len(source) + 1))
            if head.end() <= match.start() < start:
                line = bisect_right(line_starts, match.start())
                message = (
                    "a comment stands here; only a file's head keeps one, authors' words go into `remark:`"
                )
                self.note(Place(line, match.start() - line_starts[line - 1] + 1), message)

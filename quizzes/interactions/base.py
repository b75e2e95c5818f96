"""What every interaction offers, and the small shapes they share.

An interaction is a module with the names of `Interaction`; one more type is one more such file and its
line in the registry. All of it is arithmetic on plain values: no Django, no clock, no chance.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Annotated, Any, NamedTuple, Never, NotRequired, Protocol, TypedDict

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from lessons.markdown import block, inline

TAG = r'<(?:[^>"]|"[^"]*")*>'  # in clean HTML, where an attribute may hold ">"

type Json = dict[str, Any]
"""What is stored of an item: an object of JSON."""


class Text(TypedDict):
    """A text in Markdown as the author wrote it, and the clean HTML it became.

    Of a stem of several paragraphs `html` is the last one's, which becomes the legend, and `above` the
    blocks before it. `pictures` are the addresses of the kept pictures that it shows; whoever keeps them
    puts them in.
    """

    md: str
    html: str
    above: NotRequired[str]
    pictures: NotRequired[list[str]]


class ScoreInWords(NamedTuple):
    """A score in words and numbers: a message id with `%(name)s` places, and what goes into them."""

    message: str
    params: dict[str, int | str]


class InvalidResponse(ValueError):
    """What was sent does not fit the item. Its text is a message id, for the learner."""


class Interaction(Protocol):
    """What views, files and the editor ask of a type of item; none of them knows a type by name.

    `content` is what a learner may see before answering and nothing else; `key` is what scoring needs.
    Values are the strings of a response; a blank response is the empty list. A value that chooses one
    thing for another joins their ids by a space, "source target", as QTI's directedPair. `feedback` has
    words on single values. `order` is the order in which what `option_ids` names is shown.
    """

    @property
    def NAME(self) -> str:
        """The type's name in files and tables, as in QTI 3."""

    @property
    def Shape(self) -> type[BaseModel]:
        """The fields of a file's item that belong to this type."""

    def read(self, slug: str, shape: Any) -> tuple[Json, Json, dict[str, Text]]:
        """The content, key and feedback of an item in a file. `shape` is this type's `Shape`."""

    def write(self, slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
        """The way back: the fields of `Shape` in canonical order, without those that say the default.

        Reading what was written gives the same content, key and feedback.
        """

    def keep_ids(self, slug: str, shape: Any, content: Json, key: Json) -> Any:
        """The shape, with the id that an option had in this content and key where only its words changed."""

    def values(self, fields: Mapping[str, list[str]]) -> list[str]:
        """The values in a form's fields, as they came."""

    def check(self, content: Json, values: list[str]) -> list[str]:
        """The values in the one form that is stored. Raises InvalidResponse where they do not fit."""

    def score(self, key: Json, values: list[str]) -> Fraction:
        """What checked values are worth, from 0 to 1."""

    def explain(self, key: Json, values: list[str]) -> ScoreInWords:
        """The score in words, with the numbers a person can check."""

    def asked(self, content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
        """What the template of the form shows: all of it in the order shown, with what is given.

        Values may be unchecked here: a form that was refused shows again what was sent.
        """

    def told(
        self,
        content: Json,
        order: Sequence[str],
        values: Sequence[str],
        key: Json | None,
        feedback: Mapping[str, Text],
    ) -> Json:
        """What the template of the result shows: checked values beside the key.

        Where `key` is None it may not be seen: nothing is said of right and wrong, and feedback speaks
        of what was given only. `feedback` is empty where it may not be seen. A `sign` is right, wrong,
        missed, omitted, given or empty; a `verdict` is a message id.
        """

    def rule_text(self, content: Json) -> str | None:
        """A message id that explains the scoring before one answers; None where it goes without saying."""

    def guess_score(self, content: Json, key: Json) -> Fraction:
        """The mean score of blind guessing."""

    def option_ids(self, content: Json) -> list[str]:
        """What can be put in another order, in the author's order where that is fixed; empty for none."""

    def fixed_order(self, content: Json) -> bool:
        """Whether the options always stand in the author's order."""

    def pinned(self, content: Json) -> list[str]:
        """The options that stay last, whatever the order of the others."""

    def states(self, content: Json, key: Json) -> dict[str, list[str]]:
        """Sample values for each outcome that can be had: correct, partial, incorrect."""


def gettext_noop(message: str) -> str:
    """Mark a message for translation where it is made; it is translated where it is shown."""
    return message


def text(source: str) -> Text:
    return Text(md=source, html=inline(source))


def stem(source: str) -> Text:
    """A stem as `Stem` leaves it: what asks is its last paragraph."""
    above, _, asks = source.rpartition("\n\n")
    words = Text(md=source, html=inline(asks))
    if above:
        words["above"] = block(above)
    return words


def short_id(*parts: str) -> str:
    """An id that follows from an item's slug and words, so that no place in a file shows through."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def by_id(entries: Iterable[Json]) -> list[Json]:
    """As a content holds what can be chosen: in an order that tells nothing."""
    return sorted(entries, key=itemgetter("id"))


def values(fields: Mapping[str, list[str]]) -> list[str]:
    """What every form sends is called `values`."""
    return fields.get("values", [])


def keep_ids(slug: str, shape: Any, content: Json, key: Json) -> Any:
    """The shape unchanged: for types whose files have no place for an id, so that it follows the words."""
    return shape


def fixed_order(content: Json) -> bool:
    """For types whose options have no order of the author's."""
    return False


def pinned(content: Json) -> list[str]:
    """For types that pin nothing."""
    return []


def refuse(what: str, *place: str | int) -> Never:
    """Raise a shape's error at a place within it, such as ("options", 2, "text")."""
    raise PydanticCustomError("refused", "{what}", {"what": what, "place": place})


def matching(pattern: str, words: str) -> BeforeValidator:
    """Only strings of this pattern; `words` say what is expected."""

    def read_matching(value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise PydanticCustomError("pattern", "{words}", {"words": words})

    return BeforeValidator(read_matching)


def _one_line(source: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", source).strip(" ")


def read_flag(value: Any) -> Any:
    """`true` and `false` only: pydantic would take `no`, `on` and `1` too."""
    if isinstance(value, bool) or value in ("true", "false"):
        return value in (True, "true")
    raise PydanticCustomError("flag", "write true or false")


def read_whole(value: Any) -> Any:
    if type(value) is int or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value)):
        return int(value)
    raise PydanticCustomError("whole", "write a whole number in digits")


def _paragraphs(source: str) -> str:
    """The last paragraph becomes one line; what stands above it stays line by line."""
    lines = "\n".join(line.rstrip(" \t\r") for line in source.split("\n")).strip("\n")
    above, _, asks = lines.rpartition("\n\n")
    if "\n" in lines and not (_ends_a_paragraph(lines) and _is_a_paragraph(asks)):
        refuse("the stem ends without a line that asks; write it last, below lists, tables and pictures")
    line = _one_line(asks)
    html = inline(line)
    if "<img" in html and not re.sub(TAG, "", html).strip():
        refuse("the stem is a picture only; write below it, as a paragraph of its own, what is asked")
    return f"{above.rstrip('\n')}\n\n{line}" if above else line


def _ends_a_paragraph(source: str) -> bool:
    return block(source).rstrip().endswith("</p>")


def _is_a_paragraph(source: str) -> bool:
    html = block(source)
    return html.startswith("<p>") and html.count("<p>") == 1 and html.rstrip().endswith("</p>")


def tell_apart(said: Sequence[str | None], what: str, *place: str | int, field: str = "") -> None:
    """Refuse the second of two in a list that are the same; with `field`, that have the same in it."""
    for at, value in enumerate(said):
        if value is not None and value in said[:at]:
            first = f"{what} {said.index(value) + 1}"
            if field:
                refuse(f"{first} has the same {field}", *place, at, field)
            refuse(f"{first} is the same", *place, at)


Line = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=2000)]
"""A line of Markdown: white space and line ends count as one space."""

Stem = Annotated[str, AfterValidator(_paragraphs), Field(min_length=1, max_length=4000)]
"""Paragraphs of Markdown; the last one asks."""

LONGEST_WORD = 200  # characters
Word = Annotated[Line, Field(max_length=LONGEST_WORD)]
"""A few words as they are, without Markdown: what a menu can show."""

Flag = Annotated[bool, BeforeValidator(read_flag)]
"""A yes or no from a file, where every scalar is a string."""

Whole = Annotated[int, BeforeValidator(read_whole)]
"""A whole number from a file, where every scalar is a string."""


class Said(BaseModel, extra="forbid"):
    """Words that may have feedback; without it, a file may write them alone."""

    text: Line
    feedback: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def may_be_the_words_alone(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data

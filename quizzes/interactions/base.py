"""What every interaction offers, and the small shapes they share.

An interaction is a module with the names of `Interaction`; one more type is one more such file and its
line in the registry. All of it is arithmetic on plain values: no Django, no clock, no chance.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, NamedTuple, Never, Protocol, TypedDict

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from lessons.markdown import inline

type Json = dict[str, Any]
"""What is stored of an item: an object of JSON."""


class Text(TypedDict):
    """A line of Markdown as the author wrote it, and the clean HTML it became."""

    md: str
    html: str


class ScoreInWords(NamedTuple):
    """A score in words and numbers: a message id with `%(name)s` places, and what goes into them."""

    message: str
    params: dict[str, int | str]


class InvalidResponse(ValueError):
    """What was sent does not fit the item. Its text is a message id, for the learner."""


class Interaction(Protocol):
    """What views, files and the editor ask of a type of item; none of them knows a type by name.

    `content` is what a learner may see before answering and nothing else; `key` is what scoring needs;
    `feedback` gives words to single options or answers. Values are the strings of a response; a blank
    response is the empty list.
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

    def feedback_for(self, key: Json, feedback: Mapping[str, Text], values: list[str]) -> dict[str, Text]:
        """The words that this response gets, by the option or value they speak of."""

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


Line = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=2000)]
"""A line of Markdown: white space and line ends count as one space."""

Flag = Annotated[bool, BeforeValidator(read_flag)]
"""A yes or no from a file, where every scalar is a string."""

Whole = Annotated[int, BeforeValidator(read_whole)]
"""A whole number from a file, where every scalar is a string."""

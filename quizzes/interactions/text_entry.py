"""Text entry: a short text, or a number with a tolerance; right or wrong."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from . import base
from .base import (
    InvalidResponse,
    Json,
    Line,
    ScoreInWords,
    Stem,
    Text,
    Whole,
    gettext_noop,
    matching,
    refuse,
    stem,
    text,
)

NAME = "text_entry"

values, keep_ids, pinned = base.values, base.keep_ids, base.pinned

LONGEST = 200  # characters in an answer
WIDTH = {False: 20, True: 8}  # characters; a default that tells nothing of the key
DEFAULTS = {"tolerance": "0", "near": [], "typing_tolerance": 0}

type Answer = Annotated[Line, Field(max_length=LONGEST)]
type Number = Annotated[
    str, matching(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "write a number in digits, such as 2013, -4 or 7.5")
]


class Feedback(BaseModel, extra="forbid", populate_by_name=True):
    answer: Annotated[Answer, Field(alias="for")]
    text: Line


class Shape(BaseModel, extra="forbid"):
    """Either `accept`, the texts that are right, or `number`; `near` lists other keys that are wrong here."""

    stem: Stem
    width: Annotated[Whole, Field(ge=2, le=60)] | None = None
    accept: Annotated[list[Answer], Field(max_length=20)] = []
    near: Annotated[list[Answer], Field(max_length=20)] = []
    typing_tolerance: Annotated[Whole, Field(ge=0, le=2)] = 0
    number: Number | None = None
    tolerance: Number = "0"
    feedback: Annotated[list[Feedback], Field(max_length=20)] = []

    @model_validator(mode="after")
    def is_text_or_number(self) -> Self:
        if self.number is None:
            if not self.accept:
                refuse("no answer is accepted; write `accept:` with the right texts, or `number:`")
            if self.tolerance != "0":
                refuse("a tolerance belongs to a number; for texts write typing_tolerance", "tolerance")
            return self
        for field in ("accept", "near", "typing_tolerance"):
            if getattr(self, field):
                refuse(f"a number has no {field}; write either `number:` or `accept:`", field)
        if self.tolerance.startswith("-"):
            refuse("a tolerance is never below 0", "tolerance")
        return self

    @model_validator(mode="after")
    def tells_answers_apart(self) -> Self:
        said = [fold(answer) for answer in self.accept]
        for at, folded in enumerate(said):
            if folded in said[:at]:
                refuse(f"counts as the same as answer {said.index(folded) + 1}", "accept", at)
        key = _key(self)
        for at, answer in enumerate(self.near):
            if score(key, [answer]):
                refuse("the typing tolerance would take this other key for the right answer", "near", at)
        for at, entry in enumerate(self.feedback):
            if self.number is not None and to_number(entry.answer) is None:
                refuse("the item asks for a number, and this is none", "feedback", at, "for")
            if score(key, [entry.answer]):
                refuse("this answer is right; feedback is for wrong ones", "feedback", at, "for")
            numeric = self.number is not None
            if _same(numeric, entry.answer) in [_same(numeric, other.answer) for other in self.feedback[:at]]:
                refuse("an earlier feedback is for the same answer", "feedback", at, "for")
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    numeric = shape.number is not None
    content = {"stem": stem(shape.stem), "width": shape.width or WIDTH[numeric], "numeric": numeric}
    return content, _key(shape), {entry.answer: text(entry.text) for entry in shape.feedback}


def _key(shape: Shape) -> Json:
    """Answers are kept as written, for the way back to the file; scoring folds them."""
    if shape.number is not None:
        return {"number": shape.number, "tolerance": shape.tolerance, "shown": shape.number}
    return {
        "accept": shape.accept,
        "near": shape.near,
        "typing_tolerance": shape.typing_tolerance,
        "shown": shape.accept[0],
    }


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    fields: Json = {"stem": content["stem"]["md"]}
    if content["width"] != WIDTH[content["numeric"]]:
        fields["width"] = content["width"]
    for name in ("number", "tolerance", "accept", "near", "typing_tolerance"):
        if name in key and key[name] != DEFAULTS.get(name):
            fields[name] = key[name]
    if feedback:
        fields["feedback"] = [
            {"for": answer, "text": words["md"]} for answer, words in sorted(feedback.items())
        ]
    return fields


def check(content: Json, values: list[str]) -> list[str]:
    """One stripped text, or none. A number must read as one, so that a slip of the hand costs no try."""
    typed = [value.strip() for value in values if value.strip()]
    if not typed:
        return []
    if len(typed) > 1:
        raise InvalidResponse(
            gettext_noop("Two answers were sent where one is asked for. Write one, then send again.")
        )
    if len(typed[0]) > LONGEST:
        raise InvalidResponse(
            gettext_noop("This answer is longer than 200 characters. Shorten it, then send again.")
        )
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in typed[0]):
        raise InvalidResponse(
            gettext_noop("This answer holds a character that cannot be stored. Type it again, then send.")
        )
    if content["numeric"] and to_number(typed[0]) is None:
        raise InvalidResponse(
            gettext_noop("This is not a number. Write it in digits, such as 2013 or 7.5, then send again.")
        )
    return typed


def score(key: Json, values: list[str]) -> Fraction:
    """1 or 0. Texts are folded first; a number may be off by the tolerance, a text by mistyped letters."""
    if not values:
        return Fraction(0)
    if "number" in key:
        given = to_number(values[0])
        right = given is not None and abs(given - Fraction(key["number"])) <= Fraction(key["tolerance"])
        return Fraction(right)
    given_text = fold(values[0])
    nearest = min(mistypings(given_text, fold(answer)) for answer in key["accept"])
    return Fraction(nearest <= key["typing_tolerance"])


def fold(answer: str) -> str:
    """What counts as the same text: any case, width, quotation marks and white space."""
    plain = unicodedata.normalize("NFKC", answer).translate(_STRAIGHT)
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


_STRAIGHT = str.maketrans({**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"')})


def to_number(answer: str) -> Fraction | None:
    """2013, −7.5, 7,5, 10 000 or 10,000 in the digits of any script; None for anything else.

    A comma before three digits groups thousands; before any other number of digits it is a decimal mark.
    """
    digits = "".join(map(_plain_character, answer.strip()))
    if re.fullmatch(r"[-+]?[1-9][0-9]{0,2}([, '’][0-9]{3})+(\.[0-9]+)?", digits):
        digits = re.sub(r"[, '’]", "", digits)
    if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?", digits):
        return Fraction(digits.replace(",", "."))
    return None


def _plain_character(character: str) -> str:
    """Digits of any script as 0 to 9, full-width marks as plain ones; but ² stays ², for 10² is not 102."""
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "No":
            return character
    return unicodedata.normalize("NFKC", character).replace("−", "-")


def mistypings(one: str, other: str) -> int:
    """Letters added, dropped, changed or swapped with their neighbour between two texts.

    The optimal string alignment distance (Damerau 1964, restricted: no letter is edited twice).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]


def explain(key: Json, values: list[str]) -> ScoreInWords:
    if not score(key, values):
        return ScoreInWords(gettext_noop("0 points of 1."), {})
    if "accept" in key and fold(values[0]) not in map(fold, key["accept"]):
        return ScoreInWords(
            gettext_noop("1 point of 1: mistyped, but close enough to “%(shown)s”."),
            {"shown": _nearest(key, values[0])},
        )
    if "number" in key and to_number(values[0]) != Fraction(key["number"]):
        return ScoreInWords(
            gettext_noop("1 point of 1: at most %(tolerance)s away from %(shown)s."),
            {"tolerance": key["tolerance"], "shown": key["shown"]},
        )
    return ScoreInWords(gettext_noop("1 point of 1."), {})


def _nearest(key: Json, answer: str) -> str:
    accepted: list[str] = key["accept"]
    return min(accepted, key=lambda right: mistypings(fold(answer), fold(right)))


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    given = values[0] if values else ""
    return {"text": given, "width": content["width"], "numeric": content["numeric"]}


def told(
    content: Json, order: Sequence[str], values: Sequence[str], key: Json | None, feedback: Mapping[str, Text]
) -> Json:
    """Feedback speaks of this answer, however it was typed."""
    numeric = content["numeric"]
    if not values:
        sign = "omitted"
    elif key is None:
        sign = "given"
    else:
        sign = "right" if score(key, list(values)) else "wrong"
    typed = [_same(numeric, value) for value in values]
    return {
        "given": values[0] if values else "",
        "sign": sign,
        "right": key["shown"] if key and sign != "right" else None,
        "feedback": [words["html"] for answer, words in feedback.items() if _same(numeric, answer) in typed],
    }


def _same(numeric: bool, answer: str) -> Fraction | str | None:
    return to_number(answer) if numeric else fold(answer)


def rule_text(content: Json) -> str | None:
    return None


def guess_score(content: Json, key: Json) -> Fraction:
    return Fraction(0)


def option_ids(content: Json) -> list[str]:
    return []


def fixed_order(content: Json) -> bool:
    return True


def states(content: Json, key: Json) -> dict[str, list[str]]:
    if "number" in key:
        off = Fraction(key["number"]) + Fraction(key["tolerance"]) + 1
        return {"correct": [key["shown"]], "incorrect": [str(int(off // 1))]}
    wrong = next((answer for answer in key["near"] if not score(key, [answer])), key["shown"] + " ???")
    return {"correct": [key["shown"]], "incorrect": [wrong]}

"""Gap match: words from a list into the gaps of a text."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from . import base, cloze, pairing
from .base import (
    LONGEST_WORD,
    Json,
    Line,
    Said,
    Stem,
    Text,
    Whole,
    Word,
    by_id,
    gettext_noop,
    refuse,
    short_id,
    stem,
    tell_apart,
    text,
)

NAME = "gap_match"

values, keep_ids = base.values, base.keep_ids
fixed_order, pinned = base.fixed_order, base.pinned
score, explain = pairing.score, pairing.explain


class Other(Said):
    text: Word


class Feedback(BaseModel, extra="forbid"):
    """Words on a right word in a wrong gap."""

    gap: Annotated[Whole, Field(ge=1)]
    word: Word
    text: Line


class Shape(BaseModel, extra="forbid"):
    """The right words stand in the text in braces; a word may be right in several gaps."""

    stem: Stem
    text: Line
    others: Annotated[list[Other], Field(max_length=12)] = []
    feedback: Annotated[list[Feedback], Field(max_length=132)] = []

    @property
    def right(self) -> list[str]:
        """The right word of each gap."""
        return [word.strip(" ") for word in cloze.gaps(self.text)]

    @model_validator(mode="after")
    def has_words_for_its_gaps(self) -> Self:
        right = self.right
        for at, word in enumerate(right, start=1):
            if not word:
                refuse(f"gap {at} has no word; write the right one in its braces", "text")
            if len(word) > LONGEST_WORD:
                refuse(f"the word of gap {at} is longer than {LONGEST_WORD} characters; shorten it", "text")
        cloze.has_room(cloze.renamed(self.text, cloze.numbers(len(right))))
        others = [other.text for other in self.others]
        tell_apart(others, "word", "others", field="text")
        for at, word in enumerate(others):
            if word in right:
                refuse(f"this is right in gap {right.index(word) + 1}; take it out", "others", at, "text")
        if len({*right, *others}) < 2:
            refuse("there is one word only, so nothing is asked; add words that stay over", "others")
        return self

    @model_validator(mode="after")
    def speaks_of_words_in_wrong_gaps(self) -> Self:
        right = self.right
        for at, entry in enumerate(self.feedback):
            if entry.gap > len(right):
                refuse(f"there is no gap {entry.gap}; the text has {len(right)}", "feedback", at, "gap")
            if entry.word in [other.text for other in self.others]:
                refuse("this word stays over; write its feedback in `others`", "feedback", at, "word")
            if entry.word not in right:
                refuse(f"no gap has this word; expected is one of {', '.join(right)}", "feedback", at, "word")
            if entry.word == right[entry.gap - 1]:
                refuse("this word is right there; feedback is for a wrong gap", "feedback", at, "word")
            if any(entry.gap == other.gap and entry.word == other.word for other in self.feedback[:at]):
                refuse("an earlier feedback is for the same word and gap", "feedback", at)
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    """Feedback on a word that stays over is the same in every gap."""
    right = shape.right
    words = sorted({*right, *(other.text for other in shape.others)})
    ids = {word: short_id(slug, word) for word in words}
    tell_apart(list(ids.values()), "word", field="id")
    numbered = cloze.renamed(shape.text, cloze.numbers(len(right)))
    gaps = [f"g{number}" for number in cloze.numbers(len(right))]
    content = {
        "stem": stem(shape.stem),
        "text": text(numbered),
        "gaps": gaps,
        "words": by_id({"id": id, "text": word} for word, id in ids.items()),
    }
    key = {"correct": sorted(f"{gap} {ids[word]}" for gap, word in zip(gaps, right, strict=True))}
    feedback = {
        f"{gap} {ids[other.text]}": text(other.feedback)
        for other in shape.others
        if other.feedback
        for gap in gaps
    }
    feedback |= {f"g{entry.gap} {ids[entry.word]}": text(entry.text) for entry in shape.feedback}
    return content, key, feedback


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    texts = _texts(content)
    right = pairing.targets(key["correct"])
    fields: Json = {
        "stem": content["stem"]["md"],
        "text": cloze.renamed(content["text"]["md"], [texts[right[gap]] for gap in content["gaps"]]),
    }
    others: list[str | Json] = []
    said: list[Json] = []
    for id, words in sorted(texts.items(), key=itemgetter(1)):
        on = [(gap, feedback[f"{gap} {id}"]["md"]) for gap in content["gaps"] if f"{gap} {id}" in feedback]
        if id in right.values():
            said += ({"gap": int(gap[1:]), "word": words, "text": text} for gap, text in on)
        else:
            others.append({"text": words, "feedback": on[0][1]} if on else words)
    if others:
        fields["others"] = others
    if said:
        fields["feedback"] = sorted(said, key=itemgetter("gap", "word"))
    return fields


def _texts(content: Json) -> dict[str, str]:
    return {word["id"]: word["text"] for word in content["words"]}


def _menus(content: Json) -> dict[str, pairing.Menu]:
    return dict.fromkeys(content["gaps"], _texts(content))


def check(content: Json, values: list[str]) -> list[str]:
    return pairing.checked(_menus(content), values)


def rule_text(content: Json) -> str | None:
    if len(content["gaps"]) == 1:
        return None
    return gettext_noop("Each gap counts the same. A wrong word takes nothing away.")


def guess_score(content: Json, key: Json) -> Fraction:
    return pairing.mean_of_guessing(_menus(content))


def option_ids(content: Json) -> list[str]:
    return [word["id"] for word in content["words"]]


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    texts = _texts(content)
    return {
        **cloze.asked(content["text"], pairing.in_order(_menus(content), order), values),
        "words": [texts[id] for id in order if id in texts],
    }


def told(
    content: Json, order: Sequence[str], values: Sequence[str], key: Json | None, feedback: Mapping[str, Text]
) -> Json:
    return cloze.told(content["text"], _menus(content), values, key, feedback)


def states(content: Json, key: Json) -> dict[str, list[str]]:
    return pairing.states(_menus(content), key)

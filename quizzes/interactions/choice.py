"""Choice: one option of a list, or several; true or false is a choice of two."""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from math import comb
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from .base import Flag, InvalidResponse, Json, Line, ScoreInWords, Text, gettext_noop, matching, refuse, text

NAME = "choice"

type Rule = Literal["right_or_wrong", "net_correct", "all_or_nothing"]


OptionId = Annotated[
    str,
    matching(r"(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*", "an option's id is made of a-z, 0-9 and single hyphens"),
]


class Option(BaseModel, extra="forbid"):
    text: Line
    correct: Flag = False
    feedback: Line | None = None
    id: OptionId | None = None
    pinned: Flag = False


class Shape(BaseModel, extra="forbid"):
    """An item may take several options where more than one is right, or where it says so."""

    stem: Line
    several: Flag = False
    rule: Rule | None = None
    keep_order: Flag = False
    options: Annotated[list[Option], Field(min_length=2, max_length=12)]

    @property
    def takes_several(self) -> bool:
        return self.several or self.rule in ("net_correct", "all_or_nothing") or self.right > 1

    @property
    def right(self) -> int:
        return sum(option.correct for option in self.options)

    @model_validator(mode="after")
    def has_a_key(self) -> Self:
        if not self.right:
            refuse("no option is right; mark the key with `correct: true`", "options")
        if self.rule == "right_or_wrong" and self.takes_several:
            refuse("this rule is for one right option; several take net_correct or all_or_nothing", "rule")
        return self

    @model_validator(mode="after")
    def tells_options_apart(self) -> Self:
        for field in ("text", "id"):
            said = [getattr(option, field) for option in self.options]
            for at, value in enumerate(said):
                if value is not None and value in said[:at]:
                    refuse(f"option {said.index(value) + 1} has the same {field}", "options", at, field)
        return self


def read(slug: str, shape: Shape) -> tuple[Json, Json, dict[str, Text]]:
    """Options are stored by id, so that nothing tells which of them the author wrote first."""
    ids = [option.id or option_id(slug, option.text) for option in shape.options]
    for at, id in enumerate(ids):
        if id in ids[:at]:  # one option's own id is the hash of another's text
            refuse(f"option {ids.index(id) + 1} has the same id", "options", at)
    by_id = sorted(zip(ids, shape.options, strict=True), key=lambda pair: pair[0])
    content = {
        "stem": text(shape.stem),
        "several": shape.takes_several,
        "rule": shape.rule or ("net_correct" if shape.takes_several else "right_or_wrong"),
        "options": [{"id": id, "text": text(option.text)} for id, option in by_id],
        "pinned": [id for id, option in by_id if option.pinned],
    }
    if shape.keep_order:
        content["keep_order"] = ids
    key = {"correct": [id for id, option in by_id if option.correct], "rule": content["rule"]}
    return content, key, {id: text(option.feedback) for id, option in by_id if option.feedback}


def option_id(slug: str, source: str) -> str:
    return hashlib.sha256(f"{slug}\n{source}".encode()).hexdigest()[:8]


def write(slug: str, content: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    """The right options first, each group by its words; or the author's order where it is kept."""
    fields: Json = {"stem": content["stem"]["md"]}
    if content["several"] and len(key["correct"]) == 1 and content["rule"] == "net_correct":
        fields["several"] = True
    if content["rule"] == "all_or_nothing":
        fields["rule"] = content["rule"]
    if fixed_order(content):
        fields["keep_order"] = True
    options = {option["id"]: option["text"]["md"] for option in content["options"]}
    order = content.get("keep_order") or sorted(
        options, key=lambda id: (id not in key["correct"], id in content["pinned"], options[id])
    )
    fields["options"] = [
        {
            "text": options[id],
            **({"correct": True} if id in key["correct"] else {}),
            **({"feedback": feedback[id]["md"]} if id in feedback else {}),
            **({"id": id} if id != option_id(slug, options[id]) else {}),
            **({"pinned": True} if id in content["pinned"] else {}),
        }
        for id in order
    ]
    return fields


def keep_ids(slug: str, shape: Shape, content: Json, key: Json) -> Shape:
    """Told where of the right options, or of the wrong ones, one is gone and one is new."""
    before = [option["id"] for option in content["options"]]
    now = [option.id or option_id(slug, option.text) for option in shape.options]
    options = list(shape.options)
    for correct in (True, False):
        gone = [id for id in before if id not in now and (id in key["correct"]) is correct]
        new = [
            at
            for at, option in enumerate(options)
            if option.correct is correct and option.id is None and now[at] not in before
        ]
        if len(gone) == len(new) == 1:
            options[new[0]] = options[new[0]].model_copy(update={"id": gone[0]})
    return shape.model_copy(update={"options": options})


def values(fields: Mapping[str, list[str]]) -> list[str]:
    return fields.get("values", [])


def check(content: Json, values: list[str]) -> list[str]:
    chosen = sorted(set(values))
    if not set(chosen) <= {option["id"] for option in content["options"]}:
        raise InvalidResponse(
            gettext_noop("This choice is not one of the options. Choose from the list, then send again.")
        )
    if len(chosen) > 1 and not content["several"]:
        raise InvalidResponse(
            gettext_noop("Two options were sent where one is asked for. Choose one, then send again.")
        )
    return chosen


def score(key: Json, values: list[str]) -> Fraction:
    """By the item's rule. Net correct: right choices less wrong ones, over the number of right options.

    A wrong tick takes away what a right one gives, so ticking everything does not pay; never below 0.
    """
    right, wrong = _count(key, values)
    if key["rule"] == "net_correct":
        return max(Fraction(0), Fraction(right - wrong, len(key["correct"])))
    return Fraction(right == len(key["correct"]) and not wrong)


def _count(key: Json, values: list[str]) -> tuple[int, int]:
    right = len(set(values) & set(key["correct"]))
    return right, len(values) - right


def explain(key: Json, values: list[str]) -> ScoreInWords:
    right, wrong = _count(key, values)
    points = score(key, values)
    params: dict[str, int | str] = {"right": right, "wrong": wrong, "all": len(key["correct"])}
    if key["rule"] == "right_or_wrong":
        return ScoreInWords(gettext_noop("1 point of 1.") if points else gettext_noop("0 points of 1."), {})
    if key["rule"] == "all_or_nothing":
        if points:
            return ScoreInWords(gettext_noop("%(right)d of %(all)d right, none wrong: 1 point."), params)
        return ScoreInWords(
            gettext_noop(
                "%(right)d of %(all)d right, %(wrong)d wrong: 0 points. Only the whole answer counts."
            ),
            params,
        )
    if points == 0:
        return ScoreInWords(
            gettext_noop("%(right)d right, %(wrong)d wrong: 0 points. It never goes below zero."), params
        )
    if points == 1:
        return ScoreInWords(
            gettext_noop("%(right)d right, %(wrong)d wrong: %(right)d ÷ %(all)d = 1 point."), params
        )
    params["points"] = str(points)
    return ScoreInWords(
        gettext_noop(
            "%(right)d right, %(wrong)d wrong: (%(right)d − %(wrong)d) ÷ %(all)d = %(points)s of a point."
        ),
        params,
    )


def feedback_for(key: Json, feedback: Mapping[str, Text], values: list[str]) -> dict[str, Text]:
    """The words on what was chosen, and on right options that were left out."""
    return {id: words for id, words in feedback.items() if id in values or id in key["correct"]}


def rule_text(content: Json) -> str | None:
    if not content["several"]:
        return None
    if content["rule"] == "all_or_nothing":
        return gettext_noop("The answer counts when every right choice is made and no wrong one.")
    return gettext_noop("Each right choice counts, and each wrong one takes away as much. Never below zero.")


def guess_score(content: Json, key: Json) -> Fraction:
    """One choice: an even draw. Several: a fair coin for each box, the mean over all outcomes."""
    right, wrong = len(key["correct"]), len(content["options"]) - len(key["correct"])
    if not content["several"]:
        return Fraction(1, right + wrong)
    if content["rule"] == "all_or_nothing":
        return Fraction(1, 2 ** (right + wrong))
    gained = sum(
        comb(right, r) * comb(wrong, w) * (r - w) for r in range(right + 1) for w in range(min(r, wrong + 1))
    )
    return Fraction(gained, right * 2 ** (right + wrong))


def option_ids(content: Json) -> list[str]:
    return content.get("keep_order") or [option["id"] for option in content["options"]]


def fixed_order(content: Json) -> bool:
    return "keep_order" in content


def pinned(content: Json) -> list[str]:
    return list(content["pinned"])


def states(content: Json, key: Json) -> dict[str, list[str]]:
    correct = key["correct"]
    wrong = [option["id"] for option in content["options"] if option["id"] not in correct]
    samples = {"correct": correct, "partial": correct[:1], "incorrect": wrong[:1] or correct[:1]}
    if not 0 < score(key, samples["partial"]) < 1:
        del samples["partial"]
    return {
        outcome: values
        for outcome, values in samples.items()
        if outcome != "incorrect" or not score(key, values)
    }

"""Marks: some of a set are chosen. What choice and hottext, which marks sentences, have in common."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import comb
from operator import itemgetter
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, model_validator

from .base import (
    Flag,
    InvalidResponse,
    Json,
    Line,
    ScoreInWords,
    Stem,
    Text,
    gettext_noop,
    matching,
    refuse,
    short_id,
    tell_apart,
    text,
)

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


class Marks(BaseModel, extra="forbid"):
    """An item may take several options where more than one is right, or where it says so.

    `LIST` is the field that holds them.
    """

    LIST: ClassVar[str]

    stem: Stem
    several: Flag = False
    rule: Rule | None = None

    @property
    def marks(self) -> Sequence[Option]:
        options: Sequence[Option] = getattr(self, self.LIST)
        return options

    @property
    def takes_several(self) -> bool:
        return self.several or self.rule in ("net_correct", "all_or_nothing") or self.right > 1

    @property
    def right(self) -> int:
        return sum(option.correct for option in self.marks)

    @model_validator(mode="after")
    def has_a_key(self) -> Self:
        if not self.right:
            refuse("no option is right; mark the key with `correct: true`", self.LIST)
        if self.rule == "right_or_wrong" and self.takes_several:
            refuse("this rule is for one right option; several take net_correct or all_or_nothing", "rule")
        return self

    @model_validator(mode="after")
    def tells_options_apart(self) -> Self:
        for field in ("text", "id"):
            tell_apart([getattr(option, field) for option in self.marks], "option", self.LIST, field=field)
        return self


def ids(slug: str, shape: Marks) -> list[str]:
    """The options' ids in the order of the file."""
    given = [option.id or short_id(slug, option.text) for option in shape.marks]
    # One option's own id may be the hash of another's text.
    tell_apart(given, "option", shape.LIST, field="id")
    return given


def key_and_feedback(shape: Marks, named: Iterable[tuple[str, Option]]) -> tuple[Json, dict[str, Text]]:
    by_id = sorted(named, key=itemgetter(0))
    rule = shape.rule or ("net_correct" if shape.takes_several else "right_or_wrong")
    key = {"correct": [id for id, option in by_id if option.correct], "rule": rule}
    return key, {id: text(option.feedback) for id, option in by_id if option.feedback}


def head(content: Json, key: Json) -> Json:
    """The fields of a file that come before the options."""
    fields: Json = {"stem": content["stem"]["md"]}
    if content["several"] and len(key["correct"]) == 1 and content["rule"] == "net_correct":
        fields["several"] = True
    if content["rule"] == "all_or_nothing":
        fields["rule"] = content["rule"]
    return fields


def fields_of(slug: str, option: Json, key: Json, feedback: Mapping[str, Text]) -> Json:
    """An option as a file has it."""
    id, words = option["id"], option["text"]["md"]
    return {
        "text": words,
        **({"correct": True} if id in key["correct"] else {}),
        **({"feedback": feedback[id]["md"]} if id in feedback else {}),
        **({"id": id} if id != short_id(slug, words) else {}),
    }


def keep_ids[S: Marks](slug: str, shape: S, content: Json, key: Json) -> S:
    """Told where of the right options, or of the wrong ones, one is gone and one is new."""
    before = [option["id"] for option in content["options"]]
    now = [option.id or short_id(slug, option.text) for option in shape.marks]
    options = list(shape.marks)
    for correct in (True, False):
        gone = [id for id in before if id not in now and (id in key["correct"]) is correct]
        new = [
            at
            for at, option in enumerate(options)
            if option.correct is correct and option.id is None and now[at] not in before
        ]
        if len(gone) == len(new) == 1:
            options[new[0]] = options[new[0]].model_copy(update={"id": gone[0]})
    return shape.model_copy(update={shape.LIST: options})


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


def asked(content: Json, order: Sequence[str], values: Sequence[str]) -> Json:
    html = {option["id"]: option["text"]["html"] for option in content["options"]}
    options = [{"id": id, "html": html[id], "chosen": id in values} for id in order if id in html]
    return {"several": content["several"], "options": options}


def told(
    content: Json,
    order: Sequence[str],
    values: Sequence[str],
    key: Json | None,
    feedback: Mapping[str, Text],
) -> Json:
    """Feedback speaks of what was chosen, and of right options that were left out."""
    shown = asked(content, order, values)
    right = key["correct"] if key else []
    for option in shown["options"]:
        if key is None:
            option["sign"] = "given" if option["chosen"] else "empty"
            option["verdict"] = gettext_noop("You chose this.") if option["chosen"] else ""
        else:
            option["sign"], option["verdict"] = _verdict(
                option["chosen"], option["id"] in right, shown["several"]
            )
        words = feedback.get(option["id"]) if option["chosen"] or option["id"] in right else None
        option["feedback"] = words["html"] if words else None
    return shown


def _verdict(chosen: bool, correct: bool, several: bool) -> tuple[str, str]:
    match chosen, correct:
        case True, True:
            return "right", gettext_noop("You chose this. Right.")
        case True, False:
            return "wrong", gettext_noop("You chose this. Wrong.")
        case False, True if several:
            return "missed", gettext_noop("You left this out. It belongs to the answer.")
        case False, True:
            return "missed", gettext_noop("This is the answer.")
    return "empty", ""


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

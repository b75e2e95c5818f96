"""Items of every interaction for Hypothesis: any shape that an author may write."""

import re
from random import Random
from typing import Any

from hypothesis import strategies as st

from quizzes.interactions import choice, gap_match, hottext, inline_choice, match, order, text_entry
from quizzes.interactions.marking import Marks

words = st.text("abcdefghij äé中*_`&<>'\"#:", min_size=1, max_size=24).filter(lambda line: line.strip())
around_gaps = st.text("abcdefghij äé中*_`&'\"#", max_size=12)
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"
CODE = "```\na\n\n  b\n```"
above = st.sampled_from(["Look at this:", "- one\n- two", TABLE, "> said\n\nBy whom?", CODE])
stems = words | st.builds(lambda blocks, asks: f"{blocks}\n\nWhich {asks}", above, words)


def distinct(least: int = 2, most: int = 7) -> st.SearchStrategy[list[str]]:
    """Lines that are not the same after the white space in them is folded."""
    return st.lists(words, min_size=least, max_size=most, unique_by=lambda line: " ".join(line.split()))


def _marks(draw: st.DrawFn, shape: type[Marks], **more: st.SearchStrategy[Any]) -> dict[str, Any]:
    texts = draw(distinct())
    right = draw(st.integers(1, len(texts)))
    options = [
        {"text": text, "correct": at < right, "feedback": draw(st.none() | words)}
        | {name: draw(strategy) for name, strategy in more.items()}
        for at, text in enumerate(texts)
    ]
    several = right > 1 or draw(st.booleans())
    rules = ["net_correct", "all_or_nothing"] if several else ["right_or_wrong"]
    return {
        "stem": draw(stems),
        "several": several,
        "rule": draw(st.sampled_from([None, *rules])),
        shape.LIST: draw(st.permutations(options)),
    }


@st.composite
def choices(draw: st.DrawFn) -> choice.Shape:
    fields = _marks(draw, choice.Shape, pinned=st.booleans())
    return choice.Shape.model_validate({**fields, "keep_order": draw(st.booleans())})


@st.composite
def hottexts(draw: st.DrawFn) -> hottext.Shape:
    return hottext.Shape.model_validate(_marks(draw, hottext.Shape))


@st.composite
def text_entries(draw: st.DrawFn) -> text_entry.Shape:
    if draw(st.booleans()):
        number = draw(st.integers(-9999, 9999))
        return text_entry.Shape.model_validate(
            {
                "stem": draw(stems),
                "number": str(number),
                "tolerance": draw(st.sampled_from(["0", "1", "0.5"])),
            }
        )
    accept = draw(st.lists(words, min_size=1, max_size=4, unique_by=text_entry.fold))
    return text_entry.Shape.model_validate(
        {
            "stem": draw(stems),
            "accept": accept,
            "typing_tolerance": draw(st.integers(0, 2)),
            "width": draw(st.none() | st.integers(2, 60)),
            "feedback": [{"for": "quite another answer", "text": draw(words)}],
        }
    )


@st.composite
def inline_choices(draw: st.DrawFn) -> inline_choice.Shape:
    gaps = []
    text = draw(around_gaps)
    for number in range(1, draw(st.integers(1, 4)) + 1):
        texts = draw(distinct(most=5))
        right = draw(st.integers(0, len(texts) - 1))
        options = [
            {"text": option, "correct": at == right, "feedback": draw(st.none() | words)}
            for at, option in enumerate(texts)
        ]
        gaps.append({"options": options})
        text += f"{{{number}}}{draw(around_gaps)}"
    return inline_choice.Shape.model_validate({"stem": draw(stems), "text": text, "gaps": gaps})


@st.composite
def gap_matches(draw: st.DrawFn) -> gap_match.Shape:
    pool = draw(distinct())
    right = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=5))
    text = draw(around_gaps) + "".join(f"{{{word}}}{draw(around_gaps)}" for word in right)
    wrong = [(gap, word) for gap in range(1, len(right) + 1) for word in set(right) if word != right[gap - 1]]
    said = draw(st.lists(st.sampled_from(sorted(wrong)), unique=True)) if wrong else []
    return gap_match.Shape.model_validate(
        {
            "stem": draw(stems),
            "text": text,
            "others": [
                {"text": word, "feedback": draw(st.none() | words)} for word in pool if word not in right
            ],
            "feedback": [{"gap": gap, "word": word, "text": draw(words)} for gap, word in said],
        }
    )


@st.composite
def matches(draw: st.DrawFn) -> match.Shape:
    sources, targets = draw(distinct(most=5)), draw(distinct(most=6))
    pairs = {source: draw(st.sampled_from(targets)) for source in sources}
    wrong: list[tuple[str, str | None]] = [
        (source, target) for source in sources for target in [None, *targets] if target != pairs[source]
    ]
    said = draw(st.lists(st.sampled_from(wrong), unique=True, max_size=8))
    return match.Shape.model_validate(
        {
            "stem": draw(stems),
            "pairs": [list(pair) for pair in pairs.items()],
            "others": [target for target in targets if target not in pairs.values()],
            "feedback": [
                {"source": source, "target": target, "text": draw(words | st.just("The same words."))}
                for source, target in said
            ],
        }
    )


@st.composite
def orders(draw: st.DrawFn) -> order.Shape:
    sequence = [{"text": text, "feedback": draw(st.none() | words)} for text in draw(distinct(3, 8))]
    return order.Shape.model_validate({"stem": draw(stems), "sequence": sequence})


BY_NAME = {
    "choice": choices(),
    "text_entry": text_entries(),
    "inline_choice": inline_choices(),
    "gap_match": gap_matches(),
    "match": matches(),
    "order": orders(),
    "hottext": hottexts(),
}


def with_another_key(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an item that shows a learner the same and differs in what is right."""
    match name:
        case "choice" | "hottext":
            options = "options" if name == "choice" else "passage"
            return fields | {options: [{**option, "correct": True} for option in fields[options]]}
        case "text_entry" if "number" in fields:
            return {**fields, "number": "77777", "tolerance": "3", "feedback": []}
        case "text_entry":
            return {**fields, "accept": ["something", "else"], "typing_tolerance": 0, "feedback": []}
        case "inline_choice":
            return fields | {"gaps": [{"options": _moved_on(gap["options"])} for gap in fields["gaps"]]}
        case "gap_match":
            return fields | {"text": _with_words_turned(fields["text"]), "feedback": []}
        case "match":
            targets = [target for _, target in fields["pairs"]]
            pairs = zip([source for source, _ in fields["pairs"]], _turned(targets), strict=True)
            return fields | {"pairs": [list(pair) for pair in pairs], "feedback": []}
    return fields | {"sequence": _turned(fields["sequence"])}


def _turned(entries: list[Any]) -> list[Any]:
    return [*entries[1:], entries[0]]


def _moved_on(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    correct = _turned([option["correct"] for option in options])
    return [{**option, "correct": is_right} for option, is_right in zip(options, correct, strict=True)]


def _with_words_turned(text: str) -> str:
    pieces = re.split(r"[{}]", text)
    pieces[1::2] = _turned(pieces[1::2])
    return "".join(f"{{{piece}}}" if at % 2 else piece for at, piece in enumerate(pieces))


def in_another_order(name: str, fields: dict[str, Any], chance: Random) -> dict[str, Any]:
    """The same item, with everything turned about whose order in the file means nothing."""

    def shuffled(entries: list[Any]) -> list[Any]:
        return chance.sample(entries, len(entries))

    if name == "inline_choice":
        return fields | {"gaps": [{"options": shuffled(gap["options"])} for gap in fields["gaps"]]}
    lists = {"choice": ["options"], "order": [], "hottext": []}.get(name, ["pairs", "others", "feedback"])
    return fields | {field: shuffled(fields[field]) for field in lists if field in fields}

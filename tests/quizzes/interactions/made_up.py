"""Random items and responses in words, for many trials: what a file says, and what somebody answers to it.

Plain chance instead of Hypothesis: a hundred thousand trials are wanted, and none of them made smaller.
"""

import re
from random import Random
from typing import Any

type Fields = dict[str, Any]
type Kind = tuple[str, str]

KINDS: list[Kind] = [
    ("choice", "right_or_wrong"),
    ("choice", "net_correct"),
    ("choice", "all_or_nothing"),
    ("hottext", "right_or_wrong"),
    ("hottext", "net_correct"),
    ("hottext", "all_or_nothing"),
    ("text_entry", "accept"),
    ("text_entry", "number"),
    ("inline_choice", ""),
    ("gap_match", ""),
    ("match", ""),
    ("order", ""),
]
"""Every interaction with each of its rules."""

LETTERS = "abcd"
AROUND = ["{}", " {} ", "{}\u00a0", "\t{}"]
FULL_WIDTH = {ord(plain): ord(plain) - 0x21 + 0xFF01 for plain in "0123456789abcd"}


def item(kind: Kind, chance: Random, *, largest: int = 12) -> Fields:
    """An item as a file has it, of at most so many parts."""
    fields: Fields
    match kind:
        case ("choice", rule):
            fields = {"options": _marks(rule, chance, largest)}
        case ("hottext", rule):
            fields = {"passage": _marks(rule, chance, largest)}
        case (_, "accept"):
            fields = _texts(chance)
        case (_, "number"):
            fields = _number(chance)
        case ("inline_choice", _):
            fields = _menus(chance, largest)
        case ("gap_match", _):
            words = [f"word {n}" for n in range(chance.randint(2, largest))]
            right = chance.choices(words, k=chance.randint(1, min(largest, 6)))
            others = [word for word in words if word not in right]
            fields = {"text": " ".join(f"{{{word}}}" for word in right), "others": others}
        case ("match", _):
            targets = [f"target {n}" for n in range(chance.randint(2, largest))]
            first = [["source 0", targets[0]], ["source 1", targets[1]]]
            pairs = [[f"source {n}", chance.choice(targets)] for n in range(2, chance.randint(2, largest))]
            right = [target for _, target in first + pairs]
            others = [target for target in targets if target not in right]
            fields = {"pairs": first + pairs, "others": others}
        case _:
            elements = range(chance.randint(3, min(largest, 8)))
            fields = {"sequence": [f"element {n}" for n in elements]}
    if kind[1] in ("net_correct", "all_or_nothing"):
        fields["rule"] = kind[1]
    return {"stem": "Which?", **fields}


def _marks(rule: str, chance: Random, largest: int) -> list[Fields]:
    count = chance.randint(2, largest)
    right = 1 if rule == "right_or_wrong" else chance.randint(1, count)
    options: list[Fields] = [{"text": f"option {n}", "correct": n < right} for n in range(count)]
    return chance.sample(options, count)


def _menus(chance: Random, largest: int) -> Fields:
    gaps = []
    for _ in range(chance.randint(1, min(largest, 6))):
        count = chance.randint(2, min(largest, 8))
        right = chance.randrange(count)
        gaps.append({"options": [{"text": f"word {n}", "correct": n == right} for n in range(count)]})
    return {"text": " ".join(f"{{{n}}}" for n in range(1, len(gaps) + 1)), "gaps": gaps}


def _texts(chance: Random) -> Fields:
    accept = {"".join(chance.choices(LETTERS, k=chance.randint(2, 7))) for _ in range(chance.randint(1, 3))}
    return {"accept": sorted(accept), "typing_tolerance": chance.randint(0, 2)}


def _number(chance: Random) -> Fields:
    number = f"{chance.randint(-30, 3000)}" + chance.choice(["", ".5", ".25"])
    return {"number": number, "tolerance": chance.choice(["0", "0.5", "2"])}


def response(kind: Kind, fields: Fields, chance: Random) -> Any:
    """An answer in words: the texts chosen; a text; or for each gap, source or element what it is given."""
    match kind:
        case ("choice" | "hottext", rule):
            texts = [option["text"] for option in fields.get("options") or fields["passage"]]
            most = 1 if rule == "right_or_wrong" else len(texts)
            return chance.sample(texts, chance.randint(0, most))
        case (_, "accept"):
            return _typed(fields, chance)
        case (_, "number"):
            return _typed_number(fields, chance)
        case ("inline_choice", _):
            texts = [[option["text"] for option in gap["options"]] for gap in fields["gaps"]]
            menus = dict(enumerate(texts, start=1))
        case ("gap_match", _):
            right = re.findall(r"\{(.*?)\}", fields["text"])
            menus = dict.fromkeys(range(1, len(right) + 1), right + fields["others"])
        case ("match", _):
            targets = [target for _, target in fields["pairs"]] + fields["others"]
            menus = {source: targets for source, _ in fields["pairs"]}
        case _:
            return _places(fields["sequence"], chance)
    return {source: chance.choice(menu) for source, menu in menus.items() if chance.random() < 0.9}


def _places(sequence: list[str], chance: Random) -> dict[str, int]:
    """Mostly a permutation, with now and then a place left out; else any places, ties too."""
    places = range(1, len(sequence) + 1)
    given = (
        chance.sample(places, len(places)) if chance.random() < 0.7 else chance.choices(places, k=len(places))
    )
    return {one: place for one, place in zip(sequence, given, strict=True) if chance.random() < 0.95}


def _typed(fields: Fields, chance: Random) -> str:
    letters = list(chance.choice(fields["accept"]))
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        at = chance.randrange(len(letters) + 1)
        match chance.choice(["add", "drop", "change", "swap"]):
            case "add":
                letters.insert(at, chance.choice(LETTERS))
            case "drop":
                del letters[at : at + 1]
            case "change":
                letters[at : at + 1] = chance.choice(LETTERS)
            case "swap":
                letters[at : at + 2] = letters[at : at + 2][::-1]
    return _written("".join(letters), chance)


def _typed_number(fields: Fields, chance: Random) -> str:
    steps = ["0", "0.25", "0.5", "0.75", "2", "2.25", "7"]
    off = float(fields["number"]) + chance.choice([1, -1]) * float(chance.choice(steps))
    digits = f"{off:g}" if off != int(off) else str(int(off))
    if chance.random() < 0.5:
        digits = digits.replace(".", ",")
    elif off >= 1000 and chance.random() < 0.5:
        digits = digits[0] + chance.choice([",", " ", "’"]) + digits[1:]
    return _written(digits.replace("-", chance.choice("-−")), chance)


def _written(text: str, chance: Random) -> str:
    """The same in another hand: capitals, full width, white space around it."""
    if chance.random() < 0.3:
        text = text.upper()
    if chance.random() < 0.3:
        text = text.translate(FULL_WIDTH)
    return chance.choice(AROUND).format(text) if text else ""


def values(kind: Kind, content: Fields, words: Any) -> list[str]:
    """The answer as a form sends it: ids for words."""
    name, _ = kind
    match name:
        case "text_entry":
            return [words]
        case "choice" | "hottext":
            ids = {option["text"]["md"]: option["id"] for option in content["options"]}
            return [ids[text] for text in words]
        case "inline_choice":
            menus = {gap["id"]: {o["text"]: o["id"] for o in gap["options"]} for gap in content["gaps"]}
            return [f"g{n} {menus[f'g{n}'][word]}" for n, word in words.items()]
        case "gap_match":
            ids = {word["text"]: word["id"] for word in content["words"]}
            return [f"g{n} {ids[word]}" for n, word in words.items()]
        case "match":
            sources = {source["text"]["md"]: source["id"] for source in content["sources"]}
            targets = {target["text"]: target["id"] for target in content["targets"]}
            return [f"{sources[source]} {targets[target]}" for source, target in words.items()]
    ids = {element["text"]["md"]: element["id"] for element in content["elements"]}
    return [f"{ids[element]} {place}" for element, place in words.items()]

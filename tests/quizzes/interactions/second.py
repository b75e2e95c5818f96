"""All scoring rules a second time, from the course's design alone and written another way.

Nothing is imported from the first: items are as a file has them, responses in words, and the rules plain
loops. Where both are wrong in the same way, they were misread twice.
"""

from fractions import Fraction
from typing import Any
from unicodedata import normalize

ZERO, ONE = Fraction(0), Fraction(1)


def score(name: str, fields: dict[str, Any], answer: Any) -> Fraction:
    match name:
        case "choice":
            return chosen(fields, fields["options"], answer)
        case "hottext":
            return chosen(fields, fields["passage"], answer)
        case "text_entry":
            return number(fields, answer) if "number" in fields else text(fields, answer)
        case "inline_choice":
            return share({n: right_of(gap) for n, gap in enumerate(fields["gaps"], start=1)}, answer)
        case "gap_match":
            return share(words_in_braces(fields["text"]), answer)
        case "match":
            return share(dict(fields["pairs"]), answer)
        case "order":
            return order(fields["sequence"], answer)
    raise AssertionError(name)


def chosen(fields: dict[str, Any], options: list[dict[str, Any]], answer: list[str]) -> Fraction:
    """One choice: right or wrong. Several: max(0, (right - wrong) / number of right options), or all."""
    points = 0
    rights = 0
    slips = 0
    for option in options:
        ticked = option["text"] in answer
        if option["correct"]:
            rights += 1
            points += 1 if ticked else 0
        elif ticked:
            points -= 1
        if ticked != option["correct"]:
            slips += 1
    if fields.get("rule") == "net_correct":
        return Fraction(points, rights) if points > 0 else ZERO
    return ZERO if slips else ONE


def share(right: dict[Any, str], answer: dict[Any, str]) -> Fraction:
    """Match, inline choice, gap match: the share that is right."""
    each = Fraction(1, len(right))
    total = ZERO
    for source in right:
        if source in answer and answer[source] == right[source]:
            total += each
    return total


def right_of(gap: dict[str, Any]) -> str:
    for option in gap["options"]:
        if option["correct"]:
            word: str = option["text"]
    return word


def words_in_braces(text: str) -> dict[int, str]:
    words: dict[int, str] = {}
    while "{" in text:
        text = text[text.index("{") + 1 :]
        words[len(words) + 1] = text[: text.index("}")]
    return words


def order(sequence: list[str], answer: dict[str, int]) -> Fraction:
    """max(0, 2 x pairs in the right order / all pairs - 1); a tie or a missing place is not in order."""
    in_order = 0
    pairs = 0
    for later in range(len(sequence)):
        for earlier in range(later):
            pairs += 1
            before, after = answer.get(sequence[earlier], 99), answer.get(sequence[later], -99)
            if before < after:
                in_order += 1
    points = 2 * Fraction(in_order, pairs) - 1
    return points if points > 0 else ZERO


def text(fields: dict[str, Any], answer: str) -> Fraction:
    """Right or wrong after folding; mistyped letters only within the author's tolerance."""
    given = folded(answer)
    if not given:
        return ZERO
    for accepted in fields["accept"]:
        if within(given, folded(accepted), fields["typing_tolerance"]):
            return ONE
    return ZERO


def folded(source: str) -> str:
    """NFKC, small letters, one space for any white space, none around; straight quotation marks."""
    letters = ""
    for letter in normalize("NFKC", source).lower():
        if letter.isspace():
            letter = " "
        if not (letter == " " and (letters == "" or letters[-1] == " ")):
            letters += letter
    return letters.rstrip()


def within(one: str, other: str, slips: int) -> bool:
    """Whether so many slips lead from one to the other: a letter more, less, another, or two turned round."""
    if one == other:
        return True
    if slips == 0:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    # What is the same at the start needs no slip, but two letters turned round may begin one before.
    for start in range(max(0, at - 1), at + 1):
        a, b = one[start:], other[start:]
        if within(a[1:], b, slips - 1) or within(a, b[1:], slips - 1) or within(a[1:], b[1:], slips - 1):
            return True
        if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and within(a[2:], b[2:], slips - 1):
            return True
    return False


def number(fields: dict[str, Any], answer: str) -> Fraction:
    """Right within the tolerance; full-width digits, decimal commas and grouped thousands are read."""
    written = ""
    for letter in answer.strip():
        written += "-" if letter == "−" else normalize("NFKC", letter)
    if not written:
        return ZERO
    sign = -1 if written[0] == "-" else 1
    whole, part = written.lstrip("-"), ""
    for mark in ("’", " "):
        whole = whole.replace(mark, "")
    if "." in whole:
        whole, part = whole.split(".")
    elif "," in whole and len(whole.split(",")[1]) != 3:
        whole, part = whole.split(",")
    value = Fraction(int(whole.replace(",", "") + part), 10 ** len(part)) * sign
    low = Fraction(fields["number"]) - Fraction(fields["tolerance"])
    high = Fraction(fields["number"]) + Fraction(fields["tolerance"])
    return ONE if low <= value <= high else ZERO

"""What looks doubtful in one item: the rules for writing items that can be seen in its words.

They are after Haladyna, Downing & Rodriguez 2002, "A Review of Multiple-Choice Item-Writing Guidelines for
Classroom Assessment", Applied Measurement in Education 15 (3); a number in brackets is a guideline's there.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from authoring.files.asked import Asked
from authoring.files.nodes import Problem
from authoring.files.wording import as_written, content_words, gist, plain

ATTRIBUTION = re.compile(r"\b(article|author)('s|’s)?\b", re.IGNORECASE)

LONGER = Fraction(5, 4)  # of the longest wrong option: what an eye sees before it reads
LONGER_BY = 12  # characters: with a word more, one name is just longer than another

ALL_OR_NONE = re.compile(
    r"(?:(?:all|none) (?:of )?(?:the )?(?:above|others|these|those)"
    r"|(?:all|any|both|each|neither|none) (?:of )?(?:the |these |those )?"
    r"(?:above|(?:other )?(?:answer|choice|option|statement)s?))"
    r"(?: (?:above|(?:is|are) \w+|appl(?:y|ies)|fits?))?\W*",
    re.IGNORECASE,
)

QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
EMPHASISED = re.compile(r"([*_]+)[^*_]*\1|\b[A-Z]{3,}\b")
ASIDE = re.compile(r", (?:according|as|for|from|in|to) [^,?]*(?=,)")
CLAUSE = re.compile(r"[.:;?!,–—]\s|\b(?:and|but|or)\b(?= (?:one|those|what|which|who)\b)")
ASKING = re.compile(r"\b(?:choose|find|mark|name|select|what|which|who|whom|whose)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:not|never|cannot|\w+n['’]t)\b(?= \w)", re.IGNORECASE)  # not “and which are not?”
EXCEPTION = re.compile(r"\bexcept\b(?=[^.?!]*[.:?!]?$)", re.IGNORECASE)

UNIVERSAL = (
    r"(?<!of )all(?! (?:of|the|two|three|four|five|six|seven)\b)|every\w*|must|no one|nobody|none|nothing"
)
ABSOLUTE = re.compile(
    r"\b(?:absolutely|always|completely|entirely|exclusively|impossible|invariably|never|solely|totally"
    rf"|undoubtedly|wholly|{UNIVERSAL})\b",
    re.IGNORECASE,
)

MOST_BY_TICKING = Fraction(1, 2)


def one_item(item: Asked) -> Iterator[Problem]:
    """All that is doubtful in it."""
    for lint in (
        unattributed,
        untold,
        longest_key,
        all_or_none,
        negative_stem,
        absolute_distractors,
        telling_stem,
        near_duplicate_options,
        paying_ticks,
    ):
        yield from lint(item)


def unattributed(item: Asked) -> Iterator[Problem]:
    """A view of the author's is asked as one [6: no items on opinions, unless it is said whose they are]."""
    if item.views and not ATTRIBUTION.search(f"{item.stem} {item.text}"):
        yield item.problem(
            f"the stem asks a view ({min(item.views)}) as plain fact; say “according to the article”"
        )


def untold(item: Asked) -> Iterator[Problem]:
    """A wrong option is an error that learners make [30], and tells them where the thought went wrong."""
    options = [option for menu in item.menus for option in menu.options]
    spoken_of = {option.id for option in options if option.is_right or option.has_feedback}
    for id, words in {option.id: option.words for option in options}.items():
        if id not in spoken_of:
            yield item.problem_at(words, "this wrong option has no feedback; say what misleads")


def longest_key(item: Asked) -> Iterator[Problem]:
    """Options are about equal in length [24]; those with an order of their own are told apart by that."""
    for menu in [] if item.keeps_its_order else item.own_menus:
        right = min((plain(option.words) for option in menu.right), key=len)
        length, next_length = len(right), max((len(plain(option.words)) for option in menu.wrong), default=0)
        if menu.wrong and length >= next_length * LONGER and length >= next_length + LONGER_BY:
            message = f"the key is the longest option, {length} characters to {next_length}; make them alike"
            yield item.problem_at(right, message)


def all_or_none(item: Asked) -> Iterator[Problem]:
    """No “all of the above” [26], and no “none of the above” [25]: one finds them by elimination."""
    for menu in item.own_menus:
        for option in menu.options:
            if ALL_OR_NONE.fullmatch(words := plain(option.words)):
                yield item.problem_at(words, f"“{words}” is found by elimination; say what it is, or drop it")


def negative_stem(item: Asked) -> Iterator[Problem]:
    """A stem is worded positively; if it must be negative, the word stands out [17]."""
    asks = QUOTED.sub("", EMPHASISED.sub("", item.stem.rpartition("\n\n")[2]))
    clauses = [(clause, ASKING.search(clause)) for clause in CLAUSE.split(ASIDE.sub("", asks))]
    found = [NEGATION.search(clause, asking.end()) for clause, asking in clauses if asking]
    for negation in filter(None, [*found, EXCEPTION.search(asks)]):
        word = negation[0]
        yield item.problem(f"a reader may miss “{word}” in this stem; ask for what is, or write *{word}*")


def absolute_distractors(item: Asked) -> Iterator[Problem]:
    """No words such as always and never [28a] that give wrong options away.

    One “all” or “nobody” among them may just say how many there are.
    """
    for menu in [] if item.keeps_its_order else item.own_menus:
        if any(ABSOLUTE.search(option.words) for option in menu.right):
            continue
        found = [(option.words, word[0]) for option in menu.wrong for word in ABSOLUTE.finditer(option.words)]
        if len(found) == 1 and re.fullmatch(UNIVERSAL, found[0][1], re.IGNORECASE):
            continue
        for words, absolute in found:
            yield item.problem_at(words, f"“{absolute}” stands in wrong options only and tells them; drop it")


def telling_stem(item: Asked) -> Iterator[Problem]:
    """No option repeats more of the stem than the others [28b: no clang associations], if it is the key.

    Nor is a target the only one to repeat its line.
    """
    for menu in item.menus:
        if not menu.wrong or not (menu.line or menu in item.own_menus):
            continue
        asked = content_words(menu.line or f"{item.stem} {item.text}")
        repeated = asked.intersection(*(content_words(option.words) for option in menu.right))
        others = [asked & content_words(option.words) for option in menu.wrong]
        if repeated.difference(*others) and len(repeated) > max(map(len, others)):
            words = menu.right[0].words
            told = as_written(repeated.difference(*others), words)
            message = f"the key alone repeats what is asked ({told}); say it in other words"
            yield item.problem_at(menu.line or words, message)


def near_duplicate_options(item: Asked) -> Iterator[Problem]:
    """Options do not overlap [22]: of two that say the same, both are right or none is."""
    offered = [[option.words for option in menu.options] for menu in item.menus] or [item.said]
    for texts in (*offered, [menu.line for menu in item.menus]):
        first: dict[tuple[str, ...], str] = {}
        for words in texts:
            if (other := first.setdefault(gist(words), words)) != words:
                yield item.problem_at(words, f"this says the same as “{plain(other)}”; make them differ")


def paying_ticks(item: Asked) -> Iterator[Problem]:
    """To tick everything shows no knowledge, and brings at most half."""
    if item.ticked is not None and item.ticked > MOST_BY_TICKING:
        yield item.problem(f"ticking everything gives {item.ticked:.0%} of the points; add wrong options")

"""Words as lints compare them: those that carry meaning, each without its ending."""

import re
from collections.abc import Collection

_LISTED = """
    a about all also among an and another any are as at be because been before beside between both but by can
    come comes could did do does each either every few first for from gives go had has have he her him his how
    if in into is it its itself last many may more most much must neither next no none nor not of off on one
    ones only or other others out over own same say says said she should so some still such take than that the
    their them then there these they thing things this those three through to too two under up was were what
    when where whether which while who whom whose why will with without would you your
    after against along during since toward towards until within
    according account article author name named names call calls called choose complete imagine mark match
    sentence sentences statement statements
"""
FUNCTION_WORDS = frozenset(_LISTED.split())
"""Words of grammar, and those with which any item says what it asks and whose words it asks about."""

CHANGE_NOTHING = frozenset(["at", "for", "in", "is", "of", "on", "the"])
"""Words that two texts may differ in and say the same; a key supporter is not the key supporter."""

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"[*_`]+")


def plain(markdown: str) -> str:
    """A text without the signs of Markdown; of a picture, what it shows."""
    return EMPHASIS.sub("", PICTURE.sub(r"\1", markdown))


def content_words(text: str) -> frozenset[str]:
    """What carries meaning: launch, launches and launched are one word here."""
    words = (word.lower() for word in TOKEN.findall(plain(text)))
    return frozenset(_without_ending(word) for word in words if word not in FUNCTION_WORDS)


def as_written(content: Collection[str], text: str) -> str:
    """These of a text's content words as they stand in it."""
    words = TOKEN.findall(plain(text))
    return ", ".join(word for word in words if _without_ending(word.lower()) in content)


def gist(text: str) -> tuple[str, ...]:
    """The text's words in their order, but those that change nothing."""
    words = (word.lower() for word in TOKEN.findall(plain(text)))
    return tuple(_without_ending(word) for word in words if word not in CHANGE_NOTHING)


def _without_ending(word: str) -> str:
    """Crude, for words are only compared with those of the same course."""
    word = re.sub(r"['’]s?$", "", word)
    if len(word) > 4:
        return re.sub(r"(?:ing|ed|es|s|e|ly)$", "", word)
    return word.removesuffix("s") if len(word) > 3 else word

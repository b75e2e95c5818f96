"""Finding words in texts: what is asked for, which texts have all of it, and the passage to show.

Texts in, hits out, without a database; so they are the same with each. Words are compared without case and
accents. One of three letters or more is also found where a word only begins with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from html import unescape
from typing import Any, NamedTuple
from unicodedata import combining, normalize

MOST_NEEDLES = 12
BEGINNING_LETTERS = 3
PASSAGE_WORDS, WORDS_BEFORE = 45, 10
THE_NAME, IN_THE_TITLE, MOST_IN_A_TEXT = 40, 10, 5  # what a hit is worth
CLOSE = 0.65  # of difflib's ratio: one letter of three may differ, as GNI from GDI

BREAK = "\n\n"  # between blocks of a text: no phrase reaches across
ONE_BY_ONE = "\u3040-\u30ff\u3400-\u9fff"  # kana and Han, which are written without spaces
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"  # accents and vowels beside their letter
WORD = re.compile(rf"{BREAK}|[{ONE_BY_ONE}]|(?:[^\W_{ONE_BY_ONE}][{MARKS}]*)+")
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂″「」『』", '"'))
ENDS_A_BLOCK = re.compile(r"</(?:p|li|h[1-6]|t[hd]|blockquote|pre)>|<[bh]r>")
REFERENCE = re.compile(r'&nbsp;<a class="ref".*?</a>')
TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')


class Needle(NamedTuple):
    """Words that stand one after the other. `is_begun`: the last one may go on."""

    words: tuple[str, ...]
    is_begun: bool


class Piece(NamedTuple):
    text: str
    is_found: bool = False


def plain(html: str) -> str:
    """Clean HTML as the words that are read, without the signs that lead to the article."""
    return unescape(TAG.sub("", ENDS_A_BLOCK.sub(BREAK, REFERENCE.sub("", html)))).strip()


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Without case and accents."""
    if word.isascii():
        return word.lower()
    return "".join(sign for sign in normalize("NFKD", word.casefold()) if not combining(sign))


def needles(query: str) -> list[Needle]:
    """What a query asks for, each once: its words, and what stands in quotation marks as a phrase.

    A word with a sign in it ("South-South") is a phrase too. A mark that is never closed means nothing.
    """
    found: dict[Needle, None] = {}
    parts = query.translate(QUOTES).split('"')
    for at, part in enumerate(parts):
        is_phrase = at % 2 == 1 and at < len(parts) - 1
        for chunk in [part] if is_phrase else part.split():
            if words := tuple(folded(word) for word in WORD.findall(chunk) if word != BREAK):
                found[Needle(words, not is_phrase and len(words[-1]) >= BEGINNING_LETTERS)] = None
    return list(found)[:MOST_NEEDLES]


@dataclass(frozen=True)
class Text:
    """A text and its words: folded, and where they stand."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [word.span() for word in WORD.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        return [folded(word) for word in WORD.findall(self.text)]

    def places(self, needle: Needle) -> Iterator[tuple[int, int]]:
        """The first and the last word of each place where it is found."""
        *before, last = needle.words
        for at, word in enumerate(self.words):
            if word == last or (needle.is_begun and word.startswith(last)):
                first = at - len(before)
                if first >= 0 and self.words[first:at] == before:
                    yield first, at

    def pieces(self, places: Iterable[tuple[int, int]], start: int, end: int) -> list[Piece]:
        """What stands between two places in the text, cut up by what is found there."""
        pieces, at = [], start
        for first, last in sorted(places):
            opens, closes = self.spans[first][0], self.spans[last][1]
            if at <= opens and closes <= end:
                pieces += [Piece(self.text[at:opens]), Piece(self.text[opens:closes], is_found=True)]
                at = closes
        return [piece for piece in (*pieces, Piece(self.text[at:end])) if piece.text]


@dataclass(frozen=True)
class Document:
    """Something that can be found. `names`: what it is called, such as initials; `place`: where it is."""

    title: Text
    text: Text
    names: Sequence[str] = ()
    place: Any = None


@dataclass(frozen=True)
class Hit:
    document: Document
    needles: Sequence[Needle]
    worth: int

    @property
    def title(self) -> list[Piece]:
        title = self.document.title
        return title.pieces(_all_places(title, self.needles), 0, len(title.text))

    @property
    def passage(self) -> list[Piece]:
        """The part of the text that has most of what is asked for, or else its beginning."""
        text = self.document.text
        found = sorted((place, needle) for needle in self.needles for place in text.places(needle))

        def asked_from(first: int) -> int:
            after = PASSAGE_WORDS - WORDS_BEFORE
            return len({needle for place, needle in found if first <= place[0] and place[1] < first + after})

        first = max((place[0] for place, _needle in found), key=asked_from, default=0) - WORDS_BEFORE
        within = text.spans[max(0, first) : max(0, first) + PASSAGE_WORDS]
        start = within[0][0] if first > 0 else 0
        end = within[-1][1] if within and within[-1] != text.spans[-1] else len(text.text)
        pieces = text.pieces((place for place, _needle in found), start, end)
        before, after = [Piece("… ")] * (start > 0), [Piece(" …")] * (end < len(text.text))
        return [*before, *pieces, *after]


def _all_places(text: Text, needles: Sequence[Needle]) -> Iterator[tuple[int, int]]:
    for needle in needles:
        yield from text.places(needle)


def search(documents: Iterable[Document], needles: Sequence[Needle]) -> list[Hit]:
    """The documents that have all of it in title or text, the best first, else in the order given."""
    hits = [
        Hit(document, needles, worth)
        for document in documents
        if needles and (worth := _worth(document, needles))
    ]
    return sorted(hits, key=lambda hit: -hit.worth)


def _worth(document: Document, needles: Sequence[Needle]) -> int:
    """0 where something is missing."""
    whole = " ".join(word for needle in needles for word in needle.words)
    worth = 0
    for needle in needles:
        is_in_the_title = any(True for _ in document.title.places(needle))
        in_the_text = sum(1 for _ in document.text.places(needle))
        if not (is_in_the_title or in_the_text):
            return 0
        worth += IN_THE_TITLE * is_in_the_title + min(in_the_text, MOST_IN_A_TEXT)
    return worth + THE_NAME * (whole in {_name(name) for name in document.names})


def _name(words: str) -> str:
    return " ".join(map(folded, WORD.findall(words)))


def nearest[T](query: str, names: Mapping[str, T], most: int = 3) -> list[T]:
    """What is called almost so. `names`: what each thing is called, in any of its ways."""
    by_name = {_name(name): thing for name, thing in names.items()}
    close = get_close_matches(_name(query), by_name, n=2 * most, cutoff=CLOSE)
    return list(dict.fromkeys(by_name[name] for name in close))[:most]

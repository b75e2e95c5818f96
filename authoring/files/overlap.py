"""Words that are the article's: no run of ten of them stands in the course.

The article itself is not kept. Beside the folder of a course may lie a digest of the article's runs, made by
scripts/digest-article: the first bytes of each one's hash, in an order that tells nothing.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from textwrap import wrap

from authoring.files.nodes import Document, Place, Problem
from lessons.markdown import REFERENCE

RUN = 10  # words
BYTES = 6  # of a hash: by chance, one course in a million shares one with a text of 2,000 runs
WORD = re.compile(r"[a-z0-9'’]+")

type Word = tuple[str, Place]


def digest_of(directory: Path) -> frozenset[bytes]:
    """Hashes of the article's runs; none where no digest lies beside the course."""
    path = directory.resolve()
    path = path.with_name(f"{path.name}.runs")
    return unpacked(path.read_text()) if path.is_file() else frozenset()


def words(text: str) -> Iterator[Word]:
    """In lower case and without apostrophes; of what a section marks, the words that are shown."""
    for number, line in enumerate(REFERENCE.sub(_shown, text).lower().split("\n"), start=1):
        for found in WORD.finditer(line):
            if word := re.sub("['’]", "", found[0]):
                yield word, Place(number, found.start() + 1)


def _shown(mark: re.Match[str]) -> str:
    """Its words where they stand, and space around them."""
    words = "" if mark["paragraph"] else mark["shown"] or mark["term"]
    return words.rjust(len(mark[0]) - 2) + "  "


def hash_of(run: Iterable[str]) -> bytes:
    return hashlib.sha256(" ".join(run).encode()).digest()[:BYTES]


def packed(hashes: Collection[bytes]) -> str:
    lines = wrap(b64encode(b"".join(sorted(hashes))).decode(), 100)
    head = f"# {len(hashes)} runs of {RUN} words of the article, as hashes; made by scripts/digest-article."
    return "\n".join([head, *lines, ""])


def unpacked(digest: str) -> frozenset[bytes]:
    data = b64decode("".join(line for line in digest.split("\n") if not line.startswith("#")))
    return frozenset(data[at : at + BYTES] for at in range(0, len(data), BYTES))


def shared_runs(document: Document, digest: Collection[bytes]) -> Iterator[Problem]:
    """Each run that is the article's too, with all the words that it goes on for."""
    said = list(words(document.source))
    at = 0
    while at + RUN <= len(said):
        end = at + RUN
        while end <= len(said) and hash_of(word for word, _ in said[end - RUN : end]) in digest:
            end += 1
        if (count := end - 1 - at) < RUN:
            at += 1
            continue
        run = " ".join(word for word, _ in said[at : at + count])
        message = f"these {count} words in a row are the article's; say it in your own: “{run}”"
        yield document.problem(said[at][1], message)
        at += count

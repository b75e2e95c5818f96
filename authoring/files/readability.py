"""How hard a text is to read: the Flesch-Kincaid grade, in years of school in the United States.

Names of institutions are a course's subject and not its author's choice: what stands in the glossary, and
initials, count as one word of one syllable.
"""

import re
from collections.abc import Iterator

from authoring.files.asked import Asked
from authoring.files.course import Reading
from authoring.files.nodes import Problem
from authoring.files.wording import plain
from lessons.markdown import REFERENCE

HARDEST = 10  # for readers whose first language is not English
SHORTEST = 30  # words of a stem
NOISE = 6  # grades: 98 passages of 30 words differ from their sections by 2.0 (one sigma)
NAME = "it"
REMEDY = "make sentences and words shorter"

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+(?=[\"'”’)*_]*(?:\s|$))|\n\s*\n|\n\s*(?=[-*|] )")

VOWELS = re.compile("[aeiouy]+")
SILENT_E = re.compile(
    r"(?:[^aeiouy]|(?<=[aeiouyrw])l)e$(?<![^aeiouyrw]le)"  # make, role, but not table
    r"|[^aeiouytd]ed$"  # named, but not noted
    r"|[^aeiouysxzcg]es$(?<![cs]hes)(?<![^aeiouyrw]les)"  # names, but not changes, wishes, tables
    r"|[^aeiou]e(?=(?:ful|less|ly|ness|thing|where|work)s?$)|[^aeioul]e(?=ments?$)"  # useful, statement
)
VOWELS_APART = re.compile(
    r"(?<![cgst])i[ao](?!u)|iu|(?<![cgst])ie(?=[nt])(?!nd)"  # media, period, client, but not nation
    r"|[aeiouy]ing|[dr]ea(?=s?$)|(?<=c)rea(?=t)|eo(?=[gl])|ua(?=[lt])|ooper"  # going, area, create, cooperate
)


def grade(text: str) -> float:
    """0.39 x words / sentences + 11.8 x syllables / words - 15.59; 0 where there are no words.

    Kincaid, Fishburne, Rogers & Chissom 1975, "Derivation of New Readability Formulas …", Research Branch
    Report 8-75. A blank line and a point of a list end a sentence too.
    """
    if not (words := WORD.findall(text)):
        return 0.0
    sentences = sum(WORD.search(sentence) is not None for sentence in SENTENCE_END.split(text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e, and one more where two vowels are spoken apart; initials have one.

    As the CMU Pronouncing Dictionary counts in 97 % of the words of our course (99 % of the running words),
    and 0.001 of a syllable more in the mean.
    """
    if word.isupper():
        return 1
    word = word.lower()
    return max(1, len(VOWELS.findall(word)) - len(SILENT_E.findall(word)) + len(VOWELS_APART.findall(word)))


def hard_sections(reading: Reading) -> Iterator[Problem]:
    names = _names(reading)
    for section in reading.sound("section"):
        if (found := grade(_shown(section.value.body, names))) > HARDEST:
            message = f"reads like grade {found:.1f}, at most {HARDEST} is easy to follow; {REMEDY}"
            yield section.problem(("body",), message, key=True)


def hard_stems(reading: Reading, bank: list[Asked]) -> Iterator[Problem]:
    """A stem reads no harder than the sections that teach what it asks; short ones cannot be graded.

    Haladyna, Downing & Rodriguez 2002, guideline 8: simple vocabulary.
    """
    names = _names(reading)
    sections = [section.value for section in reading.sound("section")]
    graded = [(section, grade(_shown(section.body, names))) for section in sections]
    for item in bank:
        stem = _shown(plain(item.stem), names)
        lessons = [
            level
            for section, level in graded
            if item.entry.id in section.check or not {*section.teaches}.isdisjoint(item.common.tests)
        ]
        if lessons and len(WORD.findall(stem)) >= SHORTEST:
            found, lesson = grade(stem), max(lessons)
            if found > max(HARDEST, lesson + NOISE):
                yield item.problem(f"reads like grade {found:.1f}, its lesson like {lesson:.1f}; {REMEDY}")


def _names(reading: Reading) -> re.Pattern[str]:
    names = {name for term in reading.sound("term") for name in (term.value.title, term.value.short) if name}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b" if names else "$^", re.IGNORECASE)


def _shown(source: str, names: re.Pattern[str]) -> str:
    """The text as it is read, each name one word; marks of sentences are no words."""
    return names.sub(NAME, REFERENCE.sub(lambda mark: "" if mark["paragraph"] else NAME, source))

"""What looks doubtful in items only where they stand beside each other: two that are one, and one that tells.

For numbers in brackets see `lints`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from authoring.files.asked import Asked
from authoring.files.entries import listed
from authoring.files.nodes import Problem
from authoring.files.wording import content_words

SAME = 0.6  # of the words of two items; two that ask for neighbours on purpose share less than a half
SPOKEN_OF = 0.5  # of a stem's words in a text that holds the key: it speaks of what is asked


def near_duplicates(bank: list[Asked]) -> Iterator[Problem]:
    """Each item asks something of its own [4]: no other has nearly the same words in stem and key.

    The same stem may be put to other sentences. Only items with a word in common are compared.
    """
    words = [content_words(f"{item.stem} {item.text} {item.answers[0]}") for item in bank]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(bank):
        shared = Counter(other for word in words[at] for other in holders[word])
        for other, count in sorted(shared.items()):
            if count >= SAME * len(words[at] | words[other]):
                first = listed([bank[other].entry])
                yield item.problem(f"this asks nearly the same as {first}; ask another thing, or drop it")
        for word in words[at]:
            holders[word].append(at)


def told_elsewhere(bank: list[Asked]) -> Iterator[Problem]:
    """No item gives another's key away [4]: none says in its stem, or in a line of it, what that one asks."""
    statements = [
        (item, text, content_words(text))
        for item in bank
        for text in {f"{item.stem} {item.text}": None, **{menu.line: None for menu in item.menus}}
    ]
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for at, (_, _, words) in enumerate(statements):
        for word in words:
            holders[word].add(at)
    for item in bank:
        for key in filter(None, map(content_words, _keys(item))):
            asked = content_words(f"{item.stem} {item.text}") - key
            for at in sorted(set.intersection(*(holders[word] for word in key))):
                teller, text, words = statements[at]
                shared = len(asked & words)
                if teller is not item and shared > 1 and shared >= SPOKEN_OF * len(asked):
                    yield teller.problem_at(
                        text, f"this tells the key of {listed([item.entry])}; ask one of them otherwise"
                    )


def _keys(item: Asked) -> list[str]:
    """What is right in each of its menus; where they share their options, only all of it together."""
    menus = [menu for menu in item.own_menus if not menu.line]
    return [" ".join(option.words for option in menu.right) for menu in menus] or item.answers

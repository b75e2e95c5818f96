"""When a claim counts as tested: one rule, for course files and for the page about the article."""

from collections.abc import Iterable


def is_tested(items: Iterable[tuple[str, str]]) -> bool:
    """Whether two of the published items on a claim differ in level or interaction.

    `items`: (level, interaction) of each. The same thing asked twice in the same way tests no more.
    """
    return len(set(items)) > 1

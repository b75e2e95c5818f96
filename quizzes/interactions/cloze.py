"""Cloze: a line of Markdown with gaps in it, for the interactions that fill them.

It is kept as a text in which {1}, {2} … stand for the gaps g1, g2 …, also in its HTML.
"""

import re
from collections.abc import Mapping, Sequence

from lessons.markdown import inline

from .base import TAG, Json, Text, refuse
from .pairing import Menu, choices, verdict

MOST = 12  # gaps in a text
GAP = re.compile(r"\{([^{}]*)\}")


def gaps(source: str) -> list[str]:
    """What stands in the braces of an author's text, in their order. Other braces are refused."""
    if re.search(r"[{}]", GAP.sub("", source)) or re.search(r"\\[{}]", source):
        refuse("braces stand for gaps only, one pair for each; write ( ) or [ ] for anything else", "text")
    named = GAP.findall(source)
    if not named:
        refuse("the text has no gap; write it in braces", "text")
    if len(named) > MOST:
        refuse(f"the text has {len(named)} gaps; at most {MOST} may stand here", "text")
    return named


def has_room(numbered: str) -> None:
    """Refuse a text in which a gap would stand where no menu can: in a link, an address, a picture."""
    html = inline(numbered)
    running = re.sub(rf"<a .*?</a>|{TAG}", "", html)
    if not GAP.findall(html) == GAP.findall(running) == GAP.findall(numbered):
        refuse("a gap cannot stand in a link, an address or a picture; take it out of there", "text")


def renamed(source: str, names: Sequence[str]) -> str:
    """The text with other names in its braces."""
    left = iter(names)
    return GAP.sub(lambda _: f"{{{next(left)}}}", source)


def numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def asked(text: Text, menus: Mapping[str, Menu], values: Sequence[str]) -> Json:
    """The text in pieces: HTML, and the gaps between. A piece may open a tag that a later one closes."""
    pieces = [
        {"html": piece}
        if gap is None
        else {"gap": gap, "number": int(gap[1:]), "options": choices(gap, menus[gap], values)}
        for piece, gap in _pieces(text)
    ]
    return {"pieces": pieces, "gaps": len(menus)}


def told(
    text: Text,
    menus: Mapping[str, Menu],
    values: Sequence[str],
    key: Json | None,
    feedback: Mapping[str, Text],
) -> Json:
    gaps = {
        gap: {"number": int(gap[1:]), **verdict(gap, menu, values, key, feedback)}
        for gap, menu in menus.items()
    }
    pieces = [
        {"html": piece} if gap is None else {name: gaps[gap][name] for name in ("number", "given", "sign")}
        for piece, gap in _pieces(text)
    ]
    return {"pieces": pieces, "gaps": list(gaps.values())}


def _pieces(text: Text) -> list[tuple[str, str | None]]:
    """HTML without a gap, or a gap's id."""
    pieces: list[tuple[str, str | None]] = []
    for at, piece in enumerate(GAP.split(text["html"])):
        if at % 2:
            pieces.append(("", f"g{piece}"))
        elif piece:
            pieces.append((piece, None))
    return pieces

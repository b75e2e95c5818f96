"""What a browser knows of an item: the controls that `asked` gives it, and what a form with them sends."""

from collections.abc import Iterator
from itertools import permutations, product
from random import Random
from typing import Any

type Asked = dict[str, Any]


def menus(asked: Asked) -> list[list[dict[str, Any]]]:
    """The options of each menu, in the order shown."""
    places = asked.get("pieces") or asked.get("lines") or []
    return [place["options"] for place in places if "options" in place]


def boxes(asked: Asked) -> list[dict[str, Any]]:
    return asked.get("options", [])


def sent(asked: Asked) -> list[str]:
    """The form as it is shown, sent back untouched."""
    if "text" in asked:
        return [asked["text"]]
    chosen = [option["id"] for option in boxes(asked) if option["chosen"]]
    for options in menus(asked):
        chosen += [option["value"] for option in options if option["chosen"]] or [""]
    return chosen


def filled(asked: Asked, chance: Random) -> list[str]:
    """Anything that the form can send; a text stays what it is."""
    if "text" in asked:
        return sent(asked)
    ids = [option["id"] for option in boxes(asked)]
    most = len(ids) if asked.get("several") else 1
    chosen = chance.sample(ids, chance.randint(0, most)) if ids else []
    return chosen + [chance.choice(["", *(option["value"] for option in menu)]) for menu in menus(asked)]


def guessed(name: str, asked: Asked, chance: Random) -> list[str]:
    """What somebody sends who does not read: a coin for each box, an even draw from each menu.

    In `order` every element gets a place of its own; nobody guesses a text.
    """
    if name == "order":
        places = chance.sample(range(len(asked["lines"])), len(asked["lines"]))
        return [menu[place]["value"] for menu, place in zip(menus(asked), places, strict=True)]
    if asked.get("several"):
        return [option["id"] for option in boxes(asked) if chance.random() < 0.5]
    if boxes(asked):
        return [chance.choice(boxes(asked))["id"]]
    return [chance.choice(menu)["value"] for menu in menus(asked)]


def guesses(name: str, asked: Asked) -> Iterator[list[str]]:
    """All that `guessed` may send, each once: they are equally likely."""
    if name == "order":
        for places in permutations(range(len(asked["lines"]))):
            yield [menu[place]["value"] for menu, place in zip(menus(asked), places, strict=True)]
    elif asked.get("several"):
        for ticks in product([False, True], repeat=len(boxes(asked))):
            yield [option["id"] for option, tick in zip(boxes(asked), ticks, strict=True) if tick]
    elif boxes(asked):
        yield from ([option["id"]] for option in boxes(asked))
    else:
        for way in product(*menus(asked)):
            yield [option["value"] for option in way]

"""A shape's errors in plain words: what is wrong, what was expected, what to do."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

type Context = dict[str, Any]


def path_of(error: ErrorDetails) -> tuple[str | int, ...]:
    """The way to what is wrong; a shape's own check may name a place within it."""
    return (*error["loc"], *error.get("ctx", {}).get("place", ()))


def in_words(error: ErrorDetails, known: Iterable[str]) -> str:
    """The message for one error. `known` are the fields that may stand where it is about a field.

    What a shape says of several fields together is in plain words already.
    """
    path = path_of(error)
    if error["type"] == "missing":
        return f"`{path[-1]}` is missing; add it"
    if error["type"] == "extra_forbidden":
        return unknown(f"field `{path[-1]}`", str(path[-1]), known)
    if words := WORDS.get(error["type"]):
        return words(error["input"], error.get("ctx", {}))
    return error["msg"]


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """ "unknown …", with the word that was probably meant, else with all there are if they are few."""
    known = sorted(known)
    if close := get_close_matches(name, known, n=1):
        return f"unknown {what}; did you mean `{close[0]}`?"
    if 0 < len(known) <= 24:
        return f"unknown {what}; expected is one of {', '.join(known)}"
    return f"unknown {what}; look for a slip of the pen"


def shortened(value: Any) -> str:
    words = str(value)
    return words if len(words) <= 40 else words[:39] + "…"


def _not_one_of(value: Any, ctx: Context) -> str:
    expected = ctx["expected"].replace("'", "").replace(" or ", ", ")
    return f"`{shortened(value)}` is not one of {expected}"


def _no_text(value: Any, ctx: Context) -> str:
    return f"a text is expected here, not {_is_a(value)}"


def _no_list(value: Any, ctx: Context) -> str:
    return f"a list is expected here, such as [one, two], not {_is_a(value)}"


def _no_fields(value: Any, ctx: Context) -> str:
    return f"fields (`key: value`) are expected here, not {_is_a(value)}"


def _is_a(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "fields" if isinstance(value, dict) else "a single value"


def _no_number(value: Any, ctx: Context) -> str:
    return "write a number in digits, such as 0.6"


def _too_small(value: Any, ctx: Context) -> str:
    return f"{shortened(value)} is too small; at least {ctx['ge']} is expected"


def _too_large(value: Any, ctx: Context) -> str:
    return f"{shortened(value)} is too large; at most {ctx['le']} is expected"


def _too_fine(value: Any, ctx: Context) -> str:
    return f"{shortened(value)} has too many decimals; at most {ctx['decimal_places']} are expected"


def _in_other_words(words: str) -> Callable[[Any, Context], str]:
    """What our own shapes say of a single value, after what stands there."""
    return lambda value, ctx: f"{_shown(value)} does not fit; {words or ctx['words']}"


def _shown(value: Any) -> str:
    return _is_a(value) if isinstance(value, list | dict) else f"`{shortened(value)}`"


def _too_short(value: Any, ctx: Context) -> str:
    if not isinstance(value, list):
        return "nothing stands here; write a text, or take the field out"
    if not value:
        return "the list is empty; add an entry"
    return f"the list has {len(value)} of at least {ctx['min_length']} entries; add what is missing"


def _too_long(value: Any, ctx: Context) -> str:
    if isinstance(value, list):
        return f"the list has {len(value)} entries; at most {ctx['max_length']} may stand here"
    return f"the text is {len(value)} characters long; at most {ctx['max_length']} fit here"


WORDS: dict[str, Callable[[Any, Context], str]] = {
    "literal_error": _not_one_of,
    "pattern": _in_other_words(""),
    "flag": _in_other_words("write true or false"),
    "whole": _in_other_words("write a whole number in digits"),
    "string_type": _no_text,
    "list_type": _no_list,
    "model_type": _no_fields,
    "dict_type": _no_fields,
    "decimal_parsing": _no_number,
    "decimal_type": _no_number,
    "finite_number": _no_number,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_large,
    "decimal_max_places": _too_fine,
    "too_short": _too_short,
    "too_long": _too_long,
}

"""Plain values as YAML in one canonical form: the same values give the same bytes.

Block style, but lists and mappings of single values, and mappings with such lists, stand on one line where
they fit: mappings in a list where all of them fit, lists in a list each for itself. Quotes only where a text
would else be read as something other than this text; long texts wrapped at 110 columns, texts of several
lines as they are. Reading gives the same values, but for the line end after a text of several lines.
"""

import re
from typing import Any

import yaml

WIDTH = 110

type Value = str | int | bool | list[Any] | dict[str, Any]

_RESOLVER: Any = yaml.resolver.Resolver()
_OTHER_TYPES = re.compile(  # numbers that YAML 1.2 sees and PyYAML does not, and the short yes and no of 1.1
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|[yYnN]"
)
_PLAIN = re.compile(r"[^\s\-?:,.\[\]{}#&*!|>'\"%@`=<~](?:.*[^\s:])?")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def write_file(value: Value, head: str = "") -> str:
    """The whole file, the comment at its head first; the things that it lists stand apart."""
    lines = _block(value, 0, apart=True)
    return "\n".join([*head.split("\n"), "", *lines] if head else lines) + "\n"


def write_value(value: Value) -> str:
    """One thing by itself, as it stands in its list but for the dash."""
    return "\n".join(_block(value, 0)) + "\n"


def scalar(value: str | int | bool, *, in_flow: bool = False) -> str:
    """A single value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _is_plain(value) and not (in_flow and re.search(r"[,\[\]{}:?]", value)):
        return value
    return f'"{value.translate(_ESCAPES)}"'


def _is_plain(text: str) -> bool:
    """Whether a text needs no quotes outside of lists and mappings in one line."""
    return (
        _PLAIN.fullmatch(text) is not None
        and ": " not in text
        and " #" not in text
        and not _OTHER_TYPES.fullmatch(text)
        and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
    )


def _block(value: Value, indent: int, *, apart: bool = False) -> list[str]:
    """The lines of a list or a mapping; `apart`: with an empty line between mappings in a list."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in _field(key, inner, indent, apart=apart)]
    assert isinstance(value, list)
    space = " " * indent
    flows = [None if apart else _flow(inner, indent + 2) for inner in value]
    lines: list[str] = []
    for inner, flow in zip(value, flows, strict=True):
        if not isinstance(inner, list | dict):
            lines += _text(f"{space}- ", inner, indent + 2)
        elif not inner or None not in flows or (flow and isinstance(inner, list)):
            lines.append(f"{space}- {flow or _flow(inner, indent + 2)}")
        else:
            first, *rest = _block(inner, indent + 2)
            between = [""] if apart and lines else []
            lines += [*between, f"{space}- {first.lstrip(' ')}", *rest]
    return lines


def _field(key: str, value: Value, indent: int, *, apart: bool) -> list[str]:
    start = f"{' ' * indent}{key}:"
    if not isinstance(value, list | dict):
        return _text(f"{start} ", value, indent + 2)
    is_single = isinstance(value, list) and not any(isinstance(inner, list | dict) for inner in value)
    if is_single and (flow := _flow(value, len(start) + 1)):
        return [f"{start} {flow}"]
    return [start, *_block(value, indent + 2, apart=apart)]


def _flow(value: Value, column: int) -> str | None:
    """The value on one line from this column on; None where it does not fit or is too deep for one."""
    match value:
        case dict():
            inner = {key: _flow_of_one(one, may_be_list=True) for key, one in value.items()}
            if None in inner.values():
                return None
            flow = f"{{{', '.join(f'{key}: {one}' for key, one in inner.items())}}}"
        case list():
            if (found := _flow_of_one(value, may_be_list=True)) is None:
                return None
            flow = found
        case _:
            flow = scalar(value)
    return flow if column + len(flow) <= WIDTH else None


def _flow_of_one(value: Value, *, may_be_list: bool) -> str | None:
    """What stands within a line: a single value, or a list of single ones."""
    if isinstance(value, list) and may_be_list:
        inner = [_flow_of_one(one, may_be_list=False) for one in value]
        return None if None in inner else f"[{', '.join(map(str, inner))}]"
    if isinstance(value, list | dict) or "\n" in str(value):
        return None
    return scalar(value, in_flow=True)


def _text(start: str, value: str | int | bool, indent: int) -> list[str]:
    """A single value behind `start`, on as many lines as it takes, the further ones indented."""
    text, written, space = str(value), scalar(value), " " * indent
    if "\n" in text and _keeps_as_literal(text):
        sign = "|2" if text.startswith(" ") else "|"
        return [start + sign, *(space + line if line else "" for line in text.split("\n"))]
    if len(start) + len(written) <= WIDTH or "\n" in text or re.search(r"^ |  | $", text):
        return [start + written]
    if written == text:
        first, *rest = _wrapped(text, WIDTH - len(start), WIDTH - indent)
        return [start + first, *(space + line for line in rest)]
    return [f"{start}>-", *(space + line for line in _wrapped(text, WIDTH - indent, WIDTH - indent))]


def _keeps_as_literal(text: str) -> bool:
    """Whether a literal block gives the same lines: the first has words, the last too, none is blank only."""
    lines = text.split("\n")
    return bool(lines[0].strip(" ") and lines[-1]) and all(line.strip(" ") or not line for line in lines)


def _wrapped(text: str, first: int, rest: int) -> list[str]:
    """Lines broken at spaces; a line is longer where a word is."""
    lines: list[str] = []
    for word in text.split(" "):
        width = rest if len(lines) > 1 else first
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines

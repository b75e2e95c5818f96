"""Pictures: what a file's header says of it, and how a text comes to show the file that is kept.

Markdown names a picture by its file, `media/map.png`. What is shown is named by what is in it, so that a
text keeps its picture when the file changes: `/media/<16 hex of its SHA-256>/map.png`.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

NAME = r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.(?:png|jpg|webp)"
PATH = re.compile(rf"(?=.{{1,200}}$)media/{NAME}")
URL = "/media/"
ADDRESS_DIGITS = 16  # of a SHA-256 in hex: enough that no two pictures ever meet
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}  # by the ending of a name
LARGEST_SIDE = 10_000  # pixels

_SHOWN = re.compile(r'<img src="(media/[^"]*)"')


class NotAPicture(ValueError):
    """The file is none that we can show. Its text tells an author what to do."""


class Header(NamedTuple):
    """What the first bytes say; width and height in pixels."""

    content_type: str
    width: int
    height: int


class Shown(NamedTuple):
    """A picture as a page shows it. `address`: "0123456789abcdef/map.png"."""

    address: str
    width: int
    height: int


def shown(path: str, sha256: str, width: int, height: int) -> Shown:
    """The picture of a file in media/, by what is in it."""
    return Shown(f"{sha256[:ADDRESS_DIGITS]}/{path.rpartition('/')[2]}", width, height)


def named_in(html: str) -> list[str]:
    """The files in media/ whose pictures the HTML of `lessons.markdown` shows, each once."""
    return list(dict.fromkeys(_SHOWN.findall(html)))


def named_in_markdown(text: str) -> list[str]:
    """The files in media/ that a text of any form may show; more rather than fewer."""
    return re.findall(rf"media/{NAME}", text)


def with_pictures(html: str, pictures: Mapping[str, Shown]) -> str:
    """The HTML of `lessons.markdown` with the kept pictures in it; width and height, so that no page jumps.

    A picture that is not in `pictures` stays as it is.
    """

    def show(match: re.Match[str]) -> str:
        if (picture := pictures.get(match[1])) is None:
            return match[0]
        size = f'width="{picture.width}" height="{picture.height}"'
        return f'<img src="{URL}{picture.address}" {size} loading="lazy"'

    return _SHOWN.sub(show, html)


def read_header(name: str, data: bytes) -> Header:
    """Of a picture whose file has this name. Raises NotAPicture."""
    header = _read(data)
    if header is None:
        raise NotAPicture("this is no picture that can be shown; save it as PNG, JPEG or WebP")
    ending = name.rpartition(".")[2]
    if TYPES.get(ending) != header.content_type:
        right = next(known for known, content_type in TYPES.items() if content_type == header.content_type)
        raise NotAPicture(f"what is in this file is {header.content_type}; its name must end in .{right}")
    if not (0 < header.width <= LARGEST_SIDE and 0 < header.height <= LARGEST_SIDE):
        raise NotAPicture(
            f"the picture has {header.width} by {header.height} pixels; each side has 1 to {LARGEST_SIDE}"
        )
    return header


def _read(data: bytes) -> Header | None:
    """None for what is not a picture of these three types, or ends before it says its size."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            return Header("image/png", *struct.unpack_from(">II", data, 16))
        if data.startswith(b"\xff\xd8\xff"):
            return next(_jpeg_frames(data), None)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except struct.error:
        pass
    return None


def _jpeg_frames(data: bytes) -> Iterator[Header]:
    """Segment by segment to those that begin a frame (SOF0 to SOF15, but for three that are none)."""
    at = 2
    while at < len(data):
        mark, kind, size = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF or size < 2:
            return
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            yield Header("image/jpeg", width, height)
        at += 2 + size


def _webp(data: bytes) -> Header | None:
    """Google, "WebP Container Specification" and RFC 9649: lossy, lossless, extended."""
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return Header("image/webp", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return Header("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            sides = struct.unpack_from("<6B", data, 24)
            width, height = (int.from_bytes(bytes(side), "little") + 1 for side in (sides[:3], sides[3:]))
            return Header("image/webp", width, height)
    return None

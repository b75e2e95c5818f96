"""Small pictures of every type that can be shown, made by hand."""

import struct
import zlib


def png(width: int = 3, height: int = 2, grey: int = 128) -> bytes:
    """All of one grey."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([grey]) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int, *, frame: int = 0xC0) -> bytes:
    """A header as cameras write it: a note, two tables, then the frame. It holds no picture."""

    def segment(kind: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data

    return (
        b"\xff\xd8"
        + segment(0xE1, b"Exif\0\0" + b"\xff\xc0 a note that looks like a frame")
        + segment(0xDB, bytes(65))
        + segment(0xC4, bytes(28))
        + segment(frame, struct.pack(">BHHB", 8, height, width, 3) + bytes(9))
    )


def webp(kind: bytes, width: int, height: int) -> bytes:
    """A header of one of the three kinds. It holds no picture."""
    match kind:
        case b"VP8 ":
            data = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height)
        case b"VP8L":
            data = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
        case _:
            sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
            data = b"\x10\0\0\0" + sides
    return b"RIFF" + struct.pack("<I", len(data) + 12) + b"WEBP" + kind + struct.pack("<I", len(data)) + data

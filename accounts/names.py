"""Names: what others read has something to see in it, what one signs in with has one form."""

import unicodedata

GUEST_NAME_PREFIX = "guest-"
JOINERS = "\u200c\u200d"  # zero width, but part of a word in Persian and in the scripts of India
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"  # letters and symbols to Unicode, and empty on the page
HIDDEN = {"Cc", "Cf", "Co", "Cs"}  # control, format (bidi and zero width), private and surrogate


def visible(name: str) -> str:
    """The name on one line without what nobody sees: control, bidi and zero-width signs.

    "" where nothing to see is left.
    """
    line = " ".join(name.split())
    kept = [
        sign
        for before, sign, after in zip(f" {line}", line, f"{line[1:]} ", strict=False)
        if _is_seen(sign) or (sign in JOINERS and _is_in_a_word(before) and _is_in_a_word(after))
    ]
    line = " ".join("".join(kept).split())
    return line if any(unicodedata.category(sign)[0] in "LNPS" for sign in line) else ""


def _is_seen(sign: str) -> bool:
    return sign not in BLANKS and unicodedata.category(sign) not in HIDDEN


def _is_in_a_word(sign: str) -> bool:
    return sign not in BLANKS and unicodedata.category(sign)[0] in "LM"


def folded(username: str) -> str:
    """The one form of a user name, in which it is compared and kept: without it, ａmina is not amina."""
    lower = unicodedata.normalize("NFKC", username).lower()
    return unicodedata.normalize("NFKC", lower)


def is_reserved(username: str) -> bool:
    """Guests' names, which the course makes itself. Of a folded name."""
    return username.startswith(GUEST_NAME_PREFIX)

"""Text from the files, made safe to show: nothing in a supplier's name may drive a screen.

Only what a person reads goes through `shown`; data formats keep every character as it was.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Characters of one text that are shown; a longer one is a broken file, not a name."""
LONGEST_SENTENCE = 1_400
"""Characters of a refusal: one that names a path of any common length fits."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that move the cursor, turn the text round or show nothing at all."""

_STAND_INS = {
    "£": "GBP",
    "…": "...",
    "\u2013": "-",
    "—": "-",
    "→": "->",
    "\u2018": "'",
    "\u2019": "'",
    "“": '"',
    "”": '"',
    "█": "#",
}

_RISKY_IN_JSON = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def shown(text: str, longest: int | None = LONGEST) -> str:
    """Make a text from a file visible and harmless, and no longer than `longest` characters.

    Control characters become their pictures (␛, ␊) and other unseen ones, such as the overrides
    that print a name backwards, become �: a reader should see that something was there.
    """
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def shown_sentence(text: str) -> str:
    """A sentence as `shown` has it, without the middle where it says again what was given at length.

    A name is never so long; the text of a profile or of an option may be.
    """
    if len(text) > LONGEST_SENTENCE:
        kept = LONGEST_SENTENCE // 2
        text = f"{text[:kept]} … {text[-kept:]}"
    return shown(text, None)


def harmless(content: str) -> str:
    """Make unseen characters visible in a whole output, but keep its lines and tabs."""
    if content.isprintable():
        return content
    return "".join(mark if mark in "\n\t" else _visible(mark) for mark in content)


def carried(text: str, encoding: str) -> str:
    """Write a text with the characters that an encoding has: £5 is GBP5 in ASCII."""
    if _can_carry(text, encoding):
        return text
    return "".join(
        mark if _can_carry(mark, encoding) else _STAND_INS.get(mark, "?") for mark in text
    )


def escaped_in_json(text: str) -> str:
    r"""Escape unseen characters in finished JSON as \uXXXX; the value that it holds is the same."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _RISKY_IN_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _visible(mark: str) -> str:
    if unicodedata.category(mark) not in _UNSEEN:
        return mark
    if mark < " ":
        return chr(0x2400 + ord(mark))
    return "\u2421" if mark == "\x7f" else "\ufffd"


def _can_carry(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

"""From the published encoding to regular UTF-8, with everything that had to be changed counted.

Text that was once read in the wrong code page and saved again (`Â£` for £, `Ã©` for é) is put right.
 The evidence is in the signs themselves: UTF-8 in the clothes of the Windows code page is a
pair or triple of characters that no language puts next to each other.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 20

_LOST = "\N{REPLACEMENT CHARACTER}"
_UNDEFINED = "windows-undefined"
"""Our own way with the five bytes that cp1252 lacks: the control character of the same number."""
_PASSES = 3
"""Some text was mangled twice, and a byte order mark has been met that was."""
_NEARLY_ALL = 0.9
"""The share of line ends of two characters from which on one at the end is half of such."""
_LONGEST_RUN = 1 << 20
"""Characters other than ASCII in a row; no text has so many."""


def _as_control(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    raise error


codecs.register_error(_UNDEFINED, _as_control)

_BYTE_OF = {bytes([byte]).decode("cp1252", errors=_UNDEFINED): byte for byte in range(0x80, 0x100)}
_FOLLOWING = "[" + "".join(map(re.escape, list(_BYTE_OF)[:0x40])) + "]"
_MANGLED_MARKS = ("\ufeff", "ï»¿", "Ã¯Â»Â¿")
"""A byte order mark, mangled never, once and twice."""
_SECOND = "".join(bytes([byte]).decode("cp1252") for byte in (0x80, 0x82, 0x84))
_MANGLED = re.compile(rf"[ÂÃ]{_FOLLOWING}|â[{_SECOND}]{_FOLLOWING}|ï»¿|ï¿½")
_FIRST_LETTERS = "ÂÃâï"
_CONTROL_LETTERS = "\x81\x8d\x8f\x90\x9d"
_CONTROLS = re.compile(f"[{_CONTROL_LETTERS}]")


@dataclass(slots=True)
class Changes:
    """What was changed on the way.

    Attributes:
        undefined: characters that mean nothing in the encoding; now U+FFFD.
        lost: characters that were U+FFFD before the file was mangled.
        nuls: NUL characters taken out.
        repaired: characters that had been read in the wrong code page.
        marks: mangled byte order marks at the start of the file, taken out.
        lines: how many lines were written.
        example: one of them as it stood, and as it is now.
        half_an_end: whether the text ends between the two characters of a line end.
    """

    undefined: int = 0
    lost: int = 0
    nuls: int = 0
    repaired: int = 0
    marks: int = 0
    example: tuple[str, str] = ("", "")
    half_an_end: bool = False

    def notices(self, encoding: str) -> list[str]:
        """A sentence about each kind of change."""
        found = []
        if self.half_an_end:
            found.append(
                "the file ends between the two bytes of a line end: it may have been cut off"
            )
        if self.undefined:
            found.append(
                f"{_counted(self.undefined, 'character means', 'characters mean')} nothing in "
                f"{encoding}: shown as {_LOST}"
            )
        if self.repaired:
            found.append(
                f"{_counted(self.repaired, 'character', 'characters')} had been read in the wrong "
                f"code page before, as {self.example[0]} for {self.example[1]}: put right"
            )
        if self.marks:
            found.append("a mangled byte order mark at the start of the file was taken out")
        if self.lost:
            found.append(
                f"{_counted(self.lost, 'character was', 'characters were')} lost before the file "
                f"was published: shown as {_LOST}"
            )
        if self.nuls:
            found.append(
                f"{_counted(self.nuls, 'NUL byte was', 'NUL bytes were')} taken out: "
                "something went wrong when the file was written, and text may be missing"
            )
        return found


def transcode(published: Path, regular: Path, encoding: str, *, cut: bool = False) -> Changes:
    """Write a file again as UTF-8 with line feeds and without NULs.

    Lone carriage returns become line feeds. `cut`: whether it would end within a character of UTF-8.
    """
    codec = {"utf-8 with BOM": "utf-8-sig"}.get(encoding, encoding)
    errors = _UNDEFINED if codec == "cp1252" else "replace"
    repairing = codec in ("cp1252", "utf-8", "utf-8-sig")
    changes = Changes(undefined=int(cut and repairing and codec != "cp1252"))
    held = ""
    at_start = True
    with (
        published.open(encoding=codec, errors=errors, newline=None) as source,
        regular.open("w", encoding="utf-8", newline="") as target,
    ):
        while text := source.read(CHUNK):
            if "\0" in text:
                changes.nuls += text.count("\0")
                text = text.replace("\0", "")
            if at_start:
                text = _without_mark(text, changes)
                at_start = False
            if repairing:
                text, held = _up_to_a_border(held + text)
                text = _repaired(text, changes, codec)
            elif not text.isascii():
                changes.undefined += text.count(_LOST)
            target.write(text)
        target.write(_repaired(held, changes, codec))
    changes.half_an_end = _ends_within_a_line_end(published)
    return changes


def _ends_within_a_line_end(published: Path) -> bool:
    """Whether a text that has both characters at its line ends has but the first of them at its last.

    Where the first alone ends most of the lines, as old Macintoshes wrote them, it ends the last too.
    """
    with published.open("rb") as stream:
        head = stream.read(CHUNK).replace(b"\0", b"")
        stream.seek(-min(2, stream.seek(0, 2)), 2)
        ends_so = stream.read().strip(b"\0").endswith(b"\r")
    both = head.count(b"\r\n")
    return ends_so and both > 0 and both >= _NEARLY_ALL * head.removesuffix(b"\r").count(b"\r")


def _without_mark(text: str, changes: Changes) -> str:
    for mark in _MANGLED_MARKS:
        if text.startswith(mark):
            changes.marks += mark != "\ufeff"
            return text.removeprefix(mark)
    return text


def _up_to_a_border(text: str) -> tuple[str, str]:
    """Hold back the end if it is no ASCII: what is mangled may go on in the next piece."""
    end = len(text)
    while end and len(text) - end < _LONGEST_RUN and not text[end - 1].isascii():
        end -= 1
    return text[:end], text[end:]


def _repaired(text: str, changes: Changes, codec: str) -> str:
    """The text with mangled characters put right; what stays undefined is shown as lost."""
    if text.isascii():
        return text
    for turn in range(_PASSES):
        # A single letter is found much faster than a pattern, and hardly any file has one.
        if not any(letter in text for letter in _FIRST_LETTERS):
            break
        better = _MANGLED.sub(_put_right, text)
        if better == text:
            break
        if not turn:
            signs = _MANGLED.findall(text)
            changes.repaired += len(signs) - signs.count("ï¿½") - signs.count("ï»¿")
            if not changes.example[0]:
                sign = next((one for one in signs if not one.startswith("ï")), "")
                changes.example = (sign, _MANGLED.sub(_put_right, sign))
        changes.lost += better.count(_LOST) - text.count(_LOST)
        text = better
    if codec == "cp1252" and any(letter in text for letter in _CONTROL_LETTERS):
        text, undefined = _CONTROLS.subn(_LOST, text)
        changes.undefined += undefined
    return text


def _put_right(found: re.Match[str]) -> str:
    right = bytes(_BYTE_OF[letter] for letter in found[0]).decode("utf-8", errors="replace")
    if len(right) != 1:
        return found[0]
    # The upper control characters stand for what Windows has in their places.
    if "\x80" <= right < "\xa0":
        return right.encode("latin-1").decode("cp1252", errors=_UNDEFINED)
    return right


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

"""Number formats that show a positive number as a credit or as other money, and what they show."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Of a number format: colours and currencies in brackets, and what is as wide as, or fills with, the next character.
_NO_TEXT = re.compile(r"\[[^\]]*\]|[_*].")
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^";])*')
_CREDIT = re.compile(r"^[\s£$€]*[-(]|(?:^|[^A-Za-z])CR(?:$|[^A-Za-z])", re.IGNORECASE)

# `[$£-809]` is a pound, and `[$-809]` but the language of the format.
_STERLING = re.compile(r"\[\$(?:£|GBP)?(?:-[^\]]*)?\]")
_OTHER_MONEY = re.compile(r"[$€¥]|\b(?:EUR|USD)\b")


def styles_that(styles: bytes, show: Callable[[str], bool]) -> set[str]:
    """Which styles of cells have a number format of which something is true.

    Args:
        styles: the part of an XLSX that lists number formats, and the styles with these.
        show: what is asked of the format, `shows_credit` or `shows_other_money`.
    """
    formats = {number for number, code in _formats(styles) if show(code)}
    _, _, cells = styles.partition(b"cellXfs")
    cells, _, _ = cells.partition(b"cellXfs>")
    return {
        str(place)
        for place, tag in enumerate(re.findall(rb"<(?:\w{1,20}:)?xf\s([^<>]*)>", cells))
        if (found := re.search(rb"""numFmtId=["'](\d{1,9})["']""", tag))
        and found[1].decode() in formats
    }


def _formats(styles: bytes) -> Iterator[tuple[str, str]]:
    for tag in re.findall(rb"<(?:\w{1,20}:)?numFmt\s([^<>]{0,2000})>", styles):
        number = re.search(rb"""numFmtId=["'](\d{1,9})["']""", tag)
        code = re.search(rb"""formatCode=(?:"([^"]*)"|'([^']*)')""", tag)
        if number and code:
            yield number[1].decode(), unescape((code[1] or code[2] or b"").decode(errors="replace"))


def shows_credit(code: str) -> bool:
    """Whether the first section of a number format, that of positive numbers, shows them as credits."""
    section = _SECTION.match(code)[0]  # type: ignore[index]  # it matches anything
    shown = _NO_TEXT.sub("", section)
    plain = shown.replace('"', "").replace("\\", "")
    return bool(re.search("[0#]", shown)) and bool(_CREDIT.search(plain))


def shows_other_money(code: str) -> bool:
    """Whether a number format shows numbers as euros, dollars or the like: `[$€-2] #,##0.00`."""
    section = _SECTION.match(code)[0]  # type: ignore[index]  # it matches anything
    return bool(_OTHER_MONEY.search(_STERLING.sub("", section)))


def is_shown_as_credit(shown: str) -> bool:
    """Whether what is shown of a positive number is a credit: `606.38 CR`, `(606.38)`, `-606.38`."""
    return bool(_CREDIT.search(shown))


def is_shown_as_other_money(shown: str) -> bool:
    """Whether what is shown of a number is euros, dollars or the like: `€606.38`, `606.38 EUR`."""
    return bool(_OTHER_MONEY.search(shown))

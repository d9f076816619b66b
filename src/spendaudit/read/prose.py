"""Text that is no table, told by what it says: asked only where no supplier and amount were found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.nil_returns import as_nil_return
from spendaudit.read.refusals import ERROR_PAGE, FIND_CSV

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LOOKED_AT = 1 << 16
"""Bytes from the beginning of a file."""
FEW = 0.2
"""Of prose, fewer lines than this share have a comma with no space after it
and not between thousands, or another delimiter."""
LONGEST_SHOWN = 100

_BEGINNINGS = (
    (
        r"version https://git-lfs",
        "a note of where a file is kept (Git LFS), not the file",
        "fetch the file itself, from the page where the note was found",
    ),
    (
        (
            r"(?:(?:from|to|cc|subject|date|received|return-path|message-id|delivered-to|reply-to"
            r"|x-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){2}"
        ),
        "an e-mail, not a table",
        "save the file that is attached to it, and name that",
    ),
    (r"%!ps", "a page to print (PostScript), not a table", FIND_CSV),
    (r"<[a-z][\w:.-]*[\s/>]", "XML, not a table", ERROR_PAGE),
)
"""How such a text begins, what a person calls it, what to try."""
_LINES = (
    (
        (
            r"\[?(?:[0-9]{4}-[0-9][0-9]-[0-9][0-9]|[0-9][0-9]?/\w+/[0-9]{4}|\w{3} +[0-9][0-9]?)[ T:][0-9][0-9]:[0-9][0-9].*"
            r"\b(?:info|warn(?:ing)?|error|debug|trace|fatal|notice|get|post|put)\b"
        ),
        0.5,
        "a log of a program, not a table",
    ),
    (r"#{1,6} \S|```|~~~", 0.05, "Markdown text, not a table"),
    (
        r"(?:select .*\bfrom|insert into|create table|update \w+ set|delete from|where|order by)\b",
        0.1,
        "a script for a database (SQL), not a table",
    ),
    (
        (
            r"(?:def|class|import|from \S+ import|return|function|const|let|var|public|private|#include"
            r"|#!|package|using)\b.*|[{}]\)?;?$"
        ),
        0.1,
        "the source of a program, not a table",
    ),
)
"""What lines of such a text look like, which share of them at least, and what a person calls it."""
_FEWEST_LINES = 2
_CELLS_END = ' \t,;|"'
_DIVIDED = re.compile(r"(?<![0-9]),\S|,(?![0-9]{3}(?![0-9]))\S|[;|]\S|\t")


def as_prose(path: Path, name: str) -> InputError | None:  # noqa: PLR0911  # a kind, a return
    """The refusal of a text that is no table, by what it is; None where it may be one.

    Args:
        path: a file in which no supplier and amount could be found.
        name: as the user named it.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(LOOKED_AT)
    except OSError:
        return None
    if b"\0" in head:
        return None
    text = _decoded(head).strip()
    for pattern, kind, advice in _BEGINNINGS:
        if re.match(pattern, text, re.IGNORECASE):
            return InputError(f"{name} is {kind}", advice)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for pattern, least, kind in _LINES:
        alike = sum(bool(re.match(pattern, line, re.IGNORECASE)) for line in lines)
        if alike >= max(_FEWEST_LINES, least * len(lines)):
            return InputError(f"{name} is {kind}", FIND_CSV)
    alone = [line.strip(_CELLS_END) for line in lines]  # one cell in each row: `Nil return,,,`
    nil = None if _are_divided(alone) else as_nil_return([one for one in alone if one], name)
    if nil is not None or _are_divided(lines):
        return nil
    if len(lines) == 1:
        says = " ".join(re.sub(r"[^\w\s.,:;!?'()/£€%&-]", "", lines[0]).split())
        return InputError(
            f"{name} is one line of text, not a table",
            ERROR_PAGE,
            (f"it says: {says[:LONGEST_SHOWN]}",),
        )
    return InputError(
        f"{name} is text without columns, not a table",
        "if it is a list with columns of fixed width: export it as CSV; "
        "else look on the publisher's page for the same month",
    )


def _are_divided(lines: Sequence[str]) -> bool:
    """Whether more than a few of them have something like a delimiter."""
    return sum(map(bool, map(_DIVIDED.search, lines))) > FEW * len(lines)


def _decoded(head: bytes) -> str:
    """The text, in the code page of Windows where it is no UTF-8; a long one is cut off anywhere."""
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "utf-8-sig" if len(head) == LOOKED_AT else "cp1252"
        return head.decode(encoding, errors="replace")

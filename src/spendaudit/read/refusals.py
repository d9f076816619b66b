"""What a file is when it is not delimited text, told from its first bytes."""

from __future__ import annotations

import codecs

from spendaudit.errors import InputError

_SAVE_AS_CSV = (
    "open it and save the sheet with the payments as CSV, then run the same command on that"
)
_FIND_CSV = "the publisher's page often has the same month as CSV"

# First bytes, what a person calls such a file, what to try. Public file signatures, each from the
# format's own specification.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a workbook or zip archive (XLSX, ODS or ZIP)", _SAVE_AS_CSV),
    (b"PK\x05\x06", "an empty zip archive", _FIND_CSV),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Microsoft Office file (XLS or DOC)",
        _SAVE_AS_CSV,
    ),
    (b"%PDF", "a PDF, not a table", _FIND_CSV),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first: gunzip -k FILE"),
    (b"BZh", "compressed with bzip2", "unpack it first: bunzip2 -k FILE"),
    (b"\xfd7zXZ\x00", "compressed with xz", "unpack it first: unxz -k FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"PAR1", "a Parquet file", "write it as CSV first"),
    (b"ARROW1", "an Arrow file", "write it as CSV first"),
    (b"SQLite format 3\x00", "an SQLite database", "export the table of payments as CSV"),
    (b"{\\rtf", "a Rich Text document, not a table", _FIND_CSV),
    (b"\x89PNG", "an image, not a table", _FIND_CSV),
    (b"\xff\xd8\xff", "an image, not a table", _FIND_CSV),
    (b"GIF8", "an image, not a table", _FIND_CSV),
)
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<?xml", b"<rss", b"<table")


def refuse_unless_text(head: bytes, name: str) -> None:
    """Pass over text; refuse everything else by what it is.

    Raises:
        InputError: the bytes are empty, or those of another kind of file.
    """
    if not head:
        raise InputError(f"{name} is empty", "fetch it again: the download may have failed")
    for signature, kind, advice in _SIGNATURES:
        if head.startswith(signature):
            raise InputError(f"{name} is {kind}", advice)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:512].lower()
    if start.startswith(_PAGE_MARKS):
        kind = "XML" if start.startswith(b"<?xml") and b"html" not in start else "a web page"
        raise InputError(
            f"{name} is {kind}, not a table",
            "the link may have led to an error page: open it in a browser and fetch the CSV itself",
        )
    if start.startswith((b"{", b"[")) and _is_json(start):
        raise InputError(f"{name} is JSON, not a table", _FIND_CSV)
    if not start and len(head) < 1 << 20:
        raise InputError(f"{name} holds only blank lines", "fetch it again")
    if _is_binary(head):
        raise InputError(f"{name} is not text", _FIND_CSV)


A_HANDFUL = 8


def _is_json(start: bytes) -> bool:
    return start.startswith((b'{"', b"[{", b"[\n", b"{\n", b"[ {", b"[["))


def _is_binary(head: bytes) -> bool:
    """Whether there are control characters, which no text has, and more than a thousandth of all.

    A handful may be terminal escapes in a name, or slips of the hand.
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b\x0b"))
    count = len(head) - len(head.translate(None, controls))
    return count > A_HANDFUL and count * 1000 > len(head)

"""What a file is that holds no table, told from its bytes and not from its name."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from spendaudit.errors import InputError
from spendaudit.read.encodings import is_utf_16

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAVE_AS_CSV = (
    "open it and save the sheet with the payments as CSV, then run the same command on that"
)
FIND_CSV = "the publisher's page often has the same month as CSV"
ERROR_PAGE = "the link may have led to an error page: open it in a browser and fetch the CSV itself"
_SAVED_AS_PAGE = (
    "if a spreadsheet was saved as a web page: open it in one and save it as CSV; "
    "if the link led to an error page: fetch the CSV itself"
)

_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_LOTUS = (b"\x00\x00\x02\x00\x04\x04", b"\x00\x00\x02\x00\x06\x04", b"\x00\x00\x1a\x00")
_ACCESS = (b"\x00\x01\x00\x00Standard Jet DB", b"\x00\x01\x00\x00Standard ACE DB")
# Not `ID;P` alone: so may a heading begin.
_SYLK = (b"ID;PWXL", b"ID;PCALCOOO32")
_DIF = (b"TABLE\r\n0,1", b"TABLE\n0,1")
# First bytes, what a person calls such a file, what to try. Public file signatures, each from the
# format's own specification.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x05\x06", "an empty zip archive", FIND_CSV),
    (b"%PDF", "a PDF, not a table", FIND_CSV),
    (b"BZh", "compressed with bzip2", "unpack it first: bunzip2 -k FILE"),
    (b"\xfd7zXZ\x00", "compressed with xz", "unpack it first: unxz -k FILE"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it first: unzstd -k FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it, and name the file inside"),
    (b"Rar!", "a RAR archive", "unpack it, and name the file inside"),
    (b"ARROW1", "an Arrow file", "write it as CSV or Parquet first"),
    (b"SQLite format 3\x00", "an SQLite database", "export the table of payments as CSV"),
    *((start, "a workbook of Excel 4 or older", _SAVE_AS_CSV) for start in _OLD_EXCEL),
    *((start, "a Lotus 1-2-3 worksheet", _SAVE_AS_CSV) for start in _LOTUS),
    *((start, "an Access database", "export the table of payments as CSV") for start in _ACCESS),
    *((start, "a SYLK file of a spreadsheet", _SAVE_AS_CSV) for start in _SYLK),
    *((start, "a DIF file of a spreadsheet", _SAVE_AS_CSV) for start in _DIF),
    (b"{\\rtf", "a Rich Text document, not a table", FIND_CSV),
    (b"\x89PNG", "an image, not a table", FIND_CSV),
    (b"\xff\xd8\xff", "an image, not a table", FIND_CSV),
    (b"GIF8", "an image, not a table", FIND_CSV),
    (b"II*\x00", "an image, not a table", FIND_CSV),
    (b"MM\x00*", "an image, not a table", FIND_CSV),
)
# What stands in a zip archive of an office program, and what a person calls such a file.
_PACKED_DOCUMENTS = (
    ("word/", "a Word document (DOCX), not a table"),
    ("ppt/", "a PowerPoint presentation (PPTX), not a table"),
    ("visio/", "a Visio drawing, not a table"),
    ("index/document.iwa", "a document of Apple Numbers or Pages"),
)
_ODF = "application/vnd.oasis.opendocument."

_PAGE_MARKS = (
    *(b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<style", b"<script", b"<link"),
    *(b"<title", b"<div", b"<center", b"<!--", b"<table", b"<?xml", b"<rss", b"<workbook"),
)
_XML_MARKS = (b"<?xml", b"<workbook")
_SHEETS_IN_XML = (
    (b"schemas-microsoft-com:office:spreadsheet", "a workbook in the XML of Excel 2003"),
    (b"opendocument.spreadsheet", "a workbook in the flat XML of OpenDocument"),
)
_ENOUGH_OF_XML = 8192
_ARCHIVE_MARKS = (b"mime-version:", b"from: <saved by ")
_DBASE = (0x02, 0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5)


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
        raise _markup(start, head.lower(), name)
    if start.startswith(_ARCHIVE_MARKS):
        raise InputError(f"{name} is a web archive (MHTML), not a table", _SAVE_AS_CSV)
    if start.startswith((b"{", b"[")) and _is_json(start):
        raise InputError(f"{name} is JSON, not a table", FIND_CSV)
    if not start and len(head) < 1 << 20:
        raise InputError(f"{name} holds only blank lines", "fetch it again")
    if _is_binary(head):
        raise _not_text(head, name)


def _markup(start: bytes, head: bytes, name: str) -> InputError:
    """The refusal of a web page or of XML, by its first letters and by what stands below them."""
    is_xml = start.startswith(_XML_MARKS)
    for mark, kind in _SHEETS_IN_XML:
        if is_xml and mark in head[:_ENOUGH_OF_XML]:
            return InputError(f"{name} is {kind}", _SAVE_AS_CSV)
    is_xml = is_xml and b"html" not in start
    kind = "XML" if is_xml else "a web page"
    is_table = not is_xml and b"<table" in head
    return InputError(f"{name} is {kind}, not a table", _SAVED_AS_PAGE if is_table else ERROR_PAGE)


def refuse_binary(head: bytes, name: str) -> None:
    """Refuse what is no text at all, and nothing else.

    Raises:
        InputError: the bytes are all NUL, or those of a program, a picture, random ones.
    """
    if not head.strip(b"\0") or _is_binary(head):
        raise _not_text(head, name)


def _not_text(head: bytes, name: str) -> InputError:
    # Version, year, month and day of the last change.
    if len(head) > 32 and head[0] in _DBASE and 1 <= head[2] <= 12 and 1 <= head[3] <= 31:
        return InputError(f"{name} is a dBase table (DBF)", _SAVE_AS_CSV)
    return InputError(f"{name} is not text", FIND_CSV)


def kind_of_zip(paths: Iterable[str], mimetype: str, name: str) -> str:
    """`XLSX`, `ODS` or `zip`, by what stands in a zip archive.

    Args:
        paths: of its members.
        mimetype: what its member of that name says, or an empty text.
        name: of the file.

    Raises:
        InputError: it is a document of another office program.
    """
    small = [path.replace("\\", "/").lower() for path in paths]
    if mimetype.startswith(_ODF):
        if mimetype.startswith(_ODF + "spreadsheet"):
            return "ODS"
        kind = mimetype.removeprefix(_ODF)
        raise InputError(f"{name} is an OpenDocument {kind} file, not a table", FIND_CSV)
    if "xl/workbook.bin" in small:
        raise InputError(f"{name} is a binary workbook (XLSB)", _SAVE_AS_CSV)
    if any(path.startswith("xl/") for path in small):
        return "XLSX"
    for start, kind in _PACKED_DOCUMENTS:
        if any(path.startswith(start) for path in small):
            raise InputError(f"{name} is {kind}", _SAVE_AS_CSV if "Numbers" in kind else FIND_CSV)
    return "zip"


def refuse_ole(kind: str | None, name: str) -> None:
    """Pass over an XLS workbook; refuse every other file of old Microsoft Office.

    Raises:
        InputError: it is another document, encrypted, or damaged.
    """
    if kind == "XLS":
        return
    if kind == "encrypted":
        raise InputError(
            f"{name} is a workbook or document with a password",
            "open it with the password, and save the sheet with the payments as CSV",
        )
    if kind is None:
        raise InputError(
            f"{name} is an old Microsoft Office file in which no workbook can be found",
            "fetch it again: the download may have been cut off",
        )
    raise InputError(f"{name} is {kind}", FIND_CSV)


A_HANDFUL = 8


def _is_json(start: bytes) -> bool:
    return start.startswith((b'{"', b"[{", b"[\n", b"{\n", b"[ {", b"[["))


def _is_binary(head: bytes) -> bool:
    """Whether there are control characters, which no text has, and more than a thousandth of all.

    A handful may be terminal escapes in a name, or slips of the hand. NUL bytes alone are
    something that went wrong with a text, unless there is one for every ten others.
    """
    if is_utf_16(head):
        return False
    controls = bytes(set(range(1, 32)) - set(b"\t\n\r\f\x1a\x1b\x0b"))
    count = len(head) - len(head.translate(None, controls))
    nuls = head.count(0)
    others = len(head) - nuls
    padding = len(head) - len(head.rstrip(b"\0"))
    return (count > A_HANDFUL and count * 1000 > others) or (nuls - padding) * 10 > others

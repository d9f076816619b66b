"""Cells, rows and headings far beyond any table; and a few bytes that unpack to far too many."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from faults.campaign import FILES, LONG, each, environment, wrong_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from faults.campaign import Tally

HEADING = b"Date,Supplier,Postcode,Amount\n"
ROW = b"03/04/2024,Ribble Ltd,PR1 2RL,1.00\n"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
TENFOLD = 10 if LONG else 1
GROWN = (80 << 20) * TENFOLD
"""Bytes of what a bomb unpacks to."""


SLOW = {"commas.zip", "lying.zip", "blank.xlsx", "strings.xlsx", "attribute.xlsx", "rows.csv.gz"}
"""Bombs of the long form alone: like others, and slow to make."""


def texts() -> dict[str, bytes]:
    """Delimited text."""
    long = 10_000_000
    return {
        "cell.csv": HEADING + ROW + b"03/04/2024," + b"a" * long + b",PR1 2RL,1.00\n" + ROW,
        "quoted.csv": HEADING
        + b'03/04/2024,"'
        + b"a line\n" * (long // 70)
        + b'",PR1 2RL,1.00\n'
        + ROW,
        "amount.csv": HEADING + ROW + b"03/04/2024,A,PR1 2RL," + b"9" * long + b"\n",
        "heading.csv": b"Date,Supplier,Amount," + b"a" * long + b"\n" + ROW,
        "title.csv": b"a" * long + b"\n" + HEADING + ROW,
        "columns.csv": HEADING + ROW + b"," * 100_000 + b"\n",
        "headings.csv": b",".join([b"Amount"] * 100_000) + b"\n" + ROW,
        "wide.csv": (b",".join([b"1.00"] * 100_000) + b"\n") * 5,
        "quotes.csv": HEADING + b'"' * 1_000_001 + b"\n" + ROW,
        "unclosed.csv": HEADING + (b'03/04/2024,"A,PR1 2RL,1.00\n' * 20_000),
        "marks.csv": HEADING + b"03/04/2024," + b"\xc3\x82" * 500_000 + b",PR1 2RL,1.00\n",
        "returns.csv": HEADING + b"\r" * (long // 50) + ROW,
        "nuls.csv": HEADING + ROW + b"\0" * long + ROW,
        "one-line.csv": b"," * long,
        "exponent.csv": HEADING + b"03/04/2024,A,PR1 2RL,1e999999999\n" + ROW,
        "digits.csv": HEADING + b"03/04/2024,A,PR1 2RL,99999999999999999999.99\n" + ROW,
        "parts.csv": HEADING + b"03/04/2024," + b"The Of And " * 50_000 + b",PR1 2RL,1.00\n",
    }


def packed(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def altered(workbook: str, part: str, content: bytes | str) -> bytes:
    """One of our workbooks with another part in it."""
    with zipfile.ZipFile(FILES / workbook) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return packed({**members, part: content})


def sheet(cells: str, prolog: str = "") -> str:
    return f"{prolog}<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>"


def table(rows: str, prolog: str = "") -> str:
    """The content of an OpenDocument spreadsheet."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'{prolog}<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def lying_zip() -> bytes:
    """A zip whose member says that it is small."""
    data = packed({"spend.csv": HEADING + ROW * 2_000_000})
    size = len(HEADING) + len(ROW) * 2_000_000
    return data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def twofold_gzip() -> bytes:
    """A gzip whose every member is a bomb."""
    rows = gzip.compress(ROW * 50_000, 9)
    return gzip.compress(HEADING) + rows * (40 * TENFOLD)


def bombs() -> dict[str, bytes]:
    """Archives and workbooks that are small on disk."""
    blank = gzip.compress(b"," * (1 << 20), 9) * (GROWN >> 20)
    rows = gzip.compress(HEADING) + gzip.compress(ROW * 30_000, 9) * (GROWN >> 20)
    strings = f"<sst {NAMESPACE}><si><t>{'a' * 30_000}</t></si></sst>"
    referring = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 3_000 * TENFOLD)
    )
    cell = (
        '<table:table-cell table:number-columns-repeated="{}"><text:p>a</text:p></table:table-cell>'
    )
    repeated = '<table:table-row table:number-rows-repeated="{}">' + cell + "</table:table-row>"
    nested = packed({"spend.csv": HEADING})
    for _ in range(20):
        nested = packed({"a.zip": nested})
    spread = "xl/worksheets/sheet1.xml"
    return {
        "commas.csv.gz": blank,
        "rows.csv.gz": rows,
        "twice.csv.gz": gzip.compress(blank),
        "members.csv.gz": twofold_gzip(),
        "zeros.gz": gzip.compress(bytes(1 << 20), 9) * (GROWN >> 20),
        "not-deflate.gz": gzip.compress(HEADING)[:10] + zlib.compress(HEADING),
        "commas.zip": packed({"spend.csv": b"," * (GROWN if LONG else 1)}),
        "lying.zip": lying_zip() if LONG else b"",
        "nested.zip": nested,
        "members.zip": packed({f"{n}.csv": b"" for n in range(20_000)}),
        "slip.zip": packed({"../../../../tmp/spend.csv": HEADING + ROW}),
        "laughs.xlsx": altered("april.xlsx", spread, sheet('<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>', LAUGHS)),
        "outside.xlsx": altered("april.xlsx", spread, sheet('<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>', OUTSIDE)),
        "corner.xlsx": altered("april.xlsx", spread, sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "beyond.xlsx": altered("april.xlsx", spread, sheet('<row r="999999999"><c r="ZZZZZ999999999"><v>1</v></c></row>')),
        "strings.xlsx": packed({**_parts("april.xlsx"), "xl/sharedStrings.xml": strings, spread: sheet(referring)}),
        "blank.xlsx": altered("april.xlsx", spread, sheet(" " * (GROWN if LONG else 1))),
        "deep.xlsx": altered("april.xlsx", spread, "<a>" * 1_000_000),
        "attribute.xlsx": altered("april.xlsx", spread, sheet(f'<row r="1" x="{"a" * 20_000_000}"/>')),
        "laughs.ods": altered("april.ods", "content.xml", table(repeated.format(1, 1).replace(">a<", ">&l9;<"), LAUGHS)),
        "repeated.ods": altered("april.ods", "content.xml", table(repeated.format(1_048_576, 16_384))),
        "beyond.ods": altered("april.ods", "content.xml", table(repeated.format(4_000_000_000, 4_000_000_000))),
        "minus.ods": altered("april.ods", "content.xml", table(repeated.format(-1, "x"))),
    }  # fmt: skip


def _parts(workbook: str) -> dict[str, bytes | str]:
    with zipfile.ZipFile(FILES / workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("kind", "made"), [("huge cells, rows and headings", texts), ("zip and XML bombs", bombs)])  # fmt: skip
def test_what_is_too_large(
    kind: str,
    made: Callable[[], dict[str, bytes]],
    tmp_path: Path,
    tally: Callable[[str], Tally],
) -> None:
    counted = tally(kind)
    spool = tmp_path / "spool"
    spool.mkdir()
    asked = []
    for name, content in made().items():
        if not LONG and name in SLOW:
            continue
        (tmp_path / name).write_bytes(content)
        asked.append(["report", str(tmp_path / name), "--area", "Preston", "-f", "json"])
        if LONG:
            asked.append(["check", str(tmp_path / name), "-f", "json"])
            asked.append(["registers", "add", str(tmp_path / name), "--registers", str(spool)])
            asked.append(["report", str(FILES / "preston.csv"), "--area", "Preston", "-f", "json", "--suppliers", str(tmp_path / name)])  # fmt: skip
    for end in each(asked, env=environment(TMPDIR=spool)):
        adds_up = end.asked[0] == "report"
        wrong = wrong_with(end, adds_up=adds_up)
        if end.asked[0] == "check" and end.status == 1:  # what cannot be read is its answer
            wrong = None
        if end.seconds > 120:
            wrong = f"{end.seconds:.0f} seconds"
        counted.case(" ".join(end.asked), wrong)
    counted.assert_none_failed()

"""A reader of spend files that is slow, naive and our own: what the real one is checked against.

It shares no code with the package. It does not guess: the test tells it which headings to look
for, and every other question is answered by the simplest rule that holds for the files we keep.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import xlrd

if TYPE_CHECKING:
    from pathlib import Path

DAY_FIRST = (
    *("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y"),
    *("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%B %Y"),
)
MONTH_FIRST = ("%m/%d/%Y",)


@dataclass
class Told:
    """What the naive reader makes of one file."""

    rows: int = 0
    payments: int = 0
    set_aside: int = 0
    non_rows: dict[str, int] = field(default_factory=dict)
    pounds: Decimal = Decimal(0)
    pounds_set_aside: Decimal = Decimal(0)
    printed_totals: list[Decimal] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    paid: list[tuple[str, Decimal]] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """One more row that is no payment."""
        self.non_rows[kind] = self.non_rows.get(kind, 0) + 1


def tell(  # noqa: PLR0913  # each says one odd thing about a file
    path: Path,
    headings: tuple[str, str, str | None],
    *,
    encoding: str = "cp1252",
    delimiter: str = ",",
    month_first: bool = False,
    both_orders: bool = False,
    heading_rows: int = 1,
    heading_last: bool = False,
) -> Told:
    """Read a file.

    Args:
        path: of the file.
        headings: of the supplier, the amount and the date (None: there is none), as they stand.
        encoding: unless it is UTF-8.
        delimiter: between the cells.
        month_first: whether `4/30/2020` is a date.
        both_orders: whether it is one although `30/4/2020` is one too.
        heading_rows: how many rows the heading has, the named one last.
        heading_last: whether the payments stand above it.
    """
    data = path.read_bytes()
    sought = [heading for heading in headings if heading is not None]
    if data.startswith(b"PK"):
        table = _sheet_of_xlsx(data, sought)
    elif data.startswith(b"\xd0\xcf"):
        table = _sheet_of_xls(data, sought)
    else:
        table = _table_of_text(data, encoding, delimiter)
    return _tell(
        table,
        headings,
        month_first=month_first,
        both_orders=both_orders,
        heading_rows=heading_rows,
        heading_last=heading_last,
    )


def _table_of_text(data: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [
        [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]


def _sheet_of_xlsx(data: bytes, sought: list[str]) -> list[list[str]]:
    """The first sheet with the headings, in the numbers and words of its XML."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    words: list[str] = []
    if "xl/sharedStrings.xml" in archive.namelist():
        tree = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314  # a file that we keep
        words = ["".join(text.text or "" for text in one.iter(f"{space}t")) for one in tree]
    for name in sorted(archive.namelist()):
        if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            continue
        table: list[list[str]] = []
        for row in ET.fromstring(archive.read(name)).iter(f"{space}row"):  # noqa: S314
            table += [[] for _ in range(int(row.get("r", "0")) - 1 - len(table))]
            cells: list[str] = []
            for cell in row:
                letters = (cell.get("r") or "").rstrip("0123456789")
                at = sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed(letters))) - 1
                cells += [""] * (at - len(cells))
                value = "".join(text.text or "" for text in cell.iter() if text.tag[-1] in "vt")
                cells.append((words[int(value)] if cell.get("t") == "s" else value).strip())
            table.append(cells)
        if _has(table, sought):
            width = max(map(len, table))
            while not any(table[-1]):
                table.pop()
            return [row + [""] * (width - len(row)) for row in table]
    raise AssertionError(sought)


def _sheet_of_xls(data: bytes, sought: list[str]) -> list[list[str]]:
    """The first sheet with the headings, as another library reads it."""
    book = xlrd.open_workbook(file_contents=data)
    for sheet in book.sheets():
        table = [
            [_xls_text(cell, book.datemode) for cell in sheet.row(number)]
            for number in range(sheet.nrows)
        ]
        if _has(table, sought):
            return table
    raise AssertionError(sought)


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return str(xlrd.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return f"{cell.value:.9f}".rstrip("0").rstrip(".")
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else str(cell.value).strip()


def _has(table: list[list[str]], sought: list[str]) -> bool:
    return any(all(heading in row for heading in sought) for row in table)


def _tell(  # noqa: C901  # one branch for each oddity
    table: list[list[str]],
    headings: tuple[str, str, str | None],
    *,
    month_first: bool,
    both_orders: bool,
    heading_rows: int,
    heading_last: bool,
) -> Told:
    sought = [heading for heading in headings if heading is not None]
    top = next(i for i, row in enumerate(table) if all(heading in row for heading in sought))
    supplier, amount, day = (
        None if heading is None else table[top].index(heading) for heading in headings
    )
    assert supplier is not None
    assert amount is not None
    told = Told(rows=len(table))
    above = 0 if heading_last else top - heading_rows + 1
    for row in table[:above]:
        told.count("title" if any(row) else "blank")
    for _ in range(heading_rows):
        told.count("heading")
    body = table[:top] if heading_last else table[top + 1 :]
    currency = next((i for i, cell in enumerate(table[top]) if "Currency" in cell), None)
    for row in body:
        if row != table[top] and all(heading in row for heading in sought):
            told.count("heading")
            supplier, amount = row.index(headings[0]), row.index(headings[1])
            day = None if headings[2] is None else row.index(headings[2])
            continue
        money = pounds_in(row[amount]) if len(row) > amount else None
        if money is None:
            _tell_without_money(told, row, amount)
        elif sum(cell != "" for cell in row) <= 2 and money and money == told.pounds:
            told.count("total")
            told.printed_totals.append(money)
        elif sum(cell != "" for cell in row) <= 2 or (
            currency is not None and row[currency] not in ("GBP", "")
        ):
            told.set_aside += 1
            told.pounds_set_aside += money
        else:
            told.payments += 1
            told.pounds += money
            told.paid.append((row[supplier], money))
            if day is None:
                continue
            found = day_in(row[day], month_first=month_first)
            if found is None and both_orders:
                found = day_in(row[day], month_first=not month_first)
            if found is not None:
                told.dates.append(found)
    return told


def _tell_without_money(told: Told, row: list[str], amount: int) -> None:
    filled = sum(cell != "" for cell in row)
    if not filled:
        told.count("blank")
    elif len(row) > amount and "AMOUNT" in row[amount].upper():
        told.count("heading")
    elif filled == 1:
        told.count("note")
    else:
        told.set_aside += 1


def pounds_in(text: str) -> Decimal | None:
    """The amount to the penny, or None."""
    text = text.replace("£", "").replace("$", "").replace(" ", "").replace("\xa0", "")
    minus = text.startswith("(") or text.endswith("-")
    text = text.strip("()").rstrip("-")
    if not re.fullmatch(r"-?[\d,]*\.?\d+(E[-+]\d+)?", text) or text.count("/"):
        return Decimal(0) if minus and text == "" else None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    number = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    return -number if minus else number


@cache
def day_in(text: str, *, month_first: bool) -> date | None:
    """The day, or the first day of a month or quarter, or None."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return date(1899, 12, 30) + timedelta(days=int(text[:5]))
    text = text.split("-", maxsplit=1)[0] if re.match(r"[A-Z][a-z]+ \d{4}-", text) else text
    for form in MONTH_FIRST if month_first else DAY_FIRST:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007  # days have no time zone
        except ValueError:
            continue
        return day if day.year > 1990 else None
    return None

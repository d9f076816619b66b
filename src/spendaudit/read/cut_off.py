"""Whether a text ends in the middle of its last row, told by its last bytes alone.

A download that breaks off leaves `…,86` of `…,8660.14`, which reads as well. Many whole files lack
the last line end too, so that the row itself has to show it: by cells that every row above it has,
or by a cell that has not the form of those above it and begins like them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from spendaudit.read.headings import Heading

_LAST_BYTES = 1 << 16
ENOUGH_ROWS = 3
"""Rows above, nearly all as wide, that show how many cells a row has."""
ENOUGH_CELLS = 10
"""Cells above that show what form a column has."""
_NEARLY_ALL = 0.9
_FEW = 3
"""Forms in a column; where there are more, one more shows nothing."""
_THRESHOLDS = (25_000, 500, 250)
"""Pounds from which on payments are published."""
_RECURS = 2
_LONG_ENOUGH = 3
"""Characters by which the beginning of a longer text is known again."""
_BROKEN = "\N{REPLACEMENT CHARACTER}"
"""What stands for half a character."""
_FORM = re.compile(r"[-+(]*9(.*9)?\)?-?")
"""Of a date or a figure: it begins and ends with digits."""


class CutOff(NamedTuple):
    """The end of a text in the middle of a row.

    Attributes:
        place: position of the cell in which it ends.
        why: what shows it, as the end of a sentence.
        is_sure: whether the row shows it by its cells or their form, and not by words alone.
    """

    place: int
    why: str
    is_sure: bool = True


def where_cut_off(path: Path, delimiter: str, heading: Heading) -> CutOff | None:
    """Where in its last row a text is cut off; None where nothing shows that it is.

    Args:
        path: text in UTF-8.
        delimiter: what stands between its cells.
        heading: of the rows below it.
    """
    last_bytes, is_all = _last_bytes(path)
    if not last_bytes or last_bytes.endswith(b"\n"):
        return None
    text = last_bytes.decode("utf-8-sig", errors="replace")
    rows, record = _rows(text, delimiter, heading.begins if is_all else 0)
    if not rows:
        return None
    *above, last = rows
    if _is_open(record, delimiter):
        # Of several lines the first is the one whose mark is not closed.
        return None if "\n" in record else CutOff(len(last) - 1, "a quotation mark is open there")
    widths = Counter(len(row) for row in above if any(row[1:]))
    usual, many = widths.most_common(1)[0] if widths else (0, 0)
    if many < max(ENOUGH_ROWS, _NEARLY_ALL * widths.total()):
        return None
    columns = [
        [row[place].strip() for row in above if place < len(row)] for place in range(len(last))
    ]
    if len(last) < min(widths):
        return _without_cells(last, columns, usual)
    return _in_last_cell(last, columns, heading.columns["amount"]) if len(last) == usual else None


def _without_cells(
    last: Sequence[str], columns: Sequence[Sequence[str]], usual: int
) -> CutOff | None:
    """Of a row with fewer cells than those above it: remarks and totals have fewer too."""
    place, end = len(last) - 1, _end(last)
    if place:
        is_cut = all(map(_fits, last[:-1], columns)) and (
            not end or _fits(end, columns[place]) or _may_begin(end, columns[place])
        )
        return CutOff(place, f"it has {len(last)} of {usual} cells") if is_cut else None
    return CutOff(0, f"it has one of {usual} cells") if _begins_a_row(end, columns[0]) else None


def _in_last_cell(
    last: Sequence[str], columns: Sequence[Sequence[str]], amount: int
) -> CutOff | None:
    """Of a row with all of its cells, the last of which may break off."""
    place, end = len(last) - 1, _end(last)
    shown, column = repr(end[:40]) if end else "a blank cell", columns[place]
    if _breaks_off(end, column, is_amount=place == amount):
        return CutOff(place, f"it ends with {shown}, and no row above it does so")
    if place == amount and (least := _more_than(end, column)):
        why = f"it ends with {shown}, and the amounts above it are of £{least:,} and more"
        return CutOff(place, why)
    if whole := _recurring(end, column, may_be_whole=False):
        why = f"it ends with {shown}, and rows above it with {whole[:40]!r}"
        return CutOff(place, why, is_sure=False)
    return None


def _end(last: Sequence[str]) -> str:
    return last[-1].removesuffix(_BROKEN).strip()


def _last_bytes(path: Path) -> tuple[bytes, bool]:
    """The last bytes of a file, from the beginning of a line on, and whether they are all of it."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(size - _LAST_BYTES, 0))
        found = stream.read()
    if size <= _LAST_BYTES:
        return found, True
    return found.partition(b"\n")[2], False


def _rows(text: str, delimiter: str, begins: int) -> tuple[list[list[str]], str]:
    """The records of some lines from the heading's on, without blank ones, and the text of the last."""
    rows: list[list[str]] = []
    reader, last, before = csv.reader(StringIO(text, ""), delimiter=delimiter), (0, 0), 0
    try:
        for cells in reader:
            if reader.line_num > begins and any(map(str.strip, cells)):
                rows.append(cells)
                last = (before, reader.line_num)
            before = reader.line_num
    except csv.Error:
        return [], ""
    return rows, "".join(StringIO(text, "").readlines()[slice(*last)])


def _is_open(record: str, delimiter: str) -> bool:
    """Whether a record ends within quotation marks."""
    try:
        list(csv.reader(StringIO(record, ""), delimiter=delimiter, strict=True))
    except csv.Error:
        return record.count('"') % 2 == 1
    return False


def _form(cell: str) -> str:
    """A cell with `9` for each run of digits, of the last of which every digit is kept: `9/9/9999`, `9.99`."""
    bare = cell if re.search(r"[^\W0-9_]", cell) else re.sub(r"[£$,\s]", "", cell)
    signs = re.sub(r"[0-9]", "9", re.sub(r"[^\W0-9_]+", "a", bare))
    if not signs.strip("9"):
        return signs[:1]
    return re.sub(r"9+(?=[^9]+9)", "9", signs)


def _forms(column: Sequence[str]) -> set[str]:
    """The forms of a column of dates or figures; none of one of texts, or of figures in many forms."""
    forms = {_form(cell) for cell in column if cell}
    return forms if len(forms) <= _FEW and all(map(_FORM.fullmatch, forms)) else set()


def _fits(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell may be a whole one of its column."""
    forms = _forms(column)
    return cell.strip() in column or (bool(cell.strip()) and (not forms or _form(cell) in forms))


def _may_begin(cell: str, column: Sequence[str]) -> bool:
    """Whether a cell may be the beginning of one of its column: of any text, or of a form."""
    bare = _form(cell).lstrip("-+(")
    forms = [form.lstrip("-+(") for form in _forms(column)]
    return not forms or any(
        _short(form).startswith(_short(bare))
        and (_short(form) != _short(bare) or len(bare) < len(form))
        for form in forms
    )


def _short(form: str) -> str:
    return re.sub("9+", "9", form)


def _breaks_off(cell: str, column: Sequence[str], *, is_amount: bool) -> bool:
    """Whether a cell has not the form of those above it, and begins like them."""
    if len(column) < ENOUGH_CELLS or cell in column:
        return False
    if not cell:
        return True
    form, forms = _form(cell), _forms(column)
    if sum(map(bool, column)) < ENOUGH_CELLS or not forms:
        return False
    if forms == {"9"} and not is_amount:
        lengths = set(map(len, filter(None, column)))
        return cell.isdecimal() and len(lengths) == 1 and len(cell) < min(lengths)
    # A spreadsheet leaves the noughts of pence away: `5.5` and `5` are as whole as `5.55`.
    ends = {len(form.rstrip(")-")) - len(form.rstrip(")-").rstrip("9")) for form in forms}
    is_open = not form.rstrip(")-").endswith("9")
    return form not in forms and (len(ends) == 1 or is_open) and _may_begin(cell, column)


def _more_than(cell: str, column: Sequence[str]) -> int:
    """The pounds from which on the amounts are published, where one is less and has no pence; else 0."""
    here, above = _pounds(cell), [_pounds(one) or 0 for one in column]
    if here is None or re.search(r"\.[0-9][0-9][^0-9]*$", cell) or len(above) < 2 * ENOUGH_CELLS:
        return 0
    return next((one for one in _THRESHOLDS if here < one <= min(above)), 0)


def _pounds(cell: str) -> float | None:
    figure = re.sub(r"[^0-9.]", "", cell)
    return float(figure) if re.fullmatch(r"[0-9]+(\.[0-9]*)?", figure) else None


def _recurring(cell: str, column: Sequence[str], *, may_be_whole: bool) -> str:
    """A text that stands in a column more than once and begins so; empty where none does."""
    if len(cell) < _LONG_ENOUGH or (cell in column and not may_be_whole):
        return ""
    texts = Counter(text for text in column if text.startswith(cell))
    return next((text for text, times in texts.items() if times >= _RECURS), "")


def _begins_a_row(cell: str, column: Sequence[str]) -> bool:
    """Whether the only cell of a row begins like the first ones of others, and is no remark."""
    if not _forms(column):
        return bool(_recurring(cell, column, may_be_whole=True))
    return len(column) >= ENOUGH_CELLS and (_fits(cell, column) or _may_begin(cell, column))

"""The refusal of a file that has a heading, and no payment under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.clean.slips import SLIPS
from spendaudit.errors import InputError, NilReturnError
from spendaudit.read.headings import as_argument
from spendaudit.read.nil_returns import IN_A_CELL, NIL

if TYPE_CHECKING:
    from spendaudit.read.records import Rows

_SPACE_FOR_POINT = r"^[^0-9 ]*[0-9][0-9,]*\s[0-9]{2}$"
_NEARLY_ALL = 0.9


def why_no_payments(
    cells: pl.DataFrame, looked_at: pl.DataFrame, rows: Rows, name: str
) -> InputError:
    """The refusal of a file none of whose rows is a payment.

    Args:
        cells: its rows, with `line`, `fate`, `reason`, `amount` and `pence`.
        looked_at: `line` and `text` of those that were looked at whole.
        rows: where they come from.
        name: of the file.
    """
    text = pl.col("text").fill_null("")
    # In a cell of its own, beside that of the publisher, or as a row of one cell.
    in_a_cell = text.str.split(rows.delimiter).list.eval(pl.element().str.contains(IN_A_CELL))
    nil = looked_at.filter(text.str.contains(NIL) | in_a_cell.list.any()).sort("line")
    if nil.height and cells["pence"].is_null().all():
        whole = nil["text"][0]
        cell = next(
            (one for one in whole.split(rows.delimiter) if re.search(IN_A_CELL, one)), whole
        )
        said = whole if re.search(NIL, whole) else cell
        said = said.strip(f'{rows.delimiter}" ')
        return NilReturnError(name, said, nil["line"][0])
    heading = rows.heading
    amount = heading.called(heading.columns["amount"])
    below = cells.filter(pl.col("fate").is_in(["set aside", "note", "total"]))
    if below.is_empty():
        return InputError(
            f"{name} has a heading on line {heading.line} and no payments under it",
            "fetch it again: the download may have been cut off",
        )
    told = below["reason"].str.starts_with("the amount is in ") | below["reason"].is_in(SLIPS)
    if below["pence"].is_not_null().any() or told.any():
        reasons = below["reason"].drop_nulls().value_counts(sort=True)["reason"]
        why = f": {reasons[0]}" if reasons.len() else ""
        return InputError(
            f"{name}: {_none_of(below.height)} under the heading on line "
            f"{heading.line} is a payment{why}",
            "look at what stands there, and mend the file",
        )
    amounts = below["amount"].filter(below["amount"] != "").cast(pl.String)
    spaced = amounts.filter(amounts.str.contains(_SPACE_FOR_POINT))
    is_spaced = spaced.len() > _NEARLY_ALL * amounts.len()
    example = (spaced if is_spaced else amounts).head(1).to_list()
    shown = f", such as {example[0][:40]!r}" if example else ""
    found = (
        f"{name}: {_none_of(below.height)} under {amount!r} (line {heading.line}) "
        f"holds an amount that can be read{shown}"
    )
    if is_spaced:
        return InputError(
            f"{found}: a space stands where the point should be",
            f"write the amounts with a point, such as {'.'.join(example[0].rsplit(maxsplit=1))}",
        )
    return InputError(
        found,
        "if another column holds the amount: "
        f'spendaudit report {as_argument(name)} --column amount="HEADING"',
    )


def _none_of(rows: int) -> str:
    return "not the one row" if rows == 1 else f"none of the {rows:,} rows"

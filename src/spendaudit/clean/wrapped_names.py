"""Ends of names that stand on a row of their own, as tables taken out of a PDF have them."""

from __future__ import annotations

import polars as pl

_ENDS_NAMES = (
    r"(?i)^[(&\s]*(?:(?:(?:NHS\s+)?(?:FOUNDATION\s+)?TRUST|NHS\s+FT|(?:AND\s+)?CO(?:MPANY)?\.?|UK|LTD|LIMITED|PLC|LLP|CIC|INC)"
    r"[.,)\s]*)+$"
)
"""Words that end names, and are none themselves."""
_OF_A_PAGE = (
    r"(?i)^\W*(?:page|pages|printed|continued|cont|run|report|produced|source|notes?|end|total|sub|see|as|from|the|void|cancell?ed|spoil[a-z]*|nil)\b"
    r"|[0-9]{2}"
)
"""What a page says of itself, or a cash book of a cheque, in the place where it begins."""
_LONGEST, _MOST_WORDS = 40, 4
_MOST_AT_ONCE = 2
"""Rows in a row that may be the rest of one name."""
_FEWEST = 2
"""Rows that nothing proves to be ends of names, from which on they are told."""
_MANY = 0.5
"""Of such rows, those that are proved; the others are like them."""


def with_wrapped_names(
    cells: pl.DataFrame, suppliers: pl.Series, department: str = ""
) -> tuple[pl.DataFrame, list[str]]:
    """Give names back what stands of them on the row below, where that is proved.

    By words that end names, such as `Ltd`, or by a name that stands elsewhere in the file whole. What
    begins above the first payment is a layout of its own: names of services above what they paid.

    Args:
        cells: in file order, with `fate`, `supplier` and `department`, rows without an amount and with
            one cell being a `note`.
        suppliers: each of them once.
        department: what its column is called.

    Returns:
        The same with whole names; and notices.
    """
    is_note = cells["fate"] == "note"
    if not is_note.any():  # as in nearly every file
        return cells, []
    near = cells.filter(pl.col("fate").is_in(["note", "payment"])).select(
        "line", "fate", *(pl.col(name).cast(pl.String) for name in ("supplier", "department"))
    )
    rests = _rests(near, "supplier")
    if rests.is_empty():
        return cells, _notice_cut(_rests(near, "department"), "department", department)
    names = suppliers.cast(pl.String).str.to_lowercase()
    whole = pl.col("name") + " " + pl.col("rest")
    rests = rests.with_columns(whole.alias("whole")).with_columns(
        (
            pl.col("last").str.contains(_ENDS_NAMES)
            | pl.col("whole").str.to_lowercase().is_in(names.implode())
        ).alias("proved")
    )
    proved = int(rests["proved"].sum())
    if not proved or proved < _MANY * rests.height:
        return cells, _notice_above(near, names) or _notice_cut(rests, "supplier", "")
    joined = cells.join(
        rests.select("line", "whole"), on="line", how="left", maintain_order="left"
    ).with_columns(
        pl.coalesce("whole", pl.col("supplier").cast(pl.String))
        .cast(pl.Categorical)
        .alias("supplier")
    )
    one, whole_name = rests.height == 1, rests["whole"][0][:60]
    said = (
        f"{rests.height:,} name{'' if one else 's'} of suppliers end{'s' if one else ''} on the "
        f"row{'' if one else 's'} below, such as {whole_name!r} (line {rests['line'][0]:,}): read as one"
    )
    return joined.drop("whole"), [said]


def _rests(near: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows that may be the rest of what the payment above them has in a column.

    Args:
        near: notes and payments in file order: `line`, `fate`, and the texts.
        column: the one of them.

    Returns:
        The `line` of the payment, its `name`, the `rest` of it, and the `last` of the rows; none where
        the first such row stands above all payments, or one looks like another thing.
    """
    is_note, text = pl.col("fate") == "note", pl.col(column)
    found = (
        near.with_columns((~is_note).cum_sum().alias("of"))
        .filter(~is_note | (text != ""))
        .with_columns(
            (pl.col("of") == pl.col("of").max()).alias("at_end"),
            is_note.alias("is_note"),
            (pl.col("line") - pl.col("line").shift() > 1).fill_null(value=False).alias("apart"),
        )
    )
    rows = found.filter("is_note")
    odd = (
        (pl.col("of") == 0)
        # Behind a blank row, a total or a heading begins another part of the page.
        | pl.col("apart")
        | text.str.contains(_OF_A_PAGE)
        | (text.str.len_chars() > _LONGEST)
        | (text.str.count_matches(r"\S+") > _MOST_WORDS)
    )
    # Below the last payment stands whatever a publisher has to say.
    rows = rows.filter(~pl.col("at_end") | text.str.contains(_ENDS_NAMES))
    none = pl.DataFrame(
        schema={"line": pl.UInt32, "name": pl.String, "rest": pl.String, "last": pl.String}
    )
    if rows.is_empty() or rows.select(odd.any()).item():
        return none
    rests = rows.group_by("of", maintain_order=True).agg(
        text.str.join(" ").alias("rest"), text.last().alias("last"), pl.len().alias("rows")
    )
    owners = found.filter(~pl.col("is_note")).select("of", "line", text.alias("name"))
    of_names = rests.join(owners, on="of", maintain_order="left").filter(pl.col("name") != "")
    if of_names.height < rests.height or of_names["rows"].max() > _MOST_AT_ONCE:  # type: ignore[operator]
        return none
    return of_names.select(none.columns)


def _notice_above(near: pl.DataFrame, names: pl.Series) -> list[str]:
    """Say that names begin on the row above, where those below mostly end them, or make a known one whole."""
    text = pl.col("supplier")
    begun = near.select(
        "fate", text, pl.col("line", "supplier").shift(-1).name.prefix("next_")
    ).filter((pl.col("fate") == "note") & (text != "") & (pl.col("next_supplier") != ""))
    whole = (text + " " + pl.col("next_supplier")).str.to_lowercase()
    ends = pl.col("next_supplier").str.contains(_ENDS_NAMES) | whole.is_in(names.implode())
    found = begun.filter(ends)
    if found.height < max(_FEWEST, _MANY * begun.height):
        return []
    begins, name, line = found.select("supplier", "next_supplier", "next_line").row(0)
    return [
        (
            f"{begun.height:,} names of suppliers may be cut: what may be the beginning stands on the row above, "
            f"such as {begins[:40]!r} above {name[:40]!r} (line {line:,})"
        )
    ]


def _notice_cut(rests: pl.DataFrame, column: str, called: str) -> list[str]:
    if rests.height < _FEWEST:
        return []
    name, rest = rests.select("name", "last").row(0)
    what = "names of suppliers" if column == "supplier" else f"texts under {called!r}"
    said = (
        f"{rests.height:,} {what} may be cut: what may be the rest stands on the row below, such as "
        f"{rest!r} below {name[:40]!r} (line {rests['line'][0]:,})"
    )
    return [said]

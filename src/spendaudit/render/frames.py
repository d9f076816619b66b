"""A frame of payments, suppliers, areas or postcodes in each format that a command can write."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from spendaudit.formulas import neutralise, runs_as_formula
from spendaudit.report.figures import count
from spendaudit.report.text import escaped_in_json
from spendaudit.report.values import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

FRAME_FORMATS = ("table", "markdown", "json", "jsonl", "csv", "parquet", "xlsx")

MOST_ROWS = 50
"""Rows that a person is shown; the other formats always hold all."""

_TYPES: dict[Kind, pl.DataType | type[pl.DataType]] = {
    Kind.TEXT: pl.String,
    Kind.MONEY: pl.Decimal(38, 2),
    Kind.SHARE: pl.Float64,
    Kind.COUNT: pl.Int64,
    Kind.DISTANCE: pl.Float64,
    Kind.RATIO: pl.Float64,
    Kind.DATE: pl.Date,
    Kind.MONTH: pl.Date,
}
"""The type of a column in a frame, by what it holds."""
_SEVERAL = "; "
"""Between the texts of one cell, such as the spellings of a supplier."""


def frame_as(  # noqa: PLR0911  # one end for each format
    frame: pl.DataFrame,
    kinds: Mapping[str, Kind],
    form: str,
    headings: Mapping[str, str] | None = None,
    limit: int | None = MOST_ROWS,
    width: int = 80,
    name: str = "",
) -> str | bytes:
    """Write a frame: bytes for parquet and xlsx, text for every other format.

    Args:
        frame: money columns are Decimal, in pounds.
        kinds: what each column holds; a column that is not named is judged by its type.
        form: one of `FRAME_FORMATS`.
        headings: what a person reads over a column, where it is not its key.
        limit: the most rows in a table or Markdown, None for all; other formats hold all rows.
        width: how wide a table may be.
        name: what the rows are, for the tab of a workbook.
    """
    match form:
        case "json":
            return _as_json(frame)
        case "jsonl":
            return _as_json_lines(frame)
        case "csv":
            return frame_as_csv(frame)
        case "parquet":
            return _as_parquet(frame)
        case "xlsx":
            return _as_workbook(frame, kinds, name)
    table = frame_as_table(frame, kinds, headings, limit)
    note = rows_left_out(frame, limit)
    if form == "markdown":
        from spendaudit.render.markdown import table_as_markdown

        return table_as_markdown(table, note)
    from spendaudit.render.terminal import table_as_text

    return table_as_text(table, width, note=note)


def frame_as_table(
    frame: pl.DataFrame,
    kinds: Mapping[str, Kind],
    headings: Mapping[str, str] | None = None,
    limit: int | None = MOST_ROWS,
) -> Table:
    """Turn the first rows of a frame into a table that the renderers for people can show."""
    names = headings or {}
    columns = tuple(
        Column(key, names.get(key, key.replace("_", " ")), kinds.get(key) or kind_by_type(kind))
        for key, kind in frame.schema.items()
    )
    return Table(columns, tuple(flat(frame if limit is None else frame.head(limit)).rows()))


def table_as_frame(table: Table) -> pl.DataFrame:
    """Turn a table of a report into a frame by the keys of its columns, without its closing total."""
    schema = {column.key: _TYPES[column.kind] for column in table.columns}
    return pl.DataFrame(list(table.rows), schema=schema, orient="row")


def rows_left_out(frame: pl.DataFrame, limit: int | None = MOST_ROWS) -> str:
    """Say how many rows a table of `limit` rows leaves out, or nothing if it holds all."""
    if limit is None or frame.height <= limit:
        return ""
    return f"… and {count(frame.height - limit)} more"


def frame_as_csv(frame: pl.DataFrame) -> str:
    """Write a frame as CSV that a spreadsheet opens without running anything in it."""
    texts = flat(_finite(frame))
    # Looking is five times faster than replacing, and most columns hold nothing to replace.
    found = texts.select(runs_as_formula(cs.string()).any())
    risky = [key for key in found.columns if found[key].item()]
    return texts.with_columns(neutralise(pl.col(risky))).write_csv()


def _as_json(frame: pl.DataFrame) -> str:
    # In JSON lines every line break is between two objects: those in a text are escaped.
    objects = _as_json_lines(frame).removesuffix("\n").replace("\n", ",\n")
    return f"[\n{objects}\n]\n" if objects else "[]\n"


def _as_json_lines(frame: pl.DataFrame) -> str:
    return escaped_in_json(_with_exact_text(frame).write_ndjson())


def _as_parquet(frame: pl.DataFrame) -> bytes:
    page = BytesIO()
    frame.write_parquet(page)
    return page.getvalue()


def _as_workbook(frame: pl.DataFrame, kinds: Mapping[str, Kind], name: str) -> bytes:
    """One sheet that begins with its headings, so that it can be given back and read anywhere."""
    from spendaudit.render.workbook import Sheet, workbook_of

    rows = flat(frame)
    columns = tuple(
        Column(key, key, kinds.get(key) or kind_by_type(kind)) for key, kind in rows.schema.items()
    )
    sheet = Sheet(name, columns=columns, rows=rows.iter_rows(), height=rows.height)
    return workbook_of((sheet,), name)


def _with_exact_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn money and dates into text, since JSON has neither."""
    return _finite(frame).with_columns(
        cs.decimal().cast(pl.Decimal(38, 2)).cast(pl.String),
        cs.temporal().cast(pl.String),
    )


def _finite(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out what is no number: neither JSON nor a spreadsheet knows NaN."""
    return frame.with_columns(pl.when(cs.float().is_finite()).then(cs.float()))


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Turn lists and categories into one text a cell."""
    several = [key for key, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return frame.with_columns(
        pl.col(several).list.eval(pl.element().cast(pl.String)).list.join(_SEVERAL),
        (cs.categorical() | cs.enum() | cs.boolean()).cast(pl.String),
    )


def kind_by_type(kind: pl.DataType) -> Kind:
    """What a column holds, as far as its type tells; a line number is a name, and so is text."""
    if isinstance(kind, pl.Decimal):
        return Kind.MONEY
    return Kind.DATE if kind == pl.Date else Kind.TEXT

"""What the columns of a register say, as expressions: numbers, postcodes, days, codes, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.registers.layouts import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spendaudit.registers.layouts import Layout

EARLIEST = 1100
"""The oldest schools are of the twelfth century; a day before it is a year of two digits."""
_POSTCODE_AT_END = r"([A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2})\W*$"
_LONGEST_TEXT = 1_000
"""Bytes of a name or a form: longer cells are not what their headings say."""


class Columns:
    """The columns of one table, found by what their headings mean in a layout.

    Columns are called `c0`, `c1`, … from the left.
    """

    def __init__(self, layout: Layout, headings: Sequence[str]) -> None:
        self._layout = layout
        self._width = len(headings)
        self._places: dict[str, str] = {}
        for place, heading in enumerate(headings):
            self._places.setdefault(plain(heading), f"c{place}")

    def name_of(self, heading: str) -> str | None:
        """The name of a column, or None where the table lacks it."""
        return self._places.get(plain(heading))

    def blank_former(self, delimiter: str) -> str | None:
        """A pattern of lines in which every column of former names is blank; None where unsure."""
        former = self._layout.former
        if former is None:
            return None
        columns = [
            self.name_of(pattern.format(number))
            for number in range(1, former.most + 1)
            for pattern in (former.names, former.until)
        ]
        places = sorted(int(name[1:]) for name in columns if name)
        if not places or places != list(range(places[0], places[0] + len(columns))):
            return None
        before, mark = len(columns) - 1, re.escape(delimiter)
        after = self._width - 1 - places[-1]
        quoted = rf'{mark}(?:""{mark}){{{before}}}""(?:{mark}"[^"]*"){{{after}}}'
        bare = rf'{mark}(?:{mark}){{{before}}}(?:{mark}[^"{mark}]*){{{after}}}'
        return rf"(?:{quoted}|{bare})\r?$"

    def kept(self, *, former: bool = True) -> dict[str, pl.Expr]:
        """All that is kept of a row, by the names of its columns; `former`: former names too.

        Columns that the register does not have are not there: ten of them, blank for millions of
        rows, would take as long to write as two that are filled.
        """
        made = {
            **self._organisation(),
            **(self.former() if former else {}),
            **self._trading(),
            **self._address(),
            "edition": self._edition(),
        }
        constant = self._layout.constant
        return {
            name: text for name, text in made.items() if name in constant or text.meta.root_names()
        }

    def _organisation(self) -> dict[str, pl.Expr]:
        """Each column of `frames.ORGANISATIONS` but its keys."""
        layout = self._layout
        made = {
            "identifier": self._identifier(),
            "number": self._number(),
            "name": self._name(),
            "postcode": self._postcode(),
            "country": self._text("country"),
            "status": self._written("status"),
            "from": self._day("from"),
            "until": self._day("until"),
            "form": self._written("form"),
            "sic": self._sic(),
            "accounts": self._written("accounts"),
            "company_number": self._company_number(),
            "charity_number": _charity_number(self._text("charity_number")),
            "parent": self._parent(),
            "council": self._text("council"),
        }
        return {
            name: pl.lit(layout.constant[name], pl.String)
            if name in layout.constant
            else made[name]
            for name in made
        }

    def former(self) -> dict[str, pl.Expr]:
        """Former names, `former_1` and on, with `former_until_1`: the day they ended."""
        former = self._layout.former
        if former is None:
            return {}
        found = {}
        for number in range(1, former.most + 1):
            name = self.name_of(former.names.format(number))
            until = self.name_of(former.until.format(number))
            if name and until:
                found[f"former_{number}"] = _bounded(_filled(name))
                found[f"former_until_{number}"] = _day(_filled(until), self._layout.dates)
        return found

    def _trading(self) -> dict[str, pl.Expr]:
        """Names under which it trades, `trading_1` and on."""
        columns = self._existing("trading")
        return {
            f"trading_{place}": _bounded(_filled(column))
            for place, column in enumerate(columns, start=1)
        }

    def _address(self) -> dict[str, pl.Expr]:
        """`address`, a number that is the same for organisations of one address."""
        columns = [name for one in self._layout.address if (name := self.name_of(one))]
        if not columns or len(columns) < len(self._layout.address):
            return {}
        text = pl.concat_str(columns, separator="\n")
        known = pl.col(columns[-1]) != ""
        # Half a hash: of five million addresses a few hundred share one, and each alone is rare.
        return {"address": pl.when(known).then((text.hash() // (1 << 32)).cast(pl.UInt32))}

    def fault(self, nameless: str, undated: str, odd_number: str) -> pl.Expr:
        """Why a row is not kept, in the layout's words or one of these, or null.

        A day of closing that cannot be read must not pass for none.
        """
        layout = self._layout
        conditions = [
            pl.col(name).str.strip_chars().is_in(texts)
            for heading, texts in layout.only.items()
            if (name := self.name_of(heading))
        ]
        named = self._name()
        unnamed = named.is_null() | ~named.str.len_bytes().is_between(1, _LONGEST_TEXT)
        faults = [pl.when(unnamed).then(pl.lit(nameless))]
        if self._existing("until"):
            unreadable = self._text("until").is_not_null() & self._day("until").is_null()
            faults.append(pl.when(unreadable).then(pl.lit(undated)))
        if layout.number_like:
            fitting = self._number().str.contains(layout.number_like).fill_null(value=False)
            faults.append(pl.when(~fitting).then(pl.lit(odd_number)))
        if conditions:
            other = ~pl.all_horizontal(conditions)
            faults.append(pl.when(other).then(pl.lit(layout.only_reason)))
        return pl.coalesce(faults)

    def _edition(self) -> pl.Expr:
        """The day that the rows themselves give for the whole register."""
        name = self.name_of(self._layout.edition) if self._layout.edition else None
        return _day(_filled(name), self._layout.dates) if name else pl.lit(None, pl.Date)

    def _existing(self, meaning: str) -> list[str]:
        return [
            name
            for heading in self._layout.columns.get(meaning, ())
            if (name := self.name_of(heading))
        ]

    def _written(self, meaning: str) -> pl.Expr:
        """A text that is kept: as it is written, where the layout has it tidied when it is read."""
        columns = self._existing(meaning)
        if self._layout.as_written and len(columns) == 1:
            return pl.col(columns[0])
        return _bounded(self._text(meaning))

    def _text(self, meaning: str) -> pl.Expr:
        """The first column of a meaning that is filled, without the layout's words for nothing."""
        columns = [self._without_blanks(_filled(name)) for name in self._existing(meaning)]
        return pl.coalesce(columns) if columns else pl.lit(None, pl.String)

    def _without_blanks(self, text: pl.Expr) -> pl.Expr:
        blanks = self._layout.blanks
        if not blanks:
            return text
        # Faster than is_in, for the few there are.
        return pl.when(pl.all_horizontal([text != pl.lit(one) for one in blanks])).then(text)

    def _name(self) -> pl.Expr:
        columns = self._existing("name")
        if self._layout.as_written and len(columns) == 1:
            return pl.col(columns[0]).str.strip_chars()
        return self._text("name")

    def _number(self) -> pl.Expr:
        text = self._text("number").str.to_uppercase()
        return text.str.zfill(self._layout.zeros) if self._layout.zeros else text

    def _identifier(self) -> pl.Expr:
        """Where it depends on the row; where it is the scheme and the number, reading adds it."""
        found = [
            pl.when(pl.col(where).str.strip_chars() == one["is"]).then(
                pl.concat_str(pl.lit(one["scheme"] + "-"), _filled(column).str.to_uppercase())
            )
            for one in self._layout.numbers
            if (where := self.name_of(one["where"])) and (column := self.name_of(one["column"]))
        ]
        return pl.coalesce(found) if found else pl.lit(None, pl.String)

    def _company_number(self) -> pl.Expr:
        written = company_number(self._text("company_number"), self._layout.company_prefix)
        made = self._identifier()
        return (
            pl.coalesce(written, made.str.extract(r"^GB-COH-(.+)$", 1))
            if self._layout.numbers
            else written
        )

    def _postcode(self) -> pl.Expr:
        if self._layout.as_written:
            return self._written("postcode")
        text = self._text("postcode")
        if self._layout.postcode_at_end:
            return text.str.to_uppercase().str.extract(_POSTCODE_AT_END, 1)
        return tidy_postcode(text)

    def _day(self, meaning: str) -> pl.Expr:
        columns = [_day(_filled(name), self._layout.dates) for name in self._existing(meaning)]
        return pl.coalesce(columns) if columns else pl.lit(None, pl.Date)

    def _sic(self) -> pl.Expr:
        codes = [
            pl.col(name).str.extract(self._layout.sic_like, 1).str.zfill(5)
            for name in self._existing("sic")
        ]
        if not codes:
            return pl.lit(None, pl.String)
        if len(codes) == 1:
            return codes[0]
        joined = pl.concat_str(codes, separator=";", ignore_nulls=True)
        return pl.when(joined != "").then(joined)

    def _parent(self) -> pl.Expr:
        scheme = self._layout.parent_scheme
        if not scheme:
            return pl.lit(None, pl.String)
        # Where org-id.guide has no scheme, the id of the register that has the number.
        mark = "-" if scheme.startswith("GB-") else ":"
        text = self._text("parent").str.to_uppercase()
        return pl.concat_str(pl.lit(scheme + mark), text)


AS_WRITTEN = ("postcode", "country", "status", "form", "accounts")
"""Texts that a layout may keep as they are written; millions of them are read for a few."""


def tidied(column: str) -> pl.Expr:
    """A text that was kept as it is written, as any other register would have it."""
    text = _bounded(_filled(column))
    return (tidy_postcode(text) if column == "postcode" else text).alias(column)


def tidy_postcode(text: pl.Expr) -> pl.Expr:
    """A postcode in capitals, or null for what stands where none is published: `MS`, `Various`."""
    plausible = text.str.len_bytes().is_between(5, 12) & text.str.contains("[0-9]")
    return pl.when(plausible).then(text.str.to_uppercase())


def company_number(written: pl.Expr, prefix: str = "") -> pl.Expr:
    """A number of Companies House with its eight characters, or null where it is none.

    Leading zeros come back, behind letters too. Nothing is made of what might be another number.

    Args:
        written: as a register has it.
        prefix: letters that the register leaves out, such as NI.
    """
    text = written.str.to_uppercase().str.replace_all(r"\s+", "")
    digits = text.str.extract(r"^([0-9]{1,8})(?:\.0)?$", 1)
    filled = digits.str.zfill(8 - len(prefix))
    if prefix:
        filled = pl.when(filled.str.len_bytes() == 8 - len(prefix)).then(
            pl.concat_str(pl.lit(prefix), filled)
        )
    some = digits.str.contains(r"[1-9]")
    lettered = pl.concat_str(
        text.str.extract(r"^([A-Z]{2})[0-9]{1,6}$", 1),
        text.str.extract(r"^[A-Z]{2}([0-9]{1,6})$", 1).str.zfill(6),
    )
    whole = text.str.extract(r"^([A-Z]{2}[0-9]{5}[A-Z])$", 1)
    return pl.coalesce(pl.when(some).then(filled), lettered, whole)


def ending() -> pl.Expr:
    """What stands after the key in a name that begins with it, as most do; null for the others.

    Such a name is kept as its key and a short ending, like ` LIMITED`: half the letters of a register.
    """
    return pl.when(pl.col("name").str.starts_with(pl.col("key"))).then(
        pl.col("name").str.strip_prefix(pl.col("key"))
    )


def whole_name() -> pl.Expr:
    """The name as it was written, of an organisation that is kept with `ending`."""
    return pl.coalesce("name", pl.concat_str("key", "ending")).alias("name")


def other_names(organisations: pl.LazyFrame, columns: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    """Former and trading names as rows: `organisation`, `name`, `kind`, `until`.

    Args:
        organisations: with `former_1`, `former_until_1`, `trading_1` and on, as they have them.
        columns: all its columns; where `name` is one, other names that are equal to it are none.
    """
    own = pl.col("name") if "name" in columns else pl.lit("")
    parts = [
        organisations.filter(pl.col(column).is_not_null() & (pl.col(column) != own)).select(
            "organisation",
            pl.col(column).alias("name"),
            pl.lit(column.partition("_")[0]).alias("kind"),
            (
                pl.col(column.replace("former_", "former_until_"))
                if column.startswith("former_")
                else pl.lit(None, pl.Date)
            ).alias("until"),
        )
        for column in columns
        if column.startswith(("former_", "trading_")) and not column.startswith("former_until_")
    ]
    if not parts:
        return pl.LazyFrame(
            schema={
                "organisation": pl.UInt32,
                "name": pl.String,
                "kind": pl.String,
                "until": pl.Date,
            }
        )
    return pl.concat(parts)


def _filled(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text != "").then(text)


def _bounded(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() <= _LONGEST_TEXT).then(text)


def _charity_number(written: pl.Expr) -> pl.Expr:
    text = written.str.to_uppercase().str.replace_all(r"\s+", "")
    return pl.when(text.str.contains(r"^[A-Z]{0,3}[0-9]{0,9}[1-9][0-9]*(?:-[0-9]+)?$")).then(text)


def _day(written: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """A day in the first of some formats that it has; what follows a blank is a time."""
    if len(formats) == 1 and formats[0] == "%d/%m/%Y":
        days = written.str.to_date(formats[0], strict=False)
    else:
        day = written.str.extract(r"^(\S+)", 1)
        days = pl.coalesce(day.str.to_date(one, strict=False) for one in formats)
    return pl.when(days.dt.year() >= EARLIEST).then(days)

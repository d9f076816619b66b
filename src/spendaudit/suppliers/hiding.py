"""What is kept out of every answer: what a publisher withheld, and individuals where that is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.report.figures import counted
from spendaudit.suppliers.individuals import are_individuals
from spendaudit.suppliers.registered import doubt_in_general

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN_NAME = "(an individual)"
"""What stands in place of a person's name."""
HIDDEN = "(not shown)"
"""What stands in place of another text that could tell who a person is."""

_QUOTED = re.compile(r"""(?<!\w)(['"])(?:\\.|(?!\1).)*\1(?!\w)""")
"""A text as `repr` writes it; the apostrophe inside a word is none."""
_OUTWARD = r"^\s*([A-Za-z]{1,2}[0-9][A-Za-z0-9]?)\s*[0-9][A-Za-z]{2}\s*$"
LISTED = "listed_postcode"
"""Where a list has a withheld payee: kept without the option, since what `suppliers` writes can be
given back without moving a pound."""
_POSTCODES = ("postcode_written", "listed_postcode", "postcode_of_register", "postcode")
_WORDS_OF_LIST = ("listed_name", "listed_note")
"""Of a supplier list, what may name whom the file does not name."""
_OF_REGISTER = ("matched_name", "organisation_name", "identifier", "reason", "runner_up")
_OF_PAYMENT = ("purpose", "transaction")
_BESIDE = ("department", "category", "purpose", "transaction")
"""Texts of any payment in which an individual's name may stand as well."""
_SHORTEST = 4
"""Letters from which a name is looked for in sentences: shorter ones stand in other words."""


class Shown(NamedTuple):
    """What answers may show of payments and payees.

    Attributes:
        payments: with `payee`.
        payees: with `hidden`: whether no answer may show who it is, nor where, but for the district.
        hides: whether individuals were to be kept back.
        words: texts that sentences may not hold, the longest first.
        notices: what was kept back, in sentences.
    """

    payments: pl.DataFrame
    payees: pl.DataFrame
    hides: bool = False
    words: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def sentences(self, said: Iterable[str]) -> tuple[str, ...]:
        """Sentences in which `HIDDEN` stands in place of each of the words, and of what they quote.

        What they quote may be of a list, which names more people than the files do.
        """
        texts = tuple(said)
        if not texts or not self.hides:
            return texts
        texts = tuple(_QUOTED.sub(HIDDEN, text) for text in texts)
        if not self.words:
            return texts
        return tuple(
            pl.select(
                pl.Series("said", texts)
                .str.replace_many(
                    dict.fromkeys(self.words, HIDDEN), ascii_case_insensitive=True, leftmost=True
                )
                .alias("said")
            )["said"]
        )


def what_is_shown(payments: pl.DataFrame, payees: pl.DataFrame, *, individuals: bool) -> Shown:
    """Payments and payees without what a publisher withheld, and without individuals if asked.

    No figure moves: tiers, districts and coordinates stay, from which figures are reckoned, and so
    does the cleaned `name`, by which one payee is told from others; it is a key, and no answer shows
    it. A payee whose name was withheld gets none from a list that knows its id. In place of an
    individual's name stands `HIDDEN_NAME`, of a postcode its outward code; supplier ids, notes,
    purposes and document numbers are not shown, nor the name and postcode where a department, a
    category or another payment's purpose has them.

    Args:
        payments: with `payee`, `pence` and `marked_person`.
        payees: as `ladder.place_payees` gives them.
        individuals: whether these are to be kept back too.
    """
    withheld = pl.col("kind") == "redacted"
    if individuals:
        payees = _with_marks(payees, payments)
    found = payees.with_columns(
        (withheld & pl.col("listed_postcode").is_not_null()).alias("hidden"),
        (are_individuals(payees) if individuals else pl.lit(value=False)).alias("individual"),
    ).with_columns(pl.when(~withheld).then(one).alias(one) for one in _WORDS_OF_LIST)
    words = _words(found)
    found = found.with_columns(pl.col("hidden") | pl.col("individual")).with_columns(
        *(
            _instead(one, "hidden", _outward(one))
            for one in _POSTCODES
            if individuals or one != LISTED
        )
    )
    if not individuals:
        return Shown(payments, found.drop("individual"))
    nameless = found.with_columns(
        _instead("supplier", "individual", pl.lit(HIDDEN_NAME)),
        _instead("named", "individual", pl.lit(HIDDEN)),
        *(_instead(one, "individual", pl.lit(HIDDEN)) for one in (*_WORDS_OF_LIST, *_OF_REGISTER)),
        _instead("supplier_id", "individual", pl.lit(None, pl.String)),
        *(
            _instead(one, "individual", doubt_in_general(pl.col(one)))
            for one in ("doubt", "register_doubt")
        ),
    )
    spent, pence = _payments(payments, found)
    spent = _without(words, spent)
    number = int(found["individual"].sum())
    marked = found.select((pl.col("individual") & pl.col("marked_person")).any()).item()
    shown_by = "names and their publisher's marks" if marked else "names"
    notice = (
        f"{counted(number, 'payee')} with £{pence / 100:,.2f} in all "
        f"{'is an individual' if number == 1 else 'are individuals'}, as far as {shown_by} show, and "
        "not named here"
    )
    return Shown(
        spent,
        nameless.drop("individual", "marked_person"),
        hides=True,
        words=words,
        notices=(notice,) if number else (),
    )


def _with_marks(payees: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """The payees, with whether the publisher marks them as persons on any of their rows."""
    marked = payments.filter("marked_person")["payee"].unique()
    return payees.with_columns(pl.col("payee").is_in(marked.implode()).alias("marked_person"))


def _payments(payments: pl.DataFrame, payees: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The payments, those to individuals without what tells who they are, and the pence of these."""
    is_one = payments.select("payee").join(
        payees.select("payee", "individual"), on="payee", how="left", maintain_order="left"
    )["individual"]
    texts = {
        "supplier": HIDDEN_NAME,
        "supplier_id": None,
        "postcode_written": HIDDEN,
        **dict.fromkeys(_OF_PAYMENT, HIDDEN),
    }
    spent = payments.with_columns(
        pl.when(pl.lit(is_one) & pl.col(column).is_not_null())
        .then(pl.lit(text, pl.String))
        .otherwise(pl.col(column).cast(pl.String))
        .cast(payments.schema[column])
        .alias(column)
        for column, text in texts.items()
    )
    return spent, int(payments.filter(is_one)["pence"].sum())


def _without(words: tuple[str, ...], payments: pl.DataFrame) -> pl.DataFrame:
    """The payments, with `HIDDEN` in place of each word in the texts beside the payee's name."""
    for column in _BESIDE if words else ():
        texts = payments[column].cast(pl.String).unique().drop_nulls()
        said = texts.str.replace_many(
            dict.fromkeys(words, HIDDEN), ascii_case_insensitive=True, leftmost=True
        )
        changed = texts != said
        if changed.any():
            payments = payments.with_columns(
                pl.col(column)
                .cast(pl.String)
                .replace(texts.filter(changed), said.filter(changed))
                .cast(payments.schema[column])
            )
    return payments


def _words(payees: pl.DataFrame) -> tuple[str, ...]:
    """The names and postcodes of individuals, while everything is still in its place."""
    columns = ("supplier", "named", "listed_name", "matched_name", "organisation_name", *_POSTCODES)
    individuals = payees.filter("individual")
    words = pl.concat([individuals[one].alias("word") for one in columns]).drop_nulls().unique()
    long = words.filter(words.str.len_chars() >= _SHORTEST)
    return tuple(sorted(long, key=lambda word: (-len(word), word)))


def _instead(column: str, where: str, text: pl.Expr) -> pl.Expr:
    """A column with another text where it has one and is to be kept back."""
    return (
        pl.when(pl.col(where) & pl.col(column).is_not_null())
        .then(text)
        .otherwise(column)
        .alias(column)
    )


def _outward(column: str) -> pl.Expr:
    """The outward code of a postcode, or what says that there was one."""
    return pl.col(column).str.extract(_OUTWARD).str.to_uppercase().fill_null(HIDDEN)

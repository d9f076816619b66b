"""Legal form and ownership: what an organisation is and to whom it belongs, as its register or name says."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.suppliers.identifiers import company_number

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPANY = "company"
PARTNERSHIP = "partnership"
MUTUAL = "co-operative or mutual"
CHARITY = "charity"
INTEREST_COMPANY = "community interest company"
PUBLIC = "public sector"
INDIVIDUAL = "individual"
OVERSEAS = "overseas"
NOT_KNOWN = "not known"
OWNERS = (
    MUTUAL, CHARITY, INTEREST_COMPANY, PUBLIC, COMPANY, PARTNERSHIP, INDIVIDUAL, OVERSEAS, NOT_KNOWN,
)  # fmt: skip
"""To whom an organisation may belong. The user's own list may name others."""

YOUR_WORD, REGISTER, NUMBER, NAME = "your supplier list", "a register", "its number", "its name"

REGISTERS_OF = {
    r"\b(?:mutuals|co-operatives)\b": MUTUAL,
    r"\b(?:charity-commission|oscr|ccni)\b": CHARITY,
    # Practices of doctors are firms that the health service pays.
    r"\bnhs\b(?:-(?:etr|ets|etrust|ect|eccg|espha|ecsu|lwhb|wlhb|niorg))?$": PUBLIC,
}
"""What an organisation is by standing in a register, whatever its form; the first that is found."""
_STRONGER = (INTEREST_COMPANY, MUTUAL, PUBLIC, OVERSEAS)
"""What standing in a register of charities does not change."""

_KINDS = {"charity": CHARITY, "co-operative": MUTUAL, "individual": INDIVIDUAL}
# How a person may write it in a supplier list; Source: words of the Voluntary, Community and Social
# Enterprise fields of the Local Government Association's contracts schema, and everyday usage.
_SYNONYMS = {
    MUTUAL: r"\bco-?op|\bmutual|\bregistered society|\bcredit union|\bcommunity benefit",
    INTEREST_COMPANY: r"\bcic\b|community interest",
    CHARITY: r"\bcharit|\bcio\b|\bvoluntary|\bvcse?\b|\bvcfse\b",
    PUBLIC: r"\bpublic (?:sector|body|bodies)|\bcouncil|\blocal authority|\bnhs\b|\bgovernment|\bstate\b",
    INDIVIDUAL: r"\bsole trader|\bindividual|\bself.?employed",
    PARTNERSHIP: r"\bpartnership\b|\bllp\b",
    OVERSEAS: r"\boverseas|\bforeign",
    COMPANY: r"^(?:private |public )?(?:limited )?company$|^(?:ltd|limited|plc|private)$|^private(?:ly)?[ -]owned$",
}


class Form(NamedTuple):
    """One row of `legal_forms.csv`: words of a register or a name, and what they mean.

    `ownership` is empty where the form leaves it open.
    """

    words: str
    pattern: str
    legal_form: str
    ownership: str
    source: str


class Prefix(NamedTuple):
    """One row of `company_prefixes.csv`: the letters before a number of Companies House.

    Source: Companies House, "Uniform Resource Identifiers customer guide".
    """

    prefix: str
    nation: str
    legal_form: str
    ownership: str


def ownership_of(organisations: pl.DataFrame) -> pl.DataFrame:
    """The organisations with `legal_form`, `ownership` and `ownership_from`, what said so.

    Args:
        organisations: with any of `listed_ownership` (the user's word), `register` and `form` as a
            register has them, `also_in` (ids of other registers), `charity_number_of_register`,
            `company_number`, and `name` (cleaned),
            `kind` and `public` as `kinds_of` gives them.

    The user's word is believed first, then a public body's name, the form in a register, the prefix
    of the number, and last what else the name says. A company that stands in a register of charities
    too is a charity.
    """
    have = organisations.columns
    text = {
        column: pl.col(column) if column in have else pl.lit(None, pl.String)
        for column in (
            "listed_ownership",
            "register",
            "also_in",
            "charity_number_of_register",
            "company_number",
        )
    }
    public = pl.col("public") if "public" in have else pl.lit(value=False)
    kind = pl.col("kind") if "kind" in have else pl.lit("unknown")
    number = company_number(text["company_number"]).str.extract("^([A-Z]{2})")
    form = pl.col("form").str.to_lowercase() if "form" in have else None
    # A text in place of a name may end in LTD, and says nothing of a form.
    named = (
        pl.when(~kind.is_in(["redacted", "not-a-payee"])).then("name") if "name" in have else None
    )
    found = organisations.with_columns(
        _first(form, "register", "legal_form").alias("_form registered"),
        _first(form, "register", "ownership").alias("_owner registered"),
        _by_prefix(number, "legal_form").alias("_form numbered"),
        _by_prefix(number, "ownership").alias("_owner numbered"),
        _first(named, "name", "legal_form").alias("_form named"),
        _first(named, "name", "ownership").alias("_owner named"),
        _by_registers(text["register"], text["also_in"]).alias("_owner by register"),
        _of_user(text["listed_ownership"]).alias("_owner listed"),
    )
    registered, standing = pl.col("_owner registered"), pl.col("_owner by register")
    in_charities = (standing == CHARITY) | text["charity_number_of_register"].is_not_null()
    by_register = (
        pl.when(registered.is_in(_STRONGER).fill_null(value=False))
        .then(registered)
        .when((standing == MUTUAL).fill_null(value=False))
        .then(pl.lit(MUTUAL))
        .when(in_charities.fill_null(value=False))
        .then(pl.lit(CHARITY))
        .otherwise(pl.coalesce(_unless(registered, NOT_KNOWN), standing))
    )
    by_kind = kind.replace_strict(_KINDS, default=None, return_dtype=pl.String)
    has_form = pl.when(pl.col("_form named").is_not_null()).then(pl.lit(COMPANY))
    ways = (
        (pl.col("_owner listed"), YOUR_WORD),
        # A school's trust is a company and a charity too.
        (pl.when(public).then(pl.lit(PUBLIC)), NAME),
        (by_register, REGISTER),
        (_unless(pl.col("_owner numbered"), NOT_KNOWN), NUMBER),
        (pl.coalesce("_owner named", by_kind, has_form), NAME),
    )
    return found.select(
        *have,
        pl.coalesce("_form registered", "_form numbered", "_form named").alias("legal_form"),
        pl.coalesce(*(owner for owner, _ in ways), pl.lit(NOT_KNOWN)).alias("ownership"),
        pl.coalesce(*(pl.when(owner.is_not_null()).then(pl.lit(way)) for owner, way in ways)).alias(
            "ownership_from"
        ),
    )


@cache
def legal_forms() -> tuple[Form, ...]:
    """The words for legal forms, in the order in which they are looked for."""
    return tuple(Form(**row) for row in _rows("legal_forms.csv"))


@cache
def company_prefixes() -> tuple[Prefix, ...]:
    """The prefixes of Companies House, and what they say."""
    return tuple(Prefix(**row) for row in _rows("company_prefixes.csv"))


def _first(text: pl.Expr | None, words: str, says: str) -> pl.Expr:
    """What the first form that is found in a text says; null where it says nothing."""
    if text is None:
        return pl.lit(None, pl.String)
    told = [
        pl.when(text.str.contains(form.pattern)).then(pl.lit(getattr(form, says)))
        for form in legal_forms()
        if form.words == words
    ]
    return pl.coalesce(*told).replace("", None)


def _by_prefix(prefix: pl.Expr, says: str) -> pl.Expr:
    table = {one.prefix: getattr(one, says) or None for one in company_prefixes()}
    return prefix.replace_strict(table, default=None, return_dtype=pl.String)


def _by_registers(*ids: pl.Expr) -> pl.Expr:
    """What the registers in which it stands make it."""
    every = pl.concat_str(*ids, separator=" ", ignore_nulls=True)
    return pl.coalesce(
        *(
            pl.when(every.str.contains(pattern)).then(pl.lit(owner))
            for pattern, owner in REGISTERS_OF.items()
        )
    )


def _of_user(word: pl.Expr) -> pl.Expr:
    """The user's word as one of ours, or as it stands: `employee-owned` is worth a line of its own."""
    said = word.str.strip_chars().str.to_lowercase().replace("", None)
    ours = [
        pl.when(said.str.contains(pattern)).then(pl.lit(owner))
        for owner, pattern in _SYNONYMS.items()
    ]
    return pl.coalesce(*ours, said)


def _unless(text: pl.Expr, value: str) -> pl.Expr:
    return pl.when(text != value).then(text)


def _rows(table: str) -> Iterable[dict[str, str]]:
    path = Path(__file__).parent / "data" / table
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

"""Who is a person, or trades under a person's name: told by the name, with no register of persons."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import polars as pl

from spendaudit.names.codes import by_their_names
from spendaudit.suppliers.payee_rules import PUBLIC_KINDS

INDIVIDUAL = "individual"

_DATA = Path(__file__).parent / "data" / "individuals.toml"
_SURNAME = "[A-Z][A-Z-]+"
_LETTER = "[A-Z]"
_OF_THE_DEAD = (
    r"^(?:THE )?(?:ESTATE OF|(?:EXECUTORS?|EXECUTRIX|EXORS?)(?: OF)?) (?:THE )?(?:LATE )?"
)
"""What stands before a name where a person's account is settled after death."""
# Behind two surnames, one of which is a first name too, these tell a firm: MASON OWEN PROPERTY.
_OF_PARTNERS = frozenset({"ARCHITECTS", "PROPERTY"})
# Kinds that a rule knows to be no person. Of a company, a charity or a bank the name is its own.
_NO_PERSON = PUBLIC_KINDS | {"company", "charity", "co-operative", "bank", "not-a-payee"}
# JONES A G is a person, JONES AG and NESTLE S.A. are companies: cleaned, all end with a legal form.
_INITIALS_LIKE_A_FORM = r"(?i)^\s*[\p{L}'-]+,? (?:A G|S A|L P|B V)\s*$"
# What a supplier list may say of ownership. Source: the words that `ownership.py` reads.
_OWN = r"(?i)\b(?:sole trader|individual|self.?employed)"


def are_individuals(payees: pl.DataFrame) -> pl.Series:
    """Whether each payee is a person or a sole trader, as far as its name or its publisher says it.

    In doubt it is one: a firm whose name is kept back costs a reader less than a person whose name
    is not. What proves a body of its own is believed: a company or charity number in the file or in
    the user's list, a register that has the very name without a doubt, a legal form in the name. The
    user's list decides before all else: `ownership` as sole trader, or any other ownership; then the
    publisher, where a row of the payee is `marked_person`.

    `payees` are as `ladder.place_payees` gives them, and may have `marked_person`.
    """
    owned = pl.col("listed_ownership").str.contains(_OWN)
    numbers = ("company_number", "charity_number", "listed_company_number", "listed_charity_number")
    is_body = pl.any_horizontal(pl.col(one).is_not_null() for one in numbers)
    is_body |= pl.col("register_rung").is_not_null() & pl.col("register_doubt").is_null()
    has_initials = pl.col("supplier").fill_null("").str.contains(_INITIALS_LIKE_A_FORM)
    is_body |= pl.col("kind").is_in(sorted(_NO_PERSON)) & ~has_initials
    looks = looks_like_a_person(pl.col("supplier").fill_null(""))
    by_name = (pl.col("kind") == INDIVIDUAL) | (looks & ~is_body & (pl.col("kind") != "redacted"))
    if "marked_person" in payees.columns:
        by_name |= pl.col("marked_person").fill_null(value=False) & (pl.col("kind") != "redacted")
    return by_their_names(payees).select(
        pl.when(pl.col("listed_ownership").is_not_null())
        .then(owned)
        .otherwise(by_name)
        .fill_null(value=False)
        .alias("individual")
    )["individual"]


def looks_like_a_person(spelt: pl.Expr) -> pl.Expr:
    """Whether a name has the form of a person's, or of one with a trade behind it.

    MRS A B SMITH, SMITH J, SMITH J K AND M, JOHN SMITH, J AND M SMITH, JOHN SMITH PLUMBING, any of these before T/A,
    ESTATE OF or EXECUTORS OF before any of these, or the number of a home (36L); but not what has a word of firms, bodies or places in it.
    """
    words = (
        spelt.str.to_uppercase()
        .str.replace_all(r"['`\x{2019}.]", "")
        .str.replace_all(r"[&+]", " AND ")
        .str.replace(r"\b(?:T/A|T-A|TRADING AS|C/O)\b.*$", "")
        .str.replace_all(r"[^\p{L}\p{N}-]+", " ")
        .str.strip_chars(" -")
        .str.replace(r"^[0-9]{1,3}[A-Z] ", "")
        .str.replace(_OF_THE_DEAD, "")
    )
    return words.str.contains(_person()) & ~words.str.contains(_other())


@cache
def _person() -> str:
    title, forename, surname, trade = (
        _one_of(key) for key in ("titles", "forenames", "surnames", "trades")
    )
    first = f"(?:{forename}|{_LETTER})"
    whole = f"{first}(?: AND {first})?(?: {first}){{0,3}} {_SURNAME}"
    # One with a title, and whoever shares the account, with or without one.
    titled = f"{title}(?: AND {title})?(?: [A-Z-]+){{1,4}}"
    partner = f"(?:{title}|{first})(?: {first}){{0,3}} {_SURNAME}"
    forms = (
        # With a title, before or behind.
        titled,
        f"{title}(?: {first}){{0,3}} {_SURNAME} AND {partner}",
        f"{_SURNAME}(?: {first})* {title}(?: [A-Z-]+){{0,3}}",
        # A first name that is in no list, with a title that seldom ends another name.
        f"{_SURNAME} [A-Z-]+ (?:DR|MR|MRS|MISS|PROF|PROFESSOR|REV|REVD)",
        # First names or initials and a surname, in either order, and what they do.
        f"{whole}(?: {trade})*",
        f"{_SURNAME}(?: {_LETTER}){{1,3}}(?: AND(?: {_LETTER}){{1,3}})?",
        f"{_SURNAME} {forename}(?: AND)?(?: {first})*(?: {_one_of('trades', _OF_PARTNERS)})*",
        f"[A-Z-]+(?: [A-Z-]+)? {surname}(?: {trade})*",
    )
    return f"^(?:{'|'.join(forms)})$"


@cache
def _other() -> str:
    trades = f"{_one_of('trades')}(?: {_one_of('trades')})*"
    # Initials or a first name alone with a trade name nobody: K P BUILDERS, KERRY CLEANING.
    nobody = rf"^(?:(?:{_LETTER}|AND) )+{trades}$|^{_one_of('forenames')} {trades}$"
    return rf"\b{_one_of('others')}\b|\p{{N}}|{nobody}"


def _one_of(key: str, without: frozenset[str] = frozenset()) -> str:
    table = _words()
    words = table[key].split() + (table["more_forenames"].split() if key == "forenames" else [])
    return f"(?:{'|'.join(sorted({*words} - without, key=lambda word: (-len(word), word)))})"


@cache
def _words() -> dict[str, str]:
    with _DATA.open("rb") as table:
        return tomllib.load(table)

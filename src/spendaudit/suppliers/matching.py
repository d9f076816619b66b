"""Who was paid: each payee matched with one organisation of a register, or with none and why.

Precision comes first. A name decides only where one organisation can be meant: two of the same
name are told apart by what the registers prove (there when it was paid, still active, the postcode
in the file), never by being local, which is what is to be measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import PAYEE_KEYS
from spendaudit.names.parts import parts_of
from spendaudit.names.wordings import other_wordings
from spendaudit.registers.frames import ORGANISATIONS
from spendaudit.suppliers.by_number import by_number
from spendaudit.suppliers.payee_rules import PUBLIC_KINDS
from spendaudit.suppliers.search import (
    names_in,
    near_names,
    possible_names,
    thresholds,
    verified,
    with_rarity,
    words_asked,
)
from spendaudit.suppliers.weighing import NEAR, NUMBER, OTHER_FORM, REWORDED, judged

if TYPE_CHECKING:
    from spendaudit.registers.store import Register, Registers

MATCHES: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "payee": (pl.UInt32, "the key into the payees"),
    "matched_name": (pl.String, "the name in the register, as written there"),
    "rung": (pl.String, "of `weighing.MATCH_RUNGS`; null: not matched"),
    "score": (pl.Float32, "per cent of letters alike; 100 for equal names"),
    "runner_up": (pl.String, "the next name, of another organisation"),
    "runner_up_score": (pl.Float32, "its per cent alike"),
    "without_form": (
        pl.Boolean,
        "the spelling has two words at most and no form, the name has one",
    ),
    "reason": (pl.String, "why it is matched so, or why not; null where nothing was found"),
    **{name: said for name, said in ORGANISATIONS.items() if name != "name"},
    "organisation_name": (pl.String, "the organisation's name as registered today"),
}
"""One row a payee that was found in a register, or nearly so."""

# Registers that answer for a public body of a kind; the others are looked for in none. Academies and
# universities are companies, and only a name without form says so.
_PUBLIC_IN = {
    "nhs": ("nhs",),
    "school": ("schools", "school-groups", "companies-house"),
    "college": ("schools", "school-groups", "companies-house"),
}
_NEVER = ("individual", "redacted", "not-a-payee")
# One body in several of these counts once, under the first that has its postcode.
_ORDER = ("companies-house", "mutuals", "charity-commission", "oscr", "ccni")
# What registers say of one that is there no more, or will not be for long.
_ENDING = (
    r"(?i)dissol|liquidat|strike off|removed|closed|administration|receiver|deregistered|ceased"
    r"|inactive"
)
# A spelling of so few words without a form may be another's.
_FEW_WORDS = 2


def match(payees: pl.DataFrame, registers: Registers) -> pl.DataFrame:
    """One row a payee that registers know, as MATCHES.

    `payees` has `payee`, `supplier`, `company_number`, `charity_number`, `first_paid`,
    `last_paid`, and may have `kind` and `postcode_written`. Public bodies are looked for in the
    registers of their kind only, persons and withheld names in none.
    """
    found = _weighed(payees, registers, every=False)
    return _decided(found)


def candidates(name: str, registers: Registers) -> pl.DataFrame:
    """Every organisation whose name could be meant by one, surest first, with `against`: why not."""
    payees = pl.DataFrame(
        {"payee": [0], "supplier": [name]}, schema={"payee": pl.UInt32, "supplier": pl.String}
    )
    found = _weighed(_complete(payees), registers, every=True)
    return found.sort("rank", "apart", pl.col("score") * -1, "identifier").drop("payee")


def _complete(payees: pl.DataFrame) -> pl.DataFrame:
    """The payees with every column that the search reads, null where they lack it."""
    read = {
        **dict.fromkeys(PAYEE_KEYS, pl.String),
        "first_paid": pl.Date,
        "last_paid": pl.Date,
        "kind": pl.String,
        "number_is_listed": pl.Boolean,
    }
    return payees.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in read.items() if name not in payees.columns
    )


def _weighed(payees: pl.DataFrame, registers: Registers, *, every: bool) -> pl.DataFrame:
    """All candidates of all payees with `rung`, `rank` and `against`; `every`: near ones always."""
    payees = _complete(payees).filter(~pl.col("kind").is_in(_NEVER).fill_null(value=False))
    parts = parts_of(payees)
    cut = _cut_off(payees, parts)
    found = [_numbered(payees, parts, register) for register in registers.registers]
    asked: list[pl.DataFrame] = []
    possible: list[pl.DataFrame] = []
    for register in registers.registers:
        mine = parts.filter(_of(_asked(payees, register)))
        possible.append(
            possible_names(mine, mine.join(cut, on=["payee", "way", "key"], how="semi"), register)
        )
        asked.append(mine)
    # Nobody whose very name may be there is looked for under one nearly the same.
    equal_ones = [one.filter(pl.col("how") == "equal")["payee"] for one in possible]
    met = pl.concat([*(one["payee"] for one in found), *equal_ones]).unique()
    # A name without a form is looked for in other words even so: it may be the short one of a body
    # that has none either.
    reworded = other_wordings(
        parts.filter((~_of(met) | pl.col("form_key").is_null()) & ~_of(_public(payees)))
    )
    for number, register in enumerate(registers.registers):
        # Lists of places and of suppliers have the names that people use.
        legal = pl.lit(register.id in _ORDER)
        mine = reworded.filter(legal & _of(asked[number]["payee"]))
        otherwise = possible_names(mine, mine.clear(), register)
        possible[number] = pl.concat([possible[number], otherwise], how="diagonal")
    searched = zip(registers.registers, asked, possible, strict=True)
    hits = [
        _hits(
            mine.filter(pl.col("way").is_in(["whole", "company"]) & (pl.lit(every) | ~_of(met))),
            ones,
            register,
        )
        for register, mine, ones in searched
    ]
    if not every:
        begun = pl.concat([one.filter(pl.col("how") == "cut")["payee"] for one in hits]).unique()
        hits = [one.filter((pl.col("how") != "near") | ~_of(begun)) for one in hits]
    return judged(pl.concat([*found, *hits], how="diagonal"), payees)


def _hits(near: pl.DataFrame, possible: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The names of a register that are equal to parts, begin with them or are nearly so.

    The great tables are gone through twice: for the names, and for all else of the few that remain.
    """
    known, places = words_asked(near, register)
    names = names_in(pl.concat([possible["row"], places["row"]]).unique(), register)
    hits = pl.concat([verified(possible, names), near_names(near, known, places, names)])
    return _with_organisations(with_rarity(hits, register), names, register)


def _of(payees: pl.Series) -> pl.Expr:
    return pl.col("payee").is_in(payees.implode())


def _asked(payees: pl.DataFrame, register: Register) -> pl.Series:
    """The payees that may be looked for in a register, by what kind they are."""
    kind = pl.col("kind").fill_null("unknown")
    public = [kind for kind, where in _PUBLIC_IN.items() if register.layout in where]
    return payees.filter(~kind.is_in(sorted(PUBLIC_KINDS)) | kind.is_in(public))["payee"]


def _public(payees: pl.DataFrame) -> pl.Series:
    """The payees that are bodies of the state, whose names are told in other words by a table."""
    return payees.filter(pl.col("kind").is_in(sorted(PUBLIC_KINDS)))["payee"]


def _cut_off(payees: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The whole spellings that end where ledgers cut names, or where this one does: two or more."""
    long = pl.col("supplier").str.len_chars()
    said = thresholds()["cut"]
    ends_here = (long == long.max()) & ((long == long.max()).sum() >= said["at_least"])
    cut = payees.filter(long.is_in(said["lengths"]) | ends_here)["payee"]
    return parts.filter((pl.col("way") == "whole") & _of(cut))


def _numbered(payees: pl.DataFrame, parts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The organisations whose number the file gives, with what their name says about it."""
    return by_number(payees, parts, register).with_columns(
        pl.lit(NUMBER).alias("rung"), pl.lit(register.id).alias("register")
    )


def _with_organisations(
    hits: pl.DataFrame, names: pl.DataFrame, register: Register
) -> pl.DataFrame:
    """The hits with what the register says of each name and its organisation."""
    named = hits.join(names.drop("name_key", "name_form"), on="row", maintain_order="left")
    organisations = (
        register.organisations()
        .drop("name")
        .filter(pl.col("organisation").is_in(named["organisation"].unique().implode()))
        .collect(engine="streaming")
    )
    return named.join(organisations, on="organisation", maintain_order="left")


def _decided(found: pl.DataFrame) -> pl.DataFrame:
    """For each payee the one organisation that is meant, or why none is."""
    order = pl.col("register").replace_strict(
        {name: number for number, name in enumerate(_ORDER)}, default=len(_ORDER), return_dtype=pl.UInt8
    )  # fmt: skip
    # Who is there and was not taken says more to whoever looks into it than who was gone.
    gone = (pl.col("against").is_not_null() & (pl.col("until") < pl.col("first_paid"))).fill_null(
        value=False
    )
    found = found.with_columns(order.alias("order")).sort(
        "payee", pl.col("against").is_not_null(), gone, "rank", "apart", pl.col("score") * -1, pl.col("postcode").is_null(), "order", "body"
    )  # fmt: skip
    found = found.unique(["payee", "body"], keep="first", maintain_order=True)
    able = found.filter(pl.col("against").is_null())
    clear = thresholds()["near"]["runner_up"]
    near = pl.col("rung").is_in([NEAR, REWORDED])
    margin = pl.when(pl.col("rung") == NEAR).then(clear).otherwise(1)
    rivals = able.filter(
        pl.when(near)
        .then(pl.col("apart") < pl.col("apart").first().over("payee") + margin)
        .otherwise(pl.col("rank") == pl.col("rank").first().over("payee"))
        & (pl.col("rung") == pl.col("rung").first().over("payee"))
    )
    # Another legal form is believed only where nobody else bears the name.
    alone = able.group_by("payee").agg(pl.len().alias("able"))
    rivals = (
        _each_body_once(rivals)
        .join(alone, on="payee")
        .with_columns(
            pl.len().over("payee").alias("rivals"),
            _proof().alias("proof"),
        )
    )
    proven = rivals.with_columns(
        (pl.col("proof") == pl.col("proof").max().over("payee")).alias("best")
    ).with_columns(pl.col("best").sum().over("payee").alias("left"))
    chosen = proven.filter(
        pl.col("best")
        & (pl.col("left") == 1)
        & ((pl.col("rung") != OTHER_FORM) | (pl.col("able") == 1))
        & (~near | (pl.col("rivals") == 1))
    )
    return _told(chosen, proven, found)


def _each_body_once(rivals: pl.DataFrame) -> pl.DataFrame:
    """The rivals; one name borne once in each of several registers of legal bodies is one body.

    A charity or a society is a company too, and not every register says under what number.
    """
    alone = pl.col("register").is_in(_ORDER) & (pl.len().over("payee", "register") == 1)
    one_body = alone.all().over("payee") & (pl.col("rung") != NEAR)
    best = pl.struct(pl.col("postcode").is_null(), "order").rank("ordinal").over("payee") == 1
    return rivals.filter(~one_body | best)


def _proof() -> pl.Expr:
    """What tells organisations of one name apart: the postcode in the file, then who is active."""
    active = ~pl.col("status").str.contains(_ENDING).fill_null(value=False)
    return pl.col("here").cast(pl.Int8) * 2 + active.cast(pl.Int8)


def _told(chosen: pl.DataFrame, proven: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The matches with their runners-up, and the payees that were nearly matched with the reason."""
    others = (
        found.join(chosen.select("payee", "body"), on=["payee", "body"], how="anti")
        .group_by("payee", maintain_order=True)
        .agg(
            pl.col("matched_name").first().alias("runner_up"),
            pl.col("score").first().alias("runner_up_score"),
            pl.col("against").first().alias("runner_up_against"),
            pl.col("organisation_name").first().alias("other"),
            pl.col("rung").first().alias("other_rung"),
        )
    )
    several = proven.group_by("payee", maintain_order=True).agg(
        pl.format("{} ({})", "matched_name", "identifier").head(3).str.join("; ").alias("names"),
        pl.len().alias("count"),
    )
    words = pl.col("key").str.count_matches(" ") + 1
    settled = chosen.with_columns(
        (
            (words <= _FEW_WORDS)
            & pl.col("form_key").is_null()
            & pl.col("name_form").is_not_null()
            & (pl.col("rung") != NUMBER)
        ).alias("without_form"),
        pl.when(pl.col("rivals") > 1)
        .then(pl.format("{} of the name: the one still active, or at the postcode in the file", "rivals"))
        .alias("reason"),
    ).join(others, on="payee", how="left")  # fmt: skip
    open_ones = (
        found.select("payee").unique().join(chosen.select("payee"), on="payee", how="anti")
        .join(several, on="payee", how="left")
        .join(others, on="payee", how="left")
        .with_columns(
            pl.when(pl.col("count") > 1)
            .then(pl.format("could be any of {}: {}", "count", "names"))
            .when(pl.col("count") == 1)
            .then(pl.format("only under another legal form: {}", "names"))
            .otherwise(pl.format("{}: {}", "runner_up", "runner_up_against"))
            .alias("reason")
        )
    )  # fmt: skip
    told = pl.concat([settled, open_ones], how="diagonal")
    return told.select(
        pl.col(name).cast(kind) if name in told.columns else pl.lit(None, kind).alias(name)
        for name, (kind, _) in MATCHES.items()
    ).sort("payee")

"""Who was paid: each payee matched with one organisation of a register, or with none and why.

Precision comes first. A name decides only where one organisation can be meant: two of the same
name are told apart by what the registers prove (there when it was paid, still active, the postcode
in the file), never by being local, which is what is to be measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import PAYEE_KEYS
from spendaudit.names.likeness import is_personal, organisation_words, shared_names
from spendaudit.names.parts import parts_of
from spendaudit.registers.frames import ORGANISATIONS
from spendaudit.suppliers.by_number import by_number
from spendaudit.suppliers.payee_rules import PUBLIC_KINDS
from spendaudit.suppliers.search import equal_names, near_names, thresholds, with_rarity

if TYPE_CHECKING:
    from spendaudit.registers.store import Register, Registers

NUMBER = "number"
EXACT = "exact name"
TRADING = "trading name"
FORMER = "former name"
OTHER_FORM = "exact name, other legal form"
CUT = "name cut off"
NEAR = "name nearly the same"
MATCH_RUNGS = (NUMBER, EXACT, TRADING, FORMER, OTHER_FORM, CUT, NEAR)
"""How a payee can be matched, from the surest."""

MATCHES: dict[str, tuple[pl.DataType | type[pl.DataType], str]] = {
    "payee": (pl.UInt32, "the key into the payees"),
    "matched_name": (pl.String, "the name in the register, as written there"),
    "rung": (pl.String, "of MATCH_RUNGS; null: not matched"),
    "score": (pl.Float32, "per cent of letters alike; 100 for equal names"),
    "runner_up": (pl.String, "the next name, of another organisation"),
    "runner_up_score": (pl.Float32, "its per cent alike"),
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
# One body in several registers counts once, under the first of these.
_ORDER = ("companies-house", "mutuals", "charity-commission", "oscr", "ccni")
# What registers say of one that is there no more, or will not be for long.
_ENDING = r"(?i)dissol|liquidat|strike off|removed|closed|administration|receiver|deregistered|ceased|inactive"
_RANK = {rung: number * 10 for number, rung in enumerate(MATCH_RUNGS)}
# A trading name of so many words that no other body will have it, though it has no legal form.
_TELLING_WORDS = 4
_WHOLE = ("whole", "company", "respelt")
# A ledger's form with what the register may have instead: a CIC is a limited company, and one that
# floats or is bought changes its form and keeps its number.
_MAY_BE = (("LTD", "CIC"), ("LTD", "PLC"), ("PLC", "LTD"))


def match(payees: pl.DataFrame, registers: Registers) -> pl.DataFrame:
    """One row a payee that registers know, as MATCHES.

    `payees` has `payee`, `supplier`, `company_number`, `charity_number`, `first_paid`,
    `last_paid`, and may have `kind` and `postcode_written`. Public bodies are looked for in the
    registers of their kind only, persons and withheld names in none.
    """
    found = _weighed(payees, registers, every=False)
    return _decided(found, payees)


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
    asked = {register.id: _asked(payees, register) for register in registers.registers}
    for register in registers.registers:
        who = asked[register.id]
        hits = equal_names(parts.filter(_of(who)), cut.filter(_of(who)), register)
        found.append(_with_organisations(with_rarity(hits, register), register))
    met = pl.concat(found, how="diagonal")["payee"].unique()
    for register in registers.registers:
        rest = parts.filter(pl.col("way").is_in(["whole", "company"]) & _of(asked[register.id]))
        if not every:
            rest = rest.filter(~pl.col("payee").is_in(met.implode()))
        found.append(_with_organisations(near_names(rest, register), register))
    return _judged(pl.concat(found, how="diagonal"), payees)


def _of(payees: pl.Series) -> pl.Expr:
    return pl.col("payee").is_in(payees.implode())


def _asked(payees: pl.DataFrame, register: Register) -> pl.Series:
    """The payees that may be looked for in a register, by what kind they are."""
    kind = pl.col("kind").fill_null("unknown")
    public = [kind for kind, where in _PUBLIC_IN.items() if register.layout in where]
    return payees.filter(~kind.is_in(sorted(PUBLIC_KINDS)) | kind.is_in(public))["payee"]


def _cut_off(payees: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """The whole spellings that end where ledgers cut names, or where this one does: two or more."""
    lengths = payees.select("payee", pl.col("supplier").str.len_chars().alias("long"))
    longest = lengths["long"].max()
    here = {longest} if (lengths["long"] == longest).sum() > 2 else set()  # noqa: PLR2004
    ends = [*thresholds()["cut"]["lengths"], *here]
    cut = lengths.filter(pl.col("long").is_in(ends))["payee"]
    return parts.filter((pl.col("way") == "whole") & _of(cut))


def _numbered(payees: pl.DataFrame, parts: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The organisations whose number the file gives, with what their name says about it."""
    return by_number(payees, parts, register).with_columns(
        pl.lit(NUMBER).alias("rung"), pl.lit(register.id).alias("register")
    )


def _with_organisations(hits: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The hits with what the register says of each organisation."""
    keys = hits["organisation"].unique()
    organisations = (
        register.organisations()
        .filter(pl.col("organisation").is_in(keys.implode()))
        .rename({"name": "organisation_name"})
        .collect(engine="streaming")
    )
    return hits.join(organisations, on="organisation", maintain_order="left")


def _judged(found: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """The candidates with `rung`, `rank` (less is surer) and `against`, why one cannot be it."""
    found = found.join(
        payees.select(
            "payee", "kind", "first_paid", "last_paid", "postcode_written", "number_is_listed"
        ),
        on="payee",
    )
    mine, theirs = pl.col("form_key"), pl.col("name_form")
    same_form = mine.eq_missing(theirs)
    form_open = mine.is_null() | theirs.is_null()
    whole = pl.col("way").is_in(_WHOLE)
    rung = (
        pl.when(pl.col("rung") == NUMBER)
        .then(pl.lit(NUMBER))
        .when(pl.col("how") == "near")
        .then(pl.lit(NEAR))
        .when(pl.col("how") == "cut")
        .then(pl.lit(CUT))
        .when((pl.col("name_kind") == "former") | (pl.col("way") == "former"))
        .then(pl.lit(FORMER))
        .when((pl.col("name_kind") == "trading") | (pl.col("way") == "trading"))
        .then(pl.lit(TRADING))
        .when(same_form | form_open)
        .then(pl.lit(EXACT))
        .otherwise(pl.lit(OTHER_FORM))
    )
    found = found.with_columns(rung.alias("rung"))
    rank = (
        pl.col("rung").replace_strict(_RANK, return_dtype=pl.Int32)
        + pl.when(same_form).then(0).otherwise(1)
        + pl.when(pl.col("key") == pl.col("name_key")).then(0).otherwise(2)
        + pl.when(pl.col("way") == "respelt").then(3).when(whole).then(0).otherwise(4)
    )
    name_rung = ~pl.col("rung").is_in([NUMBER])
    said = thresholds()
    letters = pl.col("key").str.replace_all(" ", "").str.len_chars()
    allowed = (
        pl.when(letters >= said["near"]["two_letters"])
        .then(2)
        .when(letters >= said["near"]["one_letter"])
        .then(1)
        .otherwise(0)
    )
    words = pl.col("key").str.count_matches(" ") + 1
    bare = mine.is_null() & theirs.is_not_null()
    thin = bare & ((words == 1) & ~pl.col("rare") | is_personal(pl.col("key")))
    unlikely = bare & (
        pl.col("key").str.contains(organisation_words("unincorporated"))
        | pl.col("kind").is_in(sorted(PUBLIC_KINDS)).fill_null(value=False)
        | ((pl.col("kind") == "charity") & theirs.is_in(["PLC", "LLP"])).fill_null(value=False)
    )
    may_be = pl.any_horizontal((mine == one) & (theirs == other) for one, other in _MAY_BE)
    day = pl.col("until").dt.to_string("%-d %B %Y")
    against = (
        pl.when((pl.col("rung") == NUMBER) & pl.col("contradicts") & ~pl.col("number_is_listed").fill_null(value=False))
        .then(pl.format("the number is that of {}", "organisation_name"))
        .when(pl.col("until").is_not_null() & pl.col("first_paid").is_null())
        .then(pl.format("gone since {}, and the payments have no day", day))
        .when(pl.col("until") < pl.col("first_paid"))
        .then(pl.format("gone since {}, before the first payment", day))
        .when(name_rung & (pl.col("from") > pl.col("last_paid")))
        .then(
            pl.format(
                "registered on {}, after the last payment",
                pl.col("from").dt.to_string("%-d %B %Y"),
            )
        )
        .when(
            (pl.col("name_kind") == "former")
            & (
                pl.col("name_until").dt.offset_by(f"{said['former']['years_after']}y")
                < pl.col("first_paid")
            )
        )
        .then(pl.format("the name was given up in {}", pl.col("name_until").dt.year()))
        .when(
            (pl.col("way") == "trading")
            & (pl.col("name_kind") != "trading")
            & ~(same_form & (mine.is_not_null() | (words >= _TELLING_WORDS)))
        )
        .then(pl.lit("only a trading name, which may be another's name"))
        .when((pl.col("rung") == NEAR) & ~same_form)
        .then(pl.lit("another legal form, and not quite the name"))
        .when(pl.col("rung").is_in([FORMER, TRADING]) & ~same_form & ~form_open)
        .then(pl.lit("another legal form"))
        .when(pl.col("apart").is_null())
        .then(pl.lit("differs by a word"))
        .when((pl.col("rung") == NEAR) & (pl.col("apart") > allowed))
        .then(pl.format("{} letters differ", "apart"))
        .when(pl.col("rung").is_in([EXACT, FORMER, NEAR]) & thin)
        .then(pl.lit("too little to go by: one word, or the name of a person"))
        .when(pl.col("rung").is_in([EXACT, FORMER]) & pl.col("key").str.contains(shared_names()))
        .then(pl.lit("many bodies go by this name"))
        .when(unlikely)
        .then(pl.lit("its name is not that of a company"))
        .when((pl.col("rung") == OTHER_FORM) & ~may_be)
        .then(pl.lit("another legal form"))
    )  # fmt: skip
    body = pl.coalesce(
        pl.when(pl.col("register") == "companies-house").then("number"),
        "company_number",
        pl.format("{} {}", "register", pl.coalesce("identifier", "number")),
    )
    return found.with_columns(rank.alias("rank"), against.alias("against"), body.alias("body"))


def _decided(found: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """For each payee the one organisation that is meant, or why none is."""
    order = pl.col("register").replace_strict(
        {name: number for number, name in enumerate(_ORDER)}, default=len(_ORDER), return_dtype=pl.UInt8
    )  # fmt: skip
    found = found.with_columns(order.alias("order")).sort(
        "payee", pl.col("against").is_not_null(), "rank", "apart", pl.col("score") * -1, "order", "body"
    )  # fmt: skip
    found = found.unique(["payee", "body"], keep="first", maintain_order=True)
    able = found.filter(pl.col("against").is_null())
    clear = thresholds()["near"]["runner_up"]
    near = pl.col("rung") == NEAR
    rivals = able.filter(
        pl.when(near)
        .then(pl.col("apart") < pl.col("apart").first().over("payee") + clear)
        .otherwise(pl.col("rank") == pl.col("rank").first().over("payee"))
        & (pl.col("rung") == pl.col("rung").first().over("payee"))
    )
    # Another legal form is believed only where nobody else bears the name.
    alone = able.group_by("payee").agg(pl.len().alias("able"))
    rivals = rivals.join(alone, on="payee").with_columns(
        pl.len().over("payee").alias("rivals"),
        _proof().alias("proof"),
    )
    proven = rivals.with_columns(
        (pl.col("proof") == pl.col("proof").max().over("payee")).alias("best")
    ).with_columns(pl.col("best").sum().over("payee").alias("left"))
    chosen = proven.filter(
        pl.col("best")
        & (pl.col("left") == 1)
        & ((pl.col("rung") != OTHER_FORM) | (pl.col("able") == 1))
    )
    return _told(chosen, proven, found)


def _proof() -> pl.Expr:
    """What tells organisations of one name apart: the postcode in the file, then who is active."""
    squeezed = pl.col("postcode_written").str.to_uppercase().str.replace_all(r"\s", "")
    here = squeezed == pl.col("postcode").str.replace_all(r"\s", "")
    active = ~pl.col("status").str.contains(_ENDING).fill_null(value=False)
    return here.fill_null(value=False).cast(pl.Int8) * 2 + active.cast(pl.Int8)


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
    settled = chosen.with_columns(
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

"""How a name in a register is weighed as evidence of who was paid, and what speaks against it."""

from __future__ import annotations

import polars as pl

from spendaudit.names.likeness import (
    in_full,
    is_personal,
    organisation_words,
    shared_names,
    without_country,
)
from spendaudit.names.wordings import OTHERWISE
from spendaudit.suppliers.payee_rules import PUBLIC_KINDS
from spendaudit.suppliers.search import thresholds

NUMBER = "number"
EXACT = "exact name"
TRADING = "trading name"
FORMER = "former name"
OTHER_FORM = "exact name, other legal form"
CUT = "name cut off"
REWORDED = "name in other words"
NEAR = "name nearly the same"
MATCH_RUNGS = (NUMBER, EXACT, TRADING, FORMER, OTHER_FORM, CUT, REWORDED, NEAR)
"""How a payee can be matched, from the surest."""

_RANK = {rung: number * 10 for number, rung in enumerate(MATCH_RUNGS)}
_WHOLE = ("whole", "company", "respelt")
# A trading name of so many words that no other body will have it, though it has no legal form.
_TELLING_WORDS = 4
_NEED_BE_NONE = "the file gives no legal form, and such a body need be no company"
_TOO_FEW = "the file gives no legal form, and the words are too few to tell it by"
_MAY_BE_ANOTHER = "the file gives no legal form, and a body without one has nearly this name"
# A name without a form is weighed by its words in these; a trading name has rules of its own.
_FORMLESS = (EXACT, FORMER, CUT)
# A ledger's form with what the register may have instead: a CIC is a limited company, and one that
# floats or is bought changes its form and keeps its number.
_MAY_BE = (("LTD", "CIC"), ("LTD", "PLC"), ("PLC", "LTD"))


def judged(found: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """The candidates, each weighed by itself.

    Returns:
        The candidates with `rung` (of MATCH_RUNGS), `rank` (less is surer), `against` (why it cannot
        be the one, in words, or null), `here` (it is at the postcode in the file) and `body`, by
        which one body in two registers is known.
    """
    found = found.join(
        payees.select(
            "payee", "kind", "first_paid", "last_paid", "postcode_written", "number_is_listed"
        ),
        on="payee",
    )
    squeezed = pl.col("postcode_written").str.to_uppercase().str.replace_all(r"\s", "")
    here = (squeezed == pl.col("postcode").str.replace_all(r"\s", "")).fill_null(value=False)
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
        .when(pl.col("way") == OTHERWISE)
        .then(pl.lit(REWORDED))
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
    # Companies House refuses no name for being the short form of another: of names that people had
    # looked up, one in five that a charity has so, and one in three of two words, is another's.
    formless = bare & (theirs == "LTD") & (pl.col("register") == "companies-house") & ~here
    associated = (pl.col("kind") == "charity") | pl.col("key").str.contains(
        organisation_words("association")
    )
    few = (
        (pl.col("kind").fill_null("unknown") == "unknown")
        & (in_full(without_country(pl.col("key"))).list.len() <= said["no_form"]["words"])
        & ~pl.col("rare")
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
        .when(pl.col("rung").is_in([NEAR, REWORDED]) & ~same_form)
        .then(pl.lit("another legal form, and not quite the name"))
        .when(pl.col("rung").is_in([FORMER, TRADING]) & ~same_form & ~form_open)
        .then(pl.lit("another legal form"))
        .when(pl.col("apart").is_null())
        .then(pl.lit("differs by a word"))
        .when((pl.col("rung") == NEAR) & (pl.col("apart") > allowed))
        .then(pl.format("{} letters differ", "apart"))
        .when((pl.col("rung") == REWORDED) & ~pl.col("telling"))
        .then(pl.lit("other words, and none of them rare"))
        .when(pl.col("rung").is_in([EXACT, FORMER, NEAR]) & thin)
        .then(pl.lit("too little to go by: one word, or the name of a person"))
        .when(pl.col("rung").is_in([EXACT, FORMER]) & pl.col("key").str.contains(shared_names()))
        .then(pl.lit("many bodies go by this name"))
        .when(name_rung & unlikely)
        .then(pl.lit("its name is not that of a company"))
        .when(pl.col("rung").is_in(_FORMLESS) & formless & associated)
        .then(pl.lit(_NEED_BE_NONE))
        .when(pl.col("rung").is_in(_FORMLESS) & formless & few)
        .then(pl.lit(_TOO_FEW))
        .when((pl.col("rung") == OTHER_FORM) & ~may_be)
        .then(pl.lit("another legal form"))
    )  # fmt: skip
    body = pl.coalesce(
        pl.when(pl.col("register") == "companies-house").then("number"),
        "company_number",
        pl.format("{} {}", "register", pl.coalesce("identifier", "number")),
    )
    found = found.with_columns(
        rank.alias("rank"), against.alias("against"), body.alias("body"), here.alias("here")
    )
    # A body without a form that has the name in other words is no less likely to be meant; one
    # that has only its first words is.
    otherwise = (
        ((pl.col("rung") == REWORDED) & pl.col("against").is_null() & (pl.col("apart") == 0))
        .any()
        .over("payee")
    )
    found = found.with_columns(
        pl.when(
            pl.col("against").is_null() & otherwise & pl.col("rung").is_in(_FORMLESS) & formless
        )
        .then(pl.lit(_MAY_BE_ANOTHER))
        .otherwise("against")
        .alias("against")
    )
    # Where the very name is not enough, one that is less so cannot be: only a number, or it bare.
    doubted = (
        pl.col("against").is_in([_NEED_BE_NONE, _TOO_FEW, _MAY_BE_ANOTHER]).any().over("payee")
    )
    surer = (pl.col("rung") == NUMBER) | ((pl.col("rung") == EXACT) & pl.col("name_form").is_null())
    return found.with_columns(
        pl.when(pl.col("against").is_null() & doubted & ~surer)
        .then(pl.lit("another bears the very name, and the file gives no legal form"))
        .otherwise("against")
        .alias("against")
    )

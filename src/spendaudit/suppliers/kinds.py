"""Kinds of payee: what each name says about who was paid, and whether it was a purchase at all."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars import selectors as cs

from spendaudit.names.cleaning import clean_name, plain_words
from spendaudit.suppliers.payee_rules import (
    Rule,
    force_areas,
    payee_table,
    standard_rules,
)
from spendaudit.suppliers.place_marks import (
    MARKED,
    PLACE,
    council_places,
    enclosed,
    marks_alone,
    unmarked,
)
from spendaudit.suppliers.withheld import redacted

if TYPE_CHECKING:
    from spendaudit.suppliers.payee_rules import Rules

_VERDICT = {
    "kind": pl.String,
    "influenceable": pl.String,
    "rule": pl.String,
    "public": pl.Boolean,
}
_NO_RULE = ("unknown", "yes", None, False)
# Bodies of the state that no word in their name gives away. Source of each: public_bodies.csv.
_NAMED_BODIES = Path(__file__).parent / "data" / "public_bodies.csv"
_NAMED_RULE = "public-transfer"
# What stands in brackets behind one: its letters, or a number of it in the ledger, or both (HTA033).
_IN_BRACKETS = r"\s*\(\s*(?:\p{L}{2,6}[0-9]{0,6}|[0-9]+)\s*\)\s*$"
_MARKS = " with places marked"
_NONE_SERVED = pl.DataFrame(schema={"row": pl.UInt32, "words": pl.String, "put": pl.String})
# Small words inside a place's name: Blackburn with Darwen, Kingston upon Thames.
_SMALL_WORDS = {
    f" {word} ": f" {word.lower()} " for word in ("And", "On", "Of", "Upon", "With", "The", "Le")
}


def kinds_of(payees: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """The payees with what their names say: `kind`, `influenceable`, `rule`, `public`, `serves`.

    `payees` has `supplier` as spelt and `name` as cleaned; with a column `publisher` the rules that
    hold for one publisher apply as well. A payee whom no rule takes is `unknown`, and counts as
    influenceable: most are small firms, and leaving them out would flatter the local share.

    `serves` names the area that a public body serves, as far as its name says it.
    """
    asked = rules or standard_rules()
    tried = asked.rules
    said_by = [one for one in ("supplier", "name", "publisher") if one in payees.columns]
    # Each name is asked once, however many ids and postcodes it has.
    names = payees.select(said_by).unique(maintain_order=True)
    texts = _texts(names)
    taken_by = _first_to_take(texts, tried)
    verdicts = [*((r.kind, r.influenceable, r.rule, r.is_public) for r in tried), _NO_RULE]
    verdict = pl.DataFrame(verdicts, schema=_VERDICT, orient="row")[taken_by]
    said = names.with_columns(*verdict, _serves(texts, taken_by, tried))
    said = _with_named_bodies(said, by_own_rule=taken_by < asked.own)
    counted = pl.col("rule").is_in(sorted(asked.counted)) & (pl.col("influenceable") != "yes")
    said = said.with_columns(
        pl.when(counted).then(pl.lit("yes")).otherwise("influenceable").alias("influenceable"),
        pl.when(counted).then(None).otherwise("rule").alias("rule"),
    )
    return payees.join(said, on=said_by, how="left", nulls_equal=True, maintain_order="left")


def rule_behind(payee: pl.DataFrame, rules: Rules | None = None) -> Rule | None:
    """The rule that decides what the name of one payee says; None where no rule knows it.

    `payee` is one row, as `kinds_of` takes it, and so are the rules.
    """
    asked = rules or standard_rules()
    tried = asked.rules
    number = int(_first_to_take(_texts(payee), tried).item())
    taken = tried[number] if number < len(tried) else None
    body = _named_bodies().get(payee.select(pl.coalesce(_before_brackets(), "name")).item() or "")
    if body is None or number < asked.own or (taken is not None and taken.is_public):
        return taken
    kind, source = body
    return Rule(
        name="public bodies by their own name",
        kind=kind,
        pattern="",
        influenceable="no",
        rule=_NAMED_RULE,
        reason="the name stands in the table of public bodies",
        source=source,
    )


def taken_by_own_rule(payees: pl.DataFrame, rules: Rules) -> pl.Series:
    """Whether a rule of the user's decides what each payee is; `payees` as `kinds_of` takes them."""
    own = rules.rules[: rules.own]
    if not own:
        return pl.repeat(value=False, n=payees.height, eager=True).alias("own")
    return (_first_to_take(_texts(payees), own) < len(own)).alias("own")


def _named_bodies() -> dict[str, tuple[str, str]]:
    """Kind and source of each public body that is known by its whole name."""
    with _NAMED_BODIES.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: (row["kind"], row["source"]) for row in csv.DictReader(lines)}


def _before_brackets() -> pl.Expr:
    """The cleaned name without letters or a number in brackets at its end; null without any."""
    bracketed = pl.col("supplier").str.contains(_IN_BRACKETS)
    return pl.when(bracketed).then(clean_name(pl.col("supplier").str.replace(_IN_BRACKETS, "")))


def _with_named_bodies(said: pl.DataFrame, *, by_own_rule: pl.Series) -> pl.DataFrame:
    """The verdicts, those on names in the table of public bodies put right; the user's stand."""
    bodies = {name: kind for name, (kind, _) in _named_bodies().items()}
    # Few names have any, and cleaning one alone takes as long as cleaning hundreds.
    bracketed = said["supplier"].str.contains(_IN_BRACKETS).any()
    name = pl.coalesce(_before_brackets(), "name") if bracketed else pl.col("name")
    body = name.replace_strict(bodies, default=None, return_dtype=pl.String)
    is_one = body.is_not_null() & ~pl.col("public") & ~pl.lit(by_own_rule)
    return said.with_columns(
        pl.when(is_one).then(body).otherwise("kind").alias("kind"),
        pl.when(is_one).then(pl.lit("no")).otherwise("influenceable").alias("influenceable"),
        pl.when(is_one).then(pl.lit(_NAMED_RULE)).otherwise("rule").alias("rule"),
        (pl.col("public") | is_one).alias("public"),
    )


def _texts(names: pl.DataFrame) -> pl.DataFrame:
    """The texts in which rules look for their patterns, one column each."""
    name = pl.col("name").fill_null("")
    places = {*council_places(), *force_areas()}
    texts = names.select(
        plain_words(pl.col("supplier").fill_null("")).alias("spelt"),
        name,
        enclosed(name, places).alias("enclosed"),
        redacted(names["supplier"]).alias("withheld"),
        *([pl.col("publisher").fill_null("")] if "publisher" in names.columns else []),
    )
    return texts.with_columns(pl.when("withheld").then("spelt").alias("redaction"))


def _first_to_take(texts: pl.DataFrame, tried: tuple[Rule, ...]) -> pl.Series:
    """For each name the number of the first rule that takes it, or the number of rules."""
    holding = [(number, rule) for number, rule in enumerate(tried) if _may_hold(rule, texts)]
    marked = texts.with_columns(
        marks_alone(pl.col("enclosed")).alias("name" + _MARKS)
    ).with_row_index("row")
    # All patterns at once, in parallel; the exceptions only of those that found anybody.
    found = marked.with_columns(
        _is_in(rule.pattern, rule.on).fill_null(value=False).alias(f"found {number}")
        for number, rule in holding
    ).filter(pl.any_horizontal(cs.starts_with("found ")))
    finding = found.select(cs.starts_with("found ").any()).row(0, named=True)
    first = found.select(
        "row",
        pl.coalesce(
            pl.lit(None, pl.UInt32),
            *(
                pl.when(_takes(number, rule)).then(pl.lit(number, dtype=pl.UInt32))
                for number, rule in holding
                if finding[f"found {number}"]
            ),
        ).alias("taken_by"),
    )
    taken = marked.select("row").join(first, on="row", how="left", maintain_order="left")
    return taken["taken_by"].fill_null(len(tried))


def _may_hold(rule: Rule, texts: pl.DataFrame) -> bool:
    """Whether a rule holds in the files of any publisher that is here."""
    if rule.publisher is None:
        return True
    if "publisher" not in texts.columns:
        return False
    return bool(texts["publisher"].unique().str.contains(rule.publisher).any())


def _takes(number: int, rule: Rule) -> pl.Expr:
    """Whether a rule takes a name in which its pattern was found."""
    takes = pl.col(f"found {number}")
    if rule.publisher is not None:
        takes &= pl.col("publisher").str.contains(rule.publisher)
    if rule.exclude is not None:
        takes &= ~_is_in(rule.exclude, rule.on)
    return takes


def _is_in(pattern: str, column: str) -> pl.Expr:
    """Whether a pattern is found in a text.

    Hundreds of places in a pattern take longer to compile than all names to search. So they are
    marked in the text once, and a pattern with the mark looks there; its other words may be places
    themselves (London), so it looks in the text as it is too.
    """
    plain = pl.col(column).str.contains(pattern)
    if PLACE in pattern and column == "name":
        return plain | pl.col(column + _MARKS).str.contains(pattern)
    return plain


def _serves(texts: pl.DataFrame, taken_by: pl.Series, tried: tuple[Rule, ...]) -> pl.Series:
    """The area served, in words: taken from the name, or the same for all whom a rule takes."""
    rows = texts.select("name", "enclosed", taken_by).with_row_index("row")
    served = [_NONE_SERVED]
    # Rule by rule, those that took nobody passed over: finding words is slow.
    for number in taken_by.unique().sort():
        rule = tried[number] if number < len(tried) else None
        if rule is None or (rule.area is None and rule.serves is None):
            continue
        words = pl.lit("") if rule.area is None else _area_in_name(rule.area)
        served.append(
            rows.filter(pl.col("taken_by") == number).select(
                "row", words.alias("words"), pl.lit(rule.serves or "{}").alias("put")
            )
        )
    words = pl.col("words")
    for short, full in payee_table()["abbreviations"].items():
        words = words.str.replace(rf"\b(?:{short})\b", full)
    words = words.str.to_titlecase().str.replace_many(_SMALL_WORDS)
    put = pl.col("put").str.replace("{}", words, literal=True)
    told = pl.col("words").is_not_null()
    found = pl.concat(served).select("row", pl.when(told).then(put).alias("serves"))
    return rows.join(found, on="row", how="left", maintain_order="left")["serves"]


def _area_in_name(area: str) -> pl.Expr:
    """What the pattern of an area takes out of a name.

    The first word of a pattern may be a place itself (LONDON BOROUGH OF), so where it is not found
    it is looked for with the first place unmarked, and last with none marked.
    """
    plain = pl.col("name").str.extract(area, 1)
    if PLACE not in area:
        return plain
    marked = pl.col("enclosed")
    rest = marked.str.replace(f"^{PLACE}([^{PLACE}]*){PLACE}", "${1}")
    found = [text.str.extract(area.replace(PLACE, MARKED), 1) for text in (marked, rest)]
    return pl.coalesce(*(unmarked(one) for one in found), plain)

"""Kinds of payee: what each name says about who was paid, and whether it was a purchase at all."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import polars as pl
from polars import selectors as cs

from spendaudit.errors import InputError
from spendaudit.names.cleaning import plain_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Bodies of the state: paying one is not local trade, wherever its head office stands.
PUBLIC_KINDS = frozenset(
    {
        "council", "combined-authority", "police", "fire", "nhs", "central-government",
        "school", "college", "pension-fund", "other-public",
    }
)  # fmt: skip
KINDS = PUBLIC_KINDS | {
    "company", "charity", "co-operative", "individual", "redacted", "bank", "not-a-payee", "unknown",
}  # fmt: skip

INFLUENCEABLE = ("yes", "no", "unsure")

_DATA = Path(__file__).parent / "data"
_AREAS = Path(__file__).parent.parent / "places" / "data"  # facts only: no code of that room
# What a pattern may be looked for in: the cleaned name, every word as spelt, the same if redacted.
_TEXTS = ("name", "spelt", "redaction")
# Small words inside a place's name: Blackburn with Darwen, Kingston upon Thames.
_SMALL_WORDS = {
    f" {word} ": f" {word.lower()} " for word in ("And", "On", "Of", "Upon", "With", "The", "Le")
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of `payees.toml`, which says what each field means."""

    name: str
    kind: str
    pattern: str
    influenceable: str
    reason: str
    source: str = "council spend files"
    rule: str | None = None
    on: str = "name"
    exclude: str | None = None
    public: bool | None = None
    area: str | None = None
    serves: str | None = None
    publisher: str | None = None


@dataclass(frozen=True)
class Rules:
    """Rules in the order in which they are tried; the first that takes a payee decides."""

    rules: tuple[Rule, ...]

    def preceded_by(self, written: Iterable[dict[str, Any]]) -> Self:
        """These rules with others, written as in `payees.toml`, tried before them.

        Raises:
            InputError: a rule lacks a field, has an unknown one, or a pattern cannot be read.
        """
        return replace(
            self, rules=(*(_checked(_rule(one, _words())) for one in written), *self.rules)
        )

    def without(self, names: Collection[str]) -> Self:
        """These rules without those of the given names."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.name not in names))


@cache
def standard_rules() -> Rules:
    """The rules that come with the package."""
    return Rules(tuple(_rule(one, _words()) for one in _table()["rules"]))


def kinds_of(payees: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """The payees with what their names say: `kind`, `influenceable`, `rule`, `public`, `serves`.

    `payees` has `supplier` as spelt and `name` as cleaned; with a column `publisher` the rules that
    hold for one publisher apply as well. A payee whom no rule takes is `unknown`, and counts as
    influenceable: most are small firms, and leaving them out would flatter the local share.

    `serves` names the area that a public body serves, as far as its name says it.
    """
    tried = (rules or standard_rules()).rules
    texts = _texts(payees)
    taken_by = _first_to_take(texts, tried)
    verdicts = [*((r.kind, r.influenceable, r.rule, _is_public(r)) for r in tried), _NO_RULE]
    verdict = pl.DataFrame(verdicts, schema=_VERDICT, orient="row")[taken_by]
    return payees.with_columns(*verdict, _serves(texts, taken_by, tried))


def redacted(spelt: pl.Expr) -> pl.Expr:
    """Whether a text stands where a name was withheld, in any of the ways publishers write that.

    A name is not withheld because it sounds like it: Redactive Publishing and Confidential Direct
    are firms, and what follows a hash is a remark about the name before it.
    """
    says = _table()["redaction"]
    around = f"(?:{says['filler']}|{says['key']})"
    pattern = (
        rf"^(?:{around} )*(?:{says['word']}|{says['key']})(?: {around})*$"
        rf"|^(?:{says['alone']})$|\b(?:{says['anywhere']})\b"
    )
    words = plain_words(spelt.str.strip_chars_start(" #").str.replace("#.*$", ""))
    named = words.str.replace_all(rf"\b(?:{says['word']}|{around}|{says['firm']})\b", "")
    is_named_firm = words.str.contains(rf"\b(?:{says['firm']})$") & named.str.contains(r"\p{L}")
    return (words.str.contains(pattern) & ~is_named_firm) | spelt.str.contains(says["blanked"])


def withheld_as(spelt: pl.Expr) -> pl.Expr:
    """What a text that stands in place of a name says of it, as a phrase of the table of payees."""
    words = plain_words(spelt)
    said = pl.lit(None, pl.String)
    for reason in reversed(_table()["redaction"]["reasons"]):
        said = (
            pl.when(words.str.contains(reason["pattern"]))
            .then(pl.lit(reason["name"]))
            .otherwise(said)
        )
    return said


_VERDICT = {
    "kind": pl.String,
    "influenceable": pl.String,
    "rule": pl.String,
    "public": pl.Boolean,
}
# A letter, so that a word boundary stands beside it, and in the name of nobody.
_PLACE, _MARKED = "\N{CYRILLIC LETTER MULTIOCULAR O}", " with places marked"
_NONE_SERVED = pl.DataFrame(schema={"row": pl.UInt32, "words": pl.String, "put": pl.String})
_NO_RULE = ("unknown", "yes", None, False)


def _is_public(rule: Rule) -> bool:
    return rule.kind in PUBLIC_KINDS if rule.public is None else rule.public


def _texts(payees: pl.DataFrame) -> pl.DataFrame:
    """The texts in which rules look for their patterns, one column each."""
    spelt = pl.col("supplier").fill_null("")
    texts = payees.select(
        plain_words(spelt).alias("spelt"),
        pl.col("name").fill_null(""),
        _enclosed(pl.col("name").fill_null("")).alias("enclosed"),
        redacted(spelt).alias("withheld"),
        *([pl.col("publisher").fill_null("")] if "publisher" in payees.columns else []),
    )
    return texts.with_columns(pl.when("withheld").then("spelt").alias("redaction"))


def _first_to_take(texts: pl.DataFrame, tried: tuple[Rule, ...]) -> pl.Series:
    """For each payee the number of the first rule that takes it, or the number of rules."""
    holding = [
        (number, rule)
        for number, rule in enumerate(tried)
        if rule.publisher is None or "publisher" in texts.columns
    ]
    marked = texts.with_columns(
        pl.col("enclosed")
        .str.replace_all(f"{_PLACE}[^{_PLACE}]*{_PLACE}", _PLACE)
        .alias("name" + _MARKED)
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


def _takes(number: int, rule: Rule) -> pl.Expr:
    """Whether a rule takes a payee in whose name its pattern was found."""
    takes = pl.col(f"found {number}")
    if rule.publisher is not None:
        takes &= pl.col("publisher").str.contains(rule.publisher)
    if rule.exclude is not None:
        takes &= ~_is_in(rule.exclude, rule.on)
    return takes


def _enclosed(text: pl.Expr) -> pl.Expr:
    """The text with a sign before and after each name of a place that has a council."""
    return text.str.replace_all(rf"\b({_places()})\b", f"{_PLACE}${{1}}{_PLACE}")


def _is_in(pattern: str, column: str) -> pl.Expr:
    """Whether a pattern is found in a text.

    Hundreds of places in a pattern take longer to compile than all names to search. So they are
    marked in the text once, and a pattern with the mark looks there; its other words may be places
    themselves (London), so it looks in the text as it is too.
    """
    plain = pl.col(column).str.contains(pattern)
    if _PLACE in pattern and column == "name":
        return plain | pl.col(column + _MARKED).str.contains(pattern)
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
    for short, full in _table()["abbreviations"].items():
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
    if _PLACE not in area:
        return plain
    place = f"{_PLACE}[^{_PLACE}]*{_PLACE}"
    enclosed = pl.col("enclosed")
    rest_enclosed = enclosed.str.replace(f"^{_PLACE}([^{_PLACE}]*){_PLACE}", "${1}")
    found = [text.str.extract(area.replace(_PLACE, place), 1) for text in (enclosed, rest_enclosed)]
    return pl.coalesce(*(one.str.replace_all(_PLACE, "", literal=True) for one in found), plain)


def _rule(written: dict[str, Any], words: dict[str, str]) -> Rule:
    """The rule, with the words in braces put into its patterns."""
    given = {"exclude" if key == "not" else key: value for key, value in written.items()}
    for key in given.keys() & {"pattern", "exclude", "area"}:
        for word, piece in words.items():
            given[key] = str(given[key]).replace(f"{{{word}}}", piece)
    called = f"A payee rule, {given.get('name', 'without a name')!r},"
    try:
        return Rule(**given)
    except TypeError as error:
        known = ", ".join(field.name for field in fields(Rule))
        raise InputError(
            f"{called} does not have the fields of a rule: {error}.", f"A rule has: {known}."
        ) from None


def _checked(rule: Rule) -> Rule:
    """The rule, if all that it says can be used; the package's own are checked by a test."""
    called = f"A payee rule, {rule.name!r},"
    for pattern in (rule.pattern, rule.exclude, rule.area, rule.publisher):
        try:
            pl.Series([""]).str.contains(pattern or "")
        except pl.exceptions.ComputeError as error:
            raise InputError(
                f"{called} has a pattern that cannot be read: {pattern}",
                "Patterns are Rust regular expressions, without lookaround.",
                (str(error),),
            ) from None
    if rule.kind not in KINDS or rule.influenceable not in INFLUENCEABLE or rule.on not in _TEXTS:
        raise InputError(
            f"{called} has a kind, an influenceable or an on that is not known.",
            f"Kinds: {', '.join(sorted(KINDS))}. Influenceable: yes, no, unsure. On: {', '.join(_TEXTS)}.",
        )
    return rule


@cache
def _words() -> dict[str, str]:
    """The pieces that patterns are made of: those of the table, and the mark of a place."""
    return {**_table()["words"], "place": _PLACE}


@cache
def _places() -> str:
    """A group that finds the name of any place that has or had a council."""
    return _alternatives(council_places())


def council_places() -> set[str]:
    """Cleaned names of the places that have or had a council, from the table of areas and ours."""
    rows = [
        *(row["name"] for row in _rows("districts.csv")),
        *(row["name"] for row in _rows("areas.csv") if row["kind"] == "county"),
        *(row["old_name"] for row in _rows("predecessors.csv")),
        *(_DATA / "council_places.txt").read_text(encoding="utf-8").splitlines(),
    ]
    # As the Office for National Statistics writes them: Bristol, City of; Derry City.
    title = re.compile(r", (?:City|County) of$|^(?:City|County) of | (?:City|County)$")
    # A test holds this against the cleaning of names, which would take ten times as long here.
    return {
        " ".join(re.sub("[^A-Z0-9 ]", " ", title.sub("", row).replace("'", "").upper()).split())
        for row in rows
        if not row.startswith("#")
    }


def _alternatives(names: Iterable[str]) -> str:
    """A group that finds the longest of the names."""
    return f"(?:{'|'.join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))})"


def _rows(areas: str) -> list[dict[str, str]]:
    with (_AREAS / areas).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((_DATA / "payees.toml").read_text(encoding="utf-8"))
    return table

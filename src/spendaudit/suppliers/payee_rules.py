"""The rules by which a name tells what kind of payee it is, as `payees.toml` has them."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from spendaudit.errors import InputError
from spendaudit.suppliers.place_marks import PLACE

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
NO_REASON = "none"
"""What a rule about rows names in `of` for payees for whose payments no rule gives a reason."""

# What a pattern may be looked for in: the cleaned name, every word as spelt, the same if redacted.
_TEXTS = ("name", "spelt", "redaction")
_PATTERNS = ("pattern", "exclude", "area")
# Areas of forces are hundreds of words in a dozen patterns: in a pattern that is tried on every
# name they are a marked place, and only where the words are wanted do they stand in full.
_MARKED_WORDS = ("place", "force")


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

    @property
    def is_public(self) -> bool:
        """Whether whom it takes is a body of the state."""
        return self.kind in PUBLIC_KINDS if self.public is None else self.public


@dataclass(frozen=True, kw_only=True)
class RowRule:
    """One of the rules by which a row corrects what the payee's name says; `payees.toml` explains them."""

    name: str
    of: tuple[str, ...]
    kinds: tuple[str, ...]
    pattern: str
    influenceable: str
    rule: str
    reason: str
    source: str
    exclude: str | None = None
    payers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """Rules in the order in which they are tried; the first that takes a payee decides.

    Attributes:
        rules: all of them.
        own: how many of the first are the user's, which beat the table of public bodies too.
        counted: reasons, such as `grant`, that take nothing out of the influenceable pounds.
        rows: those that correct one payment by what its row says.
    """

    rules: tuple[Rule, ...]
    own: int = 0
    counted: frozenset[str] = frozenset()
    rows: tuple[RowRule, ...] = ()

    def preceded_by(self, written: Iterable[dict[str, Any]]) -> Self:
        """These rules with others, written as in `payees.toml`, tried before them.

        Raises:
            InputError: a rule lacks a field, has an unknown one, or a pattern cannot be read.
        """
        own = tuple(_checked(_rule(one)) for one in written)
        return replace(self, rules=(*own, *self.rules), own=len(own) + self.own)

    def counting(self, reasons: Collection[str]) -> Self:
        """These rules, with what is taken out for the given reasons counted as purchases.

        Raises:
            InputError: no rule has such a reason.
        """
        known = {rule.rule for rule in self.rules if rule.rule}
        for reason in reasons:
            if reason not in known:
                raise InputError(
                    f"{reason[:60]!r} is no reason for which a rule takes money out",
                    f"known: {', '.join(sorted(known))}",
                )
        return replace(self, counted=self.counted | frozenset(reasons))

    def without(self, names: Collection[str]) -> Self:
        """These rules without those of the given names."""
        return replace(
            self,
            rules=tuple(rule for rule in self.rules if rule.name not in names),
            rows=tuple(rule for rule in self.rows if rule.name not in names),
        )


@cache
def standard_rules() -> Rules:
    """The rules that come with the package."""
    table = payee_table()
    return Rules(
        tuple(_rule(one) for one in table["rules"]),
        rows=tuple(_row_rule(one) for one in table["rows"]),
    )


@cache
def payee_table() -> dict[str, Any]:
    """All that `payees.toml` says."""
    path = Path(__file__).parent / "data" / "payees.toml"
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return table


def force_areas() -> list[str]:
    """The areas of police forces, fire services and combined authorities, as patterns name them."""
    words: str = payee_table()["words"]["force"]
    return words.removeprefix("(?:").removesuffix(")").split("|")


def _rule(written: dict[str, Any]) -> Rule:
    """The rule, with the words in braces put into its patterns."""
    given = {"exclude" if key == "not" else key: value for key, value in written.items()}
    words = {**payee_table()["words"], "place": PLACE}
    for key in given.keys() & set(_PATTERNS):
        for word, piece in words.items():
            marked = key == "pattern" and given.get("on", "name") == "name"
            put = PLACE if marked and word in _MARKED_WORDS else piece
            given[key] = str(given[key]).replace(f"{{{word}}}", put)
    called = f"A payee rule, {given.get('name', 'without a name')!r},"
    known = [field.name for field in fields(Rule)]
    needed = [field.name for field in fields(Rule) if field.default is MISSING]
    if odd := sorted({*needed, *given} - ({*given} & {*known})):
        raise InputError(
            f"{called} does not have the fields of a rule: {', '.join(map(_clipped, odd))}.",
            f"A rule has: {', '.join(known)}; of these it needs: {', '.join(needed)}.",
        )
    return Rule(**given)


def _row_rule(written: dict[str, Any]) -> RowRule:
    given: dict[str, Any] = {
        "exclude" if key == "not" else key: tuple(value) if isinstance(value, list) else value
        for key, value in written.items()
    }
    for key in given.keys() & set(_PATTERNS):
        for word, piece in payee_table()["words"].items():
            given[key] = str(given[key]).replace(f"{{{word}}}", piece)
    return RowRule(**given)


def _clipped(field: str) -> str:
    return field[:40]


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
    if rule.rule is None and rule.influenceable != "yes":
        # What it takes out must stand in the report under a name that its author knows.
        return replace(rule, rule=rule.name)
    return rule

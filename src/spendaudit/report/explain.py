"""One supplier explained: spellings, kind, owner, place, register records and payments, with their evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from spendaudit import __version__
from spendaudit.errors import SupplierError
from spendaudit.measures.organisations import NAMELESS, organisations_of
from spendaudit.measures.spend import NO_NAME, sum_of
from spendaudit.measures.spend import pounds as in_pounds
from spendaudit.names.codes import by_their_names
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.compose import sources_of
from spendaudit.report.evidence import (
    candidates_section,
    evidence_section,
    others_section,
    payments_section,
    spellings_section,
)
from spendaudit.report.explanation import Explanation
from spendaudit.report.figures import counted, pounds
from spendaudit.suppliers.hiding import HIDDEN_NAME
from spendaudit.suppliers.kinds import rule_behind
from spendaudit.suppliers.lists import COLUMNS
from spendaudit.suppliers.matching import candidates as candidates_in
from spendaudit.suppliers.meant import supplier_meant
from spendaudit.suppliers.organisation_facts import NOT_KNOWN, SIZE_IS
from spendaudit.suppliers.payee_rules import standard_rules

if TYPE_CHECKING:
    from spendaudit.audit import Audit
    from spendaudit.report.evidence import Candidates
    from spendaudit.suppliers.meant import Meant
    from spendaudit.suppliers.payee_rules import RowRule, Rule


_COUNTS_AS = {
    "yes": "a purchase that could be made elsewhere",
    "no": "no purchase that could be made elsewhere",
    "unsure": "perhaps a purchase that could be made elsewhere; it counts as one",
}


def explain(audit: Audit, asked: str, candidates: Candidates | None = None) -> Explanation:
    """Gather all that is known of the supplier that a person asks for.

    Args:
        audit: what the line gave.
        asked: a name in any spelling, part of one, the council's id or a company number.
        candidates: gives every organisation that the registers have for a name, surest first, with
            `matched_name`, `identifier`, `postcode`, `status`, `score` and `against` (why it is
            not the one); None where no register was asked.

    Raises:
        SupplierError: nobody goes by that name.
    """
    if candidates is None and audit.registers:
        candidates = partial(candidates_in, registers=audit.registers)
    paid = organisations_of(audit)
    known = audit.payees.join(paid.select("payee", "pence"), on="payee")
    meant = supplier_meant(asked, known)
    payees = known.filter(pl.col("name") == meant.name).sort(
        "pence", "supplier", "payee", descending=[True, False, False]
    )
    mine = paid.filter(pl.col("name") == meant.name)
    payments = audit.payments.filter(pl.col("payee").is_in(payees["payee"].implode()))
    first, last = payments["paid_on"].min(), payments["paid_to"].max()
    spelt = payees["supplier"].drop_nulls()
    if (spelt == HIDDEN_NAME).any():
        raise SupplierError(
            "the supplier that fits best is an individual, whom --hide-individuals keeps back",
            "leave --hide-individuals out where nobody else will read it",
        )
    label = str(spelt[0]) if len(spelt) else NO_NAME
    return Explanation(
        version=__version__,
        asked=asked,
        supplier=label,
        area_code=audit.area.code,
        area_name=audit.area.name,
        amount=in_pounds(sum_of(payments["pence"])),
        payments=payments.height,
        period=None if first is None or last is None else (first, last),  # type: ignore[arg-type]
        facts=tuple(
            fact
            for fact in (
                ("found", _found(meant)),
                ("place", _place(payees, audit)),
                ("doubt", "; ".join(payees["doubt"].drop_nulls().unique().sort())),
                ("kind", _kind(payees, audit)),
                ("owner", _owner(mine)),
                ("register", _matched(payees)),
                ("is", _facts_of(mine)),
                ("list", _listed(payees)),
            )
            if fact[1]
        ),
        sections=(
            spellings_section(payments, payees),
            evidence_section(payees),
            candidates_section(label, payees, candidates),
            payments_section(payments, [file.name for file in audit.cleaned.files]),
            *others_section(meant, known),
        ),
        sources=sources_of(audit),
    )


def _found(meant: Meant) -> str:
    if not meant.others:
        return f"{meant.how}, cleaned: {meant.name}" if meant.name else meant.how
    others = counted(len(meant.others), "other supplier")
    return f"{meant.how}, cleaned: {meant.name}; {others} would fit (see the end)"


def _place(payees: pl.DataFrame, audit: Audit) -> str:
    """Where its money is counted, a clause for each tier."""
    sums = (
        payees.group_by("tier", "placed_by")
        .agg(pl.col("pence").sum())
        .sort("pence", "tier", "placed_by", descending=[True, False, False])
    )
    clauses = []
    for tier, rung, pence in sums.iter_rows():
        amount = f"{pounds(in_pounds(pence))} " if sums.height > 1 else ""
        if tier == NOT_PLACED:
            clauses.append(f"{amount}not placed: {rung}")
        else:
            clauses.append(f"{amount}in {tier}, by {rung}")
    if payees["branch_here"].any():
        called = audit.area.in_a_sentence
        clauses.append(f"your list says that it has a branch in {called}")
    return "; ".join(clauses)


def _kind(payees: pl.DataFrame, audit: Audit) -> str:
    """What the name says, or the row where that says more, and the rule that says so."""
    sums = payees.group_by("by_row", maintain_order=True).agg(pl.col("pence").sum())
    clauses = []
    for by_row, pence in sums.iter_rows():
        one = payees.filter(pl.col("by_row").eq_missing(by_row)).head(1)
        amount = f"{pounds(in_pounds(pence))}: " if sums.height > 1 else ""
        clauses.append(amount + _kind_of(one, audit))
    return "; ".join(clauses)


def _kind_of(one: pl.DataFrame, audit: Audit) -> str:
    kind, counts = one["kind"].item(), _COUNTS_AS[one["influenceable"].item()]
    rules = audit.rules or standard_rules()
    by_row = [rule for rule in rules.rows if rule.name == one["by_row"].item()]
    if by_row:
        return f"{kind}: {counts}; {_because(by_row[0])}"
    bodies = audit.payments["body"].drop_nulls().unique()
    said = by_their_names(one).select("supplier", "name")
    if len(bodies) == 1:
        said = said.with_columns(pl.lit(str(bodies[0])).alias("publisher"))
    rule = rule_behind(said, rules)
    if rule is None:
        return f"no rule knows the name; it counts as {counts}"
    return f"{kind}: {counts}; {_because(rule)}"


def _because(rule: Rule | RowRule) -> str:
    said = f" ({rule.rule})" if rule.rule else ""
    return f"rule “{rule.name}”{said}: {rule.reason}; source: {rule.source}"


def _owner(mine: pl.DataFrame) -> str:
    one = mine.sort("pence", descending=True).row(0, named=True)
    if one["ownership"] == NAMELESS:
        return ""
    form = f"; legal form: {one['legal_form']}" if one["legal_form"] else ""
    if one["ownership"] == NOT_KNOWN:
        return f"not known{form}"
    return f"{one['ownership']}, told by {one['ownership_from']}{form}"


def _matched(payees: pl.DataFrame) -> str:
    """The organisation that a register has for the name, how it was found and why it may be wrong."""
    if "register" not in payees.columns:
        return ""
    known = payees.filter(pl.col("matched_name").is_not_null() | pl.col("reason").is_not_null())
    if known.is_empty():
        return ""
    one = known.row(0, named=True)
    if one["register_rung"] is None:
        return f"not matched: {one['reason']}"
    name = one["organisation_name"] or one["matched_name"]
    under = f", under the name {one['matched_name']}" if one["matched_name"] != name else ""
    score = one["score"]
    alike = f", {score:.0f}% alike" if score is not None and score < 100 else ""
    runner = f"next: {one['runner_up']}" if one["runner_up"] else None
    said = [
        f"{name} in the register {one['register']}{under} ({one['match']}{alike})",
        one["form"],
        one["status"],
        f"also in {one['also_in']}" if one["also_in"] else None,
        one["reason"],
        runner,
        # Said before, where the place rests on it.
        None if (one["register_doubt"] or "") in (one["doubt"] or "") else one["register_doubt"],
    ]
    return "; ".join(filter(None, said))


def _facts_of(mine: pl.DataFrame) -> str:
    """What it is by its number or register: identifier, industry, size, age, standing."""
    one = mine.sort("pence", descending=True).row(0, named=True)
    said = [
        one["identifier"],
        f"{one['section']}: {one['division']}" if one["section"] else None,
        f"{one['size']} ({SIZE_IS})" if one["size"] != NOT_KNOWN else None,
        None if one["age"] is None else f"{counted(one['age'], 'year')} old when first paid",
        one["standing"],
    ]
    return "; ".join(filter(None, said))


def _listed(payees: pl.DataFrame) -> str:
    """What the user's own list says of it, word by word."""
    said = []
    for column in COLUMNS:
        name = f"listed_{column}"
        if name in payees.columns and len(words := payees[name].drop_nulls().unique().sort()):
            said.append(f"{column.replace('_', ' ')} {', '.join(words)}")
    return "; ".join(said)

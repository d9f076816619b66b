"""One supplier explained: spellings, kind, owner, place, register records and payments, with their evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from spendaudit import __version__
from spendaudit.measures.organisations import NAMELESS, organisations_of
from spendaudit.measures.spend import NO_NAME, sum_of
from spendaudit.measures.spend import pounds as in_pounds
from spendaudit.places.areas import district_names
from spendaudit.places.tiers import NOT_PLACED
from spendaudit.report.compose import sources_of
from spendaudit.report.explanation import Explanation
from spendaudit.report.figures import counted, pounds
from spendaudit.report.values import Column, Kind, Section, Table
from spendaudit.suppliers.kinds import rule_behind
from spendaudit.suppliers.lists import COLUMNS
from spendaudit.suppliers.matching import candidates as candidates_in
from spendaudit.suppliers.meant import supplier_meant
from spendaudit.suppliers.organisation_facts import NOT_KNOWN, SIZE_IS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spendaudit.audit import Audit
    from spendaudit.suppliers.meant import Meant
    from spendaudit.suppliers.payee_rules import Rule

    Candidates = Callable[[str], pl.DataFrame]

MOST_PAYMENTS, MOST_SPELLINGS, MOST_OTHERS, MOST_CANDIDATES = 10, 20, 10, 15
_COUNTS_AS = {
    "yes": "a purchase that could be made elsewhere",
    "no": "no purchase that could be made elsewhere",
    "unsure": "perhaps a purchase that could be made elsewhere; it counts as one",
}
_CANDIDATES = (
    ("matched_name", "Name in a register", Kind.TEXT),
    ("identifier", "Identifier", Kind.TEXT),
    ("postcode", "Postcode", Kind.TEXT),
    ("status", "Status", Kind.TEXT),
    ("score", "alike", Kind.TEXT),
    ("rung", "Found as", Kind.TEXT),
    ("against", "Why not", Kind.TEXT),
)


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
            _spellings(payments, payees),
            _evidence(payees),
            _candidates(label, payees, candidates),
            _payments(payments, [file.name for file in audit.cleaned.files]),
            *_others(meant, known),
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
    """What the name says, and the rule that says so."""
    one = payees.head(1)
    kind, influenceable = one["kind"].item(), one["influenceable"].item()
    bodies = audit.payments["body"].drop_nulls().unique()
    said = one.select("supplier", "name")
    if len(bodies) == 1:
        said = said.with_columns(pl.lit(str(bodies[0])).alias("publisher"))
    rule = rule_behind(said)
    counts = _COUNTS_AS[influenceable]
    if rule is None:
        return f"no rule knows the name; it counts as {counts}"
    return f"{kind}: {counts}; {_because(rule)}"


def _because(rule: Rule) -> str:
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
        one["register_doubt"],
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


def _spellings(payments: pl.DataFrame, payees: pl.DataFrame) -> Section:
    spelt = (
        payments.group_by("supplier")
        .agg(
            pl.col("supplier_id").drop_nulls().unique().cast(pl.String).sort().alias("ids"),
            pl.col("pence").sum(),
            pl.len(),
        )
        .with_columns(pl.col("supplier").cast(pl.String).fill_null(NO_NAME))
        .sort("pence", "supplier", descending=[True, False])
    )
    columns = (
        Column("supplier", "As spelt", Kind.TEXT),
        Column("supplier_ids", "Ids", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("payments", "payments", Kind.COUNT),
    )
    rows = tuple(
        (supplier, _few(ids), in_pounds(pence), number)
        for supplier, ids, pence, number in spelt.head(MOST_SPELLINGS).iter_rows()
    )
    more = spelt.height - MOST_SPELLINGS
    said = f"and {counted(more, 'more spelling')}" if more > 0 else ""
    shared = payees.filter(pl.col("supplier_id").is_not_null())["supplier_id"].n_unique()
    if shared > 1 and not said:
        said = f"{counted(shared, 'supplier id')} in all"
    return Section("spellings", "How it is spelt", Table(columns, rows), said)


def _evidence(payees: pl.DataFrame) -> Section:
    """Each different evidence for its place, with the money that rests on it."""
    names = district_names()
    evidence = (
        payees.join(names, on="district", how="left")
        .group_by(
            "placed_by", "postcode_written", "company_number", "postcode", "district",
            "district_name", "serves", "tier", "doubt",
        )
        .agg(pl.col("pence").sum())
        .sort("pence", "tier", "postcode_written", descending=[True, False, False])
    )  # fmt: skip
    columns = (
        Column("placed_by", "Placed by", Kind.TEXT),
        Column("postcode", "Postcode", Kind.TEXT),
        Column("district", "District", Kind.TEXT),
        Column("serves", "Serves", Kind.TEXT),
        Column("company_number", "Company number", Kind.TEXT),
        Column("tier", "Tier", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
    )
    rows = tuple(
        (
            one["placed_by"],
            one["postcode"] or one["postcode_written"],
            one["district_name"] or one["district"],
            one["serves"],
            one["company_number"],
            one["tier"],
            in_pounds(one["pence"]),
        )
        for one in evidence.head(MOST_SPELLINGS).iter_rows(named=True)
    )
    kept = [
        at
        for at, column in enumerate(columns)
        if column.key in ("placed_by", "tier", "amount") or any(row[at] for row in rows)
    ]
    table = Table(
        tuple(columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows)
    )
    more = evidence.height - MOST_SPELLINGS
    said = f"and {counted(more, 'more line')} of evidence" if more > 0 else ""
    return Section("evidence", "What it was placed by", table, said)


def _candidates(label: str, payees: pl.DataFrame, candidates: Candidates | None) -> Section:
    """Every organisation that the registers have for the name; the seam to the matcher."""
    title = "Organisations of that name in the registers"
    if candidates is None:
        return Section("candidates", title, None, "no register of organisations was asked")
    if payees["kind"].is_in(["redacted", "not-a-payee"]).all():
        return Section("candidates", title, None, "it is no name that a register could have")
    found = candidates(label)
    if found.is_empty():
        return Section("candidates", title, None, "no register has one like it")
    # The same name may be found in several ways; the surest says it.
    found = found.unique(
        [one for one in ("identifier", "matched_name") if one in found.columns],
        keep="first",
        maintain_order=True,
    )
    shown = [one for one in _CANDIDATES if one[0] in found.columns]
    rows = tuple(
        tuple(_worded(cell) for cell in row)
        for row in found.head(MOST_CANDIDATES).select(key for key, _, _ in shown).iter_rows()
    )
    more = found.height - MOST_CANDIDATES
    said = f"the surest {MOST_CANDIDATES} of {found.height:,}" if more > 0 else ""
    table = Table(tuple(Column(*one) for one in shown), rows)
    return Section("candidates", title, table, said)


def _worded(cell: object) -> str | None:
    """A score in whole per cent; any other cell as it is."""
    if isinstance(cell, float):
        return f"{cell:.0f}%"
    return None if cell is None else str(cell)


def _payments(payments: pl.DataFrame, files: Sequence[str]) -> Section:
    """The largest, each with the line on which it stands; the file where there are several."""
    columns = (
        Column("paid_on", "Paid", Kind.DATE),
        Column("amount", "£", Kind.MONEY),
        Column("department", "Department", Kind.TEXT),
        Column("purpose", "For", Kind.TEXT),
        Column("line", "Line", Kind.TEXT),
        Column("file", "File", Kind.TEXT),
    )
    largest = payments.sort(
        pl.col("pence").abs(), "file", "line", descending=[True, False, False]
    ).head(MOST_PAYMENTS)
    found = largest.select(
        "paid_on",
        "pence",
        pl.col("department").cast(pl.String),
        pl.coalesce(pl.col("purpose", "category").cast(pl.String)),
        # A line number is a name: no separators.
        pl.col("line").cast(pl.String),
        pl.col("file").cast(pl.String),
    ).rows()
    several = len(files) > 1
    shown = columns if several else columns[:-1]
    rows = tuple((day, in_pounds(pence), *rest)[: len(shown)] for day, pence, *rest in found)
    said = "" if several else f"Lines of {files[0]}."
    if payments.height > MOST_PAYMENTS:
        said = (
            f"The largest {MOST_PAYMENTS} of {payments.height:,}; "
            f"spendaudit payments FILE -o payments.csv has all. {said}"
        ).strip()
    return Section("payments", "The largest payments", Table(shown, rows), said)


def _others(meant: Meant, known: pl.DataFrame) -> tuple[Section, ...]:
    if not meant.others:
        return ()
    sums = (
        known.filter(pl.col("name").is_in(list(meant.others)))
        .sort("pence", descending=True)
        .group_by("name", maintain_order=True)
        .agg(pl.col("supplier").first().fill_null(NO_NAME), pl.col("pence").sum())
        .sort("pence", "name", descending=[True, False])
        .head(MOST_OTHERS)
    )
    columns = (Column("supplier", "Supplier", Kind.TEXT), Column("amount", "£", Kind.MONEY))
    rows = tuple((supplier, in_pounds(pence)) for _, supplier, pence in sums.iter_rows())
    more = len(meant.others) - MOST_OTHERS
    said = "spendaudit explain with one of these names tells of it"
    said = f"and {more:,} more; {said}" if more > 0 else said
    return (Section("others", "Others whose name would fit", Table(columns, rows), said),)


def _few(texts: list[str]) -> str:
    more = len(texts) - 3
    return "; ".join(texts[:3]) + (f" and {more:,} more" if more > 0 else "")

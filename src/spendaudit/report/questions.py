"""The questions of a report, each answered by a section, and only if somebody wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.measures import spend as measure
from spendaudit.measures.anchors import anchor_sections
from spendaudit.measures.benchmark import benchmark
from spendaudit.measures.branches import branch_sections
from spendaudit.measures.breakdowns import by_category, by_department, by_month
from spendaudit.measures.deprivation import by_deprivation
from spendaudit.measures.distance import by_distance
from spendaudit.measures.largest import leaks, local_suppliers, unplaced_suppliers
from spendaudit.measures.leakage import flows, leakage_by
from spendaudit.measures.organisations import organisation_sections, organisations_of
from spendaudit.measures.pass_through import pass_through
from spendaudit.measures.redactions import redactions
from spendaudit.measures.sample import largest_suppliers
from spendaudit.measures.sizes import by_payment_size, by_yearly_size, reservable
from spendaudit.measures.unusual import unusual
from spendaudit.measures.years import year_sections
from spendaudit.report.captions import captioned
from spendaudit.report.figures import pounds
from spendaudit.report.overlapping import overlaps_section
from spendaudit.report.values import Column, Kind, Omitted, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from spendaudit.audit import Audit

EVERY_SECTION = "all"
"""Asked for as a section, it stands for every one."""
BEFORE_ALL = ("tiers", "placed-by")
"""Tables that every report has, whatever is asked."""
FIRST = (
    *BEFORE_ALL,
    "change",
    "suppliers-leaving",
    "not-influenceable",
    "set-aside",
    "overlaps",
)
"""What a report answers unasked: how much stays, how sure, what moved, what leaks most."""
IF_HARDLY_PLACED = "suppliers-unplaced"
"""Also unasked, where hardly anything was placed: its suppliers would mend that."""
HARDLY_PLACED = "too little was placed for a local share to mean anything"
NOTHING_PAID = "no amount is above nought, so that there is no share"
MOST_RULES = 3
_LISTED = {"branches": "branch", "groups": "group", "pass-through": "passed_on"}
"""Questions that only the user's list can answer, and its column."""


class Question(NamedTuple):
    """Sections that are answered together.

    `unoffered` are those of the keys that have nothing to say here: a report does not propose them.
    """

    keys: tuple[str, ...]
    answer: Callable[[], Iterable[Section]]
    unoffered: tuple[str, ...] = ()


def questions(
    audit: Audit, spend: pl.DataFrame, last_day: date | None, *, hardly_placed: bool
) -> list[Question]:
    """Every question that these files may answer, in the order of a report."""
    home = audit.area

    def organisations() -> Iterable[Section]:
        paid = organisations_of(audit)
        return (
            *branch_sections(audit, paid),
            pass_through(audit, paid),
            *organisation_sections(paid, home, hardly_placed=hardly_placed),
        )

    shares = [
        Question(("benchmark",), lambda: [benchmark(audit, spend)]),
        Question(("months",), lambda: [by_month(spend, home)]),
        Question(("departments",), lambda: [by_department(spend, home)]),
        Question(("categories",), lambda: [by_category(spend, home)]),
        Question(("years", "change"), lambda: year_sections(spend, home)),
        Question(("sizes",), lambda: [by_payment_size(spend, home, last_day)]),
        Question(("sizes-yearly",), lambda: [by_yearly_size(spend, home, last_day)]),
    ]
    if hardly_placed:
        shares = [one._replace(answer=_dropping(one.answer, HARDLY_PLACED)) for one in shares]
    elif not (spend["pence"] > 0).any():
        shares = [one._replace(answer=_dropping(one.answer, NOTHING_PAID)) for one in shares]
    unlisted = tuple(
        key for key, column in _LISTED.items() if audit.payees[f"listed_{column}"].is_null().all()
    )
    kinds = (*_LISTED, "owners", "legal-forms", "firm-sizes", "industries", "standing")
    return [
        *shares,
        Question(("suppliers-local",), lambda: [local_suppliers(spend, home)]),
        Question(("suppliers-leaving",), lambda: [leaks(spend, home)]),
        Question(("leakage-departments",), lambda: [leakage_by(spend, home, "department")]),
        Question(("leakage-categories",), lambda: [leakage_by(spend, home, "category")]),
        Question(("flows",), lambda: [flows(spend, home)]),
        Question(("reservable",), lambda: [reservable(spend, home)]),
        Question(("sample",), lambda: [largest_suppliers(spend, home)]),
        Question((IF_HARDLY_PLACED,), lambda: [unplaced_suppliers(spend)]),
        Question(kinds, organisations, unlisted),
        Question(("not-influenceable",), lambda: [_not_influenceable(spend)]),
        Question(("redactions",), lambda: [redactions(audit)]),
        Question(("set-aside",), lambda: [_set_aside(audit)]),
        Question(("distance",), lambda: [by_distance(audit, spend)] if audit.has_points else []),
        Question(("deprivation",), lambda: [by_deprivation(audit, spend)]),
        Question(("anchors", "joint"), lambda: anchor_sections(audit, spend)),
        Question(("unusual",), lambda: [unusual(audit)]),
        Question(("overlaps",), lambda: overlaps_section(audit.cleaned)),
    ]


def answers(
    asked: Sequence[Question], wanted: Collection[str] | None
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections that are wanted, and the keys of those that nobody asked for.

    A question is answered as a whole: some sections come together.
    """
    everything = wanted is None or EVERY_SECTION in wanted
    chosen = [one for one in asked if everything or set(one.keys) & set(wanted or ())]
    left = [one for one in asked if one not in chosen]
    sections = captioned(section for one in chosen for section in one.answer())
    return sections, tuple(key for one in left for key in one.keys if key not in one.unoffered)


def asks_for_points(wanted: Collection[str] | None) -> bool:
    """Whether a question needs coordinates, which cost a tenth of a second to look up."""
    return wanted is None or bool({"distance", EVERY_SECTION} & set(wanted))


def _dropping(answer: Callable[[], Iterable[Section]], why: str) -> Callable[[], Iterable[Section]]:
    """The same sections without their tables, whose shares would be next to nothing, or none."""
    return lambda: [
        Section(one.key, one.title, None, why if one.table else one.left_out) for one in answer()
    ]


def _not_influenceable(spend: pl.DataFrame) -> Section:
    """What each rule took out of the influenceable spend."""
    title = "What is no purchase, and so not influenceable"
    taken = (
        spend.filter(pl.col("influenceable") == "no")
        .group_by(pl.col("rule").fill_null("other"))
        .agg(pl.col("pence").sum(), pl.col("name").n_unique(), pl.len())
        .sort("pence", "rule", descending=[True, False])
    )
    either = _could_be_either(spend)
    if taken.is_empty():
        none = "no payee was surely of that kind; " if either else "no payee was recognised as such"
        return Section("not-influenceable", title, None, none + either)
    total = int(spend["pence"].sum())
    columns = (
        Column("rule", "Rule", Kind.TEXT),
        Column("amount", "£", Kind.MONEY),
        Column("share", "of all spend", Kind.SHARE, of="all spend"),
        Column("suppliers", "suppliers", Kind.COUNT),
        Column("payments", "payments", Kind.COUNT),
    )
    rows = tuple(
        (rule, measure.pounds(pence), measure.share(pence, total), suppliers, payments)
        for rule, pence, suppliers, payments in taken.iter_rows()
    )
    pence = int(taken["pence"].sum())
    closing = (
        "all of these",
        measure.pounds(pence),
        measure.share(pence, total),
        spend.filter(~measure.is_influenceable())["name"].n_unique(),
        int(taken["len"].sum()),
    )
    omitted = (Omitted(measure.pounds(total - pence), "that counts as influenceable"),)
    table = Table(columns, rows, total=closing)
    return Section("not-influenceable", title, table, either, omitted)


def _could_be_either(spend: pl.DataFrame) -> str:
    """What counts as influenceable though nobody knows, by the rules that say so, largest first."""
    unsure = (
        spend.filter(pl.col("influenceable") == "unsure")
        .group_by(pl.col("rule").cast(pl.String).fill_null("other"))
        .agg(pl.col("pence").sum())
        .sort("pence", "rule", descending=[True, False])
    )
    if unsure.is_empty():
        return ""
    named = ", ".join(
        f"{rule} {pounds(measure.pounds(pence))}"
        for rule, pence in unsure.head(MOST_RULES).iter_rows()
    )
    more = ", and others" if unsure.height > MOST_RULES else ""
    return f"these could be either and count as influenceable: {named}{more}"


def _set_aside(audit: Audit) -> Section:
    """How many rows were set aside, for which reason, with what they hold as far as it is known."""
    title = "Rows set aside"
    set_aside = audit.cleaned.set_aside
    if set_aside.is_empty():
        return Section("set-aside", title, None, "every row with content was read as a payment")
    reasons = (
        set_aside.group_by("reason")
        .agg(pl.len(), pl.col("pence").sum(), pl.col("pence").is_null().sum().alias("unknown"))
        .sort("len", "reason", descending=[True, False])
    )
    columns = (
        Column("reason", "Reason", Kind.TEXT),
        Column("rows", "rows", Kind.COUNT),
        Column("amount", "known £", Kind.MONEY),
        Column("unknown", "of unknown £", Kind.COUNT),
    )
    rows = tuple(
        (reason, count, measure.pounds(pence), unknown)
        for reason, count, pence, unknown in reasons.iter_rows()
    )
    closing = (
        "all",
        set_aside.height,
        measure.pounds(int(set_aside["pence"].sum())),
        int(set_aside["pence"].is_null().sum()),
    )
    note = "these rows are in no figure of this report"
    return Section("set-aside", title, Table(columns, rows, total=closing), note)

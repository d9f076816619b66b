"""Each file checked for itself, and all of them against each other."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from spendaudit import __version__
from spendaudit.audit import identify
from spendaudit.clean.date_evidence import date_evidence
from spendaudit.clean.date_order import DAY_FIRST, MONTH_FIRST
from spendaudit.errors import AreaError, InputError, NothingReadError
from spendaudit.expected import DELIMITERS, NOT_SAID
from spendaudit.home import areas_named, choose_area
from spendaudit.intake import clean_each, counted_once
from spendaudit.measures.contents import has_known_postcode
from spendaudit.measures.redactions import NO_NAME_RULE, OWN_ACCOUNTS_RULE
from spendaudit.places.directory import open_directory
from spendaudit.read.source import called
from spendaudit.report.advice import finding_from
from spendaudit.report.check_tables import sections_of
from spendaudit.report.checked import Check, Fact, FileCheck, Unreadable
from spendaudit.report.contents import Contents
from spendaudit.report.figures import count, counted, period, pounds
from spendaudit.report.file_accounts import Unread
from spendaudit.report.findings import findings_of
from spendaudit.report.overlapping import repeats_and_doubts
from spendaudit.report.publisher import is_no_council
from spendaudit.suppliers.ladder import MAIL_CENTRE, place_payees, placed_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spendaudit.audit import Request
    from spendaudit.clean.dates import Dates
    from spendaudit.intake import Cleaned
    from spendaudit.suppliers.ladder import Evidence

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8 with BOM": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows (cp1252), told by its bytes",
    "cp850": "DOS (cp850), told by its bytes",
    "mac-roman": "early Mac (Mac Roman), told by its bytes",
}
LONGEST_DATE = 30


def check(request: Request) -> Check:
    """Check files; one that cannot be read does not keep the others from being checked.

    Raises:
        DirectoryError: the postcode directory cannot be used.
    """
    several = len(request.files) > 1
    try:
        cleaned, copies = clean_each(
            request.files,
            request.wanted,
            forgiving=several,
            whole=True,
            announce=request.announce,
        )
    except InputError as refusal:
        if not several:  # what was said is of this one, and standard input cannot be read again
            return Check(
                version=__version__, files=(_refused(request.files[0], refusal),), between=()
            )
        alone = tuple(
            _refused(path, _why_unread(path, request, refusal))
            for path in sorted(set(request.files))
        )
        return Check(version=__version__, files=alone, between=())
    together = counted_once(cleaned, copies)
    said = [*together.notices, *(caveat.text for caveat in repeats_and_doubts(together))]
    pages = [*_pages(cleaned, request), *map(_unreadable, cleaned.unread)]
    return Check(
        version=__version__,
        files=tuple(sorted(pages, key=lambda page: page.name)),
        between=tuple(finding for one in said if (finding := finding_from(one))),
    )


def _refused(path: Path, refusal: InputError) -> FileCheck:
    return _unreadable(Unread(called(path), refusal.found, refusal.try_next, refusal.details))


def _why_unread(path: Path, request: Request, of_all: InputError) -> InputError:
    """What is wrong with a file, when none could be read."""
    if isinstance(of_all, NothingReadError) and (known := of_all.of_each.get(called(path))):
        return known
    try:
        clean_each([path], request.wanted)
    except InputError as of_one:
        return of_one
    return of_all


def _unreadable(unread: Unread) -> FileCheck:
    why = Unreadable(unread.found, unread.details, unread.try_next)
    return FileCheck(unread.name, None, (), (), (), why)


def _pages(cleaned: Cleaned, request: Request) -> Iterator[FileCheck]:
    directory = open_directory(request.postcode_file, request.announce, points=False)
    payments, evidence = identify(cleaned, request, directory)
    payees = evidence.payees.with_columns(
        _sorted_there(cleaned, request, payments, evidence).alias("sorted_there"),
        (pl.col("rule") == OWN_ACCOUNTS_RULE).fill_null(value=False).alias("own_account"),
        ((pl.col("rule") == NO_NAME_RULE) & pl.col("supplier").is_not_null())
        .fill_null(value=False)
        .alias("word_for_name"),
    ).select(
        *("payee", "kind", "finding", "postcode", "mail_centre"),
        *("sorted_there", "own_account", "word_for_name"),
    )
    publishers = (cleaned.bodies, cleaned.titles)
    payments = payments.join(payees, on="payee", how="left", maintain_order="left")
    for account in cleaned.files:
        reading = cleaned.readings[account.name]
        contents = Contents(
            account,
            reading,
            cleaned.control_totals[account.name],
            cleaned.set_aside.filter(pl.col("file") == account.name),
            payments.filter(pl.col("file") == account.name),
            is_no_council(
                cleaned.bodies[account.name],
                (*cleaned.titles[account.name], PurePath(account.name).stem),
                reading.heading.family,
            ),
            tuple(
                {
                    area.code: area
                    for area, _, _ in areas_named(account.name, publishers, cleaned.asked)
                }.values()
            ),
        )
        yield FileCheck(
            account.name,
            account.sha256,
            tuple(_facts(contents, request.wanted.expected.dates)),
            findings_of(contents),
            sections_of(contents),
        )


def _sorted_there(
    cleaned: Cleaned, request: Request, payments: pl.DataFrame, evidence: Evidence
) -> pl.Series:
    """Whether each payee would be placed, in a report, where only its mail is sorted."""
    try:
        publishers = (cleaned.bodies, cleaned.titles)
        home, _ = choose_area(request.area, publishers, payments, evidence.payees, cleaned.asked)
    except (
        AreaError
    ):  # a check needs no home: then the bodies alone that their names place are left out
        at = evidence.payees.select(has_known_postcode() & pl.col("mail_centre")).to_series()
        return at & ~placed_by_name(evidence.payees)
    return (place_payees(evidence, home)["doubt"] == MAIL_CENTRE).fill_null(value=False)


def _facts(contents: Contents, told: str | None) -> Iterator[Fact]:
    account, reading = contents.account, contents.reading
    delimiter = DELIMITERS.get(reading.delimiter, repr(reading.delimiter))
    between = f", a {delimiter} between the cells" if account.is_text else ""
    yield Fact("format", "Format", f"{account.format}{between}")
    if account.is_text:
        yield Fact("encoding", "Encoding", ENCODINGS.get(account.encoding, account.encoding))
    yield Fact(
        "heading", "Heading", f"line {account.heading_line}" if account.heading_line else "none"
    )
    yield Fact("dates", "Dates", _dates(reading.dates, told))
    yield Fact("period", "Period", _period(contents.payments))
    amount = " ".join(account.columns["amount"].split())
    vat = {"net": "without VAT", "gross": "with VAT"}.get(reading.basis, "VAT: not said")
    from_profile = reading.heading.basis == NOT_SAID != reading.basis
    who = ", says your profile" if from_profile else ""
    yield Fact("amounts", "Amounts", f"{vat}{who} ({amount})")
    yield Fact(
        "payments", "Payments", f"{counted(account.payments, 'payment')}, {pounds(account.total)}"
    )
    yield Fact("rows", "Rows", _rows(contents))


def _dates(dates: Dates, told: str | None) -> str:
    """How dates are written, and what told which number is the day; `told` by a profile."""
    evidence = date_evidence(dates.table)
    if not evidence.shapes:
        return "none that can be read"
    written = "as " + " or ".join(text.strip()[:LONGEST_DATE] for text in evidence.shapes)
    order, other = (DAY_FIRST, MONTH_FIRST)[:: -1 if dates.month_first else 1]
    if told:
        return f"{written}; {order} (says your profile)"
    if evidence.only[order]:
        but = f", {count(evidence.only[other])} only {other}" if evidence.only[other] else ""
        return f"{written}; {order} ({count(evidence.only[order])} can only be read so{but})"
    if not evidence.either:
        return written
    why = "by custom: nothing in the file proves it"
    if dates.settled_by:
        why = f"as {dates.settled_by} proves, of the same headings"
    elif dates.settled:
        why = "by what else the file says"
    return f"{written}; {order} ({why})"


def _period(payments: pl.DataFrame) -> str:
    first, last = payments["paid_on"].min(), payments["paid_to"].max()
    if first is None or last is None:
        return "not known"
    return period(first, last)  # type: ignore[arg-type]


def _rows(contents: Contents) -> str:
    account = contents.account
    others = sum(account.non_rows.values())
    return (
        f"{count(account.rows)} = {counted(account.payments, 'payment')} + "
        f"{count(account.set_aside)} set aside + {count(others)} that {'is' if others == 1 else 'are'} "
        "no payment"
    )

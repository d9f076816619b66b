"""A few reports as literals, on which every format is tested alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from spendaudit.report.file_accounts import FileAccount
from spendaudit.report.ledger import Ledger, MonthSums, SupplierSums
from spendaudit.report.manifest import (
    PROFILE,
    SUPPLIER_LIST,
    Beside,
    Edition,
    Input,
    Manifest,
    Options,
    Origin,
)
from spendaudit.report.values import Caveat, Cell, Column, Kind, Report, Retention, Section, Table

AMOUNT = Column("amount", "£", Kind.MONEY)
SHARE = Column("share", "share", Kind.SHARE)
SUPPLIERS = Column("suppliers", "suppliers", Kind.COUNT)
PAYMENTS = Column("payments", "payments", Kind.COUNT)
TIER_COLUMNS = (Column("tier", "tier", Kind.TEXT), AMOUNT, SHARE, SUPPLIERS, PAYMENTS)
RUNG_COLUMNS = (Column("rung", "rung", Kind.TEXT), AMOUNT, SHARE, SUPPLIERS)
SUPPLIER_COLUMNS = (
    Column("supplier", "supplier", Kind.TEXT),
    Column("place", "place", Kind.TEXT),
    AMOUNT,
    SHARE,
    PAYMENTS,
    Column("last_paid_on", "last paid", Kind.DATE),
)


def _row(*cells: Cell) -> tuple[Cell, ...]:
    return cells


def _pounds(text: str) -> Decimal:
    return Decimal(text)


MANIFEST = Manifest(
    version="0.1.0",
    made_on=date(2025, 4, 30),
    options=Options(area="Preston", columns={"amount": "Net £"}, sections=("months",)),
    inputs=(
        Input(
            name="preston-2024-25.csv",
            sheet="",
            sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            bytes=1_204_113,
            rows=12_426,
            payments=12_408,
            set_aside=14,
            non_rows={"title": 2, "heading": 1, "total": 1},
            total=_pounds("48123301.80"),
        ),
    ),
    beside=(
        Beside(PROFILE, "preston.toml", "ab" * 32, 19, 'area = "Preston"\n'),
        Beside(SUPPLIER_LIST, "creditors.csv", "cd" * 32, 40_120),
    ),
    tables=(
        Edition(
            "register companies-house",
            "Companies House",
            "1 November 2025",
            (Origin("BasicCompanyData.zip", "ef" * 32, 512_000_000),),
        ),
    ),
)

ORDINARY = Report(
    version="0.1.0",
    area_code="E07000123",
    area_name="Preston",
    area_from="--area",
    period=(date(2024, 4, 1), date(2025, 3, 31)),
    files=(
        FileAccount(
            name="preston-2024-25.csv",
            sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            rows=12_426,
            payments=12_408,
            set_aside=14,
            non_rows={"title": 2, "heading": 1, "total": 1},
            total=_pounds("48123301.80"),
            format="delimited text",
            encoding="cp1252",
            heading_line=3,
            columns={"supplier": "Supplier Name", "amount": "Net £"},
            told_by={"supplier": "its heading", "amount": "a word in its heading"},
            notices=("read as cp1252, since it is not valid UTF-8",),
        ),
    ),
    rows=12_426,
    payments=12_408,
    set_aside=14,
    suppliers=1_912,
    total=_pounds("48123301.80"),
    local=Retention(
        total=_pounds("48123301.80"),
        amount=_pounds("15349000.07"),
        share=0.31895151,
        low=0.302,
        high=0.376,
        share_of_placed=0.3383,
        unplaced=_pounds("2750418.00"),
        doubtful=_pounds("818096.13"),
    ),
    influenceable=Retention(
        total=_pounds("33100000.00"),
        amount=_pounds("13637200.00"),
        share=0.412,
        low=0.398,
        high=0.479,
        share_of_placed=0.44,
        unplaced=_pounds("2100000.00"),
        doubtful=_pounds("400000.00"),
    ),
    placed_share=0.9428,
    tiers=Table(
        columns=TIER_COLUMNS,
        rows=(
            _row("Preston", _pounds("15349000.07"), 0.31895151, 512, 4_100),
            _row("rest of Lancashire", _pounds("9870112.50"), 0.2051, 430, 3_300),
            _row("rest of the North West", _pounds("6310050.11"), 0.13112, 210, 1_500),
            _row("rest of England", _pounds("12900420.99"), 0.26807, 390, 2_108),
            _row("rest of the UK", _pounds("812300.00"), 0.01688, 40, 300),
            _row("abroad", _pounds("131000.13"), 0.00272, 9, 100),
            _row("not placed", _pounds("2750418.00"), 0.05715, 321, 1_000),
        ),
        bar="share",
        total=_row("all", _pounds("48123301.80"), 1.0, 1_912, 12_408),
        mark=0,
    ),
    placed_by=Table(
        columns=RUNG_COLUMNS,
        rows=(
            _row("your supplier list", _pounds("21044871.20"), 0.43731, 700),
            _row("a postcode in the file", _pounds("24328012.60"), 0.50554, 891),
            _row("nothing found", _pounds("2750418.00"), 0.05715, 321),
        ),
        total=_row("all", _pounds("48123301.80"), 1.0, 1_912),
    ),
    headline=(
        "Of £48,123,301.80 spent, £15,349,000.07 (31.9%) stayed in Preston;"
        " between 30.2% and 37.6%: 5.7% could not be placed, 1.7% is doubtful."
    ),
    influenceable_line=(
        "Of the £33,100,000.00 that Preston could place elsewhere, 41.2% stayed (39.8% to 47.9%)."
    ),
    caveats=(
        Caveat(
            key="set-aside",
            text="14 rows could not be read and are in no figure",
            try_next="spendaudit set-aside preston-2024-25.csv",
        ),
        Caveat(
            key="redacted",
            text="Payments to redacted payees count as not placed.",
            amount=_pounds("812940.11"),
        ),
    ),
    sections=(
        Section(
            key="suppliers-local",
            title="Largest local suppliers",
            table=Table(
                columns=SUPPLIER_COLUMNS,
                rows=(
                    _row(
                        "Ribble Valley Grounds Maintenance & Landscaping (North West) Limited",
                        "Preston",
                        _pounds("1204331.50"),
                        0.0785,
                        24,
                        date(2025, 3, 28),
                    ),
                    _row("Café Nuñez", "Preston", _pounds("-210.00"), -0.0000137, 1, None),
                ),
            ),
            left_out="Leaves out 12 suppliers with refunds only.",
        ),
        Section(
            key="months",
            title="Local share by month",
            table=Table(
                columns=(Column("month", "month", Kind.MONTH), AMOUNT, SHARE),
                rows=(
                    _row(date(2024, 4, 1), _pounds("3210004.10"), 0.2914),
                    _row(date(2024, 5, 1), _pounds("0.00"), None),
                ),
                bar="share",
            ),
        ),
        Section(
            key="departments",
            title="Local share by department",
            table=None,
            left_out="no column names a department",
        ),
    ),
    sources=(
        "postcodes: ONS Postcode Directory, edition of November 2025; Open Government Licence 3.0",
    ),
    next_steps=(
        "spendaudit suppliers preston-2024-25.csv --area Preston --unplaced -o todo.csv",
        "spendaudit report preston-2024-25.csv --area Preston --suppliers todo.csv -o report.md",
    ),
    manifest=MANIFEST,
    ledger=Ledger(
        months=(MonthSums(date(2024, 4, 1), 1_020, _pounds("3210004.10"), _pounds("-210.00")),),
        of_files=(
            MonthSums(
                date(2024, 4, 1),
                1_020,
                _pounds("3210004.10"),
                _pounds("-210.00"),
                "preston-2024-25.csv",
            ),
        ),
        suppliers=(SupplierSums("Café Nuñez", "Preston", _pounds("-210.00"), 1, purchases=True),),
        suppliers_left_out=1_911,
    ),
)

HOSTILE_NAMES = (
    "SMITH [/b] & CO",
    "[bold red]ALERT[/]",
    "\x1b[2J\x1b]0;owned\x07 PLUMBING",
    "evil\u202ecod.exe",
    "two\r\nlines\ttabbed",
    '=HYPERLINK("http://example.com")',
    "a|b\\|c `code` *b* _u_ <script>alert(1)</script> [x](http://example.com) &copy; ~~s~~",
    "# heading",
    "1. list",
    "株式会社" * 20,
    "N" * 10_000,
    "\u200b",
    ":smile:",
)

HOSTILE = replace(
    ORDINARY,
    area_name="[red]Pres\x1b[31mton",
    files=(
        ORDINARY.files[0]._replace(
            name="a|b\x1b[31m\n`c`.csv",
            columns={"supplier": "Name\x07|`"},
            notices=("the heading is \x1b[2J [bold]|x",),
        ),
    ),
    sections=(
        Section(
            key="suppliers-local",
            title="Largest [local] suppliers",
            table=Table(
                columns=SUPPLIER_COLUMNS,
                rows=tuple(
                    _row(name, "[b]", _pounds("100.00"), 0.5, 1, date(2024, 4, 1))
                    for name in HOSTILE_NAMES
                ),
            ),
        ),
    ),
    next_steps=("spendaudit report 'a|b\x1b[31m\n`c`.csv'",),
    manifest=replace(
        MANIFEST,
        inputs=(MANIFEST.inputs[0]._replace(name="a|b\x1b[31m\n`c`.csv", sheet="<b>"),),
        beside=(MANIFEST.beside[0]._replace(name=HOSTILE_NAMES[6], text="\x1b[2J"),),
    ),
)

NOTHING = Retention(
    total=_pounds("0.00"),
    amount=_pounds("0.00"),
    share=None,
    low=None,
    high=None,
    share_of_placed=None,
    unplaced=_pounds("0.00"),
    doubtful=_pounds("0.00"),
)

NOTHING_PLACED = replace(
    ORDINARY,
    local=ORDINARY.local._replace(
        amount=_pounds("0.00"),
        share=0.0,
        low=0.0,
        high=1.0,
        share_of_placed=None,
        unplaced=ORDINARY.total,
        doubtful=_pounds("0.00"),
    ),
    influenceable=NOTHING,
    placed_share=0.0,
    tiers=ORDINARY.tiers._replace(
        rows=(
            _row("Preston", _pounds("0.00"), 0.0, 0, 0),
            _row("not placed", ORDINARY.total, 1.0, 1_912, 12_408),
        ),
    ),
    headline="Of £48,123,301.80 spent, none could be placed: this file has no supplier postcodes.",
    influenceable_line="",
)

EMPTY = replace(
    ORDINARY,
    area_from="a guess from the file's name",
    period=None,
    files=(),
    rows=0,
    payments=0,
    set_aside=0,
    suppliers=0,
    total=_pounds("0.00"),
    local=NOTHING,
    influenceable=NOTHING,
    placed_share=None,
    tiers=Table(columns=TIER_COLUMNS, rows=(), bar="share"),
    placed_by=Table(columns=RUNG_COLUMNS, rows=()),
    headline="Nothing was spent.",
    influenceable_line="",
    caveats=(),
    sections=(
        Section("months", "Local share by month", None, "no payment has a date"),
        Section("categories", "Local share by category", Table((AMOUNT, SHARE), ())),
    ),
    sources=(),
    next_steps=(),
)

HUGE_AMOUNT = _pounds("98765432109876543210987.12")

HUGE = replace(
    ORDINARY,
    total=HUGE_AMOUNT,
    tiers=ORDINARY.tiers._replace(
        rows=(
            _row("Preston", HUGE_AMOUNT - _pounds("0.01"), 0.99999999, 10**12, 10**15),
            _row("not placed", _pounds("0.01"), 1e-31, 1, 1),
        ),
        total=_row("all", HUGE_AMOUNT, 1.0, 10**12 + 1, 10**15 + 1),
    ),
)

EVERY = {
    "ordinary": ORDINARY,
    "hostile": HOSTILE,
    "nothing placed": NOTHING_PLACED,
    "empty": EMPTY,
    "huge": HUGE,
}

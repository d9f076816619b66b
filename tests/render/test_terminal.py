from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.cells import cell_len
from rich.console import Console

from render.literal_reports import AMOUNT, EVERY, HOSTILE, HOSTILE_NAMES, HUGE, ORDINARY
from spendaudit.render.terminal import (
    MOST_LINES_OF_A_CELL,
    console_for,
    render_report,
    render_table,
    table_as_text,
)
from spendaudit.report.values import Cell, Column, Kind, Report, Table

ORDINARY_AT_80 = """\
Preston, 1 April 2024 to 31 March 2025
12,408 payments to 1,912 suppliers in 1 file

Of £48,123,301.80 spent, £15,349,000.07 (31.9%) stayed in Preston; between 30.2%
and 37.6%: 5.7% could not be placed, 1.7% is doubtful.
Of the £33,100,000.00 that Preston could place elsewhere, 41.2% stayed (39.8% to
47.9%).

Where the money went                £   share  suppliers  payments
Preston                 15,349,000.07   31.9%        512     4,100  ████████████
rest of Lancashire       9,870,112.50   20.5%        430     3,300  ███████▊
rest of the North West   6,310,050.11   13.1%        210     1,500  ████▉
rest of England         12,900,420.99   26.8%        390     2,108  ██████████▏
rest of the UK             812,300.00    1.7%         40       300  ▋
abroad                     131,000.13    0.3%          9       100  ▏
not placed               2,750,418.00    5.7%        321     1,000  ██▏
all                     48,123,301.80  100.0%      1,912    12,408

How each pound was placed              £   share  suppliers
your supplier list         21,044,871.20   43.7%        700
a postcode in the file     24,328,012.60   50.6%        891
nothing found               2,750,418.00    5.7%        321
all                        48,123,301.80  100.0%      1,912

Left out or in doubt
  14 rows could not be read and are in no figure
    spendaudit set-aside preston-2024-25.csv
  Payments to redacted payees count as not placed: £812,940.11

Noticed while reading
  preston-2024-25.csv: read as cp1252, since it is not valid UTF-8

More: --section suppliers-local | months | all

To make this better
  spendaudit suppliers preston-2024-25.csv --area Preston --unplaced -o todo.csv
  spendaudit report preston-2024-25.csv --area Preston --suppliers todo.csv -o report.md

Made from
  preston-2024-25.csv: 12,426 rows, SHA-256 9f86d081884c7d65…
  area: Preston, E07000123 (--area)
  postcodes: ONS Postcode Directory, edition of November 2025; Open Government
    Licence 3.0
  profile: preston.toml, 19 bytes, SHA-256 abababababababab…
  supplier list: creditors.csv, 40,120 bytes, SHA-256 cdcdcdcdcdcdcdcd…
  made on 30 April 2025, by UTC
  spendaudit 0.1.0
"""


class Screen(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def printed(report: Report, width: int = 80, sections: set[str] | None = None) -> str:
    page = StringIO()
    render_report(report, Console(file=page, width=width), sections)
    return page.getvalue()


def test_an_ordinary_report_at_80_columns() -> None:
    assert printed(ORDINARY) == ORDINARY_AT_80


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [80, 110, 200])
def test_no_line_but_a_command_is_wider_than_the_screen(name: str, width: int) -> None:
    for line in printed(EVERY[name], width, {"all"}).splitlines():
        if not line.lstrip().startswith("spendaudit "):
            assert cell_len(line) <= min(width, 110)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [20, 50, 80, 200])
def test_lines_end_where_their_text_ends(name: str, width: int) -> None:
    assert not [line for line in printed(EVERY[name], width).splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_an_amount_is_whole_at_every_width(width: int) -> None:
    for row in (*ORDINARY.tiers.rows, *HUGE.tiers.rows):
        report = ORDINARY if row in ORDINARY.tiers.rows else HUGE
        assert f"{row[1]:,.2f}" in printed(report, width)


@pytest.mark.parametrize("width", [20, 80])
def test_a_command_is_on_one_line_however_long(width: int) -> None:
    lines = printed(ORDINARY, width).splitlines()
    for command in ORDINARY.next_steps:
        assert f"  {command}" in lines


def test_columns_without_room_are_named() -> None:
    assert "no room for: payments\n" in printed(ORDINARY, 50)


def test_a_title_without_room_over_its_column_has_its_own_line() -> None:
    assert "\nWhere the money went\ntier   " in printed(ORDINARY, 50)


def test_only_the_sections_asked_for_beside_the_sentence_and_its_caveats() -> None:
    text = printed(ORDINARY, sections={"months"})
    assert "stayed in Preston" in text
    assert "Local share by month" in text
    assert "Left out or in doubt" in text
    assert "Where the money went" not in text
    assert "Largest local suppliers" not in text
    assert "To make this better" not in text


def test_nothing_from_a_file_is_read_as_markup_or_moves_the_cursor() -> None:
    text = printed(HOSTILE, 200, {"all"})
    assert "SMITH [/b] & CO" in text
    assert "[bold red]ALERT[/]" in text
    assert "␛[2J␛]0;owned␇ PLUMBING" in text
    assert "evil�cod.exe" in text
    assert ":smile:" in text
    assert "\x1b" not in text
    assert len(text.splitlines()) == text.count("\n")
    assert sum("2024-04-01" in line for line in text.splitlines()) == len(HOSTILE_NAMES)


def test_colour_is_only_emphasis() -> None:
    page = StringIO()
    console = Console(file=page, width=80, force_terminal=True, color_system="standard")
    render_report(ORDINARY, console)
    coloured = page.getvalue()
    assert "(\x1b[1;36m31.9%\x1b[0m)" in coloured
    assert _without_escapes(coloured) == ORDINARY_AT_80


def test_only_the_share_itself_is_emphasised() -> None:
    page = StringIO()
    console = Console(file=page, width=80, force_terminal=True, color_system="standard")
    local = ORDINARY.local._replace(share=0.019)
    render_report(replace(ORDINARY, local=local, headline="31.9% is not 1.9%"), console)
    assert "31.9% is not \x1b[1;36m1.9%\x1b[0m\n" in page.getvalue()
    page.truncate(0)
    local = ORDINARY.local._replace(share=None)
    render_report(replace(ORDINARY, local=local, headline="nothing — at all"), console)
    assert "nothing — at all\n" in page.getvalue()


def test_a_pipe_is_plain_and_as_wide_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("COLUMNS", raising=False)
    page = StringIO()
    render_report(ORDINARY, console_for(page))
    assert page.getvalue() == ORDINARY_AT_80
    monkeypatch.setenv("COLUMNS", "100")
    assert console_for(page).width == 100
    monkeypatch.setenv("COLUMNS", "0")
    assert console_for(page).width == 80


def test_no_color_is_honoured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    render_report(ORDINARY, console_for(screen))
    assert "\x1b[" in screen.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    render_report(ORDINARY, console_for(screen))
    assert screen.getvalue() == ORDINARY_AT_80


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp850"])
def test_a_stream_gets_what_it_can_carry(name: str, encoding: str) -> None:
    stored = BytesIO()
    stream = TextIOWrapper(stored, encoding=encoding, newline="\n")
    render_report(EVERY[name], console_for(stream), {"all"})
    stream.flush()
    text = stored.getvalue().decode(encoding)
    for line in text.splitlines():
        assert cell_len(line) <= 80 or line.lstrip().startswith("spendaudit ")
    if name == "ordinary":
        assert "15,349,000.07   31.9%        512     4,100  ############\n" in text
        assert ("Of GBP48,123" if encoding == "ascii" else "Of £48,123") in text


def test_a_table_of_a_command_has_headings_and_a_note() -> None:
    table = Table((Column("supplier", "supplier", Kind.TEXT), AMOUNT), (("A", Decimal("1.5")),))
    page = StringIO()
    render_table(table, Console(file=page, width=80), note="… and 7 more")
    assert page.getvalue() == "supplier     £\nA         1.50\n… and 7 more\n"
    assert table_as_text(table, note="… and 7 more") == page.getvalue()
    assert table_as_text(table, title="Suppliers").startswith("Suppliers     £\n")
    long_title = "What leaks most (influenceable, leaving Lancashire)"
    assert table_as_text(table, title=long_title).startswith(f"{long_title}\nsupplier     £\n")


def test_a_wide_frame_keeps_its_amount_at_80_columns() -> None:
    names = ["file", "supplier", "department", "category", "organisation", "kind", "rule", "tier"]
    columns = (*(Column(name, name, Kind.TEXT) for name in names), AMOUNT)
    row: tuple[Cell, ...] = (*("x" * 30 for _ in names), Decimal("1234567.89"))
    lines = table_as_text(Table(columns, (row,))).splitlines()
    assert lines[1].endswith("1,234,567.89")
    assert lines[2] == "no room for: organisation, kind, rule, tier"
    assert all(len(line) <= 80 for line in lines)


def test_many_files_do_not_fill_the_screen() -> None:
    (file,) = ORDINARY.files
    files = tuple(file._replace(sha256=f"{number:064x}") for number in range(180))
    many = replace(ORDINARY, files=files)
    text = printed(many)
    assert "in 180 files" in text
    assert "… and 175 more files; -f json has all" in text
    assert "… and 175 more notices; -f json has all" in text


def test_sheets_of_one_workbook_are_one_file() -> None:
    (file,) = ORDINARY.files
    sheets = tuple(file._replace(name=f"a.xlsx [{month}]") for month in ("April", "May"))
    assert "in 1 file" in printed(replace(ORDINARY, files=sheets))


def _without_escapes(text: str) -> str:
    plain, *pieces = text.split("\x1b[")
    return plain + "".join(piece.partition("m")[2] for piece in pieces)


def test_a_reason_goes_on_below_and_a_name_is_cut() -> None:
    columns = (
        Column("supplier", "supplier", Kind.TEXT),
        AMOUNT,
        Column("doubt", "doubt", Kind.TEXT),
    )
    doubt = "its postcode is where the mail is sorted"
    rows = (("Plorimex Gas Supply Company Limited", Decimal("320571.84"), doubt),)
    written = table_as_text(Table(columns, rows), width=60).splitlines()
    first, *others = written[1:]
    assert first.split("  ")[0].endswith("…")
    assert "320,571.84" in first
    assert all(not one[: first.index("its")].strip() for one in others)
    assert " ".join(one[first.index("its") :].strip() for one in (first, *others)) == doubt
    assert max(map(len, written)) <= 60


def test_an_endless_reason_ends_in_dots_after_a_few_lines() -> None:
    columns = (Column("supplier", "supplier", Kind.TEXT), Column("why", "why", Kind.TEXT))
    written = table_as_text(Table(columns, (("A", "word " * 90),)), width=60).splitlines()
    assert len(written) == 1 + MOST_LINES_OF_A_CELL
    assert written[-1].endswith("…")
    assert not written[-2].endswith("…")


def test_an_amount_in_a_label_is_whole() -> None:
    columns = (
        Column("band", "Size", Kind.TEXT),
        *(AMOUNT for _ in range(4)),
        Column("payments", "payments", Kind.COUNT),
    )
    amount = Decimal("12345678.90")
    rows = (("£100k to £214,904", amount, amount, amount, amount, 6),)
    text = table_as_text(Table(columns, rows), width=80)
    assert "£100k to £214,904  12,345,678.90" in text
    assert text.endswith("no room for: payments\n")

"""The page: whole in itself, the same bytes each time, open to every reader, and deaf to its data."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from line import BLACKPOOL, LEEDS, MAIL_CENTRE, PRESTON, audit_of, paid, table
from render.literal_reports import EVERY, HOSTILE, HOSTILE_NAMES, ORDINARY
from render.pages import Element, named, parsed
from spendaudit.audit import Request, audit
from spendaudit.formulas import neutral
from spendaudit.render.charts.bars import bars_of
from spendaudit.render.html import PAGE, report_as_html
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details
from spendaudit.report.figures import for_people, pounds
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from pathlib import Path

    from spendaudit.report.values import Report

PAGES = {name: report_as_html(report) for name, report in EVERY.items()}


@pytest.fixture(scope="module")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report with suppliers and maps, of names that are hostile and names that are not."""
    rows = [
        *(paid(f"Local {number} Ltd", PRESTON, 1000 * number) for number in range(1, 9)),
        *(paid(name, LEEDS, 5000 + at) for at, name in enumerate(HOSTILE_NAMES)),
        paid("Blackpool Bakers", BLACKPOOL, "123.45"),
        paid("In doubt Ltd", MAIL_CENTRE, "99.99"),
        paid("Lancashire County Council", PRESTON, "700.00"),
        paid("Nowhere", "", "12.00"),
        paid("Given back", PRESTON, "-50.00"),
    ]
    return detailed_of(table(tmp_path_factory.mktemp("page"), rows))


def detailed_of(*files: Path, area: str | None = "Preston") -> Report:
    found = audit(Request(files=files, area=area, points=True))
    return with_details(compose(found, "spend.csv"), found)


@pytest.fixture(scope="module")
def page(detailed: Report) -> str:
    return report_as_html(detailed)


@pytest.fixture(scope="module")
def elements(page: str) -> list[Element]:
    return parsed(page)


@pytest.mark.parametrize("name", EVERY)
def test_every_report_makes_a_well_formed_page(name: str) -> None:
    elements = parsed(PAGES[name])
    assert elements[0].tag == "html"
    assert elements[0].attributes["lang"] == "en-GB"
    assert len(named(elements, "h1")) == 1
    assert shown(EVERY[name].headline, None) in named(elements, "main")[0].text


@pytest.mark.parametrize("name", EVERY)
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert report_as_html(EVERY[name]) == PAGES[name]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [paid(f"Firm {number % 37}", PRESTON, number) for number in range(1, 200)]
    file = table(tmp_path, rows)
    assert report_as_html(detailed_of(file)) == report_as_html(detailed_of(file))


def test_headings_descend_one_by_one(elements: list[Element]) -> None:
    levels = [int(one.tag[1]) for one in named(elements, "h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_scopes(elements: list[Element]) -> None:
    tables = named(elements, "table")
    assert tables
    for one in tables:
        assert one.children[0].tag == "caption"
        assert one.children[0].text.strip()
    assert {one.attributes.get("scope") for one in named(elements, "th")} == {"col", "row"}


def test_every_drawing_has_words_or_is_hidden(elements: list[Element]) -> None:
    ids = {one.attributes["id"]: one for one in elements if "id" in one.attributes}
    for one in named(elements, "svg"):
        if one.attributes.get("aria-hidden") == "true" or "svg" in one.inside:
            continue
        assert one.attributes.get("role") == "img", one.attributes
        for label in one.attributes["aria-labelledby"].split():
            assert ids[label].text.strip()


def test_ids_are_unique_and_every_link_leads_somewhere(elements: list[Element]) -> None:
    ids = [one.attributes["id"] for one in elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [one.attributes["href"] for one in named(elements, "a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "data:text/csv;")) for link in links)
    labelled = [one.attributes.get("aria-labelledby", "") for one in elements]
    assert {one for names in labelled for one in names.split()} <= set(ids)


@pytest.mark.parametrize("name", [*EVERY, "detailed"])
def test_nothing_on_the_page_asks_for_anything(name: str, page: str) -> None:
    every = parsed(page if name == "detailed" else PAGES[name])
    assert {one.tag for one in every}.isdisjoint(
        {
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "audio",
            "video",
            "image",
            "use",
        }
    )
    for one in every:
        assert not {
            key for key in one.attributes if key.startswith("on") or key in ("src", "style")
        }
        assert not [
            value
            for key, value in one.attributes.items()
            if "://" in value and key not in ("title", "content")
        ]


def test_the_policy_lets_only_the_page_s_own_style_and_script_run(elements: list[Element]) -> None:
    policy = next(
        one.attributes["content"]
        for one in named(elements, "meta")
        if "http-equiv" in one.attributes
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (one,) = named(elements, tag)
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_style_and_script_name_no_address() -> None:
    for name in ("page.css", "page.js"):
        text = (PAGE / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "@import" not in text
        assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#hatch", "#hatch-out"}


@pytest.mark.parametrize("name", ["hostile", "detailed"])
def test_hostile_names_are_text_and_nothing_else(name: str, page: str) -> None:
    content = page if name == "detailed" else PAGES[name]
    every = parsed(content)
    assert len(named(every, "script")) == 1
    assert "<script>alert" not in content
    whole = named(every, "body")[0].text
    for one in HOSTILE_NAMES:
        if one.strip() and one.isprintable():
            assert shown(one) in whole, one
    assert not [mark for mark in content if mark != "\n" and not mark.isprintable()]


def test_a_title_cannot_end_an_attribute() -> None:
    name = '"><script>alert(1)</script>'
    report = replace(HOSTILE, area_name=name, files=(HOSTILE.files[0]._replace(name=name),))
    every = parsed(report_as_html(report))
    assert len(named(every, "script")) == 1


def test_each_table_can_be_taken_as_csv_that_runs_nothing(
    elements: list[Element], detailed: Report
) -> None:
    links = [one for one in named(elements, "a") if "download" in one.attributes]
    found = {one.attributes["download"]: one.attributes["href"] for one in links}
    assert len(found) == len(links)
    assert {"tiers.csv", "placed-by.csv", "suppliers.csv", "map.csv", "country.csv"} <= set(found)
    content = unquote(found["suppliers.csv"].partition(",")[2]).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert detailed.details
    suppliers = detailed.details.suppliers.table.rows
    assert [row["supplier"] for row in rows] == [neutral(str(row[0])) for row in suppliers]
    assert not [row for row in rows if row["supplier"].startswith(("=", "+", "-", "@"))]


def test_the_page_has_every_figure_of_every_table(
    elements: list[Element], detailed: Report
) -> None:
    cells = {one.text.strip() for one in named(elements, "td")}
    tables = [one.table for one in detailed.sections if one.table]
    for one in (detailed.tiers, detailed.placed_by, *tables):
        for row in (*one.rows, *filter(None, [one.total])):
            for cell, column in list(zip(row, one.columns, strict=True))[1:]:
                assert for_people(cell, column.kind).strip() in cells


def test_a_supplier_opens_to_its_evidence_and_the_lines_of_its_payments(
    elements: list[Element],
) -> None:
    row = next(
        one for one in named(elements, "tr") if "id" in one.attributes and "Local 8" in one.text
    )
    (opening,) = (
        one for one in elements if one.tag == "details" and "Local 8 Ltd" in one.children[0].text
    )
    assert "a postcode in the file" in opening.text
    assert PRESTON in opening.text
    assert "£8,000.00" in opening.text
    assert re.search(r"spend\.csv line 9\b", opening.text)
    assert "Preston" in row.text


def test_the_supplier_table_accounts_for_every_pound(detailed: Report) -> None:
    assert detailed.details
    suppliers = detailed.details.suppliers
    assert suppliers.table.total
    assert suppliers.table.total[2] == detailed.total
    assert len(suppliers.accounts) == len(suppliers.table.rows) == detailed.suppliers
    for account in suppliers.accounts:
        assert len(account.largest) == min(account.payments, 5)


def test_the_map_of_the_country_accounts_for_every_pound(detailed: Report) -> None:
    assert detailed.details
    country = detailed.details.country.table
    assert country.total
    assert sum(row[1] for row in country.rows) == country.total[1] == detailed.total  # type: ignore[misc]


def test_circles_are_at_home_and_diamonds_elsewhere(tmp_path: Path) -> None:
    rows = [paid("Here", PRESTON, 900), paid("Beside", "PR1 0AA", 400), paid("Far", LEEDS, 100)]
    report = detailed_of(table(tmp_path, rows))
    assert report.details
    assert report.details.near
    spots = {spot.name: spot.is_local for spot in report.details.near.spots}
    assert spots == {"Here": True, "Beside": False}
    assert pounds(report.total - 1300) in report.details.near.left_out
    every = parsed(report_as_html(report))
    drawn = [one for one in named(every, "circle", "path") if one.children]
    classes = [one.attributes.get("class") for one in drawn if one.attributes.get("class")]
    assert classes.count("in") == 2  # here, and the region on the map of the country
    assert "away" in classes


def test_the_filter_is_hidden_until_a_script_can_work_it(elements: list[Element]) -> None:
    (tools,) = (one for one in elements if one.attributes.get("class") == "tools")
    assert "hidden" in tools.attributes
    assert not named(elements, "button")


def test_a_payment_without_a_date_says_so(tmp_path: Path) -> None:
    file = table(tmp_path, [("", "Undated Ltd", "", PRESTON, "", "10.00"), paid("Dated", PRESTON)])
    assert "no date" in report_as_html(detailed_of(file))


def test_a_page_of_a_whole_nation_has_the_map_of_the_country_alone(tmp_path: Path) -> None:
    report = detailed_of(table(tmp_path, [paid("Here", PRESTON)]), area="England")
    assert report.details
    assert report.details.near is None
    parsed(report_as_html(report))


def test_where_two_years_cannot_be_compared_the_page_says_why(detailed: Report) -> None:
    assert detailed.details
    assert detailed.details.changed.startswith("What changed since the year before cannot be said")


def test_what_changed_from_year_to_year_is_said_with_both_shares(tmp_path: Path) -> None:
    rows = [
        (day, firm, "", code, "", amount)
        for day, amount in (("03/04/2023", 100), ("03/04/2024", 300))
        for firm, code in (("Here", PRESTON), ("Far", LEEDS))
    ]
    rows.append(("04/04/2024", "Far", "", LEEDS, "", 200))
    report = detailed_of(table(tmp_path, rows))
    assert report.details
    assert report.details.changed == (
        "From 2023-24 to 2024-25 the local share went from 50.0% to 37.5%: £200.00 more stayed."
    )


def variables(scheme: str) -> dict[str, str]:
    style = (PAGE / "page.css").read_text(encoding="utf-8")
    light, dark, printed = (
        dict(re.findall(r"--(\w+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    return {"light": light, "dark": light | dark, "print": light | printed}[scheme]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return sum(
            weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
        )

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_texts_stand_out_from_every_ground_and_marks_from_the_paper(scheme: str) -> None:
    colours = variables(scheme)
    for text in ("ink", "soft", "link"):
        for ground in ("paper", "wash", "home"):
            if (text, ground) != ("soft", "home"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark in ("accent", "out", "strong"):
        assert contrast(colours[mark], colours["paper"]) >= 3, mark
    assert contrast(colours["accent"], colours["rest"]) >= 3


def test_long_tables_say_that_the_page_has_not_all() -> None:
    section = ORDINARY.sections[0]
    assert section.table
    long = section._replace(table=section.table._replace(rows=section.table.rows * 200))
    text = report_as_html(replace(ORDINARY, sections=(long,)))
    assert "The first 300 of 400 rows; the CSV has all." in text


def test_a_district_s_year_stays_small_enough_for_an_e_mail(sample: Path) -> None:
    report = detailed_of(sample / "preston-sample-2024-25.csv")
    assert len(report_as_html(report).encode()) < 1_500_000


def test_months_are_columns_with_their_words(sample: Path) -> None:
    found = audit_of(sample / "preston-sample-2024-25.csv")
    text = report_as_html(compose(found, "spend.csv"))
    assert "Apr 2024: £" in text
    months = next(one for one in compose(found, "").sections if one.key == "months")
    assert months.table
    assert months.table.rows[0][0] == date(2024, 4, 1)
    every = parsed(text)
    (chart,) = (one for one in named(every, "svg") if one.attributes.get("class") == "months")
    columns = [one for one in named(every, "g") if one.inside[-1] == "svg" and one.children]
    assert len([one for one in columns if "of which" in one.text]) == len(months.table.rows)
    assert chart.attributes["role"] == "img"


def test_many_departments_in_one_row_do_not_dwarf_the_bars_of_the_others(tmp_path: Path) -> None:
    heading = ("Date", "Supplier", "Postcode", "Department", "Amount")
    rows = [
        ("03/04/2024", f"Firm {at}", PRESTON if at % 2 else LEEDS, f"Department {at:02}", 500 - at)
        for at in range(60)
    ]
    report = detailed_of(table(tmp_path, rows, heading))
    (departments,) = (one for one in report.sections if one.key == "departments")
    assert departments.table
    bars = bars_of(departments.table)
    assert [(one.label, one.whole) for one in bars[-1:]] == [("48 others", None)]
    assert all(one.whole is not None and one.whole > 95 for one in bars[:-1])
    page = report_as_html(report)
    assert "No bar is drawn for 48 others" in page
    parsed(page)


def test_credits_alone_are_no_leak_and_of_them_no_share_is_told(tmp_path: Path) -> None:
    report = detailed_of(table(tmp_path, [paid("Here", PRESTON, -30), paid("Far", LEEDS, -20)]))
    assert report.placed_share is None
    first = named(parsed(report_as_html(report)), "section")[0].text
    assert "No bar is drawn" in first
    assert "No supplier outside was paid more than it paid back" in first
    assert "No share can be told" in first
    assert "Far" not in first
    page = report_as_html(report)
    assert "No map of the country is drawn: credits are as large as payments" in page
    assert 'class="map"' not in page
    assert "— of all pounds" not in page


def test_where_nothing_is_placed_no_map_is_drawn_and_the_page_says_why(tmp_path: Path) -> None:
    page = report_as_html(detailed_of(table(tmp_path, [paid("Nowhere", "", 30)])))
    assert "No map of the country is drawn: no payment was placed in a region or nation." in page
    assert 'class="map"' not in page


def test_the_advice_stands_below_the_first_answers(tmp_path: Path) -> None:
    report = detailed_of(table(tmp_path, [paid("Nowhere", "", 30), paid("Here", PRESTON, 1)]))
    assert report.hardly_placed
    order = [one.text for one in named(parsed(report_as_html(report)), "h2", "h3")]
    assert order[:6] == [
        "Where the money went",
        "What changed",
        "The largest leaks",
        "How much could be placed",
        "To make this better",
        "Where the money went, to the penny",
    ]


def test_each_row_of_a_table_leads_to_the_lines_of_its_payments(
    elements: list[Element], detailed: Report
) -> None:
    assert detailed.details
    tables = {one.attributes.get("data-key"): one for one in named(elements, "table")}
    ids = {one.attributes["id"]: one for one in elements if "id" in one.attributes}
    seen = 0
    for key, behind in detailed.details.rows.of.items():
        (body,) = (one for one in tables[key].children if one.tag == "tbody")
        for row, found in zip(body.children, behind, strict=True):
            heading = row.children[0]
            inside = heading.children[0] if heading.children else heading
            if inside.tag == "a":
                inside = ids[inside.attributes["href"].removeprefix("#")]
            assert (found is not None) == bool(re.search(r"spend\.csv line \d", inside.text)), key
            if found:
                seen += 1
                assert pounds(found.largest[0].amount) in inside.text
                if found.payments > len(found.largest):
                    assert f"largest of {found.payments} payments, {pounds(found.amount)}" in inside.text  # fmt: skip
                    assert "spendaudit payments has every one" in inside.text
    assert seen > 20


def test_a_caveat_about_payments_opens_to_their_lines(
    elements: list[Element], detailed: Report
) -> None:
    assert detailed.details
    (told,) = (one for one in named(elements, "ul") if one.attributes.get("class") == "caveats")
    items = [one for one in told.children if one.tag == "li"]
    led = 0
    for item, found in zip(items, detailed.details.rows.caveats, strict=True):
        assert (found is not None) == bool(re.search(r"spend\.csv line \d", item.text))
        if found:
            led += 1
            assert pounds(found.largest[0].amount) in item.text
    assert led


def test_home_is_named_beside_the_bar_where_nothing_stayed(tmp_path: Path) -> None:
    first = named(
        parsed(report_as_html(detailed_of(table(tmp_path, [paid("Far", LEEDS)])))), "section"
    )
    legend = next(
        one for one in named(first[0].children, "figure") if one.attributes["class"] == "stack"
    )
    assert "Preston 0.0%" in " ".join(legend.text.split())

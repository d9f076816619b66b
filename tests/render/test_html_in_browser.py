"""The page in a real browser: quiet, whole, right to the penny, open to every reader, deaf to its data."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from line import BLACKPOOL, LEEDS, PRESTON, paid, table
from render.literal_reports import HOSTILE_NAMES
from spendaudit.audit import Request, audit
from spendaudit.render.html import report_as_html
from spendaudit.render.json_report import report_as_json
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details
from spendaudit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from spendaudit.report.values import Report

    Scheme = Literal["light", "dark"]

SAMPLE = "the sample"
REAL: dict[str, str | None] = {
    "hyndburn-bc/SpendOver250Feb24.csv": None,
    "manchester-city-council/february-2016.csv": None,
    "leeds-city-council/2011-09.csv": None,
    "calderdale-mbc/2015-06.csv": None,
    "darlington-bc/2013-03.csv": None,
    "warwickshire-cc/p-card-march-2022.csv": None,
    "tameside-mbc/payment-10.csv": None,
    "cabinet-office/CO-Transparency-data-May-2012.csv": "Westminster",
    "waltham-forest-ccg/NEWF 03 - June.pdf.csv": "Waltham Forest",
    "lancashire-fire-rescue/fire-2022-23.xlsx": "Lancashire",
}
"""Published files of ten bodies, and the area where the file alone does not tell it."""

BESIDE_THE_PAGE = """[...document.querySelectorAll("main *")].filter(one =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll") && !one.closest("svg")
).length"""
TABLES = """Object.fromEntries([...document.querySelectorAll("table[data-key]")].map(table => [
    table.dataset.key,
    [...table.tBodies[0].rows, ...(table.tFoot ? table.tFoot.rows : [])].map(row =>
        [...row.cells].filter(cell => !cell.classList.contains("bar")).map(cell =>
            (cell.querySelector("summary") || cell).textContent.trim()))]))"""
DRAWN = """Object.fromEntries([...document.querySelectorAll("main h2[id]")].map(heading => [
    heading.id,
    [...heading.parentNode.querySelectorAll("figure svg")].filter(one => {
        const box = one.getBoundingClientRect(); return box.width > 20 && box.height > 4;
    }).length]))"""
ALIKE_ROWS_LEFT = """rows => {
    document.querySelectorAll("details").forEach(one => { one.open = true; });
    document.querySelectorAll("tbody, ul, ol, g.dots, g.around, svg.plot, select").forEach(list =>
        [...list.children].slice(rows).forEach(one => one.remove()));
}"""
"""Opens all, and leaves so many of each kind of row: the others are made alike, and take minutes."""
SCROLLED = """() => {
    document.querySelectorAll("details.figures").forEach(one => { one.open = true; });
    return [...document.querySelectorAll(".scroll")].filter(one => one.scrollWidth > one.clientWidth + 1)
        .map(one => one.getAttribute("aria-label"));
}"""
"""The tables that a reader has to push aside to see the whole of."""
LEADS = """Object.fromEntries([...document.querySelectorAll("table[data-key]")].map(table => [
    table.dataset.key,
    [...table.tBodies[0].rows].map(row => {
        const link = row.cells[0].querySelector("a[href^='#']");
        const place = link && document.getElementById(link.getAttribute("href").slice(1));
        return [row.cells[0], place].some(one => one && one.querySelector(".lines li"));
    })]))"""
"""Of each table, which rows lead to a line of a file: in the row, or where its link leads."""
EACH_COLOUR_ONCE = """() => {
    const seen = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
        const one = text.parentElement;
        if (!text.data.trim() || !one.checkVisibility() || one.dataset.colours) { continue; }
        const style = getComputedStyle(one);
        const grounds = [];
        for (let up = one; up; up = up.parentElement) {
            const ground = getComputedStyle(up);
            grounds.push(ground.backgroundColor, ground.opacity);
        }
        const colours = [style.color, style.fontSize, style.fontWeight, ...new Set(grounds)].join();
        if (!seen.has(colours)) { seen.add(colours); one.dataset.colours = "new"; }
    }
    return seen.size;
}"""
"""Marks one element of each kind of text: what axe says of it, it would say of all that look alike."""
ALIKE_COLOURS_LEFT = """() => {
    [...document.querySelectorAll("main *")].filter(one => one.isConnected && !one.closest("[data-colours]")
        && !one.querySelector("[data-colours]")).forEach(one => one.remove());
}"""
GRAVE = ("serious", "critical")
FIRST = "document.querySelector('#supplier-table tbody tr:not([hidden]) summary').textContent"
SHOWN = (
    "[...document.querySelectorAll('#supplier-table tbody tr')].filter(row => !row.hidden).length"
)


@dataclass(frozen=True)
class Visit:
    """One report as a page on disk, in a window, and all that the window said or asked for."""

    report: Report
    json: dict[str, Any]
    page: Path
    window: Page
    noticed: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it, or without Playwright, the test skips, saying so."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright: extra `browser`")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium on the path")
    with playwright.sync_playwright() as player:
        one = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture(scope="module", params=[SAMPLE, *REAL])
def visit(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visit]:
    name = request.param
    if name == SAMPLE:
        folder = request.getfixturevalue("sample")
        files = sorted(folder.glob("preston-sample-*.csv"))
        lists = [folder / "suppliers.csv"]
    else:
        files = [request.getfixturevalue("shared") / "spend" / name]
        lists = []
    report = report_of(files, REAL.get(name), lists)
    page = written(report, tmp_path_factory.mktemp("page"))
    window, noticed = opened(browser, page, 320)
    yield Visit(report, json.loads(report_as_json(report)), page, window, noticed)
    window.close()


def report_of(files: Sequence[Path], area: str | None, lists: Sequence[Path] = ()) -> Report:
    found = audit(Request(files=files, area=area, supplier_lists=lists, points=True))
    return with_details(compose(found, files[0].name), found)


def written(report: Report, folder: Path) -> Path:
    page = folder / "report.html"
    page.write_text(report_as_html(report), "utf-8")
    return page


def opened(
    browser: Browser, page: Path, width: int, *, scheme: Scheme = "light", scripts: bool = True
) -> tuple[Page, list[str]]:
    """The page in a window of so many pixels, and all that it says or asks for beyond itself."""
    window = browser.new_page(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
    )
    noticed: list[str] = []
    window.on("console", lambda message: noticed.append(message.text))
    window.on("pageerror", lambda error: noticed.append(str(error)))
    window.on("dialog", lambda dialog: noticed.append(dialog.message))
    window.on("request", lambda request: noticed.append(request.url))
    window.goto(page.as_uri())
    assert noticed.pop(0) == page.as_uri()
    return window, noticed


def test_it_is_quiet_and_fits_from_telephone_to_projector(visit: Visit) -> None:
    assert visit.window.evaluate(BESIDE_THE_PAGE) == 0
    assert visit.window.evaluate(SCROLLED) == []
    for width in (1920, 1280, 320):
        visit.window.set_viewport_size({"width": width, "height": 800})
        assert visit.window.evaluate("document.documentElement.scrollWidth") <= width
    assert not visit.noticed


def test_it_is_small_enough_for_an_e_mail(visit: Visit) -> None:
    assert visit.page.stat().st_size < 1_500_000


def test_every_table_and_chart_is_there(visit: Visit) -> None:
    tables, drawn = visit.window.evaluate(TABLES), visit.window.evaluate(DRAWN)
    answered = [one for one in visit.json["sections"] if one["rows"]]
    details = visit.report.details
    assert details
    expected = {"tiers", "placed-by", "suppliers", "country", *(one["key"] for one in answered)}
    assert expected <= set(tables)
    # The share of all in a row is not the part of it that stayed: no bar says so.
    shares = [
        (section.key, column.of)
        for section in visit.report.sections
        for column in (section.table.columns if section.table else ())
        if column.key == "share"
    ]
    of_all = {key for key, of in shares if of.startswith("all")}
    assert drawn["where"]
    assert bool(drawn["country"]) == bool(details.country.spots)
    assert bool(drawn["map"]) == bool(details.near and details.near.spots)
    assert drawn["suppliers"] == min(15, len(tables["suppliers"]) - 1)
    for one in answered:
        divided = {"amount", "local", "share"} <= set(one["rows"][0])
        divided = divided and one["key"] not in of_all
        paid_any = any(Decimal(row.get("amount") or 0) > 0 for row in one["rows"])
        if divided and paid_any and (one["key"] != "months" or len(one["rows"]) > 2):
            assert drawn[one["key"]], one["key"]
    if details.leaving and details.leaving.table:
        assert drawn["leaving"]


def test_each_row_leads_to_its_payments(visit: Visit) -> None:
    assert visit.report.details
    behind = visit.report.details.rows.of
    assert {"tiers", "placed-by", "country"} <= set(behind)
    leads = visit.window.evaluate(LEADS)
    amounts = {one["key"]: one["rows"] for one in visit.json["sections"]}
    amounts |= {"tiers": visit.json["tiers"], "placed-by": visit.json["placed_by"]}
    for key, rows in behind.items():
        assert leads[key] == [one is not None for one in rows], key
        for row, one in zip(amounts.get(key, []), rows, strict=key in amounts):
            assert Decimal(row["amount"] or 0) == (one.amount if one else 0), (key, row)


def test_the_figures_are_those_of_the_json(visit: Visit) -> None:
    content, tables = visit.json, visit.window.evaluate(TABLES)
    headline = visit.window.inner_text(".headline")
    assert f"£{Decimal(content['total']):,.2f}" in headline.replace("-£", "£-")
    if content["local"]["share"] is not None:
        assert f"£{Decimal(content['local']['amount']):,.2f}" in headline.replace("-£", "£-")
        (low, high) = (content["local"][end] for end in ("low", "high"))
        assert f"between {percent(low)} and {percent(high)}" in headline
    assert f"{content['payments']:,} payment" in visit.window.inner_text(".counts")
    compared = 0
    sections = [*content["sections"], *({"key": key.replace("_", "-"), "rows": content[key]} for key in ("tiers", "placed_by"))]  # fmt: skip
    for section in sections:
        rows = [*section["rows"][:300], *filter(None, [section.get("total")])]
        if not section["rows"]:
            continue
        for cells, row in zip(tables[section["key"]], rows, strict=False):
            for cell, (key, value) in zip(cells, row.items(), strict=True):
                assert says(cell, value), (section["key"], key, cell, value)
                compared += 1
    assert compared > 50


def percent(fraction: float) -> str:
    written = f"{fraction:.1%}"
    if written == "0.0%" and fraction > 0:
        return "<0.1%"
    return ">99.9%" if written == "100.0%" and fraction < 1 else written


def says(cell: str, value: object) -> bool:
    """Whether a cell says what JSON holds, read back from what a person sees."""
    if value is None:
        return cell in ("", "—", "(none)")
    if isinstance(value, int):
        return cell == f"{value:,}"
    if isinstance(value, float):
        bare = cell.strip("%<>").replace(",", "")
        near = 100 * value if cell.endswith("%") else value
        return abs(float(bare) - near) <= 0.1 + 1e-9
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        return cell in (text, f"{day:%b %Y}")
    return cell.replace(",", "") == text or cell == (shown(text).strip() or "(none)")


def test_axe_finds_nothing_grave(visit: Visit) -> None:
    # The last test of a visit, since it takes most rows out of the page.
    visit.window.set_viewport_size({"width": 1280, "height": 800})
    # Colours take axe ten times as long as all else, and are the same on every page: see below.
    assert not grave_in(visit.window, 2, {"rules": {"color-contrast": {"enabled": False}}})


def grave_in(window: Page, rows: int, how: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What axe finds wrong that keeps a reader out: the rule, and the first places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    window.evaluate(ALIKE_ROWS_LEFT, rows)
    found = axe.Axe().run(window, options={"resultTypes": ["violations"], **how})
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found.response["violations"]
        if one["impact"] in GRAVE
    ]


@pytest.fixture(scope="module")
def sampled(
    browser: Browser,  # noqa: ARG001 - without one nothing needs to be read
    sample: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Report, Path]:
    report = report_of([sample / "preston-sample-2024-25.csv"], None)
    return report, written(report, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def desk(browser: Browser, sampled: tuple[Report, Path]) -> Iterator[tuple[Page, list[str]]]:
    """The sample's page in one window for several tests; none may rely on what another left."""
    window, noticed = opened(browser, sampled[1], 1280)
    yield window, noticed
    window.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_suppliers_sort_filter_and_open(
    desk: tuple[Page, list[str]], sampled: tuple[Report, Path], width: int
) -> None:
    report, _ = sampled
    assert report.details
    names = [account.name for account in report.details.suppliers.accounts]
    window, noticed = desk
    window.set_viewport_size({"width": width, "height": 800})
    window.fill("#filter", "")
    if window.is_visible("#every"):
        assert window.evaluate(SHOWN) == 50
        window.click("#every")
    assert window.evaluate(SHOWN) == len(names)
    window.click("#supplier-table th:nth-child(1) button")
    assert window.evaluate(FIRST) != shown(names[0])
    window.click("#supplier-table th:nth-child(3) button")
    assert window.evaluate(FIRST) == shown(names[0])
    window.fill("#filter", names[0][:8].lower())
    assert 1 <= window.evaluate(SHOWN) < len(names)
    window.click("#supplier-table tbody tr:not([hidden]) summary")
    assert window.is_visible("#supplier-table details[open] li")
    window.click("#supplier-table tbody tr:not([hidden]) summary")
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert noticed == []


def test_a_tier_and_a_rung_lead_to_their_suppliers(
    desk: tuple[Page, list[str]], sampled: tuple[Report, Path]
) -> None:
    report, _ = sampled
    assert report.details
    accounts = report.details.suppliers.accounts
    window, _ = desk
    window.evaluate("document.querySelectorAll('.question > .scroll details').forEach(one => { one.open = true; })")  # fmt: skip
    for row in report.tiers.rows:
        window.click(f"a[data-where='{row[0]}']")
        assert window.evaluate(SHOWN) == sum(row[0] in one.tiers for one in accounts)
    for row in report.placed_by.rows:
        window.click(f'a[data-by="{row[0]}"]')
        assert window.evaluate(SHOWN) == sum(row[0] in one.evidence for one in accounts)


def test_a_shape_says_what_it_stands_for_and_a_table_is_taken_as_csv(
    desk: tuple[Page, list[str]], sampled: tuple[Report, Path]
) -> None:
    report, _ = sampled
    window, noticed = desk
    window.hover("figure.stack rect.part >> nth=0")
    assert window.inner_text("#tip").startswith(f"{report.area_name}: £")
    with window.expect_download() as taken:
        window.click("a[download='tiers.csv']")
    content = Path(taken.value.path()).read_text("utf-8-sig")
    assert content.splitlines()[1].startswith(f"Preston,{report.local.amount},")
    assert len(content.splitlines()) == 1 + len(report.tiers.rows)
    assert [one for one in noticed if not one.startswith("data:text/csv")] == []
    noticed.clear()


def test_stacked_rows_are_still_a_table_to_a_screen_reader(desk: tuple[Page, list[str]]) -> None:
    window, _ = desk
    window.set_viewport_size({"width": 320, "height": 800})
    asking = window.context.new_cdp_session(window)
    root = asking.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    table = asking.send("DOM.querySelector", {"nodeId": root, "selector": "[data-key=tiers]"})
    heard = asking.send("Accessibility.queryAXTree", {"nodeId": table["nodeId"]})["nodes"]
    roles = [one["role"]["value"] for one in heard if not one["ignored"]]
    rows = window.locator("[data-key=tiers] tr").count()
    assert roles.count("row") == rows > 3
    assert roles.count("rowheader") == rows - 1
    assert roles.count("columnheader") == 5
    assert {one for one in roles if one.endswith("ell")} <= {"cell", "gridcell"}
    assert sum(one.endswith("ell") for one in roles) == 4 * (rows - 1)
    asking.detach()


def test_axe_can_read_every_colour(desk: tuple[Page, list[str]]) -> None:
    # The last test in this window, since it takes most rows out of the page.
    window, _ = desk
    window.set_viewport_size({"width": 1280, "height": 800})
    window.evaluate(ALIKE_ROWS_LEFT, 2)
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        window.emulate_media(color_scheme=scheme)
        assert window.evaluate(EACH_COLOUR_ONCE) > 10
    window.evaluate(ALIKE_COLOURS_LEFT)
    for scheme in schemes:
        window.emulate_media(color_scheme=scheme)
        assert not grave_in(window, 2, {"runOnly": ["color-contrast"]}), scheme


def test_without_a_script_every_row_is_there(
    browser: Browser, sampled: tuple[Report, Path]
) -> None:
    report, page = sampled
    assert report.details
    window, _ = opened(browser, page, 320, scripts=False)
    rows = window.locator("#supplier-table tbody tr")
    assert rows.count() == len(report.details.suppliers.accounts)
    assert rows.last.is_visible()
    assert not window.locator(".tools").is_visible()
    window.close()


def test_hostile_names_are_text_that_fits(browser: Browser, tmp_path: Path) -> None:
    names = [*HOSTILE_NAMES, "שלום בע״מ", '<img src=x onerror="alert(1)">', "W" * 10_000]
    rows = [paid(name, LEEDS, 9000 + at) for at, name in enumerate(names)]
    rows += [paid("Here", PRESTON, 100), paid("Beside", BLACKPOOL, 100)]
    report = report_of([table(tmp_path, rows)], "Preston")
    window, noticed = opened(browser, written(report, tmp_path), 320)
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
    assert window.evaluate(BESIDE_THE_PAGE) == 0
    written_names = window.eval_on_selector_all(
        "#supplier-table summary", "all => all.map(one => one.textContent)"
    )
    for name in names:
        if name.strip() and name.isprintable():
            assert shown(name) in written_names, name
    assert window.evaluate("document.querySelectorAll('script').length") == 1
    assert window.evaluate("document.querySelectorAll('img').length") == 0
    # A name from right to left must not turn round the amount that stands beside it.
    assert window.evaluate("getComputedStyle(document.querySelector('.lines bdi')).unicodeBidi") == "isolate"  # fmt: skip
    assert not noticed
    window.close()

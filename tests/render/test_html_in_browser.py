"""The page in a real browser: no word on its console, no request, no scrolling sideways; it sorts and filters."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from spendaudit.audit import Request, audit
from spendaudit.render.html import report_as_html
from spendaudit.report.compose import compose
from spendaudit.report.detailed import with_details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

REAL = (
    "manchester-city-council/february-2016.csv",
    "hyndburn-bc/SpendOver250Feb24.csv",
    "leeds-city-council/2012-11.csv",
    "calderdale-mbc/2015-06.csv",
    "darlington-bc/2013-03.csv",
    "warwickshire-cc/all-feb-2014.csv",
)
BESIDE_THE_PAGE = """[...document.querySelectorAll("main *")].filter(one =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll") && !one.closest("svg")
).length"""
FIRST = "document.querySelector('#supplier-table tbody tr summary').textContent"
SHOWN = (
    "[...document.querySelectorAll('#supplier-table tbody tr')].filter(row => !row.hidden).length"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it, or without Playwright, the test skips, saying so."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as player:
        one = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield one
        one.close()


def written(file: Path, folder: Path) -> Path:
    found = audit(Request(files=[file], points=True))
    page = folder / "report.html"
    page.write_text(report_as_html(with_details(compose(found, file.name), found)), "utf-8")
    return page


def opened(browser: Browser, page: Path, width: int) -> tuple[Page, list[str]]:
    """The page in a window of so many pixels, and all that it said or asked for beyond itself."""
    window = browser.new_page(viewport={"width": width, "height": 800})
    noticed: list[str] = []
    window.on("console", lambda message: noticed.append(message.text))
    window.on("pageerror", lambda error: noticed.append(str(error)))
    window.on("request", lambda request: noticed.append(request.url))
    window.goto(page.as_uri())
    assert noticed.pop(0) == page.as_uri()
    return window, noticed


def is_quiet_and_fits(browser: Browser, page: Path) -> None:
    for width in (320, 1280):
        window, noticed = opened(browser, page, width)
        assert window.evaluate("document.documentElement.scrollWidth") <= width
        assert window.evaluate(BESIDE_THE_PAGE) == 0
        assert not noticed
        window.close()


def test_the_sample_s_page_is_quiet_and_fits(
    browser: Browser, sample: Path, tmp_path: Path
) -> None:
    is_quiet_and_fits(browser, written(sample / "preston-sample-2024-25.csv", tmp_path))


@pytest.mark.parametrize("name", REAL)
def test_real_files_pages_are_quiet_and_fit(
    browser: Browser, shared: Path, name: str, tmp_path: Path
) -> None:
    is_quiet_and_fits(browser, written(shared / "spend" / name, tmp_path))


def test_the_suppliers_sort_filter_and_open(browser: Browser, sample: Path, tmp_path: Path) -> None:
    page = written(sample / "preston-sample-2024-25.csv", tmp_path)
    window, noticed = opened(browser, page, 1280)
    most = window.evaluate(FIRST)
    window.click("#supplier-table th:nth-child(1) button")
    assert window.evaluate(FIRST) != most
    window.click("#supplier-table th:nth-child(3) button")
    assert window.evaluate(FIRST) == most
    every = window.evaluate(SHOWN)
    window.fill("#filter", most[:8].lower())
    assert 1 <= window.evaluate(SHOWN) < every
    window.click("#supplier-table tbody tr:not([hidden]) summary")
    assert window.is_visible("#supplier-table details[open] li")
    assert not noticed
    window.close()

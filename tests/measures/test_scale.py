"""The same area totals on every engine, and as the report has them."""

from __future__ import annotations

import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from spendaudit.audit import Request, audit
from spendaudit.measures.payments import payments_of
from spendaudit.measures.retention import tiers_table
from spendaudit.measures.scale import area_totals
from spendaudit.measures.spend import spend_of
from spendaudit.places.areas import tiers_of
from spendaudit.render.frames import frame_as

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("narwhals", reason="narwhals is not installed: pip install spendaudit[scale]")

Totals = dict[tuple[str, ...], tuple[int, int]]


@pytest.fixture(scope="module")
def written(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Totals]:
    """Payments of the sample as the command writes them, and the tiers of the report on it."""
    files = sorted(sample.glob("preston-sample-*.csv"))
    found = audit(Request(files=files, area="Preston", points=True, use_registers=False))
    target = tmp_path_factory.mktemp("scale") / "payments.parquet"
    content = frame_as(payments_of(found), {}, "parquet")
    assert isinstance(content, bytes)
    target.write_bytes(content)
    tiers = tiers_table(spend_of(found), tiers_of(found.area)).rows
    return target, {
        (str(tier),): (int(Decimal(str(amount)) * 100), int(str(payments)))
        for tier, amount, _, _, payments in tiers
        if payments
    }


def as_totals(rows: list[tuple[str, int, int, int]]) -> Totals:
    """Pence and payments by tier; that the most pence stand first is seen to."""
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    return {(tier,): (pence, payments) for tier, payments, pence, _ in rows}


def test_polars_gives_the_pence_of_the_report(written: tuple[Path, Totals]) -> None:
    path, reported = written
    lazy = area_totals(pl.scan_parquet(path)).collect()
    assert as_totals(lazy.rows()) == reported
    assert lazy.equals(area_totals(pl.read_parquet(path)))
    assert lazy["pence"].dtype == pl.Int64


def test_what_is_kept_apart_adds_up_to_the_whole(written: tuple[Path, Totals]) -> None:
    path, reported = written
    apart = area_totals(pl.read_parquet(path), within=["file"])
    assert apart["file"].n_unique() == 2
    added = apart.group_by("tier").agg(pl.col("pence", "payments").sum())
    assert {(tier,): (pence, many) for tier, pence, many in added.iter_rows()} == reported


def test_a_payment_without_a_supplier_counts_and_a_credit_takes_away() -> None:
    payments = pl.DataFrame(
        {
            "tier": ["Here", "Here", "Here", "There"],
            "supplier": [None, "A Ltd", "A Ltd", None],
            "amount": [Decimal("0.10"), Decimal("-0.30"), Decimal("90071992547409.93"), Decimal(0)],
        },
        schema_overrides={"amount": pl.Decimal(18, 2)},
    )
    assert area_totals(payments).rows() == [("Here", 3, 9007199254740973, 2), ("There", 1, 0, 1)]


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here")
# It starts a machine of Java, and so takes long: one test, of the one thing that matters. Its own
# libraries warn of each other's versions, which is not ours to change.
@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_rows_as_polars(written: tuple[Path, Totals], tmp_path: Path) -> None:
    sql = pytest.importorskip(
        "pyspark.sql", reason="PySpark is not installed: pip install spendaudit[scale]"
    )
    path, _ = written
    # On one machine, in one part, with nothing compiled: made for a small file.
    setting = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(tmp_path),
        "spark.ui.enabled": "false",
    }
    spark = sql.SparkSession.builder.master("local[1]").config(map=setting).getOrCreate()
    try:
        rows = area_totals(spark.read.parquet(str(path))).collect()
    finally:
        spark.stop()
    assert [tuple(row) for row in rows] == area_totals(pl.read_parquet(path)).rows()

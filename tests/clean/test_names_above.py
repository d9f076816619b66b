"""A supplier that is written once counts for every payment below, where the file is written so."""

from __future__ import annotations

import pytest

from read.published import cleaned, paid

HEADING = "Supplier,Date,Amount"


def file_of(*rows: str) -> str:
    return "\n".join([HEADING, *rows, ""])


@pytest.mark.parametrize("ditto", ["Ditto", "ditto", "do.", '""""', "''", "-do-", "- \u3003 -", "As above"])  # fmt: skip
def test_a_ditto_is_the_name_above(ditto: str) -> None:
    text = file_of(
        "Ribble Ltd,03/04/2024,1.00", f"{ditto},04/04/2024,2.00", f"{ditto},05/04/2024,#####",
        "Aire Ltd,06/04/2024,####", f"{ditto},{ditto},4.00", "Ditto Ltd,08/04/2024,5.00",
    )  # fmt: skip
    assert paid(text) == [("Ribble Ltd", 100), ("Ribble Ltd", 200), ("Aire Ltd", 400), ("Ditto Ltd", 500)]  # fmt: skip
    assert cleaned(text).payments["paid_on"].null_count() == 0


def test_a_ditto_under_no_name_stays() -> None:
    assert paid(file_of("Ditto,03/04/2024,1.00", "Aire Ltd,04/04/2024,2.00"))[0][0] == "Ditto"


BANDS = [
    *("Ribble Ltd,,", ",03/04/2024,1.00", ",04/04/2024,2.00"),
    *("Aire Ltd,,", ",05/04/2024,3.00", "Wyre Ltd,,", ",06/04/2024,4.00"),
]
BY_BANDS = [("Ribble Ltd", 100), ("Ribble Ltd", 200), ("Aire Ltd", 300), ("Wyre Ltd", 400)]


def test_names_between_payments_that_have_none_are_their_suppliers() -> None:
    assert paid(file_of(*BANDS)) == BY_BANDS
    said = "4 payments have no supplier of their own: read as those to the one named above them"
    assert cleaned(file_of(*BANDS)).notices[0] == (
        f"{said}, on a line of its own, such as 'Ribble Ltd'"
    )
    totals = [*BANDS[:3], "Total for Ribble Ltd,,3.00", *BANDS[3:5], "Total for Aire Ltd,,3.00", *BANDS[5:]]  # fmt: skip
    assert paid(file_of(*totals, "Total for Wyre Ltd,,4.00")) == BY_BANDS


def test_bands_above_payments_that_name_a_supplier_are_none() -> None:
    rows = [one.replace(",0", "Dee Ltd,0") if one.startswith(",") else one for one in BANDS]
    assert {name for name, _ in paid(file_of(*rows))} == {"Dee Ltd"}
    headless = paid(file_of(BANDS[1], *BANDS))
    assert {name for name, _ in headless} == {None}


ONCE = [
    *("Aire Ltd,03/04/2024,1.00", ",04/04/2024,2.00", ",05/04/2024,3.00"),
    *(
        "Ribble Ltd,03/04/2024,4.00",
        ",04/04/2024,5.00",
        "Wyre Ltd,03/04/2024,6.00",
        ",05/04/2024,7.00",
    ),
]


def test_a_name_on_the_first_line_alone_counts_for_those_below() -> None:
    names = [name for name, _ in paid(file_of(*ONCE))]
    assert names == ["Aire Ltd"] * 3 + ["Ribble Ltd"] * 2 + ["Wyre Ltd"] * 2
    assert "on the first of them alone, such as 'Aire Ltd'" in cleaned(file_of(*ONCE)).notices[0]


@pytest.mark.parametrize(
    "rows",
    [
        [*ONCE, "Aire Ltd,09/04/2024,8.00", ",10/04/2024,9.00"],
        [*ONCE[3:], *ONCE[:3]],
        ONCE[1:],
        [ONCE[0], ONCE[3], *ONCE[5:], ",05/04/2024,7.00", ",05/04/2024,7.00"],
    ],
)
def test_payments_without_a_name_elsewhere_have_none(rows: list[str]) -> None:
    assert None in [name for name, _ in paid(file_of(*rows))]


def group(name: str, *amounts: int, total: str = "{} Total") -> list[str]:
    """Payments of which the first alone has the name, and their total with it."""
    rows = [f"{name if not n else ''},0{3 + n}/04/2024,{one}.00" for n, one in enumerate(amounts)]
    return [*rows, f"{total.format(name)},,{sum(amounts)}.00"]


@pytest.mark.parametrize("total", ["{} Total", "Total for {}", "Subtotal: {}", "Total {}"])
def test_a_total_that_names_its_group_proves_whose_it_is(total: str) -> None:
    rows = [
        *group("Wyre Ltd", 1, 2, 4, total=total),
        *group("Aire Ltd", 8, 16, total=total),
        *group("Wyre Ltd", 32, 64, total=total),
    ]
    assert paid(file_of(*rows)) == [
        *(("Wyre Ltd", pence) for pence in (100, 200, 400)),
        *(("Aire Ltd", pence) for pence in (800, 1600)),
        *(("Wyre Ltd", pence) for pence in (3200, 6400)),
    ]  # fmt: skip
    assert cleaned(file_of(*rows)).notices[0] == (
        "4 payments have no supplier of their own: read as those to the one named on the first line of "
        "the group and in its total, such as 'Wyre Ltd'"
    )


def test_a_total_of_another_name_proves_nothing() -> None:
    rows = [*group("Wyre Ltd", 1, 2, 4, total="Roads Total"), *group("Aire Ltd", 8, 16)]
    names = [name for name, _ in paid(file_of(*rows))]
    assert names == ["Wyre Ltd", None, None, "Aire Ltd", "Aire Ltd"]


def test_what_follows_a_total_is_of_no_group() -> None:
    rows = [*group("Wyre Ltd", 1, 2), ",05/04/2024,4.00", *group("Aire Ltd", 8, 16), "Total,,31.00"]
    assert [name for name, _ in paid(file_of(*rows))][2] is None

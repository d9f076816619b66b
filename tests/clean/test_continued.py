"""Further lines of one payment have its supplier and day where its whole proves that they are its own."""

from __future__ import annotations

import pytest

from read.published import cleaned, set_aside

HEADING = "Date,Payee Name,Reference,£ Total Amnt,£ VAT,A/c,£ Amount,Transaction Detail\n"
ROOF = '02/04/2024,Ribble Roofing Ltd,DD1,"1,481.40",246.90,4100,"1,234.50",Roof\n'
PAYE = "15/04/2024,HMRC,B03,912.33,,4000,500.00,PAYE\n"
SIGNS = "22/04/2024,Savick Signs,B04,78.12,13.02,4200,65.10,Signs\n"


def test_the_lines_of_a_payment_are_all_counted_as_its_own() -> None:
    found = cleaned(HEADING + ROOF + PAYE + ",,,,,4001,412.33,NI\n" + SIGNS)
    assert found.payments["pence"].sum() == 2_211_93
    hmrc = found.payments.filter(found.payments["supplier"] == "HMRC")
    assert hmrc.select("pence", "transaction").rows() == [(500_00, "B03"), (412_33, "B03")]
    assert hmrc["paid_on"].n_unique() == 1
    assert any("1 row is a further line of the payment above it" in one for one in found.notices)


@pytest.mark.parametrize(
    "below", [",,,,,4001,412.34,NI\n", ",,,412.33,,4001,412.33,NI\n", "\n,,,,,4001,41.33,NI\n"]
)
def test_what_the_whole_does_not_prove_is_set_aside(below: str) -> None:
    found = cleaned(HEADING + ROOF + PAYE + below + SIGNS)
    assert found.payments.height == 3
    assert len(set_aside(HEADING + ROOF + PAYE + below + SIGNS)) == 1


def test_every_payment_of_several_lines_must_prove_it() -> None:
    text = HEADING + ROOF + ",,,,,4101,7.00,Nails\n" + PAYE + ",,,,,4001,412.33,NI\n" + SIGNS
    assert cleaned(text).payments.height == 3

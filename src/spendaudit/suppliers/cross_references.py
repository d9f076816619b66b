"""One organisation in several registers: a company that is a charity or a co-operative as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from spendaudit.registers.store import Registers

CHARITY_REGISTERS = ("charity-commission", "oscr", "ccni")
MUTUAL_REGISTERS = ("mutuals", "co-operatives")
_NONE_FOUND = pl.DataFrame(
    schema={"company_number_of_register": pl.String, "number": pl.String, "id": pl.String}
)


def with_cross_references(payees: pl.DataFrame, registers: Registers | None) -> pl.DataFrame:
    """The payees with `also_in`: ids of other registers that give the company number of the match.

    `charity_number_of_register` is filled from a register of charities where the match had none. A
    register names the company by its number, so this is no guess.
    """
    numbers = payees["company_number_of_register"].drop_nulls().unique()
    found = [_NONE_FOUND]
    for register in registers.registers if registers is not None and len(numbers) else ():
        if not register.id.startswith((*CHARITY_REGISTERS, *MUTUAL_REGISTERS)):
            continue
        # Where a register of co-operatives has a company, it is the company's own identifier.
        number = pl.coalesce("company_number", pl.col("identifier").str.extract("^GB-COH-(.+)$"))
        found.append(
            register.organisations()
            .filter(number.is_in(numbers.implode()) & pl.col("until").is_null())
            .select(
                number.alias("company_number_of_register"),
                "number",
                pl.lit(register.id).alias("id"),
            )
            .collect()
        )
    of_charity = pl.col("id").str.contains(f"^(?:{'|'.join(CHARITY_REGISTERS)})")
    others = (
        pl.concat(found)
        .sort("id", "number")
        .group_by("company_number_of_register", maintain_order=True)
        .agg(
            pl.col("id").unique(maintain_order=True).str.join("; ").alias("also_in"),
            pl.col("number").filter(of_charity).first().alias("number of charity"),
        )
    )
    return (
        payees.join(others, on="company_number_of_register", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("charity_number_of_register", "number of charity").alias(
                "charity_number_of_register"
            )
        )
        .drop("number of charity")
    )

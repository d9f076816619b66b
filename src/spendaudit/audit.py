"""The straight line: files to payments, payments to payees, payees to places.

read → clean → identify → place, and what `measures` and `report` make of it comes after.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from spendaudit.frames import PAYEE_KEYS
from spendaudit.home import choose_area
from spendaudit.intake import Cleaned, Wanted, clean_files
from spendaudit.places.directory import BT_NOTICE, has_northern_ireland, open_directory
from spendaudit.registers.store import open_registers
from spendaudit.suppliers.ladder import gather_evidence, place_payees
from spendaudit.suppliers.lists import read_supplier_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from spendaudit.places.areas import Area
    from spendaudit.places.directory import Directory
    from spendaudit.registers.store import Registers
    from spendaudit.suppliers.ladder import Evidence
    from spendaudit.suppliers.lists import SupplierList
    from spendaudit.suppliers.payee_rules import Rules


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked to be audited.

    Attributes:
        files: in any order; a folder is searched, `-` is standard input.
        area: a name or code, or None to take it from the files.
        supplier_lists: of several, the first that knows a supplier is believed.
        wanted: what the user settles about the files.
        registers: a folder of registers instead of the usual one.
        use_registers: whether payees are looked up in registers.
        rules: that tell kinds of payee; None for those of the package.
        postcode_file: an ONSPD or NSPL file instead of the installed directory.
        deprivation_file: a table of neighbourhoods with their decile or rank, beside that one.
        geonames: a folder with GeoNames postal code files, for coordinates in other countries.
        points: whether coordinates are wanted.
        announce: told, in a sentence, before work that takes seconds.
    """

    files: Sequence[Path]
    area: str | None = None
    supplier_lists: Sequence[Path] = ()
    wanted: Wanted = field(default_factory=Wanted)
    registers: Path | None = None
    use_registers: bool = True
    rules: Rules | None = None
    postcode_file: Path | None = None
    deprivation_file: Path | None = None
    geonames: Path | None = None
    points: bool = False
    announce: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Payments whose payees are identified and placed around a home area.

    Attributes:
        area: the home area, and `area_from` what it was taken from.
        payments: as `frames.PAYMENTS`, with `payee`, the key into `payees`.
        payees: one row a distinct payee, as `ladder.place_payees` gives it.
        cleaned: the files that they came from.
        directory: the edition and licence of the postcode directory.
        notices: sentences about lists, registers, postcodes and licences.
        registers: in which payees were looked up.
        rules: that told the kinds of payee; None for those of the package.
    """

    area: Area
    area_from: str
    payments: pl.DataFrame
    payees: pl.DataFrame
    cleaned: Cleaned
    directory: Directory
    notices: tuple[str, ...]
    registers: Registers | None = None
    rules: Rules | None = None

    @property
    def has_points(self) -> bool:
        """Whether coordinates were asked for."""
        return "easting" in self.directory.postcodes.columns


def audit(request: Request) -> Audit:
    """Go down the whole line.

    Raises:
        InputError: a file or list cannot be read.
        AreaError: the area is unknown, or cannot be told from the files.
        DirectoryError: the postcode directory cannot be used.
        RegisterError: a register cannot be used as it is.
    """
    registers = open_registers(request.registers) if request.use_registers else None
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        opening = meanwhile.submit(
            open_directory,
            request.postcode_file,
            request.announce,
            points=request.points,
            deprivation=request.deprivation_file,
        )
        lists = [read_supplier_list(path) for path in request.supplier_lists]
        tables = filter(None, [request.postcode_file, request.deprivation_file])
        beside = [*request.supplier_lists, *tables]
        cleaned = clean_files(request.files, request.wanted, beside)
        directory = opening.result()
    payments, evidence = identify(cleaned, request, directory, lists, registers)
    area, area_from = choose_area(
        request.area, (cleaned.bodies, cleaned.titles), payments, evidence.payees, cleaned.asked
    )
    payees = place_payees(evidence, area)
    notices = [area.notice, directory.notice, *cleaned.notices, *evidence.notices]
    notices += registers.notices() if registers else ()
    if has_northern_ireland(payees["postcode"].drop_nulls()):
        notices.append(BT_NOTICE)
    return Audit(
        area=area,
        area_from=area_from,
        payments=payments,
        payees=payees,
        cleaned=cleaned,
        directory=directory,
        notices=tuple(notice for notice in notices if notice),
        registers=registers,
        rules=request.rules,
    )


def identify(
    cleaned: Cleaned,
    request: Request,
    directory: Directory,
    lists: Sequence[SupplierList] = (),
    registers: Registers | None = None,
) -> tuple[pl.DataFrame, Evidence]:
    """Find out who was paid, before anyone asks from where to look.

    Returns:
        The payments with `payee`, the key into the evidence; and the evidence.
    """
    evidence = gather_evidence(
        cleaned.payments,
        lists,
        directory,
        request.geonames,
        points=request.points,
        registers=registers,
        rules=request.rules,
    )
    return with_payee(cleaned.payments, evidence.payees), evidence


def with_payee(payments: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """Give each payment the key of its payee, in the order of the payments."""
    # Only the keys are joined: a join writes every column that it is given once more.
    found = payments.select(PAYEE_KEYS).join(
        payees.select("payee", pl.col(PAYEE_KEYS).cast(pl.Categorical)),
        on=PAYEE_KEYS,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return payments.with_columns(found["payee"])

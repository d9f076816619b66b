"""The straight line: files to payments, payments to payees, payees to places.

read → clean → identify → place, and what `measures` and `report` make of it comes after.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.frames import PAYEE_KEYS, ROWS_AT_ONCE
from spendaudit.home import choose_area, notice_others
from spendaudit.intake import Cleaned, Wanted, clean_files
from spendaudit.places.directory import BT_NOTICE, has_northern_ireland, open_directory
from spendaudit.registers.store import open_registers
from spendaudit.report.figures import counted
from spendaudit.suppliers.hiding import HIDDEN, what_is_shown
from spendaudit.suppliers.ladder import gather_evidence, place_payees
from spendaudit.suppliers.lists import read_supplier_list
from spendaudit.suppliers.rows_say import as_rows_say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from spendaudit.places.areas import Area
    from spendaudit.places.directory import Directory
    from spendaudit.profile import Profile
    from spendaudit.registers.store import Registers
    from spendaudit.suppliers.hiding import Shown
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
        only_registers: the ids of those that may be used; None for all that are kept.
        rules: that tell kinds of payee; None for those of the package.
        postcode_file: an ONSPD or NSPL file instead of the installed directory.
        deprivation_file: a table of neighbourhoods with their decile or rank, beside that one.
        geonames: a folder with GeoNames postal code files, for coordinates in other countries.
        points: whether coordinates are wanted.
        hide_individuals: whether people and sole traders are to be nameless in all that follows.
        profile: that some of this was taken from.
        announce: told, in a sentence, before work that takes seconds.
    """

    files: Sequence[Path]
    area: str | None = None
    supplier_lists: Sequence[Path] = ()
    wanted: Wanted = field(default_factory=Wanted)
    registers: Path | None = None
    use_registers: bool = True
    only_registers: Collection[str] | None = None
    rules: Rules | None = None
    postcode_file: Path | None = None
    deprivation_file: Path | None = None
    geonames: Path | None = None
    points: bool = False
    hide_individuals: bool = False
    profile: Profile | None = None
    announce: Callable[[str], None] | None = None

    def tell(self, sentence: str) -> None:
        """Say what is under way, if anybody is to be told."""
        if self.announce:
            self.announce(sentence)

    def heeding(self, profile: Profile) -> Request:
        """The same with what a profile says; where both speak, the request is right."""
        wanted = self.wanted
        return replace(
            self,
            area=self.area or profile.area,
            supplier_lists=(*self.supplier_lists, *profile.suppliers),
            wanted=Wanted(
                {**profile.columns, **wanted.columns},
                wanted.sheets or profile.sheets,
                profile.expected,
            ),
            postcode_file=self.postcode_file or profile.postcodes,
            deprivation_file=self.deprivation_file or profile.deprivation,
            registers=self.registers or profile.registers,
            rules=profile.rules,
            profile=profile,
        )


class Audit(NamedTuple):
    """Payments whose payees are identified and placed around a home area.

    Attributes:
        area: the home area, and `area_from` what it was taken from.
        payments: as `frames.PAYMENTS`, with `payee`, the key into `payees`.
        payees: one row a distinct payee, as `ladder.place_payees` gives it, with `hidden`.
        cleaned: the files that they came from.
        directory: the edition and licence of the postcode directory.
        notices: sentences about lists, registers, postcodes and licences.
        registers: in which payees were looked up.
        rules: that told the kinds of payee; None for those of the package.
        supplier_lists: the user's own, as they were read.
        request: what was asked.
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
    supplier_lists: tuple[SupplierList, ...] = ()
    request: Request | None = None

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
    if registers and request.only_registers is not None:
        registers = registers.only(request.only_registers)
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
        cleaned = clean_files(request.files, request.wanted, beside, request.announce)
        directory = opening.result()
    payments, evidence = identify(cleaned, request, directory, lists, registers)
    publishers = (cleaned.bodies, cleaned.titles)
    area, area_from = choose_area(
        request.area, publishers, payments, evidence.payees, cleaned.asked
    )
    others = notice_others(area, publishers, cleaned.asked) if request.area else ""
    payees = place_payees(evidence, area)
    request.tell("")
    notices = [area.notice, others, directory.notice, *cleaned.notices, *evidence.notices]
    notices += registers.notices() if registers else ()
    if has_northern_ireland(payees["postcode"].drop_nulls()):
        notices.append(BT_NOTICE)
    shown = what_is_shown(payments, payees, individuals=request.hide_individuals)
    return Audit(
        area=area,
        area_from=area_from,
        payments=shown.payments,
        payees=shown.payees,
        cleaned=_cleaned(cleaned, shown),
        directory=directory,
        notices=(*shown.notices, *shown.sentences(filter(None, notices))),
        registers=registers,
        rules=request.rules,
        supplier_lists=tuple(lists),
        request=request,
    )


def _cleaned(cleaned: Cleaned, shown: Shown) -> Cleaned:
    """The files, without the words that no answer may show."""
    if not shown.hides:
        return cleaned
    return replace(
        cleaned,
        payments=shown.payments.drop("payee"),
        # What a row says that could not be read, nobody has understood: it may name anybody.
        set_aside=cleaned.set_aside.with_columns(pl.lit(HIDDEN).alias("text")),
        files=tuple(file._replace(notices=shown.sentences(file.notices)) for file in cleaned.files),
        notices=shown.sentences(cleaned.notices),
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
    looked_in = f" in {counted(len(registers.registers), 'register')}" if registers else ""
    request.tell(f"Looking up who was paid{looked_in}")
    evidence = gather_evidence(
        cleaned.payments,
        lists,
        directory,
        request.geonames,
        points=request.points,
        registers=registers,
        rules=request.rules,
    )
    payments = with_payee(cleaned.payments, evidence.payees)
    payments, payees = as_rows_say(payments, evidence.payees, request.rules)
    return payments, evidence._replace(payees=payees)


def with_payee(payments: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """Give each payment the key of its payee, in the order of the payments."""
    # Only the keys are joined, some payments at a time: a join writes every column that it is given
    # once more, and of ten million that would be a gigabyte.
    keys = payees.select("payee", pl.col(PAYEE_KEYS).cast(pl.Categorical))
    found = [
        some.join(keys, on=PAYEE_KEYS, how="left", nulls_equal=True, maintain_order="left")["payee"]
        for some in payments.select(PAYEE_KEYS).iter_slices(ROWS_AT_ONCE)
    ]
    return payments.with_columns(pl.concat(found) if found else keys["payee"].clear())

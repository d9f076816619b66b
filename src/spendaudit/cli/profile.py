"""`spendaudit profile`: what was worked out about a file, as a profile to correct."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from spendaudit.cli.options import Area, Asked, Columns, OneFile, Output, Quiet, Sheets
from spendaudit.cli.program import command, hush, warn

if TYPE_CHECKING:
    from spendaudit.audit import Request
    from spendaudit.intake import Cleaned
    from spendaudit.places.areas import Area as Home


@command("Reference")
def profile(
    file: OneFile,
    area: Area = None,
    column: Columns = None,
    sheet: Sheets = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """A profile of one publisher's files to correct: home, columns, net or gross, dates.

    Example: spendaudit profile spend.csv -o preston.toml
    """
    from spendaudit.errors import OutputError
    from spendaudit.render.output import write_output
    from spendaudit.render.profile_toml import profile_as_toml
    from spendaudit.report.worked_out import worked_out

    # `-o spend.csv` would put a profile in the place of the file that it is about.
    if output is not None and output.suffix.lower() not in ("", ".toml"):
        raise OutputError(
            f"{output}: a profile is a TOML file", "give it a name that ends in .toml"
        )
    request = Asked([file], area, columns=column, sheets=sheet).request(quiet=quiet)
    cleaned, home, area_from = _home(request)
    hush()
    if home is None and not quiet:
        warn(f"home is left open in the profile: {area_from}")
    found = worked_out(cleaned, home, area_from, area, request.wanted.sheets)
    write_output(profile_as_toml(found), output, sys.stdout)


def _home(request: Request) -> tuple[Cleaned, Home | None, str]:
    """The file as it was read, and home where it can be told; else why not."""
    from spendaudit.audit import identify
    from spendaudit.errors import AreaError
    from spendaudit.home import choose_area
    from spendaudit.intake import clean_files
    from spendaudit.places.directory import open_directory

    cleaned = clean_files(request.files, request.wanted, announce=request.announce)
    directory = open_directory(request.postcode_file, request.announce, points=False)
    payments, evidence = identify(cleaned, request, directory)
    try:
        home, area_from = choose_area(
            request.area, (cleaned.bodies, cleaned.titles), payments, evidence.payees, cleaned.asked
        )
    except AreaError as error:
        if request.area is not None:
            raise
        return cleaned, None, error.found
    return cleaned, home, area_from

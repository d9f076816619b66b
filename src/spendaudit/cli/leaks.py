"""`spendaudit leaks`: what leaves the area and could be won back."""

from __future__ import annotations

from typing import Annotated

import typer

from spendaudit.cli.known_words import meant, one_of
from spendaudit.cli.log import tell_files
from spendaudit.cli.options import (
    FRAME_FORMATS,
    Asked,
    Output,
    Quiet,
    Strict,
    asking,
    chosen_format,
    finish,
    format_option,
    write_page,
)
from spendaudit.cli.program import command

DIVISIONS = ("category", "department", "industry")


@command("Audit")
@asking
def leaks(
    asked: Asked,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="COLUMN",
            autocompletion=one_of(DIVISIONS),
            help=f"One of {', '.join(DIVISIONS)}.",
        ),
    ] = "category",
    form: Annotated[str | None, format_option(FRAME_FORMATS)] = None,
    output: Output = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """What leaves the area in purchases that local firms could be offered, and what that would add.

    Example: spendaudit leaks spend.csv --by department
    """
    from spendaudit.audit import audit
    from spendaudit.report.leaking import leaking

    chosen = chosen_format(output, form, FRAME_FORMATS)
    if by not in DIVISIONS:
        raise typer.BadParameter(
            f"{by!r}{meant(by, DIVISIONS)}: one of {', '.join(DIVISIONS)}", param_hint="--by"
        )
    found = audit(asked.request(quiet=quiet))
    tell_files(found.cleaned)
    write_page(leaking(found, by), chosen, output)
    finish(found.cleaned, strict=strict)

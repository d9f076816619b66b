"""Text to exact pence, or the reason why not.

Forms met in real files: ` 680.05 `, `£1,234.50`, `-£5`, `(1,000.00)`, `1,000.00-`, `1,000.00CR`,
`-` for nought, `-5.68434E-13` from a spreadsheet. Whatever fits none of them is set aside.
"""

from __future__ import annotations

import polars as pl

from spendaudit.read.looks import unwrapped

PENCE_IN_A_POUND = 100
NO_AMOUNT = "there is no amount"
"""Why a row is set aside where nothing stands under the amounts."""
LARGEST_POUNDS = 10**13
"""The whole public sector spends about 10**12 a year: a longer number is a reference."""
_POUNDS = pl.Decimal(15, 2)
"""Holds numbers below that, and no others."""

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
# What nearly every amount looks like; only the rest goes through the slower expressions.
_BARE_NUMBER = rf"^-?{_DIGITS}(?:\.[0-9]{{1,2}})?$"
_PLAIN = rf"^[ \t]*£?[ \t]*-?{_DIGITS}(?:\.[0-9]{{1,2}})?[ \t]*$"
_POUND = r"(?:£|GBP|Â£|\x{FFFD}|\x{0152}|\x{0141}|\?)?"
_ANY = (
    rf"^{_POUND}(\()?([-+\x{{2212}}\x{{2013}}]?){_POUND}([-+]?)({_DIGITS}(?:\.[0-9]*)?|\.[0-9]+)"
    rf"(E[-+]?[0-9]{{1,3}})?{_POUND}(?:(-|CR|DR)\.?)?(\))?$"
)
_NOUGHT = r"^£?[-\x{2013}\x{2014}]+$"
_DATE = (
    r"^[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,}(?::[0-9]{2})*$"
    r"|^[0-9]{0,2}[-/]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-/]?[0-9]{2,4}$"
)
_SPACE = r"[\s\x{00A0}\x{202F}\x{200B}\x{2060}\x{FEFF}]"
# A space between digits separates thousands, or it separates two numbers.
# Two lines in one cell are two numbers.
_BETWEEN_THOUSANDS = r"[ \x{00A0}\x{2009}\x{202F}]"
_APART = rf"[0-9]{_SPACE}+[0-9]|[0-9]{_SPACE}+\.|\.{_SPACE}+[0-9]"
_THOUSANDS_APART = (
    rf"^[^0-9.,]*[0-9]{{1,3}}(?:{_BETWEEN_THOUSANDS}[0-9]{{3}})+(?:\.[0-9]*)?[^0-9.,]*$"
)
_ERROR = r"^£?(#(?:N/A|NAME\?|(?:REF|VALUE|DIV/0|NUM|NULL|SPILL|CALC)!?))"
"""What a spreadsheet shows where a formula comes to nothing."""
_OTHER_MONEY = r"[$€¥]|\b(?:USD|EUR)\b"


def squeezed(amount: pl.Expr) -> pl.Expr:
    """The text in capitals without any space, the no-break ones included, nor what wraps it.

    `CR 5.00` is `5.00CR`.
    """
    tight = unwrapped(amount.str.replace_all(_SPACE, "")).str.to_uppercase()
    return tight.str.replace(r"^([CD]R)[.:]?(£?[0-9,]+\.[0-9][0-9])$", "$2$1")


def bare_pence(amount: pl.Expr) -> pl.Expr:
    """Exact pence as Int64 where the text is a number and nothing else, `-1,234.50`; else null.

    For columns of a million rows: it gives what `plain_pence` does, for fewer texts and sooner.
    """
    number = amount.str.replace_all(",", "", literal=True).cast(_POUNDS, strict=False)
    pence = number.to_physical().cast(pl.Int64, strict=False)
    return pl.when(amount.str.contains(_BARE_NUMBER)).then(pence)


def plain_pence(amount: pl.Expr) -> pl.Expr:
    """Exact pence as Int64 where the text is written as nearly all are, else null."""
    number = amount.str.strip_chars("£ \t").str.replace_all(",", "", literal=True)
    return pl.when(amount.str.contains(_PLAIN)).then(_as_pence(number))


def _is_torn(amount: pl.Expr) -> pl.Expr:
    """Whether spaces stand inside the number where none separates thousands."""
    return amount.str.contains(_APART) & ~amount.str.contains(_THOUSANDS_APART)


def _as_pence(number: pl.Expr, pence: int = PENCE_IN_A_POUND) -> pl.Expr:
    """A number of so many pence each, as plain text, to pence; one beyond all reason is null.

    Fractions of a penny, as spreadsheets leave them, are rounded half to even.
    """
    if pence != PENCE_IN_A_POUND:
        exact = number.cast(pl.Decimal(38, 8), strict=False) * pence
        within = exact.abs() < LARGEST_POUNDS * PENCE_IN_A_POUND
        return pl.when(within).then(exact.round(0).cast(pl.Int64, strict=False))
    pounds = number.cast(pl.Decimal(38, 2), strict=False)
    within = pounds.abs() < LARGEST_POUNDS
    return pl.when(within).then((pounds * 100).cast(pl.Int64, strict=False))


def unusual_pence(amount: pl.Expr, pence: int = PENCE_IN_A_POUND) -> pl.Expr:
    """Exact pence as Int64 of any form that is known, null where the text is no amount.

    Args:
        amount: the text.
        pence: how many pence a whole number stands for.
    """
    text = squeezed(amount)
    part = [text.str.extract(_ANY, group).fill_null("") for group in range(8)]
    opened, closed = part[1] == "(", part[7] == ")"
    minus = ["-", "\u2212", "\u2013"]
    signs = [opened, part[2].is_in(minus), part[3] == "-", part[6].is_in(["-", "CR"])]
    negative = pl.sum_horizontal(sign.cast(pl.Int8) for sign in signs)
    number = part[4].str.replace_all(",", "", literal=True) + part[5]
    # Python's own notation of tiny noise does not fit a decimal: below half a penny it is nought.
    noise = (part[5] != "") & (number.cast(pl.Float64, strict=False).abs() < 0.005)
    size = pl.when(noise).then(pl.lit(0, pl.Int64)).otherwise(_as_pence(number, pence))
    # `1,234.-` is a way to write whole pounds, and no credit.
    whole = text.str.contains(_ANY) & ~_is_torn(amount) & ~text.str.contains(r"\.-\.?\)?$")
    readable = whole & (opened == closed) & (negative <= 1)
    return (
        pl.when(text.str.contains(_NOUGHT))
        .then(pl.lit(0, pl.Int64))
        .when(readable)
        .then(size * pl.when(negative == 1).then(-1).otherwise(1))
    )


_BARE = r"[^0-9.,]"
_CONTINENTAL = r"^(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]{1,2}$|^[0-9]{1,3}(?:\.[0-9]{3}){2,}$"
_SURELY_CONTINENTAL = r"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}$|^[0-9]{1,3}(?:\.[0-9]{3}){2,}$"
_THREE_PLACES = r"^[1-9][0-9]{0,2}\.[0-9]{3}$"
_ENGLISH = (
    r"\.[0-9]{1,2}$|\.[0-9]{4,}$|[0-9]{4}\.[0-9]{3}$|^0*\.[0-9]|,[0-9]{3}(?:\.[0-9]*)?$|,[0-9]{3},"
)


def is_continental(amount: pl.Expr, *, surely: bool = False) -> pl.Expr:
    """Whether a point stands for thousands or a comma for pence: `1.234,56`, `1.234.567`, `12,50`.

    `surely` leaves out `12,50`, which may be a slip for `12.50` or for `12,500`.
    """
    bare = amount.str.replace_all(_BARE, "")
    return bare.str.contains(_SURELY_CONTINENTAL if surely else _CONTINENTAL)


def is_english(amount: pl.Expr) -> pl.Expr:
    """Whether a point surely stands for pence, or a comma for thousands."""
    return amount.str.replace_all(_BARE, "").str.contains(_ENGLISH)


def has_three_places(amount: pl.Expr) -> pl.Expr:
    """Whether an amount is written as `1.234`: a pound and a fraction, or a thousand and more."""
    return amount.str.replace_all(_BARE, "").str.contains(_THREE_PLACES) & ~amount.str.contains(
        "[eE]"
    )


def from_continental(amount: pl.Expr) -> pl.Expr:
    """`1.234,56` as `1234.56`."""
    return amount.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True)


def has_fraction_of_penny(amount: pl.Expr) -> pl.Expr:
    """Whether more than two decimals are written out, and they are neither nought nor noise.

    `57370.16999999993` is what a program makes of 57370.17: within a millionth of a pound.
    """
    noise = amount.str.contains(r"\.[0-9][0-9](?:0{4}|9{4})[0-9]*[^0-9]*$")
    return amount.str.contains(r"^[^Ee]*\.[0-9][0-9][0-9]*[1-9][^Ee]*$") & ~noise


def in_scientific_notation(amount: pl.Expr) -> pl.Expr:
    """Whether an amount stands as `1.5E+05`: a spreadsheet may have rounded it."""
    return squeezed(amount).str.contains(r"^[^A-Z]*[0-9]E\+?[0-9]")


def without_dollar_sign(amount: pl.Expr) -> pl.Expr:
    """The text with `$` read as `£`, for files exported under American settings."""
    return amount.str.replace_all("$", "£", literal=True)


def why_unreadable(amount: pl.Expr) -> pl.Expr:
    """The reason, as words for a person, why a text is no amount."""
    text = squeezed(amount)
    return (
        pl.when(text == "")
        .then(pl.lit(NO_AMOUNT))
        .when(text.str.contains(r"^#+$"))
        .then(pl.lit("the amount is damaged: a spreadsheet showed it as ###"))
        .when(text.str.contains(_ERROR))
        .then(pl.format("the amount is the error of a formula: {}", text.str.extract(_ERROR)))
        .when(text.str.contains(r"RED[A-Z]*ACT|REDCATED|WITHHELD|PERSONALDATA|CONFIDENTIAL"))
        .then(pl.lit("the amount is redacted"))
        .when(text.str.contains(_DATE))
        .then(pl.lit("a date stands where the amount should be"))
        .when(amount.str.to_uppercase().str.contains(_OTHER_MONEY))
        .then(pl.lit("the amount is not in pounds"))
        .when(text.str.contains(r"^[-+(£]*[0-9]{14,}"))
        .then(pl.lit("the number is too long to be money"))
        .when(_is_torn(amount))
        .then(pl.lit("there are spaces inside the amount: it may be two numbers"))
        .when(text.str.contains(r"^[-+]?£?[(]?[0-9.,]*[.,][0-9.,]*[)-]?$"))
        .then(pl.lit("the amount's separators fit no known form"))
        .otherwise(pl.lit("the amount is not a number"))
    )

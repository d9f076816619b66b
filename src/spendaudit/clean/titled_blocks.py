"""Blocks under a title of their own that says they are no further payments: cancelled, unpaid, told above."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from spendaudit.clean.fates import with_fate
from spendaudit.clean.said_again import SAID_AGAIN
from spendaudit.clean.total_labels import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_THINGS = (
    "(?:payments?|invoices?|cheques?|chqs?|bacs|transactions?|items?|bills?|accounts|creditors)"
)
_DUE = "(?:invoices?|bills?|accounts|creditors)"
"""What may be outstanding; an outstanding payment may be one that was made."""
_UNDONE = "(?:cancell?ed|void(?:ed)?|stopped|rejected|reversed|recalled|withdrawn)"
_UNPAID = r"(?:unpaid|not (?:yet )?(?:been )?paid|(?:still )?awaiting (?:payment|approval)|(?:in|under) dispute|disputed|on hold)"
_ORDERS = "(?:purchase |works? )?orders"
_WHEN = (
    r"(?:(?: -| \x{2013}|,|:)? ?\(?(?:(?:as )?at|on|to|since|after|before|in|during|for)\b.{0,60})?"
)
_NOT_PAID = (
    rf"(?i)^\W*(?:(?:(?:list|schedule) of )?(?:{_UNDONE}|{_UNPAID}) {_THINGS}(?: (?:and|&) {_THINGS})?"
    rf"|{_THINGS}(?: (?:and|&) {_THINGS})?(?: received| on hand)?,?(?: -| \x{{2013}})? ?\(?(?:but |that |which )?"
    rf"(?:were |was |are |have been )?(?:{_UNDONE}|{_UNPAID})"
    rf"|outstanding (?:{_DUE}|{_ORDERS})|{_DUE} outstanding|{_ORDERS} (?:outstanding|placed|raised)"
    rf"|(?:goods|items|works?) on order|on order|not yet paid|yet to be paid|awaiting payment"
    rf"|{_UNDONE}|unpaid){_WHEN}\W*$"
)
"""A title over what was not paid, in so many words."""
_ONE_WORD = r"^\W*\w+\W*$"
"""`Cancelled` may also be the end of a long text in the row above, wrapped."""
_AMONG_THOSE_ABOVE = (
    r"(?i)\b(?:largest|biggest|highest|top (?:[0-9]+|three|five|ten|twenty)|of which|out of which"
    r"|(?:included|contained|shown|listed|counted) (?:in (?:the )?)?above|from the above|memorandum|for information)\b"
)
"""Words of a title over rows that stand above it too."""
_PERHAPS = (
    rf"(?i){_AMONG_THOSE_ABOVE.removeprefix('(?i)')}|^\W*to be paid (?:in|on|by|after|next)\b|\b(?:outstanding|unpaid|not (?:yet )?paid|cancell?ed|void(?:ed)?(?: (?:cheques?|payments?|invoices?))"
    r"|on order|(?:purchase|works?|open) orders|orders (?:placed|raised)|commitments?|committed|retentions?|awaiting|on hold|disputed?)\b"
)
"""Words of a title that may be meant so."""
_PAID_AFTER_ALL = r"(?i)\b(?:now|since|subsequently|later|already|and|been) paid\b"
_REISSUED = r"(?i)\bre-?(?:issued|placed|placements?)\b"
_PAYMENT = ("supplier", "date", "transaction", "pence")
_FEWEST = 3
"""Payments that must all stand above too, where no title says so; of fewer it may be chance."""
_MOST_TITLES = 200
"""More are names of suppliers or departments."""


class _Block(NamedTuple):
    """A block: the line and words of its title, its rows, and whether a row stands right above it."""

    line: int
    title: str
    own: pl.DataFrame
    follows_a_payment: bool

    def where(self) -> str:
        return f"below {self.title[:60]!r} (line {self.line:,})"


def without_titled_blocks(
    cells: pl.DataFrame, looked_at: pl.DataFrame, delimiter: str
) -> tuple[pl.DataFrame, list[str]]:
    """Set aside what stands under a title that says it was not paid, or stands above already.

    The latter only where each of its payments is the same as one above. Where a payment has a minus
    it takes another one back, and all of the block stays.

    Args:
        cells: with `line`, `fate`, `pence`, `reason` and the texts, before totals are looked for.
        looked_at: `line`, `seen_as` and whole `text` of the rows that are no payments.
        delimiter: what stands between cells.

    Returns:
        The same with these fates; and notices of cancelled payments that count above.
    """
    notices = []
    for block in _blocks(cells, looked_at, delimiter, f"{_NOT_PAID}|{_AMONG_THOSE_ABOVE}"):
        total = pl.col("total") & (
            pl.col("pence") == pl.col("pence").filter(~pl.col("total")).sum()
        )
        said = block.own.filter(total)["line"]
        own = block.own.filter(~pl.col("total"))
        again = _above(cells, own, block.line)
        if _says(block, _AMONG_THOSE_ABOVE):
            if again.len() < own.height:
                continue
            why = SAID_AGAIN.format(f"{block.line:,}")
        elif not _was_not_paid(block, own):
            continue
        else:
            why = f"it was not paid, by the title on line {block.line:,}, {block.title[:60]!r}"
            if again.len():
                one = again.len() == 1
                pence = own.filter(pl.col("line").is_in(again.implode()))["pence"].sum()
                notices.append(
                    f"{again.len():,} {'payment that stands' if one else 'payments that stand'} "
                    f"{block.where()} {'stands' if one else 'stand'} above it too, £{int(pence) / 100:,.2f}, "
                    f"and {'counts' if one else 'count'} there"
                )
        cells = with_fate(with_fate(cells, said, "total"), own["line"], "set aside", why)
    return cells, notices


def _was_not_paid(block: _Block, own: pl.DataFrame) -> bool:
    """Whether the title of a block says so plainly, and no credit in it takes a payment back.

    Right below a payment it may be the end of a text there, wrapped.
    """
    return not (
        block.follows_a_payment
        or (own["pence"] < 0).any()
        or _says(block, _PAID_AFTER_ALL)
        or _says(block, _REISSUED)
    )


def notice_titled_blocks(cells: pl.DataFrame, looked_at: pl.DataFrame, delimiter: str) -> list[str]:
    """Name the titles over payments that count and may be no further ones.

    Args:
        cells: as `without_titled_blocks` gives them, after totals were found.
        looked_at: `line`, `seen_as` and whole `text` of the rows that are no payments.
        delimiter: what stands between cells.
    """
    notices = []
    blocks = list(_blocks(cells, looked_at, delimiter, "", everything=True))
    for block, again in zip(blocks, _stand_above(cells, blocks), strict=True):
        pence = int(block.own["pence"].sum())
        pounds = f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f} in all"
        one = block.own.height == 1
        what = f"the {'payment' if one else f'{block.own.height:,} payments'} {block.where()}"
        if (
            _says(block, _PERHAPS)
            and not _says(block, _PAID_AFTER_ALL)
            and not (block.follows_a_payment and _says(block, _ONE_WORD))
            and (block.own["pence"] > 0).any()
        ):
            notices.append(
                f"{what} {'counts' if one else 'count'}, {pounds}: look whether "
                f"{'it is a further payment that was' if one else 'they are further payments that were'} made"
            )
        elif again:
            notices.append(f"{what} stand above it too, and count twice, {pounds}")
    return notices


def _stand_above(cells: pl.DataFrame, blocks: Sequence[_Block]) -> list[bool]:
    """Of each block whether all its payments have a date or number, and stand above its title too."""
    known = (pl.col("date") != "") | (pl.col("transaction") != "")
    asked = [
        block.own.height >= _FEWEST and block.own.select(known.all()).item() for block in blocks
    ]
    if not any(asked):
        return asked
    # One look at all payments, since a file may have many titles: where each first one may stand first.
    firsts = pl.Series([block.own["pence"][0] for block in blocks])
    seen = (
        cells.lazy()
        .filter((pl.col("fate") == "payment") & pl.col("pence").is_in(firsts.implode()))
        .group_by("pence")
        .agg(pl.col("line").min())
        .collect()
    )
    earliest = dict(seen.iter_rows())
    return [
        is_asked
        and earliest[block.own["pence"][0]] < block.line
        and _above(cells, block.own, block.line).len() == block.own.height
        for block, is_asked in zip(blocks, asked, strict=True)
    ]


def _says(block: _Block, words: str) -> bool:
    return pl.Series([block.title]).str.contains(words).all()


def _blocks(
    cells: pl.DataFrame,
    looked_at: pl.DataFrame,
    delimiter: str,
    words: str,
    *,
    everything: bool = False,
) -> Iterator[_Block]:
    """The blocks under titles with some words, from the first payment below to the next title.

    A heading ends one as well, unless it stands between the title and its payments; a total does so
    too, and belongs to it. One that has every payment of the file is no block, unless `everything`
    is asked for.
    """
    notes = looked_at.filter(pl.col("seen_as") == "note")
    if notes.is_empty():  # a pattern is made even where nothing is there to be asked
        return
    text = pl.col("text").str.strip_chars('" ')
    # Further to the right it is rather the end of a text that was wrapped.
    told = text.str.contains(words) & ~pl.col("text").str.starts_with(delimiter)
    titles = notes.filter(told).select("line", text)
    if titles.is_empty() or titles.height > _MOST_TITLES:  # as in nearly every file
        return
    titles = titles.sort("line")
    is_paid = pl.col("fate") == "payment"
    last, many = (
        cells.lazy().filter(is_paid).select(pl.col("line").max(), pl.len()).collect().row(0)
    )
    if last is None or titles["line"][0] > last:  # remarks below the payments, as in many files
        return
    texts = [name for name, kind in cells.schema.items() if kind == pl.Categorical]
    below = cells.lazy().filter(pl.col("line") >= titles["line"][0] - 1)
    is_border = pl.col("fate").is_in(["note", "heading", "total"])
    paid, borders = pl.collect_all([
        below.filter(is_paid).select("line", "transaction", "pence", *texts),
        below.filter(is_border).select("line"),
    ])  # fmt: skip
    lines, ends = paid["line"], borders["line"]
    for line, title in titles.filter(pl.col("line") < last).iter_rows():
        begins = int(lines.search_sorted(line, "right"))
        end = int(ends.search_sorted(lines[begins], "right"))
        upto = int(lines.search_sorted(ends[end])) if end < ends.len() else lines.len()
        own = paid.slice(begins, upto - begins)
        # After totals were looked for, none is left.
        called = pl.lit(value=False) if everything else _is_total(texts)
        own = own.select("line", *_PAYMENT, called.alias("total"))
        if own["total"].any():
            own = own.head((own["total"].arg_max() or 0) + 1)
        if own["total"].all() or (own.height == many and not everything):
            continue
        yield _Block(line, title, own, bool(begins and lines[begins - 1] == line - 1))


def _is_total(texts: Sequence[str]) -> pl.Expr:
    """Whether a row of a block is called a total, or is the last one, of nobody, and the sum of the others."""
    called = pl.any_horizontal(pl.col(one).cast(pl.String).str.contains(LABEL) for one in texts)
    nobody = (pl.col("supplier") == "") & (pl.col("date") == "")
    is_last = pl.int_range(pl.len()) == pl.len() - 1
    is_sum = 2 * pl.col("pence") == pl.col("pence").sum()
    return called | (nobody & is_last & is_sum & (pl.len() > 1))


def _above(cells: pl.DataFrame, own: pl.DataFrame, line: int) -> pl.Series:
    """Lines of those payments of a block that stand above its title too, as often as they stand below.

    A column in which no row of the block has anything says nothing.
    """
    keys = [one for one in _PAYMENT if one == "pence" or (own[one] != "").any()]
    nth = pl.int_range(pl.len()).over(keys).alias("nth")
    above = (
        cells.lazy()
        .filter((pl.col("fate") == "payment") & (pl.col("line") < line))
        .select(keys)
        .join(own.select("pence").unique().lazy(), on="pence", how="semi")
        .with_columns(nth)
        .collect()
    )
    return own.with_columns(nth).join(above, on=[*keys, "nth"], how="semi")["line"].sort()

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spendaudit.render.layout import GAP, Need, bar, fitted, fitted_with_bar


def test_names_give_way_and_figures_do_not() -> None:
    needs = [Need(40, 12, 0), Need(30, 12, 2), Need(13, 13, 0), Need(6, 6, 1)]
    assert fitted(needs, 100) == [40, 30, 13, 6]
    assert fitted(needs, 80) == [27, 28, 13, 6]
    assert fitted(needs, 40) == [17, None, 13, 6]
    assert fitted(needs, 30) == [15, None, 13, None]
    assert fitted(needs, 10) == [12, None, 13, None]


def test_a_bar_takes_what_is_left() -> None:
    needs = [Need(22, 12, 0), Need(13, 13, 0)]
    assert fitted_with_bar(needs, 80) == ([22, 13], 16)
    assert fitted_with_bar(needs, 52) == ([22, 13], 12)
    assert fitted_with_bar(needs, 47) == ([22, 13], 8)
    assert fitted_with_bar(needs, 46) == ([22, 13], 0)


def test_a_long_name_makes_room_for_a_short_bar() -> None:
    needs = [Need(40, 12, 0), Need(13, 13, 0)]
    assert fitted_with_bar(needs, 60) == ([35, 13], 8)
    assert fitted_with_bar(needs, 45) == ([30, 13], 0)


def test_bars_are_eighths_of_the_largest() -> None:
    assert bar(1.0, 1.0, 4) == "████"
    assert bar(0.5, 1.0, 3) == "█▌"
    assert bar(0.001, 1.0, 3) == ""
    assert bar(-0.2, 1.0, 3) == ""
    assert bar(0.0, 0.0, 3) == ""
    assert bar(0.5, 1.0, 4, blocks=False) == "##"


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 12), st.integers(0, 2)), min_size=1),
    st.integers(1, 200),
)
def test_a_row_is_too_wide_only_when_nothing_more_can_go(
    sizes: list[tuple[int, int, int]], room: int
) -> None:
    needs = [Need(width, min(width, least), rank) for width, least, rank in sizes]
    widths = fitted(needs, room)
    kept = [width for width in widths if width is not None]
    for need, width in zip(needs, widths, strict=True):
        assert width is None or need.least <= width <= need.width
        assert width is not None or need.rank > 0
    if sum(kept) + GAP * (len(kept) - 1) > room:
        assert widths == [None if need.rank else need.least for need in needs]

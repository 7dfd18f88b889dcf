"""The movement of poor or of near-poor households between two reviews of one place, in households and in people.

Start of the period, less those who became near-poor (or poor), rose above and went in other ways, plus those who were
near-poor (or poor), fell back, are new, and came in other ways, is the end of the period: in every row, for households
and for people (the forms "Tổng hợp diễn biến hộ nghèo" and "hộ cận nghèo" of a yearly review).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal

import polars as pl

from povrules.language.errors import closest
from povrules.reports.asking import check_apart, ids_of, places_of
from povrules.reports.counting import CLASS, LEVEL, SIZE, UNIT, UNITS, counted, of_units, same_places, table_with
from povrules.reports.districts import check_districts
from povrules.reports.errors import ReportError

Of = Literal["poor", "near_poor"]
OTHER: dict[str, str] = {"poor": "near_poor", "near_poor": "poor"}
LESS = ("to_other", "risen", "other_down")
PLUS = ("from_other", "fallen_back", "new", "other_up")
COLUMNS = ("start", *LESS, *PLUS, "end")
UNDETERMINED = ("undetermined_start", "undetermined_end")


def movement(
    before: Any,
    after: Any,
    of: Of = "poor",
    *,
    by: str | Sequence[str] = (),
    id: str = "household_id",
    of_class: str = CLASS,
    size: str | None = SIZE,
    earlier: Collection[str | int] | None = None,
    totals: bool = False,
    on: date | str | None = None,
) -> pl.DataFrame:
    """The movement table between two reviews.

    Args:
        before: the households of the first review: their ids, classes, sizes (polars, pandas, pyarrow).
        after: those of the second.
        of: ``poor`` or ``near_poor``.
        by: columns of places; a household that moved to another of them leaves the one and comes to the other.
        id: the column that tells households apart, the same in both.
        of_class: the column of classes; null where a class is undetermined.
        size: the column of household sizes; None leaves people out.
        earlier: ids that had the class before the first review. Then those who come back are ``fallen_back`` (tái
            nghèo); without it two reviews cannot tell them from ``new`` ones, and ``fallen_back`` is null.
        totals: with the larger places and the whole, as in ``summary``. They are the sums of their parts, as on the
            form: who moved between two communes is ``other_down`` and ``other_up`` in the rows above as well.
        on: the day of the second review, so that districts that are no more are refused.

    Returns:
        For each place and unit: ``start``; ``to_other`` (near-poor, in the table of the near-poor: poor), ``risen``
        above both, ``other_down`` (gone, moved away, fewer members, a class no longer determined); ``from_other``,
        ``fallen_back``, ``new``, ``other_up``; ``end``.

    Raises:
        ReportError: a column that is missing, an id twice in one review, a class or a size that is none, places that
            are numbers in one review and text in the other.

    >>> first = {"household_id": ["1", "2", "3"], "poverty_class": ["poor", "poor", "average"]}
    >>> second = {"household_id": ["1", "2", "3"], "poverty_class": ["near_poor", "poor", "poor"]}
    >>> sizes = [{"household_size": [4, 2, 3]}, {"household_size": [4, 3, 3]}]
    >>> table = movement(pl.DataFrame(first | sizes[0]), pl.DataFrame(second | sizes[1]))
    >>> table.select("unit", "start", "to_other", "other_up", "new", "end").rows()
    [('households', 2, 1, 0, 1, 2), ('people', 6, 4, 1, 3, 6)]
    """
    if of not in OTHER:
        raise ReportError(f"no movement of {of!r}", expected="poor or near_poor", closest=closest(of, OTHER))
    places = places_of(by)
    check_districts(places, on)
    check_apart(places, [*([LEVEL] if totals else []), UNIT, *COLUMNS, *UNDETERMINED])
    reviews = [
        _review(frame, name, places, id, of_class, size) for frame, name in ((before, "first"), (after, "second"))
    ]
    first, second = same_places(reviews[0], reviews[1], places, ("first review", "second review"))
    joined = first.join(second, on=["#id", *places], how="full", coalesce=True, nulls_equal=True)
    known = pl.lit(False) if earlier is None else pl.col("#id").is_in(ids_of(earlier, "earlier"))
    units = [unit for unit in UNITS if unit == "households" or size is not None]
    found = of_units(joined.with_columns(known.alias("#known")), {u: _sums(of, u) for u in units}, places, totals)
    if earlier is None:
        found = found.with_columns(pl.lit(None, pl.Int64).alias("fallen_back"))
    return found.select(pl.exclude(*COLUMNS, *UNDETERMINED), *COLUMNS, *UNDETERMINED)


def _review(frame: Any, name: str, places: list[str], id: str, of_class: str, size: str | None) -> pl.DataFrame:
    table = table_with(frame, [id, *places], f"{name} review", of_class=of_class, size=size)
    twice = table.filter(pl.col(id).is_duplicated()).get_column(id)
    if len(twice):
        raise ReportError(f"the {name} review has the household {twice[0]!r} twice", expected="each once")
    people = pl.lit(1) if size is None else pl.col(size)
    if size is not None and table.get_column(size).null_count():
        raise ReportError(f"the {name} review has households of which {size!r} is not known", expected="size=None")
    return table.select(
        pl.col(id).cast(pl.String).alias("#id"),
        *places,
        pl.col(of_class).alias(f"#{name} class"),
        people.cast(pl.Int64).alias(f"#{name} size"),
        pl.lit(True).alias(f"#{name}"),
    )


def _sums(of: str, unit: str) -> list[pl.Expr]:
    here = {name: pl.col(f"#{name}").fill_null(False) for name in ("first", "second")}
    was = {name: (pl.col(f"#{name} class") == of).fill_null(False) for name in here}
    other = {name: (pl.col(f"#{name} class") == OTHER[of]).fill_null(False) for name in here}
    above = {name: pl.col(f"#{name} class").is_not_null() & ~was[name] & ~other[name] for name in here}
    unknown = {name: here[name] & pl.col(f"#{name} class").is_null() for name in here}
    one, two = (pl.lit(1) if unit == "households" else pl.col(f"#{name} size").fill_null(0) for name in here)
    left, came = was["first"] & ~was["second"], was["second"] & ~was["first"]
    stayed = was["first"] & was["second"]
    parts = {
        "start": (was["first"], one),
        "to_other": (left & here["second"] & other["second"], one),
        "risen": (left & here["second"] & above["second"], one),
        "from_other": (came & here["first"] & other["first"], two),
        "fallen_back": (came & here["first"] & above["first"] & pl.col("#known"), two),
        "new": (came & here["first"] & above["first"] & ~pl.col("#known"), two),
        "end": (was["second"], two),
        "undetermined_start": (unknown["first"], one),
        "undetermined_end": (unknown["second"], two),
    }
    shrunk = pl.when(stayed).then((one - two).clip(0)).otherwise(0).sum()
    grown = pl.when(stayed).then((two - one).clip(0)).otherwise(0).sum()
    gone = left & (~here["second"] | unknown["second"])
    arrived = came & (~here["first"] | unknown["first"])
    return [
        *(counted(rows, size, name) for name, (rows, size) in parts.items()),
        (counted(gone, one, "other_down") + shrunk).cast(pl.Int64).alias("other_down"),
        (counted(arrived, two, "other_up") + grown).cast(pl.Int64).alias("other_up"),
    ]

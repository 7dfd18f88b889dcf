"""A plan's target held against two reviews, for the whole and for each locality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.language.errors import closest
from povrules.measures.exact import exact_setting
from povrules.reports.asking import check_apart, day_of, places_of
from povrules.reports.classes import class_named
from povrules.reports.counting import CLASS, LEVEL, by_place, counted, same_places, table_with, with_totals
from povrules.reports.districts import check_districts
from povrules.reports.errors import ReportError
from povrules.reports.targets import Progress, against_target

WHOLE = "whole"
TO_ZERO = "to_zero"
"""The rate at the start is less than the points of the target for all: it is held to fall to zero."""
_COUNTS = ("in_class", "households", "undetermined")
_TOLD: dict[str, Any] = {
    **dict.fromkeys(("start_percent", "now_percent", "fallen", "points", "target_percent"), pl.Float64),
    "met": pl.Boolean,
    "missing": pl.Int64,
    "missing_most": pl.Int64,
    **dict.fromkeys(("pace", "so_far"), pl.Float64),
    "note": pl.String,
}


def against_targets(
    before: Any,
    after: Any,
    points: Any,
    *,
    by: str | Sequence[str] = (),
    begin: date | str,
    end: date | str,
    today: date | str,
    of: str = "poor",
    of_class: str = CLASS,
) -> pl.DataFrame:
    """The progress of the whole and of each locality.

    Args:
        before: the households when the plan began, with their classes.
        after: those of now.
        points: percentage points by which the rate is to fall, ``"0.42"`` of all; or by locality, with ``"whole"`` for
            all of them: ``{"whole": "0.42", "Tuy Phong": "0.60"}`` (the last column of ``by`` names localities of the
            smallest kind, the others those above). A locality without a target has its result only.
        by: columns of places, in both.
        begin, end: first and last day of the plan.
        today: the day of ``after``.
        of, of_class: the class, and the column of classes.

    Returns:
        A row for the whole (``level`` 0) and for each place: households at the start and now, of the class, in all and
        ``undetermined`` (which are in none); rates in percent and the points they have ``fallen``; ``points`` and
        ``target_percent``; ``met``, null where that rests on undetermined households; ``missing``, households that
        still have to leave, and ``missing_most``, when every undetermined one is in the class; ``pace`` and ``so_far``
        in points a month; ``note``. One target for all may be more than the whole rate of a locality at the start:
        there it is held to fall to zero, and ``note`` says ``to_zero``. Numbers that are no counts are floats, rounded
        to six places.

    Raises:
        ReportError: a target of a place that there is not, a target of a place itself (or of the whole) by more than
            its rate (it names the place), a class that is none.

    >>> first = pl.DataFrame({"commune": ["A"] * 4, "poverty_class": ["poor", "poor", "above", "above"]})
    >>> second = pl.DataFrame({"commune": ["A"] * 4, "poverty_class": ["poor", "above", "above", "above"]})
    >>> plan = {"begin": date(2024, 1, 1), "end": date(2024, 12, 31), "today": date(2024, 12, 31)}
    >>> against_targets(first, second, "30", by="commune", **plan).select("commune", "fallen", "met", "missing").rows()
    [(None, 25.0, False, 1), ('A', 25.0, False, 1)]
    """
    places = places_of(by)
    begin, end, today = day_of(begin, "begin"), day_of(end, "end"), day_of(today, "today")
    check_districts(places, today)
    numbers = [f"{when}_{name}" for when in ("start", "now") for name in _COUNTS]
    check_apart(places, [LEVEL, *numbers, *_TOLD])
    of = class_named(of, "of")
    counts = [_counts(frame, name, places, of, of_class) for frame, name in ((before, "start"), (after, "now"))]
    first, second = same_places(counts[0], counts[1], places, ("households of the start", "households of now"))
    both = (
        first.join(second, on=places, how="full", coalesce=True, nulls_equal=True)
        if places
        else (pl.concat(counts, how="horizontal"))
    )
    both = with_totals(both.with_columns(pl.col(numbers).fill_null(0)), places, True)
    given = dict(points) if isinstance(points, Mapping) else None
    _check_names(given, both, places)
    plan = {"begin": begin, "end": end, "today": today}
    rows = []
    for row in both.iter_rows(named=True):
        name = WHOLE if row[LEVEL] == 0 else row[places[row[LEVEL] - 1]]
        wanted = points if given is None else given.get(name)
        rows.append(row | _progress(row, name, wanted, plan, for_all=given is None and row[LEVEL] > 0))
    return pl.DataFrame(rows, schema=dict(both.schema) | _TOLD)


def _counts(frame: Any, when: str, places: list[str], of: str, of_class: str) -> pl.DataFrame:
    table = table_with(frame, places, f"households of {'the start' if when == 'start' else 'now'}", of_class=of_class)
    member = pl.col(of_class)
    sums = [
        counted(member == of, None, f"{when}_in_class"),
        pl.len().cast(pl.Int64).alias(f"{when}_households"),
        counted(member.is_null(), None, f"{when}_undetermined"),
    ]
    return by_place(table, sums, places)


def _check_names(given: dict[Any, Any] | None, both: pl.DataFrame, places: list[str]) -> None:
    there = [WHOLE, *(name for place in places for name in both.get_column(place).unique().drop_nulls().to_list())]
    for name in given or ():
        if name not in there:
            near = closest(str(name), [str(place) for place in there])
            raise ReportError(f"a target for {name!r}, where there are no households", closest=near)


def _progress(row: dict[str, Any], name: Any, points: Any, plan: dict[str, date], *, for_all: bool) -> dict[str, Any]:
    start = (row["start_in_class"], row["start_households"])
    now = (row["now_in_class"], row["now_households"])
    rates = [Fraction(*pair) * 100 if pair[1] else None for pair in (start, now)]
    told: dict[str, Any] = {"start_percent": _float(rates[0]), "now_percent": _float(rates[1])}
    if rates[0] is not None and rates[1] is not None:
        told["fallen"] = _float(rates[0] - rates[1])
    if points is None or not start[1] or not now[1]:
        return told
    asked = Fraction(exact_setting(points, "points"))
    most_points = Fraction(*start) * 100
    if for_all and asked > most_points:
        told["note"] = TO_ZERO
    wanted = min(asked, most_points) if for_all else points
    try:
        least = against_target(start, now, wanted, **plan)
        most = against_target(start, (now[0] + row["now_undetermined"], now[1]), wanted, **plan)
    except ReportError as problem:
        raise ReportError(f"{name}: {problem.message}", expected=problem.expected) from None
    return told | {
        "points": _float(asked),
        "target_percent": _float(least.target * 100),
        "pace": _float(least.pace),
        "so_far": _float(least.so_far),
        "met": _met(least, most),
        "missing": least.missing,
        "missing_most": most.missing,
    }


def _met(least: Progress, most: Progress) -> bool | None:
    return least.met if least.met == most.met else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)

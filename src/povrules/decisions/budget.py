"""What the programmes cost over a register: exact sums between what is certain and what is possible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from povrules.decisions.entitled import programmes_of
from povrules.decisions.evaluated import Evaluated, native
from povrules.engines.results import number_column
from povrules.facts.recognition import USED
from povrules.language.errors import PovrulesError, closest
from povrules.language.numbers import Number, whole
from povrules.policy.programmes import ResolvedProgramme

MONTHS_IN_YEAR = 12
CLASS = "class"
SUMS = ("month_must", "month_may", "year_must", "year_may")
Range = tuple[Number, Number | None]
"""At least and at most; None has no bound."""


@dataclass(slots=True)
class _Sum:
    """What is added up for one line of the budget."""

    number_must: int = 0
    number_may: int = 0
    month: Range | None = (0, 0)
    year: Range = (0, 0)


def budget(out: Evaluated, by: Sequence[str] = ()) -> Any:
    """What each programme costs, by payer and by whatever else is asked.

    Args:
        out: an evaluated register.
        by: columns of its households: ``province``, ``district``, ``commune``; ``class`` is the class that programmes
            use.

    Returns:
        A frame of the kind that was evaluated, a row for each programme, payer and group: ``number_must`` and
        ``number_may`` (households or persons entitled), ``month_must``, ``month_may``, ``year_must``, ``year_may`` (in
        đồng, exact). ``must`` is what is certain, ``may`` what is possible where something is undetermined, empty when
        the law that is not known sets no bound. What is paid once counts in the year and has no month; a loan costs
        nothing and is left out.

    Raises:
        PovrulesError: a column the households do not have.

    >>> import polars as pl, povrules as pr
    >>> frame = pl.DataFrame({"household_id": ["H1", "H2"], "certified_class": ["poor", "average"]})
    >>> out = pr.load_policy(on="2022-06-01").evaluate(frame)
    >>> pr.budget(out).row(0, named=True)["month_must"]
    55000
    """
    households, persons = out.frames
    names = {name: USED if name == CLASS else name for name in by}
    for name, column in names.items():
        if column not in households.columns:
            known = [CLASS, *households.columns]
            raise PovrulesError(f"the households have no column {name!r}", closest=closest(name, known))
    groups = households.select(pl.col(column).alias(name) for name, column in names.items())
    lines: dict[tuple[Any, ...], _Sum] = {}
    for of, table in (("household", households), ("person", persons)):
        if table is None:
            continue
        where = groups
        if of == "person" and groups.width and out.register.persons is not None:
            where = groups[out.register.persons.get_column("household_row").to_list()]
        for programme in programmes_of(out.policy, of):  # type: ignore[arg-type]
            if programme.specialised_by is not None:
                continue  # what the place grants holds it already
            months = None if programme.months is None else out.policy.shown(programme.months)
            for payer, cost in programme.costs:
                _add(lines, programme, payer, (out.policy.shown(cost), months), table, where)
    return native(_frame(lines, list(names), groups), out.register.native)


def _add(
    lines: dict[tuple[Any, ...], _Sum],
    programme: ResolvedProgramme,
    payer: str,
    amounts: tuple[str, str | None],
    table: pl.DataFrame,
    where: pl.DataFrame,
) -> None:
    """Add one cost up: rows that say the same are counted first, and the count is multiplied exactly."""
    cost, months = amounts
    if cost not in table.columns:
        return
    wanted = [programme.name, *_parts(table, cost), *(_parts(table, months) if months else ())]
    rows = pl.concat([where, table.select(wanted)], how="horizontal") if where.width else table.select(wanted)
    counted = rows.group_by(rows.columns, maintain_order=True).len("rows in group")
    for row in counted.iter_rows(named=True):
        number = row["rows in group"]
        line = lines.setdefault((programme.name, payer, *(row[name] for name in where.columns)), _Sum())
        granted = row[programme.name]
        line.number_must += number if granted else 0
        line.number_may += number if granted is not False else 0
        if granted is False:
            _count(line, programme, (0, 0), (0, 0))
            continue
        amount = _range(row, cost)
        _count(line, programme, _times(amount, (number, number)), (1, 1) if months is None else _range(row, months))


def _parts(table: pl.DataFrame, name: str) -> Iterator[str]:
    """The columns that say what an amount is, or between what it lies."""
    yield name
    yield from (column for column in (f"{name}_low", f"{name}_high", f"{name}_reason") if column in table.columns)


def _range(row: dict[str, Any], name: str) -> Range:
    """What one row says of an amount. It is never negative: nobody is paid for not being entitled."""
    if row[name] is not None:
        return (_exact(row[name]), _exact(row[name]))
    if row.get(f"{name}_reason") is None:  # nothing, whether or not the programme is granted
        return (0, 0)
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return (0 if low is None else max(_exact(low), 0), None if high is None else _exact(high))


def _exact(value: int | str | Decimal) -> Number:
    return value if isinstance(value, int) else whole(Fraction(value))


def _count(line: _Sum, programme: ResolvedProgramme, amount: Range, months: Range) -> None:
    per = programme.per
    if per == "once":
        line.month = None
    else:
        monthly = _times(amount, (Fraction(1, MONTHS_IN_YEAR),) * 2) if per == "year" else amount
        line.month = _plus(line.month or (0, 0), monthly)
    year = _times(amount, (MONTHS_IN_YEAR, MONTHS_IN_YEAR)) if per == "month" else _times(amount, months)
    line.year = _plus(line.year, year)


def _plus(a: Range, b: Range) -> Range:
    return (whole(a[0] + b[0]), None if a[1] is None or b[1] is None else whole(a[1] + b[1]))


def _times(a: Range, b: Range) -> Range:
    return (whole(a[0] * b[0]), None if a[1] is None or b[1] is None else whole(a[1] * b[1]))


def _frame(lines: dict[tuple[Any, ...], _Sum], by: list[str], groups: pl.DataFrame) -> pl.DataFrame:
    """One row for each line, in the order of the programmes and of the register."""
    keys = list(lines)
    columns = [pl.Series("programme", [key[0] for key in keys], pl.String)]
    columns.append(pl.Series("payer", [key[1] for key in keys], pl.String))
    for i, name in enumerate(by):
        columns.append(pl.Series(name, [key[2 + i] for key in keys], groups.schema[name]))
    sums = list(lines.values())
    columns.append(pl.Series("number_must", [s.number_must for s in sums], pl.Int64))
    columns.append(pl.Series("number_may", [s.number_may for s in sums], pl.Int64))
    for name in SUMS:
        part, end = name.partition("_")[0], 0 if name.endswith("must") else 1
        ranges = [s.month if part == "month" else s.year for s in sums]
        columns.append(number_column(name, [None if r is None else r[end] for r in ranges]))
    return pl.DataFrame(columns)

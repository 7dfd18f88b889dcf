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
from povrules.policy.resolved import ResolvedPolicy

MONTHS_IN_YEAR = 12
CLASS = "class"
WEIGHT = "#weight"
SUMS = ("month_must", "month_may", "year_must", "year_may")
Range = tuple[Number, Number | None]
"""At least and at most; None has no bound."""


@dataclass(slots=True)
class _Sum:
    """What is added up for one line of the budget."""

    number_must: Number = 0
    number_may: Number = 0
    month: Range | None = (0, 0)
    year: Range = (0, 0)


def budget(out: Evaluated, by: Sequence[str] = (), weights: pl.Series | None = None) -> Any:
    """What each programme costs, by payer and by whatever else is asked.

    Args:
        out: an evaluated register.
        by: columns of its households: ``province``, ``district``, ``commune``; ``class`` is the class that programmes
            use.
        weights: how many households each of them stands for, in a survey; None counts each once.

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
    standing = groups if weights is None else pl.DataFrame([*groups, weights.alias(WEIGHT)])
    lines: dict[tuple[Any, ...], _Sum] = {}
    for of, table in (("household", households), ("person", persons)):
        if table is None:
            continue
        where = standing
        if of == "person" and standing.width and out.register.persons is not None:
            where = standing[out.register.persons.get_column("household_row").to_list()]
        for programme in programmes_of(out.policy, of):  # type: ignore[arg-type]
            if programme.specialised_by is not None:
                continue  # what the place grants holds it already
            for payer, cost in programme.costs:
                _add(lines, out.policy, programme, (payer, cost), table, where)
    return native(_frame(lines, list(names), groups), out.register.native)


def _add(
    lines: dict[tuple[Any, ...], _Sum],
    policy: ResolvedPolicy,
    programme: ResolvedProgramme,
    paid: tuple[str, str],
    table: pl.DataFrame,
    where: pl.DataFrame,
) -> None:
    """Add one cost up: rows that say the same are counted first, and the count is multiplied exactly."""
    payer, cost = paid
    wanted = columns_of_cost(policy, programme, cost, table)
    if not wanted:
        return
    rows = pl.concat([where, table.select(wanted)], how="horizontal") if where.width else table.select(wanted)
    number_of = pl.col(WEIGHT).sum() if WEIGHT in rows.columns else pl.len()
    keys = [name for name in rows.columns if name != WEIGHT]
    counted = rows.group_by(keys, maintain_order=True).agg(number_of.alias("rows in group"))
    for row in counted.iter_rows(named=True):
        number = whole(Fraction(row["rows in group"]))
        line = lines.setdefault((programme.name, payer, *(row[n] for n in where.columns if n != WEIGHT)), _Sum())
        granted = row[programme.name]
        line.number_must += number if granted else 0
        line.number_may += number if granted is not False else 0
        _count(line, programme, _times(_amount(policy, programme, cost, row), (number, number)), row, policy)


def columns_of_cost(policy: ResolvedPolicy, programme: ResolvedProgramme, cost: str, table: pl.DataFrame) -> list[str]:
    """The columns that say what a programme pays; none where they were not asked for.

    Args:
        policy: the law.
        programme: of it.
        cost: id of one of its costs.
        table: the answers of households, or of persons.
    """
    shown = [policy.shown(id) for id in (cost, programme.months) if id is not None]
    if shown[0] not in table.columns:
        return []
    return [programme.name, *(part for name in shown for part in _parts(table, name))]


def yearly_range(policy: ResolvedPolicy, programme: ResolvedProgramme, cost: str, row: dict[str, Any]) -> Range:
    """What a programme pays in a year by one row of these columns, at least and at most, in đồng."""
    return _year(policy, programme, _amount(policy, programme, cost, row), row)


def _amount(policy: ResolvedPolicy, programme: ResolvedProgramme, cost: str, row: dict[str, Any]) -> Range:
    return (0, 0) if row[programme.name] is False else _range(row, policy.shown(cost))


def _year(policy: ResolvedPolicy, programme: ResolvedProgramme, amount: Range, row: dict[str, Any]) -> Range:
    if programme.per == "month":
        return _times(amount, (MONTHS_IN_YEAR, MONTHS_IN_YEAR))
    if row[programme.name] is False or programme.months is None:
        return amount
    return _times(amount, _range(row, policy.shown(programme.months)))


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


def _count(
    line: _Sum, programme: ResolvedProgramme, amount: Range, row: dict[str, Any], policy: ResolvedPolicy
) -> None:
    if programme.per == "once":
        line.month = None
    else:
        monthly = _times(amount, (Fraction(1, MONTHS_IN_YEAR),) * 2) if programme.per == "year" else amount
        line.month = _plus(line.month or (0, 0), monthly)
    line.year = _plus(line.year, _year(policy, programme, amount, row))


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
    columns.append(number_column("number_must", [s.number_must for s in sums]))
    columns.append(number_column("number_may", [s.number_may for s in sums]))
    for name in SUMS:
        part, end = name.partition("_")[0], 0 if name.endswith("must") else 1
        ranges = [s.month if part == "month" else s.year for s in sums]
        columns.append(number_column(name, [None if r is None else r[end] for r in ranges]))
    return pl.DataFrame(columns)

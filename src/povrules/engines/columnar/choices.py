"""Amounts that are one of a few numbers of law: a small number in each row says which, and the numbers stand apart.

A rate picked by conditions, and whatever is reckoned from it and other such amounts, stays a byte in each row: the
exact numbers are reckoned once, not for each row. Where there would be too many, rows are reckoned with as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm

import polars as pl

from povrules.engines.columnar.values import Amount, At, Choice, Code, Truth, later, nowhere
from povrules.language.numbers import Number

MOST = 200
"""More different numbers than this are no choice."""
TRUE: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def byte(value: int) -> pl.Expr:
    """A small number, the same for every row."""
    return pl.lit(value, pl.UInt8)


def made(choice: Choice, nullable: bool, at: At) -> Amount:
    """The amount of a choice: what it would be as a numerator and a denominator is there for whoever asks."""
    cells = [Fraction(cell) for cell in choice.cells]
    over = lcm(*(cell.denominator for cell in cells))
    numbers = [int(cell * over) for cell in cells]
    if len(cells) == 1 and not nullable:
        expr = pl.lit(numbers[0], pl.Int64)
    else:
        expr = pl.lit(pl.Series(numbers, dtype=pl.Int64)).gather(choice.code)
    return Amount(
        expr, expr, None if over == 1 else pl.lit(over, pl.Int64), max(map(abs, numbers)), over,
        min(cells) > 0, max(cells) < 0, nullable, at,
        const=numbers[0] if len(cells) == 1 and over == 1 and not nullable else None, choice=choice,
    )  # fmt: skip


def constant(value: Number) -> Amount:
    """A number that is the same for every row."""
    return made(Choice(byte(0), (value,)), False, (0, 0))


def by_member(index: Code, values: list[Number | None]) -> Amount:
    """A number for each member of a list; None is unknown."""
    known = [value for value in values if value is not None]
    if len(known) == len(values) <= MOST:
        return made(Choice(index.expr, tuple(known)), index.nullable, index.at)
    found = Amount(nothing := pl.lit(None, pl.Int64), nothing, None, 0, 1, True, True, True, index.at)
    for place, value in enumerate(values):
        if value is not None:
            here = Truth((index.expr == place).fill_null(False), False, index.at)
            found = picked(here, constant(value), found, True, index.at) or found
    return found


def picked(test: Truth, then: Amount, otherwise: Amount | None, nullable: bool, at: At) -> Amount | None:
    """One of two amounts by a test that is never null; None when it is no choice."""
    if otherwise is not None and nowhere(otherwise):
        otherwise = None
    if nowhere(then):
        if otherwise is None:
            return then
        if otherwise.choice is None:
            return None
        code = pl.when(test.expr).then(pl.lit(None, pl.UInt8)).otherwise(otherwise.choice.code)
        return made(Choice(code, otherwise.choice.cells), nullable, at)
    if then.choice is None:
        return None
    if otherwise is None:
        return made(Choice(pl.when(test.expr).then(then.choice.code), then.choice.cells), nullable, at)
    if otherwise.choice is None:
        return None
    below, cells = otherwise.choice, list(otherwise.choice.cells)
    places = []
    for cell in then.choice.cells:
        if cell not in cells:
            cells.append(cell)
        places.append(cells.index(cell))
    if len(cells) > MOST:
        return None
    code = pl.when(test.expr).then(_moved(then.choice.code, places)).otherwise(below.code)
    return made(Choice(code, tuple(cells)), nullable, at)


def _moved(code: pl.Expr, places: list[int]) -> pl.Expr:
    """A code of other cells."""
    if len(places) == 1:
        # The only cell: where it is known it is that one.
        return byte(places[0]) if not code.meta.root_names() else code + byte(places[0])
    if places == list(range(places[0], places[0] + len(places))):
        return code if not places[0] else code + byte(places[0])
    return pl.lit(pl.Series(places, dtype=pl.UInt8)).gather(code)


def mapped(value: Amount, reckon: Callable[[Number], Number]) -> Amount | None:
    """Something reckoned from one choice."""
    if value.choice is None:
        return None
    cells = tuple(reckon(cell) for cell in value.choice.cells)
    return made(Choice(value.choice.code, cells), value.nullable, value.at)


def combined(left: Amount, right: Amount, reckon: Callable[[Number, Number], Number]) -> Amount | None:
    """Something reckoned from two choices; None when it is no choice."""
    a, b = left.choice, right.choice
    if a is None or b is None:
        return None
    if _fixed(right):
        return mapped(left, lambda cell: reckon(cell, b.cells[0]))
    if _fixed(left):
        return mapped(right, lambda cell: reckon(a.cells[0], cell))
    nullable, at = left.nullable or right.nullable, later(left, right)
    if len(a.cells) == len(b.cells) and a.code.meta.eq(b.code):
        return made(Choice(a.code, tuple(map(reckon, a.cells, b.cells))), nullable, at)
    if len(a.cells) * len(b.cells) > MOST:
        return None
    code = a.code.cast(pl.UInt8) * byte(len(b.cells)) + b.code.cast(pl.UInt8)
    return made(_shorter(code, [reckon(x, y) for x in a.cells for y in b.cells]), nullable, at)


def _shorter(code: pl.Expr, cells: list[Number]) -> Choice:
    """Where many cells are alike, they are one."""
    different = sorted(set(cells))
    if 2 * len(different) > len(cells):
        return Choice(code, tuple(cells))
    places = {cell: place for place, cell in enumerate(different)}
    return Choice(_moved(code, [places[cell] for cell in cells]), tuple(different))


def _fixed(value: Amount) -> bool:
    return value.choice is not None and len(value.choice.cells) == 1 and not value.nullable


def extreme(how: str, items: list[Amount]) -> Amount:
    """The smallest or the largest of choices; each must be one."""
    found = [item.choice for item in items if item.choice is not None]
    cells = sorted({cell for choice in found for cell in choice.cells})
    codes = [_moved(choice.code, [cells.index(cell) for cell in choice.cells]).cast(pl.UInt8) for choice in found]
    code = pl.min_horizontal(codes) if how == "min" else pl.max_horizontal(codes)
    for item, each in zip(items, codes, strict=True):
        if item.nullable:
            code = pl.when(each.is_not_null()).then(code)
    return made(Choice(code, tuple(cells)), any(item.nullable for item in items), later(*items))


def compared(left: Amount, op: str, right: Amount) -> Truth | None:
    """A choice beside a number that is the same for every row; None when it is something else."""
    if _fixed(left) and not _fixed(right):
        left, right, op = right, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op)
    if left.choice is None or right.choice is None or not _fixed(right):
        return None
    if left.low.meta.is_column() and left.over is None:
        return None
    number, code = right.choice.cells[0], left.choice.code
    places = [place for place, cell in enumerate(left.choice.cells) if TRUE[op](cell, number)]
    others = [place for place in range(len(left.choice.cells)) if place not in places]
    if not left.nullable and not (places and others):
        return Truth(pl.lit(bool(places)), False, left.at, bool(places))
    found = one_of(code, places) if len(places) <= len(others) else ~one_of(code, others)
    return Truth(found, left.nullable, later(left, right))


def one_of(code: pl.Expr, places: list[int]) -> pl.Expr:
    """Whether it is one of some places, in rising order."""
    if not places:
        return code == byte(255)
    first, last = places[0], places[-1]
    if len(places) > 2 and places == list(range(first, last + 1)):
        return (code <= byte(last)) if first == 0 else (code >= byte(first)) & (code <= byte(last))
    found = code == byte(first)
    for place in places[1:]:
        found = found | (code == byte(place))
    return found

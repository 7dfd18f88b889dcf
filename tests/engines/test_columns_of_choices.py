"""Amounts that are one of a few numbers: reckoned once, the same in every row as with fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from povrules.engines.columnar import arithmetic, choices
from povrules.engines.columnar.shown import one_kind, quotients
from povrules.engines.columnar.values import Amount, Choice
from povrules.engines.results import number_column
from povrules.language import nodes as n
from povrules.language.numbers import Number, whole

NODE = n.Literal(True)
LEFT, RIGHT = (Fraction(3, 2), 0, 2), (Fraction(1, 3), 5)
FRAME = pl.DataFrame({"a": [0, 1, 2, 0, 1, 2, None], "b": [0, 0, 0, 1, 1, 1, 1]}).cast(pl.UInt8)
A = choices.made(Choice(pl.col("a"), LEFT), True, (1, 0))
B = choices.made(Choice(pl.col("b"), RIGHT), False, (1, 0))
ROWS = [(None if a is None else LEFT[a], RIGHT[b]) for a, b in FRAME.rows()]


def numbers(amount: Amount) -> list[Number | None]:
    """What an amount is in each row: by its numerators, and by its cells, which must be the same."""
    over = 1 if amount.over is None else amount.over_size
    tops = FRAME.select(amount.low).to_series().to_list()
    found = [None if top is None else Fraction(top, over) for top in tops]
    assert amount.choice is not None
    codes = FRAME.select(amount.choice.code).to_series().to_list()
    assert found == [None if code is None else amount.choice.cells[code] for code in codes]
    return found


@pytest.mark.parametrize(
    ("reckon", "expected"),
    [
        (lambda: arithmetic.added(A, B, NODE), lambda a, b: a + b),
        (lambda: arithmetic.multiplied(A, B, NODE), lambda a, b: Fraction(a) * b),
        (lambda: arithmetic.divided(A, B, NODE), lambda a, b: Fraction(a) / b),
        (lambda: arithmetic.extreme("max", [A, B, choices.constant(1)], NODE), lambda a, b: max(a, b, 1)),
        (lambda: arithmetic.extreme("min", [A, B], NODE), lambda a, b: min(a, b)),
        (lambda: arithmetic.negated(A), lambda a, b: -a),
        (lambda: arithmetic.rounded(A, 1, "half_up", NODE), lambda a, b: int(a + Fraction(1, 2))),
    ],
)
def test_reckoning(reckon: Callable[[], Amount], expected: Callable[[Any, Any], Number]) -> None:
    assert numbers(reckon()) == [None if a is None else expected(a, b) for a, b in ROWS]


@pytest.mark.parametrize("op", list(choices.TRUE))
@pytest.mark.parametrize("number", [0, 1, Fraction(3, 2), 2, 7])
def test_comparing(op: str, number: Number) -> None:
    found = arithmetic.compared(A, op, choices.constant(number), NODE)
    expected = [None if a is None else choices.TRUE[op](a, number) for a, _ in ROWS]
    assert FRAME.select(found.expr).to_series().to_list() == expected


@pytest.mark.parametrize("over", [1, 3, 8, 40, 625, 7])
def test_quotients_are_shown_as_fractions_are(over: int) -> None:
    tops = [0, 21, None, 1000, -35, 5000 * over]
    expected = number_column("x", [None if top is None else whole(Fraction(top, over)) for top in tops])
    by_column = quotients("x", pl.Series(tops), pl.Series([over] * len(tops)))
    for found in (quotients("x", pl.Series(tops), over), by_column):
        assert found.to_list() == expected.to_list()
        assert found.dtype == expected.dtype


def test_columns_of_different_places_become_one_kind() -> None:
    whole, tenths = pl.Series([1, None]), number_column("", [None, Fraction(1, 10)])
    assert [column.dtype for column in one_kind([whole, tenths])] == [pl.Decimal(38, 1)] * 2

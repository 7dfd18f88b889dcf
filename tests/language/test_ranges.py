"""What an expression can be by declared ranges, and divisions that could be by zero."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from povrules.language import nodes as n
from povrules.language.binding import bind
from povrules.language.errors import RuleError
from povrules.language.parser import parse
from povrules.language.ranges import Range, check_divisions, range_of
from povrules.language.symbols import Symbols
from povrules.language.types import BoolType, NumberType

RANGES: dict[str, Range] = {
    "vn:size": (1, 30),
    "vn:few": (0, 5),
    "vn:loss": (-10, -1),
    "vn:any": (-3, 4),
    "vn:open": (None, None),
    "vn:above": (2, None),
}
SYMBOLS = Symbols({("household", id): NumberType() for id in RANGES} | {("household", "vn:flag"): BoolType()})


def declared(node: n.Ref | n.ParameterRef) -> Range:
    return RANGES[node.id]


def bound(text: str) -> n.Node:
    return bind(parse(text), SYMBOLS, "household")[0]


NEVER_ZERO = [
    "1 / size",
    "1 / loss",
    "1 / (few + 1)",
    "1 / (size * 2)",
    "1 / above",
    "few / (0 - size)",
    "1 / (any + 3.1)",
    "1 / max(few, 1)",
    "1 / (size if flag else above)",
    "1 / (1 / size)",
    "1 / abs(loss)",
    "1 / round(size, to=1, mode=up)",
    "1 / 0.001",
    "1 / (count(members, true) + 1)",
]


@pytest.mark.parametrize("text", NEVER_ZERO)
def test_divisors_that_are_never_zero(text: str) -> None:
    check_divisions(bound(text), declared)


@pytest.mark.parametrize(
    ("text", "line", "column", "shown"),
    [
        ("1 / few", 1, 1, "0 .. 5"),
        ("1 / any", 1, 1, "-3 .. 4"),
        ("1 / open", 1, 1, "-∞ .. ∞"),
        ("1 / 0", 1, 1, "0 .. 0"),
        ("flag and\n  size / few > 1", 2, 3, "0 .. 5"),
        ("2 + 1 / (size - size)", 1, 5, "-29 .. 29"),
        ("1 / (size - 1)", 1, 1, "0 .. 29"),
        ("1 / count(members, true)", 1, 1, "0 .. ∞"),
        ("1 / abs(any)", 1, 1, "0 .. 4"),
        ("1 / (size if flag else loss)", 1, 1, "-10 .. 30"),
        ("1 / min(few, size)", 1, 1, "0 .. 5"),
        ("1 / round(size, to=100, mode=down)", 1, 1, "0 .. 0"),
        ("1 / (size / open)", 1, 1, "-∞ .. ∞"),
        ("1 / sum(members, 1)", 1, 1, "-∞ .. ∞"),
    ],
)
def test_divisors_that_can_be_zero_are_refused_with_their_place(text: str, line: int, column: int, shown: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_divisions(bound(text), declared)
    assert shown in str(caught.value)
    assert "leaves out zero" in str(caught.value)
    span = caught.value.span
    assert span is not None
    assert (span.line, span.column) == (line, column)


def value(node: n.Node, given: dict[str, Any]) -> Fraction:
    match node:
        case n.Literal(value=found):
            return Fraction(found)  # type: ignore[arg-type]
        case n.Ref(id=id):
            return Fraction(given[id])
        case n.Negate(item=item):
            return -value(item, given)
        case n.Absolute(item=item):
            return abs(value(item, given))
        case n.Extreme(how=how, items=items):
            return (min if how == "min" else max)(value(item, given) for item in items)
        case n.Arithmetic(left=left, op=op, right=right):
            a, b = value(left, given), value(right, given)
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b
    raise AssertionError(node)


NAMES = ("size", "few", "loss", "any")
EXPRESSIONS = st.recursive(
    st.sampled_from([*NAMES, "0", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"-({t})"),
        inner.map(lambda t: f"abs({t})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=6,
)
VALUES = st.fixed_dictionaries({f"vn:{name}": st.integers(*RANGES[f"vn:{name}"]) for name in NAMES})


@given(EXPRESSIONS, VALUES)
def test_no_value_lies_outside_the_range(text: str, given_values: dict[str, int]) -> None:
    node = bound(text)
    try:
        check_divisions(node, declared)
    except RuleError:
        return
    found = value(node, given_values)  # never divides by zero: the check has passed
    low, high = range_of(node, declared)
    assert low is None or low <= found
    assert high is None or found <= high

"""Expressions of a rule as expressions of Python: exact, and open as soon as something unknown is needed.

Quotients stay a numerator and a denominator, so that a comparison multiplies and makes no fraction. A day or age
that is known only to an interval is compared at both ends. Where the evidence depends on the way taken, it is told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from povrules.engines.compiled import python as py
from povrules.engines.compiled.evidence import marks
from povrules.engines.compiled.python import Code
from povrules.engines.compiled.units import Unit, Units, counted
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.language.numbers import Number, whole

Ratio = tuple[Code, Code | None]
"""Numerator and denominator; the denominator is above zero, None is one."""
OPENED = py.call("opened")


class Constants:
    """Values that generated code reads by name, because Python has no way to write them."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def code(self, value: Any) -> Code:
        """The value, written out or by name."""
        if isinstance(value, (bool, int, str)) or value is None:
            return py.const(value)
        id = f"k{len(self.values)}"
        self.values[id] = value
        return py.name(id)


class Expressions:
    """Writes the expressions of one unit.

    Args:
        units: everything the function works out.
        constants: values by name.
        scope: whose expression it is.
        noting: the unit whose way is noted; None where the evidence does not depend on it.
        floor: the weakest evidence that every way uses.
    """

    def __init__(self, units: Units, constants: Constants, scope: Scope, noting: Unit | None, floor: int = 3) -> None:
        self.units = units
        self.constants = constants
        self.scope = scope
        self.noting = noting
        self.floor = floor
        self._names = 0

    # values ---------------------------------------------------------------------------------------------------------

    def value(self, node: n.Node) -> Code:
        """A plain value; open where it is unknown or known only to an interval."""
        if self.units.interval(node, self.scope):
            low, high = self.ends(node)
            return py.choose(py.compare(low, "==", high), low, OPENED)
        fixed = self._fixed(node)
        if fixed is not None:
            return self.constants.code(fixed)
        number, over = self.ratio(node)
        return number if over is None else py.call("divide", number, over)

    def _fixed(self, node: n.Node) -> Number | None:
        """A number that the law alone gives."""
        match node:
            case n.Literal(value=value):
                return None if isinstance(value, bool) or not isinstance(value, Number) else value
            case n.ParameterRef(id=id, index=None):
                found = self.units.policy.parameters[id].value()
                return None if isinstance(found, bool) or not isinstance(found, Number) else found
            case n.Arithmetic(left=left, op=op, right=right):
                a, b = self._fixed(left), self._fixed(right)
                return None if a is None or b is None or (op == "/" and not b) else calculated(a, op, b)
        return None

    def ratio(self, node: n.Node) -> Ratio:
        """A number as a quotient; anything else as itself."""
        if self.units.interval(node, self.scope):
            return self.value(node), None
        if isinstance(node, n.Arithmetic) and (fixed := self._fixed(node)) is not None:
            return self.ratio(n.Literal(fixed))
        match node:
            case n.Arithmetic(left=left, op=op, right=right):
                return self._calculated(self.ratio(left), op, self.ratio(right))
            case n.Negate(item=item):
                number, over = self.ratio(item)
                return py.calculate(py.const(0), "-", number), over
            case n.Absolute(item=item):
                number, over = self.ratio(item)
                return py.call("abs", number), over
            case n.OfHousehold(item=item):
                found: Ratio = self._of_household(lambda: self.ratio(item))
                return found
            case n.ParameterRef():
                return self._parameter(node)
            case n.Literal(value=Fraction(numerator=top, denominator=bottom)):
                return py.const(top), py.const(bottom)
            case n.Ref():
                unit = self.units.of(node, self.scope)
                return self.ratio(unit.node) if unit.inlined and unit.node is not None else (self._read(unit), None)
            case n.OverMembers(how="share"):
                return self._read(self.units.of(node, "household")), py.call("len", py.name("everyone"))
        return self._plain(node), None

    def _plain(self, node: n.Node) -> Code:
        match node:
            case n.Literal(value=value):
                return self.constants.code(value)
            case n.Compare(left=left, op=op, right=right):
                return self._compare(left, op, right)
            case n.And(items=items):
                return py.both(self.value(items[0]), *(self.maybe(item, self.value) for item in items[1:]))
            case n.Or(items=items):
                return py.either(self.value(items[0]), *(self.maybe(item, self.value) for item in items[1:]))
            case n.Not(item=item):
                return py.negation(self.value(item))
            case n.OneOfThese(item=item, options=options):
                return py.compare(self.value(item), "in", py.row([self.value(option) for option in options]))
            case n.IfElse(test=test, then=then, otherwise=otherwise):
                one, other = self.maybe(then, self.value), self.maybe(otherwise, self.value)
                return py.choose(self.value(test), one, other)
            case n.Table(rows=rows):
                return self._table(rows)
            case n.AtLeast(count=count, items=items):
                return py.call("at_least", self.value(count), self._counted(items))
            case n.CountTrue(items=items):
                return py.call("count_true", self._counted(items))
            case n.OverMembers():
                return self._read(self.units.of(node, "household"))
            case n.Extreme(how=how, items=items):
                return py.call(how, *map(self.value, items))
            case n.Round(item=item, to=to, mode=mode):
                return py.call("round_to", self.value(item), self.constants.code(to), py.const(mode))
            case n.AddMonths(day=day, months=months, sign=sign):
                return py.call("add_months", self.value(day), self._months(months, sign))
            case n.AgeOn(birth=birth, day=day):
                return py.call("age_on", self.value(birth), self.value(day))
        raise TypeError(f"no such node: {type(node).__name__}")

    def _of_household(self, write: Callable[[], Any]) -> Any:
        before, self.scope = self.scope, "household"
        try:
            return write()
        finally:
            self.scope = before

    def _read(self, unit: Unit) -> Code:
        """The value of a unit; open when it has none."""
        if unit.kind == "unknown":
            return OPENED
        return self._noted(unit, needed(unit.variable))

    def _parameter(self, node: n.ParameterRef) -> Ratio:
        parameter = self.units.policy.parameters[node.id]
        cells = {member: value for member, value in parameter.cells if value is not None}
        if not cells:
            return OPENED, None
        if node.index is None or isinstance(node.index, n.Literal):
            value = cells.get(None if node.index is None else node.index.value)  # type: ignore[arg-type]
            if value is None:
                return OPENED, None
            return self.ratio(n.Literal(value))
        bottom = lcm(*(v.denominator for v in cells.values() if isinstance(v, (int, Fraction))))
        return self._cell(node.index, cells, bottom, len(cells) < len(parameter.cells))

    def _cell(self, index: n.Node, cells: Mapping[Any, Any], bottom: int, gaps: bool) -> Ratio:
        over = None if bottom == 1 else py.const(bottom)
        table = cells if over is None else {member: int(value * bottom) for member, value in cells.items()}
        if not gaps:
            return py.item_of(self.constants.code(table), self.value(index)), over
        name = self._name()
        looked = py.apply(self.constants.code(table.get), self.value(index))
        return py.choose(py.compare(py.keep(name, looked), "is not", py.NONE), py.name(name), OPENED), over

    def _months(self, months: n.Months, sign: int) -> Code:
        factor = months.per * sign
        count = self.value(months.count)
        return count if factor == 1 else py.calculate(count, "*", py.const(factor))

    def _calculated(self, left: Ratio, op: str, right: Ratio) -> Ratio:
        (a, b), (c, d) = left, right
        if op == "/":
            return times(a, d), product(b, self._above_zero(c))
        if op == "*":
            return py.calculate(a, "*", c), product(b, d)
        return py.calculate(times(a, d), op, times(c, b)), product(b, d)

    def _above_zero(self, number: Code) -> Code:
        if isinstance(number, ast.Constant) and isinstance(number.value, int) and number.value > 0:
            return number
        name = self._name()
        return py.choose(py.compare(py.keep(name, number), ">", py.const(0)), py.name(name), OPENED)

    def _name(self) -> str:
        self._names += 1
        return f"t{self._names}"

    # counts ---------------------------------------------------------------------------------------------------------

    def _counted(self, items: tuple[n.Node, ...]) -> Code:
        return py.row([self._item(item) for item in items])

    def _item(self, item: n.Node) -> Code:
        """A counted truth: None where it is unknown."""
        ref = counted(item)
        unit = self.units.of(ref or item, self.scope)
        if unit.kind == "unknown":
            return py.NONE
        if unit.tracked and self.noting is not None:
            return self.value(item) if ref is not None else self._read(unit)
        if item is ref or ref is None:
            return py.name(unit.variable)
        return py.choose(
            py.compare(py.name(unit.variable), "is", py.NONE), py.NONE, py.negation(py.name(unit.variable))
        )

    # comparisons ----------------------------------------------------------------------------------------------------

    def _compare(self, left: n.Node, op: str, right: n.Node) -> Code:
        if self.units.interval(left, self.scope) or self.units.interval(right, self.scope):
            return self._compare_ends(self.ends(left), op, self.ends(right))
        (a, b), (c, d) = self.ratio(left), self.ratio(right)
        return py.compare(times(a, d), op, times(c, b))

    def _compare_ends(self, left: tuple[Code, Code], op: str, right: tuple[Code, Code]) -> Code:
        """True or false where both ends say so, else open."""
        (low, high), (from_, to) = left, right
        if op in ("<", "<="):
            return py.either(py.compare(high, op, from_), py.both(py.compare(low, op, to), OPENED))
        if op in (">", ">="):
            return py.either(py.compare(low, op, to), py.both(py.compare(high, op, from_), OPENED))
        same = py.both(py.compare(low, "==", to), py.compare(high, "==", from_))
        apart = py.either(py.compare(high, "<", from_), py.compare(low, ">", to))
        equal = py.choose(same, py.const(True), py.choose(apart, py.const(False), OPENED))
        return equal if op == "==" else py.negation(equal)

    def ends(self, node: n.Node) -> tuple[Code, Code]:
        """Earliest and latest day, or least and greatest age."""
        if not self.units.interval(node, self.scope):
            code = self.value(node)
            return code, code
        match node:
            case n.OfHousehold(item=item):
                found: tuple[Code, Code] = self._of_household(lambda: self.ends(item))
                return found
            case n.AddMonths(day=day, months=months, sign=sign):
                low, high = self.ends(day)
                count = self._months(months, sign)
                return py.call("add_months", low, count), py.call("add_months", high, count)
            case n.AgeOn(birth=birth, day=day):
                (born, born_late), (on, on_late) = self.ends(birth), self.ends(day)
                return py.call("age_on", born_late, on), py.call("age_on", born, on_late)
        assert isinstance(node, n.Ref)
        unit = self.units.of(node, self.scope)
        return self._noted(unit, needed(unit.low)), self._noted(unit, needed(unit.high))

    # ways -----------------------------------------------------------------------------------------------------------

    def _table(self, rows: tuple[n.Row, ...]) -> Code:
        if not rows:
            return OPENED
        first, rest = rows[0], n.Table(rows[1:], "first")
        if first.when is None:
            return self.value(first.then)
        when = self.value(first.when)
        return py.choose(when, self.maybe(first.then, self.value), self.maybe(rest, self.value))

    def maybe(self, node: n.Node, write: Callable[[n.Node], Code]) -> Code:
        """An expression that not every way comes to: where its evidence is weaker, the way is noted."""
        bound, weakest = marks(self.units, node, self.scope)
        if self.noting is None or weakest >= self.floor:
            return write(node)
        before, self.floor = self.floor, min(self.floor, bound)
        code = write(node)
        self.floor = before
        return code if bound >= before else self._noting(py.const(bound), code)

    def _noted(self, unit: Unit, code: Code) -> Code:
        if self.noting is None or not unit.tracked or unit.weakest >= self.floor:
            return code
        return self._noting(py.name(unit.evidence), code)

    def _noting(self, evidence: Code, code: Code) -> Code:
        """The value, once the weaker evidence is kept. Evidence in use is never zero, so the test always holds."""
        assert self.noting is not None
        kept = py.name(self.noting.evidence)
        weaker = py.choose(py.compare(evidence, "<", kept), evidence, kept)
        return py.choose(py.keep(self.noting.evidence, weaker), code, py.NONE)


def calculated(left: Number, op: str, right: Number) -> Number:
    """A sum, difference, product or exact quotient."""
    a, b = Fraction(left), Fraction(right)
    return whole(a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b)


def needed(variable: str) -> Code:
    """A variable, open where it is None."""
    return py.choose(py.compare(py.name(variable), "is", py.NONE), OPENED, py.name(variable))


def times(left: Code, right: Code | None) -> Code:
    """A product in which None is one."""
    return left if right is None else py.calculate(left, "*", right)


def product(left: Code | None, right: Code | None) -> Code | None:
    """A product of denominators."""
    return right if left is None else times(left, right)

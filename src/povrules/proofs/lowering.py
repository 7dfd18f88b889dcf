"""From rule nodes to formulas of z3, made on its own and not from what the engines or the diagrams do.

Days are numbers (ordinals), words of enums and texts are numbers of a list, amounts are reals. Where a formula of z3
would be another than the rule, it says so (`NotLowered`) and proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import z3

from povrules.language import nodes as n
from povrules.language.calendar import add_months, age_on
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.hosted import BIRTH_DATE, OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedPolicy
from povrules.proofs.finding import Place

FIRST, LAST = date(1850, 1, 1).toordinal(), date(2150, 12, 31).toordinal()
OLDEST = 150
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class NotLowered(Exception):
    """A rule that has no formula here."""


class Lowering:
    """The facts of some households as unknowns of z3, and rules over them.

    Args:
        policy: the law of a day.
        members: how many are listed; None is every household, with what is read over members as free values.
        twin: a fact that has another value here than in the formulas of another lowering.
    """

    def __init__(self, policy: ResolvedPolicy, members: int | None, twin: Place | None = None) -> None:
        self.policy = policy
        self.members = members
        self.twin = twin
        self.given: dict[Place, Any] = {}
        """The unknowns by what they stand for."""
        self.types: dict[Place, Type] = {}
        self.domains: list[Any] = []
        self.words: dict[str, int] = {}
        self._made: dict[tuple[n.Node, int | None], Any] = {}

    def value(self, node: n.Node, member: int | None) -> Any:
        """The formula of a node."""
        key = (node, member)
        if key not in self._made:
            self._made[key] = self._lowered(node, member)
        return self._made[key]

    def _lowered(self, node: n.Node, member: int | None) -> Any:
        match node:
            case n.Literal(value=value):
                return self.plain(value)
            case n.Ref(id=id, of=of):
                return self.fact(id, member if of == "person" else None)
            case n.OfHousehold(item=item):
                return self.value(item, None)
            case n.ParameterRef():
                return self.law(node, member)
            case n.Not(item=item):
                return z3.Not(self.value(item, member))
            case n.And(items=items):
                return z3.And([self.value(item, member) for item in items])
            case n.Or(items=items):
                return z3.Or([self.value(item, member) for item in items])
            case n.Compare(left=left, op=op, right=right):
                return COMPARED[op](self.value(left, member), self.value(right, member))
            case n.OneOfThese(item=item, options=options):
                return z3.Or([self.value(item, member) == self.value(option, member) for option in options])
            case n.Negate(item=item):
                return -self.value(item, member)
            case n.Arithmetic(left=left, op=op, right=right):
                return _calculated(op, self.value(left, member), self.value(right, member))
            case n.IfElse(test=test, then=then, otherwise=rest):
                return z3.If(self.value(test, member), self.value(then, member), self.value(rest, member))
            case n.AtLeast(count=count, items=items):
                return self._counted(items, member) >= self.value(count, member)
            case n.CountTrue(items=items):
                return self._counted(items, member)
            case n.Extreme(how=how, items=items):
                return _extreme(how, [self.value(item, member) for item in items])
            case n.Absolute(item=item):
                return z3.If(self.value(item, member) < 0, -self.value(item, member), self.value(item, member))
            case n.Round(item=item, to=to, mode=mode):
                return _rounded(self.value(item, member), Fraction(to), mode)
            case n.AgeOn(birth=birth, day=day):
                return self._age(self.value(birth, member), self.value(day, member))
            case n.AddMonths():
                return self._later(node, member)
            case n.OverMembers():
                return self._over_members(node)
            case n.Table(rows=rows):
                return self._table(rows, member)
        raise NotLowered(type(node).__name__)

    def plain(self, value: Any) -> Any:
        """A value written in a rule or known of the law."""
        if isinstance(value, bool):
            return z3.BoolVal(value)
        if isinstance(value, date):
            return z3.IntVal(value.toordinal())
        if isinstance(value, str):
            return z3.IntVal(self.words.setdefault(value, len(self.words) + 1))
        return z3.RealVal(str(value))

    # facts and law -------------------------------------------------------------------------------------------------

    def fact(self, id: str, member: int | None) -> Any:
        """A fact: known, worked out, or free."""
        policy = self.policy
        if id in (ON, OBSERVED_ON):
            return self.plain(policy.on)
        fact = policy.facts["household" if member is None else "person", id]
        if fact.computed and fact.formula is None and not fact.given:
            return self.free(("law", id, None), fact.type, fact.low, fact.high)
        by_rule = fact.formula is not None and (
            not fact.given or member is not None or (self.members is not None and fact.reads_members)
        )
        if by_rule:
            assert fact.formula is not None
            return self.value(fact.formula, member)
        high = policy.on if fact.id == BIRTH_DATE and fact.high is None else fact.high
        return self.free(("fact", id, member), fact.type, fact.low, high)

    def free(self, place: Place, type: Type, low: Any, high: Any) -> Any:
        """An unknown of a type, within its domain."""
        if place in self.given:
            return self.given[place]
        name = " ".join(map(str, place)) + (" twin" if place == self.twin else "")
        made: Any
        if isinstance(type, BoolType):
            made = z3.Bool(name)
        elif isinstance(type, EnumType):
            made = z3.Int(name)
            self.domains.append(z3.Or([made == self.plain(word) for word in type.members]))
        elif isinstance(type, DateType):
            made = z3.Int(name)
            first, last = (FIRST if low is None else low.toordinal()), (LAST if high is None else high.toordinal())
            self.domains.append(z3.And(made >= first, made <= last))
        elif isinstance(type, NumberType):
            number = z3.Int(name) if type.integer else z3.Real(name)
            made = z3.ToReal(number) if type.integer else number
            self.domains += [made >= z3.RealVal(str(low))] if low is not None else []
            self.domains += [made <= z3.RealVal(str(high))] if high is not None else []
        else:
            made = z3.Int(name)
        self.given[place], self.types[place] = made, type
        return made

    def law(self, node: n.ParameterRef, member: int | None) -> Any:
        """A value of law, by its cell where there are several."""
        made = self.policy.parameters[node.id]

        def cell(at: str | None) -> Any:
            known = made.value(at)
            if known is not None:
                return self.plain(known)
            return self.free(("law", node.id, at), made.type, made.low, made.high)

        if node.index is None:
            return cell(None)
        index = self.value(node.index, member)
        (first, _), *others = made.cells
        found = cell(first)
        for at, _ in others:
            found = z3.If(index == self.plain(at), cell(at), found)
        return found

    # days ----------------------------------------------------------------------------------------------------------

    def _age(self, birth: Any, day: Any) -> Any:
        """Full years as how many birthdays lie behind: each is a last day on which one can have been born."""
        if not z3.is_int_value(day):
            raise NotLowered("an age on a day that is not known")
        on = date.fromordinal(day.as_long())
        years = [z3.If(birth <= _last_born(on, years), 1, 0) for years in range(1, OLDEST + 1)]
        return z3.ToReal(z3.Sum(years))

    def _later(self, node: n.AddMonths, member: int | None) -> Any:
        """A day some months on. Of an unknown day, only between which days it lies: enough for most proofs."""
        day, count = self.value(node.day, member), z3.simplify(self.value(node.months.count, member))
        if not z3.is_rational_value(count) or count.denominator_as_long() != 1:
            raise NotLowered("an unknown number of months")
        months = count.numerator_as_long() * node.months.per * node.sign
        if z3.is_int_value(day):
            return self.plain(add_months(date.fromordinal(day.as_long()), months))
        later = z3.FreshInt("later")
        least, most = sorted((28 * months, 31 * months))
        self.domains.append(z3.And(later >= day + least - 3, later <= day + most + 3))
        return later

    # several -------------------------------------------------------------------------------------------------------

    def _counted(self, items: tuple[n.Node, ...], member: int | None) -> Any:
        return z3.ToReal(z3.Sum([z3.If(self.value(item, member), 1, 0) for item in items])) if items else z3.RealVal(0)

    def _over_members(self, node: n.OverMembers) -> Any:
        if self.members is None:
            return self._of_anybody(node)
        items = [self.value(node.item, member) for member in range(self.members)]
        if node.how in ("any", "all"):
            return z3.Or(items) if node.how == "any" else z3.And(items)
        if node.how in ("count", "share"):
            count = z3.ToReal(z3.Sum([z3.If(item, 1, 0) for item in items]))
            return count if node.how == "count" else count / self.members
        return z3.Sum(items) if node.how == "sum" else _extreme(node.how, items)

    def _of_anybody(self, node: n.OverMembers) -> Any:
        name = f"members {node!r}"
        if node.how in ("any", "all"):
            return z3.Bool(name)
        if node.how == "count":
            whole = z3.Int(name)
            self.domains.append(z3.And(whole >= 0, whole <= 30))
            return z3.ToReal(whole)
        found = z3.Real(name)
        if node.how == "share":
            self.domains.append(z3.And(found >= 0, found <= 1))
        return found

    def _table(self, rows: tuple[n.Row, ...], member: int | None) -> Any:
        found: Any = None
        for row in reversed(rows):
            then = self.value(row.then, member)
            # Without `otherwise` the last row stands for no row at all: a gap is a claim of its own.
            when = z3.BoolVal(True) if row.when is None or found is None else self.value(row.when, member)
            found = then if found is None else z3.If(when, then, found)
        return found


def _last_born(on: date, years: int) -> int:
    """The last day of birth from which so many years are full."""
    day = add_months(on, -12 * years).toordinal()
    while age_on(date.fromordinal(day), on) < years:
        day -= 1
    while age_on(date.fromordinal(day + 1), on) >= years:
        day += 1
    return day


def _calculated(op: str, left: Any, right: Any) -> Any:
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    return left * right if op == "*" else left / right


def _extreme(how: str, items: list[Any]) -> Any:
    found = items[0]
    for item in items[1:]:
        found = z3.If(item <= found if how == "min" else item >= found, item, found)
    return found


def _rounded(value: Any, to: Fraction, mode: str) -> Any:
    step = z3.RealVal(str(to))
    size = z3.If(value < 0, -value, value) / step
    floor = z3.ToInt(size)
    rest = size - z3.ToReal(floor)
    half = z3.RealVal("1/2")
    up = {
        "down": z3.BoolVal(False),
        "up": rest > 0,
        "half_up": rest >= half,
        "half_even": z3.Or(rest > half, z3.And(rest == half, floor % 2 == 1)),
    }[mode]
    count = z3.ToReal(z3.If(up, floor + 1, floor))
    return z3.If(value < 0, -count, count) * step

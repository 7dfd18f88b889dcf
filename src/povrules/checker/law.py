"""The rules of a bundle, worked out for one household over what is possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from povrules.checker import operations as op
from povrules.checker.household import BIRTH, Household, Place, birth, domain, source
from povrules.checker.possible import ANYTHING, Among, Between, among, is_open, union, within
from povrules.checker.reading import NotThis, value_of, written

Law = dict[str, Any]
CAN_BE_MANY = 30


def parts(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The direct parts of a rule, by the names of the fields."""
    for name in sorted(rule):
        value = rule[name]
        if isinstance(value, dict) and "node" in value:
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, dict) and "node" in item)


def scope_of(member: int | None) -> str:
    """Whose a place is."""
    return "household" if member is None else "person"


class Working:
    """One household under the law of a bundle.

    Args:
        law: the bundle.
        household: the facts.
        filled: values of law filled in by a witness, by id and cell.
        narrowed: what a case says of unknown facts.
    """

    def __init__(
        self,
        law: Law,
        household: Household,
        filled: dict[tuple[str, str | None], Any] | None = None,
        narrowed: dict[Place, Any] | None = None,
    ) -> None:
        self.law = law
        self.household = household
        self.filled = filled or {}
        self.narrowed = narrowed or {}
        self.known: dict[Place, Any] = {}
        self.leaves: dict[Place, Any] = {}
        """Unknown facts that were read, and what they can be."""
        self.middles: set[Place] = set()
        """Values among them that are worked out, and yet open; conditions stand here under their text."""
        self.reads: Counter[Place] = Counter()
        self.below: dict[Place, frozenset[Place]] = {}
        """The unknown facts that a value was made from."""
        self.doubts: dict[Place, frozenset[Place]] = {}
        """Those of them that leave something open: a condition, which cell of a table of the law."""
        self._reading: list[set[Place]] = [set()]
        self._doubting: list[set[Place]] = [set()]
        self.turns: dict[Place, set[Any]] = {}
        """Numbers that an unknown fact was compared with."""

    def case(self, narrowed: dict[Place, Any]) -> Working:
        """The same household in one case of its unknown facts; what does not turn on them is kept."""
        found = Working(self.law, self.household, self.filled, self.narrowed | narrowed)
        for place, below in self.below.items():
            if below.isdisjoint(narrowed):
                found.known[place], found.below[place] = self.known[place], below
                found.doubts[place] = self.doubts[place]
                found.leaves |= {leaf: self.leaves[leaf] for leaf in below if leaf in self.leaves}
                found.middles |= self.middles & below
        return found

    # facts ---------------------------------------------------------------------------------------------------------

    def fact(self, id: str, member: int | None) -> Any:
        """What a fact, variable or decision can be."""
        place = (id, member)
        if place in self.leaves:
            self.reads[place] += 1
        if place not in self.known:
            self._reading.append(set())
            self._doubting.append(set())
            self.known[place] = self._narrowed(place, self._made(place))
            self.below[place] = frozenset(self._reading.pop())
            self.doubts[place] = frozenset(self._doubting.pop())
        self._reading[-1] |= self.below[place]
        self._doubting[-1] |= self.doubts[place]
        return self.known[place]

    def _narrowed(self, place: Place, found: Any) -> Any:
        """A value in this case: what is worked out of unknown facts can be cut into cases as they can."""
        if not isinstance(found, Among) or place in self.leaves:
            return found
        if place in self.narrowed and within(self.narrowed[place], found):
            found = self.narrowed[place]
        if is_open(found):
            self.leaves[place] = found
            self.middles.add(place)
            self.reads[place] += 1
        self._reading[-1].add(place)
        return found

    def declared(self, id: str, member: int | None) -> dict[str, Any]:
        """What the bundle says of a fact."""
        try:
            found: dict[str, Any] = self.law["facts"][f"{scope_of(member)} {id}"]
        except KeyError:
            raise NotThis(f"the bundle knows no {id} of a {scope_of(member)}") from None
        return found

    def _made(self, place: Place) -> Any:
        id, member = place
        fact = self.declared(id, member)
        how = source(self.household, fact, id, member)
        if how == "given":
            return self.household.carried(member)[id]
        if how == "rule" and fact["rule"] is not None:
            return self.rule(fact["rule"], member)
        low, high = value_of(fact["low"]), value_of(fact["high"])
        if how == "rule":
            filled = self.filled.get((id, None))
            return domain(fact["type"], low, high, self.law["enums"]) if filled is None else filled
        if id == BIRTH:
            low, high = birth(self.household, member, low, high)
        found = self.narrowed.get(place)
        if found is None:
            found = domain(fact["type"], low, high, self.law["enums"])
            if isinstance(found, Between) and found.low is not None and found.low == found.high:
                found = found.low
        if is_open(found):
            self.leaves[place] = found
            self._reading[-1].add(place)
            if fact["type"] == "truth":
                self._doubting[-1].add(place)
            self.reads[place] += 1
        return found

    def parameter(self, rule: dict[str, Any], index: Any) -> Any:
        """A value of law: the cell that was read, or every cell that could be."""
        parameter = self.law["parameters"][rule["id"]]

        def cell(member: str | None) -> Any:
            known = next(value_of(value) for name, value in parameter["cells"] if name == member)
            known = self.filled.get((rule["id"], member)) if known is None else known
            if known is not None:
                return known
            low, high = value_of(parameter["low"]), value_of(parameter["high"])
            return domain(parameter["type"], low, high, self.law["enums"])

        return cell(None) if rule["index"] is None else union([cell(member) for member in op.listed(index)])

    # rules ---------------------------------------------------------------------------------------------------------

    def rule(self, rule: dict[str, Any], member: int | None) -> Any:
        """What a rule can come to."""
        kind = rule["node"]
        if kind == "Literal":
            return value_of(rule["value"])
        if kind == "Ref":
            return self.fact(rule["id"], member if rule["of"] == "person" else None)
        if kind == "OfHousehold":
            return self.rule(rule["item"], None)
        if kind == "OverMembers":
            if self.household.size == 0:
                return over_nobody_knows(rule["how"])
            return over_members(rule["how"], [self.rule(rule["item"], i) for i in range(self.household.size)])
        if kind == "Table":
            return self._table(rule, member)
        if kind == "IfElse":
            test = self.rule(rule["test"], member)
            if not is_open(test):
                return self.rule(rule["then"] if test else rule["otherwise"], member)
        if kind in ("And", "Or"):
            return self._chain(rule, member)
        if kind == "Compare":
            self._note(rule, member)
        self._reading.append(set())
        found = of_parts(self, rule, [self.rule(part, member) for part in flat(rule)])
        read = self._reading.pop()
        self._reading[-1] |= read
        if kind == "AtLeast":
            found = self._narrowed((written(rule), member), found)
        if kind in ("Compare", "OneOfThese", "ParameterRef") and is_open(found):
            self._doubting[-1] |= read
        return found

    def _chain(self, rule: dict[str, Any], member: int | None) -> Any:
        stop = rule["node"] == "Or"
        found = []
        for item in rule["items"]:
            found.append(self.rule(item, member))
            if found[-1] is stop:
                return stop
        return (op.disjunction if stop else op.conjunction)(found)

    def _table(self, rule: dict[str, Any], member: int | None) -> Any:
        can_be = []
        for row in rule["rows"]:
            when = True if row["when"] is None else self.rule(row["when"], member)
            if when is not False:
                can_be.append(self.rule(row["then"], member))
            if when is True:
                break
        if not can_be:
            raise NotThis("no row of a table holds")
        return union(can_be)

    def _note(self, rule: dict[str, Any], member: int | None) -> None:
        for one, other in ((rule["left"], rule["right"]), (rule["right"], rule["left"])):
            if one["node"] == "Ref":
                place = (one["id"], member if one["of"] == "person" else None)
                self.fact(*place)
                if place in self.leaves:
                    value = self.rule(other, member)
                    if not is_open(value):
                        self.turns.setdefault(place, set()).add(value)


def flat(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a rule that have values; a length of months stands for its number."""
    return [next(parts(part)) if part["node"] == "Months" else part for part in parts(rule)]


def over_members(how: str, items: list[Any]) -> Any:
    """The members of a household, all of them, listed or not."""
    if how == "any":
        return op.disjunction(items)
    if how == "all":
        return op.conjunction(items)
    if how == "count":
        return op.count(items)
    if how == "share":
        return op.arithmetic(op.count(items), "/", len(items))
    if how == "sum":
        total: Any = 0
        for item in items:
            total = op.arithmetic(total, "+", item)
        return total
    return op.extreme(how, items)


def over_nobody_knows(how: str) -> Any:
    """Nobody is listed, and nobody said how many there are."""
    if how in ("any", "all"):
        return among([False, True])
    return {"count": Between(0, CAN_BE_MANY, whole=True), "share": Between(0, 1)}.get(how, Between(None, None))


def of_parts(working: Working, rule: dict[str, Any], values: list[Any]) -> Any:
    """What a rule comes to when its parts, by the names of the fields, can be these values."""
    kind = rule["node"]
    if kind == "ParameterRef":
        return working.parameter(rule, values[0] if values else None)
    if kind == "Not":
        return op.negation(values[0])
    if kind in ("And", "Or"):
        return (op.conjunction if kind == "And" else op.disjunction)(values)
    if kind == "Compare":
        return op.compare(values[0], rule["op"], values[1])
    if kind == "Arithmetic":
        return op.arithmetic(values[0], rule["op"], values[1])
    if kind == "OneOfThese":
        return op.equal_to_one(values[0], values[1:])
    if kind == "Negate":
        return op.arithmetic(0, "-", values[0])
    if kind == "IfElse":  # by the names of the fields: otherwise, test, then
        return op.chosen(values[1], values[2], values[0])
    if kind == "AtLeast":
        return op.compare(op.count(values[1:]), ">=", values[0])
    if kind == "CountTrue":
        return op.count(values)
    if kind == "Extreme":
        return op.extreme(rule["how"], values)
    if kind == "Absolute":
        return op.size(values[0])
    if kind == "Round":
        return op.monotone(lambda value: op.rounded(value, value_of(rule["to"]), rule["mode"]), values[0])
    if kind == "AddMonths":  # day, months
        factor = rule["months"]["per"] * rule["sign"]
        return op.plus_months(values[0], op.arithmetic(values[1], "*", factor))
    if kind == "AgeOn":  # birth, day
        return op.age(values[0], values[1])
    if kind == "OfHousehold":
        return values[0]
    return ANYTHING

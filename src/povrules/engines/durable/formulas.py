"""The logic of a decision as formulas over atoms, with `not` pushed down to them: what a forward-chaining rule can say.

An atom is a condition that the adapter bounds: a comparison of amounts or days, a test of a fact, something over the
members. It is certainly true, certainly false, or open.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from povrules.engines.durable.parts import (
    FALSE,
    TRUE,
    All,
    Counted,
    Decision,
    Formula,
    Is,
    Recognised,
    Some,
    Tally,
    alternatives,
    either,
    every,
)
from povrules.language import nodes as n
from povrules.language.linear import TRUTH
from povrules.language.nodes import Scope, Value
from povrules.language.types import BoolType, EnumType
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy


@lru_cache(maxsize=1024)
def decision(policy: ResolvedPolicy, of: Scope, id: str, number: int) -> Decision:
    """The formulas of one decision: a truth, a class, or how many indicators.

    A rule takes only so much: where the logic of a decision is larger, what it reads by name stays whole, as an atom.
    """
    for depth in ("all", "choices", "nothing"):
        made = _Builder(policy, policy.facts[of, id], depth).made(number)
        if all(formula == FALSE or alternatives(formula) for _, formula in made.outcomes):
            break
    return made


class _Builder:
    def __init__(self, policy: ResolvedPolicy, fact: ResolvedFact, depth: str) -> None:
        self.policy = policy
        self.depth = depth
        self.fact = fact
        self.atoms: dict[n.Node, int] = {}
        self.tallies: dict[Tally, int] = {}

    def made(self, number: int) -> Decision:
        fact = self.fact
        root: n.Node = n.Ref(fact.id, fact.of) if fact.formula is None or self.depth == "nothing" else fact.formula
        if isinstance(fact.type, BoolType):
            outcomes: list[tuple[Value, Formula]] = [(want, self.truth(root, want, False)) for want in (False, True)]
        elif isinstance(fact.type, EnumType):
            outcomes = [(m, self.chosen(root, self.equals(m), False)) for m in fact.type.members]
        else:
            assert isinstance(root, n.CountTrue)
            atoms = tuple(self.atom(item, False) for item in root.items)
            outcomes = [(c, self.exactly(atoms, c)) for c in range(len(atoms) + 1)]
        reads = any(_reads_class(formula) for _, formula in outcomes)
        return Decision(number, fact.id, fact.of, tuple(self.atoms), tuple(self.tallies), tuple(outcomes), reads)

    def exactly(self, atoms: tuple[int, ...], count: int) -> Formula:
        parts: list[Formula] = []
        if count:
            parts.append(self.tally(atoms, n.Literal(count), True))
        if count < len(atoms):
            parts.append(self.tally(atoms, n.Literal(count + 1), False))
        return All(tuple(parts))

    def truth(self, node: n.Node, want: bool, outer: bool) -> Formula:
        """The formula under which a condition is ``want``. ``outer``: a member's rule reads its household."""
        if isinstance(node, n.Literal):
            return TRUE if node.value is want else FALSE
        if isinstance(node, n.Not):
            return self.truth(node.item, not want, outer)
        if isinstance(node, (n.And, n.Or)):
            items = [self.truth(item, want, outer) for item in node.items]
            return every(items) if isinstance(node, n.And) == want else either(items)
        if isinstance(node, n.OfHousehold):
            return self.truth(node.item, want, True)
        if isinstance(node, (n.IfElse, n.Table)):
            return self.chosen(node, lambda item, out: self.truth(item, want, out), outer)
        if isinstance(node, n.Ref) and self.depth == "all" and (formula := self.inside(node)) is not None:
            return self.truth(formula, want, outer)
        if isinstance(node, n.Compare) and isinstance(node.right, (n.Literal, n.ParameterRef)):
            compare, right = node, node.right

            def against(item: n.Node, out: bool) -> Formula:
                if isinstance(item, n.Literal) and isinstance(right, n.Literal):
                    return TRUE if TRUTH[compare.op](item.value, right.value) is want else FALSE
                return self.leaf(n.Compare(item, compare.op, right), want, out)

            return self.chosen(node.left, against, outer)
        if isinstance(node, n.OneOfThese) and all(isinstance(option, n.Literal) for option in node.options):
            options = frozenset(option.value for option in node.options if isinstance(option, n.Literal))

            def among(item: n.Node, out: bool) -> Formula:
                if isinstance(item, n.Literal):
                    return TRUE if (item.value in options) is want else FALSE
                return self.leaf(n.OneOfThese(item, node.options), want, out)

            return self.chosen(node.item, among, outer)
        counts = fact_counts(self.fact, self.policy)
        if isinstance(node, n.AtLeast) and counts and all(isinstance(item, n.Ref) for item in node.items):
            return self.tally(tuple(self.atom(item, outer) for item in node.items), node.count, want)
        return self.leaf(node, want, outer)

    def chosen(self, node: n.Node, last: Callable[[n.Node, bool], Formula], outer: bool) -> Formula:
        """Follow choices down to what they give, and ask that."""
        if isinstance(node, n.OfHousehold):
            return self.chosen(node.item, last, True)
        if isinstance(node, n.IfElse):
            yes = every([self.truth(node.test, True, outer), self.chosen(node.then, last, outer)])
            no = every([self.truth(node.test, False, outer), self.chosen(node.otherwise, last, outer)])
            return either([yes, no])
        if isinstance(node, n.Table):
            before: list[Formula] = []
            found: list[Formula] = []
            for row in node.rows:
                holds = TRUE if row.when is None else self.truth(row.when, True, outer)
                found.append(every([*before, holds, self.chosen(row.then, last, outer)]))
                if row.when is not None:
                    before.append(self.truth(row.when, False, outer))
            return either(found)
        if isinstance(node, n.Ref) and node.id == RECOGNISED and node.of == "household" and self.fact.id != RECOGNISED:
            type = self.policy.facts["household", RECOGNISED].type
            assert isinstance(type, EnumType)
            held = {m: last(n.Literal(m), outer) for m in type.members}
            if all(found in (TRUE, FALSE) for found in held.values()):
                return _recognised(frozenset(m for m, found in held.items() if found == TRUE), type.members)
        if isinstance(node, n.Ref) and (formula := self.inside(node)) is not None and _chooses(self, formula):
            return self.chosen(formula, last, outer)
        return last(node, outer)

    def equals(self, member: Value) -> Callable[[n.Node, bool], Formula]:
        """The formula under which what is chosen is this member; where no rule says which, a condition of its own."""

        def is_it(node: n.Node, outer: bool) -> Formula:
            if isinstance(node, n.Literal):
                return TRUE if node.value == member else FALSE
            return self.leaf(n.Compare(node, "==", n.Literal(member)), True, outer)

        return is_it

    def inside(self, node: n.Ref) -> n.Node | None:
        """The rule of a fact that nobody can give; the logic of it is the decision's own."""
        fact = self.policy.facts[node.of, node.id]
        return None if fact.given else fact.formula

    def leaf(self, node: n.Node, want: bool, outer: bool) -> Formula:
        return Is(self.atom(node, outer), want)

    def atom(self, node: n.Node, outer: bool) -> int:
        if outer and self.fact.of == "person":
            node = n.OfHousehold(node)
        return self.atoms.setdefault(node, len(self.atoms))

    def tally(self, atoms: tuple[int, ...], need: n.Node, want: bool) -> Formula:
        tally = Tally(atoms, need)
        return Counted(self.tallies.setdefault(tally, len(self.tallies)), want)


def fact_counts(fact: ResolvedFact, policy: ResolvedPolicy) -> bool:
    """Whether its rules add up what is true: a programme's only look at single conditions."""
    return fact.id not in policy.programmes


def _chooses(builder: _Builder, node: n.Node) -> bool:
    """Whether a rule is a choice among values, or another name of one."""
    if isinstance(node, n.OfHousehold):
        return _chooses(builder, node.item)
    if isinstance(node, n.Ref):
        inner = builder.inside(node)
        return node.id == RECOGNISED or (inner is not None and _chooses(builder, inner))
    return isinstance(node, (n.IfElse, n.Table))


def _recognised(classes: frozenset[str], members: tuple[str, ...]) -> Formula:
    if len(classes) == len(members):
        return TRUE
    return Recognised(classes) if classes else FALSE


def _reads_class(formula: Formula) -> bool:
    if isinstance(formula, (All, Some)):
        return any(map(_reads_class, formula.items))
    return isinstance(formula, Recognised)

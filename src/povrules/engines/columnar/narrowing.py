"""Which constraints between facts can narrow an answer, by what stands in the columns at all."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from povrules.engines.columnar.logic import HOUSEHOLDS, conjunction, disjunction, negation, truth
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import Amount, Day, Truth, Value
from povrules.language import nodes as n
from povrules.language.types import NumberType, Type


def openable(value: Value) -> bool:
    """Whether some rows may not know it."""
    return value.nullable or (isinstance(value, (Amount, Day)) and not value.exact)


def never_known(lowering: Lowering, key: Key) -> bool:
    """A fact that no row gives and no row can work out."""
    fact = lowering.policy.facts[key]
    return lowering.column(key) is None and (not fact.computed or lowering.by_rule(key).const is False)


def unknown_of(lowering: Lowering, node: n.Node) -> dict[Key, Truth]:
    """For each household fact on which an expression may turn, the rows in which it is an open question itself."""
    found: dict[Key, Truth] = {}

    def visit(part: n.Node, active: Truth) -> None:
        for ref in n.walk(part):
            if not isinstance(ref, n.Ref) or ref.of != "household":
                continue
            key: Key = (ref.of, ref.id)
            fact, column = lowering.policy.facts[key], lowering.column(key)
            if not fact.given or column is None:
                missing = active
            elif column.nullable:
                missing = conjunction([active, Truth(pl.col(column.name).is_null(), False, HOUSEHOLDS)])
            else:
                continue
            by_rule = lowering.by_rule(key) if fact.computed else truth(False, HOUSEHOLDS)
            asked = conjunction([missing, negation(by_rule)])
            found[key] = disjunction([found[key], asked]) if key in found else asked
            rule = conjunction([missing, by_rule])
            if fact.formula is not None and rule.const is not False:
                visit(fact.formula, rule)

    visit(node, truth(True, HOUSEHOLDS))
    return found


def read_by(lowering: Lowering, node: n.Node) -> Iterator[Key]:
    """Every fact an expression may turn on, through the rules that may be used."""
    waiting, seen = [node], set[Key]()
    while waiting:
        for part in n.walk(waiting.pop()):
            if not isinstance(part, n.Ref) or (part.of, part.id) in seen:
                continue
            key: Key = (part.of, part.id)
            seen.add(key)
            yield key
            fact, column = lowering.policy.facts[key], lowering.column(key)
            given = column is not None and not column.nullable
            if fact.formula is not None and not given and lowering.by_rule(key).const is not False:
                waiting.append(fact.formula)


def narrowing(lowering: Lowering, reached: set[Key]) -> list[n.Node]:
    """The constraints that can narrow an answer which rests on these facts."""
    found = []
    for constraint in lowering.policy.constraints:
        that = constraint.that
        read = set(read_by(lowering, that))
        if not read & reached or _by_definition(lowering, that, reached):
            continue
        if any(_follows(lowering, key, that) for key in read - reached):
            continue
        if openable(lowering.value(that, "household")):
            found.append(that)
    return found


def _by_definition(lowering: Lowering, that: n.Node, reached: set[Key]) -> bool:
    """``score_b == points * count`` where score B is worked out by that very rule, or is itself of no matter."""
    if not isinstance(that, n.Compare) or that.op != "==":
        return False
    for left, right in ((that.left, that.right), (that.right, that.left)):
        if isinstance(left, n.Ref):
            key: Key = (left.of, left.id)
            fact = lowering.policy.facts[key]
            settled = lowering.by_rule(key).const is True or key not in reached
            if fact.formula == right and lowering.column(key) is None and settled:
                return True
    return False


def _follows(lowering: Lowering, key: Key, that: n.Node) -> bool:
    """Whether a fact outside the answer, known to nobody, simply follows the others (``completion._may_matter``)."""
    if key[0] != "household" or not never_known(lowering, key):
        return False
    type = lowering.policy.facts[key].type
    return gives_way(type, that)


def gives_way(type: Type, that: n.Node) -> bool:
    """Whether an unknown fact of this type, where it is outside the answer, makes the constraint of no matter."""
    amount = isinstance(type, NumberType) and not type.integer
    return amount or (isinstance(that, n.Compare) and that.op == "==")

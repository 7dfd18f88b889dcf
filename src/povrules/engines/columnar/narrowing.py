"""Which constraints between facts can narrow an answer, by what stands in the columns at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from povrules.engines.columnar.logic import HOUSEHOLDS, conjunction, disjunction, negation, truth
from povrules.engines.columnar.lowering import Lowering
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.values import Amount, Day, Truth, Value
from povrules.language import nodes as n
from povrules.language.types import NumberType


def openable(value: Value) -> bool:
    """Whether some rows may not know it."""
    return value.nullable or (isinstance(value, (Amount, Day)) and not value.exact)


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


def narrowing(lowering: Lowering, reached: Mapping[Key, Truth]) -> dict[n.Node, Truth]:
    """The constraints that can narrow an answer, each with the rows in which it may: never fewer than it does.

    Args:
        lowering: the columns.
        reached: the facts on which the answer turns, and in which rows it may.
    """
    asked = {c.that: unknown_of(lowering, c.that) for c in lowering.policy.constraints}
    members = {that: [key for key in read_by(lowering, that) if key[0] == "person"] for that in asked}
    reach = dict(reached)
    found: dict[n.Node, Truth] = {}
    # One constraint can matter through another that shares an unknown fact with it.
    for _ in asked:
        for that, unknown in asked.items():
            rows = _matters(lowering, that, unknown, members[that], reach)
            if rows.const is False or not openable(lowering.value(that, "household")):
                continue
            found[that] = rows
            for key, open_rows in unknown.items():
                both = conjunction([rows, open_rows])
                reach[key] = disjunction([reach[key], both]) if key in reach else both
            reach |= {key: truth(True, HOUSEHOLDS) for key in members[that]}
    return found


def _matters(
    lowering: Lowering, that: n.Node, unknown: Mapping[Key, Truth], members: list[Key], reach: Mapping[Key, Truth]
) -> Truth:
    """The rows of ``reference.admissible._may_matter``."""
    nowhere = truth(False, HOUSEHOLDS)
    inside = [conjunction([rows, reach.get(key, nowhere)]) for key, rows in unknown.items()]
    inside += [reach.get(key, nowhere) for key in members]
    outside: list[Truth] = []
    if isinstance(that, n.Compare):
        for key in {(part.of, part.id) for part in n.walk(that) if isinstance(part, n.Ref)} & set(unknown):
            type = lowering.policy.facts[key].type
            if isinstance(type, NumberType) and not type.integer:
                outside.append(conjunction([unknown[key], negation(reach.get(key, nowhere))]))
    outside += _repeats_a_rule(lowering, that)
    return conjunction([disjunction(inside), negation(disjunction(outside))])


def _repeats_a_rule(lowering: Lowering, that: n.Node) -> list[Truth]:
    """``score_b == points * count`` in the rows in which that is how score B is worked out."""
    found: list[Truth] = []
    if isinstance(that, n.Compare) and that.op == "==":
        for one, other in ((that.left, that.right), (that.right, that.left)):
            if isinstance(one, n.Ref) and one.of == "household" and _formula(lowering, one) == other:
                column = lowering.column(("household", one.id))
                missing = truth(True, HOUSEHOLDS)
                if column is not None:
                    missing = Truth(pl.col(column.name).is_null(), False, HOUSEHOLDS)
                found.append(conjunction([missing, lowering.by_rule(("household", one.id))]))
    return found


def _formula(lowering: Lowering, ref: n.Ref) -> n.Node | None:
    return lowering.policy.facts[ref.of, ref.id].formula

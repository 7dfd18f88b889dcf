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
            found[key] = lowering.kept(disjunction([found[key], asked]) if key in found else asked)
            rule = lowering.kept(conjunction([missing, by_rule]))
            if fact.formula is not None and rule.const is not False:
                visit(fact.formula, rule)

    if node not in lowering.questions:
        visit(node, truth(True, HOUSEHOLDS))
        lowering.questions[node] = found
    return lowering.questions[node]


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
            listed = key[0] == "household" or lowering.shape.complete
            given = column is not None and not column.nullable and listed
            if fact.formula is not None and not given and lowering.by_rule(key).const is not False:
                waiting.append(fact.formula)


def narrowing(lowering: Lowering, reached: Mapping[Key, Truth]) -> dict[n.Node, Truth]:
    """The constraints that can narrow an answer, each with the rows in which it may: never fewer than it does.

    Args:
        lowering: the columns.
        reached: the facts on which the answer turns, and in which rows it may.
    """
    unknown: dict[n.Node, dict[Key, Truth]] = {}
    for constraint in lowering.policy.constraints:
        that = constraint.that
        if openable(lowering.value(that, "household")) and not _only_repeats(lowering, that):
            asked = {key: rows for key, rows in unknown_of(lowering, that).items() if rows.const is not False}
            people = {key: truth(True, HOUSEHOLDS) for key in read_by(lowering, that) if key[0] == "person"}
            unknown[that] = asked | people
    found: dict[n.Node, Truth] = {}
    for that in _connected(unknown, set(reached)):
        # What a constraint beside this one speaks of may be drawn in by it, in any row.
        drawn = {key for other, keys in unknown.items() if other is not that for key in keys}
        reach = {key: truth(True, HOUSEHOLDS) if key in drawn else reached.get(key) for key in unknown[that]}
        rows = lowering.kept(_matters(lowering, that, unknown[that], reach))
        if rows.const is not False:
            found[that] = rows
    return found


def _connected(unknown: Mapping[n.Node, Mapping[Key, Truth]], reached: set[Key]) -> list[n.Node]:
    """The constraints that share an unknown fact with the answer, or with one that does."""
    found: list[n.Node] = []
    touched = set(reached)
    while True:
        more = [that for that, keys in unknown.items() if that not in found and touched.intersection(keys)]
        if not more:
            return found
        for that in more:
            found.append(that)
            touched.update(unknown[that])


def _matters(
    lowering: Lowering, that: n.Node, unknown: Mapping[Key, Truth], reach: Mapping[Key, Truth | None]
) -> Truth:
    """The rows of ``reference.admissible._may_matter``."""
    nowhere = truth(False, HOUSEHOLDS)
    inside = [conjunction([rows, reach[key] or nowhere]) for key, rows in unknown.items()]
    outside: list[Truth] = []
    if isinstance(that, n.Compare):
        for key in {(part.of, part.id) for part in n.walk(that) if isinstance(part, n.Ref)} & set(unknown):
            type = lowering.policy.facts[key].type
            if isinstance(type, NumberType) and not type.integer:
                outside.append(conjunction([unknown[key], negation(reach[key] or nowhere)]))
    outside += _repeats_a_rule(lowering, that)
    return conjunction([disjunction(inside), negation(disjunction(outside))])


def _only_repeats(lowering: Lowering, that: n.Node) -> bool:
    return any(rows.const is True for rows in _repeats_a_rule(lowering, that))


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

"""How sure an answer is, known from the rule alone wherever every way through the rule uses the same weakest value.

For each expression two marks: the weakest evidence that *every* way through it uses, and the weakest that *some* way
uses. Ways are those of the reference engine: ``and`` stops at the first false, a table at the first row that holds,
everything else reads all its parts. Unknown values carry no evidence.
"""

from __future__ import annotations

from povrules.engines.compiled.units import Unit, Units
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.law.evidence import Evidence
from povrules.policy.resolved import Basis

Marks = tuple[int, int]
"""(bound, weakest)."""
SURE: Marks = (3, 3)


def mark(units: Units) -> None:
    """Set the evidence of every unit, and which of them must tell the way taken."""
    for unit in units:
        unit.bound, unit.weakest = rule_marks(units, unit)
        if unit.kind == "given":
            unit.bound = SURE[0]
    for unit in reversed(list(units)):
        unit.tracked = unit.bound != unit.weakest and (unit.tracked or unit.wanted)
        if unit.tracked:
            for need in unit.needs:
                need.tracked = True


def rule_marks(units: Units, unit: Unit) -> Marks:
    """The evidence that the rule of a unit uses, where it has one."""
    if unit.node is None:
        return SURE
    if unit.kind == "members" and isinstance(unit.node, n.OverMembers):
        return marks(units, unit.node.item, "person")
    own = basis_marks(unit.fact.basis if unit.fact else None)
    return together(own, marks(units, unit.node, unit.scope))


def basis_marks(basis: Basis | None) -> Marks:
    """What one value or rule of law adds."""
    if basis is None or basis.evidence == Evidence.UNKNOWN:
        return SURE
    return (int(basis.evidence), int(basis.evidence))


def together(*items: Marks) -> Marks:
    """All of them are used."""
    return (min((b for b, _ in items), default=3), min((w for _, w in items), default=3))


def marks(units: Units, node: n.Node, scope: Scope) -> Marks:
    """The evidence that an expression uses."""
    key = (id(node), scope)
    found = units.marks.get(key)
    if found is None:
        found = units.marks[key] = (node, _marks(units, node, scope))
    return found[1]


def _marks(units: Units, node: n.Node, scope: Scope) -> Marks:
    match node:
        case n.Literal():
            return SURE
        case n.Ref():
            unit = units.of(node, scope)
            return (unit.bound, unit.weakest)
        case n.OverMembers():
            unit = units.of(node, "household")
            return (unit.bound, unit.weakest)
        case n.OfHousehold(item=item):
            return marks(units, item, "household")
        case n.ParameterRef(id=name, index=index):
            own = basis_marks(units.policy.parameters[name].basis)
            return own if index is None else together(own, marks(units, index, scope))
        case n.And(items=items) | n.Or(items=items):
            found = [marks(units, item, scope) for item in items]
            return (found[0][0], together(*found)[1])
        case n.IfElse(test=test, then=then, otherwise=otherwise):
            return _branched(units, test, then, otherwise, scope)
        case n.Table(rows=rows):
            return table_marks(units, rows, scope)
    return together(*(marks(units, child, scope) for child in n.children(node)))


def table_marks(units: Units, rows: tuple[n.Row, ...], scope: Scope) -> Marks:
    """The evidence that the rows of a table use, the first one first."""
    if not rows:
        return SURE
    first = rows[0]
    then = marks(units, first.then, scope)
    if first.when is None:
        return then
    when = marks(units, first.when, scope)
    rest = table_marks(units, rows[1:], scope)
    bound = max(then[0], rest[0]) if len(rows) > 1 else then[0]
    return (min(when[0], bound), min(when[1], then[1], rest[1]))


def _branched(units: Units, test: n.Node, then: n.Node, otherwise: n.Node, scope: Scope) -> Marks:
    first, one, other = (marks(units, node, scope) for node in (test, then, otherwise))
    return (min(first[0], max(one[0], other[0])), min(first[1], one[1], other[1]))

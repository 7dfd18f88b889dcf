"""Small slips of the pen in the law of one day: what a tired editor could write, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from povrules.language import nodes as n
from povrules.language.errors import Span
from povrules.language.types import BoolType, NumberType
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedPolicy

RULES = ("rules.yaml", "indicators.yaml")
EDGE: Mapping[n.Comparison, n.Comparison] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip, the same on every day on which its words are law.

    Args:
        kind: ``edge``, ``connective``, ``dropped row``, ``swapped answers``, ``value`` or ``first day``.
        where: the words that are written otherwise.
        what: what is written instead.
    """

    kind: str
    where: Span
    what: str

    def __str__(self) -> str:
        return f"{self.where.file}:{self.where.line}:{self.where.column}: {self.kind}: {self.what}"


Changed = dict[Key, n.Node]
"""Formulas that are others, by fact."""


def slips(policy: ResolvedPolicy, before: ResolvedPolicy | None = None) -> Iterator[tuple[Slip, Changed]]:
    """Every slip in the tables and rules of a day, with the formulas that it changes.

    Args:
        policy: the law of the day.
        before: the law of the day before, when the law changed; each change may then come a day late.
    """
    made: dict[Slip, Changed] = {}
    for key, fact in policy.facts.items():
        if fact.formula is None:
            continue
        for slip, formula in _in_formula(fact.formula):
            if slip.where.file.endswith(RULES):
                made.setdefault(slip, {})[key] = formula
    yield from made.items()
    yield from _values(policy)
    if before is not None:
        yield from _late_rules(policy, before)
        yield from _late_values(policy, before)


def with_slip(policy: ResolvedPolicy, changed: Changed, name: object) -> ResolvedPolicy:
    """The law as it would be with the slip in it."""
    facts = {key: replace(fact, formula=changed[key]) if key in changed else fact for key, fact in policy.facts.items()}
    return replace(policy, facts=FrozenMap(facts), digest=f"{policy.digest} with {name}")


def _in_formula(whole: n.Node) -> Iterator[tuple[Slip, n.Node]]:
    for part in n.walk(whole):
        if part.span is None:
            continue
        if isinstance(part, n.Compare):
            op = EDGE[part.op]
            yield Slip("edge", part.span, f"{part.op} as {op}"), _rewritten(whole, part, replace(part, op=op))
        elif isinstance(part, (n.And, n.Or)):
            other = n.Or if isinstance(part, n.And) else n.And
            words = "and as or" if isinstance(part, n.And) else "or as and"
            yield Slip("connective", part.span, words), _rewritten(whole, part, other(part.items, span=part.span))
        elif isinstance(part, n.Table):
            yield from _in_table(whole, part)


def _in_table(whole: n.Node, table: n.Table) -> Iterator[tuple[Slip, n.Node]]:
    for i, row in enumerate(table.rows):
        assert row.span is not None
        rest = (*table.rows[:i], *table.rows[i + 1 :])
        if rest:
            dropped = replace(table, rows=rest)
            yield Slip("dropped row", row.span, f"row {i + 1} left out"), _rewritten(whole, table, dropped)
        if i + 1 < len(table.rows) and table.rows[i + 1].then != row.then:
            after = table.rows[i + 1]
            both = (replace(row, then=after.then), replace(after, then=row.then))
            swapped = replace(table, rows=(*table.rows[:i], *both, *table.rows[i + 2 :]))
            what = f"the answers of rows {i + 1} and {i + 2} exchanged"
            yield Slip("swapped answers", row.span, what), _rewritten(whole, table, swapped)


def _late_rules(policy: ResolvedPolicy, before: ResolvedPolicy) -> Iterator[tuple[Slip, Changed]]:
    """Each rule that is another than the day before: it begins a day later, what begins at all is not there yet."""
    for key, fact in policy.facts.items():
        if fact.formula is None or fact.formula.span is None or fact.basis is None or not _begins(policy, fact.basis):
            continue
        old = _earlier(fact, before.facts.get(key))
        if old is not None and old != fact.formula:
            yield Slip("first day", fact.formula.span, f"{policy.on} a day later"), {key: old}


def _earlier(fact: ResolvedFact, before: ResolvedFact | None) -> n.Node | None:
    """The rule of the day before; None where there is none that is known."""
    if before is not None and before.in_force:
        return before.formula
    return n.Literal(False) if isinstance(fact.type, BoolType) else None


def _late_values(policy: ResolvedPolicy, before: ResolvedPolicy) -> Iterator[tuple[Slip, Changed]]:
    """Each value that is another than the day before: it begins a day later."""
    for id, keys in _readers(policy).items():
        parameter, earlier = policy.parameters[id], before.parameters.get(id)
        if earlier is None or parameter.basis is None or not _begins(policy, parameter.basis):
            continue
        known = dict(earlier.cells)
        for cell, value in parameter.cells:
            old = known.get(cell)
            if value is None or old is None or old == value:
                continue
            where = Span(f"{_name(id, cell)} from {policy.on}", 1, 1)
            changed = {key: _with_value(policy.facts[key].formula, id, cell, n.Literal(old)) for key in keys}
            yield Slip("first day", where, f"{policy.on} a day later"), changed


def _begins(policy: ResolvedPolicy, basis: Basis) -> bool:
    start = basis.start
    return start is not None and start.not_before == start.not_after == policy.on


def _readers(policy: ResolvedPolicy) -> dict[str, list[Key]]:
    """The formulas that read each value of law."""
    read: dict[str, dict[Key, None]] = {}
    for key, fact in policy.facts.items():
        for part in n.walk(fact.formula) if fact.formula is not None else ():
            if isinstance(part, n.ParameterRef):
                read.setdefault(part.id, {})[key] = None
    return {id: [*keys] for id, keys in read.items()}


def _name(id: str, cell: str | None) -> str:
    return id.removeprefix("vn:") + (f".{cell}" if cell else "")


def _values(policy: ResolvedPolicy) -> Iterator[tuple[Slip, Changed]]:
    """Each known amount of the law one step too high: a đồng, a point, a month; a hundredth of a rate."""
    for id, keys in _readers(policy).items():
        parameter = policy.parameters[id]
        if parameter.basis is None or parameter.basis.start is None or not isinstance(parameter.type, NumberType):
            continue
        for cell, value in parameter.cells:
            if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
                continue
            step = n.Literal(1 if Fraction(value).denominator == 1 and value > 1 else HUNDREDTH)
            if parameter.type.integer:
                step = n.Literal(1)
            where = Span(f"{_name(id, cell)} from {parameter.basis.start.not_before}", 1, 1)
            slip = Slip("value", where, f"{value} + {step.value}")
            yield slip, {key: _with_value(policy.facts[key].formula, id, cell, step, more=True) for key in keys}


def _with_value(formula: n.Node | None, id: str, cell: str | None, by: n.Literal, *, more: bool = False) -> n.Node:
    """The formula with another amount for a value of law, or so much more than it."""
    assert formula is not None
    new: dict[n.Node, n.Node] = {}
    for part in n.walk(formula):
        if isinstance(part, n.ParameterRef) and part.id == id:
            other: n.Node = n.Arithmetic(part, "+", by) if more else by
            if part.index is not None and cell is not None:
                other = n.IfElse(n.Compare(part.index, "==", n.Literal(cell)), other, part)
            new[part] = other
    return n.substituted(formula, new)


def _rewritten(whole: n.Node, part: n.Node, by: n.Node) -> n.Node:
    """The formula with one part of it replaced; what is equal but stands elsewhere stays."""
    if whole is part:
        return by
    changes: dict[str, Any] = {}
    names: tuple[str, ...] = type(whole).__match_args__
    for name in names:
        value = getattr(whole, name)
        if isinstance(value, n.Node):
            new: Any = _rewritten(value, part, by)
        elif isinstance(value, tuple):
            items = tuple(_rewritten(item, part, by) if isinstance(item, n.Node) else item for item in value)
            new = value if all(a is b for a, b in zip(items, value, strict=True)) else items
        else:
            continue
        if new is not value:
            changes[name] = new
    return replace(whole, **changes) if changes else whole

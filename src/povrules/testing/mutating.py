"""Small slips of the pen in the law of one day: what a tired editor could write, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from povrules.language import nodes as n
from povrules.language.errors import Span
from povrules.language.types import NumberType
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy

RULES = "rules.yaml"
EDGE: Mapping[n.Comparison, n.Comparison] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip, the same on every day on which its words are law.

    Args:
        kind: ``edge``, ``connective``, ``dropped row``, ``swapped answers`` or ``value``.
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


def slips(policy: ResolvedPolicy) -> Iterator[tuple[Slip, Changed]]:
    """Every slip in the tables and rules of a day, with the formulas that it changes."""
    made: dict[Slip, Changed] = {}
    for key, fact in policy.facts.items():
        if fact.formula is None:
            continue
        for slip, formula in _in_formula(fact.formula):
            if slip.where.file.endswith(RULES):
                made.setdefault(slip, {})[key] = formula
    yield from made.items()
    yield from _values(policy)


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


def _values(policy: ResolvedPolicy) -> Iterator[tuple[Slip, Changed]]:
    """Each known amount of the law one step too high: a đồng, a point, a month; a hundredth of a rate."""
    read: dict[str, list[Key]] = {}
    for key, fact in policy.facts.items():
        for part in n.walk(fact.formula) if fact.formula is not None else ():
            if isinstance(part, n.ParameterRef):
                read.setdefault(part.id, []).append(key)
    for id, keys in read.items():
        parameter = policy.parameters[id]
        if parameter.basis is None or parameter.basis.start is None or not isinstance(parameter.type, NumberType):
            continue
        for cell, value in parameter.cells:
            if not isinstance(value, (int, Fraction)) or isinstance(value, bool):
                continue
            step = n.Literal(1 if Fraction(value).denominator == 1 and value > 1 else HUNDREDTH)
            if parameter.type.integer:
                step = n.Literal(1)
            name = id.removeprefix("vn:") + (f".{cell}" if cell else "")
            where = Span(f"{name} from {parameter.basis.start.not_before}", 1, 1)
            slip = Slip("value", where, f"{value} + {step.value}")
            yield slip, {key: _raised(policy.facts[key].formula, id, cell, step) for key in dict.fromkeys(keys)}


def _raised(formula: n.Node | None, id: str, cell: str | None, step: n.Literal) -> n.Node:
    assert formula is not None
    new: dict[n.Node, n.Node] = {}
    for part in n.walk(formula):
        if isinstance(part, n.ParameterRef) and part.id == id:
            more: n.Node = n.Arithmetic(part, "+", step)
            if part.index is not None and cell is not None:
                more = n.IfElse(n.Compare(part.index, "==", n.Literal(cell)), more, part)
            new[part] = more
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

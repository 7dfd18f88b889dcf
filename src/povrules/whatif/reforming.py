"""A reform: from a policy and changes to a new policy. Nothing of the old one changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from povrules.language import nodes as n
from povrules.language.binding import BOOL, bind
from povrules.language.constants import constant
from povrules.language.errors import PovrulesError, Span
from povrules.language.numbers import Number
from povrules.language.parser import parse
from povrules.language.ranges import Range, check_divisions
from povrules.language.symbols import ParameterSymbol, SetSymbol, Symbols
from povrules.language.types import Type
from povrules.law.model import Words
from povrules.policy.class_readers import with_class_readers
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key, ordered, raw_facts
from povrules.policy.resolved import Reformed, ResolvedFact, ResolvedParameter, ResolvedPolicy
from povrules.whatif.changes import Added, Cell, Change, Off, Rule, changes_of
from povrules.whatif.errors import ReformError
from povrules.whatif.readers import BASIS, COUNTED, OFF, most_counted


def reform(policy: ResolvedPolicy, given: Mapping[str, Any]) -> ResolvedPolicy:
    """A policy with changes.

    Args:
        policy: the baseline; it stays as it is.
        given: as in ``changes_of``.

    Raises:
        ReformError: a path that names nothing, a value that does not fit, what the law declares to hold broken.
        RuleError: an expression that is no rule of the policy.
    """
    changes = changes_of(policy, given)
    if not changes:
        return policy
    made = _with_cells(policy, [c for c in changes if isinstance(c, Cell)])
    for change in changes:
        if isinstance(change, Off):
            made = _switched_off(made, change)
        elif isinstance(change, Added):
            made = _added(made, change)
        elif isinstance(change, Rule):
            made = _with_rule(made, change)
    if any(not isinstance(c, Cell) for c in changes):
        made = replace(made, facts=FrozenMap(raw_facts(_ordered(made, changes))))
    if any(isinstance(c, Rule) for c in changes):
        made = replace(made, programmes=FrozenMap(with_class_readers(made.programmes, made.facts)))
    _check_within_reach(policy, made)
    marks = tuple(_mark(policy, change) for change in changes)
    basis = [policy.digest, sorted([mark.id, str(mark.member), mark.after] for mark in marks)]
    digest = hashlib.sha256(json.dumps(basis, ensure_ascii=False).encode()).hexdigest()
    return replace(made, reforms=(*policy.reforms, *marks), digest=digest)


def _mark(policy: ResolvedPolicy, change: Change) -> Reformed:
    if isinstance(change, Cell):
        before = policy.parameters[change.id].value(change.member)
        return Reformed(change.id, change.member, None if before is None else str(before), str(change.value))
    after = OFF if isinstance(change, Off) else change.text or COUNTED
    return Reformed(change.id, None, None, after)


# values of law -------------------------------------------------------------------------------------------------------


def _with_cells(policy: ResolvedPolicy, cells: Sequence[Cell]) -> ResolvedPolicy:
    parameters: dict[str, ResolvedParameter] = {}
    for cell in cells:
        old = parameters.get(cell.id, policy.parameters[cell.id])
        made = tuple((key, cell.value if key == cell.member else value) for key, value in old.cells)
        parameters[cell.id] = replace(old, cells=made, basis=BASIS)
    if not parameters:
        return policy
    new = FrozenMap({**policy.parameters, **parameters})
    still_open: list[n.Node] = []
    for relation in policy.relations:
        holds = constant(relation.that, lambda id, member: new[id].value(member))
        if holds is False:
            raise _broken(relation.that, relation.text, new)
        if holds is None:
            still_open.append(relation.that)
    return replace(policy, parameters=new, invariants=tuple(still_open))


def _broken(that: n.Node, text: str, parameters: Mapping[str, ResolvedParameter]) -> ReformError:
    """What the law declares to hold and would not, with the value that would mend it."""
    repair = None
    if isinstance(that, n.Compare) and isinstance(that.left, n.ParameterRef) and isinstance(that.right, n.ParameterRef):
        left, right = (_path(side) for side in (that.left, that.right))
        if that.op in ("<=", ">="):
            value = constant(that.left, lambda id, member: parameters[id].value(member))
            limit = constant(that.right, lambda id, member: parameters[id].value(member))
            bound = "at least" if that.op == "<=" else "at most"
            repair = f"{right} {bound} {value} in the same reform, or {left} no further than {limit}"
    return ReformError(f"the reform breaks what must hold: {text}", expected=repair)


def _path(node: n.ParameterRef) -> str:
    name = node.id.partition(":")[2]
    return name if node.index is None or not isinstance(node.index, n.Literal) else f"{name}.{node.index.value}"


def _check_within_reach(policy: ResolvedPolicy, made: ResolvedPolicy) -> None:
    """Refuse a cut-off above everything that is counted up to it."""
    before = most_counted(policy)
    for id, most in most_counted(made).items():
        for member, value in made.parameters[id].cells:
            if not isinstance(value, Number) or value <= most:
                continue
            old = policy.parameters.get(id)
            if most != before.get(id) or old is None or dict(old.cells).get(member) != value:
                path = id.partition(":")[2] + ("" if member is None else f".{member}")
                message = f"the reform makes {path} {value}, of {most} that are counted: nobody can reach it"
                raise ReformError(message, expected=f"at most {most}")


# rules ---------------------------------------------------------------------------------------------------------------


def _switched_off(policy: ResolvedPolicy, change: Off) -> ResolvedPolicy:
    if change.set is not None:
        left = tuple(item for item in policy.sets[change.set].items if item != change.id)
        if not left:
            raise ReformError(
                f"{change.path!r} is the last of {change.set.partition(':')[2]}", expected="one that stays"
            )
        return _with_set(policy, change.set, left)
    programme = policy.programmes[change.id]
    off = {(programme.of, id) for id in (programme.id, programme.conditions)}
    facts = {
        key: replace(fact, formula=n.Literal(False), basis=BASIS) if key in off else fact
        for key, fact in policy.facts.items()
    }
    return replace(policy, facts=FrozenMap(facts))


def _added(policy: ResolvedPolicy, change: Added) -> ResolvedPolicy:
    named = policy.sets[change.set]
    if change.text is not None:
        formula = _bound(policy, change.text, named.of, BOOL, change.id, change.path)
        name = change.id.partition(":")[2]
        fact = ResolvedFact(
            change.id, named.of, BOOL, None, None, Words(name, name), None, False, False, True, False, formula, BASIS
        )
        policy = replace(policy, facts=FrozenMap({**policy.facts, (named.of, change.id): fact}))
    elif policy.facts[named.of, change.id].type != BOOL:
        raise ReformError(f"{change.path!r} is not true or false", expected="a condition")
    return _with_set(policy, change.set, (*named.items, change.id))


def _with_set(policy: ResolvedPolicy, id: str, items: tuple[str, ...]) -> ResolvedPolicy:
    """The set with other items, and every rule that counts it."""
    named = replace(policy.sets[id], items=items, basis=BASIS)
    refs = tuple(n.Ref(item, named.of) for item in items)

    def counted(root: n.Node) -> n.Node:
        new: dict[n.Node, n.Node] = {
            part: replace(part, items=refs)
            for part in n.walk(root)
            if isinstance(part, (n.AtLeast, n.CountTrue)) and part.name == id
        }
        return n.substituted(root, new) if new else root

    facts = {
        key: fact if fact.formula is None else replace(fact, formula=counted(fact.formula))
        for key, fact in policy.facts.items()
    }
    constraints = tuple(replace(c, that=counted(c.that)) for c in policy.constraints)
    sets = FrozenMap({**policy.sets, id: named})
    return replace(policy, facts=FrozenMap(facts), sets=sets, constraints=constraints)


def _with_rule(policy: ResolvedPolicy, change: Rule) -> ResolvedPolicy:
    fact = policy.facts[change.of, change.id]
    formula = _bound(policy, change.text, change.of, fact.type, change.id, change.path)
    made = replace(fact, formula=formula, basis=BASIS)
    return replace(policy, facts=FrozenMap({**policy.facts, (change.of, change.id): made}))


def _bound(policy: ResolvedPolicy, text: str, of: n.Scope, type: Type, id: str, path: str) -> n.Node:
    """An expression with the names of the policy, as a rule of that fact."""
    symbols = Symbols(
        {key: fact.type for key, fact in policy.facts.items()},
        {key: ParameterSymbol(p.type, p.by) for key, p in policy.parameters.items()},
        {key: SetSymbol(s.of, s.items) for key, s in policy.sets.items()},
        id.partition(":")[0],
        id.partition(".")[0] if "." in id else None,
    )
    node, _ = bind(parse(text, Span(f"reform {path!r}", 1, 1)), symbols, of, type)
    check_divisions(node, lambda ref: _range(policy, ref))
    return node


def _range(policy: ResolvedPolicy, ref: n.Ref | n.ParameterRef) -> Range:
    item = policy.parameters[ref.id] if isinstance(ref, n.ParameterRef) else policy.facts[ref.of, ref.id]
    return (item.low, item.high)


def _ordered(policy: ResolvedPolicy, changes: Iterable[Change]) -> dict[Key, ResolvedFact]:
    try:
        return ordered(dict(policy.facts))
    except PovrulesError as error:
        paths = ", ".join(repr(change.path) for change in changes if not isinstance(change, Cell))
        raise ReformError(f"{paths}: {error.message}") from None

"""Which completions of the unknown facts are admissible: those that meet the declared constraints."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any, cast

from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation, Text
from povrules.language import nodes as n
from povrules.language.linear import Linear
from povrules.language.types import NumberType
from povrules.language.unknowns import Branch, nodes, unknowns_in
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy


class _Inadmissible:
    """The leaf of completions that break a constraint."""

    def __repr__(self) -> str:
        return "inadmissible"


INADMISSIBLE = _Inadmissible()


def admissible(evaluation: Evaluation, diagram: Any) -> Any:
    """The diagram with completions that break a constraint cut off.

    Only constraints that speak of an unknown of the diagram matter; what else they speak of is chosen in their favour.
    A constraint that the known facts already break is dropped (``broken_constraints`` says which).
    """
    about = _about(diagram)
    policy = evaluation.policy
    every = [*(constraint.that for constraint in policy.constraints), *policy.invariants]
    waiting = list(range(len(every)))
    conditions: list[Any] = []
    reach = about
    while True:
        # A constraint can matter through another one that shares an unknown with it.
        near = [i for i in waiting if _may_matter(evaluation, i, every[i], reach)]
        waiting = [i for i in waiting if i not in near]
        truths = [evaluation.value(every[i]) for i in near]
        touching = [truth for truth in truths if isinstance(truth, Branch) and _about(truth) & reach]
        if not touching:
            break
        conditions += touching
        reach = reach.union(*map(_about, touching))
    if not conditions:
        return diagram
    allowed: Any = True
    for condition in conditions:
        both = evaluation.lift(lambda a, b: a and b, allowed, condition)
        if both is not False:
            allowed = both
    kept = set(unknowns_in(diagram))
    others = frozenset(u for u in unknowns_in(allowed) if u not in kept and not u.about <= about)
    allowed = evaluation.diagrams.exists(allowed, others)
    return evaluation.lift(lambda a, d: d if a else INADMISSIBLE, allowed, diagram)


def _may_matter(evaluation: Evaluation, position: int, that: n.Node, about: frozenset[Hashable]) -> bool:
    """Whether a constraint can narrow these unknowns.

    It cannot when it speaks of none of them; when it compares them with an unknown amount besides them, which simply
    follows the others; or when it only repeats the rule that one of its sides is worked out by.
    """
    facts = {(kind, id) for kind, id, *_ in cast("Iterable[tuple[str, str, Any]]", about)}
    named, law = _every_named(evaluation.policy)[position]
    read = _open_facts(evaluation, named)
    if not any(("fact", id) in facts for _, id in read) and not any(("law", id) in facts for id in law):
        return False
    amounts = _open_amounts(evaluation, that)
    return all(("fact", id) in facts for id in amounts) and not _repeats_a_rule(evaluation, that)


def _open_amounts(evaluation: Evaluation, that: n.Node) -> list[str]:
    """Unknown amounts of the household that a constraint compares, and so says how they follow the others."""
    if not isinstance(that, n.Compare):
        return []
    found = []
    for scope, id in reads(that):
        if scope == "household" and evaluation.source(id) == "unknown":
            type = evaluation.fact(id, None).type
            if isinstance(type, NumberType) and not type.integer:
                found.append(id)
    return found


def _repeats_a_rule(evaluation: Evaluation, that: n.Node) -> bool:
    """``score == points * count`` where that is how the score is worked out."""
    if not (isinstance(that, n.Compare) and that.op == "=="):
        return False
    sides = ((that.left, that.right), (that.right, that.left))
    return any(
        isinstance(one, n.Ref)
        and one.of == "household"
        and evaluation.fact(one.id, None).formula == other
        and evaluation.source(one.id) == "rule"
        for one, other in sides
    )


def _open_facts(evaluation: Evaluation, named: frozenset[Key]) -> set[Key]:
    """The unknown facts an expression that names some turns on for this household, at the level its input uses."""
    found: set[Key] = set()
    waiting = list(named)
    seen = set(named)
    while waiting:
        of, id = waiting.pop()
        places = (None,) if of == "household" else range(evaluation.size)
        sources = {evaluation.source(id, place) for place in places}
        if "unknown" in sources:
            found.add((of, id))
        if "rule" in sources:
            below = _below(evaluation.policy, of, id) - seen
            seen |= below
            waiting += below
    return found


@lru_cache(maxsize=65536)
def _below(policy: ResolvedPolicy, of: n.Scope, id: str) -> frozenset[Key]:
    """What the rule of a fact names; kept, because every household asks."""
    return reads(policy.facts[of, id].formula)


@lru_cache(maxsize=256)
def _every_named(policy: ResolvedPolicy) -> tuple[tuple[frozenset[Key], frozenset[str]], ...]:
    """The facts and the values of law that each constraint names, and after them each invariant."""
    every = [*(constraint.that for constraint in policy.constraints), *policy.invariants]
    law = [frozenset(part.id for part in n.walk(that) if isinstance(part, n.ParameterRef)) for that in every]
    return tuple((reads(that), ids) for that, ids in zip(every, law, strict=True))


def broken_constraints(evaluation: Evaluation) -> list[str]:
    """Ids of declared constraints that the known facts break whatever the unknown ones are.

    One that compares an unknown amount, or speaks of unknown law, is not broken: these follow the others.
    """
    found = []
    policy = evaluation.policy
    for constraint in policy.constraints:
        that = constraint.that
        law = (policy.parameters[part.id] for part in n.walk(that) if isinstance(part, n.ParameterRef))
        if any(None in dict(p.cells).values() for p in law):
            continue
        if _open_amounts(evaluation, that) or _repeats_a_rule(evaluation, that):
            continue
        if evaluation.value(that) is False:
            found.append(constraint.id)
    return found


def _about(diagram: Any) -> frozenset[Hashable]:
    found: set[Hashable] = set()
    for item in nodes(diagram):
        if isinstance(item, Branch):
            found |= item.unknown.about
        elif isinstance(item, Linear):
            found |= {key for unknown, _ in item.terms for key in unknown.about}
        elif isinstance(item, (Day, Text)):
            found |= item.unknown.about
    return frozenset(found)

"""Which completions of the unknown facts are admissible: those that meet the declared constraints."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, cast

from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.language import nodes as n
from povrules.language.linear import Linear
from povrules.language.types import NumberType
from povrules.language.unknowns import Branch, nodes, unknowns_in
from povrules.policy.ordering import law_read, reads


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
    waiting = [*(constraint.that for constraint in policy.constraints), *policy.invariants]
    conditions: list[Any] = []
    reach = about
    while True:
        # A constraint can matter through another one that shares an unknown with it.
        keys = cast("Iterable[tuple[str, str, Any]]", reach)
        facts, law = {id for kind, id, *_ in keys if kind == "fact"}, {id for kind, id, *_ in keys if kind == "law"}
        near, far = list[n.Node](), list[n.Node]()
        for that in waiting:
            (near if _may_matter(evaluation, that, facts, law) else far).append(that)
        waiting = far
        truths = [evaluation.condition(that) for that in near]
        touching = [truth for truth in truths if isinstance(truth, Branch) and _about(truth) & reach]
        if not touching:
            break
        conditions += touching
        reach = reach.union(*map(_about, touching))
    if not conditions:
        return diagram
    allowed: Any = True
    for condition in conditions:
        both = evaluation.diagrams.both(allowed, condition)
        if both is not False:
            allowed = both
    kept = set(unknowns_in(diagram))
    others = frozenset(u for u in unknowns_in(allowed) if u not in kept and not u.about <= about)
    allowed = evaluation.diagrams.exists(allowed, others)
    return evaluation.diagrams.choice(allowed, diagram, INADMISSIBLE)


def _may_matter(evaluation: Evaluation, that: n.Node, facts: set[str], law: set[str]) -> bool:
    """Whether a constraint can narrow these unknown facts and values of law.

    It cannot when it speaks of none of them; when it compares them with an unknown amount besides them, which simply
    follows the others; or when it only repeats the rule that one of its sides is worked out by.
    """
    if that not in evaluation.spoken_of:
        found = frozenset(id for _, id in _found_open(evaluation, that))
        evaluation.spoken_of[that] = found, law_read(that)
    open_facts, open_law = evaluation.spoken_of[that]
    if facts.isdisjoint(open_facts) and law.isdisjoint(open_law):
        return False
    return facts.issuperset(_open_amounts(evaluation, that)) and not _repeats_a_rule(evaluation, that)


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


def _found_open(evaluation: Evaluation, node: n.Node) -> set[tuple[n.Scope, str]]:
    """The unknown facts a constraint turns on for this household, at the level its input uses."""
    found: set[tuple[n.Scope, str]] = set()
    waiting = [node]
    seen: set[tuple[n.Scope, str]] = set()
    while waiting:
        for of, id in reads(waiting.pop()) - seen:
            seen.add((of, id))
            places = (None,) if of == "household" else range(evaluation.size)
            sources = {evaluation.source(id, place) for place in places}
            formula = evaluation.policy.facts[of, id].formula
            if "unknown" in sources:
                found.add((of, id))
            if "rule" in sources and formula is not None:
                waiting.append(formula)
    return found


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
        if evaluation.condition(that) is False:
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

"""From a diagram to an answer: what every admissible completion says, and which facts would settle the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any, cast

from povrules.engines.outcome import Outcome
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation, NoRow, Text
from povrules.language import nodes as n
from povrules.language.feasible import feasible_leaves
from povrules.language.linear import Linear, bounds
from povrules.language.types import EnumType
from povrules.language.unknowns import Branch, Cut, Unknown, cuts_of, leaves, nodes, unknowns_in
from povrules.law.evidence import Evidence, weakest


class _Inadmissible:
    """The leaf of completions that break a constraint."""

    def __repr__(self) -> str:
        return "inadmissible"


INADMISSIBLE = _Inadmissible()


def outcome(evaluation: Evaluation, id: str, member: int | None = None) -> Outcome:
    """The answer for one decision, variable or fact.

    Args:
        evaluation: the household's evaluation.
        id: with namespace.
        member: position of the member, None for the household.
    """
    found = evaluation.ref(id, member)
    used = weakest(b.evidence for b in evaluation.used(id, member) if b.evidence != Evidence.UNKNOWN)
    if not isinstance(found, (Branch, Linear, Day, Text)):
        return Outcome(found, (found,), *_number_bounds([found]), evidence=used)
    diagram = admissible(evaluation, found)
    possible = possible_values(diagram)
    if len(possible) == 1 and not isinstance(possible[0], (Linear, Day, Text)):
        return Outcome(possible[0], (possible[0],), *_number_bounds(possible), evidence=used)
    missing, law = open_questions(evaluation, diagram)
    used = weakest(b.evidence for b in evaluation.used(id, member))
    plain = any(isinstance(p, (Linear, Day, Text)) for p in possible)
    return Outcome(
        value=None,
        possible=() if plain else tuple(_in_order(possible, evaluation.fact(id, member).type)),
        low=_number_bounds(possible)[0],
        high=_number_bounds(possible)[1],
        missing=missing,
        reason="law" if law else "fact",
        law=law,
        evidence=used,
    )


def possible_values(diagram: Any) -> list[Any]:
    """Every value that some admissible completion gives."""
    summed = any(unknown.terms for unknown in unknowns_in(diagram))
    found = feasible_leaves(diagram) if summed else leaves(diagram)
    if any(leaf is None for leaf in found):
        raise NoRow("for some completion of the unknown facts no row of a decision table holds")
    return [leaf for leaf in found if leaf is not INADMISSIBLE]


def _in_order(values: Iterable[Any], type: Any) -> list[Any]:
    if isinstance(type, EnumType):
        return sorted(values, key=type.members.index)
    return sorted(values, key=lambda v: (v is False, v))


def _number_bounds(values: list[Any]) -> tuple[Any, Any]:
    if not values or any(isinstance(v, (bool, str, date, Day, Text)) for v in values):
        return (None, None)
    ends = [bounds(v) for v in values]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    return (min(lows) if len(lows) == len(ends) else None, max(highs) if len(highs) == len(ends) else None)


# constraints ---------------------------------------------------------------------------------------------------------


def admissible(evaluation: Evaluation, diagram: Any) -> Any:
    """The diagram with completions that break a constraint cut off.

    Only constraints that speak of an unknown of the diagram matter; what else they speak of is chosen in their favour.
    A constraint that the known facts already break is dropped (``broken_constraints`` says which).
    """
    about = _about(diagram)
    conditions: list[Any] = []
    for truth in _conditions(evaluation):
        if isinstance(truth, Branch) and _about(truth) & about:
            conditions.append(truth)
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


def _conditions(evaluation: Evaluation) -> Iterable[Any]:
    for constraint in evaluation.policy.constraints:
        yield evaluation.value(constraint.that)
    for invariant in evaluation.policy.invariants:
        yield evaluation.value(invariant)


def broken_constraints(evaluation: Evaluation) -> list[str]:
    """Ids of declared constraints that the known facts break whatever the unknown ones are."""
    return [c.id for c in evaluation.policy.constraints if evaluation.value(c.that) is False]


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


# questions -----------------------------------------------------------------------------------------------------------


def open_questions(evaluation: Evaluation, diagram: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that matter, the most useful first, and the unknown values of law that matter.

    A fact matters exactly when two admissible completions that differ only in it give different answers. The most
    useful is the one after whose answer the fewest verdicts stay possible, on average over its cells.
    """
    scores: dict[Hashable, float] = {}
    for unknown in unknowns_in(diagram):
        if _matters(evaluation, diagram, unknown):
            left = _left_open(evaluation, diagram, unknown)
            for key in unknown.about:
                scores[key] = min(scores.get(key, left), left)
    total = len(possible_values(diagram))
    for leaf in leaves(diagram):
        if isinstance(leaf, Linear):
            for unknown, _ in leaf.terms:
                for key in unknown.about:
                    scores.setdefault(key, total)
        elif isinstance(leaf, (Day, Text)):
            for key in leaf.unknown.about:
                scores.setdefault(key, total)
    order = {key: i for i, key in enumerate(evaluation.policy.facts)}
    facts: dict[str, tuple[float, int, int]] = {}
    law: dict[str, None] = {}
    for key, score in scores.items():
        kind, id, member = cast("tuple[str, str, int | None]", key)
        if kind == "law":
            law[id] = None
            continue
        scope: n.Scope = "household" if member is None else "person"
        name = fact_name(evaluation, id, member)
        rank = (score, order.get((scope, id), len(order)), -1 if member is None else member)
        facts[name] = min(facts.get(name, rank), rank)
    return tuple(sorted(facts, key=lambda name: facts[name])), tuple(law)


def fact_name(evaluation: Evaluation, id: str, member: int | None) -> str:
    """A fact as people write it: ``area``, ``members[2].birth_date``, or ``members`` for what unlisted members hold."""
    name = id.removeprefix("vn:")
    if member is None:
        return name
    return f"members[{member}].{name}" if member < evaluation.listed else "members"


def _matters(evaluation: Evaluation, diagram: Any, unknown: Unknown) -> bool:
    """Whether somewhere two cells of the unknown lead, all else equal, to different admissible answers."""

    def differ(a: Any, b: Any) -> bool:
        return a is not INADMISSIBLE and b is not INADMISSIBLE and a != b

    for item in nodes(diagram):
        if isinstance(item, Branch) and item.unknown == unknown:
            first, *rest = item.children
            for i, one in enumerate((first, *rest)):
                for other in item.children[i + 1 :]:
                    if evaluation.lift(differ, one, other) is not False:
                        return True
    return False


def _left_open(evaluation: Evaluation, diagram: Any, unknown: Unknown) -> float:
    """How many answers stay possible once the unknown is known, on average over its cells."""
    cells: list[Cut | None] = [None, *cuts_of(diagram, unknown)]
    counts = []
    for cell in cells:
        rest = evaluation.diagrams.restrict(diagram, unknown, cell)
        answers = [leaf for leaf in leaves(rest) if leaf is not INADMISSIBLE]
        if answers:
            counts.append(len(answers))
    return sum(counts) / len(counts) if counts else 0.0

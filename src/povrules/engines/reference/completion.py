"""From a diagram to an answer: what every admissible completion says, and which facts would settle the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, cast

from povrules.engines.outcome import Outcome
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation, NoRow, Text
from povrules.language import nodes as n
from povrules.language.feasible import feasible_leaves
from povrules.language.linear import Linear, bounds
from povrules.language.types import EnumType, NumberType
from povrules.language.unknowns import Branch, Cut, Unknown, cuts_of, leaves, leaves_where, nodes, unknowns_in
from povrules.law.evidence import Evidence, weakest


class _Inadmissible:
    """The leaf of completions that break a constraint."""

    def __repr__(self) -> str:
        return "inadmissible"


INADMISSIBLE = _Inadmissible()

Rank = tuple[float, int, int]
"""How many answers a fact leaves open, then its place among the declared facts, then the member's."""


def outcome(evaluation: Evaluation, id: str, member: int | None = None) -> Outcome:
    """The answer for one decision, variable or fact.

    Args:
        evaluation: the household's evaluation.
        id: with namespace.
        member: position of the member, None for the household.
    """
    return ranked_outcome(evaluation, id, member)[0]


def ranked_outcome(evaluation: Evaluation, id: str, member: int | None = None) -> tuple[Outcome, Mapping[str, Rank]]:
    """The answer, and by which rank each missing fact stands where it does.

    Args:
        evaluation: the household's evaluation.
        id: with namespace.
        member: position of the member, None for the household.
    """
    fact = evaluation.fact(id, member)
    if not fact.in_force and evaluation.source(id, member) == "rule":
        return Outcome(None, in_force=False), {}
    with evaluation.planned(id, member):
        found = evaluation.ref(id, member)
        bases = evaluation.used(id, member)
    used = weakest(b.evidence for b in bases if b.evidence != Evidence.UNKNOWN)
    if not isinstance(found, (Branch, Linear, Day, Text)):
        return Outcome(found, (found,), *_number_bounds([found]), evidence=used), {}
    with evaluation.planned(id, member):
        diagram = admissible(evaluation, found)
    possible = possible_values(diagram)
    if len(possible) == 1 and not isinstance(possible[0], (Linear, Day, Text)):
        return Outcome(possible[0], (possible[0],), *_number_bounds(possible), evidence=used), {}
    ranks, law = ranked_questions(evaluation, diagram)
    used = weakest(b.evidence for b in bases)
    plain = any(isinstance(p, (Linear, Day, Text)) for p in possible)
    answer = Outcome(
        value=None,
        possible=() if plain else tuple(_in_order(possible, evaluation.fact(id, member).type)),
        low=_number_bounds(possible)[0],
        high=_number_bounds(possible)[1],
        missing=_by_rank(ranks),
        reason="law" if law else "fact",
        law=law,
        evidence=used,
    )
    return answer, ranks


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
    policy = evaluation.policy
    for that in (*(constraint.that for constraint in policy.constraints), *policy.invariants):
        if _may_matter(evaluation, that, about):
            truth = evaluation.value(that)
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


def _may_matter(evaluation: Evaluation, that: n.Node, about: frozenset[Hashable]) -> bool:
    """Whether a constraint can narrow the unknowns of a decision.

    It cannot when it speaks of none of them, or of an unknown fact outside the decision that simply follows the
    others: an amount, or one side of an equation.
    """
    facts = {(kind, id) for kind, id, *_ in cast("Iterable[tuple[str, str, Any]]", about)}
    read = _open_facts(evaluation, that)
    law = {part.id for part in n.walk(that) if isinstance(part, n.ParameterRef)}
    if not any(("fact", id) in facts for _, id in read) and not any(("law", id) in facts for id in law):
        return False
    for scope, id in read:
        if scope == "household" and ("fact", id) not in facts:
            fact = evaluation.fact(id, None)
            amount = isinstance(fact.type, NumberType) and not fact.type.integer
            if amount or (isinstance(that, n.Compare) and that.op == "=="):
                return False
    return True


def _open_facts(evaluation: Evaluation, node: n.Node) -> set[tuple[n.Scope, str]]:
    """The unknown facts an expression turns on for this household, at the level its input uses."""
    found: set[tuple[n.Scope, str]] = set()
    waiting = [node]
    seen: set[tuple[n.Scope, str]] = set()
    while waiting:
        for part in n.walk(waiting.pop()):
            if not isinstance(part, n.Ref) or (part.of, part.id) in seen:
                continue
            seen.add((part.of, part.id))
            places = (None,) if part.of == "household" else range(evaluation.size)
            sources = {evaluation.source(part.id, place) for place in places}
            formula = evaluation.policy.facts[part.of, part.id].formula
            if "unknown" in sources:
                found.add((part.of, part.id))
            if "rule" in sources and formula is not None:
                waiting.append(formula)
    return found


def broken_constraints(evaluation: Evaluation) -> list[str]:
    """Ids of declared constraints that the known facts break whatever the unknown ones are.

    One that speaks of an unknown number, or of unknown law, is not broken: the number follows the others.
    """
    found = []
    for constraint in evaluation.policy.constraints:
        policy, that = evaluation.policy, constraint.that
        law = (policy.parameters[part.id] for part in n.walk(that) if isinstance(part, n.ParameterRef))
        open_types = (policy.facts[key].type for key in _open_facts(evaluation, that))
        if any(None in dict(p.cells).values() for p in law) or any(isinstance(t, NumberType) for t in open_types):
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


# questions -----------------------------------------------------------------------------------------------------------


def _by_rank(ranks: Mapping[str, Rank]) -> tuple[str, ...]:
    return tuple(sorted(ranks, key=lambda name: ranks[name]))


def ranked_questions(evaluation: Evaluation, diagram: Any) -> tuple[Mapping[str, Rank], tuple[str, ...]]:
    """The facts that matter with their ranks, and the unknown values of law that matter.

    A fact matters exactly when two admissible completions that differ only in it give different answers. The most
    useful is the one after whose answer the fewest verdicts stay possible, on average over its cells.
    """
    scores: dict[Hashable, float] = {}
    total = len(possible_values(diagram))
    for unknown in unknowns_in(diagram):
        if not _matters(evaluation, diagram, unknown):
            continue
        left = _left_open(diagram, unknown)
        if unknown in evaluation.folds:
            for inner, share in _inside(evaluation, diagram, unknown):
                for key in inner.about:
                    scores[key] = min(scores.get(key, total), total - share * (total - left))
        else:
            for key in unknown.about:
                scores[key] = min(scores.get(key, left), left)
    for leaf in leaves(diagram):
        if isinstance(leaf, Linear):
            for unknown, _ in leaf.terms:
                for key in unknown.about:
                    scores.setdefault(key, total)
        elif isinstance(leaf, (Day, Text)):
            for key in leaf.unknown.about:
                scores.setdefault(key, total)
    order = {key: i for i, key in enumerate(evaluation.policy.facts)}
    facts: dict[str, Rank] = {}
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
    return facts, tuple(law)


def fact_name(evaluation: Evaluation, id: str, member: int | None) -> str:
    """A fact as people write it: ``area``, ``members[2].birth_date``, or ``members`` for what unlisted members hold."""
    name = id.removeprefix("vn:")
    if member is None:
        return name
    return f"members[{member}].{name}" if member < evaluation.listed else "members"


def _differ(a: Any, b: Any) -> bool:
    """Two admissible answers that are not the same."""
    return a is not INADMISSIBLE and b is not INADMISSIBLE and a != b


def _matters(evaluation: Evaluation, diagram: Any, unknown: Unknown) -> bool:
    """Whether somewhere two cells of the unknown lead, all else equal, to different admissible answers."""
    if INADMISSIBLE not in leaves(diagram):
        return True  # a reduced diagram tests only what matters
    for item in nodes(diagram):
        if isinstance(item, Branch) and item.unknown is unknown:
            for one, other in combinations(item.children, 2):
                if evaluation.lift(_differ, one, other) is not False:
                    return True
    return False


def _where_it_matters(evaluation: Evaluation, diagram: Any, unknown: Unknown) -> Any:
    """The truth, over the other unknowns, that two cells of this one lead to different admissible answers."""
    cells: list[Cut | None] = [None, *cuts_of(diagram, unknown)]
    found = dict.fromkeys(evaluation.diagrams.restrict(diagram, unknown, cell) for cell in cells)
    result: Any = False
    for one, other in combinations(found, 2):
        result = evaluation.lift(lambda a, b: a or b, result, evaluation.lift(_differ, one, other))
    return result


def _inside(evaluation: Evaluation, diagram: Any, whole: Unknown) -> Iterator[tuple[Unknown, float]]:
    """The unknowns of a folded indicator that matter, and for what share of their cells they alone settle it."""
    fold = evaluation.folds[whole]
    outside: Any = None
    for inner in sorted(fold.inner, key=lambda u: u.order):
        matters = _where_it_matters(evaluation, fold.diagram, inner)
        matters = evaluation.diagrams.exists(matters, fold.inner - {inner})
        if matters is not True:
            outside = _where_it_matters(evaluation, diagram, whole) if outside is None else outside
            if evaluation.lift(lambda a, b: a and b, matters, outside) is False:
                continue
        cells: list[Cut | None] = [None, *cuts_of(fold.diagram, inner)]
        rests = [evaluation.diagrams.restrict(fold.diagram, inner, cell) for cell in cells]
        settled = sum(not fold.inner.intersection(unknowns_in(rest)) for rest in rests)
        yield inner, settled / len(cells)


def _left_open(diagram: Any, unknown: Unknown) -> float:
    """How many answers stay possible once the unknown is known, on average over its cells."""
    counts = []
    for cell in [None, *cuts_of(diagram, unknown)]:
        answers = sum(leaf is not INADMISSIBLE for leaf in leaves_where(diagram, unknown, cell))
        if answers:
            counts.append(answers)
    return sum(counts) / len(counts) if counts else 0.0

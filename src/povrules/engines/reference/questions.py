"""Which facts would settle what is undetermined, the most useful first, and which unknown values of law."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator
from itertools import combinations
from typing import Any, cast

from povrules.engines.reference.admissible import INADMISSIBLE
from povrules.engines.reference.dates import Day
from povrules.engines.reference.evaluation import Evaluation
from povrules.engines.reference.interpreting import Text
from povrules.language import nodes as n
from povrules.language.feasible import entangled, feasible_leaves
from povrules.language.linear import Linear
from povrules.language.numbers import Number, divide
from povrules.language.surveyed import Surveyed
from povrules.language.unknowns import Cut, Unknown, cuts_of, unknowns_in

Rank = tuple[Number, int, int]
"""How many answers a fact leaves open, then its place among the declared facts, then the member's."""


def ranked_questions(evaluation: Evaluation, diagram: Any, total: int) -> tuple[dict[str, Rank], tuple[str, ...]]:
    """The facts that matter with their ranks, the least being the most useful, and the unknown law that matters.

    A fact matters exactly when two admissible completions that differ only in it give different answers. The most
    useful is the one after whose answer the fewest verdicts stay possible, on average over its cells.
    """
    scores: dict[Hashable, Number] = {}
    seen = Surveyed(diagram, INADMISSIBLE)
    if entangled(seen.unknowns):
        settling = _settling_amounts(evaluation, diagram, seen.unknowns)
    else:
        settling = {u: tuple(u.about) for u in seen.unknowns if _matters(evaluation, seen, u)}
    for unknown, keys in settling.items():
        left = _left_open(seen, unknown)
        if unknown in evaluation.folds:
            for inner, share in _inside(evaluation, diagram, unknown):
                for key in inner.about:
                    scores[key] = min(scores.get(key, total), total - share * (total - left))
        else:
            for key in keys:
                scores[key] = min(scores.get(key, left), left)
    for key in _shared_that_matter(evaluation, diagram, settling, scores):
        scores[key] = total
    for leaf in seen.leaves:
        if isinstance(leaf, Linear):
            for unknown, _ in leaf.terms:
                for key in unknown.about:
                    scores.setdefault(key, total)
        elif isinstance(leaf, (Day, Text)):
            for key in leaf.unknown.about:
                scores.setdefault(key, total)
    places = evaluation.policy.positions
    facts: dict[str, Rank] = {}
    law: dict[str, None] = {}
    for key, score in scores.items():
        kind, id, member = cast("tuple[str, str, int | None]", key)
        if kind == "law":
            law[id] = None
            continue
        scope: n.Scope = "household" if member is None else "person"
        name = fact_name(evaluation, id, member)
        rank = (score, places.get((scope, id), len(places)), -1 if member is None else member)
        facts[name] = min(facts.get(name, rank), rank)
    return facts, tuple(sorted(law))


def fact_name(evaluation: Evaluation, id: str, member: int | None) -> str:
    """A fact as people write it: ``area``, ``members[2].birth_date``, or ``members`` for what unlisted members hold."""
    name = id.removeprefix("vn:")
    if member is None:
        return name
    return f"members[{member}].{name}" if member < evaluation.listed else "members"


def _differ(a: Any, b: Any) -> bool:
    """Two admissible answers that are not the same."""
    return a is not INADMISSIBLE and b is not INADMISSIBLE and a != b


def _matters(evaluation: Evaluation, seen: Surveyed, unknown: Unknown) -> bool:
    """Whether somewhere two cells of the unknown lead, all else equal, to different admissible answers."""
    if not any(leaf is INADMISSIBLE for leaf in seen.leaves):
        return True  # a reduced diagram tests only what matters
    return any(
        evaluation.lift(_differ, one, other) is not False
        for branch in seen.tests[unknown]
        for one, other in combinations(branch.children, 2)
    )


def _settling_amounts(
    evaluation: Evaluation, diagram: Any, unknowns: list[Unknown]
) -> dict[Unknown, tuple[Hashable, ...]]:
    """What matters where sums of unknown amounts are tested beside their parts, so that not every path is possible.

    For each fact the diagram is set beside a twin in which this fact alone may have another value.
    """
    matters: dict[Hashable, bool] = {}
    for key in dict.fromkeys(key for unknown in unknowns for key in unknown.about):
        twin = evaluation.diagrams.renamed(diagram, key)
        matters[key] = True in feasible_leaves(evaluation.lift(_differ, diagram, twin))
    found = {unknown: tuple(key for key in unknown.about if matters[key]) for unknown in unknowns}
    return {unknown: keys for unknown, keys in found.items() if keys}


def _where_it_matters(evaluation: Evaluation, diagram: Any, unknown: Unknown) -> Any:
    """The truth, over the other unknowns, that two cells of this one lead to different admissible answers."""
    cells: list[Cut | None] = [None, *cuts_of(diagram, unknown)]
    found = dict.fromkeys(evaluation.diagrams.restrict(diagram, unknown, cell) for cell in cells)
    result: Any = False
    for one, other in combinations(found, 2):
        result = evaluation.diagrams.either(result, evaluation.lift(_differ, one, other))
    return result


def _inside(evaluation: Evaluation, diagram: Any, whole: Unknown) -> Iterator[tuple[Unknown, Number]]:
    """The unknowns of a folded indicator that matter, and for what share of their cells they alone settle it."""
    if whole not in evaluation.inside:
        evaluation.inside[whole] = tuple(_within(evaluation, whole))
    outside: Any = None
    for inner, matters, share in evaluation.inside[whole]:
        if matters is not True:
            outside = _where_it_matters(evaluation, diagram, whole) if outside is None else outside
            if evaluation.diagrams.both(matters, outside) is False:
                continue
        yield inner, share


def _within(evaluation: Evaluation, whole: Unknown) -> Iterator[tuple[Unknown, Any, Number]]:
    """For each unknown of a folded indicator: where it matters to it, and for what share of its cells it settles it."""
    fold = evaluation.folds[whole]
    for inner in sorted(fold.inner, key=lambda u: u.order):
        matters = _where_it_matters(evaluation, fold.diagram, inner)
        matters = evaluation.diagrams.exists(matters, fold.inner - {inner})
        cells: list[Cut | None] = [None, *cuts_of(fold.diagram, inner)]
        rests = [evaluation.diagrams.restrict(fold.diagram, inner, cell) for cell in cells]
        settled = sum(not fold.inner.intersection(unknowns_in(rest)) for rest in rests)
        yield inner, matters, divide(settled, len(cells))


def _shared_that_matter(
    evaluation: Evaluation, diagram: Any, settling: Iterable[Unknown], found: Container[Hashable]
) -> Iterator[Hashable]:
    """Facts that folded indicators share with others and that the diagram no longer shows, because whatever they are,
    each indicator can still be true and can still be false: with the private facts as they are, they may turn it.

    The diagram is set beside a twin in which such a fact may have another value and the indicators that read it take
    what it makes of them, their private facts staying the same.
    """
    folds = [(whole, evaluation.folds[whole]) for whole in settling if whole in evaluation.folds]
    shared = {u: None for _, fold in folds for u in unknowns_in(fold.diagram) if u not in fold.inner}
    diagrams = evaluation.diagrams
    for key in dict.fromkeys(key for unknown in shared for key in unknown.about if key not in found):
        twin, together = diagrams.renamed(diagram, key), True
        for whole, fold in folds:
            if any(key in unknown.about for unknown in unknowns_in(fold.diagram)):
                mark = next(iter(min(fold.inner, key=lambda u: u.order).about))
                twin = diagrams.renamed(twin, mark)
                one = diagrams.one_of(whole, (False, True))
                same = evaluation.lift(_same, one, fold.diagram)
                same_of_twin = evaluation.lift(_same, diagrams.renamed(one, mark), diagrams.renamed(fold.diagram, key))
                private = fold.inner
                together = diagrams.both(together, diagrams.exists(diagrams.both(same, same_of_twin), private))
        differ = diagrams.both(evaluation.lift(_differ, diagram, twin), together)
        if differ is not False and True in feasible_leaves(differ):
            yield key


def _same(one: Any, other: Any) -> bool:
    return bool(one is other)


def _left_open(seen: Surveyed, unknown: Unknown) -> Number:
    """How many answers stay possible once the unknown is known, on average over its cells."""
    counts = [answers for answers in seen.left(unknown) if answers]
    return divide(sum(counts), len(counts)) if counts else 0

"""Decision tables without gap and without overlap, shown by diagrams with every fact unknown."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from povrules.engines.reference.evaluation import Evaluation
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.errors import Span
from povrules.language.feasible import feasible_leaves
from povrules.policy.hosted import OBSERVED_ON, ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy
from povrules.proofs.footing import Footing, footing


@dataclass(frozen=True, slots=True)
class TableProof:
    """What was found about one decision table.

    Args:
        decision: its id.
        hit: what the author claims, ``unique`` or ``first``.
        proved: no facts leave it without an answer, and, where claimed unique, none fit two rows.
        problem: what is wrong; None when proved.
        span: the row at fault.
    """

    decision: str
    hit: str
    proved: bool
    problem: str | None = None
    span: Span | None = None


Proved = MutableMapping[Footing, TableProof]
"""What was proved before, by what it stands on."""


def prove_tables(policy: ResolvedPolicy, proved: Proved | None = None) -> list[TableProof]:
    """Check every decision table in force, for all facts at once.

    Every fact is taken as unknown, so that each condition becomes a diagram over all households; a gap or an overlap
    is a path of two such diagrams. Unknown values of law range over what their invariants admit.

    Args:
        policy: the law in force.
        proved: proofs of other days, kept here, so that a table that stands on the same law is not proved again.
    """
    kept: Proved = {} if proved is None else proved
    found = []
    for fact in policy.facts.values():
        if isinstance(fact.formula, n.Table):
            ground = footing(policy, fact)
            if ground not in kept:
                kept[ground] = _prove(policy, ground)
            found.append(kept[ground])
    return found


def _prove(policy: ResolvedPolicy, ground: Footing) -> TableProof:
    fact, table = ground.table, ground.table.formula
    assert isinstance(table, n.Table)
    evaluation = Evaluation(policy, Household({ON: policy.on, OBSERVED_ON: policy.on}, _one_member(fact)))
    member = None if fact.of == "household" else 0
    allowed: Any = True
    for invariant in ground.invariants:
        allowed = evaluation.diagrams.both(allowed, evaluation.value(invariant))

    def possible(truth: Any) -> bool:
        return True in feasible_leaves(evaluation.diagrams.both(allowed, truth))

    conditions = [(row, evaluation.value(row.when, member)) for row in table.rows if row.when is not None]
    for (row, truth), problem in _dead_or_double(table, conditions, evaluation, possible):
        del truth
        return TableProof(fact.id, table.hit, False, problem, row.span)
    if all(row.when is not None for row in table.rows):
        none: Any = True
        for _, truth in conditions:
            none = evaluation.lift(lambda a, b: a and not b, none, truth)
        if possible(none):
            return TableProof(fact.id, table.hit, False, "some facts fit no row", table.span)
    return TableProof(fact.id, table.hit, True)


def _dead_or_double(
    table: n.Table, conditions: list[tuple[n.Row, Any]], evaluation: Evaluation, possible: Any
) -> Iterator[tuple[tuple[n.Row, Any], str]]:
    for row, truth in conditions:
        if not possible(truth):
            yield (row, truth), "no facts fit this row"
    if table.hit == "unique":
        for (_, first), (row, second) in combinations(conditions, 2):
            both = evaluation.diagrams.both(first, second)
            if possible(both):
                yield (row, second), "some facts fit this row and an earlier one"


def _one_member(fact: ResolvedFact) -> tuple[dict[str, Any], ...]:
    return () if fact.of == "household" else ({},)

"""What is asked of the law of a day: whether some household shows the opposite of a claim, or shows that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from povrules.language import nodes as n
from povrules.language.errors import Span
from povrules.policy.ordering import Key
from povrules.policy.resolved import Direction, ResolvedFact, ResolvedPolicy

Kind = Literal["gap", "overlap", "shadowed", "reachable", "monotone", "claim", "dates"]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to prove.

    Args:
        kind: which claim.
        about: the table, programme or claim.
        node: what a household is looked for that meets it; for ``monotone`` the decision itself.
        wanted: there must be one (a row that applies, a programme that somebody gets); else there must be none.
        part: which row, rows or fact, for a reader.
        moved: for ``monotone``, the fact in which two households differ, and which way the answer may move.
        span: where what is at fault stands.
    """

    kind: Kind
    about: Key
    node: n.Node
    wanted: bool
    part: str = ""
    moved: Direction | None = None
    span: Span | None = None


def questions(policy: ResolvedPolicy) -> Iterator[Question]:
    """All that is to be proved of a policy, tables first."""
    for key, fact in policy.facts.items():
        if isinstance(fact.formula, n.Table):
            yield from of_table(fact, fact.formula)
            for direction in policy.directions.get(key, ()):
                node = n.Ref(fact.id, fact.of)
                yield Question("monotone", key, node, False, direction.fact[1], direction, fact.formula.span)
    for id, programme in policy.programmes.items():
        formula = policy.facts[programme.of, id].formula
        own = policy.facts[programme.of, programme.conditions].formula
        # Law that says that nobody gets it any more says so by a plain `false`.
        if formula is not None and own != n.Literal(False):
            yield Question("reachable", (programme.of, id), n.Ref(id, programme.of), True, span=formula.span)
    for claim in policy.claims:
        if claim.that is not None:
            yield Question("claim", (claim.of, claim.id), n.Not(claim.that), False, span=claim.that.span)


def of_table(fact: ResolvedFact, table: n.Table) -> Iterator[Question]:
    """No gap, no overlap where the rows are claimed unique, no row that never applies."""
    key = (fact.of, fact.id)
    cases = [(number, row, row.when) for number, row in enumerate(table.rows, 1) if row.when is not None]
    for number, row, when in cases:
        before = tuple(n.Not(earlier) for other, _, earlier in cases if other < number)
        node = n.And((when, *before)) if table.hit == "first" else when
        yield Question("shadowed", key, node, True, f"row {number}", span=row.span)
    rest = n.And(tuple(n.Not(when) for _, _, when in cases))
    if table.hit == "unique":
        for (one, _, first), (two, row, second) in combinations(cases, 2):
            yield Question("overlap", key, n.And((first, second)), False, f"rows {one}, {two}", span=row.span)
    if len(cases) < len(table.rows):
        yield Question("shadowed", key, rest, True, f"row {len(table.rows)}", span=table.rows[-1].span)
    else:
        yield Question("gap", key, rest, False, span=table.span)

"""Answers of packed rows: what each state means is asked once of the reference engine and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from povrules.engines.columnar.packing import Packed
from povrules.engines.columnar.shape import Shape
from povrules.engines.columnar.stages import Key
from povrules.engines.outcome import Outcome
from povrules.engines.reference.completion import ranked_outcome
from povrules.engines.reference.evaluation import PATIENCE, Evaluation
from povrules.engines.reference.questions import Rank
from povrules.engines.results import JOIN
from povrules.facts.household import Household
from povrules.language.numbers import Number
from povrules.policy.resolved import ResolvedPolicy

Pattern = tuple[tuple[tuple[Rank, str], ...], Number | None]
"""The missing facts that are no counted flags, by rank; and how many answers a counted flag leaves open."""


@dataclass(slots=True)
class States:
    """What is known of the states of one decision.

    Args:
        answers: by state, the answer and the pattern of what is missing; None for a state that is no matter of names.
        narrowed: whether some answer's least or most is not what the columns say they are.
    """

    answers: dict[int, tuple[Outcome, Pattern] | None] = field(default_factory=dict)
    narrowed: bool = False


@lru_cache(maxsize=256)
def states_of(policy: ResolvedPolicy, shape: Shape, key: Key, packed: Packed) -> States:
    """The states met so far: the same policy, columns and state give the same answer."""
    return States()


def new_states(states: States, packed: Packed, column: pl.Series) -> list[int]:
    """The states of a column that were not met before, in order."""
    met = pl.repeat(False, packed.states + 1, dtype=pl.Boolean, eager=True).scatter(column, True)
    return [state for state in met.head(packed.states).arg_true() if state not in states.answers]


def learn(
    states: States, policy: ResolvedPolicy, key: Key, packed: Packed, column: pl.Series,
    household: Callable[[int], Household], ends: pl.DataFrame | None,
) -> int:  # fmt: skip
    """Ask for every state of a column that was not met before.

    Args:
        states: met before.
        policy: the law in force.
        key: the decision.
        packed: what a state is made of.
        column: the state of each row.
        household: one household of the register.
        ends: the least and the most that the columns know of a count.

    Returns:
        How many were asked.
    """
    new = new_states(states, packed, column)
    for state in new:
        position = column.index_of(state)
        assert position is not None
        evaluation = Evaluation(policy, household(position), PATIENCE)
        answer, ranks = ranked_outcome(evaluation, key[1])
        flags = {flag.removeprefix("vn:") for flag in packed.flags}
        scores = {rank[0] for name, rank in ranks.items() if name in flags}
        others = tuple(sorted((rank, name) for name, rank in ranks.items() if name not in flags))
        open_flags = [flag for flag in packed.flags if evaluation.source(flag) == "unknown"]
        named = sum(name in flags for name in ranks)
        alike = len(scores) < 2 and named in (0, len(open_flags))
        # Beside nothing else the flags stand in the order of the law, however much each of them settles.
        score = next(iter(scores), None) if others or not scores else 0
        states.answers[state] = (answer, (others, score)) if alike else None
        if ends is None or ends.row(position) != (answer.low, answer.high):
            states.narrowed = True
    return len(new)


@lru_cache(maxsize=512)
def missing_texts(policy: ResolvedPolicy, flags: tuple[str, ...], pattern: Pattern) -> pl.Series:
    """The missing facts of a pattern, for each mask of unknown flags."""
    others, score = pattern
    places = [((score or 0, policy.position("household", flag), -1), flag.removeprefix("vn:")) for flag in flags]
    texts = []
    for mask in range(1 << len(flags)):
        unknown = [place for bit, place in enumerate(places) if mask >> bit & 1] if score is not None else []
        texts.append(JOIN.join(name for _, name in sorted([*others, *unknown])))
    return pl.Series(texts, dtype=pl.String)

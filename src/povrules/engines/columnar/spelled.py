"""Answers of packed rows spelled in the pass that packs them, wherever all that their states mean was met before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from povrules.engines.columnar.answers import Output
from povrules.engines.columnar.execution import Program, extended
from povrules.engines.columnar.stages import Key
from povrules.engines.columnar.state_columns import ENDS, StateTables
from povrules.engines.columnar.states import States
from povrules.engines.columnar.values import Amount
from povrules.engines.results import joined
from povrules.policy.resolved import ResolvedPolicy


@dataclass(frozen=True, slots=True)
class Spelled:
    """A program that spells answers too.

    Args:
        program: what is worked out.
        parts: by answer, the columns of what an undetermined row says beside its value.
    """

    program: Program
    parts: Mapping[Key, Mapping[str, str]]


def can_be_spelled(output: Output, states: States) -> bool:
    """Whether the rows that the columns leave open are undetermined, and say no more than their state."""
    if output.packed is None or output.shown is None or not states.answers:
        return False
    if isinstance(output.value, Amount) and (output.ends is None or states.narrowed):
        return False
    return all(met is not None and not met[0].determined for met in states.answers.values())


def spelled(
    policy: ResolvedPolicy, program: Program, outputs: Sequence[tuple[Output, States]], others: Sequence[Output]
) -> Spelled:
    """A program with the columns of packed answers.

    Args:
        policy: the law in force.
        program: works out their states.
        outputs: what is spelled, with what its states mean.
        others: what is not; the columns they read stay.
    """
    first: dict[str, pl.Expr] = {}
    last: dict[str, pl.Expr] = {}
    parts: dict[Key, dict[str, str]] = {}
    dropped: list[str] = []
    for output, states in outputs:
        assert output.packed is not None
        id, small = output.key[1], output.packed
        tables = StateTables(policy, small, pl.col(small.state), None if small.mask is None else pl.col(small.mask))
        met = {state: answer for state, answer in dict(states.answers).items() if answer is not None}
        answers = {state: answer for state, (answer, _) in met.items()}
        patterns = {state: pattern for state, (_, pattern) in met.items()}
        first[f"{id} open"] = tables.among(answers)
        open_rows = pl.col(f"{id} open")
        # Mostly the unknown flags alone are missing: one column of texts then serves every answer that counts them.
        alike = small.mask if len(set(patterns.values())) == 1 else id
        texts = f"missing {alike} {next(iter(patterns.values()))}"
        first[texts] = tables.missing(patterns)
        found: dict[str, pl.Expr] = {
            "possible": pl.when(open_rows).then(tables.texts(answers, lambda answer: joined(answer.possible))),
            "missing": pl.when(open_rows).then(pl.col(texts)),
            "reason": pl.when(open_rows).then(tables.texts(answers, lambda answer: answer.reason)),
        }
        if output.ends is not None:
            found |= {end: expr.cast(pl.Int64) for end, expr in zip(ENDS, output.ends, strict=True)}
        parts[output.key] = {part: f"{id} {part}" for part in found}
        last |= {f"{id} {part}": expr for part, expr in found.items()}
        dropped += [small.state, *(() if small.mask is None else (small.mask,))]
        dropped += [name for expr in output.ends or () for name in expr.meta.root_names()]
    read = {name for output, _ in outputs if output.shown is not None for name in output.shown.meta.root_names()}
    read.update(name for output in others for name in output.columns)
    return Spelled(extended(program, [first, last], set(dropped) - read), parts)

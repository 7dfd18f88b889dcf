"""Rules that stand in a policy twice: what a register gives in the place of a rule is given to its copies as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from povrules.facts.cells import LAST
from povrules.facts.observing import observe
from povrules.facts.recognition import recognise
from povrules.facts.register import CheckedRegister
from povrules.language.nodes import Scope
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy


def with_copies(
    policy: ResolvedPolicy, register: CheckedRegister, copies: Mapping[Key, Sequence[str]]
) -> CheckedRegister:
    """The register with what it gives for some facts under the names of their copies, too.

    Args:
        policy: the law that it is seen by.
        register: checked.
        copies: for each fact the ids of its copies.
    """
    seen = recognise(observe(register, register.observed_on or policy.on), policy.on)
    frames: dict[Scope, pl.DataFrame | None] = {"household": seen.households, "person": seen.persons}
    scales = {of: dict(seen.scales.get(of, {})) for of in frames}
    for (of, id), others in copies.items():
        frame, name = frames[of], policy.shown(id)
        fact = policy.facts.get((of, id))
        if frame is None or fact is None or not fact.given or name not in frame.columns:
            continue
        made = [policy.shown(other) for other in others]
        columns = [frame.get_column(name).alias(other) for other in made]
        if name + LAST in frame.columns:
            columns += [frame.get_column(name + LAST).alias(other + LAST) for other in made]
        frames[of] = frame.with_columns(columns)
        if name in scales[of]:
            scales[of] |= dict.fromkeys(made, scales[of][name])
    households = frames["household"]
    assert households is not None
    return replace(seen, households=households, persons=frames["person"], scales=scales)

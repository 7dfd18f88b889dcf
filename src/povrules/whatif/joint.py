"""Two policies over the same facts at once: what can change for a household whose answers are not known.

A household without an income may be poor under both policies or under neither. Whether a reform can change its class is
a question about both answers for the same facts, so the rules that differ are put beside each other in one policy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from povrules.decisions.evaluated import evaluate
from povrules.facts.register import CheckedRegister
from povrules.language import nodes as n
from povrules.language.binding import BOOL
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key, raw_facts, reads
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy
from povrules.whatif.copies import with_copies
from povrules.whatif.touched import touched

SPACE = "after"


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What a reform does to one answer of each household: -1 out of it, 1 into it, 0 neither; at least and at most."""

    least: pl.Series
    most: pl.Series


def moves(
    policy: ResolvedPolicy, reform: ResolvedPolicy, register: CheckedRegister, key: Key, members: Sequence[str]
) -> list[Moves] | None:
    """How households move into and out of the members of a decision.

    Args:
        policy: the baseline.
        reform: the other.
        register: checked.
        key: the decision, of households.
        members: of it.

    Returns:
        For each member its moves; None where both policies cannot be put together: other days or places.
    """
    differing = _differing(policy, reform, key)
    if differing is None:
        return None
    nothing = pl.repeat(0, register.households.height, dtype=pl.Int64, eager=True)
    if not differing:
        return [Moves(nothing, nothing)] * len(members)
    both, asked = _together(policy, reform, key, differing, members)
    seen = with_copies(policy, register, {each: [_other(each[1])] for each in differing})
    found = evaluate(both, seen, outputs=[id for pair in asked for id in pair]).frames[0]

    def ends(id: str) -> tuple[pl.Series, pl.Series]:
        column = found.get_column(id)
        return column.fill_null(False).cast(pl.Int64), column.fill_null(True).cast(pl.Int64)

    made = []
    for gained, lost in asked:
        (sure_in, maybe_in), (sure_out, maybe_out) = ends(gained), ends(lost)
        # Nobody moves both ways at once: who certainly comes in cannot go out.
        made.append(Moves(sure_in - maybe_out, maybe_in - sure_out))
    return made


def _differing(policy: ResolvedPolicy, reform: ResolvedPolicy, key: Key) -> dict[Key, None] | None:
    """What the answer is made of that is not the same in both policies, in order."""
    found = touched(policy, reform, constraints=False)
    if found is None or reform.invariants != policy.invariants:
        return None
    needed, waiting = {key}, [key]
    while waiting:
        fact = waiting.pop()
        before = policy.facts[fact].formula if fact in policy.facts else None
        for other in reads(before) | reads(reform.facts[fact].formula):
            if other not in needed:
                needed.add(other)
                waiting.append(other)
    return dict.fromkeys(each for each in reform.facts if each in needed and found.upstream[each])


def _together(
    policy: ResolvedPolicy, reform: ResolvedPolicy, key: Key, differing: dict[Key, None], members: Sequence[str]
) -> tuple[ResolvedPolicy, list[tuple[str, str]]]:
    """The baseline with the reform's differing rules under other names, and who gains and who loses each member."""
    values = {id for id, value in reform.parameters.items() if value != policy.parameters[id]}

    def renamed(root: n.Node) -> n.Node:
        new: dict[n.Node, n.Node] = {}
        for part in n.walk(root):
            if isinstance(part, n.Ref) and (part.of, part.id) in differing:
                new[part] = replace(part, id=_other(part.id))
            elif isinstance(part, n.ParameterRef) and part.id in values:
                index = None if part.index is None else n.substituted(part.index, new)
                new[part] = replace(part, id=_other(part.id), index=index)
        return n.substituted(root, new)

    facts = dict(policy.facts)
    for each in differing:
        fact = reform.facts[each]
        formula = None if fact.formula is None else renamed(fact.formula)
        facts[fact.of, _other(fact.id)] = replace(fact, id=_other(fact.id), formula=formula, decision=False)
    asked: list[tuple[str, str]] = []
    for at, member in enumerate(members):
        pair = []
        for name, id, without in (("gained", _other(key[1]), key[1]), ("lost", key[1], _other(key[1]))):
            is_, is_not = (n.Compare(n.Ref(i, key[0]), "==", n.Literal(member)) for i in (id, without))
            pair.append(f"{SPACE}:{name}_{at}")
            label = Words(member, member)
            made = ResolvedFact(
                pair[-1], key[0], BOOL, None, None, label, None, False, False, True, False,
                n.And((is_, n.Not(is_not))), None,
            )  # fmt: skip
            facts[key[0], pair[-1]] = made
        asked.append((pair[0], pair[1]))
    parameters = {**policy.parameters, **{_other(id): replace(reform.parameters[id], id=_other(id)) for id in values}}
    digest = hashlib.sha256(f"{policy.digest} {reform.digest} {key} {members}".encode()).hexdigest()
    both = replace(policy, facts=FrozenMap(raw_facts(facts)), parameters=FrozenMap(parameters), digest=digest)
    return both, asked


def _other(id: str) -> str:
    """The name of a reform's rule beside the baseline's."""
    return f"{SPACE}:{id.replace(':', '_')}"

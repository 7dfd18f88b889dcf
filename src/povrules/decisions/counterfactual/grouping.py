"""Alternatives that are alike, told as one: so many more of these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from povrules.decisions.counterfactual.candidates import Candidate
from povrules.decisions.counterfactual.slots import Move
from povrules.language.nodes import Value
from povrules.policy.resolved import ResolvedPolicy

FEWEST = 3
"""So many alternatives at least are told as one."""


@dataclass(frozen=True)
class Family:
    """Moves that are made together, and so many of some that are alike.

    Args:
        one: a candidate of it.
        moves: those made in any case.
        choose: so many of ``among`` beside them.
        among: in the order of the law.
    """

    one: Candidate
    moves: tuple[Move, ...]
    choose: int = 0
    among: tuple[Move, ...] = ()


def families(policy: ResolvedPolicy, candidates: Sequence[Candidate]) -> list[Family]:
    """Candidates, those that differ only in which items of a counted set change told as one; fewest changes first."""
    alike: dict[tuple[frozenset[Move], str, Value | None, Value, int], list[Candidate]] = {}
    found: list[Family] = []
    for candidate in candidates:
        counted = [move for move in candidate.moves if _set_of(policy, move) is not None]
        known = [move for move in counted if move.slot.before is not None]
        if known and len(known) < len(counted):
            counted = known  # what has to be learned beside them stands for itself
        kinds = {(_set_of(policy, move), move.slot.before, move.after) for move in counted}
        if len(kinds) != 1:
            found.append(Family(candidate, candidate.moves))
            continue
        ((named, before, after),) = kinds
        rest = frozenset(candidate.moves) - frozenset(counted)
        alike.setdefault((rest, str(named), before, after, len(counted)), []).append(candidate)
    for (rest, named, _, _, choose), members in alike.items():
        moves = {move for candidate in members for move in candidate.moves} - rest
        kept = tuple(move for move in members[0].moves if move in rest)
        if len(members) >= FEWEST and len(members) == comb(len(moves), choose) and _all(members, moves, choose):
            order = policy.sets[named].items
            among = tuple(sorted(moves, key=lambda move: order.index(move.slot.key[1])))
            found.append(Family(members[0], kept, choose, among))
        else:
            found += [Family(candidate, candidate.moves) for candidate in members]
    return sorted(found, key=lambda family: len(family.moves) + family.choose)


def _all(members: Iterable[Candidate], moves: Iterable[Move], choose: int) -> bool:
    """Whether every choice of so many is among them."""
    keys = {frozenset(m.slot.key for m in moved) for moved in combinations(list(moves), choose)}
    return all(any(chosen <= candidate.keys for candidate in members) for chosen in keys)


def _set_of(policy: ResolvedPolicy, move: Move) -> str | None:
    """The named set that counts a fact, where it is true or false."""
    kind, id, member = move.slot.key
    if kind != "fact" or not isinstance(move.after, bool) or len(move.values) > 1:
        return None
    scope = "household" if member is None else "person"
    return next((name for name, s in policy.sets.items() if s.of == scope == "household" and id in s.items), None)

"""Changes that may turn a verdict: several moves together, the nearest of them, and those that hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, product
from typing import Any, cast

from povrules.decisions.counterfactual.ground import Ground, Values
from povrules.decisions.counterfactual.slots import Cell, Move, Slot, moves
from povrules.decisions.counterfactual.truth import reader, truth_of
from povrules.decisions.counterfactual.ways import is_plain, plain_keys
from povrules.engines.reference.freed import Freed, Key
from povrules.language.nodes import Value
from povrules.language.unknowns import Cut, cuts_of, unknowns_in


@dataclass(frozen=True)
class Candidate:
    """Moves that are made together.

    Args:
        moves: in the order of the facts.
    """

    moves: tuple[Move, ...]

    @cached_property
    def keys(self) -> frozenset[Key]:
        """What moves."""
        return frozenset(move.slot.key for move in self.moves)

    @cached_property
    def spans(self) -> dict[Key, tuple[Any, Any, frozenset[Value]]]:
        """By what moves the first and the last value, each None where there is no end, or the values of a list."""
        found: dict[Key, tuple[Any, Any, frozenset[Value]]] = {}
        for move in self.moves:
            ends = (move.furthest, move.after) if move.direction == "lower" else (move.after, move.furthest)
            listed = move.slot.listed
            found[move.slot.key] = (None, None, frozenset(move.values)) if listed else (*ends, frozenset())
        return found

    @property
    def changeable(self) -> bool:
        """Whether all of it can be brought about."""
        return all(move.slot.changeable for move in self.moves)

    def choices(self) -> Iterator[Values]:
        """The values to verify: the nearest of all, and each other one of a list beside the nearest of the others."""
        first = {move.slot.key: move.after for move in self.moves}
        yield first
        for move in self.moves:
            for value in move.values[1:]:
                yield {**first, move.slot.key: value}


def nearest(choice: Sequence[Move]) -> tuple[Move, ...]:
    """The moves in the order in which they are told: those with numbers first."""
    return tuple(sorted(choice, key=lambda move: (move.slot.listed, move.slot.name)))


def narrowed(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates of the same facts: lists joined, and of those in the same directions the nearest."""
    joined: list[Candidate] = []
    for candidate in candidates:
        for i, other in enumerate(joined):
            if (both := _joined(candidate, other)) is not None:
                joined[i] = both
                break
        else:
            joined.append(candidate)
    return [
        each
        for i, each in enumerate(joined)
        if not any(_nearer(other, each, first=j < i) or _holds(other, each) for j, other in enumerate(joined) if j != i)
    ]


def _joined(one: Candidate, other: Candidate) -> Candidate | None:
    """Two that differ only in which values of a list something becomes, as one."""
    if one.keys != other.keys:
        return None
    pairs = list(zip(one.moves, other.moves, strict=True))
    differing = [i for i, (a, b) in enumerate(pairs) if a != b]
    if len(differing) != 1:
        return None
    a, b = pairs[differing[0]]
    if not a.slot.listed:
        return None
    made = replace(b, values=tuple(dict.fromkeys((*b.values, *a.values))), named=a.named | b.named)
    return Candidate(tuple(made if i == differing[0] else move for i, move in enumerate(other.moves)))


def _nearer(one: Candidate, other: Candidate, *, first: bool) -> bool:
    """Whether one of the same directions asks for no more in anything."""
    if one.keys != other.keys:
        return False
    for a, b in zip(one.moves, other.moves, strict=True):
        if a.direction != b.direction or a.distance > b.distance or (a.slot.listed and set(a.values) != set(b.values)):
            return False
    same = all(a.distance == b.distance for a, b in zip(one.moves, other.moves, strict=True))
    return first or not same


def _holds(one: Candidate, other: Candidate) -> bool:
    """Whether one tells of more values of the same facts, those of the other among them."""
    if one.keys != other.keys or one.spans == other.spans:
        return False
    for key, (low, high, values) in other.spans.items():
        least, most, more = one.spans[key]
        below = least is None or (low is not None and least <= low)
        above = most is None or (high is not None and high <= most)
        if not (values <= more if values else below and above):
            return False
    return True


def solved(
    ground: Ground, id: str, member: int | None, goal: Value, keys: frozenset[Key], values: Values | None = None
) -> tuple[list[Candidate], bool]:
    """Changes of exactly these facts where sums of them are tested: one after another, the others moved before.

    Returns:
        What was found, and whether that is all there is.
    """
    values = values or {}
    freed = ground.freed(len(keys), keys, values)
    found: list[Candidate] = []
    complete = True
    with freed.patient():
        truth = truth_of(freed, id, member, goal, values)
        # what nothing of these facts moves, as what unlisted members have, leaves nothing of them unsolved
        mixed = any(not is_plain(unknown) and unknown.about & keys for unknown in unknowns_in(truth))
        for way in reader(ground, freed).ways(truth, len(keys)):
            if any(not is_plain(step.unknown) for step in way):
                continue
            moved = [_moves(ground, cast("Key", step.unknown.key), step.cell) for step in way]
            if plain_keys(way) == keys:  # an open fact beside them may settle it too, and is told apart
                found += [Candidate(choice) for choice in product(*moved)]
        points = {key: list(_points(ground, freed, truth, key)) for key in keys} if mixed else {}
    if mixed and len(keys) == 1:
        return found, False
    for key, options in points.items():
        for move in options:
            rest, whole = solved(ground, id, member, goal, keys - {key}, {**values, key: move.after})
            complete = complete and whole
            fixed = replace(move, furthest=move.after)  # the others were found for this very value
            found += [Candidate((fixed, *other.moves)) for other in rest]
    return [Candidate(nearest(each.moves)) for each in found], complete


def _moves(ground: Ground, key: Key, cell: Cell) -> list[Move]:
    slot = ground.slot(key)
    return [] if slot is None else list(moves(slot, cell))


def _points(ground: Ground, freed: Freed, truth: object, key: Key) -> Iterator[Move]:
    """Where one of several facts may be moved first: into each cell that is tested, and to the ends of its domain."""
    slot = ground.slot(key)
    if slot is None:
        return
    unknown = next((u for u in unknowns_in(truth) if u.key == key), None)
    cuts = [] if unknown is None else cuts_of(truth, unknown)
    edges = (None, *cuts, None)
    seen: set[Value] = set()
    for low, high in pairwise(edges):
        if slot.place is not None and _lies_within(slot, low, high):
            continue
        for move in moves(slot, Cell(low, high)):
            if move.after not in seen:
                seen.add(move.after)
                yield move
    for end in (slot.low, slot.high):
        if end is not None and not slot.listed and end != slot.before and end not in seen:
            seen.add(end)
            lower = slot.before is None or end < slot.before
            yield Move(slot, "lower" if lower else "higher", (end,), end)


def _lies_within(slot: Slot, low: Cut | None, high: Cut | None) -> bool:
    here = (slot.place, 0)
    return (low is None or low <= here) and (high is None or here < high)

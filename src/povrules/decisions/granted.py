"""What stands behind an entitlement: the law it used, whether it rests on the computed class, what it gave way to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from povrules.engines.outcome import Outcome
from povrules.engines.reference.evaluation import Evaluation, Place
from povrules.language import nodes as n
from povrules.language.unknowns import TooLarge
from povrules.law.model import Words
from povrules.policy.class_readers import RECOGNISED
from povrules.policy.programmes import ResolvedOverlap, ResolvedProgramme
from povrules.policy.resolved import Basis

Outcomes = Callable[[str], Outcome]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Why a programme is not granted although its own conditions hold.

    Args:
        by: name of the programme that is granted instead.
        group: id of the overlap group.
        because: the words of the group.
    """

    by: str
    group: str
    because: Words


def turns_on_computed_class(evaluation: Evaluation, programme: ResolvedProgramme, member: int | None) -> bool:
    """Whether it reads the class of the household, and no certificate gives that class."""
    if not programme.class_read_as or evaluation.carried(None).get(RECOGNISED) is not None:
        return False
    return any(id == RECOGNISED or evaluation.carried(member).get(id) is None for id in programme.class_read_as)


def bases(evaluation: Evaluation, ids: Iterable[str], member: int | None) -> tuple[Basis, ...]:
    """The law that answers rest on, their own rules first; not what the class of the household rests on."""
    places = [(id, member) for id in ids]
    used: set[Basis] = set()
    with evaluation.patient():
        for place in places:
            with suppress(TooLarge), evaluation.planned(*place):
                used |= evaluation.used(*place)
    found = dict.fromkeys(evaluation.fact(*place).basis for place in places)
    for formula in _formulas(evaluation, places):
        for part in n.walk(formula):
            if isinstance(part, n.ParameterRef):
                found[evaluation.policy.parameters[part.id].basis] = None
            elif isinstance(part, n.Ref) and part.id != RECOGNISED:
                found[evaluation.policy.facts[part.of, part.id].basis] = None
    return tuple(basis for basis in found if basis is not None and basis in used)


def _formulas(evaluation: Evaluation, places: Iterable[Place]) -> Iterator[n.Node]:
    """The rules behind answers, down to what is given and to the class that programmes use."""
    waiting = list(places)
    seen: set[Place] = set()
    while waiting:
        place = waiting.pop()
        if place in seen or place[0] == RECOGNISED:
            continue
        seen.add(place)
        formula = evaluation.fact(*place).formula
        if formula is None or evaluation.source(*place) != "rule":
            continue
        yield formula
        for part in n.walk(formula):
            if not isinstance(part, n.Ref):
                continue
            if part.of == "household":
                waiting.append((part.id, None))
            elif place[1] is not None:
                waiting.append((part.id, place[1]))
            else:
                waiting += [(part.id, i) for i in range(evaluation.listed)]


def passed_over(evaluation: Evaluation, programme: ResolvedProgramme, outcome: Outcomes) -> PassedOver | None:
    """What a programme gave way to; None when its own conditions do not hold."""
    if outcome(programme.conditions).value is not True:
        return None
    policy = evaluation.policy
    groups = [policy.overlaps[id] for id in programme.groups if outcome(id).value is True]
    rivals = [
        (group, other) for group in groups for other in group.among if _before(group, other, programme.id, outcome)
    ]
    # One that is granted itself says it best; it may in turn have given way in another group.
    rivals.sort(key=lambda rival: outcome(rival[1]).value is not True)
    for group, other in rivals:
        if outcome(policy.programmes[other].conditions).value is True:
            return PassedOver(policy.programmes[other].name, group.id, group.label)
    return None


def _before(group: ResolvedOverlap, other: str, one: str, outcome: Outcomes) -> bool:
    """Whether the other programme comes before this one in a group."""
    place, own = group.among.index(other), group.among.index(one)
    if group.keys is None or place == own:
        return place < own
    found, mine = outcome(group.keys[place]), outcome(group.keys[own])
    if found.low is None or mine.high is None:
        return False
    return found.low > mine.high or (found.low == mine.high and place < own and group.tie == "first")

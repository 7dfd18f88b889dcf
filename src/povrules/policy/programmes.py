"""Programmes and overlap groups of one day: which facts of the policy carry their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from povrules.language.nodes import Scope
from povrules.language.types import Type
from povrules.law.model import Words
from povrules.policy.frozen import FrozenMap


@dataclass(frozen=True, slots=True)
class ResolvedBenefit:
    """One thing a programme gives.

    Args:
        id: of the computed fact that is it, ``vn:electricity_support.monthly_vnd``; while the programme is not granted
            that fact is ``rest``, which results show as nothing.
        rest: zero, false, empty text or the member ``none``.
        cost: it is what the payer pays.
        exact: the law gives no rounding; the exact amount stands.
    """

    id: str
    label: Words
    type: Type
    rest: int | bool | str
    cost: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """The days a pack covers, for a programme asked for on another."""

    pack: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ResolvedProgramme:
    """A programme on the day.

    Args:
        id: with namespace; the truth of that id is whether it is granted.
        conditions: id of the truth that its own conditions hold, whatever else is granted; the same id when it is in no
            overlap group.
        benefits: by name.
        costs: (payer, id of the amount) for what it costs.
        months: id of the benefit that says how many months a school year has.
        groups: ids of the overlap groups it is in.
        class_read_as: the facts by which it turns on the class that programmes use: that class, or one that may be
            given in its place (the class of the parents' household); none where it does not.
        in_force: there is such a programme on the day, known or not.
        outside: the days its pack covers, when the day is none of them: it cannot be asked for.
        specialises: for a programme of the nation as a place grants it, the id of the nation's.
        specialised_by: for the nation's, the id of the one that the place grants.
    """

    id: str
    of: Scope
    label: Words
    per: str
    payer: str
    conditions: str
    benefits: FrozenMap[str, ResolvedBenefit]
    costs: tuple[tuple[str, str], ...]
    months: str | None
    groups: tuple[str, ...]
    class_read_as: frozenset[str]
    in_force: bool
    outside: Covered | None = None
    specialises: str | None = None
    specialised_by: str | None = None
    name: str = field(init=False, repr=False, compare=False)
    """What people write: the nation's bare, others with their namespace.

    Where the place adds to a programme of the nation, its own stands under the bare name, and the nation's beside it
    with its namespace.
    """
    nothing: FrozenMap[str, None] = field(init=False, repr=False, compare=False)
    """The benefits of those who get none."""

    def __post_init__(self) -> None:
        bare = self.id.partition(":")[2] if self.specialises is not None else self.id.removeprefix("vn:")
        object.__setattr__(self, "name", bare if self.specialised_by is None else self.id)
        object.__setattr__(self, "nothing", FrozenMap(dict.fromkeys(self.benefits)))


@dataclass(frozen=True, slots=True)
class ResolvedOverlap:
    """A group of programmes of which one is granted.

    Args:
        id: with namespace; the truth of that id is whether the group holds for the household or person.
        among: ids of the programmes in force, in the order of the law.
        keys: for each of them the id of what is compared; None where their order decides.
        tie: of equal keys the ``first``, or ``both``.
    """

    id: str
    of: Scope
    label: Words
    among: tuple[str, ...]
    keys: tuple[str, ...] | None
    tie: str

"""Programmes of the nation as a place grants them: what the place words itself, and the nation's words for the rest.

A place's addition to ``vn:p`` makes a second programme ``60:p``, which stands beside the nation's and leaves it as it
is. Where ``vn:p`` is in an overlap group, so is ``60:p``: the group is made again in the place, with the other
programmes of it as the nation has them, because the addition counts before the highest is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from povrules.language.errors import closest
from povrules.language.symbols import NATION
from povrules.law.errors import LawError
from povrules.law.programme_model import Addition, Overlap, Programme


@dataclass(frozen=True, slots=True)
class Local:
    """One programme as a place grants it.

    Args:
        national: id of the nation's programme.
        restated: the benefits that the place words itself; the others are the nation's formulas over these.
        eligible: the place says itself who is eligible.
        costs: the place says itself who pays how much.
    """

    national: str
    restated: frozenset[str] = frozenset()
    eligible: bool = False
    costs: bool = False


@dataclass(frozen=True, slots=True)
class Localised:
    """What additions make: programmes, what they are to the nation's, and groups by the id of the nation's."""

    programmes: dict[str, Programme]
    records: dict[str, Local]
    overlaps: dict[str, str]

    def beside(self, programmes: Mapping[str, Programme]) -> dict[str, Programme]:
        """All programmes, each of a place after the nation's."""
        found: dict[str, Programme] = {}
        for id, programme in programmes.items():
            found[id] = programme
            found |= {own: self.programmes[own] for own, of in self.records.items() if of.national == id}
        return found


def localised(
    programmes: Mapping[str, Programme], overlaps: Mapping[str, Overlap], additions: Mapping[str, Addition]
) -> Localised:
    """The programmes that additions make.

    Args:
        programmes, overlaps, additions: as declared, by id with namespace.

    Raises:
        LawError: an addition of the nation, to what is no programme of the nation, or by two places; one that changes
            what is paid without saying who pays.
    """
    made = Localised({}, {}, {})
    by_national: dict[str, Addition] = {}
    for id, addition in additions.items():
        space, _, name = id.partition(":")
        national = f"{NATION}:{name}"
        if space == NATION:
            raise LawError(f"{name} is added to by the nation itself", span=addition.span, expected="a pack of a place")
        if national not in programmes:
            known = [key.partition(":")[2] for key in programmes if key.startswith(f"{NATION}:")]
            raise LawError(f"{name!r} is no programme of the nation", span=addition.span, closest=closest(name, known))
        if id in programmes:
            other = programmes[id].span
            raise LawError(f"{name} is declared twice; the first stands at {other}", span=addition.span)
        if national in by_national:
            other = by_national[national].span
            raise LawError(f"two places add to {name}; the first stands at {other}", span=addition.span)
        by_national[national] = addition
        made.programmes[id], made.records[id] = _with(programmes[national], national, addition)
    _complete_groups(made, programmes, overlaps)
    return made


def _with(programme: Programme, national: str, addition: Addition) -> tuple[Programme, Local]:
    """The nation's programme with what a place says of it."""
    said = {benefit.id: benefit for benefit in addition.benefits}
    own = {benefit.id for benefit in programme.benefits}
    benefits = (
        *(said.get(benefit.id, benefit) for benefit in programme.benefits),
        *(benefit for benefit in addition.benefits if benefit.id not in own),
    )
    if said and not addition.costs and (programme.costs or any(b.cost for b in programme.benefits)):
        raise LawError(f"{addition.id} does not say who pays what here", span=addition.span, expected="`costs:`")
    local = Local(national, frozenset(said), bool(addition.eligible), bool(addition.costs))
    made = replace(
        programme,
        label=addition.label or programme.label,
        eligible=addition.eligible or programme.eligible,
        benefits=benefits,
        costs=addition.costs or programme.costs,
        span=addition.span,
    )
    return made, local


def _complete_groups(made: Localised, programmes: Mapping[str, Programme], overlaps: Mapping[str, Overlap]) -> None:
    """Make the groups again in each place, and with them the programmes that they compare."""
    added = True
    while added:
        added = False
        for space in {id.partition(":")[0] for id in made.records}:
            for group, overlap in overlaps.items():
                ids = [f"{space}:{name}" for name in overlap.among]
                if not group.startswith(f"{NATION}:") or not any(id in made.records for id in ids):
                    continue
                made.overlaps[f"{space}:{overlap.id}"] = group
                for id, name in zip(ids, overlap.among, strict=True):
                    national = f"{NATION}:{name}"
                    if id not in made.records and national in programmes:
                        made.programmes[id], made.records[id] = programmes[national], Local(national)
                        added = True

"""The law of a territory in a place that is larger: what it says holds for the households of its communes only.

``60:in_territory`` is true throughout where a pack is law in all of the place. In a merged province it asks for the
commune, by the pack's own rule of that name, or else for the province that the commune belonged to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from povrules.language import nodes as n
from povrules.language.errors import PovrulesError
from povrules.language.nodes import Scope
from povrules.language.symbols import NATION
from povrules.language.text import fold
from povrules.language.types import BoolType, EnumType, NumberType
from povrules.law.model import Words
from povrules.policy.merging import PackText
from povrules.policy.programmes import ResolvedProgramme
from povrules.policy.resolved import ResolvedFact

Key = tuple[Scope, str]
IN_TERRITORY = "in_territory"
FORMER = "vn:former_province"
NONE = "none"
LABEL = Words("hộ ở địa bàn áp dụng quy định của tỉnh", "the household lives where the province's rules apply")


def in_territory(packs: Sequence[PackText], facts: Mapping[Key, ResolvedFact]) -> dict[Key, ResolvedFact]:
    """For each place's namespace the truth that a household lives in its territory."""
    found: dict[Key, ResolvedFact] = {}
    for space, within in _spaces(packs).items():
        key: Key = ("household", f"{space}:{IN_TERRITORY}")
        own = facts.get(key)
        formula: n.Node = n.Literal(True)
        if within and own is not None:
            continue  # the pack's own list of communes
        if within:
            options = tuple(n.Literal(fold(word)) for word in within)
            formula = n.OneOfThese(n.Ref(FORMER, "household"), options)
        found[key] = ResolvedFact(
            key[1], "household", BoolType(), None, None, LABEL if own is None else own.label, None, True, False, True,
            False, formula, None if own is None else own.basis,
        )  # fmt: skip
    return found


def within_territory(
    packs: Sequence[PackText], facts: Mapping[Key, ResolvedFact], programmes: Mapping[str, ResolvedProgramme]
) -> dict[Key, ResolvedFact]:
    """The facts, where the truths and classes of a part of the place are nothing outside of it.

    A class outside is ``none`` if its list has that member, else the nation's class of the same name. What the place
    makes of a programme of the nation is the nation's outside.

    Raises:
        PovrulesError: a class that has neither.
    """
    parts = {space for space, within in _spaces(packs).items() if within}
    if not parts:
        return dict(facts)
    restated = {
        each: programme.specialises + each[len(programme.id) :]
        for programme in programmes.values()
        if programme.specialises is not None
        for each in (programme.id, programme.conditions, *(benefit.id for benefit in programme.benefits.values()))
    }
    found = dict(facts)
    for key, fact in facts.items():
        space, _, name = key[1].partition(":")
        bounded = isinstance(fact.type, (BoolType, EnumType)) or key[1] in restated
        if space not in parts or not fact.computed or not fact.in_force or not bounded or name == IN_TERRITORY:
            continue
        inside = f"{key[1]}.inside"
        here: n.Node = n.Ref(f"{space}:{IN_TERRITORY}", "household")
        if fact.of == "person":
            here = n.OfHousehold(here)
        label = Words(f"{fact.label.vi} (trong địa bàn)", f"{fact.label.en} (inside the territory)")
        found[fact.of, inside] = replace(fact, id=inside, label=label, given=False, decision=False)
        formula = n.IfElse(here, n.Ref(inside, fact.of), _outside(fact, restated.get(key[1]), facts))
        found[key] = replace(fact, formula=formula, raw=frozenset())
    return found


def _spaces(packs: Sequence[PackText]) -> dict[str, tuple[str, ...]]:
    """Each place's namespace with the words for its territory; none where it is all of the place."""
    found: dict[str, tuple[str, ...]] = {}
    for pack in packs:
        if pack.namespace != NATION:
            known = found.get(pack.namespace)
            whole = known == () or not pack.within
            found[pack.namespace] = () if whole else tuple(dict.fromkeys((*(known or ()), *pack.within)))
    return found


def _outside(fact: ResolvedFact, restated: str | None, facts: Mapping[Key, ResolvedFact]) -> n.Node:
    name = fact.id.partition(":")[2]
    national = facts.get((fact.of, restated or f"{NATION}:{name}"))
    same = national is not None and national.type == fact.type and national.in_force
    if national is not None and same and restated is not None:
        return n.Ref(national.id, fact.of)
    if isinstance(fact.type, BoolType):
        return n.Literal(False)
    if isinstance(fact.type, EnumType) and NONE in fact.type.members:
        return n.Literal(NONE)
    if isinstance(fact.type, NumberType):
        return n.Literal(0)
    if national is not None and same:
        return n.Ref(national.id, fact.of)
    raise PovrulesError(
        f"{fact.id} has no answer for households outside its territory",
        expected="a member none in its list, or a class of the nation of the same name",
    )

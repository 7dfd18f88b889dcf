"""All law texts of the loaded packs in one table, each thing under its namespace. Order of packs does not matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from povrules.language.errors import Span
from povrules.language.nodes import Scope
from povrules.language.symbols import NATION
from povrules.law.errors import LawError
from povrules.law.model import Claim, Constant, Constraint, Decision, Enum, Fact, NamedSet, Parameter, Variable
from povrules.law.programme_model import Addition, Overlap, Programme
from povrules.law.text import Coverage, Instrument
from povrules.policy.additions import Local, localised
from povrules.policy.overriding import overridden
from povrules.policy.pack_text import PackText as PackText


class Declared(Protocol):
    """Anything a policy file declares under an id."""

    @property
    def id(self) -> str:
        """Its id, without a namespace."""
        ...

    @property
    def span(self) -> Span:
        """Where it is declared."""
        ...


D = TypeVar("D", bound=Declared)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything the packs declare, by full id. Instruments are shared by all namespaces."""

    instruments: dict[str, Instrument]
    enums: dict[str, Enum]
    facts: dict[tuple[Scope, str], Fact]
    constants: dict[str, Constant]
    parameters: dict[str, Parameter]
    variables: dict[str, Variable]
    sets: dict[str, NamedSet]
    decisions: dict[str, Decision]
    constraints: dict[str, Constraint]
    claims: dict[str, Claim]
    programmes: dict[str, Programme]
    overlaps: dict[str, Overlap]
    coverage: tuple[tuple[str, Coverage], ...]
    pack_of: dict[str, str]
    """Which pack a programme comes from."""
    local: dict[str, Local]
    """Programmes of the nation as a place grants them, by id; they stand among the ``programmes`` too."""
    local_overlaps: dict[str, str]
    """Groups of the nation among programmes as a place grants them: their id, and the nation's."""


def merge(packs: Sequence[PackText]) -> Merged:
    """Put the packs together.

    Raises:
        LawError: one id declared twice in a namespace, with both places, unless one overrides the other by name; a
            rule of a place that reaches outside of it.
    """
    stated = overridden(packs)

    def by_id(of: str) -> dict[str, D]:
        found = (
            (f"{pack.namespace}:{item.id}", item)
            for pack in packs
            for text in pack.texts
            for item in getattr(text, of)
            if stated.get((of, f"{pack.namespace}:{item.id}"), pack.id) == pack.id
        )
        return _once(found)

    facts: dict[tuple[Scope, str], Fact] = {}
    for pack in packs:
        for text in pack.texts:
            for fact in text.facts:
                key: tuple[Scope, str] = (fact.of, f"{pack.namespace}:{fact.id}")
                if stated.get(("facts", key[1]), pack.id) == pack.id:
                    _refuse_twice(facts, key, fact)
                    facts[key] = fact
    pack_of = {f"{p.namespace}:{item.id}": p.id for p in packs for text in p.texts for item in text.programmes}
    additions: dict[str, Addition] = by_id("additions")
    pack_of |= {f"{p.namespace}:{item.id}": p.id for p in packs for text in p.texts for item in text.additions}
    programmes: dict[str, Programme] = by_id("programmes")
    overlaps: dict[str, Overlap] = by_id("overlaps")
    local = localised(programmes, overlaps, additions)
    merged = Merged(
        instruments=_once((item.id, item) for pack in packs for text in pack.texts for item in text.instruments),
        enums=by_id("enums"),
        facts=facts,
        constants=by_id("constants"),
        parameters=by_id("parameters"),
        variables=by_id("variables"),
        sets=by_id("sets"),
        decisions=by_id("decisions"),
        constraints=by_id("constraints"),
        claims=by_id("claims"),
        programmes=local.beside(programmes),
        overlaps=overlaps,
        pack_of={id: pack_of[of.national] for id, of in local.records.items()} | pack_of,
        local=local.records,
        local_overlaps=local.overlaps,
        coverage=tuple((pack.id, text.coverage) for pack in packs for text in pack.texts if text.coverage is not None),
    )
    _refuse_one_name_for_two(merged)
    _stay_inside(merged)
    return merged


def _stay_inside(merged: Merged) -> None:
    """A group of a place among programmes of the nation would decide whether these are granted."""
    for id, overlap in merged.overlaps.items():
        space = id.partition(":")[0]
        for name in overlap.among:
            if (
                space != NATION
                and f"{space}:{name}" not in merged.programmes
                and f"{NATION}:{name}" in merged.programmes
            ):
                what = f"the group {overlap.id} reaches outside the place {space}: {name} is the nation's"
                raise LawError(
                    what, span=overlap.span, expected="programmes of its own, or `additions:` to the nation's"
                )


def _refuse_one_name_for_two(merged: Merged) -> None:
    """A name in a rule must mean one thing. An enum may share its name: it never stands in a rule by itself."""
    found: dict[str, Declared] = {}
    kinds = (merged.constants, merged.parameters, merged.sets, merged.variables, merged.decisions)
    for id, item in ((id, item) for kind in kinds for id, item in kind.items()):
        _refuse_twice(found, id, item)
        found[id] = item
    for (of, id), fact in merged.facts.items():
        # A fact of a member and one of the household may share a name: household.x tells them apart.
        other = found.get(id)
        if other is not None and getattr(other, "of", of) == of:
            _refuse_twice(found, id, fact)


def _once(items: Iterable[tuple[str, D]]) -> dict[str, D]:
    found: dict[str, D] = {}
    for id, item in items:
        _refuse_twice(found, id, item)
        found[id] = item
    return found


def _refuse_twice(found: dict[Key, D], key: Key, item: D) -> None:
    if key in found:
        raise LawError(
            f"{item.id} is declared twice; the first stands at {found[key].span}",
            span=item.span,
            # Acts are cited by all packs under one id, and never restated.
            expected="an id of its own"
            if isinstance(item, Instrument)
            else "an id of its own, or `overrides:` in pack.yaml with reason and citation",
        )

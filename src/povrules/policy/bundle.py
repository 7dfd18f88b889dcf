"""The law of a policy as a content-addressed bundle: what its answers rest on, as canonical JSON, named by its digest.

A bundle holds law and nothing else: no labels, notes, files or versions. So two libraries that know the same law of a
day have the same bundle, on any machine, also when one of them knows amendments that were issued later (``known_on``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from povrules.language import nodes as n
from povrules.language.canonical import canonical, digest_of, plain, plain_rule
from povrules.language.types import BoolType, DateType, EnumType, NumberType, Type
from povrules.policy.ordering import Key, law_read, reads
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedParameter, ResolvedPolicy
from povrules.policy.resolving import MEANING

FORMAT = "povrules-bundle/1"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Law, as one canonical text.

    Args:
        text: canonical JSON.

    >>> import povrules as pr
    >>> bundle = pr.load_policy(on="2024-10-01").bundle
    >>> bundle.file_name == bundle.digest.removeprefix("sha256:") + ".json"
    True
    """

    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text: the address of the bundle."""
        return digest_of(self.text)

    @property
    def file_name(self) -> str:
        """The name of a file that holds it."""
        return self.digest.removeprefix("sha256:") + ".json"


def answered(policy: ResolvedPolicy) -> tuple[Key, ...]:
    """What a policy decides: classes and tables, which indicators are deprived and how many, programmes, benefits."""
    found: dict[Key, None] = {key: None for key, fact in policy.facts.items() if _decides(fact)}
    for named in policy.sets.values():
        found |= dict.fromkeys((named.of, id) for id in named.items)
    for programme in policy.programmes.values():
        if programme.in_force and programme.outside is None:
            ids = (programme.id, programme.conditions, *(b.id for b in programme.benefits.values()))
            found |= dict.fromkeys((programme.of, id) for id in ids if policy.facts[programme.of, id].in_force)
    return tuple(found)


def _decides(fact: ResolvedFact) -> bool:
    """A decision table, a class that is chosen between tables, or the count of a set."""
    chosen = fact.decision or isinstance(fact.type, EnumType) or isinstance(fact.formula, n.CountTrue)
    return fact.computed and fact.in_force and chosen


@lru_cache(maxsize=16)
def bundle_of(policy: ResolvedPolicy) -> Bundle:
    """The bundle of all that a policy decides. Kept by the policy's digest, which covers all it is made of."""
    facts = rests_on(policy, answered(policy))
    constraints = [c for c in policy.constraints if any(key in facts for key in reads(c.that))]
    facts = rests_on(policy, [*facts, *(key for c in constraints for key in reads(c.that))])
    rules = [policy.facts[key].formula for key in facts]
    conditions = [c.that for c in constraints]
    named = _parameters(node for node in [*rules, *conditions] if node is not None)
    invariants = [that for that in policy.invariants if _parameters([that]) & named]
    named |= _parameters(invariants)
    parameters = {id: policy.parameters[id] for id in named}
    bases = [*(policy.facts[key].basis for key in facts), *(p.basis for p in parameters.values())]
    cited = {basis.enacted_by for basis in bases if basis is not None and basis.enacted_by is not None}
    enums = {t.name: list(t.members) for t in _enums(policy, facts, parameters.values())}
    law = {
        "format": FORMAT,
        "meaning": MEANING,
        "on": policy.on.isoformat(),
        "place": policy.place,
        "evidence": str(policy.evidence),
        "answers": [f"{of} {id}" for of, id in answered(policy)],
        "enums": enums,
        "facts": {f"{of} {id}": _fact(policy.facts[of, id]) for of, id in facts},
        "parameters": {id: _parameter(parameter) for id, parameter in parameters.items()},
        "constraints": {c.id: plain_rule(c.that) for c in constraints},
        "invariants": [plain_rule(that) for that in invariants],
        "instruments": {
            id: {"number": i.number, "issued": None if i.issued is None else i.issued.isoformat()}
            for id, i in policy.instruments.items()
            if id in cited
        },
    }
    return Bundle(canonical(law))


def rests_on(policy: ResolvedPolicy, wanted: Iterable[Key]) -> tuple[Key, ...]:
    """The facts that answers rest on: these, all that their rules read, and what says where a value comes from."""
    found: dict[Key, None] = {}
    waiting = list(wanted)
    while waiting:
        key = waiting.pop(0)
        if key in found or key not in policy.facts:
            continue
        found[key] = None
        fact = policy.facts[key]
        if fact.formula is not None:
            waiting += sorted(reads(fact.formula))
        waiting += sorted(fact.raw)
    return tuple(found)


def _parameters(nodes: Iterable[n.Node]) -> set[str]:
    return {id for node in nodes for id in law_read(node)}


def _enums(
    policy: ResolvedPolicy, facts: Iterable[Key], parameters: Iterable[ResolvedParameter]
) -> dict[EnumType, None]:
    types = [*(policy.facts[key].type for key in facts)]
    for parameter in parameters:
        types += [parameter.type, *([] if parameter.by is None else [parameter.by])]
    return {each: None for each in types if isinstance(each, EnumType)}


def _fact(fact: ResolvedFact) -> dict[str, Any]:
    return {
        "type": _type(fact.type),
        "low": plain(fact.low),
        "high": plain(fact.high),
        "given": fact.given,
        "general": fact.general,
        "computed": fact.computed,
        "reads_members": fact.reads_members,
        "raw": sorted(f"{of} {id}" for of, id in fact.raw),
        "rule": None if fact.formula is None else plain_rule(fact.formula),
        "basis": plain_basis(fact.basis),
    }


def _parameter(parameter: ResolvedParameter) -> dict[str, Any]:
    return {
        "type": _type(parameter.type),
        "by": None if parameter.by is None else parameter.by.name,
        "cells": [[member, plain(value)] for member, value in parameter.cells],
        "low": plain(parameter.low),
        "high": plain(parameter.high),
        "basis": plain_basis(parameter.basis),
    }


def plain_basis(basis: Basis | None) -> dict[str, Any] | None:
    """Where a value or rule comes from, as JSON: instrument, place in it, days in force, evidence."""
    if basis is None:
        return None
    start = basis.start
    last = None if start is None or start.not_after is None else start.not_after.isoformat()
    return {
        "enacted_by": basis.enacted_by,
        "at": basis.at,
        "from": None if start is None else {"not_before": start.not_before.isoformat(), "not_after": last},
        "to": None if basis.end is None else basis.end.isoformat(),
        "evidence": str(basis.evidence),
        "why_unknown": basis.why_unknown,
    }


def _type(type: Type) -> Any:
    match type:
        case BoolType():
            return "truth"
        case NumberType(integer=integer):
            return "integer" if integer else "number"
        case DateType():
            return "day"
        case EnumType(name=name):
            return {"one_of": name}
    return "text"

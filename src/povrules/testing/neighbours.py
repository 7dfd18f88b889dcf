"""A place beside the nation: what is its own to answer for, and that the nation is the same with it as without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from povrules.language import nodes as n
from povrules.language.symbols import NATION
from povrules.language.types import NumberType
from povrules.policy.frozen import FrozenMap
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy


def asked(law: ResolvedPolicy, space: str) -> list[Key]:
    """What a place works out itself, but for amounts that rest on law nobody knows: they say nothing about engines."""

    def rests_on_unknown_law(key: Key) -> bool:
        fact = law.facts[key]
        if fact.formula is None:
            return fact.computed
        parts = [part.id for part in n.walk(fact.formula) if isinstance(part, n.ParameterRef)]
        if any(None in dict(law.parameters[id].cells).values() for id in parts):
            return True
        return any(rests_on_unknown_law(read) for read in reads(fact.formula))

    return [
        key
        for key, fact in law.facts.items()
        if fact.computed
        and key[1].startswith(f"{space}:")
        and not (isinstance(fact.type, NumberType) and rests_on_unknown_law(key))
    ]


def interference(nation: ResolvedPolicy, law: ResolvedPolicy) -> Iterator[str]:
    """What of the nation is another with the law of a place than without it: nothing, or a line for each."""
    kinds: dict[str, tuple[Any, Any]] = {
        "rule": (nation.facts, law.facts),
        "value": (nation.parameters, law.parameters),
        "set": (nation.sets, law.sets),
        "list": (nation.enums, law.enums),
        "instrument": (nation.instruments, law.instruments),
        "group": (nation.overlaps, law.overlaps),
    }
    for kind, (before, after) in kinds.items():
        for key, item in before.items():
            if key not in after or after[key] != item:
                yield f"the {kind} {key[1] if isinstance(key, tuple) else key} of the nation is another with the pack"
    if nation.constraints != tuple(c for c in law.constraints if c.id.startswith(f"{NATION}:")):
        yield "the constraints of the nation are others with the pack"


def with_tables_of(law: ResolvedPolicy, space: str) -> ResolvedPolicy:
    """The policy with the decision tables of one namespace alone; the others are somebody else's to prove."""
    facts = {key: fact for key, fact in law.facts.items() if key[1].startswith(f"{space}:")}
    others = {
        key: replace(fact, formula=_untabled(fact.formula)) for key, fact in law.facts.items() if key not in facts
    }
    return replace(law, facts=FrozenMap({key: (facts | others)[key] for key in law.facts}))


def _untabled(formula: n.Node | None) -> n.Node | None:
    """A table wrapped, so that it is a rule like any other."""
    return n.IfElse(n.Literal(True), formula, formula) if isinstance(formula, n.Table) else formula

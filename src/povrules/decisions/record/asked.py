"""Free text in a record: kept where a rule asks for that very text, else only that it is another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from povrules.facts.household import Given, Household
from povrules.language import nodes as n
from povrules.language.types import TextType
from povrules.policy.ordering import Key
from povrules.policy.resolved import ResolvedPolicy

ANOTHER = "*"
"""Stands for every text that no rule asks for: so a name typed into the wrong field is in no record."""


def only_asked(policy: ResolvedPolicy, household: Household) -> Household:
    """The household with texts that no rule asks for left out of the way.

    A text that is compared with something else than words of a rule is kept: what it says may matter.
    """
    asked: dict[Key, set[Any] | None] = {}
    for rule in _rules(policy):
        for key, words in _compared(policy, rule):
            known = asked.setdefault(key, set())
            asked[key] = None if known is None or words is None else known | words

    def kept(of: n.Scope, facts: Mapping[str, Given]) -> dict[str, Given]:
        return {id: _kept(policy, (of, id), value, asked) for id, value in facts.items()}

    members = tuple(kept("person", member) for member in household.members)
    return Household(kept("household", household.facts), members, household.unlisted)


def _kept(policy: ResolvedPolicy, key: Key, value: Given, asked: Mapping[Key, set[Any] | None]) -> Given:
    fact = policy.facts.get(key)
    if value is None or fact is None or not isinstance(fact.type, TextType):
        return value
    words = asked.get(key, set())
    return value if words is None or value in words else ANOTHER


def _rules(policy: ResolvedPolicy) -> Iterator[n.Node]:
    yield from (fact.formula for fact in policy.facts.values() if fact.formula is not None)
    yield from (constraint.that for constraint in policy.constraints)


def _words(policy: ResolvedPolicy, node: n.Node) -> set[Any] | None:
    """The words that a part of a rule can stand for; None where that is not known."""
    if isinstance(node, n.Literal):
        return {node.value}
    if isinstance(node, n.ParameterRef):
        values = {value for _, value in policy.parameters[node.id].cells}
        return None if None in values else values
    return None


def _compared(policy: ResolvedPolicy, rule: n.Node) -> Iterator[tuple[Key, set[Any] | None]]:
    """The facts a rule reads, with the words it compares each with; None where it reads one in another way."""
    plainly: set[int] = set()
    for part in n.walk(rule):
        sides: list[tuple[n.Node, tuple[n.Node, ...]]] = []
        if isinstance(part, n.Compare):
            sides = [(part.left, (part.right,)), (part.right, (part.left,))]
        elif isinstance(part, n.OneOfThese):
            sides = [(part.item, part.options)]
        for one, others in sides:
            inner = one.item if isinstance(one, n.OfHousehold) else one
            words = [_words(policy, other) for other in others]
            if isinstance(inner, n.Ref) and None not in words:
                plainly.add(id(inner))
                yield (inner.of, inner.id), {word for known in words for word in known or ()}
    yield from (((p.of, p.id), None) for p in n.walk(rule) if isinstance(p, n.Ref) and id(p) not in plainly)

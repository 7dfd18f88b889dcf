"""Everything of the law that has a page, and where the page lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from docs.building.timeline import Key, Timeline
from povrules.language.nodes import Scope
from povrules.law.model import Dated, Decision, NamedSet, Parameter, Variable, Words
from povrules.law.programme_model import Overlap, Programme

Kind = Literal["parameters", "indicators", "decisions", "rules", "programmes", "overlaps", "sets"]
Declared = Parameter | Variable | Decision | Programme | Overlap | NamedSet
KINDS: tuple[Kind, ...] = ("parameters", "indicators", "sets", "decisions", "programmes", "overlaps", "rules")


@dataclass(frozen=True)
class Thing:
    """Something of the law with a page of its own.

    Args:
        kind: what it is; the folder of its page.
        name: its id without a namespace.
        unit: the folder of ``policies/vn`` in which it is declared.
        of: household or person; None for a value of law.
        declared: what the folder says.
    """

    kind: Kind
    name: str
    unit: str
    of: Scope | None
    declared: Declared

    @property
    def id(self) -> str:
        """With the namespace of the nation."""
        return f"vn:{self.name}"

    @property
    def key(self) -> Key:
        """Of the fact that carries its answer.

        Raises:
            ValueError: a value of law, which is no fact.
        """
        if self.of is None:
            raise ValueError(f"{self.name} is a value of law")
        return self.of, self.id

    @property
    def label(self) -> Words:
        """What it is called."""
        return self.declared.label

    @property
    def path(self) -> str:
        """Of its page, inside the sources of one language."""
        return f"law/{self.kind}/{self.name}.md"


@dataclass(frozen=True)
class Things:
    """All of them, found by kind, by value of law and by fact."""

    all: tuple[Thing, ...]

    @classmethod
    def of(cls, line: Timeline) -> Things:
        """What the law declares, in its order.

        >>> found = Things.of(Timeline.built_in())
        >>> {thing.kind for thing in found.all} == set(KINDS)
        True
        """
        return cls(tuple(thing for unit in line.texts for thing in _declared(line, unit)))

    def kind(self, kind: Kind) -> tuple[Thing, ...]:
        """Those of one kind."""
        return tuple(thing for thing in self.all if thing.kind == kind)

    def parameter(self, id: str) -> Thing | None:
        """The value of law of an id; None for a definition that is no law."""
        return self._parameters.get(id)

    def fact(self, key: Key) -> Thing | None:
        """What has the page of a fact: the rule, or the programme whose answer it is; None for an observed fact."""
        of, id = key
        return self._facts.get(key) or self._facts.get((of, id.partition(".")[0]))

    @cached_property
    def _parameters(self) -> Mapping[str, Thing]:
        return {thing.id: thing for thing in self.all if thing.of is None}

    @cached_property
    def _facts(self) -> Mapping[Key, Thing]:
        return {thing.key: thing for thing in self.all if thing.of is not None and thing.kind != "sets"}


def _declared(line: Timeline, unit: str) -> Iterator[Thing]:
    text = line.texts[unit]
    counted = {item for each in line.texts.values() for named in each.sets for m in named.members for item in m.items}
    for parameter in text.parameters:
        yield Thing("parameters", parameter.id, unit, None, parameter)
    for variable in text.variables:
        kind: Kind = "indicators" if variable.id in counted else "rules"
        yield Thing(kind, variable.id, unit, variable.of, variable)
    for named in text.sets:
        yield Thing("sets", named.id, unit, named.of, named)
    for decision in text.decisions:
        yield Thing("decisions", decision.id, unit, decision.of, decision)
    for programme in text.programmes:
        yield Thing("programmes", programme.id, unit, programme.of, programme)
    for overlap in text.overlaps:
        yield Thing("overlaps", overlap.id, unit, overlap.of, overlap)


def entries_of(thing: Thing) -> Iterator[tuple[str, Dated]]:
    """Every dated entry of a thing, with the benefit it belongs to (empty for the thing itself)."""
    match thing.declared:
        case Parameter(values=values):
            yield from (("", value.dated) for value in values)
        case Variable(rules=rules) | Overlap(rules=rules):
            yield from (("", rule.dated) for rule in rules)
        case NamedSet(members=members):
            yield from (("", each.dated) for each in members)
        case Decision(tables=tables):
            yield from (("", table.dated) for table in tables)
        case Programme(eligible=eligible, benefits=benefits):
            yield from (("", rule.dated) for rule in eligible)
            yield from ((benefit.id, rule.dated) for benefit in benefits for rule in benefit.rules)

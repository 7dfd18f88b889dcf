"""What reads what, over all days: the graph of the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from docs.building.things import Thing, Things
from docs.building.timeline import Key, Timeline
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.law.model import NamedSet
from povrules.law.programme_model import Overlap
from povrules.policy.resolved import ResolvedPolicy

Source = tuple[Literal["law"] | Scope, str]
"""A value of law, or a fact of a household or a person, by id."""


@dataclass(frozen=True)
class Links:
    """Which thing uses which source, in the order of the law.

    Args:
        uses: by thing, what its rules read on any day.
        users: by source, the things that read it.
    """

    uses: Mapping[Thing, tuple[Source, ...]]
    users: Mapping[Source, tuple[Thing, ...]]

    @classmethod
    def of(cls, line: Timeline, things: Things) -> Links:
        """Gather them from the rules in force on every day.

        >>> line = Timeline.built_in()
        >>> things = Things.of(line)
        >>> income_line = things.kind("parameters")[0]
        >>> len(Links.of(line, things).uses) > 0
        True
        """
        uses: dict[Thing, dict[Source, None]] = {}
        for policy in line.policies.values():
            for thing, source in _read(policy, things):
                uses.setdefault(thing, {})[source] = None
        for thing in things.all:
            for source in _listed(thing):
                uses.setdefault(thing, {})[source] = None
        users: dict[Source, dict[Thing, None]] = {}
        for thing in things.all:
            for source in uses.get(thing, {}):
                users.setdefault(source, {})[thing] = None
        return cls({t: tuple(s) for t, s in uses.items()}, {s: tuple(t) for s, t in users.items()})

    def used_by(self, thing: Thing) -> tuple[Thing, ...]:
        """The things that read a thing: its value, its answer, or one of a programme's."""
        source: Source = ("law", thing.id) if thing.of is None else thing.key
        return self.users.get(source, ())


def _read(policy: ResolvedPolicy, things: Things) -> Iterator[tuple[Thing, Source]]:
    for key, fact in policy.facts.items():
        thing = things.fact(key)
        if thing is None or fact.formula is None:
            continue
        for part in n.walk(fact.formula):
            source = _source(part, things)
            if source is not None and source != (thing.of, thing.id):
                yield thing, source


def _source(part: n.Node, things: Things) -> Source | None:
    if isinstance(part, n.ParameterRef):
        return "law", part.id
    if isinstance(part, n.Ref):
        key: Key = (part.of, part.id)
        found = things.fact(key)
        return key if found is None else found.key
    return None


def _listed(thing: Thing) -> Iterator[Source]:
    """What a set counts, and the programmes of a group."""
    assert thing.of is not None or thing.kind == "parameters"
    match thing.declared:
        case NamedSet(of=of, members=members):
            yield from ((of, f"vn:{item}") for each in members for item in each.items)
        case Overlap(of=of, among=among):
            yield from ((of, f"vn:{name}") for name in among)

"""What each fact and each part of a rule can still be for one household, with exact numbers and no float.

The counterpart of the reference engine's values: a domain instead of a diagram. What facts have in common is lost, so
a domain may hold too much and never too little; `splitting.py` takes cases apart where that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from povrules.engines.carrying import Carrying
from povrules.engines.durable.domains import ANYTHING, BOTH, Domain, known, typed
from povrules.engines.durable.evaluating import HANDLERS, of_nobody_knows_how_many
from povrules.engines.durable.reading import below
from povrules.facts.household import Household
from povrules.language import nodes as n
from povrules.language.calendar import PartialDate
from povrules.language.types import TextType
from povrules.policy.hosted import BIRTH_DATE, OBSERVED_ON
from povrules.policy.resolved import ResolvedFact, ResolvedPolicy

Leaf = tuple[str, Any, Any]
"""What is unknown: ``("fact", id, member)``, ``("law", id, cell)``, ``("members", rule, None)``."""
Cases = Mapping[Leaf, Domain]
Place = tuple[str, int | None]


class Bounds(Carrying):
    """Domains of everything about one household, worked out when asked for and kept.

    Args:
        policy: the law in force.
        household: checked facts.
    """

    def __init__(self, policy: ResolvedPolicy, household: Household) -> None:
        super().__init__(policy, household)
        self.cases: Cases = {}
        self._made: dict[Place, Domain] = {}
        self._sources: dict[Place, str] = {}

    def trust(self, before: Bounds) -> None:
        """Take over where facts come from: the same facts are carried as before, and as much is known of each."""
        self._sources = before._sources

    def taking(self, leaf: Leaf, part: Domain) -> Bounds:
        """The same household with one unknown thing taken to be this; what does not turn on it is not worked out again.

        Args:
            leaf: the unknown thing.
            part: of its domain.
        """
        made = copy(self)
        made.cases = {**self.cases, leaf: part}
        if leaf[0] in ("atom", "tally"):
            return made
        own, others = below(self.policy).places(leaf)
        made._made = {
            place: found
            for place, found in self._made.items()
            if known(found) or place[0] not in (own if place[1] == leaf[2] else others)
        }
        return made

    # facts ---------------------------------------------------------------------------------------------------------

    def of(self, id: str, member: int | None = None) -> Domain:
        """What a fact, variable or decision can be."""
        place = (id, member)
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self._found(id, member)
        return found

    def value(self, node: n.Node, member: int | None = None) -> Domain:
        """What a part of a rule can be."""
        return HANDLERS[type(node)](self, node, member)

    def truths(self, node: n.Node, member: int | None = None) -> tuple[bool, ...]:
        """Which truths a condition can have."""
        found = self.value(node, member)
        return found if isinstance(found, tuple) else BOTH

    def source(self, id: str, member: int | None = None) -> str:
        """``given``, ``rule`` or ``unknown``; asked for often, so it is kept."""
        found = self._sources.get((id, member))
        if found is None:
            found = self._sources[id, member] = super().source(id, member)
        return found

    def _found(self, id: str, member: int | None) -> Domain:
        taken = self.cases.get(("fact", id, member))
        if taken is not None:
            return taken
        fact = self.fact(id, member)
        source = self.source(id, member)
        if source == "given":
            return (self.carried(member)[id],)
        if source == "unknown":
            return self._unknown(fact, member)
        if fact.formula is None:
            return self.cases.get(("law", id, None)) or typed(fact.type, fact.low, fact.high)
        return self.value(fact.formula, member)

    def _unknown(self, fact: ResolvedFact, member: int | None) -> Domain:
        low: Any = fact.low
        high: Any = fact.high
        given = self.carried(member).get(fact.id)
        if isinstance(given, PartialDate):
            low, high = given.first, given.last
        elif fact.id == BIRTH_DATE and high is None:
            high = self._observed()
        if fact.id == BIRTH_DATE:
            low, high = self.born(member, low, high, self._observed())
        if isinstance(fact.type, TextType):
            return below(self.policy).texts((fact.of, fact.id)) or ANYTHING
        return typed(fact.type, low, high)

    def _observed(self) -> Any:
        """The day the facts hold; None where it is not one day."""
        days = self.of(OBSERVED_ON)
        return days[0] if isinstance(days, tuple) and len(days) == 1 else None

    # what is open --------------------------------------------------------------------------------------------------

    def leaves(self, node: n.Node, member: int | None) -> Iterator[Leaf]:
        """What is unknown below a part of a rule, in the order of reading; some more than once."""
        if isinstance(node, n.Ref):
            yield from self.leaves_of(node.id, member if node.of == "person" else None)
        elif isinstance(node, n.ParameterRef):
            yield from self._open_law(node, member)
        elif isinstance(node, n.OfHousehold):
            yield from self.leaves(node.item, None)
        elif isinstance(node, n.OverMembers):
            if not self.size:
                yield ("members", node, None)
            for i in range(self.size):
                yield from self.leaves(node.item, i)
        else:
            for child in n.children(node):
                yield from self.leaves(child, member)

    def leaves_of(self, id: str, member: int | None) -> Iterator[Leaf]:
        """What is unknown below a fact."""
        if known(self.of(id, member)):
            return
        key = ("fact", id, member)
        fact = self.fact(id, member)
        if key in self.cases or self.source(id, member) == "unknown":
            yield key
        elif fact.formula is None:
            yield ("law", id, None)
        else:
            yield from self.leaves(fact.formula, member)

    def _open_law(self, node: n.ParameterRef, member: int | None) -> Iterator[Leaf]:
        parameter = self.policy.parameters[node.id]
        cells: Domain = (None,)
        if node.index is not None:
            yield from self.leaves(node.index, member)
            cells = self.value(node.index, member)
        for cell in cells if isinstance(cells, tuple) else ():
            key = ("law", node.id, cell)
            if parameter.value(cell) is None and not known(self.cases.get(key, ())):
                yield key

    def leaf(self, leaf: Leaf) -> Domain:
        """What one unknown thing can be."""
        kind, id, where = leaf
        if leaf in self.cases:
            return self.cases[leaf]
        if kind == "fact":
            return self.of(id, where)
        if kind == "members":
            return of_nobody_knows_how_many(id)
        if id in self.policy.parameters:
            parameter = self.policy.parameters[id]
            return typed(parameter.type, parameter.low, parameter.high)
        fact = next(fact for (_, key), fact in self.policy.facts.items() if key == id)
        return typed(fact.type, fact.low, fact.high)

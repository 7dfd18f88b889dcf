"""What turns on what: which facts, and which parts of rules, can change when one unknown thing is settled."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from povrules.language import nodes as n
from povrules.policy.ordering import Key, reads
from povrules.policy.resolved import ResolvedPolicy

Leaf = tuple[str, Any, Any]
Ids = frozenset[str]
OTHER = "\x00"
"""A text that nobody writes."""


class Below:
    """What a policy's rules read, followed down and up; worked out when asked for.

    Args:
        policy: the law in force.
    """

    def __init__(self, policy: ResolvedPolicy) -> None:
        self._policy = policy
        self._readers: dict[Key, set[Key]] = {}
        self._of_law: dict[str, set[Key]] = {}
        for key, fact in policy.facts.items():
            for read in reads(fact.formula):
                self._readers.setdefault(read, set()).add(key)
            for part in () if fact.formula is None else n.walk(fact.formula):
                if isinstance(part, n.ParameterRef):
                    self._of_law.setdefault(part.id, set()).add(key)
        self._places: dict[tuple[str, Any, bool], tuple[Ids, Ids]] = {}
        self._texts: dict[Key, tuple[str, ...] | None] = {}
        self._nodes: dict[int, tuple[n.Node, frozenset[object]]] = {}

    def _up(self, keys: set[Key]) -> set[Key]:
        found: set[Key] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._readers.get(key, ())
        return found

    def places(self, leaf: Leaf) -> tuple[Ids, Ids]:
        """The ids that can change with an unknown thing: those of the one it is about, and those of others.

        Args:
            leaf: the unknown thing.
        """
        kind, id, whose = leaf
        name = (kind, id if kind != "members" else None, whose is None)
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = self._found(kind, id, whose)
        return found

    def _found(self, kind: str, id: Any, whose: int | None) -> tuple[Ids, Ids]:
        if kind == "members":
            every = frozenset(id for _, id in self._policy.facts)
            return every, every
        if kind == "law":
            keys = self._up({*self._of_law.get(id, ()), ("household", id), ("person", id)})
        else:
            keys = self._up({("household" if whose is None else "person", id)})
        every = frozenset(id for _, id in keys)
        if kind == "law" or whose is None:
            return every, every
        return every, frozenset(id for _, id in self._up({key for key in keys if key[0] == "household"}))

    def texts(self, key: Key) -> tuple[str, ...] | None:
        """The texts that a fact is compared with and one besides, which stands for all others; None where rules do more
        with it than that.

        Args:
            key: of the fact.
        """
        if key not in self._texts:
            found: dict[str, None] = {}
            formulas = [fact.formula for fact in self._policy.facts.values() if key in reads(fact.formula)]
            parts = [part for formula in formulas if formula is not None for part in n.walk(formula)]
            known = sum(isinstance(part, n.Ref) and (part.of, part.id) == key for part in parts)
            for part in parts:
                if isinstance(part, n.OneOfThese) and part.item == n.Ref(key[1], key[0]):
                    options = [self._text(option) for option in part.options]
                    if all(isinstance(option, str) for option in options):
                        known -= 1
                        found |= dict.fromkeys(str(option) for option in options)
            self._texts[key] = (*found, OTHER) if known == 0 and found else None
        return self._texts[key]

    def _text(self, node: n.Node) -> object:
        if isinstance(node, n.ParameterRef) and node.index is None:
            return self._policy.parameters[node.id].value(None)
        return node.value if isinstance(node, n.Literal) else None

    def turns_on(self, node: n.Node, leaf: Leaf) -> bool:
        """Whether a part of a rule can change with an unknown thing.

        Args:
            node: the part; it is one that lasts.
            leaf: the unknown thing.
        """
        held = self._nodes.get(id(node))
        if held is None:
            held = self._nodes[id(node)] = (node, frozenset(self._read_by(node)))
        kind, what, _ = leaf
        return kind == "members" or (kind, what) in held[1]

    def _read_by(self, node: n.Node) -> set[object]:
        found: set[object] = set()
        seen: set[Key] = set()
        waiting = [node]
        while waiting:
            for part in n.walk(waiting.pop()):
                if isinstance(part, n.ParameterRef):
                    found.add(("law", part.id))
                elif isinstance(part, n.Ref) and (part.of, part.id) not in seen:
                    seen.add((part.of, part.id))
                    found |= {("fact", part.id), ("law", part.id)}
                    formula = self._policy.facts[part.of, part.id].formula
                    if formula is not None:
                        waiting.append(formula)
        return found


@lru_cache(maxsize=32)
def below(policy: ResolvedPolicy) -> Below:
    """What turns on what under a policy."""
    return Below(policy)

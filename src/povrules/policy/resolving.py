"""From the merged law texts to the law of one day: picked by date, typed, bound, ordered, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from povrules.language import nodes as n
from povrules.language.binding import bind
from povrules.language.ranges import ANYTHING, Range, check_divisions
from povrules.language.symbols import NATION, Symbols
from povrules.language.types import BoolType, EnumType, NumberType, Type
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import Claim, Constraint, Decision, Expression, Fact, Rule, Variable
from povrules.law.text import LawText
from povrules.policy.class_readers import with_class_readers
from povrules.policy.dated import check_periods, in_force
from povrules.policy.frozen import FrozenMap
from povrules.policy.granting import Granting
from povrules.policy.hosted import hosted_facts
from povrules.policy.merging import Merged, PackText, merge
from povrules.policy.ordering import ordered, raw_facts
from povrules.policy.resolved import (
    Basis,
    Direction,
    ResolvedClaim,
    ResolvedConstraint,
    ResolvedFact,
    ResolvedPolicy,
)
from povrules.policy.territory import IN_TERRITORY, in_territory, within_territory
from povrules.policy.typing import read_range
from povrules.policy.values_of_law import BOOL, ValuesOfLaw, parsed

MEANING = 1
"""Raised when the meaning of rules changes, so that digests differ."""


def resolve(
    packs: Sequence[PackText],
    *,
    on: date,
    place: str = NATION,
    known_on: date | None = None,
    evidence: Evidence = Evidence.UNVERIFIED,
) -> ResolvedPolicy:
    """The law of one day.

    Args:
        packs: law texts, in any order.
        on: the target date, which selects the standard.
        place: code of the place; recorded here, checked where places are known.
        known_on: only instruments issued by then.
        evidence: weaker values and rules become unknown.

    Returns:
        An immutable policy.

    Raises:
        CoverageError: a day before the first or after the last that a pack covers, unless the pack has programmes:
            then they are left out, and it is an error to ask for one.
        LawError, RuleError, InvariantError: a pack that does not hold together, with file, line and column.
    """
    spaces = {pack.namespace for pack in packs} - {NATION}
    return _Resolver(merge(packs), on, known_on, evidence, spaces).policy(packs, place)


class _Resolver(ValuesOfLaw):
    """The values of law of one day, and the facts and rules that read them."""

    def __init__(
        self, merged: Merged, on: date, known_on: date | None, evidence: Evidence, spaces: Collection[str] = ()
    ) -> None:
        super().__init__(merged, on, known_on, evidence)
        self.spaces = sorted(spaces)
        self.types = self.all_types()

    def policy(self, packs: Sequence[PackText], place: str) -> ResolvedPolicy:
        facts = hosted_facts(self.view.on, self.merged.facts)
        facts |= {key: self.observed(key[1], fact) for key, fact in self.merged.facts.items()}
        facts |= {(v.of, id): self.variable(id, v) for id, v in self.merged.variables.items()}
        facts |= {(d.of, id): self.decision(id, d) for id, d in self.merged.decisions.items()}
        facts |= in_territory(packs, facts)
        granting = Granting(self, self.outside)
        facts |= granting.facts()
        facts = raw_facts(ordered(within_territory(packs, facts, granting.programmes)))
        constraints = tuple(self.constraint(id, c) for id, c in self.merged.constraints.items())
        digests = sorted(
            (p.id, p.namespace, p.version, *p.within, *file) for p in packs for text in p.texts for file in _files(text)
        )
        relations = tuple(self.relations())
        basis = [MEANING, str(self.view.on), str(self.view.known_on), place, str(self.view.evidence), digests]
        return ResolvedPolicy(
            on=self.view.on,
            known_on=self.view.known_on,
            place=place,
            evidence=self.view.evidence,
            enums=FrozenMap(self.enums),
            enum_labels=FrozenMap({id: FrozenMap(enum.members) for id, enum in self.merged.enums.items()}),
            facts=FrozenMap(facts),
            parameters=FrozenMap(self.parameters),
            sets=FrozenMap(self.sets),
            constraints=constraints,
            invariants=tuple(relation.that for relation in relations if self.holds(relation) is None),
            relations=relations,
            claims=tuple(self.claim(id, c, facts) for id, c in self.merged.claims.items()),
            directions=FrozenMap({(d.of, id): self.directions(id, d) for id, d in self.merged.decisions.items()}),
            instruments=FrozenMap(self.merged.instruments),
            packs=tuple(sorted((p.id, p.namespace, p.version) for p in packs)),
            digest=hashlib.sha256(json.dumps(basis, ensure_ascii=False).encode()).hexdigest(),
            programmes=FrozenMap(with_class_readers(granting.programmes, facts)),
            overlaps=FrozenMap(granting.overlaps),
        )

    # facts and rules -----------------------------------------------------------------------------------------------

    def all_types(self) -> dict[tuple[n.Scope, str], Type]:
        hosted = hosted_facts(self.view.on, self.merged.facts)
        types: dict[tuple[n.Scope, str], Type] = {key: fact.type for key, fact in hosted.items()}
        types |= {("household", f"{space}:{IN_TERRITORY}"): BOOL for space in self.spaces}
        for key, fact in self.merged.facts.items():
            types[key] = self.type_of(fact, key[1])
        computed: dict[str, Variable | Decision] = {**self.merged.variables, **self.merged.decisions}
        for id, item in computed.items():
            if (item.of, id) in types and item.id != IN_TERRITORY:
                raise LawError(f"{item.id} is a name that the library provides itself", span=item.span)
            types[item.of, id] = self.type_of(item, id)
        for id, programme in self.merged.programmes.items():
            if (programme.of, id) in types:
                raise LawError(f"{programme.id} is declared twice, as a programme and as a fact", span=programme.span)
            types[programme.of, id] = BOOL
            types |= {(programme.of, f"{id}.{b.id}"): self.type_of(b, id) for b in programme.benefits}
        return types

    def symbols(self, id: str) -> Symbols:
        within = id.partition(".")[0] if "." in id else None
        return Symbols(self.types, self.parameter_symbols, self.set_symbols, id.partition(":")[0], within)

    def declared(self, node: n.Ref | n.ParameterRef) -> Range:
        if isinstance(node, n.ParameterRef):
            return self.range_of(node)
        item = self.merged.facts.get((node.of, node.id)) or self.merged.variables.get(node.id)
        if item is None:
            return ANYTHING
        return read_range(item.range, self.types[node.of, node.id], item.span)

    def formula(self, expression: Expression, of: n.Scope, type: Type, id: str) -> n.Node:
        return self.bound(expression, of, type, id)[0]

    def bound(self, expression: Expression, of: n.Scope, type: Type | None, id: str) -> tuple[n.Node, Type]:
        node, found = bind(parsed(expression.text, expression.span), self.symbols(id), of, type)
        check_divisions(node, self.declared)
        return node, found

    def constraint(self, id: str, item: Constraint) -> ResolvedConstraint:
        """What holds between facts. One of a place may not say which facts of the nation are possible."""
        node = self.formula(item.that, item.of, BOOL, id)
        space = id.partition(":")[0]
        read = (part for part in n.walk(node) if isinstance(part, n.Ref))
        outside = next((part for part in read if part.id.partition(":")[0] != space), None) if space != NATION else None
        if outside is not None:
            what = f"the constraint {item.id} reaches outside the place {space}: it reads {outside.id}"
            raise LawError(what, span=item.that.span, expected="facts of its own namespace alone")
        return ResolvedConstraint(id, node, item.label)

    def claim(self, id: str, item: Claim, facts: Mapping[tuple[n.Scope, str], ResolvedFact]) -> ResolvedClaim:
        """What is to be proved; nothing where it reads what is not in force, or a rule that nobody has seen."""
        space = id.partition(":")[0]
        node = self.formula(item.that, item.of, BOOL, f"{space}:{item.within}.{item.id}" if item.within else id)
        read = {(part.of, part.id) for part in n.walk(node) if isinstance(part, n.Ref)}
        # What a place's rule gives inside its territory stands under the rule's own id.
        inside = {
            (part.of, part.id)
            for key in read
            for part in n.walk(facts[key].formula or n.Literal(False))
            if isinstance(part, n.Ref) and part.id.startswith(f"{key[1]}.")
        }
        known = all(facts[key].formula is not None or not facts[key].computed for key in read | inside)
        return ResolvedClaim(id, item.of, node if known else None, item.label)

    def directions(self, id: str, item: Decision) -> tuple[Direction, ...]:
        """The facts, those of named sets one by one, along which a decision moves one way."""
        if not isinstance(self.types[item.of, id], (BoolType, EnumType, NumberType)):
            said = item.rises_with or item.falls_with
            if said:
                raise LawError(
                    f"{item.id} has no order to rise or fall in", span=item.span, expected="enum, number, bool"
                )
        space = id.partition(":")[0]
        found = []
        for words, rises in ((item.rises_with, True), (item.falls_with, False)):
            for word in words:
                named = next((f"{at}:{word}" for at in (space, NATION) if f"{at}:{word}" in self.merged.sets), None)
                if named is None:
                    found.append(Direction((item.of, self.full(word, space, item.of, item.span)), rises))
                elif named in self.sets:
                    found += [Direction((item.of, each), rises) for each in self.sets[named].items]
        return tuple(found)

    def observed(self, id: str, fact: Fact) -> ResolvedFact:
        type = self.types[fact.of, id]
        low, high = read_range(fact.range, type, fact.span)
        return ResolvedFact(
            id, fact.of, type, low, high, fact.label, fact.question, fact.general, True, False, False, None, None,
            changeable=fact.changeable,
        )  # fmt: skip

    def variable(self, id: str, item: Variable) -> ResolvedFact:
        type = self.types[item.of, id]
        low, high = read_range(item.range, type, item.span)
        made = self.rule(id, item.of, type, item.rules, item.definition)
        return ResolvedFact(
            id, item.of, type, low, high, item.label, item.question, item.general, item.given, True, False, *made,
            changeable=item.changeable,
        )  # fmt: skip

    def rule(
        self, id: str, of: n.Scope, type: Type, rules: tuple[Rule, ...], definition: Expression | None
    ) -> tuple[n.Node | None, Basis | None, frozenset[tuple[n.Scope, str]]]:
        """The formula in force, its basis, and what the formulas of other days read where none is in force."""
        check_periods(id, rules, self.view.instruments)

        def bound(expression: Expression) -> n.Node:
            return self.formula(expression, of, type, id)

        if definition is not None:
            node = bound(definition)
            unknown = self.unknown_set(node)
            return (node, None, frozenset()) if unknown is None else (None, unknown, frozenset())
        entry, basis = in_force(rules, self.view)
        nodes = {rule.dated.span: bound(rule.formula) for rule in rules if rule.formula is not None}
        if entry is not None and entry.formula is not None:
            node = nodes[entry.dated.span]
            unknown = self.unknown_set(node)
            return (node, basis, frozenset()) if unknown is None else (None, unknown, frozenset())
        reads = frozenset((p.of, p.id) for node in nodes.values() for p in n.walk(node) if isinstance(p, n.Ref))
        return None, basis, reads

    def unknown_set(self, node: n.Node) -> Basis | None:
        for part in n.walk(node):
            if isinstance(part, (n.AtLeast, n.CountTrue)) and part.name is not None and not part.items:
                return self.unknown_sets[part.name]
        return None

    def decision(self, id: str, item: Decision) -> ResolvedFact:
        type = self.types[item.of, id]
        check_periods(item.id, item.tables, self.view.instruments)
        entry, basis = in_force(item.tables, self.view)
        node: n.Node | None = None
        for table in item.tables:
            rows = tuple(
                n.Row(
                    None if row.when is None else self.formula(row.when, item.of, BOOL, id),
                    self.formula(row.then, item.of, type, id),
                    row.at or table.dated.at,
                    span=row.span,
                )
                for row in table.rows or ()
            )
            if table is entry:
                node = n.Table(rows, "unique" if item.hit == "unique" else "first", span=item.span)
        if node is not None and (unknown := self.unknown_set(node)) is not None:
            node, basis = None, unknown
        return ResolvedFact(id, item.of, type, None, None, item.label, None, False, False, True, True, node, basis)


def _files(text: LawText) -> tuple[tuple[str, str], ...]:
    """Names and digests of what the text was read from; law made in memory is its own."""
    return text.files or (("", hashlib.sha256(repr(text).encode()).hexdigest()),)

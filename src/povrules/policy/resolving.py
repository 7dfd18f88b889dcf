"""From the merged law texts to the law of one day: picked by date, typed, bound, ordered, checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from povrules.language import nodes as n
from povrules.language.binding import bind
from povrules.language.constants import constant, for_every_member
from povrules.language.errors import PovrulesError, Span, closest
from povrules.language.parser import parse
from povrules.language.ranges import ANYTHING, Range, check_divisions
from povrules.language.symbols import NATION, ParameterSymbol, SetSymbol, Symbols
from povrules.language.types import BoolType, EnumType, NumberType, Type
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import (
    Benefit,
    Claim,
    Constant,
    Constraint,
    Decision,
    Expression,
    Fact,
    LawText,
    NamedSet,
    Parameter,
    Rule,
    Variable,
)
from povrules.policy.class_readers import with_class_readers
from povrules.policy.dated import View, check_periods, in_force
from povrules.policy.frozen import FrozenMap
from povrules.policy.granting import Granting
from povrules.policy.hosted import METHOD, hosted_facts
from povrules.policy.merging import Merged, PackText, merge
from povrules.policy.ordering import ordered, raw_facts
from povrules.policy.programmes import Covered
from povrules.policy.resolved import (
    Basis,
    Direction,
    Relation,
    ResolvedClaim,
    ResolvedConstraint,
    ResolvedFact,
    ResolvedParameter,
    ResolvedPolicy,
    ResolvedSet,
)
from povrules.policy.territory import IN_TERRITORY, in_territory, within_territory
from povrules.policy.typing import make_type, read_range, read_value

BOOL = BoolType()
_parsed = lru_cache(maxsize=8192)(parse)
"""A rule is read once, however many days are resolved."""
MEANING = 1
"""Raised when the meaning of rules changes, so that digests differ."""


class CoverageError(PovrulesError):
    """A day for which a pack does not know all its instruments."""

    code = "coverage"


class InvariantError(PovrulesError):
    """Values of law that contradict what is declared to hold between them."""

    code = "invariant"


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


class _Resolver:
    def __init__(
        self, merged: Merged, on: date, known_on: date | None, evidence: Evidence, spaces: Collection[str] = ()
    ) -> None:
        self.merged = merged
        self.spaces = sorted(spaces)
        self.view = View(on, known_on, evidence, merged.instruments)
        self.outside: dict[str, Covered] = {}
        for pack, coverage in merged.coverage:
            if not coverage.start <= on <= coverage.end:
                self.outside[pack] = Covered(pack, coverage.start, coverage.end)
                if pack not in merged.pack_of.values():
                    raise CoverageError(
                        f"{on} is outside the days that {pack} covers", expected=f"{coverage.start} to {coverage.end}"
                    )
        self.enums = {id: EnumType(enum.id, tuple(m for m, _ in enum.members)) for id, enum in merged.enums.items()}
        self.enums[f"{NATION}:{METHOD.name}"] = METHOD
        self.parameters = {id: self.parameter(id, p) for id, p in merged.parameters.items()}
        self.parameters |= {id: self.constant(id, c) for id, c in merged.constants.items()}
        self.unknown_sets: dict[str, Basis] = {}
        self.sets: dict[str, ResolvedSet] = {}
        for id, named in merged.sets.items():
            self.set(id, named)
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

    # values of law -------------------------------------------------------------------------------------------------

    def type_of(self, item: Fact | Variable | Parameter | Decision | Benefit, id: str) -> Type:
        return make_type(item.type, getattr(item, "unit", None), self.enums, id.partition(":")[0], item.span)

    def enum(self, id: str, word: str, span: Span) -> EnumType:
        found = make_type(word, None, self.enums, id.partition(":")[0], span)
        if not isinstance(found, EnumType):
            raise LawError(f"{word!r} is not an enum", span=span)
        return found

    def parameter(self, id: str, item: Parameter) -> ResolvedParameter:
        check_periods(item.id, item.values, self.view.instruments)
        type = self.type_of(item, id)
        by = self.enum(id, item.by, item.span) if item.by else None
        low, high = read_range(item.range, type, item.span)
        keys: tuple[str | None, ...] = by.members if by else (None,)
        for each in item.values:  # every entry must be right, not only the one in force
            for _, text in self.cells(each.value, keys, each.dated.span):
                value = None if text is None else read_value(text, type, each.dated.span)
                if isinstance(type, NumberType) and value is not None and not _within(value, low, high):
                    raise LawError(f"{item.id} is {text}", span=each.dated.span, expected=f"a value in {item.range}")
        entry, basis = in_force(item.values, self.view)
        chosen = self.cells(entry.value if entry else None, keys, item.span)
        cells = tuple((key, None if text is None else read_value(text, type, item.span)) for key, text in chosen)
        return ResolvedParameter(id, item.label, type, by, cells, low, high, basis)

    def cells(
        self, value: str | tuple[tuple[str, str], ...] | None, keys: tuple[str | None, ...], span: Span
    ) -> list[tuple[str | None, str | None]]:
        if value is None:
            return [(key, None) for key in keys]
        given: dict[str | None, str] = {None: value} if isinstance(value, str) else dict(value)
        if set(given) != set(keys):
            shown = "one value" if keys == (None,) else f"a value for each of {', '.join(map(str, keys))}"
            raise LawError("the values do not fit the parameter", span=span, expected=shown)
        return [(key, given[key]) for key in keys]

    def constant(self, id: str, item: Constant) -> ResolvedParameter:
        type = make_type("number", item.unit, self.enums, NATION, item.span)
        value = read_value(item.value, type, item.span)
        return ResolvedParameter(id, item.label, type, None, ((None, value),), None, None, None)

    def set(self, id: str, named: NamedSet) -> None:
        check_periods(named.id, named.members, self.view.instruments)
        entry, basis = in_force(named.members, self.view)
        if entry is None:
            self.unknown_sets[id] = basis
        else:
            space = id.partition(":")[0]
            items = tuple(i if ":" in i else self.full(i, space, named.of, entry.dated.span) for i in entry.items)
            self.sets[id] = ResolvedSet(id, named.of, items, named.label, basis)

    def full(self, word: str, space: str, of: n.Scope, span: Span) -> str:
        for namespace in (space, NATION):
            id = f"{namespace}:{word}"
            computed = self.merged.variables.get(id) or self.merged.decisions.get(id)
            if (of, id) in self.merged.facts or (computed is not None and computed.of == of):
                return id
        known = [id.partition(":")[2] for id in (*self.merged.variables, *(id for _, id in self.merged.facts))]
        raise LawError(f"{word!r} is not a variable of the {of}", span=span, closest=closest(word, known))

    def relations(self) -> Iterator[Relation]:
        """What is declared to hold between values of law; where all of them are known, it is checked here and now."""
        indices: dict[tuple[n.Scope, str], Type] = {("household", id): enum for id, enum in self.enums.items()}
        for id, item in self.merged.parameters.items():
            symbols = Symbols(indices, self.parameter_symbols, {}, id.partition(":")[0])
            for expression in item.invariants:
                node, _ = bind(_parsed(expression.text, expression.span), symbols, "household", BOOL)
                check_divisions(node, self.declared)
                for each in for_every_member(node, self.enums):
                    relation = Relation(each, expression.text)
                    if self.holds(relation) is False:
                        raise InvariantError(f"{expression.text} does not hold on {self.view.on}", span=expression.span)
                    yield relation

    def holds(self, relation: Relation) -> bool | None:
        """Whether it does; None when it turns on an unknown value."""
        found: bool | None = constant(relation.that, lambda id, cell: self.parameters[id].value(cell))
        return found

    # facts and rules -----------------------------------------------------------------------------------------------

    @cached_property
    def parameter_symbols(self) -> dict[str, ParameterSymbol]:
        return {id: ParameterSymbol(p.type, p.by) for id, p in self.parameters.items()}

    @cached_property
    def set_symbols(self) -> dict[str, SetSymbol]:
        empty = {key: SetSymbol(named.of, ()) for key, named in self.merged.sets.items()}
        return empty | {key: SetSymbol(s.of, s.items) for key, s in self.sets.items()}

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
            parameter = self.parameters[node.id]
            known = [value for _, value in parameter.cells if isinstance(value, (int, Fraction))]
            if len(known) == len(parameter.cells):
                return (min(known), max(known))
            return (parameter.low, parameter.high)
        item = self.merged.facts.get((node.of, node.id)) or self.merged.variables.get(node.id)
        if item is None:
            return ANYTHING
        return read_range(item.range, self.types[node.of, node.id], item.span)

    def formula(self, expression: Expression, of: n.Scope, type: Type, id: str) -> n.Node:
        return self.bound(expression, of, type, id)[0]

    def bound(self, expression: Expression, of: n.Scope, type: Type | None, id: str) -> tuple[n.Node, Type]:
        node, found = bind(_parsed(expression.text, expression.span), self.symbols(id), of, type)
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


def _within(value: Any, low: Any, high: Any) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)

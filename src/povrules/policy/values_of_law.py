"""The values, sets and relations of law on one day: picked by date, typed, in their ranges, holding together."""

from __future__ import annotations

from collections.abc import Iterator
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
from povrules.law.model import Constant, Decision, Fact, NamedSet, Parameter, Variable
from povrules.law.programme_model import Benefit
from povrules.policy.dated import View, check_periods, in_force
from povrules.policy.hosted import METHOD
from povrules.policy.merging import Merged
from povrules.policy.programmes import Covered
from povrules.policy.resolved import Basis, Relation, ResolvedParameter, ResolvedSet
from povrules.policy.typing import make_type, read_range, read_value

BOOL = BoolType()
parsed = lru_cache(maxsize=8192)(parse)
"""A rule is read once, however many days are resolved."""


class CoverageError(PovrulesError):
    """A day for which a pack does not know all its instruments."""

    code = "coverage"


class InvariantError(PovrulesError):
    """Values of law that contradict what is declared to hold between them."""

    code = "invariant"


class ValuesOfLaw:
    """What the values and sets of law are on one day, each read by its type and inside its range.

    Args:
        merged: the law texts.
        on: the target date.
        known_on: only instruments issued by then.
        evidence: weaker values are unknown.

    Raises:
        CoverageError: a day that a pack without programmes does not cover.
        LawError: a value that is no value, or does not fit.
    """

    def __init__(self, merged: Merged, on: date, known_on: date | None, evidence: Evidence) -> None:
        self.merged = merged
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

    def type_of(self, item: Fact | Variable | Parameter | Decision | Benefit, id: str) -> Type:
        """What a declared item's values are."""
        return make_type(item.type, getattr(item, "unit", None), self.enums, id.partition(":")[0], item.span)

    def enum(self, id: str, word: str, span: Span) -> EnumType:
        """The list of that name."""
        found = make_type(word, None, self.enums, id.partition(":")[0], span)
        if not isinstance(found, EnumType):
            raise LawError(f"{word!r} is not an enum", span=span)
        return found

    def parameter(self, id: str, item: Parameter) -> ResolvedParameter:
        """A value of law in force, with every other entry of it checked."""
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
        """Its values, one for each member of the list it is by."""
        if value is None:
            return [(key, None) for key in keys]
        given: dict[str | None, str] = {None: value} if isinstance(value, str) else dict(value)
        if set(given) != set(keys):
            shown = "one value" if keys == (None,) else f"a value for each of {', '.join(map(str, keys))}"
            raise LawError("the values do not fit the parameter", span=span, expected=shown)
        return [(key, given[key]) for key in keys]

    def constant(self, id: str, item: Constant) -> ResolvedParameter:
        """A definition, which is no law."""
        type = make_type("number", item.unit, self.enums, NATION, item.span)
        value = read_value(item.value, type, item.span)
        return ResolvedParameter(id, item.label, type, None, ((None, value),), None, None, None)

    def set(self, id: str, named: NamedSet) -> None:
        """A named set in force, or why its members are not known."""
        check_periods(named.id, named.members, self.view.instruments)
        entry, basis = in_force(named.members, self.view)
        if entry is None:
            self.unknown_sets[id] = basis
        else:
            space = id.partition(":")[0]
            items = tuple(i if ":" in i else self.full(i, space, named.of, entry.dated.span) for i in entry.items)
            self.sets[id] = ResolvedSet(id, named.of, items, named.label, basis)

    def full(self, word: str, space: str, of: n.Scope, span: Span) -> str:
        """The id of a bare word: the pack's own, else the nation's."""
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
                node, _ = bind(parsed(expression.text, expression.span), symbols, "household", BOOL)
                check_divisions(node, self.range_of)
                for each in for_every_member(node, self.enums):
                    relation = Relation(each, expression.text)
                    if self.holds(relation) is False:
                        raise InvariantError(f"{expression.text} does not hold on {self.view.on}", span=expression.span)
                    yield relation

    def holds(self, relation: Relation) -> bool | None:
        """Whether it does; None when it turns on an unknown value."""
        found: bool | None = constant(relation.that, lambda id, cell: self.parameters[id].value(cell))
        return found

    def range_of(self, node: n.Ref | n.ParameterRef) -> Range:
        """Between which numbers a value lies; anything where it is no value of law."""
        if not isinstance(node, n.ParameterRef):
            return ANYTHING
        parameter = self.parameters[node.id]
        known = [value for _, value in parameter.cells if isinstance(value, (int, Fraction))]
        if len(known) == len(parameter.cells):
            return (min(known), max(known))
        return (parameter.low, parameter.high)

    @cached_property
    def parameter_symbols(self) -> dict[str, ParameterSymbol]:
        """The values of law as formulas see them."""
        return {id: ParameterSymbol(p.type, p.by) for id, p in self.parameters.items()}

    @cached_property
    def set_symbols(self) -> dict[str, SetSymbol]:
        """The sets as formulas see them; one that is not known has no members."""
        empty = {key: SetSymbol(named.of, ()) for key, named in self.merged.sets.items()}
        return empty | {key: SetSymbol(s.of, s.items) for key, s in self.sets.items()}


def _within(value: Any, low: Any, high: Any) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)

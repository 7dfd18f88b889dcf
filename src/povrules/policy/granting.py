"""From programmes and overlap groups to computed facts: an engine sees nothing but formulas.

A programme ``vn:p`` becomes the truth ``vn:p``; a benefit becomes ``vn:p.x``, which rests (zero, false, the member
``none``) while the programme is not granted. In an overlap group, ``vn:p.conditions`` is the truth of the programme's
own conditions, ``vn:p.x.claim`` what it would give, and the group ``vn:g`` the truth that the group holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from povrules.language import nodes as n
from povrules.language.errors import closest
from povrules.language.nodes import Scope
from povrules.language.types import BoolType, EnumType, NumberType, Type
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import Benefit, Expression, Overlap, Programme, Rule, Words
from povrules.law.programme_building import MONTHS, ORDER
from povrules.policy.dated import NOT_IN_FORCE, View, check_periods, in_force
from povrules.policy.frozen import FrozenMap
from povrules.policy.merging import Merged
from povrules.policy.programmes import Covered, ResolvedBenefit, ResolvedOverlap, ResolvedProgramme
from povrules.policy.resolved import Basis, ResolvedFact
from povrules.policy.typing import read_range

BOOL = BoolType()
RECOGNISED = "vn:recognised_class"
NOT_COVERED = "not covered"
NONE = "none"
Key = tuple[Scope, str]
Made = tuple[n.Node | None, Basis | None, frozenset[Key]]


class Binder(Protocol):
    """What resolving offers: the day, types, and formulas bound to names."""

    merged: Merged
    view: View
    types: dict[Key, Type]

    def rule(
        self, id: str, of: Scope, type: Type, rules: tuple[Rule, ...], definition: Expression | None
    ) -> tuple[n.Node | None, Basis | None, frozenset[Key]]:
        """The formula in force, its basis, and what it reads on other days."""

    def bound(self, expression: Expression, of: Scope, type: Type | None, id: str) -> tuple[n.Node, Type]:
        """A formula and its type."""


class Granting:
    """Makes the facts of programmes.

    Args:
        binder: of the day.
        outside: for each pack that does not cover the day, the days it covers.

    After ``facts`` the records stand in ``programmes`` and ``overlaps``.
    """

    def __init__(self, binder: Binder, outside: Mapping[str, Covered]) -> None:
        self.binder = binder
        self.outside = outside
        self.declared = binder.merged.programmes
        self.programmes: dict[str, ResolvedProgramme] = {}
        self.overlaps: dict[str, ResolvedOverlap] = {}
        self._facts: dict[Key, ResolvedFact] = {}
        self._own: dict[str, Made] = {}

    def facts(self) -> dict[Key, ResolvedFact]:
        """Every fact that carries an answer of a programme."""
        for id, item in self.declared.items():
            self._names(id, item)
            self._own[id] = self._conditions(id, item)
        for id, group in self.binder.merged.overlaps.items():
            self._group(id, group)
        for id, item in self.declared.items():
            self._programme(id, item)
        return self._facts

    # one programme -------------------------------------------------------------------------------------------------

    def _programme(self, id: str, item: Programme) -> None:
        node, basis, raw = self._own[id]
        groups = tuple(group for group in self.overlaps.values() if id in group.among)
        conditions = id
        if groups and self._in_force(id):
            conditions = f"{id}.conditions"
            label = Words(f"điều kiện riêng của {item.label.vi}", f"own conditions of {item.label.en}")
            self._add(conditions, item.of, BOOL, label, (node, basis, raw))
            parts = [n.Ref(conditions, item.of), *(self._not_beaten(group, id) for group in groups)]
            node, raw = n.And(tuple(parts)), frozenset()
        self._add(id, item.of, BOOL, item.label, (node, basis, raw))
        benefits = {b.id: self._benefit(id, item, b, claims=bool(groups)) for b in item.benefits}
        costs = [(item.payer, benefits[b.id].id) for b in item.benefits if b.cost]
        costs += [(payer, self._cost(id, item, payer, expression)) for payer, expression in item.costs]
        self.programmes[id] = ResolvedProgramme(
            id=id,
            of=item.of,
            label=item.label,
            per=item.per,
            payer=item.payer,
            conditions=conditions,
            benefits=FrozenMap(benefits),
            costs=tuple(costs),
            months=benefits[MONTHS].id if item.per == "school_month" and MONTHS in benefits else None,
            groups=tuple(group.id for group in groups),
            class_read_as=frozenset(),
            in_force=self._in_force(id),
            outside=self.outside.get(self.binder.merged.pack_of[id]),
        )

    def _conditions(self, id: str, item: Programme) -> Made:
        made = self.binder.rule(id, item.of, BOOL, item.eligible, None)
        if self.binder.merged.pack_of[id] in self.outside:
            return None, Basis(None, None, None, None, Evidence.UNKNOWN, NOT_COVERED), made[2]
        return made

    def _in_force(self, id: str) -> bool:
        basis = self._own[id][1]
        return basis is None or basis.why_unknown not in (NOT_IN_FORCE, NOT_COVERED)

    def _benefit(self, id: str, item: Programme, benefit: Benefit, *, claims: bool) -> ResolvedBenefit:
        own = f"{id}.{benefit.id}"
        type = self.binder.types[item.of, own]
        rest = _rest(type, benefit)
        granted, nothing = n.Ref(id, item.of), n.Literal(rest)
        label = Words(f"{item.label.vi}: {benefit.label.vi}", f"{item.label.en}: {benefit.label.en}")
        node, basis, raw = self.binder.rule(own, item.of, type, benefit.rules, benefit.definition)
        absent = basis is not None and basis.why_unknown == NOT_IN_FORCE
        if not self._in_force(id):
            self._add(own, item.of, type, label, (None, self._own[id][1], raw))
        elif absent or (node is not None and not claims):
            guarded: n.Node | None = None if node is None else n.IfElse(granted, node, nothing)
            self._add(own, item.of, type, label, (guarded, basis, raw))
        if self._in_force(id) and (claims or (node is None and not absent)):
            # What it would give stands apart: a group compares it, or the law that says it is not known.
            claim = f"{own}.claim"
            of_it = Words(f"{label.vi} (nếu đủ điều kiện)", f"{label.en} (if eligible)")
            names: dict[n.Node, n.Node] = {
                n.Ref(f"{id}.{b.id}", item.of): n.Ref(f"{id}.{b.id}.claim", item.of) for b in item.benefits
            }
            if node is not None:
                node = n.substituted(node, names)
            low, high = read_range(benefit.range, type, benefit.span)
            self._add(claim, item.of, type, of_it, (node, basis, raw), low, high)
            self._add(
                own, item.of, type, label, (n.IfElse(granted, n.Ref(claim, item.of), nothing), basis, frozenset())
            )
        return ResolvedBenefit(own, benefit.label, type, rest, benefit.cost, benefit.exact)

    def _cost(self, id: str, item: Programme, payer: str, expression: Expression) -> str:
        own = f"{id}.cost.{payer}"
        node, type = self.binder.bound(expression, item.of, None, own)
        if not isinstance(type, NumberType):
            raise LawError(f"a cost of {item.id} is {type}", span=expression.span, expected="an amount")
        label = Words(f"{item.label.vi}: chi phí", f"{item.label.en}: cost")
        known = self._in_force(id)
        guarded = n.IfElse(n.Ref(id, item.of), node, n.Literal(0)) if known else None
        self._add(own, item.of, type, label, (guarded, None if known else self._own[id][1], frozenset()))
        return own

    def _add(
        self,
        id: str,
        of: Scope,
        type: Type,
        label: Words,
        made: Made,
        low: int | None = None,
        high: int | None = None,
    ) -> None:
        self._facts[of, id] = ResolvedFact(id, of, type, low, high, label, None, False, False, True, False, *made)

    def _names(self, id: str, item: Programme) -> None:
        """A benefit hides nothing that its programme's rules could read by the same name."""
        merged, space = self.binder.merged, id.partition(":")[0]
        for benefit in item.benefits:
            for full in dict.fromkeys((f"{space}:{benefit.id}", f"vn:{benefit.id}")):
                if (item.of, full) in self.binder.types or full in merged.parameters or full in merged.constants:
                    raise LawError(
                        f"the benefit {benefit.id!r} of {item.id!r} has the name of {full}", span=benefit.span
                    )

    # groups --------------------------------------------------------------------------------------------------------

    def _group(self, id: str, item: Overlap) -> None:
        check_periods(item.id, item.rules, self.binder.view.instruments)
        if (item.of, id) in self.binder.types:
            raise LawError(f"{item.id} is declared twice, as an overlap and as a fact", span=item.span)
        among = tuple(self._named(id, item, word) for word in item.among)
        keys = None if item.key == ORDER else tuple(self._key(item, programme) for programme in among)
        exceptions = {
            rule.dated.span: self.binder.bound(rule.exception, item.of, BOOL, id)[0]
            for rule in item.rules
            if rule.exception is not None
        }
        entry, basis = in_force(item.rules, self.binder.view)
        if basis.why_unknown == NOT_IN_FORCE:
            return
        node: n.Node | None = None
        if entry is not None:
            exception = exceptions.get(entry.dated.span)
            node = n.Literal(True) if exception is None else n.Not(exception)
        self._add(id, item.of, BOOL, item.label, (node, basis, frozenset()))
        held = [i for i, programme in enumerate(among) if self._in_force(programme)]
        if len(held) > 1:
            shown = None if keys is None else tuple(keys[i] for i in held)
            self.overlaps[id] = ResolvedOverlap(id, item.of, item.label, tuple(among[i] for i in held), shown, item.tie)

    def _named(self, id: str, item: Overlap, word: str) -> str:
        spaces = dict.fromkeys((id.partition(":")[0], "vn"))
        found = next((f"{space}:{word}" for space in spaces if f"{space}:{word}" in self.declared), None)
        if found is None:
            near = closest(word, [programme.id for programme in self.declared.values()])
            raise LawError(f"{word!r} is not a programme", span=item.span, closest=near)
        if self.declared[found].of != item.of:
            raise LawError(f"{word} is a programme of a {self.declared[found].of}", span=item.span,
                           expected=f"programmes of a {item.of}")  # fmt: skip
        return found

    def _key(self, item: Overlap, programme: str) -> str:
        benefits = {benefit.id: benefit for benefit in self.declared[programme].benefits}
        if item.key not in benefits:
            near = closest(item.key, benefits)
            raise LawError(f"{programme} has no benefit {item.key!r} to compare", span=item.span, closest=near)
        type = self.binder.types[item.of, f"{programme}.{item.key}"]
        if not isinstance(type, NumberType):
            raise LawError(f"{item.key!r} of {programme} is {type}", span=item.span, expected="a number to compare")
        return f"{programme}.{item.key}.claim"

    def _not_beaten(self, group: ResolvedOverlap, id: str) -> n.Node:
        """That the group does not hold, or no other programme of it comes before this one."""
        position = group.among.index(id)
        parts: list[n.Node] = []
        for i, other in enumerate(group.among):
            before = i < position
            if i == position or (group.keys is None and not before):
                continue
            rests = n.Not(n.Ref(f"{other}.conditions", group.of))
            if group.keys is None:
                parts.append(rests)
            else:
                op: n.Comparison = ">" if before and group.tie == "first" else ">="
                wins = n.Compare(n.Ref(group.keys[position], group.of), op, n.Ref(group.keys[i], group.of))
                parts.append(n.Or((rests, wins)))
        if not parts:
            return n.Literal(True)
        return n.Or((n.Not(n.Ref(group.id, group.of)), n.And(tuple(parts)) if len(parts) > 1 else parts[0]))


def with_class_readers(
    programmes: Mapping[str, ResolvedProgramme], facts: Mapping[Key, ResolvedFact]
) -> dict[str, ResolvedProgramme]:
    """The programmes, told by which facts they turn on the class that programmes use."""

    found: dict[Key, frozenset[str]] = {}

    def through(key: Key) -> frozenset[str]:
        """The last fact before the class that may be given instead: the class itself, or one that stands for it."""
        if key[1] == RECOGNISED:
            return frozenset([RECOGNISED])
        if key not in found:
            formula = facts[key].formula
            parts = () if formula is None else n.walk(formula)
            below = (through((part.of, part.id)) for part in parts if isinstance(part, n.Ref))
            names = frozenset[str]().union(*below)
            found[key] = frozenset([key[1]]) if names and facts[key].given else names
        return found[key]

    return {
        id: replace(item, class_read_as=frozenset[str]().union(*(through((item.of, at)) for at in _answers(item))))
        for id, item in programmes.items()
    }


def _answers(item: ResolvedProgramme) -> tuple[str, ...]:
    return (item.id, *(benefit.id for benefit in item.benefits.values()))


def _rest(type: Type, benefit: Benefit) -> int | bool | str:
    """What a benefit is while there is nothing."""
    if isinstance(type, NumberType):
        return 0
    if isinstance(type, BoolType):
        return False
    if isinstance(type, EnumType):
        if NONE not in type.members:
            raise LawError(f"the enum {type.name!r} of a benefit has no member 'none'", span=benefit.span,
                           expected="none, for those who get nothing")  # fmt: skip
        return NONE
    return ""

"""From programmes and overlap groups to computed facts: an engine sees nothing but formulas.

A programme ``vn:p`` becomes the truth ``vn:p``; a benefit becomes ``vn:p.x``, which rests (zero, false, the member
``none``) while the programme is not granted. In an overlap group, ``vn:p.conditions`` is the truth of the programme's
own conditions, ``vn:p.x.claim`` what it would give, and the group ``vn:g`` the truth that the group holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from povrules.language import nodes as n
from povrules.language.errors import closest
from povrules.language.nodes import Scope
from povrules.language.types import BoolType, EnumType, NumberType, Type
from povrules.law.errors import LawError
from povrules.law.evidence import Evidence
from povrules.law.model import Expression, Rule, Words
from povrules.law.programme_building import MONTHS, ORDER
from povrules.law.programme_model import Benefit, Overlap, Programme
from povrules.policy.additions import Local
from povrules.policy.dated import NOT_IN_FORCE, View, check_periods, in_force
from povrules.policy.frozen import FrozenMap
from povrules.policy.merging import Merged
from povrules.policy.programmes import Covered, ResolvedBenefit, ResolvedOverlap, ResolvedProgramme
from povrules.policy.resolved import Basis, ResolvedFact
from povrules.policy.typing import read_range

BOOL = BoolType()
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
        self.local = binder.merged.local
        self.programmes: dict[str, ResolvedProgramme] = {}
        self.overlaps: dict[str, ResolvedOverlap] = {}
        self._facts: dict[Key, ResolvedFact] = {}
        self._own: dict[str, Made] = {}

    def facts(self) -> dict[Key, ResolvedFact]:
        """Every fact that carries an answer of a programme."""
        for id, item in self.declared.items():
            self._names(id, item)
            self._own[id] = self._conditions(id, item)
        overlaps = self.binder.merged.overlaps
        for id, group in overlaps.items():
            self._group(id, group, id)
        for id, national in self.binder.merged.local_overlaps.items():
            self._group(id, overlaps[national], national)
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
        local = self.local.get(id)
        said = local is not None and local.costs
        costs = [(item.payer, benefits[b.id].id) for b in item.benefits if b.cost and not said]
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
            outside=self._outside(id),
            specialises=None if local is None else local.national,
            specialised_by=next((other for other, of in self.local.items() if of.national == id), None),
        )

    def _outside(self, id: str) -> Covered | None:
        """The days covered by its pack, or by that of the nation's programme, when the day is none of them."""
        pack_of, local = self.binder.merged.pack_of, self.local.get(id)
        national = None if local is None else self.outside.get(pack_of[local.national])
        return self.outside.get(pack_of[id]) or national

    def _conditions(self, id: str, item: Programme) -> Made:
        local = self.local.get(id)
        words = id if local is None or local.eligible else local.national
        made = self.binder.rule(words, item.of, BOOL, item.eligible, None)
        if self._outside(id) is not None:
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
        node, basis, raw = self._worded(id, item, benefit, claims=claims)
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
                node = n.substituted(node, names | self._of_nation(id, item))
            low, high = read_range(benefit.range, type, benefit.span)
            self._add(claim, item.of, type, of_it, (node, basis, raw), low, high)
            self._add(
                own, item.of, type, label, (n.IfElse(granted, n.Ref(claim, item.of), nothing), basis, frozenset())
            )
        return ResolvedBenefit(own, benefit.label, type, rest, benefit.cost, benefit.exact)

    def _worded(self, id: str, item: Programme, benefit: Benefit, *, claims: bool) -> Made:
        """The rule of a benefit; where a place leaves it to the nation, the nation's over what the place words itself.

        What nothing of the place touches is the nation's answer itself, not worked out again.
        """
        local, own = self.local.get(id), f"{id}.{benefit.id}"
        type = self.binder.types[item.of, own]
        if local is None or benefit.id in local.restated:
            return self.binder.rule(own, item.of, type, benefit.rules, benefit.definition)
        theirs = f"{local.national}.{benefit.id}"
        node, basis, raw = self.binder.rule(theirs, item.of, type, benefit.rules, benefit.definition)
        if node is None:
            return node, basis, raw
        if not claims and not local.eligible and benefit.id not in self._touched(id, item, local):
            return n.Ref(theirs, item.of), basis, raw
        return n.substituted(node, self._here(id, item, local)), basis, raw

    def _here(self, id: str, item: Programme, local: Local) -> dict[n.Node, n.Node]:
        """What the nation's formulas name, as the place grants it."""
        pairs = [(local.national, id), *((f"{local.national}.{b.id}", f"{id}.{b.id}") for b in item.benefits)]
        return {n.Ref(theirs, item.of): n.Ref(own, item.of) for theirs, own in pairs}

    def _of_nation(self, id: str, item: Programme) -> dict[n.Node, n.Node]:
        """What the nation gives by itself, for a place that adds to it; other programmes do not go before it here."""
        local = self.local.get(id)
        if local is None or not any(local.national in group.among for group in self.overlaps.values()):
            return {}
        theirs = (f"{local.national}.{benefit.id}" for benefit in self.declared[local.national].benefits)
        return {n.Ref(own, item.of): n.Ref(f"{own}.claim", item.of) for own in theirs}

    def _touched(self, id: str, item: Programme, local: Local) -> frozenset[str]:
        """The benefits that the place words itself, and those that read one of them."""
        names = {f"{local.national}.{benefit.id}": benefit.id for benefit in item.benefits}
        read: dict[str, set[str]] = {}
        for benefit in item.benefits:
            if benefit.id not in local.restated:
                theirs = f"{local.national}.{benefit.id}"
                made = self.binder.rule(
                    theirs, item.of, self.binder.types[item.of, theirs], benefit.rules, benefit.definition
                )
                parts = () if made[0] is None else n.walk(made[0])
                read[benefit.id] = {names[p.id] for p in parts if isinstance(p, n.Ref) and p.id in names}
        found = set(local.restated)
        while more := {name for name, of in read.items() if name not in found and of & found}:
            found |= more
        return frozenset(found)

    def _cost(self, id: str, item: Programme, payer: str, expression: Expression) -> str:
        own, local = f"{id}.cost.{payer}", self.local.get(id)
        if local is None or local.costs:
            node, type = self.binder.bound(expression, item.of, None, own)
        else:
            node, type = self.binder.bound(expression, item.of, None, f"{local.national}.cost.{payer}")
            node = n.substituted(node, self._here(id, item, local))
        node = n.substituted(node, self._of_nation(id, item))
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

    def _group(self, id: str, item: Overlap, worded: str) -> None:
        """One group. ``worded`` is the id under which its words are read: in a place the nation's."""
        check_periods(item.id, item.rules, self.binder.view.instruments)
        if (item.of, id) in self.binder.types:
            raise LawError(f"{item.id} is declared twice, as an overlap and as a fact", span=item.span)
        among = tuple(self._named(id, item, word) for word in item.among)
        keys = None if item.key == ORDER else tuple(self._key(item, programme) for programme in among)
        exceptions = {
            rule.dated.span: self.binder.bound(rule.exception, item.of, BOOL, worded)[0]
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

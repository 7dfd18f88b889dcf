"""What a policy calls things, for sentences and explanations."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from povrules.language import nodes as n
from povrules.language.amounts import Lang, shown
from povrules.language.nodes import Value
from povrules.language.types import EnumType, NumberType, Type
from povrules.language.units import ANY
from povrules.law.model import Words
from povrules.policy.hosted import AGE, METHOD
from povrules.policy.resolved import ResolvedPolicy, ResolvedSet

METHODS = {"income": Words("thu nhập", "income"), "score": Words("chấm điểm", "points")}
"""Members of the one enum that the library itself declares."""
UNKNOWN = Words("chưa biết", "unknown")
PAYER_WORDS = {
    "state_budget": Words("Ngân sách nhà nước", "State budget"),
    "provincial_budget": Words("Ngân sách tỉnh", "Provincial budget"),
    "social_insurance_fund": Words("Quỹ bảo hiểm xã hội", "Social insurance fund"),
    "policy_bank": Words("Ngân hàng Chính sách xã hội", "Bank for Social Policies"),
    "household": Words("Hộ gia đình", "Households"),
}
"""By the names that ``payer`` may have."""
YEARS_OF_AGE = Words("{} tuổi", "{} years of age")
_SHORT = ("A ", "Y ", "Ở ", "Ý ")
"""Words of one letter, at the head of a label."""


class PolicyLabels:
    """The labels of a policy, as ``povrules.language.sentences`` asks for them.

    Where two things of a policy have the same label, their names stand beside it.

    Args:
        policy: the law of a day.
    """

    def __init__(self, policy: ResolvedPolicy) -> None:
        self.policy = policy

    # as sentences ask ----------------------------------------------------------------------------------------------

    def ref(self, node: n.Ref, lang: Lang) -> str:
        """The label of a fact, variable or decision."""
        return self.fact(node.id, node.of, lang)

    def parameter(self, node: n.ParameterRef, lang: Lang) -> str:
        """The label of a value of law."""
        return self._distinct(self.policy.parameters[node.id].label, node.id, lang)

    def amount(self, node: n.ParameterRef, lang: Lang) -> str | None:
        """The number of a value of law that is the same for every household; None when it depends on one."""
        parameter = self.policy.parameters[node.id]
        if node.index is None:
            cell = None
        elif isinstance(node.index, n.Literal):
            cell = str(node.index.value)
        else:
            return None
        value = parameter.value(cell)
        return UNKNOWN.of(lang) if value is None else self.law_value(node.id, value, lang)

    def named_set(self, node: n.AtLeast | n.CountTrue, lang: Lang) -> str:
        """The label of the set a node counts; the name it is written by when the set is not in force."""
        named = self.set_of(node)
        return node.name or "" if named is None else lowered(named.label.of(lang))

    def cell(self, id: str, member: str | None, lang: Lang) -> str:
        """The label of a value of law, with the member of its enum where it has one for each."""
        parameter = self.policy.parameters[id]
        label = self._distinct(parameter.label, id, lang)
        if member is None or parameter.by is None:
            return label
        return f"{label} ({self.member(parameter.by, member, lang)})"

    def member(self, type: EnumType, member: str, lang: Lang) -> str:
        """The label of a member of an enum; its name when it has none."""
        if type == METHOD:
            return METHODS[member].of(lang)
        for id, found in self.policy.enums.items():
            if found == type and member in self.policy.enum_labels.get(id, {}):
                return self.policy.enum_labels[id][member].of(lang)
        return member

    def type(self, node: n.Ref | n.ParameterRef) -> Type | None:
        """The type, with the unit in which numbers beside it are written."""
        if isinstance(node, n.ParameterRef):
            type = self.policy.parameters[node.id].type
            return NumberType(ANY) if node.id in self.ages else type
        if node.id == AGE:
            return NumberType(ANY)
        return self.policy.facts[node.of, node.id].type

    def index(self, node: n.ParameterRef) -> EnumType | None:
        """The enum that picks a value's cell."""
        return self.policy.parameters[node.id].by

    # as explanations ask -------------------------------------------------------------------------------------------

    def set_of(self, node: n.AtLeast | n.CountTrue) -> ResolvedSet | None:
        """The named set a node counts; None for a list written out."""
        return None if node.name is None else self.policy.sets.get(node.name)

    def fact(self, id: str, of: n.Scope, lang: Lang) -> str:
        """The label of a fact, variable or decision, as it stands inside a sentence."""
        return self._distinct(self.policy.facts[of, id].label, id, lang)

    def value(self, value: Value, type: Type, lang: Lang) -> str:
        """A value of a type in words: ``hộ nghèo``, ``1.200.000 đ/người/tháng``."""
        if isinstance(type, EnumType) and isinstance(value, str):
            return self.member(type, value, lang)
        return shown(value, lang, type.unit if isinstance(type, NumberType) else ANY)

    def law_value(self, id: str, value: Value, lang: Lang) -> str:
        """A value of law in words; an age as an age."""
        if id in self.ages:
            return YEARS_OF_AGE.of(lang).format(shown(value, lang))
        return self.value(value, self.policy.parameters[id].type, lang)

    def fact_value(self, id: str, of: n.Scope, value: Value, lang: Lang) -> str:
        """A value of a fact in words; an age is a bare number, for its label says what it is."""
        return shown(value, lang) if id == AGE else self.value(value, self.policy.facts[of, id].type, lang)

    @cached_property
    def ages(self) -> frozenset[str]:
        """Values of law that somebody's age is compared with: their unit is years of age, not years."""
        found: set[str] = set()
        for fact in self.policy.facts.values():
            for node in n.walk(fact.formula) if fact.formula is not None else ():
                if isinstance(node, n.Compare):
                    sides = (node.left, node.right)
                    if any(isinstance(side, n.Ref) and side.id == AGE for side in sides):
                        found |= {side.id for side in sides if isinstance(side, n.ParameterRef)}
        return frozenset(found)

    @cached_property
    def _shared(self) -> frozenset[tuple[Lang, str]]:
        """Labels that two things of one scope have, or a fact and a value of law."""
        found: set[tuple[Lang, str]] = set()
        languages: tuple[Lang, Lang] = ("vi", "en")
        for lang in languages:
            law = [lowered(p.label.of(lang)) for p in self.policy.parameters.values()]
            for scope in ("household", "person"):
                facts = [lowered(f.label.of(lang)) for (of, _), f in self.policy.facts.items() if of == scope]
                found |= {(lang, label) for label, count in Counter(law + facts).items() if count > 1}
        return frozenset(found)

    def _distinct(self, words: Words, id: str, lang: Lang) -> str:
        label = lowered(words.of(lang))
        return f"{label} ({id.removeprefix('vn:')})" if (lang, label) in self._shared else label


def lowered(label: str) -> str:
    """A label as it stands inside a sentence: a small first letter, except where it is a letter of its own.

    >>> lowered("Chuẩn thu nhập"), lowered("Ở xã khó khăn"), lowered("BHYT"), lowered("A")
    ('chuẩn thu nhập', 'ở xã khó khăn', 'BHYT', 'A')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() or label.startswith(_SHORT) else label


def raised(text: str) -> str:
    """A text as it stands at the head of a line."""
    return text[:1].upper() + text[1:]

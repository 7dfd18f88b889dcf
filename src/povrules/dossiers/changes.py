"""What one step changed: which answers, from what to what, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from povrules.decisions.assessment import Assessment
from povrules.decisions.entitlement import Entitlement
from povrules.decisions.explanation.step import Step
from povrules.decisions.labels import PolicyLabels
from povrules.dossiers.answering import Standing
from povrules.engines.outcome import Outcome
from povrules.language.amounts import Lang
from povrules.language.nodes import Scope, Value
from povrules.language.numbers import whole
from povrules.language.types import NumberType
from povrules.law.model import Words
from povrules.policy.programmes import ResolvedProgramme

OR = Words(" hoặc ", " or ")
NOTHING = Words("chưa có", "not there")
OPEN = Words("chưa xác định", "undetermined")
MEMBER = Words("thành viên {}", "member {}")
LANGS: tuple[Lang, ...] = ("vi", "en")
MORE = 4
"""No more than so many possible answers are listed."""


@dataclass(frozen=True)
class Change:
    """One answer that a step changed.

    Args:
        id: of the decision, programme or benefit, with namespace.
        member: the key of the member; None for the household.
        before, after: the answers; None before the member was added, or after it was removed.
    """

    id: str
    member: int | None
    before: Outcome | None
    after: Outcome | None
    _standing: Standing
    _assess: Callable[[], Assessment]

    @property
    def what(self) -> str:
        """Its name as people write it: ``poverty_class``, ``health_insurance``."""
        return self._standing.policy.shown(self.id)

    def words(self, lang: Lang = "vi") -> str:
        """In one line: what, from what to what.

        Args:
            lang: ``vi`` or ``en``.
        """
        whose = "" if self.member is None else f" ({MEMBER.of(lang).format(self.member)})"
        label = PolicyLabels(self._standing.policy).fact(self.id, self._scope, lang)
        return f"{label}{whose}: {self._said(self.before, lang)} → {self._said(self.after, lang)}"

    @property
    def _scope(self) -> Scope:
        return "household" if self.member is None else "person"

    def _said(self, outcome: Outcome | None, lang: Lang) -> str:
        if outcome is None:
            return NOTHING.of(lang)
        if outcome.determined and outcome.value is not None:
            return self._value(outcome.value, lang)
        possible = outcome.possible
        if not possible or len(possible) > MORE:
            return OPEN.of(lang)
        return OR.of(lang).join(self._value(value, lang) for value in possible)

    def _value(self, value: Value, lang: Lang) -> str:
        labels, type = PolicyLabels(self._standing.policy), self._standing.policy.facts[self._scope, self.id].type
        share = isinstance(type, NumberType) and str(type.unit) == "1" and not type.integer
        if share and isinstance(value, (int, Fraction)) and 0 <= value <= 1:
            return f"{labels.fact_value(self.id, self._scope, whole(value * 100), lang)} %"
        return labels.fact_value(self.id, self._scope, value, lang)

    @cached_property
    def because(self) -> Words:
        """Why it is so now, in one sentence; empty where there is nothing to say."""
        entitlement = self._entitlement
        if entitlement is not None and self.id == entitlement.id:
            return entitlement.because
        if self.after is None or (self.member is not None and entitlement is None):
            return Words("", "")
        return Words(*("" if found is None else found.what for found in map(self._deciding, LANGS)))

    @cached_property
    def articles(self) -> tuple[Words, ...]:
        """The law it rests on."""
        entitlement = self._entitlement
        if entitlement is not None:
            return tuple(citation.words for citation in entitlement.citations)
        if self.member is not None or self.after is None:
            return ()
        found = [self._deciding(lang) for lang in LANGS]
        cited = [step.cites for step in found if step is not None and step.cites is not None]
        return (Words(*cited),) if len(cited) == 2 else ()

    @property
    def _entitlement(self) -> Entitlement | None:
        if self.after is None:
            return None
        programme: ResolvedProgramme | None = self._standing.policy.programmes.get(self.id.partition(".")[0])
        if programme is None:
            return None
        a = self._assess()
        if self.member is None:
            return a.programmes[programme.name]
        return a.members[self._standing.keys.index(self.member)].programmes[programme.name]

    def _deciding(self, lang: Lang) -> Step | None:
        """The row of the table that holds, of a benefit the last condition that does; else the answer itself."""
        entitlement = self._entitlement
        if entitlement is None:
            top = self._assess().explain(lang, self.id).step
        else:
            top = entitlement.explain(lang, self.id.partition(".")[2]).step
        held = [step for step in top.walk() if step.determined and step.found is True]
        rows = (step for step in held if step.kind == "row")
        conditions = (step for step in reversed(held) if step.kind == "condition" and entitlement is not None)
        return next(rows, next(conditions, top))


def changes(before: Standing, after: Standing, assess: Callable[[], Assessment]) -> Iterator[Change]:
    """Every answer that two standings give differently, in order.

    Args:
        before, after: the step's two sides.
        assess: the household after it.
    """
    for id, key in dict.fromkeys((*after.places(), *before.places())):
        there = (key is None or key in before.keys, key is None or key in after.keys)
        one = before.outcome(id, key) if there[0] else None
        other = after.outcome(id, key) if there[1] else None
        if _shown(one) != _shown(other):
            yield Change(id, key, one, other, after if there[1] else before, assess)
        yield from _of_benefits(id, key, one, other, before, after, assess)


def _of_benefits(
    id: str,
    key: int | None,
    one: Outcome | None,
    other: Outcome | None,
    before: Standing,
    after: Standing,
    assess: Callable[[], Assessment],
) -> Iterator[Change]:
    """What a programme gives, where it is given on both sides and gives something else."""
    programme = after.policy.programmes.get(id)
    if programme is None or one is None or other is None or one.value is not True or other.value is not True:
        return
    for benefit in programme.benefits.values():
        was, now = before.outcome(benefit.id, key), after.outcome(benefit.id, key)
        if _shown(was) != _shown(now):
            yield Change(benefit.id, key, was, now, after, assess)


def _shown(outcome: Outcome | None) -> object:
    return None if outcome is None else (outcome.value, outcome.possible, outcome.low, outcome.high, outcome.reason)

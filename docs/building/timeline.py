"""The law of the nation on every day on which anything of it changes, and what is declared of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from povrules.decisions.labels import PolicyLabels
from povrules.language import nodes as n
from povrules.language.nodes import Scope
from povrules.law.changes import days_of_change
from povrules.law.model import Dated
from povrules.law.text import Coverage, Instrument, LawText
from povrules.plugins.loading import Choice, law_text, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.policy.resolved import Basis, ResolvedFact, ResolvedPolicy

PLACE = "vn"
Key = tuple[Scope, str]


@dataclass(frozen=True)
class Timeline:
    """The built-in law, day by day.

    Args:
        texts: what each folder says, by the folder's name.
        policies: the law in force, by the days on which it changes, in order.
    """

    texts: Mapping[str, LawText]
    policies: Mapping[date, ResolvedPolicy]

    @classmethod
    def built_in(cls) -> Timeline:
        """The law that ships with the library, without packs of other people.

        >>> line = Timeline.built_in()
        >>> list(line.policies) == sorted(line.policies), "poverty_standard" in line.texts
        (True, True)
        """
        manager = PluginManager()
        folders = {folder.name: folder for pack in manager.packs() for folder in pack.folders}
        texts = {name: law_text(folder) for name, folder in sorted(folders.items())}
        days = days_of_change(list(texts.values()))
        return cls(texts, {day: resolved_for(manager, PLACE, Choice(day)) for day in days})

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Every instrument, the newest first."""
        found = [item for text in self.texts.values() for item in text.instruments]
        return {item.id: item for item in sorted(found, key=lambda item: (item.issued, item.id), reverse=True)}

    @cached_property
    def labels(self) -> Mapping[date, PolicyLabels]:
        """What things are called, by day."""
        return {day: PolicyLabels(policy) for day, policy in self.policies.items()}

    @property
    def last(self) -> ResolvedPolicy:
        """The law of the last of the days: it names every fact."""
        return self.policies[max(self.policies)]

    def coverage(self, unit: str) -> Coverage | None:
        """The days that the pack of a folder covers; None where the folder says nothing of it."""
        return self.texts[unit].coverage

    def day_of(self, dated: Dated, basis: Callable[[ResolvedPolicy], Basis | None]) -> date | None:
        """The first day on which an entry of law is what holds and is known; None where there is none.

        Args:
            dated: of the entry.
            basis: where what holds on a day stands.
        """
        for day, policy in self.policies.items():
            found = basis(policy)
            if found is not None and found.why_unknown is None and same(found, dated):
                return day
        return None

    def why_unknown(self, dated: Dated, basis: Callable[[ResolvedPolicy], Basis | None]) -> str | None:
        """Why an entry is not known on the days on which it would hold; None where it never comes to that."""
        for policy in self.policies.values():
            found = basis(policy)
            if found is not None and found.why_unknown is not None and same(found, dated):
                return found.why_unknown
        return None

    def fact(self, day: date, key: Key) -> ResolvedFact | None:
        """A fact or rule as it stands on a day."""
        return self.policies[day].facts.get(key)

    def clearest_day(self, key: Key) -> date | None:
        """The last day on which a rule holds and every value of law in it is known; else the last on which it holds."""
        held = [day for day in self.policies if (fact := self.fact(day, key)) is not None and fact.formula is not None]
        clear = [day for day in held if self.clear(day, key)]
        return max(clear or held, default=None)

    def clear(self, day: date, key: Key) -> bool:
        """Whether every value of law in a rule is known on a day on which the rule holds."""
        policy = self.policies[day]
        fact = policy.facts.get(key)
        formula = None if fact is None else fact.formula
        names = [part.id for part in _parts(formula) if isinstance(part, n.ParameterRef)]
        return all(value is not None for id in names for _, value in policy.parameters[id].cells)


def same(basis: Basis, dated: Dated) -> bool:
    """Whether a basis is that of the entry."""
    return (basis.start, basis.enacted_by, basis.at) == (dated.start, dated.enacted_by, dated.at)


def _parts(node: n.Node | None) -> Iterable[n.Node]:
    return () if node is None else n.walk(node)

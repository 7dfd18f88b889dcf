"""What can be asked of a dossier as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from povrules.dossiers.answering import Standing
from povrules.dossiers.errors import DossierError
from povrules.dossiers.facts import Facts
from povrules.engines.durable.rulesets import CLASS, COUNT
from povrules.engines.outcome import Outcome
from povrules.language.errors import PovrulesError, closest
from povrules.language.nodes import Scope, Value
from povrules.policy.resolved import ResolvedPolicy


class Answered:
    """The answers of a dossier to its facts."""

    policy: ResolvedPolicy
    _standing: Standing
    _members: dict[int, Facts]

    def _member(self, key: int) -> Facts:
        if key not in self._members:
            raise DossierError(f"no member has the key {key}", expected=", ".join(map(str, self._members)) or "none")
        return self._members[key]

    def outcome(self, name: str, member: int | None = None) -> Outcome:
        """The whole answer for one decision, variable or fact.

        Args:
            name: ``poverty_class``, ``electricity_support``.
            member: key of the member; None for the household.

        Raises:
            PovrulesError: no such name, with the closest; no such member.
        """
        return self._standing.outcome(self._found(name, member), member)

    def _found(self, name: str, member: int | None) -> str:
        scope: Scope = "household" if member is None else "person"
        if member is not None:
            self._member(member)
        id = self.policy.find(scope, name)
        if id is None:
            known = self.policy.named(scope)
            raise PovrulesError(f"this policy decides no {name!r} of a {scope}", closest=closest(name, known))
        return id

    def __getitem__(self, name: str) -> Value | None:
        """The value of one decision of the household; None while it is undetermined."""
        return self.outcome(name).value

    def engine_of(self, name: str, member: int | None = None) -> str:
        """Which engine answers one decision: the reference engine takes over where durable_rules leaves it open.

        Args:
            name: ``poverty_class``, ``electricity_support``.
            member: key of the member; None for the household.
        """
        return self._standing.engine_of(self._found(name, member), member)

    @property
    def answers(self) -> Mapping[str, Outcome]:
        """The class and the number of deprivations, by name."""
        places = [id for id, key in self._standing.places() if key is None and id in (CLASS, COUNT)]
        return {self.policy.shown(id): self._standing.outcome(id, None) for id in places}

    def programmes(self, member: int | None = None) -> Mapping[str, Outcome]:
        """Whether each programme in force is granted, by name.

        Args:
            member: key of the member; None for the household's programmes.
        """
        if member is not None:
            self._member(member)
        found = [id for id, key in self._standing.places() if key == member and id in self.policy.programmes]
        return {self.policy.shown(id): self._standing.outcome(id, member) for id in found}

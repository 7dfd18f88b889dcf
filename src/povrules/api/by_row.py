"""The law of one day in every place, for registers of many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from povrules.api.evaluating import Decide
from povrules.api.policy import Policy
from povrules.decisions.assessment import Assessment
from povrules.decisions.by_place import ByPlace
from povrules.decisions.frames.plan import Asked
from povrules.decisions.frames.result import EvaluatedElsewhere
from povrules.decisions.method import Method
from povrules.facts.given_facts import GivenFacts
from povrules.facts.places import PROVINCE, code_of
from povrules.language.errors import PovrulesError
from povrules.language.symbols import NATION
from povrules.plugins.loading import Choice, installed_plugins, local_law, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.plugins.problem import PluginProblem
from povrules.policy.resolved import ResolvedPolicy

BY_ROW = "by_row"


class PolicyByRow(Policy):
    """The law of one day in every place: each household is decided by the nation's and by that of its province.

    Made by ``load_policy(place="by_row")``. Its values of law are the nation's; ``law_of`` gives those of a place.
    """

    def __init__(self, choice: Choice, plugins: PluginManager) -> None:
        super().__init__(resolved_for(plugins, NATION, choice), plugins)
        self._choice = choice
        self._laws: dict[str, ResolvedPolicy | None] = {}

    @property
    def place(self) -> str:
        """``by_row``."""
        return BY_ROW

    def law_of(self, place: str) -> Policy:
        """The policy of one place.

        Args:
            place: code or name of a province.

        Raises:
            PovrulesError: no such place, or one that has no answer.
        """
        code = code_of(place, self.plugins.places, self.on) or place
        law = self._own_law(code)
        return Policy(resolved_for(self.plugins, code, self._choice) if law is None else law, self.plugins)

    def _own_law(self, code: str) -> ResolvedPolicy | None:
        """The law of a place that has its own, resolved once."""
        if code not in self._laws:
            self._laws[code] = local_law(self.plugins, code, self._choice)
        return self._laws[code]

    def assess(self, household: Mapping[str, Any] | GivenFacts, method: Method | None = None) -> Assessment:
        """Decide one household by the law of its ``province``; without one by the nation's.

        Raises:
            FactsError: facts that cannot be used, each named.
            PovrulesError: a province that there is not, or one that has no answer.
        """
        if isinstance(household, GivenFacts):
            household = household.given()
        province = household.get(PROVINCE) if isinstance(household, Mapping) else None
        return (
            super().assess(household, method)
            if province is None
            else self.law_of(str(province)).assess(household, method)
        )

    @property
    def _decided(self) -> Decide:
        return ByPlace(self._resolved, self._own_law, self.plugins.places).evaluate

    def _elsewhere(self, kind: str, asked: Asked, households: Any, persons: Any) -> EvaluatedElsewhere:
        raise PovrulesError(
            f"place='by_row' decides no frames of {kind}: which columns it gives depends on the provinces in the rows",
            expected="frames in memory, evaluate_file, or the policy of one place",
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PolicyByRow) and (self._resolved, self.plugins.packs()) == (
            other._resolved, other.plugins.packs(),
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((BY_ROW, self._resolved))

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_row_here, (self._choice, _packs(self.plugins))


def _by_row_here(choice: Choice, packs: frozenset[tuple[str, str]]) -> PolicyByRow:
    """A policy of every place with the plugins installed where it is unpickled.

    Raises:
        PluginProblem: they are not the plugins it was made with, so its answers would be others.
    """
    plugins = installed_plugins()
    others = sorted({id for id, _ in packs ^ _packs(plugins)})
    if others:
        raise PluginProblem(
            f"this policy of every place was made with other packs than those installed here: {', '.join(others)}",
            vi=f"chính sách cho mọi nơi này được lập với các gói khác với các gói cài ở đây: {', '.join(others)}",
        )
    return PolicyByRow(choice, plugins)


def _packs(plugins: PluginManager) -> frozenset[tuple[str, str]]:
    return frozenset((pack.id, pack.version) for pack in plugins.packs())

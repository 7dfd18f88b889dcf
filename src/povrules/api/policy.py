"""The law of one day in one place, with the verbs people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

import polars as pl

from povrules.api.counterfactual import AsksTheLaw
from povrules.api.evaluating import EvaluatesRegisters, check_method
from povrules.api.proved import SaysWhatIsProved
from povrules.decisions.assessment import Assessment
from povrules.decisions.evaluated import Evaluated
from povrules.decisions.method import Method
from povrules.decisions.policy_page import policy_page
from povrules.decisions.record import DecisionRecord
from povrules.facts.facts_model import facts_model
from povrules.facts.given_facts import GivenFacts
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.facts.quick_intake import QuickIntake
from povrules.facts.schema import FactSchema
from povrules.language.amounts import Lang
from povrules.language.errors import PovrulesError, closest
from povrules.plugins.loading import installed_plugins
from povrules.plugins.manager import PluginManager
from povrules.policy.bundle import Bundle, bundle_of
from povrules.policy.resolved import Reformed, ResolvedPolicy
from povrules.whatif.readers import followers
from povrules.whatif.reforming import reform


class Policy(AsksTheLaw, SaysWhatIsProved, EvaluatesRegisters):
    """The law of one day in one place, with the verbs people use. A value: it never changes.

    Made by ``load_policy``.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> policy.assess({"area": "rural", "income_per_capita": "1.600.000"}).poverty_class
    'average'
    """

    def __init__(self, resolved: ResolvedPolicy, plugins: PluginManager | None = None) -> None:
        self._resolved = resolved
        self._plugins = plugins

    @property
    def plugins(self) -> PluginManager:
        """The plugins it was loaded with; after pickling those installed where it is."""
        return installed_plugins() if self._plugins is None else self._plugins

    @property
    def resolved(self) -> ResolvedPolicy:
        """The plain value that engines read."""
        return self._resolved

    @property
    def on(self) -> date:
        """The target date."""
        return self._resolved.on

    @property
    def place(self) -> str:
        """Code of the place."""
        return self._resolved.place

    @property
    def digest(self) -> str:
        """SHA-256 of the law and the choices that made this policy."""
        return self._resolved.digest

    @property
    def bundle(self) -> Bundle:
        """All the law that its answers rest on, content-addressed: the same digest wherever the same law is known."""
        return bundle_of(self._resolved)

    @cached_property
    def facts(self) -> FactSchema:
        """The facts this policy can use, with types, domains and questions."""
        return fact_schema(self._resolved)

    @cached_property
    def facts_model(self) -> type[GivenFacts]:
        """A pydantic model of a household with its members, made from ``facts``: the body of a web service.

        It takes what ``assess`` takes and refuses what it refuses, all that is wrong in one ``ValidationError``.
        ``assess`` takes its instances.

        >>> import povrules as pr
        >>> policy = pr.load_policy(on="2024-10-01")
        >>> household = policy.facts_model(area="nông thôn", income_per_capita="1.600.000 đ")
        >>> household.given()
        {'area': 'rural', 'income_per_capita': 1600000}
        >>> policy.assess(household).poverty_class
        'average'
        >>> policy.facts_model.model_json_schema()["properties"]["area"]["anyOf"][0]["enum"]
        ['rural', 'urban']
        """
        return facts_model(self.facts, self.on)

    @cached_property
    def _intake(self) -> QuickIntake:
        return QuickIntake(self.facts, self.on)

    def parameter(self, name: str, member: str | None = None) -> Any:
        """A value of law; None when this version does not know it.

        Args:
            name: ``income_line``, or with its namespace ``vn:income_line``.
            member: the enum member, for a parameter given by one.

        Raises:
            PovrulesError: no such parameter or member, with the closest.
        """
        parameters = self._resolved.parameters
        id = name if name in parameters else f"vn:{name}"
        if id not in parameters:
            known = [key.partition(":")[2] for key in parameters]
            raise PovrulesError(f"no parameter {name!r}", closest=closest(name, known))
        cells = dict(parameters[id].cells)
        if member not in cells:
            shown = ", ".join(str(cell) for cell in cells if cell is not None)
            raise PovrulesError(f"{name} has no value for {member!r}", expected=shown or "no member")
        return cells[member]

    def assess(self, household: Mapping[str, Any] | GivenFacts, method: Method | None = None) -> Assessment:
        """Decide one household.

        Args:
            household: facts by name; ``members`` is a list of mappings. What is absent or None is unknown. Or an
                instance of ``facts_model``.
            method: ``income``, ``score``, or None: points where both scores are complete, else income.

        Returns:
            Classes, deprivations, what is still possible and which facts would settle it, and why.

        Raises:
            FactsError: facts that cannot be used, each named.
        """
        check_method(method)
        facts = self._intake.take(household) or take_household(self.facts, household, on=self.on)
        return Assessment(self._resolved, facts, method)

    def issue(self, record: DecisionRecord) -> tuple[str, ...]:
        """Tell plugins that observe records that one was issued.

        Returns:
            What went wrong with an observer, a line each; the record stands all the same.
        """
        return self.plugins.tell_issued(record.text, self.place)

    def reform(self, changes: Mapping[str, Any]) -> Policy:
        """A policy that differs from this one, for questions of what would be; this one stays as it is.

        Args:
            changes: by path. A value of law: ``"income_line.rural": 2_200_000``, ``"income_line": "+10%"`` for all its
                values, a mapping by member, or by first day (``{"2025-01-01": ...}``: what holds on the day of this
                policy). An indicator: ``"deprived_water": "off"``, or added by its rule,
                ``"deprivations.no_internet": "not internet_used"``. A rule: an expression as text. A programme:
                ``"phone_support": None``, nobody gets it, or an expression, its conditions.

        Raises:
            ReformError: a path that names nothing (with the closest), a value out of its range, the same thing twice,
                or what the law declares to hold between its values broken (with what would mend it).
            RuleError: an expression that is no rule here.

        >>> import povrules as pr
        >>> law = pr.load_policy(on="2024-10-01")
        >>> what_if = law.reform({"income_line.rural": 1_700_000}).reform({"income_line.rural": "+10%"})
        >>> what_if.parameter("income_line", "rural"), law.parameter("income_line", "rural")
        (1870000, 1500000)
        """
        return Policy(reform(self._resolved, changes), self._plugins)

    @property
    def reforms(self) -> tuple[Reformed, ...]:
        """What reforms changed, in order; empty for the law itself."""
        return self._resolved.reforms

    @property
    def follows(self) -> tuple[str, ...]:
        """Names of all rules that read what the reforms changed: they follow it."""
        return followers(self._resolved)

    def report(self, name: str, evaluated: Evaluated) -> pl.DataFrame:
        """A table of a plugin made from results.

        Args:
            name: of the report; ``povrules plugins`` lists them.
            evaluated: what ``evaluate`` gave.

        Raises:
            PovrulesError: no such report, with the closest.
        """
        return self.plugins.report(name).make(evaluated)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._resolved == other._resolved

    def __hash__(self) -> int:
        return hash(self._resolved)

    def __reduce__(self) -> tuple[Any, ...]:
        return Policy, (self._resolved,)

    def __copy__(self) -> Self:
        return self  # a value that never changes; a pickled one would lose plugins handed over in this program

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def html(self, lang: Lang = "vi") -> str:
        """What it is, what reforms changed, the first values of law, as a piece of HTML."""
        return policy_page(self._resolved, lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        what = f", reformed in {len(self.reforms)}" if self.reforms else ""
        return f"<Policy of {self.place} on {self.on}{what}, {self.digest[:12]}>"

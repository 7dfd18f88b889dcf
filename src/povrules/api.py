"""The composition root: the names people use. It alone imports every room."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from povrules.decisions.assessment import Assessment
from povrules.decisions.method import Method
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.facts.schema import FactSchema
from povrules.language.errors import PovrulesError, closest
from povrules.law.evidence import parse_evidence
from povrules.law.model import LawText
from povrules.law.reading import read_law
from povrules.plugins.manager import PluginManager
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.version import __version__

METHODS = ("income", "score")


def load_policy(
    on: str | date,
    place: str = "vn",
    *,
    known_on: str | date | None = None,
    evidence: str = "unverified",
    plugins: PluginManager | None = None,
) -> Policy:
    """The law in force on one day in one place.

    Args:
        on: the target date, which selects the standard (ngày áp dụng): a ``date`` or ``"2024-10-01"``.
        place: ``"vn"``, or the official code of a province: ``"60"`` Bình Thuận.
        known_on: only instruments issued by then; None is all this version knows.
        evidence: ``unverified`` (default), ``secondary`` or ``official_text``: values with weaker evidence count as
            unknown law.
        plugins: a plugin manager of your own; by default the built-in packs.

    Returns:
        An immutable policy.

    Raises:
        PovrulesError: a day outside the covered interval, an unknown place, a pack that does not hold together.

    >>> import povrules as pr
    >>> pr.load_policy(on="2024-10-01").parameter("income_line", "rural")
    1500000
    """
    manager = plugins or PluginManager(version=__version__)
    packs = [
        PackText(pack.id, pack.namespace, pack.version, tuple(map(_law_text, pack.folders))) for pack in manager.packs()
    ]
    try:
        weakest = parse_evidence(evidence)
    except ValueError as error:
        raise PovrulesError(str(error)) from None
    day = _day(on, "on")
    return Policy(
        resolve(
            packs,
            on=day,
            place=_place(place, day),
            known_on=None if known_on is None else _day(known_on, "known_on"),
            evidence=weakest,
        )
    )


class Policy:
    """The law of one day in one place, with the verbs people use. A value: it never changes.

    Made by ``load_policy``.

    >>> import povrules as pr
    >>> policy = pr.load_policy(on="2024-10-01")
    >>> policy.assess({"area": "rural", "income_per_capita": "1.600.000"}).poverty_class
    'average'
    """

    def __init__(self, resolved: ResolvedPolicy) -> None:
        self._resolved = resolved

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

    @cached_property
    def facts(self) -> FactSchema:
        """The facts this policy can use, with types, domains and questions."""
        return fact_schema(self._resolved)

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

    def assess(self, household: Mapping[str, Any], method: Method | None = None) -> Assessment:
        """Decide one household.

        Args:
            household: facts by name; ``members`` is a list of mappings. What is absent or None is unknown.
            method: ``income``, ``score``, or None: points where both scores are complete, else income.

        Returns:
            Classes, deprivations, what is still possible and which facts would settle it, and why.

        Raises:
            FactsError: facts that cannot be used, each named.
        """
        if method is not None and method not in METHODS:
            raise PovrulesError(f"no method {method!r}", expected=", ".join(METHODS), closest=closest(method, METHODS))
        return Assessment(self._resolved, take_household(self.facts, household, on=self.on), method)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._resolved == other._resolved

    def __hash__(self) -> int:
        return hash(self._resolved)

    def __reduce__(self) -> tuple[type[Policy], tuple[ResolvedPolicy]]:
        return Policy, (self._resolved,)

    def __repr__(self) -> str:
        return f"<Policy of {self.place} on {self.on}, {self.digest[:12]}>"


def _day(value: str | date, name: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PovrulesError(f"{name}={value!r} is not a day", expected="a date or text such as '2024-10-01'") from None


def _law_text(folder: Path) -> LawText:
    """The law text of a folder, read again only when a byte of it changed."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return _read_once(folder, digest.hexdigest())


@lru_cache(maxsize=64)
def _read_once(folder: Path, digest: str) -> LawText:
    return read_law(folder)


def _place(code: str, on: date) -> str:
    return code



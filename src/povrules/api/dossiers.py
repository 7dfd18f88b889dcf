"""Open a live dossier under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from povrules.api.days import day_of
from povrules.api.policy import Policy
from povrules.decisions.method import Method
from povrules.dossiers.dossier import Dossier
from povrules.facts.household import Household
from povrules.facts.intake import take_household


def open_dossier(
    policy: Policy,
    observed_on: str | date | None = None,
    path: str | Path | None = None,
    *,
    method: Method | None = None,
) -> Dossier:
    """Open a dossier, or take one up again where it was left.

    Args:
        policy: the law in force.
        observed_on: when the facts hold; the target date by default.
        path: a file for its log (``.jsonl``, ``.sqlite``): every step is on the disk before it is answered. A file that
            is there is read, and the dossier goes on from it. None keeps the log in memory.
        method: ``income``, ``score`` or None, as in ``Policy.assess``.

    Returns:
        A dossier; it works by durable_rules where the extra ``durable`` is installed, else by the reference engine.

    Raises:
        DossierError: a file that is no dossier, was changed, or belongs to another policy.

    >>> import povrules as pr
    >>> dossier = pr.open_dossier(pr.load_policy(on="2024-10-01"))
    >>> child = dossier.add_member({"birth_date": "2020-05-01"})
    >>> dossier.programmes(child)["health_insurance"].value
    True
    >>> dossier.close()
    """
    day = None if observed_on is None else day_of(observed_on, "observed_on")

    def take(given: Mapping[str, Any]) -> Household:
        return policy._intake.take(given) or take_household(policy.facts, given, on=policy.on)

    return Dossier(policy.resolved, policy.facts, take, observed_on=day, path=path, method=method)

"""Loading the law."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date

from povrules.api.by_row import BY_ROW, PolicyByRow
from povrules.api.days import day_of
from povrules.api.policy import Policy
from povrules.language.errors import PovrulesError
from povrules.law.evidence import parse_evidence
from povrules.plugins.loading import Choice, installed_plugins, resolved_for
from povrules.plugins.manager import PluginManager

LOG = logging.getLogger(__name__)


def load_policy(
    on: str | date,
    place: str = "vn",
    *,
    known_on: str | date | None = None,
    evidence: str = "unverified",
    without: Iterable[str] = (),
    plugins: PluginManager | None = None,
) -> Policy:
    """The law in force on one day in one place.

    Args:
        on: the target date, which selects the standard (ngày áp dụng): a ``date`` or ``"2024-10-01"``.
        place: ``"vn"``, or the official code of a province: ``"60"`` Bình Thuận; ``"by_row"`` decides each household
            by its own province, beside the nation.
        known_on: only instruments issued by then; None is all this version knows.
        evidence: ``unverified`` (default), ``secondary`` or ``official_text``: values with weaker evidence count as
            unknown law.
        without: names of plugins to leave out, or of the distributions they come from.
        plugins: a plugin manager of your own; by default one of the built-in packs and of every plugin installed.

    Returns:
        An immutable policy.

    Raises:
        PovrulesError: a day outside the covered interval, an unknown place, a pack that does not hold together, a
            place whose plugin is broken.

    >>> import povrules as pr
    >>> pr.load_policy(on="2024-10-01").parameter("income_line", "rural")
    1500000
    """
    if isinstance(without, str):
        raise PovrulesError(f"without={without!r} is one text", expected=f"a list of names: [{without!r}]")
    names = tuple(without)
    manager = installed_plugins() if plugins is None else plugins
    if names:
        manager = manager.without(names)
    try:
        weakest = parse_evidence(evidence)
    except ValueError as error:
        raise PovrulesError(str(error)) from None
    chosen = Choice(day_of(on, "on"), None if known_on is None else day_of(known_on, "known_on"), weakest)
    policy = PolicyByRow(chosen, manager) if place == BY_ROW else Policy(resolved_for(manager, place, chosen), manager)
    LOG.info("law of %s on %s: %d packs, digest %s", place, policy.on, len(policy.resolved.packs), policy.digest[:12])
    return policy

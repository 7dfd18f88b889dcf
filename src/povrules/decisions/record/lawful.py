"""A policy with values filled in where its law is unknown: what the law could turn out to be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from povrules.language import nodes as n
from povrules.policy.frozen import FrozenMap
from povrules.policy.resolved import ResolvedPolicy


def with_law(policy: ResolvedPolicy, law: Mapping[tuple[str, str | None], Any]) -> ResolvedPolicy:
    """The policy as it would be if unknown law were known.

    Args:
        policy: the law.
        law: values by id and cell (None for a value not given by an enum, and for a rule nobody has seen).
    """
    parameters, facts = dict(policy.parameters), dict(policy.facts)
    for (id, cell), value in law.items():
        if id in parameters:
            cells = tuple((c, value if c == cell else known) for c, known in parameters[id].cells)
            parameters[id] = replace(parameters[id], cells=cells)
        for key in [key for key in facts if key[1] == id]:
            facts[key] = replace(facts[key], formula=n.Literal(value))
    text = policy.digest + repr(sorted(law.items(), key=str))
    return replace(
        policy,
        parameters=FrozenMap(parameters),
        facts=FrozenMap(facts),
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )

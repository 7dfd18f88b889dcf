"""What the law calls the things that a reform names by path."""

from __future__ import annotations

from typing import Any

from povrules.decisions.labels import PolicyLabels, lowered
from povrules.law.model import Words
from povrules.policy.resolved import ResolvedPolicy
from povrules.whatif.changes import named_in, switched_off


def cell_words(policy: ResolvedPolicy, id: str, member: str | None) -> Words:
    """The words for one value of law.

    Args:
        policy: that has it.
        id: of the parameter.
        member: of its enum; None where it has one value, or for all of them.
    """
    labels = PolicyLabels(policy)
    return Words(labels.cell(id, member, "vi"), labels.cell(id, member, "en"))


def path_words(policy: ResolvedPolicy, path: str, value: Any) -> Words:
    """The words for what a path names: a value of law, an indicator, a rule, a programme; else the path itself.

    Args:
        policy: before the reform.
        path: ``income_line.rural``, ``deprived_water``, ``deprivations.no_internet``, ``phone_support``.
        value: that it is given; an indicator or a programme may be taken away.
    """
    name, _, member = path.partition(".")
    id = named_in(policy.parameters, name)
    if id is not None:
        return cell_words(policy, id, member or None)
    off = switched_off(value)
    programme = next((p for p in policy.programmes.values() if path in (p.name, p.id)), None)
    if programme is not None:
        return _said(programme.label, off)
    named = member if named_in(policy.sets, name) is not None else path
    fact = policy.find("household", named) or policy.find("person", named)
    if fact is None:
        return Words(path, path)
    return _said(next(found.label for (_, key), found in policy.facts.items() if key == fact), off)


def _said(label: Words, off: bool) -> Words:
    return Words(f"bỏ: {lowered(label.vi)}", f"off: {lowered(label.en)}") if off else label

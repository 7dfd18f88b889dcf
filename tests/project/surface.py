"""The names that other people's code rests on, a line each; ``python -m tests.project.surface`` keeps them anew."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("public_names.txt")
ROOMS = ("povrules", "povrules.charts", "povrules.checker", "povrules.measures", "povrules.plugins", "povrules.reports",
         "povrules.testing")  # fmt: skip
CLASSES = (
    "povrules.api.by_row:PolicyByRow",
    "povrules.api.policy:Policy",
    "povrules.api.register:Register",
    "povrules.api.verifying:Verification",
    "povrules.charts:Chart",
    "povrules.decisions.assessment:Assessment",
    "povrules.decisions.assessment:MemberAssessment",
    "povrules.decisions.counterfactual:Counterfactual",
    "povrules.decisions.entitlement:Entitlement",
    "povrules.decisions.entitlement:Entitlements",
    "povrules.decisions.evaluated:Evaluated",
    "povrules.decisions.explanation:Explanation",
    "povrules.decisions.record:DecisionRecord",
    "povrules.decisions.streamed:EvaluatedFile",
    "povrules.dossiers.dossier:Dossier",
    "povrules.engines.outcome:Outcome",
    "povrules.facts.given_facts:GivenFacts",
    "povrules.facts.problems:FactsError",
    "povrules.facts.problems:Problem",
    "povrules.language.errors:PovrulesError",
    "povrules.measures:Estimate",
    "povrules.policy.bundle:Bundle",
    "povrules.reports:Review",
    "povrules.whatif.comparing:Comparison",
    "povrules.whatif.differing:Difference",
    "povrules.whatif.finding:Found",
    "povrules.whatif.shapley:Decomposition",
    "povrules.whatif.sweeping:Sweep",
)


def public_names() -> list[str]:
    """Every public name with its arguments: ``povrules.load_policy(on, place=, *, known_on=)``."""
    lines = [f"{room}.{_told(name, getattr(import_module(room), name))}" for room in ROOMS for name in _offered(room)]
    for path in CLASSES:
        module, _, name = path.partition(":")
        found = getattr(import_module(module), name)
        lines += [f"{name}.{_told(member, value)}" for member, value in _members(found)]
    return sorted(lines)


def _offered(room: str) -> list[str]:
    names: list[str] = list(import_module(room).__all__)
    return names


def _members(found: type) -> Iterator[tuple[str, Any]]:
    """Methods, properties and fields of our own classes: what a base of another library has is not ours to promise."""
    ours = [base for base in found.__mro__ if base.__module__.startswith("povrules.")]
    names = {name for base in ours for name in (*vars(base), *vars(base).get("__annotations__", ()))}
    for name in sorted(names):
        if not name.startswith("_") and name != "model_config":
            yield name, inspect.getattr_static(found, name, None)


def _told(name: str, value: Any) -> str:
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    if isinstance(value, type) or not callable(value):
        return name
    parts, bare = [], False
    for argument in inspect.signature(value).parameters.values():
        if argument.name in ("self", "cls"):
            continue
        if argument.kind is argument.KEYWORD_ONLY and not bare:
            parts.append("*")
        bare = bare or argument.kind in (argument.KEYWORD_ONLY, argument.VAR_POSITIONAL)
        stars = {argument.VAR_POSITIONAL: "*", argument.VAR_KEYWORD: "**"}.get(argument.kind, "")
        parts.append(f"{stars}{argument.name}{'' if argument.default is argument.empty else '='}")
    return f"{name}({', '.join(parts)})"


if __name__ == "__main__":
    KEPT.write_text("\n".join(public_names()) + "\n", encoding="utf-8")

"""The names other people's code uses. Adding or removing one is a decision, so it shows up here."""

from __future__ import annotations

import inspect

import pytest

import povrules as pr
from tests.project.surface import KEPT, public_names

WHAT_TO_DO = """
A public name or argument is a promise to other people's code (docs/versioning.md). If this change is meant:
1. a name that goes away or changes lives on, with a DeprecationWarning, for two minor versions;
2. CHANGELOG.md says it under Added, Changed, Deprecated or Removed; docs/versioning.md says what part of the
   version moves;
3. `python -m tests.project.surface` keeps the list anew.
"""

SURFACE = [
    "Policy",
    "PovrulesError",
    "Register",
    "budget",
    "compare",
    "decompose",
    "diff",
    "find_value",
    "frontier",
    "load_policy",
    "open_dossier",
    "read_register",
    "sweep",
    "verify",
]
OF_A_POLICY = ["assess", "bundle", "counterfactual", "evaluate", "evaluate_file", "issue", "reform"]
OF_AN_ASSESSMENT = [
    "counterfactual",
    "deprivation_count",
    "deprivation_count_range",
    "deprivations",
    "explain",
    "members",
    "missing",
    "possible",
    "poverty_class",
    "reason",
    "record",
]


def test_the_package_offers_exactly_these_names() -> None:
    assert sorted(pr.__all__) == SURFACE
    assert set(SURFACE) <= set(dir(pr))


@pytest.mark.parametrize("name", SURFACE)
def test_each_name_is_there_and_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(pr, name))


def test_public_names_and_their_arguments_are_the_kept_ones() -> None:
    kept, found = set(KEPT.read_text(encoding="utf-8").splitlines()), set(public_names())
    changes = [f"- {line}" for line in sorted(kept - found)] + [f"+ {line}" for line in sorted(found - kept)]
    assert not changes, "\n".join(changes) + WHAT_TO_DO


def test_the_version_is_known() -> None:
    assert pr.__version__ == "0.1.0"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="load_polcy"):
        _ = pr.load_polcy


@pytest.mark.parametrize("name", OF_A_POLICY)
def test_a_policy_has_these_verbs(name: str) -> None:
    assert inspect.getdoc(getattr(pr.Policy, name))


def test_an_assessment_has_these_names() -> None:
    policy = pr.load_policy(on="2024-10-01", place="vn")
    assessment = policy.assess({"area": "rural", "income_per_capita": 1_200_000, "deprived_water": True})
    assert [name for name in OF_AN_ASSESSMENT if not hasattr(assessment, name)] == []


def test_everything_refused_is_one_kind_of_error() -> None:
    with pytest.raises(pr.PovrulesError, match="1999"):
        pr.load_policy(on="1999-01-01")

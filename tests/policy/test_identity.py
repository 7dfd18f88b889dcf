"""A policy is a value: the same law gives the same policy on any machine, and nobody can change it."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields
from datetime import date
from pathlib import Path

import pytest

import povrules as pr
from povrules.law.evidence import Evidence
from povrules.policy.frozen import FrozenMap
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from tests.support.expressions import expression_policy
from tests.support.packs import law, pack

LABEL = "label: {vi: Nhãn, en: Label}"
FACTS = f"facts:\n  income: {{of: household, type: number, unit: VND/month, {LABEL}}}\n"
LINE = f"""
parameters:
  line:
    {LABEL}
    unit: VND/month
    values: [{{from: 2016-01-01, value: 70, enacted_by: ND-1, evidence: secondary}}]
"""
POOR = f'variables:\n  poor: {{of: household, type: bool, {LABEL}, formula: "income <= line"}}\n'
TEXTS = (FACTS, LINE, POOR)


def test_the_same_choices_make_equal_policies(tmp_path: Path) -> None:
    one, other = law(tmp_path / "a", *TEXTS), law(tmp_path / "b", *TEXTS)
    assert one == other
    assert hash(one) == hash(other)
    assert one.digest == other.digest
    assert len({one, other}) == 1
    assert one != "another thing"


def test_any_other_choice_makes_another_policy(tmp_path: Path) -> None:
    changed = LINE.replace("70", "71")
    policies = [
        law(tmp_path / "a", *TEXTS),
        law(tmp_path / "a", on="2024-07-01"),
        law(tmp_path / "a", known_on=date(2024, 6, 30)),
        law(tmp_path / "a", evidence=Evidence.SECONDARY),
        law(tmp_path / "a", place="22"),
        law(tmp_path / "changed", FACTS, changed, POOR),
        law(tmp_path / "a byte", FACTS, LINE + "\n", POOR),
        resolve([pack(tmp_path / "a", id="another")], on=date(2024, 6, 30)),
    ]
    assert len({policy.digest for policy in policies}) == len(policies)
    assert len(set(policies)) == len(policies)


def test_the_namespace_is_part_of_the_digest(tmp_path: Path) -> None:
    one, other = (resolve([pack(tmp_path, namespace=space)], on=date(2024, 6, 30)) for space in ("22", "60"))
    assert one.digest != other.digest


def test_the_order_of_packs_does_not_matter(tmp_path: Path) -> None:
    packs = [
        pack(tmp_path / "one", FACTS),
        pack(tmp_path / "two", LINE, id="two", base=""),
        pack(tmp_path / "three", POOR, id="three", base=""),
    ]
    policies = [resolve(order, on=date(2024, 6, 30)) for order in (packs, packs[::-1], [packs[1], packs[0], packs[2]])]
    for policy in policies[1:]:
        assert policy == policies[0]
        for each in fields(ResolvedPolicy):
            if each.name != "positions":
                assert getattr(policy, each.name) == getattr(policies[0], each.name), each.name
        facts = list(policy.facts)
        assert facts.index(("household", "vn:poor")) > facts.index(("household", "vn:income"))


COPIES = {
    "pickle": lambda policy: pickle.loads(pickle.dumps(policy)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("way", COPIES)
def test_copies_are_equal_and_work(way: str) -> None:
    policy = pr.load_policy(on="2024-10-01")
    found = COPIES[way](policy)
    assert found == policy
    assert hash(found) == hash(policy)
    for each in fields(ResolvedPolicy):
        assert getattr(found.resolved, each.name) == getattr(policy.resolved, each.name), each.name
    given = {"area": "rural", "income_per_capita": 1_600_000}
    assert found.assess(given).poverty_class == policy.assess(given).poverty_class == "average"


def test_nothing_in_a_policy_can_be_changed(tmp_path: Path) -> None:
    policy = law(tmp_path, *TEXTS)
    with pytest.raises(FrozenInstanceError):
        policy.on = date(2025, 1, 1)  # type: ignore[misc]
    for each in fields(ResolvedPolicy):
        value = getattr(policy, each.name)
        assert not isinstance(value, (list, set, dict)), each.name
        hash(value)
    for mapping in (policy.facts, policy.parameters, policy.enums, policy.instruments):
        with pytest.raises(TypeError):
            mapping["vn:line"] = None  # type: ignore[index]
        with pytest.raises(AttributeError):
            mapping.clear()  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        policy.parameters["vn:line"].cells = ()  # type: ignore[misc]


def test_a_frozen_map_is_a_mapping_and_stays_what_it_is() -> None:
    source = {"b": 2, "a": 1}
    frozen = FrozenMap(source)
    source["c"] = 3
    assert isinstance(frozen, Mapping)
    assert list(frozen.items()) == [("b", 2), ("a", 1)]
    assert frozen == FrozenMap({"a": 1, "b": 2}) == {"a": 1, "b": 2}
    assert hash(frozen) == hash(FrozenMap({"a": 1, "b": 2}))
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    for attempt in (lambda: setattr(frozen, "_items", {}), lambda: setattr(frozen, "more", 1)):
        with pytest.raises(AttributeError):
            attempt()
    with pytest.raises(TypeError):
        del frozen["a"]  # type: ignore[attr-defined]


PRINT_DIGEST = """
import povrules as pr
policy = pr.load_policy(on="2024-10-01")
asked = {"area": "rural", "members": [{"birth_year": 2010}, {"has_health_card": False}]}
answer = policy.assess(asked).outcome("poverty_class")
print(policy.digest, list(policy.resolved.facts), answer)
"""


def test_the_same_in_every_process() -> None:
    source = str(Path(pr.__file__).resolve().parents[1])
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(printed) == 1
    assert printed.pop().startswith(pr.load_policy(on="2024-10-01").digest)


def test_law_made_in_memory_counts_by_what_it_says() -> None:
    one, same, other = (expression_policy(text, {"a": "1"}, {}, "number")[0] for text in ("a + 1", "a + 1", "a + 2"))
    assert one == same
    assert one != other

"""The contract of a pack tells what a pack does to others, not only to itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

import povrules as pr
from povrules.commands.new_pack import write_pack
from povrules.plugins import HookContext, Pack, hook, read_pack
from povrules.plugins.loading import Choice, resolved_for
from povrules.plugins.manager import PluginManager
from povrules.policy.frozen import FrozenMap
from povrules.testing import ContractBroken, check_pack, draw_households, households, persons
from povrules.testing.neighbours import interference

FLAGS = ("employment", "dependents", "nutrition", "health_insurance", "water", "toilet", "telecom")
POLICY = pr.load_policy(on="2024-10-01", plugins=PluginManager())


class Handed:
    def __init__(self, *packs: Pack) -> None:
        self.packs = packs

    @hook
    def provide_packs(self, context: HookContext) -> tuple[Pack, ...]:
        return self.packs


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return read_pack(write_pack("thu", "38", tmp_path) / "src" / "povrules_thu" / "policies")


def test_a_pack_that_keeps_it_says_what_was_checked(pack: Pack) -> None:
    kept = check_pack(Handed(pack), households=3)
    assert (kept.packs, kept.days, kept.cases, kept.problems) == (("vn.38.thu",), 2, 3, ())


def test_a_plugin_without_a_pack_and_a_pack_of_the_nation_are_not_for_it(pack: Pack) -> None:
    with pytest.raises(ContractBroken, match="provides no pack"):
        check_pack(Handed())
    with pytest.raises(ContractBroken, match="is law of the nation"):
        check_pack(Handed(Pack("vn.extra", pack.folders)))


def test_a_pack_without_worked_households_is_told(pack: Pack) -> None:
    (pack.folders[0] / "cases.yaml").unlink()
    with pytest.raises(ContractBroken, match=r"no worked households: write some into .*cases\.yaml"):
        check_pack(Handed(pack), households=1)


def test_nothing_of_the_nation_is_another_with_a_pack(pack: Pack) -> None:
    manager, choice = PluginManager([Handed(pack)]), Choice(date(2024, 10, 1))
    nation, law = resolved_for(manager, "vn", choice), resolved_for(manager, "38", choice)
    assert list(interference(nation, law)) == []
    key = ("household", "vn:poverty_class_by_income")
    other = replace(law, facts=FrozenMap({**law.facts, key: replace(law.facts[key], formula=None)}))
    assert list(interference(nation, other)) == [
        "the rule vn:poverty_class_by_income of the nation is another with the pack"
    ]
    less = replace(law, constraints=law.constraints[1:])
    assert list(interference(nation, less)) == ["the constraints of the nation are others with the pack"]


@settings(max_examples=20)
@given(household=households(POLICY))
def test_households_drawn_are_ones_a_policy_takes(household: dict[str, object]) -> None:
    assert POLICY.assess(household).possible["poverty_class"]


@settings(max_examples=20)
@given(person=persons(POLICY))
def test_persons_drawn_are_ones_a_policy_takes(person: dict[str, object]) -> None:
    assert len(POLICY.assess({"members": [person]}).members) == 1


def test_what_is_drawn_meets_the_boundaries_of_any_policy(pack: Pack) -> None:
    policy = pr.load_policy(on="2024-10-01", place="38", plugins=PluginManager([Handed(pack)]))
    drawn = draw_households(policy, 300, seed=3, unknown=(0.0,))
    incomes = [each.get("income_per_capita") for each in drawn]
    # Lines of the pack itself (1.8 and 2.4 million) and of the nation, each met to the đồng and from both sides.
    for line in (1_800_000, 2_400_000, 1_500_000, 2_250_000):
        assert {line - 1, line, line + 1} <= set(incomes), line
    counts = [sum(bool(each.get(f"deprived_{name}")) for name in FLAGS) for each in drawn]
    assert {2, 3} <= set(counts)

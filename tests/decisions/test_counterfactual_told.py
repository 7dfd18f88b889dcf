"""What is told of a counterfactual holds: values that can be given, ends that are law, no alternative told twice."""

from __future__ import annotations

from typing import Any

import povrules as pr
from tests.support.near_households import flagged, with_change

PRESCHOOL: dict[str, Any] = {
    "recognised_class": "poor",
    "poor_district_or_commune": True,
    "area_difficulty": "left_list",
    "household_size": 2,
    "members": [{"licensed_private_preschool": True, "orphan_kind": "both"}, {"birth_year": 2018}],
}


def test_any_other_text_is_told_once_and_can_be_given() -> None:
    policy = pr.load_policy(on="2026-07-01")
    found = policy.assess(PRESCHOOL).members[0].counterfactual("preschool_lunch", to=True)
    (told,) = [each for each in found.unchangeable if any("ethnicity" in change.fact for change in each.changes)]
    (ethnicity,) = [change for change in told.changes if "ethnicity" in change.fact]
    assert ethnicity.values == ("khác",)
    assert ethnicity.words.vi.endswith("khác Kinh (01) (hiện chưa biết)")
    assert ethnicity.words.en.endswith("any but Kinh (01) (not known today)")
    changed = PRESCHOOL
    for change in told.changes:
        changed = with_change(changed, change.fact, change.after)
    assert policy.assess(changed).members[0].outcome("preschool_lunch").value is True
    assert policy.assess(with_change(changed, ethnicity.fact, "Kinh")).members[0]["preschool_lunch"] is not True


def test_what_only_the_law_settles_is_said() -> None:
    policy = pr.load_policy(on="2024-10-01", evidence="official_text")
    household = flagged(1_400_000)
    for found in (policy.assess(household).counterfactual(), policy.counterfactual(household)):
        (law,) = found.law_unknown
        assert law.en.startswith("class by income and deprivations – Article 3.2, Decree 07/2021/NĐ-CP")
        assert found.out_of_reach == ()
        assert found.text("en").splitlines()[1:] == [
            f"Undetermined because the law is not known: {law.en}. No fact settles it."
        ]
        assert "Chưa xác định vì quy định chưa được biết: phân loại theo thu nhập" in found.text("vi")
        assert "Không dữ liệu nào làm rõ được." in found.html("vi")

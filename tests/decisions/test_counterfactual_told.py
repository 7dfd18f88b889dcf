"""What is told of a counterfactual holds: values that can be given, ends that are law, no alternative told twice."""

from __future__ import annotations

import re
from typing import Any

import pytest

import povrules as pr
from tests.support.near_households import POLICY, flagged, with_change

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


WITH_MEMBER = {**flagged(1_400_000), "members": [{"birth_year": 1990}]}
del WITH_MEMBER["household_size"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"what": 3}, "3 is no name of a decision or programme"),
        ({"what": ""}, "decides no ''"),
        ({"most": "a"}, "most='a' is no number of changes; expected a whole number from 1 on"),
        ({"most": 0}, "most=0 is no number"),
        ({"most": -1}, "most=-1 is no number"),
        ({"most": True}, "most=True is no number"),
        ({"what": "health_insurance.premium_payable_vnd"}, "amounts have no counterfactual: health_insurance.premium"),
        ({"what": "near_poor"}, "near_poor is an answer, not a decision; expected 'poverty_class', to='near_poor'"),
        ({"what": "income_per_capita"}, "amounts have no counterfactual: income_per_capita"),
        ({"what": "health_insurance"}, "decided of each member, not of the household"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(asked: dict[str, Any], told: str) -> None:
    for ask in (
        lambda: POLICY.assess(WITH_MEMBER).counterfactual(**asked),
        lambda: POLICY.counterfactual(WITH_MEMBER, **asked),
    ):
        with pytest.raises(pr.PovrulesError, match=re.escape(told)) as raised:
            ask()
        assert "\n" not in str(raised.value)


def test_whose_verdict_it_is_is_said() -> None:
    assessment = POLICY.assess(WITH_MEMBER)
    with pytest.raises(pr.PovrulesError, match=re.escape("a.members[i].counterfactual('health_insurance')")):
        assessment.counterfactual("health_insurance")
    with pytest.raises(pr.PovrulesError, match="amounts have no counterfactual"):
        assessment.members[0].counterfactual("health_insurance.premium_payable_vnd")
    with pytest.raises(pr.PovrulesError, match="of the household, not of a member"):
        assessment.members[0].counterfactual("poverty_class")
    for member in ("0", True, -1, 1):
        with pytest.raises(pr.PovrulesError, match=r"no member .*; expected a position from 0 to 0"):
            POLICY.counterfactual(WITH_MEMBER, "health_insurance", member=member)  # type: ignore[arg-type]


def test_what_it_is_already_is_said() -> None:
    household = flagged(1_400_000)
    for found in (
        POLICY.assess(household).counterfactual(to="near_poor"),
        POLICY.counterfactual(household, to="near_poor"),
    ):
        assert found.already
        assert found.text("vi").endswith("\nKết quả hiện đã là: hộ cận nghèo.")
        assert found.text("en").endswith("\nIt is that already: near-poor household.")


def test_ends_of_a_domain_are_not_told_as_law() -> None:
    found = POLICY.assess({"area": "rural", "score_a": 150, "score_b": 10}).counterfactual()
    (average,) = found.to("average")
    (income,) = average.changes
    assert (income.after, income.direction, income.before) == (2_250_000, "lower", None)
    assert income.words.vi.endswith(": từ 2.250.000 đ/người/tháng trở xuống (hiện chưa biết)")
    assert income.words.en.endswith(": 2,250,000 VND/person/month or less (not known today)")
    for each in found.alternatives:
        assert len({(c.instrument, c.at) for c in each.citations}) == len(each.citations)


def test_days_before_the_first_that_can_be_given_are_not_told() -> None:
    policy = pr.load_policy(on="2026-07-01")
    found = policy.assess(PRESCHOOL).members[0].counterfactual("preschool_lunch", to=True)
    (born,) = [c for each in found.unchangeable for c in each.changes if c.fact == "members[0].birth_date"]
    assert born.words.vi == "ngày sinh (thành viên thứ 1): từ 01/07/2023 trở về trước (hiện chưa biết)"
    assert "1900" not in found.text("en")


def test_an_alternative_within_another_is_not_told() -> None:
    certified = {"certified_class": "poor", "certified_from": "2024-01-01", "certified_to": "2024-12-31"}
    household = {**flagged(1_634_000), **certified}
    del household["household_size"]
    found = POLICY.assess(household).counterfactual("electricity_support")
    (told,) = found.alternatives
    assert {change.fact: change.after for change in told.changes}["electricity_use"] == 51
    assert "100,000" not in found.text("en")
    assert found.skipped == ()
    assert "Not searched" not in found.text("en")


def test_what_is_learned_beside_one_of_many_that_are_alike() -> None:
    household = flagged(1_400_000, "deprived_toilet")
    del household["deprived_water"]
    known, learned = POLICY.assess(household).counterfactual(to="poor").alternatives
    assert [change.fact for change in learned.changes] == ["deprived_water"]
    assert (learned.choose, len(learned.among), learned.count) == (1, 10, 2)
    assert learned.words.en.startswith("deprived: water: yes (not known today); and 1 more of these 10: ")
    assert "; đồng thời thêm 1 trong 10 mục sau: " in learned.words.vi
    assert (known.changes, known.choose, len(known.among)) == ((), 2, 10)

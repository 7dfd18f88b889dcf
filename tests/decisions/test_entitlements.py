"""What one household and its members are entitled to, with the reason, the law and what is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import povrules as pr
from povrules.decisions.entitlement import NoProgramme
from povrules.policy.resolving import resolve
from povrules.policy.values_of_law import CoverageError
from tests.support.packs import pack
from tests.support.programmes import DAY, FACTS, OVERLAP, PROGRAMMES, assess, land

LACKING = ("deprived_water", "deprived_toilet", "deprived_housing_area")
POOR = {"area": "rural", "income_per_capita": 1_500_000, "score_b": 30, **dict.fromkeys(LACKING, True)}


def test_nothing_is_given_while_it_is_not_granted(tmp_path: Path) -> None:
    policy = land(tmp_path)
    house = assess(policy, poor=False, members=[{"disabled": True}]).programmes["house"]
    assert house.eligible is False
    assert dict(house.benefits) == {"kind": None, "amount_vnd": None}
    assert (house.missing, house.reason, house.law) == ((), None, ())
    assert house.because.en == "not entitled because this does not hold: poor"


def test_an_eligible_programme_names_what_its_benefits_need(tmp_path: Path) -> None:
    policy = land(tmp_path)
    house = assess(policy, poor=True, members=[{}]).programmes["house"]
    assert house.eligible is True
    assert house.benefits["kind"] is None
    assert house.outcome("kind").possible == ("big", "small")
    assert house.missing == ("members[0].disabled",)
    assert house.reason == "law"
    assert house.law == ("vn:house.amount_vnd.claim",)
    assert (house.outcome("amount_vnd").low, house.outcome("amount_vnd").high) == (0, 90)


def test_nothing_is_one_of_the_answers_while_it_is_open(tmp_path: Path) -> None:
    policy = land(tmp_path)
    house = assess(policy, poor=None, members=[{"disabled": True}]).programmes["house"]
    assert house.eligible is None
    assert house.missing == ("poor",)
    assert house.outcome("kind").possible == ("none", "big")
    assert house.because.vi == "chưa xác định, cần biết: nghèo"
    assert dict(house.benefits) == {"kind": None, "amount_vnd": None}


def test_a_rule_of_law_nobody_has_seen_is_the_reason(tmp_path: Path) -> None:
    house = assess(land(tmp_path, on="2026-06-30"), poor=True).programmes["house"]
    assert (house.eligible, house.in_force, house.reason, house.law) == (None, True, "law", ("vn:house",))
    assert "ND-3" in house.because.en


def test_a_programme_that_is_not_in_force_is_no_error(tmp_path: Path) -> None:
    found = assess(land(tmp_path, on="2021-06-30"), poor=True, members=[{"old": True}])
    house = found.programmes["house"]
    assert (house.in_force, house.eligible, house.reason, house.if_recognised) == (False, False, None, False)
    assert house.because.en == "there is no such programme on 2021-06-30"
    assert dict(house.benefits) == {"kind": None, "amount_vnd": None}
    assert [(e.programme, e.member) for e in found.entitlements()] == [("allowance", 0)]


def test_the_law_behind_it_is_cited_with_article_days_and_evidence(tmp_path: Path) -> None:
    found = assess(land(tmp_path), members=[{"disabled": True, "old": False, "degree": 2}])
    allowance = found.members[0].programmes["allowance"]
    assert [(c.instrument, c.at) for c in allowance.citations][:2] == [("ND-2", "art. 5"), ("ND-2", "art. 6")]
    assert allowance.citations[0].words.en.startswith("Article 5, Decree ND-2; from 2021-01-01")
    assert str(allowance.evidence) == "official_text"
    refused = assess(land(tmp_path), members=[{"disabled": False, "old": False}]).members[0].programmes["allowance"]
    assert "art. 6" not in {c.at for c in refused.citations}


def test_names_are_helped_and_scopes_kept_apart(tmp_path: Path) -> None:
    found = assess(land(tmp_path), members=[{}])
    assert list(found.programmes) == ["house"]
    assert "allowance" not in found.programmes
    assert found.programmes.get("allowance") is None
    with pytest.raises(NoProgramme, match=r"a.members\[0\].programmes"):
        found.programmes["allowance"]
    with pytest.raises(NoProgramme, match="did you mean 'allowance'"):
        found.members[0].programmes["alowance"]
    with pytest.raises(pr.PovrulesError, match="did you mean 'kind'"):
        found.programmes["house"].outcome("kinds")


def test_explanations_reach_programmes_and_benefits() -> None:
    found = pr.load_policy(on="2022-06-01").assess({"certified_class": "poor"})
    whole = found.explain("en", "electricity_support")
    assert whole.outcome.value is True
    amount = str(found.programmes["electricity_support"].explain("vi", "monthly_vnd"))
    assert "55.000 đ/hộ/tháng" in amount
    assert "Quyết định 28/2014/QĐ-TTg" in amount


# the class that programmes use --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "on", "eligible", "if_recognised"),
    [
        ({"certified_class": "poor"}, "2022-06-01", True, False),
        ({"certified_class": "poor", "certified_to": "2022-06-01"}, "2022-06-01", True, False),
        ({"certified_class": "poor", "certified_to": "2022-05-31"}, "2022-06-01", True, True),
        ({"certified_class": "poor", "certified_from": "2022-06-02"}, "2022-06-01", True, True),
        ({"certified_class": "average"}, "2022-06-01", False, False),
        ({"certified_class": "average", "certified_to": "2022-05-31"}, "2022-06-01", True, True),
        ({"certified_class": None}, "2022-06-01", True, True),
        ({"recognised_class": "near_poor"}, "2022-06-01", False, False),
        ({"recognised_class": "near_poor", "certified_class": "poor"}, "2022-06-01", False, False),
    ],
)
def test_the_certificate_of_the_day_goes_before_the_computed_class(
    given: dict[str, object], on: str, eligible: bool, if_recognised: bool
) -> None:
    """By the rules the household is poor; nobody draws an allowance."""
    policy = pr.load_policy(on=on)
    found = policy.assess({**POOR, **given, "household_size": 1, "members": [{"receives_monthly_allowance": False}]})
    support = found.programmes["electricity_support"]
    assert (support.eligible, support.if_recognised) == (eligible, if_recognised)
    assert found.poverty_class == "poor"
    assert not found.conflicts
    if eligible and if_recognised:
        assert support.because.en.startswith("if the computed class is recognised: entitled because")


def test_the_days_of_a_certificate_are_those_of_the_entitlement_not_of_the_survey() -> None:
    policy = pr.load_policy(on="2022-01-01")
    given = {"certified_class": "poor", "certified_from": "2022-01-01", "observed_on": "2021-10-15"}
    assert policy.assess(given).programmes["electricity_support"].if_recognised is False


def test_what_does_not_read_the_class_is_not_marked() -> None:
    found = pr.load_policy(on="2024-10-11").assess({**POOR})
    assert found.programmes["credit_water_sanitation"].if_recognised is False
    assert found.programmes["credit_poor"].if_recognised is True


def test_parents_elsewhere_have_a_class_of_their_own() -> None:
    policy = pr.load_policy(on="2024-10-11")
    found = policy.assess({"certified_class": "average", "members": [{"parent_household_class": "poor"}, {}]})
    assert [member["family_class"] for member in found.members] == ["poor", "average"]
    assert not found.conflicts


# the nation's packs --------------------------------------------------------------------------------------------------


def test_an_amount_that_turns_on_unknown_law_lies_between_bounds() -> None:
    support = pr.load_policy(on="2024-10-11").assess({"certified_class": "poor"}).programmes["electricity_support"]
    assert (support.eligible, support.benefits["monthly_vnd"], support.reason) == (True, None, "law")
    assert support.law == ("vn:electricity_support_vat",)
    amount = support.outcome("monthly_vnd")
    assert (amount.low, amount.high) == (30 * 1893 * Fraction("1.08"), 62_469)


def test_on_a_day_before_the_programmes_the_standard_still_loads() -> None:
    found = pr.load_policy(on="2018-06-01").assess({"area": "rural", "income_per_capita": 600_000})
    assert found.poverty_class == "poor"
    assert "electricity_support" not in found.programmes
    assert found.entitlements() == ()
    with pytest.raises(CoverageError, match="2021-01-01 to 2026-12-31"):
        found.programmes["electricity_support"]


def test_half_a_dong_is_left_as_it_is_and_said() -> None:
    policy = pr.load_policy(on="2024-10-11", evidence="unverified")
    given = {"certified_class": "poor", "poor_loan_outstanding": 0}
    loan = policy.assess(given).programmes["credit_poor"]
    assert loan.benefits["monthly_interest_vnd"] == 550_000
    assert loan.unrounded == ()


def test_receipts_are_facts_without_a_rule() -> None:
    policy = pr.load_policy(on="2024-10-11").resolved
    for id in ("vn:has_health_card", "vn:receives_monthly_allowance"):
        assert policy.facts["person", id].formula is None
        assert policy.facts["person", id].given


# a province ----------------------------------------------------------------------------------------------------------


def test_a_province_adds_to_a_national_floor_in_its_own_namespace(tmp_path: Path) -> None:
    """The local addition first, then the cap; the national amount stands beside it."""
    local = """
    instruments: {NQ-1: {number: NQ-1, kind: resolution, title: {vi: a, en: a}, issuer: {vi: b, en: b}, issued: 2020-12-02, evidence: unverified}}
    parameters:
      addition:
        label: {vi: Mức tăng thêm của tỉnh, en: Addition of the province}
        unit: VND/person/month
        range: 0..100
        values:
          - {from: 2020-12-15, to: 2025-06-30, value: 33, enacted_by: NQ-1, evidence: unverified}
          - {from: 2025-07-01, unknown: true, enacted_by: NQ-1}
      cap:
        label: {vi: Mức trần, en: Cap}
        unit: VND/person/month
        values: [{from: 2020-12-15, value: 220, enacted_by: NQ-1, evidence: unverified}]
    programmes:
      pension:
        of: person
        label: {vi: Hưu trí của tỉnh, en: Pension in the province}
        per: month
        payer: provincial_budget
        eligible: [{from: 2020-12-15, formula: "vn.pension", enacted_by: NQ-1, evidence: unverified}]
        benefits:
          monthly_vnd:
            label: {vi: Một tháng, en: A month}
            unit: VND/person/month
            rules: [{from: 2020-12-15, formula: "min(cap, pension_of_the_nation + addition)", enacted_by: NQ-1, evidence: unverified}]
    variables:
      pension_of_the_nation: {of: person, type: number, unit: VND/person/month, label: {vi: a, en: a}, formula: "vn.pension_amount"}
    """  # noqa: E501
    nation = pack(tmp_path / "vn", FACTS, PROGRAMMES, OVERLAP.replace("TIE", "first"))
    province = pack(tmp_path / "p60", local, id="binh_thuan", namespace="60", base="")
    known = assess(resolve([province, nation], on=DAY), members=[{"disabled": False, "old": True}]).members[0]
    assert known.programmes["pension"].benefits["monthly_vnd"] == 200
    assert known.programmes["60:pension"].benefits["monthly_vnd"] == 220
    late = resolve([province, nation], on=date(2025, 7, 1))
    after = assess(late, members=[{"disabled": False, "old": True}]).members[0].programmes
    assert after["pension"].benefits["monthly_vnd"] == 200
    assert (after["60:pension"].eligible, after["60:pension"].reason) == (True, "law")
    assert after["60:pension"].law == ("60:addition",)
    assert after["60:pension"].outcome("monthly_vnd").low == 200

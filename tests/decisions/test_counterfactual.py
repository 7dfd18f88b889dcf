"""What would turn a verdict: the fewest facts, their margins, the article that binds, and what nobody can change."""

from __future__ import annotations

import time
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import povrules as pr
from povrules.decisions.counterfactual import Alternative, Change, Counterfactual
from povrules.decisions.counterfactual import of_facts as counterfactual_of
from tests.support.near_households import FLAGS, LINES, POLICY, drawn, flagged, with_change

WATER, TOILET, FOOD = "deprived_water", "deprived_toilet", "deprived_nutrition"


def changes(found: Alternative) -> dict[str, Any]:
    return {change.fact: change.after for change in found.changes}


def asked(household: dict[str, Any], what: str = "poverty_class", **more: Any) -> Counterfactual:
    return POLICY.assess(household).counterfactual(what, **more)


# one household, by hand ----------------------------------------------------------------------------------------------


def test_income_alone_or_another_deprivation() -> None:
    found = asked(flagged(1_400_000, WATER, TOILET))
    (one,) = found.to("poor")
    assert (one.changes, one.choose, len(one.among)) == ((), 1, 10)
    assert {change.fact for change in one.among} == {*FLAGS} - {WATER, TOILET}
    (average,), (above,) = found.to("average"), found.to("above")
    assert changes(average) == {"income_per_capita": 1_500_001}
    assert (average.changes[0].margin, average.changes[0].furthest) == (100_001, 2_250_000)
    assert changes(above) == {"income_per_capita": 2_250_001}


def test_an_inclusive_line_is_met_exactly() -> None:
    found = asked(flagged(1_634_000, WATER, TOILET, FOOD))
    by_income, by_area = found.to("poor")
    assert changes(by_income) == {"income_per_capita": 1_500_000}
    assert (by_income.changes[0].margin, by_income.changes[0].direction) == (134_000, "lower")
    assert changes(by_area) == {"area": "urban"}


def test_three_together_where_fewer_do_not_do() -> None:
    (one,) = asked(flagged(1_400_000)).to("poor")
    assert (one.choose, len(one.among), one.count) == (3, 12, 3)
    assert asked(flagged(1_400_000), most=2).out_of_reach == ("poor",)


def test_fewer_deprivations() -> None:
    (one,) = asked(flagged(1_400_000, WATER, TOILET, FOOD)).to("near_poor")
    assert (one.choose, {c.fact for c in one.among}) == (1, {WATER, TOILET, FOOD})
    assert "bớt 1 trong 3 mục sau" in one.words.vi
    assert "1 fewer of these 3" in one.words.en


def test_what_would_settle_it_each_way() -> None:
    household = {**flagged(1_300_000, TOILET), WATER: None, FOOD: None}
    found = asked(household)
    assert found.outcome.value is None
    (poor,) = found.to("poor")
    assert changes(poor) == {WATER: True, FOOD: True}
    assert [change.before for change in poor.changes] == [None, None]
    assert sorted(map(str, map(changes, found.to("near_poor")))) == sorted(
        [f"{{'{FOOD}': False}}", f"{{'{WATER}': False}}"]
    )
    assert changes(found.to("average")[0]) == {"income_per_capita": 1_500_001}


def test_only_the_answer_that_was_asked_for() -> None:
    found = asked(flagged(1_400_000, WATER, TOILET), to="poor")
    assert {each.answer for each in found.alternatives} == {"poor"}
    assert asked(flagged(1_400_000), to="near_poor").alternatives == ()


def test_the_article_that_makes_each_binding() -> None:
    (average,) = asked(flagged(1_400_000, WATER)).to("average")
    assert [(c.instrument, c.at) for c in average.citations] == [
        ("ND-07-2021", "art. 3.2.c"),
        ("ND-07-2021", "art. 3.1.a"),
    ]
    assert "điểm c khoản 2 Điều 3 Nghị định 07/2021/NĐ-CP" in average.citations[0].words.vi


def test_a_programme_turns_with_the_certificate() -> None:
    household = flagged(1_700_000, certified_class="above", electricity_use=20)
    (granted,) = asked(household, "electricity_support").to(True)
    assert changes(granted) == {"certified_class": "poor"}
    assert granted.changes[0].label.vi == "phân loại đã được công nhận"
    assert POLICY.assess({**household, "certified_class": "poor"}).programmes["electricity_support"].eligible


def test_a_programme_of_another_day_is_not_in_force() -> None:
    member = pr.load_policy(on="2024-10-01").assess({"members": [{"birth_year": 1940}]}).members[0]
    found = member.counterfactual("social_pension")
    assert (found.alternatives, found.out_of_reach) == ((), ())
    assert "2024-10-01" in found.text("en")


CHILD = {
    "birth_date": date(2012, 3, 5), "sex": "female", "in_school": True, "school_level": "primary", "ethnicity": "01",
    "work_status": "not_seeking", "able_to_work": False, "receives_monthly_allowance": False, "has_disability": False,
}  # fmt: skip


def test_what_nobody_can_change_stands_apart() -> None:
    household = flagged(1_700_000, certified_class="above", area_difficulty="ordinary", recognised_farm_average=False)
    household["members"] = [{**CHILD, "birth_date": date(2018, 10, 2)}]
    del household["household_size"]
    found = POLICY.assess(household).members[0].counterfactual("health_insurance", to=False)
    told = [change for each in found.unchangeable for change in each.changes]
    assert "members[0].birth_date" in {change.fact for change in told if not change.changeable}
    assert all(change.changeable for each in found.alternatives for change in each.changes)
    assert "Không ai thay đổi được" in str(found)


def test_raw_facts_are_asked_at_their_own_level() -> None:
    household = {**flagged(1_400_000, WATER), "household_size": 5, "floor_area": 40}
    del household["deprived_housing_area"]
    found = asked({**household, TOILET: True}, to="poor")
    (area,) = [each for each in found.alternatives if "floor_area" in changes(each)]
    assert changes(area)["floor_area"] == pytest.approx(39.99)
    assert str(changes(area)["floor_area"]) == "3999/100"


def test_income_for_a_year_and_the_size_of_the_household() -> None:
    household = {**flagged(0, WATER), "income_total": 1_634_000 * 60}
    del household["income_per_capita"]
    found = {tuple(changes(each)): each for each in asked(household).to("near_poor")}
    assert found["income_total",].changes[0].after == 1_500_000 * 60
    assert found["household_size",].changes[0].after == 6  # 1,361,667 a head


def test_facts_that_contradict_the_change_are_named() -> None:
    household = flagged(1_634_000, WATER, income_total=1_634_000 * 60)
    (by_income,) = [each for each in asked(household).to("near_poor") if "income_per_capita" in changes(each)]
    assert [broken.en for broken in by_income.breaks] == [
        "Yearly income is monthly income per person times members times 12"
    ]


# refused -------------------------------------------------------------------------------------------------------------


def test_an_amount_is_no_verdict() -> None:
    with pytest.raises(pr.PovrulesError, match="amounts have no counterfactual"):
        asked(flagged(1_400_000), "income_per_capita")


def test_an_answer_that_it_does_not_have() -> None:
    with pytest.raises(pr.PovrulesError, match="near_poor"):
        asked(flagged(1_400_000), to="nearpoor")


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(pr.PovrulesError, match="electricity_support"):
        asked(flagged(1_400_000), "electricity_suport")


# patience ------------------------------------------------------------------------------------------------------------


def test_what_was_not_searched_is_said() -> None:
    assessment = POLICY.assess(flagged(1_400_000))
    found = counterfactual_of(POLICY.resolved, assessment._household, "vn:poverty_class", None, "poor", patience=60)
    assert found.not_searched is not None
    assert "Chưa tìm hết" in str(found)
    assert "Not searched" in found.text("en")


def test_five_members_with_all_flags_known_in_under_a_second() -> None:
    members = [{**CHILD, "birth_date": date(year, 3, 5)} for year in (1970, 1975, 2000, 2012, 2016)]
    household = flagged(1_634_000, WATER, TOILET, members=members)
    started = time.perf_counter()
    assert asked(household).alternatives
    assert time.perf_counter() - started < 1


# how it is shown -----------------------------------------------------------------------------------------------------


def test_text_and_page_in_both_languages() -> None:
    found = asked(flagged(1_634_000, WATER, TOILET, FOOD))
    assert "thấp hơn 134.000 đ/người/tháng (từ 1.500.000 đ/người/tháng trở xuống)" in found.text("vi")
    assert "134,000 VND/person/month lower (1,500,000 VND/person/month or less)" in found.text("en")
    assert str(found) == found.text("vi")
    assert "Căn cứ" in found._repr_html_()
    assert "Basis" in found.html("en")
    assert repr(found).startswith("<Counterfactual of poverty_class: average,")


# properties ----------------------------------------------------------------------------------------------------------


def full_choices(found: Alternative) -> list[tuple[Change, ...]]:
    return [(*found.changes, *chosen) for chosen in combinations(found.among, found.choose)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_every_change_flips_and_none_is_too_large(seed: int) -> None:
    household = drawn(Random(seed))
    found = asked(household)
    for alternative in found.alternatives:
        for chosen in full_choices(alternative)[:8]:
            changed = dict(household)
            for change in chosen:
                changed = with_change(changed, change.fact, change.after)
            assert POLICY.assess(changed).poverty_class == alternative.answer
            for left_out in chosen:
                without = with_change(changed, left_out.fact, household[left_out.fact])
                assert POLICY.assess(without).poverty_class != alternative.answer
                if isinstance(left_out.after, int) and not isinstance(left_out.after, bool):
                    nearer = left_out.after + (1 if left_out.direction == "lower" else -1)
                    assert (
                        POLICY.assess(with_change(changed, left_out.fact, nearer)).poverty_class != alternative.answer
                    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_no_single_change_is_overlooked(seed: int) -> None:
    household = drawn(Random(seed))
    now = POLICY.assess(household).poverty_class
    found = asked(household)
    points = {line + d for lines in LINES.values() for line in lines for d in (-1, 0, 1)}
    tried = [("income_per_capita", point) for point in sorted(points)]
    tried += [("area", area) for area in LINES] + [(flag, value) for flag in FLAGS for value in (False, True)]
    for fact, value in tried:
        answer = POLICY.assess(with_change(household, fact, value)).poverty_class
        if answer is None or answer == now:
            continue
        if household[fact] is not None and now is None and answer in found.outcome.possible:
            continue  # what is unknown settles it before anything known has to change
        alone = [change.fact for each in found.to(answer) if each.count == 1 for change in (*each.changes, *each.among)]
        assert fact in alone, (fact, value, answer)


def test_how_far_the_same_answer_reaches_is_told_with_everything_else_held_fast() -> None:
    household = flagged(1_400_000, farm_household=True, farm_receipts=200_000_000, farm_costs=100_000_000)
    found = asked({**household, "social_assistance_income": 0}, "farm_average_living_standard")
    told = {(c.fact, c.direction): (c.after, c.furthest) for each in found.alternatives for c in each.changes}
    assert told["household_size", "lower"] == (3, 1)  # 2,777,778 a head
    assert told["household_size", "higher"] == (6, 30)  # 1,388,889
    assert told["farm_costs", "higher"] == (110_000_000, 360_000_000_000)
    assert told["farm_receipts", "higher"] == (235_000_001, 360_000_000_000)
    assert told["area", "other"] == ("urban", None)


def test_the_law_says_what_nobody_can_change() -> None:
    fixed = {id for (_, id), fact in POLICY.resolved.facts.items() if not fact.changeable}
    assert {"vn:birth_date", "vn:age", "vn:sex", "vn:ethnicity", "vn:ethnic_minority", "vn:left_poverty_on"} <= fixed
    assert not fixed & {"vn:income_per_capita", "vn:area", "vn:deprived_water", "vn:certified_class", "vn:in_school"}

"""Two policies over one register."""

from __future__ import annotations

import polars as pl
import pytest

import povrules as pr
from povrules.measures import SurveyDesign
from povrules.whatif.errors import ReformError
from tests.whatif.test_sweeps import DAY, register

LINE = {"income_line.rural": 2_000_000}


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="module")
def given() -> pr.Register:
    return register(400, 0.03)


def test_the_margins_are_what_each_policy_decides(law: pr.Policy, given: pr.Register) -> None:
    reform = law.reform(LINE)
    moves = pr.compare(law, reform, given, weight="weight").transitions()
    weights = given.checked.extra_households["weight"]
    for policy, name in ((law, "before"), (reform, "after")):
        classes = (
            policy.evaluate(given, outputs=["poverty_class"]).households["poverty_class"].fill_null("undetermined")
        )
        expected = pl.DataFrame({"class": classes, "weight": weights}).group_by("class").agg(pl.col("weight").sum())
        found = moves.group_by(name).agg(pl.col("households").sum())
        assert dict(found.rows()) == dict(expected.rows())
    assert moves["rows"].sum() == 400


def test_a_reform_against_itself_changes_nothing(law: pr.Policy, given: pr.Register) -> None:
    design = SurveyDesign(cluster="household_id")
    same = pr.compare(law, law.reform({"income_line.rural": 1_500_000}), given, weight="weight", design=design)
    assert same.transitions().filter(pl.col("before") != pl.col("after")).is_empty()
    assert set(same.programmes()["status"]) <= {"kept", "never", "undetermined"}
    cost = same.cost()
    changes = cost.select(name for name in cost.columns if name.endswith("_change"))
    assert changes.select(pl.all().drop_nulls().eq(0).all()).row(0) == (True,) * changes.width
    assert {(estimate.value, estimate.bounds, estimate.se) for estimate in same.rates().change} == {(0, None, 0.0)}


def test_paired_errors_are_smaller_than_independent_ones(law: pr.Policy) -> None:
    complete = register(400, 0.0)
    design = SurveyDesign(cluster="household_id")
    rates = pr.compare(law, law.reform(LINE), complete, design=design).rates()
    level, moved = (next(iter(estimates)) for estimates in (rates.after, rates.change))
    assert level.se is not None
    assert moved.se is not None
    assert 0 < moved.se < level.se * 2**0.5
    census = pr.compare(law, law.reform(LINE), complete)
    assert all(e.se is None for estimates in census.rates() for e in estimates)
    assert "no sampling error" in census.note


def test_who_gains_a_programme_and_by_which_criterion(law: pr.Policy, given: pr.Register) -> None:
    reform = law.reform(LINE)
    found = pr.compare(law, reform, given).programmes()
    gained = found.filter((pl.col("programme") == "credit_near_poor") & (pl.col("status") == "gained"))
    assert gained["criterion"].to_list() == ["recognised_class: average → near_poor"]
    before, after = (p.evaluate(given).households["credit_near_poor"] for p in (law, reform))
    assert gained["rows"].sum() == int((~before & after).sum())
    totals = found.group_by("programme").agg(pl.col("rows").sum())
    persons = 0 if given.checked.persons is None else given.checked.persons.height
    assert set(totals["rows"]) <= {400, persons}


def test_a_programme_that_nobody_gets_any_more_is_lost_by_its_rule(law: pr.Policy, given: pr.Register) -> None:
    found = pr.compare(law, law.reform({"credit_poor": None}), given).programmes()
    lost = found.filter((pl.col("programme") == "credit_poor") & (pl.col("status") == "lost"))
    assert lost["criterion"].to_list() == ["rule"]


def test_costs_are_those_of_the_budgets(law: pr.Policy, given: pr.Register) -> None:
    reform = law.reform(LINE)
    cost = pr.compare(law, reform, given).cost()
    for policy, name in ((law, "before"), (reform, "after")):
        expected = pr.budget(policy.evaluate(given)).select("programme", "payer", "year_must", "year_may").rows()
        found = cost.select("programme", "payer", f"year_must_{name}", f"year_may_{name}").rows()
        assert found == expected


def test_small_cells_are_left_out_when_asked(law: pr.Policy, given: pr.Register) -> None:
    open_ = pr.compare(law, law.reform(LINE), given, by="area").transitions()
    closed = pr.compare(law, law.reform(LINE), given, by="area", suppress=10).transitions()
    few = open_["rows"] < 10
    assert few.any()
    assert closed.filter(few)["households"].null_count() == int(few.sum())
    assert closed.filter(~few).drop("share").equals(open_.filter(~few).drop("share"))
    beside = closed.group_by("area", "before").agg(pl.col("rows").is_null().any(), pl.col("share").null_count())
    assert all(not hidden or shares for _, _, hidden, shares in beside.rows())
    told = closed.filter(pl.col("share").is_not_null()).group_by("area", "before").agg(pl.col("share").sum())
    assert all(abs(total - 1) < 1e-12 for total in told["share"])


def test_errors_of_targeting_before_and_after(law: pr.Policy) -> None:
    complete = register(400, 0.0)
    found = pr.compare(law, law.reform(LINE), complete).targeting("credit_near_poor", "near_poor")
    assert found.before.get("exclusion_error").value == 0
    assert found.after.get("inclusion_error").value == 0
    assert found.change.get("inclusion_error", change="absolute").value == 0


def test_a_column_that_is_none(law: pr.Policy, given: pr.Register) -> None:
    with pytest.raises(ReformError, match="did you mean 'area'"):
        pr.compare(law, law, given, by="aera")

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


@pytest.mark.parametrize("name", ["before", "weight", "poor", "target", "programme"])
def test_a_group_that_has_the_name_of_a_result_is_refused(law: pr.Policy, given: pr.Register, name: str) -> None:
    checked = given.checked.households.drop("row", "unlisted").with_columns(pl.lit("x").alias(name))
    with pytest.raises(ReformError, match="also a name of the results"):
        pr.compare(law, law, pr.Register(checked), by=name)
    with pytest.raises(ReformError, match="twice"):
        pr.compare(law, law, given, by=["area", "area"])


def test_a_group_too_small_is_hidden_everywhere(law: pr.Policy) -> None:
    checked = register(120, 0.0).checked.households.drop("row", "unlisted")
    alone = pl.Series("quarter", ["one", *["many"] * 119])
    given = pr.Register(checked.with_columns(alone))
    found = pr.compare(law, law.reform(LINE), given, by="quarter", suppress=3)
    one = pl.col("quarter") == "one"
    assert (
        found.transitions().filter(one).select("rows", "households", "people", "share").null_count().row(0) == (1,) * 4
    )
    assert set(found.programmes().filter(one)["rows"]) == {None}
    assert all(set(found.cost().filter(one)[name]) == {None} for name in ("year_must_before", "month_may_change"))
    for estimates in (*found.rates(), *found.targeting("electricity_support")):
        assert all(each.value is None and each.n == 0 for each in estimates if each.group == "one")
        assert any(each.value is not None for each in estimates if each.group == "many")
    with pytest.raises(ReformError, match="a number of rows from 0"):
        pr.compare(law, law, given, suppress=-1)


def test_a_single_hidden_cell_takes_another_with_it(law: pr.Policy, given: pr.Register) -> None:
    closed = pr.compare(law, law.reform(LINE), given, suppress=10).transitions()
    counts = closed.group_by("before").agg(pl.len(), pl.col("rows").null_count().alias("hidden"))
    assert any(counts["hidden"])
    assert all(hidden != 1 or cells == 1 for _, cells, hidden in counts.rows())


def test_targeting_of_the_undetermined_has_bounds(law: pr.Policy) -> None:
    homes = pl.DataFrame({"household_id": ["1", "2"], "area": ["rural"] * 2, "income_per_capita": [900_000, 1_000_000]})
    flags = {f"deprived_{name}": [True, None] for name in ("water", "toilet", "telecom")}
    given = pr.Register(homes.with_columns(pl.Series(name, values) for name, values in flags.items()))
    found = pr.compare(law, law, given).targeting("electricity_support")
    coverage = found.before.get("coverage")
    assert coverage.value is None
    assert coverage.bounds is not None
    assert found.before.basis.missing > 0
    with pytest.raises(ReformError, match="no class 'rich'"):
        pr.compare(law, law, given).targeting("electricity_support", "rich")


def test_a_programme_whose_day_is_not_covered_is_unknown_and_not_over(law: pr.Policy, given: pr.Register) -> None:
    found = pr.compare(law, pr.load_policy(on="2027-02-01"), given)
    support = found.cost().filter(pl.col("programme") == "electricity_support")
    assert support["year_must_before"].null_count() == 0
    assert set(support["year_must_after"]) == set(support["year_must_change"]) == {None}
    status = found.programmes().filter(pl.col("programme") == "electricity_support")
    assert set(status["status"]) == {"undetermined"}

"""The figures of each chart are those of the result it draws."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import povrules as pr
from povrules import charts
from povrules.charts import ChartError
from povrules.measures import alkire_foster
from povrules.measures.alkire_foster import MultidimensionalPoverty
from povrules.whatif.comparing import Comparison
from povrules.whatif.shapley import Decomposition
from povrules.whatif.sweeping import Sweep
from tests.charts.support import drawn_rows
from tests.whatif.test_sweeps import register


def test_the_curve_has_every_step_and_marks_the_value_in_force(curve: Sweep) -> None:
    found = charts.step_curve(curve).data
    assert_frame_equal(found.select(curve.steps.columns), curve.steps)
    assert found["until"].to_list() == [*curve.steps["value"].to_list()[1:], 2_250_000]
    (here,) = found.filter("here").to_dicts()
    assert {name: here[name] for name in curve.steps.columns} == curve.at(1_500_000)


def test_the_drawn_curve_is_the_curve(curve: Sweep) -> None:
    rows = drawn_rows(charts.step_curve(curve, lang="en"), "bound")
    for name, column in (("Certain", "rate_must"), ("Possible (with undetermined households)", "rate_may")):
        points = [(row["value"], row["rate"]) for row in rows if row["bound"] == name]
        expected = list(curve.steps.select(pl.col("value").cast(float), column).iter_rows())
        end = [(2_250_000.0, expected[-1][1])] if expected[-1][0] < 2_250_000 else []
        assert points == expected + end


def test_a_curve_of_many_steps_is_drawn_in_few_points_and_keeps_all_its_figures(curve: Sweep) -> None:
    count = 20_000
    value = pl.int_range(count, eager=True) * 100
    steps = pl.DataFrame(
        {"value": value, "must": pl.int_range(count, eager=True), "may": pl.int_range(count, eager=True)}
    )
    steps = steps.with_columns((pl.col("must") / count).alias("rate_must"), (pl.col("may") / count).alias("rate_may"))
    found = charts.step_curve(replace(curve, steps=steps, total=count))
    assert found.data.height == count
    rows = drawn_rows(found, "bound")
    assert len(rows) < 3000
    assert {(row["value"], row["rate"]) for row in rows[:-1]} <= set(
        steps.select(pl.col("value").cast(float), "rate_must").iter_rows()
    )
    assert rows[-1]["rate"] == steps["rate_must"][-1]


def test_a_curve_without_undetermined_households_has_one_line(law: pr.Policy) -> None:
    found = charts.step_curve(pr.sweep(law, "income_line.rural", register(60, 0.0)))
    assert {row["bound"] for row in drawn_rows(found, "bound")} == {"Chắc chắn"}


def test_a_curve_of_a_threshold_without_an_end(law: pr.Policy, given: pr.Register) -> None:
    found = charts.step_curve(pr.sweep(law, "average_line.rural", given, verdict="average"))
    assert found.data["until"][-1] is None
    last = drawn_rows(found, "bound")[-1]
    assert last["value"] > found.data["value"][-1]


def test_the_heatmap_has_every_pair_of_classes_of_everybody(compared: Comparison) -> None:
    found = charts.transition_heatmap(compared).data
    assert found.height == len(compared.classes) ** 2 == 25
    moved = compared.without_groups().transitions()
    for row in found.to_dicts():
        pair = moved.filter((pl.col("before") == row["before"]) & (pl.col("after") == row["after"]))
        assert [row["households"], row["rows"]] == (
            [0, 0] if pair.is_empty() else [pair["households"][0], pair["rows"][0]]
        )
        assert row["share"] == (0 if pair.is_empty() else pair["share"][0])
    assert found["households"].sum() == int(compared.weights.sum())


def test_small_cells_of_the_heatmap_are_hidden(compared: Comparison) -> None:
    found = charts.transition_heatmap(replace(compared, suppress=10), lang="en")
    hidden = found.data.filter(pl.col("rows").is_null())
    assert hidden.height > 0
    assert hidden["households"].null_count() == hidden.height
    rows = drawn_rows(found, "count")
    assert [row["count"] for row in rows].count("hidden") == hidden.height
    # A percentage beside a hidden number would tell it.
    beside = found.data.filter(pl.col("before").is_in(hidden["before"].to_list()))
    assert beside["share"].null_count() == beside.height
    names = {row["before"] for row in rows if row["count"] == "hidden"}
    assert all(row["percent"] == "" for row in rows if row["before"] in names)
    assert any(row["percent"] for row in rows)


def test_people_are_refused_where_sizes_are_not_known(compared: Comparison) -> None:
    with pytest.raises(ChartError, match="size"):
        charts.transition_heatmap(compared, unit="people")


def test_contributions_are_those_of_the_measure_and_sum_to_one(
    poverty: MultidimensionalPoverty, law: pr.Policy
) -> None:
    found = charts.contribution_bars(poverty, policy=law).data
    assert dict(found.select("indicator", "exact").iter_rows()) == {
        name: str(estimate.value) for name, estimate in poverty.contribution.items()
    }
    assert sum(map(Fraction, found["exact"])) == 1
    assert found["share"].is_sorted(descending=True)
    assert "Thiếu hụt phương tiện phục vụ tiếp cận thông tin" in found["label"].to_list()


def test_contributions_that_missing_data_leave_open_have_two_ends(open_poverty: MultidimensionalPoverty) -> None:
    found = open_poverty
    data = charts.contribution_bars(found, labels={"deprived_water": "Nước"}).data
    assert "Nước" in data["label"].to_list()
    for row in data.to_dicts():
        bounds = found.contribution[row["indicator"]].bounds
        assert bounds is not None
        assert (row["lower"], row["upper"]) == tuple(float(end) for end in bounds)
        assert row["share"] is None


def test_nobody_poor_has_no_contributions() -> None:
    with pytest.raises(ChartError, match="nobody is poor"):
        charts.contribution_bars(alkire_foster({"water": [1, 0], "toilet": [0, 0]}, ["water", "toilet"], 2))


def test_who_gains_and_loses_by_programme(compared: Comparison) -> None:
    found = charts.winners_losers(compared).data
    changes = compared.without_groups().programmes()
    for row in found.to_dicts():
        for status in ("gained", "lost"):
            mine = changes.filter((pl.col("programme") == row["programme"]) & (pl.col("status") == status))
            assert row[status] == mine["weighted"].sum()
    moved = changes.filter(pl.col("status").is_in(["gained", "lost"]))["programme"].unique().to_list()
    assert sorted(found["programme"]) == sorted(moved)


def test_who_gains_a_programme_by_group(compared: Comparison) -> None:
    found = charts.winners_losers(compared, "credit_near_poor", lang="en")
    changes = compared.programmes().filter(pl.col("programme") == "credit_near_poor")
    for row in found.data.to_dicts():
        mine = changes.filter(pl.col("area").eq_missing(row["area"]) & (pl.col("status") == "gained"))
        assert row["gained"] == mine["weighted"].sum()
    assert set(found.data["label"]) == {"Rural", "Urban", "not stated"}
    signed = {row["label"]: row["signed"] for row in drawn_rows(found, "signed") if row["side"] > 0}
    assert signed == dict(found.data.select("label", "gained").iter_rows())


def test_a_reform_that_changes_nothing_says_so(law: pr.Policy, given: pr.Register) -> None:
    found = charts.winners_losers(pr.compare(law, law, given), lang="en")
    assert found.data.is_empty()
    assert "Nobody gains or loses." in found.spec["title"]["subtitle"]


@pytest.mark.parametrize(("programme", "problem"), [("credit_por", "credit_poor"), ("credit_poor", "groups")])
def test_what_cannot_be_drawn_by_group_is_refused(compared: Comparison, programme: str, problem: str) -> None:
    with pytest.raises(ChartError, match=problem):
        charts.winners_losers(compared.without_groups(), programme)


def test_costs_are_those_of_the_comparison_in_dong(compared: Comparison) -> None:
    found = charts.cost_bars(compared)
    costs = compared.without_groups().cost()
    for row in found.data.to_dicts():
        mine = costs.filter((pl.col("programme") == row["programme"]) & (pl.col("payer") == row["payer"])).to_dicts()[0]
        for side in ("before", "after"):
            for end in ("must", "may"):
                assert row[f"{side}_{end}"] == mine[f"year_{end}_{side}"]
    assert found.data.height > 0
    drawn = drawn_rows(found, "must")
    assert len(drawn) == 2 * found.data.height
    scale = 10**9 if found.spec["layer"][0]["encoding"]["x"]["axis"]["title"] == "tỷ đồng" else 10**6
    assert drawn[0]["must"] * scale == pytest.approx(float(found.data["before_must"][0]))


def test_the_waterfall_runs_from_before_to_after(divided: Decomposition) -> None:
    found = charts.waterfall(divided, outcome="Số hộ nghèo").data
    assert found["step"].to_list() == ["before", *divided.parts, "after"]
    assert found["end"][0] == divided.before
    assert found["end"][-1] == divided.after
    parts = {path: Fraction(text) for path, text in found.select("step", "part").iter_rows()}
    assert {path: parts[path] for path in divided.parts} == dict(divided.parts)
    assert found["begin"].to_list()[1:] == found["end"].to_list()[:-1]
    assert found["label"].to_list()[1:3] == ["Chuẩn thu nhập bình quân đầu người (nông thôn)",
                                             "Bỏ: thiếu hụt nguồn nước sinh hoạt"]  # fmt: skip


@pytest.mark.parametrize(
    "call", [lambda c: charts.transition_heatmap(c, unit="hộ"), lambda c: charts.cost_bars(c, period="day")]
)
def test_what_is_no_unit_is_refused(compared: Comparison, call: Any) -> None:
    with pytest.raises(ChartError, match="expected"):
        call(compared)

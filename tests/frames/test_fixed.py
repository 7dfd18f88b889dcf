"""What lazy kinds promise before a row is read: columns and types that no data changes, and amounts never rounded."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.frames.fixed import AMOUNT, conform
from povrules.facts.errors import MappingProblem
from tests.support.drawn_tables import drawn_tables

DAY = "2026-06-01"


@pytest.fixture(scope="module")
def policy() -> pr.Policy:
    return pr.load_policy(on=DAY)


def test_every_answer_has_all_its_columns_whatever_the_data(policy: pr.Policy) -> None:
    households, persons = drawn_tables(DAY, 60)
    whole = policy.evaluate(households.lazy(), persons.lazy())
    promised = whole.households.collect_schema()
    assert whole.households.collect().schema == promised
    assert whole.persons.collect().schema == whole.persons.collect_schema()
    empty = households.clear().lazy(), persons.clear().lazy()
    assert policy.evaluate(*empty).households.collect_schema() == promised
    nobody = policy.evaluate(*empty, outputs=["poverty_class", "low_income_worker"]).persons
    assert nobody.collect().schema == nobody.collect_schema()
    for part in ("", "_possible", "_missing", "_reason"):
        assert promised[f"poverty_class{part}"] == pl.String
    for part in ("", "_low", "_high"):
        assert promised[f"deprivation_count{part}"] == pl.Int64
        assert promised[f"electricity_support.monthly_vnd{part}"] == AMOUNT
    assert (promised["deprived_water"], promised["if_recognised"]) == (pl.Boolean, pl.Boolean)
    assert (promised["income_per_capita"], promised["Ghi chú"]) == (AMOUNT, pl.Int32)
    assert whole.persons.collect_schema()["birth_date__last"] == pl.Date


def test_outputs_come_beside_the_ids_alone(policy: pr.Policy) -> None:
    households, _ = drawn_tables(DAY, 60)
    found = policy.evaluate(households.lazy(), outputs=["poverty_class"])
    assert found.persons is None
    assert found.households.collect_schema().names() == [
        "row", "household_id", "poverty_class", "poverty_class_possible", "poverty_class_missing",
        "poverty_class_reason",
    ]  # fmt: skip


def test_an_exact_amount_of_many_decimals_is_kept_and_an_endless_one_refused() -> None:
    schema = pl.Schema({"household_id": pl.String, "share": AMOUNT, "share_low": AMOUNT, "share_missing": pl.String})
    ids = pl.Series("household_id", ["a", "b", "c"])
    frame = pl.DataFrame([ids, pl.Series("share", ["3/2", None, "1/4096"])])
    found = conform(frame, schema)
    assert found["share"].to_list() == [Decimal("1.5"), None, Decimal("0.000244140625")]
    assert found["share_low"].equals(found["share"].alias("share_low"))
    assert found["share_missing"].null_count() == 3
    with pytest.raises(pr.PovrulesError, match=r"share of household 'c' is 1/3, which 12 decimals do not show exactly"):
        conform(frame.with_columns(share=pl.Series(["1", "2", "1/3"])), schema)
    large = frame.with_columns(share=pl.Series([Decimal("9" * 30)] * 3, dtype=pl.Decimal(38, 2)))
    with pytest.raises(pr.PovrulesError, match="share: an amount is too large"):
        conform(large, schema)


def test_results_of_an_earlier_evaluation_are_not_taken_for_new_ones(policy: pr.Policy) -> None:
    frame = pl.LazyFrame({"household_id": ["a"], "area": ["rural"], "poverty_class_reason": ["old"]})
    found = policy.evaluate(frame, outputs=["poverty_class"]).households.collect()
    assert found["poverty_class_reason"].to_list() == ["fact"]
    settled = frame.with_columns(income_per_capita=9_000_000)
    again = policy.evaluate(settled).households
    assert again.collect_schema().names().count("poverty_class_reason") == 1
    assert again.select("poverty_class_reason").collect().to_series().to_list() == [None]


def test_the_area_that_a_commune_tells_has_its_column_before_any_commune_is_read(policy: pr.Policy) -> None:
    frame = pl.LazyFrame({"household_id": ["a", "b"], "Tên xã": ["Xã Hồng Sơn", "Phường 1"]})
    found = policy.evaluate(frame, observed_on="2024-10-01")
    assert found.households.collect_schema()["area"] == pl.String
    result = found.households.collect()
    eager = policy.evaluate(frame.collect(), observed_on="2024-10-01").households
    assert result["area"].to_list() == eager["area"].to_list() == ["rural", "urban"]
    assert [name for name in result.columns if name in eager.columns] == eager.columns


def test_columns_that_only_their_cells_explain_are_asked_about(policy: pr.Policy) -> None:
    frame = pl.LazyFrame({"Mã hộ": ["a"], "Nguồn nước sinh hoạt": ["giếng khoan"]})
    with pytest.raises(MappingProblem, match="may say that a household has something or lacks it"):
        policy.evaluate(frame)
    stated = {"households": {"columns": {"Nguồn nước sinh hoạt": "water_source"}}}
    found = policy.evaluate(frame, mapping=stated).households.collect()
    assert found["water_source"].to_list() == ["borehole"]


def test_a_register_that_was_read_takes_no_mapping(policy: pr.Policy) -> None:
    register = pr.Register(pl.DataFrame({"household_id": ["a"]}))
    with pytest.raises(pr.PovrulesError, match="a Register was read already"):
        policy.evaluate(register, locale="vi")


def test_the_law_of_every_place_needs_rows_to_know_its_columns() -> None:
    everywhere = pr.load_policy(on=DAY, place="by_row")
    with pytest.raises(pr.PovrulesError, match="decides no frames of polars: which columns it gives depends on"):
        everywhere.evaluate(pl.LazyFrame({"household_id": ["a"], "province": ["60"]}))

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from povrules.facts.checking import check_register
from povrules.facts.errors import MappingProblem
from povrules.facts.observing import observe
from povrules.facts.rejects import rejects_frame
from povrules.facts.schema import FactSchema
from povrules.language.calendar import PartialDate
from tests.support.registers import exact

DAY = date(2022, 10, 31)


def codes(register: Any) -> list[tuple[str, int | None, str | None, str | None, str]]:
    return [(r.table, r.row, r.column, r.value, r.reason.code) for r in register.rejects]


def households(**columns: Any) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    ids = {} if "household_id" in columns else {"household_id": [f"h{i}" for i in range(height)]}
    return pl.DataFrame({**ids, **columns}, strict=False)


@pytest.mark.parametrize(
    ("column", "values", "value", "code"),
    [
        ("income_per_capita", [1.0, float("inf")], "inf", "not_finite"),
        ("income_per_capita", [1.0, float("nan")], "NaN", "not_finite"),
        ("income_per_capita", ["1", "inf"], "inf", "not_finite"),
        ("income_per_capita", ["1", "1.234"], "1.234", "ambiguous_number"),
        ("income_per_capita", ["1", "nhiều"], "nhiều", "not_a_number"),
        ("income_per_capita", ["1", "1e6"], "1e6", "exponent"),
        ("income_per_capita", [1.0, 1e16], "1e+16", "exponent"),
        ("income_per_capita", [1.0, 100 / 7], "14.285714285714286", "long_decimal"),
        ("income_per_capita", [1, 10**12], "1000000000000", "out_of_range"),
        ("income_per_capita", ["1", "true"], "true", "not_a_number"),
        ("area", ["nông thôn", "hải đảo"], "hải đảo", "unknown_member"),
        ("deprived_water", ["x", "2"], "2", "not_a_flag"),
        ("deprived_water", [1, 2], "2", "not_a_flag"),
        ("has_tv", ["x", "đen trắng"], "đen trắng", "not_a_flag"),
        ("household_size", [4, 0], "0", "out_of_range"),
        ("household_size", [4, 31], "31", "out_of_range"),
        ("household_size", [4.0, 2.5], "2.5", "not_whole"),
        ("floor_area", ["35 m2", "35 đ"], "35 đ", "wrong_unit"),
        ("floor_area", ["35", "-0,5"], "-0,5", "out_of_range"),
        ("left_poverty_on", ["30/06/2021", "31/06/2021"], "31/06/2021", "not_a_date"),
        ("left_poverty_on", ["30/06/2021", "1999"], "1999", "out_of_range"),
        ("left_poverty_on", ["30/06/2021", "2022-11-01"], "2022-11-01", "after_observed_on"),
    ],
)
def test_a_bad_cell_rejects_its_row(schema: FactSchema, column: str, values: list[Any], value: str, code: str) -> None:
    register = check_register(schema, households(**{column: values}), observed_on=DAY)
    assert codes(register) == [("households", 2, column, value, code)]
    reject = register.rejects[0]
    assert reject.household_id == "h1"
    assert reject.reason.vi
    assert f"households, row 2, column {column!r}, value {value!r}: " in str(reject)
    assert register.households["household_id"].to_list() == ["h0"]
    assert (register.read.households, register.used.households) == (2, 1)


def test_several_bad_cells_are_one_reject_that_names_them_all(schema: FactSchema) -> None:
    register = check_register(schema, households(area=["đảo"], score_a=["cao"]))
    assert codes(register) == [("households", 1, "area", "đảo", "unknown_member")]
    assert "score_a: not a number" in register.rejects[0].reason.en
    assert "score_a: không phải là số" in register.rejects[0].reason.vi


def test_a_negative_income_is_valid_with_a_warning(schema: FactSchema) -> None:
    register = check_register(schema, households(income_per_capita=["-5.000.000", "1"], farm_receipts=[1, 2]))
    assert register.rejects == ()
    assert exact(register, "income_per_capita") == [-5000000, 1]
    assert [(w.row, w.household_id, w.value, w.reason.code) for w in register.warnings] == [
        (1, "h0", "-5000000", "negative_income")
    ]


def test_households_without_id_and_twice(schema: FactSchema) -> None:
    ids = ["a", None, "b", "a", "  ", "a "]
    register = check_register(schema, households(household_id=ids, score_a=[1, 2, 3, 4, 5, 6]))
    assert codes(register) == [
        ("households", 2, "household_id", None, "missing_id"),
        ("households", 4, "household_id", "a", "duplicate_household"),
        ("households", 5, "household_id", None, "missing_id"),
        ("households", 6, "household_id", "a", "duplicate_household"),
    ]
    assert register.households.select("household_id", "score_a").rows() == [("a", 1), ("b", 3)]
    assert "earlier row is the one kept" in register.rejects[1].reason.en


def test_persons_that_cannot_be_used(schema: FactSchema) -> None:
    persons = pl.DataFrame(
        {
            "household_id": ["a", "a", "a", "b", "z", None, "c"],
            "person_id": ["1", "2", "1", "1", "1", "1", "1"],
            "birth_date": ["1980", "2023", "1990", "1980", "1980", "1980", "1980"],
        }
    )
    table = households(household_id=["c", "a", "b"], score_a=["1", "2", "x"])
    register = check_register(schema, table, persons, observed_on=DAY)
    assert codes(register) == [
        ("households", 3, "score_a", "x", "not_a_number"),
        ("persons", 2, "birth_date", "2023-01-01", "after_observed_on"),
        ("persons", 3, "person_id", "1", "duplicate_person"),
        ("persons", 4, "household_id", "b", "household_rejected"),
        ("persons", 5, "household_id", "z", "person_without_household"),
        ("persons", 6, "household_id", None, "person_without_household"),
    ]
    assert "household a is therefore incomplete" in register.rejects[1].reason.en
    assert "hộ a vì vậy thiếu thành viên" in register.rejects[2].reason.vi
    assert "incomplete" not in register.rejects[4].reason.en
    assert register.households.select("household_id", "unlisted").rows() == [("c", 0), ("a", 2)]
    assert register.persons is not None
    assert register.persons.select("row", "household_row", "household_id").rows() == [(1, 1, "a"), (7, 0, "c")]
    assert [household["unlisted"] for household in register.household_facts()] == [0, 2]
    assert (register.read.persons, register.used.persons) == (7, 2)


def test_a_year_that_is_not_over_ends_on_the_day_of_observation(schema: FactSchema) -> None:
    persons = pl.DataFrame({"household_id": ["h0"] * 3, "birth_date": ["2022", "1980", "31/10/2022"]})
    register = check_register(schema, households(score_a=[1]), persons, observed_on=DAY)
    members = next(register.household_facts())["members"]
    assert [m["birth_date"] for m in members] == [PartialDate(date(2022, 1, 1), DAY), PartialDate.year(1980), DAY]


def test_only_a_day_that_ends_something_may_lie_ahead(schema: FactSchema) -> None:
    register = check_register(schema, households(certified_to=["2025-12-31"]), observed_on=DAY)
    assert register.rejects == ()


def test_observing_later_says_the_same_as_at_once(schema: FactSchema) -> None:
    persons = pl.DataFrame({"household_id": ["h0", "h1", "h1"], "birth_date": ["2023", "1980", "2022-12-01"]})
    table = households(left_poverty_on=["2022-12-01", "2021"], income_total=[-1, -2])
    first = check_register(schema, table, persons, observed_on=DAY)
    unseen = check_register(schema, table, persons)
    later = observe(unseen, DAY)
    assert unseen.rejects == ()
    assert codes(first) == codes(later)
    assert first.households.equals(later.households)
    assert later.observed_on == DAY
    assert unseen.used.households == 2


def test_a_household_may_carry_its_own_day(schema: FactSchema) -> None:
    own = replace(schema.household["left_poverty_on"], id="vn:observed_on", name="observed_on")
    wider = FactSchema({**schema.household, "observed_on": own}, schema.person)
    table = households(observed_on=["2022-09-15", None], left_poverty_on=["2022-10-01", "2022-10-01"])
    register = check_register(wider, table, observed_on=DAY)
    assert [(r.row, r.reason.code) for r in register.rejects] == [(1, "after_observed_on")]
    assert "2022-09-15" in register.rejects[0].reason.en


def test_birth_year_in_columns_for_men_and_women(schema: FactSchema) -> None:
    persons = pl.DataFrame(
        {
            "household_id": ["h0"] * 5,
            "Năm sinh nam": ["1980", None, None, "1990", "1970"],
            "Năm sinh nữ": [None, "1985", None, "1991", None],
            "Giới tính": [None, None, "nam", None, "nữ"],
        }
    )
    register = check_register(schema, households(score_a=[1]), persons)
    assert [(r.row, r.reason.code) for r in register.rejects] == [(4, "birth_contradiction"), (5, "sex_contradiction")]
    members = next(register.household_facts())["members"]
    assert [(m["sex"], m["birth_date"]) for m in members] == [
        ("male", PartialDate.year(1980)),
        ("female", PartialDate.year(1985)),
        ("male", None),
    ]


def test_birth_date_and_birth_year_complete_each_other(schema: FactSchema) -> None:
    persons = pl.DataFrame(
        {
            "household_id": ["h0"] * 4,
            "Ngày sinh": ["01/05/1980", None, "01/05/1980", "--"],
            "Năm sinh": ["1980", "1985", "1981", None],
        }
    )
    register = check_register(schema, households(score_a=[1]), persons)
    assert [(r.row, r.reason.code) for r in register.rejects] == [(3, "birth_contradiction")]
    members = next(register.household_facts())["members"]
    assert [m["birth_date"] for m in members] == [date(1980, 5, 1), PartialDate.year(1985), None]


def test_days_that_are_all_whole_need_one_column(schema: FactSchema) -> None:
    persons = pl.DataFrame({"household_id": ["h0"], "birth_date": [date(1980, 1, 1)]})
    register = check_register(schema, households(score_a=[1]), persons)
    assert register.persons is not None
    assert "birth_date__last" not in register.persons.columns
    assert register.persons.schema["birth_date"] == pl.Date


def test_ids_that_lost_their_zeros(schema: FactSchema) -> None:
    table = households(
        household_id=["00100001", "100002", "99900003"],
        commune=["1234", "60001", "Chợ Lầu"],
        province=["1", "60", None],
    )
    persons = pl.DataFrame({"household_id": [100001, 100002, 99900003], "ethnicity": ["1", "17", "Kinh"]})
    register = check_register(schema, table, persons)
    assert register.households["household_id"].to_list() == ["00100001", "00100002", "99900003"]
    assert register.households["commune"].to_list() == ["01234", "60001", "Chợ Lầu"]
    assert register.households["province"].to_list() == ["01", "60", None]
    assert register.persons is not None
    assert register.persons["household_row"].to_list() == [0, 1, 2]
    assert register.persons["ethnicity"].to_list() == ["01", "17", "Kinh"]
    warned = [(w.table, w.column, w.reason.code) for w in register.warnings]
    assert warned.count(("households", "household_id", "padded_code")) == 1
    assert ("persons", "household_id", "padded_code") in warned


@pytest.mark.parametrize(
    ("ids", "done"),
    [
        (["10000001", "20000002", "3000003"], ["10000001", "20000002", "03000003"]),
        (["1", "2", "10"], ["1", "2", "10"]),
        (["h1", "10000002", "3000003"], ["h1", "10000002", "3000003"]),
        (["01", "002"], ["01", "002"]),
        (["10000001", "3"], ["10000001", "3"]),
    ],
)
def test_plain_counting_is_left_alone(schema: FactSchema, ids: list[str], done: list[str]) -> None:
    assert check_register(schema, households(household_id=ids)).households["household_id"].to_list() == done


def test_two_ids_that_become_one_are_rejected(schema: FactSchema) -> None:
    register = check_register(schema, households(household_id=["00000007", "7"]))
    assert codes(register) == [("households", 2, "household_id", "00000007", "duplicate_household")]


def test_the_area_from_the_kind_of_commune(schema: FactSchema) -> None:
    names = ["Xã Hàm Thắng", "Phường Phú Thủy", "Thị trấn Liên Hương", "Chợ Lầu", None]
    register = check_register(schema, households(**{"Mã xã": ["60001"] * 5, "Tên xã": names}))
    assert register.households["area"].to_list() == ["rural", "urban", "urban", None, None]
    assert [w.reason.code for w in register.warnings] == ["area_from_unit"]
    assert register.extra_households["Tên xã"].to_list() == names
    given_area = check_register(schema, households(commune=names, area=[None, "rural", None, None, None]))
    assert given_area.households["area"].to_list() == [None, "rural", None, None, None]
    after = check_register(schema, households(commune=names), observed_on=date(2025, 9, 1))
    assert after.households["area"].to_list() == ["rural", "urban", None, None, None]


def test_exact_values_for_the_engines(schema: FactSchema) -> None:
    table = households(
        floor_area=["35,5", "--"],
        income_per_capita=[None, 1_500_000],
        deprived_water=[True, None],
        commune=[" Chợ  Lầu ", ""],
    )
    first, second = check_register(schema, table).household_facts()
    assert first == {
        "household_id": "h0",
        "floor_area": Fraction(71, 2),
        "income_per_capita": None,
        "deprived_water": True,
        "commune": "Chợ Lầu",
        "members": [],
        "unlisted": 0,
    }
    assert (second["floor_area"], second["income_per_capita"], second["commune"]) == (None, 1_500_000, None)
    assert type(second["income_per_capita"]) is int


def test_other_columns_come_along_untouched(schema: FactSchema) -> None:
    table = households(weight=[1.5, 2.5, 3.5], area=["rural", "đảo", "urban"], note=["a ", "b", None])
    register = check_register(schema, table)
    assert register.extra_households.rows() == [(1.5, "a "), (3.5, None)]
    assert register.households["row"].to_list() == [1, 3]


def frames(library: str, columns: dict[str, list[Any]]) -> Any:
    if library == "pandas":
        return pd.DataFrame(columns)
    if library == "pyarrow":
        return pa.table(columns)
    frame = pl.DataFrame(columns)
    return frame.lazy() if library == "lazy" else frame


@pytest.mark.parametrize("library", ["polars", "lazy", "pandas", "pyarrow"])
def test_frames_of_every_library(schema: FactSchema, library: str) -> None:
    table = frames(
        library,
        {
            "household_id": ["a", "b"],
            "income_per_capita": [1_200_000.0, None],
            "deprived_water": [True, None],
            "left_poverty_on": [datetime(2021, 5, 1), None],
        },
    )
    persons = frames(library, {"household_id": ["b", "a"], "birth_date": [date(1980, 1, 1), None]})
    register = check_register(schema, table, persons)
    assert register.native == ("polars" if library == "lazy" else library)
    assert register.rejects == ()
    assert [
        (h["income_per_capita"], h["deprived_water"], h["left_poverty_on"], h["members"][0]["birth_date"])
        for h in register.household_facts()
    ] == [(1_200_000, True, date(2021, 5, 1), None), (None, None, None, date(1980, 1, 1))]


def test_a_pandas_column_of_mixed_objects(schema: FactSchema) -> None:
    table = pd.DataFrame(
        {
            "household_id": [100002, "00100001", "00100003", "00100004"],
            "floor_area": [1.234, "35,5", None, float("nan")],
            "left_poverty_on": [datetime(2021, 5, 1), "2020", pd.NaT, date(2021, 1, 2)],
            "has_tv": [True, "x", 0, None],
        },
        dtype=object,
    )
    register = check_register(schema, table)
    assert register.rejects == ()
    assert register.households["household_id"].to_list() == ["00100002", "00100001", "00100003", "00100004"]
    assert exact(register, "floor_area") == [Fraction("1.234"), Fraction("35.5"), None, None]
    assert register.households["has_tv"].to_list() == [True, True, False, None]
    days = [household["left_poverty_on"] for household in register.household_facts()]
    assert days == [date(2021, 5, 1), PartialDate.year(2020), None, date(2021, 1, 2)]


def test_decimals_categories_and_small_floats(schema: FactSchema) -> None:
    table = households(area=["rural", "urban"]).with_columns(
        pl.Series("floor_area", [Decimal("1.234"), Decimal("5")]),
        pl.Series("income_total", [0.1, 1.234], dtype=pl.Float32),
        pl.col("area").cast(pl.Categorical),
    )
    register = check_register(schema, table)
    assert exact(register, "floor_area") == [Fraction("1.234"), 5]
    assert exact(register, "income_total") == [Fraction("0.1"), Fraction("1.234")]
    assert register.households["area"].to_list() == ["rural", "urban"]


def test_what_is_no_frame_and_what_is_no_column(schema: FactSchema) -> None:
    with pytest.raises(MappingProblem, match="dict is no data frame"):
        check_register(schema, {"household_id": ["a"]})
    with pytest.raises(MappingProblem, match="households: Expected unique column names"):
        check_register(schema, pd.DataFrame([[1, 2]], columns=["household_id", "household_id"]))
    with pytest.raises(MappingProblem, match="'score_a' holds List"):
        check_register(schema, households(score_a=[[1], [2]]))


def test_rejects_as_a_table(schema: FactSchema) -> None:
    register = check_register(schema, households(area=["đảo", "rural"]))
    frame = register.rejects_frame()
    assert frame.columns == ["table", "row", "household_id", "column", "value", "code", "reason_vi", "reason_en"]
    assert frame.row(0)[:6] == ("households", 1, "h0", "area", "đảo", "unknown_member")
    assert rejects_frame(()).schema == frame.schema


CELLS = st.sampled_from(
    ["x", "2", "", "--", "rural", "đảo", "1.234", "1200000", "nan", "a", "b", "Tổng cộng", "2030", "1980"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=8), st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8)
)
def test_used_and_rejected_are_what_was_read(
    schema: FactSchema, rows: list[tuple[str, ...]], members: list[tuple[str, ...]]
) -> None:
    text = [pl.String] * 4
    table = pl.DataFrame(
        rows, schema=dict(zip(("Mã hộ", "area", "score_a", "has_tv"), text, strict=True)), orient="row"
    )
    persons = pl.DataFrame(
        members, schema=dict(zip(("Mã hộ", "Năm sinh", "BHYT"), text[:3], strict=True)), orient="row"
    )
    register = check_register(schema, table, persons, observed_on=DAY)
    assert register.used.households + sum(r.table == "households" for r in register.rejects) == len(rows)
    assert register.used.persons + sum(r.table == "persons" for r in register.rejects) == len(members)
    assert register.persons is not None
    for position, household in zip(register.persons["household_row"], register.persons["household_id"], strict=True):
        assert register.households["household_id"][position] == household
    listed = sum(len(h["members"]) for h in register.household_facts())
    assert listed == register.used.persons

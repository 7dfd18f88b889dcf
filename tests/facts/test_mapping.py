from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from povrules.facts.checking import check_register
from povrules.facts.errors import MappingProblem
from povrules.facts.mapping import Column, ColumnMapping, TableMapping
from povrules.facts.mapping_file import read_mapping
from povrules.facts.schema import FactSchema
from tests.support.registers import exact

YAML = """\
locale: vi
households:
  sheet: Hộ
  header_row: 4
  columns:
    Nước sạch: {polarity: has}
    Thu nhập: {fact: income_per_capita, scale: 1000}
    Mã: household_id
    Ghi chú: null
persons:
  columns:
    Khuyết tật: {fact: has_disability, empty: no}
"""


def test_a_mapping_file(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(YAML, encoding="utf-8")
    mapping = read_mapping(file)
    assert mapping.locale == "vi"
    assert (mapping.households.sheet, mapping.households.header_row) == ("Hộ", 4)
    water, income, key, note = mapping.households.columns
    assert (water.name, water.fact, water.polarity) == ("Nước sạch", "", "has")
    assert (income.fact, income.scale) == ("income_per_capita", 1000)
    assert key.fact == "household_id"
    assert note.fact is None
    assert mapping.persons.columns[0].empty == "no"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("locale: fr\n", 1, 9, "expected vi or en"),
        ("households:\n  colums: {}\n", 2, 3, "did you mean 'columns'"),
        ("households:\n  columns:\n    Nước: {polarity: good}\n", 3, 22, "expected deprived or has"),
        ("households:\n  columns:\n    A: {fact: x, scale: 0}\n", 3, 25, "not a scale"),
        ("households:\n  columns:\n    A: {fact: x, scale: 1e3}\n", 3, 25, "not a scale"),
        ("households:\n  header_row: four\n", 2, 15, "not a row"),
        ("households: [a]\n", 1, 13, "keys and values"),
        ("households:\n  columns:\n    A: x\n    A: y\n", 4, 5, "stands twice"),
        ("households:\n  columns: {A: {fact: [x]}}\n", 2, 23, "a single word"),
        ("a: b: c\n", 1, 5, "not YAML"),
    ],
)
def test_a_broken_mapping_names_file_and_place(tmp_path: Path, text: str, line: int, column: int, message: str) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingProblem) as problem:
        read_mapping(file)
    assert str(problem.value).startswith(f"{file}:{line}:{column}: ")
    assert message in str(problem.value)


def test_a_missing_mapping_file(tmp_path: Path) -> None:
    with pytest.raises(MappingProblem, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


def frame(**columns: Any) -> pl.DataFrame:
    return pl.DataFrame({"household_id": ["h1", "h2"], **columns}, strict=False)


@pytest.mark.parametrize("header", ["water", "Nước sạch", "BHYT", "toilet", "Nguồn nước sinh hoạt"])
def test_a_bare_indicator_is_refused_until_its_polarity_is_stated(schema: FactSchema, header: str) -> None:
    households = frame(**{header: ["1", "0"]})
    with pytest.raises(MappingProblem) as problem:
        check_register(schema, households)
    assert header in str(problem.value)
    assert "polarity: has" in str(problem.value)
    fact = {"water": "water", "Nước sạch": "water", "BHYT": "health_insurance", "toilet": "toilet"}.get(header, "water")
    for polarity, first in (("has", False), ("deprived", True)):
        mapping = {"households": {"columns": {header: {"polarity": polarity}}}}
        register = check_register(schema, households, mapping=mapping)
        assert register.households[f"deprived_{fact}"].to_list() == [first, not first]


def test_a_bare_indicator_may_also_be_left_out(schema: FactSchema) -> None:
    register = check_register(schema, frame(water=[1, 0]), mapping={"households": {"columns": {"water": None}}})
    assert register.extra_households["water"].to_list() == [1, 0]
    assert "deprived_water" not in register.households.columns


def test_the_values_tell_kinds_from_flags(schema: FactSchema) -> None:
    register = check_register(schema, frame(**{"Nguồn nước sinh hoạt": ["nước máy", "--"]}))
    assert register.households["water_source"].to_list() == ["piped", None]


def test_polarity_turns_a_raw_fact_too(schema: FactSchema) -> None:
    mapping = {"persons": {"columns": {"Không có thẻ": {"fact": "has_health_card", "polarity": "deprived"}}}}
    persons = pl.DataFrame({"household_id": ["h1", "h1"], "Không có thẻ": ["x", "0"]})
    register = check_register(schema, frame(), persons, mapping=mapping)
    assert register.persons is not None
    assert register.persons["has_health_card"].to_list() == [False, True]


def test_empty_cells_are_unknown_unless_the_mapping_says_no(schema: FactSchema) -> None:
    households = frame(**{"Có tivi": ["x", None]})
    assert check_register(schema, households).households["has_tv"].to_list() == [True, None]
    mapping = {"households": {"columns": {"Có tivi": {"empty": "no"}}}}
    assert check_register(schema, households, mapping=mapping).households["has_tv"].to_list() == [True, False]
    lacking = {"households": {"columns": {"Có nước sạch": {"polarity": "has", "empty": False}}}}
    register = check_register(schema, frame(**{"Có nước sạch": ["x", ""]}), mapping=lacking)
    assert register.households["deprived_water"].to_list() == [False, True]


def test_two_columns_for_one_fact_are_refused(schema: FactSchema) -> None:
    households = frame(**{"Điểm A": [1, 2], "Điểm B1": [1, 2]})
    with pytest.raises(MappingProblem, match="all read as score_a"):
        check_register(schema, households)
    register = check_register(schema, households, mapping={"households": {"columns": {"Điểm A": None}}})
    assert exact(register, "score_a") == [1, 2]


def test_a_stated_column_or_fact_must_exist(schema: FactSchema) -> None:
    with pytest.raises(MappingProblem, match="did you mean 'Điểm A'"):
        check_register(schema, frame(**{"Điểm A": [1, 2]}), mapping={"households": {"columns": {"Điểm a1": "score_a"}}})
    with pytest.raises(MappingProblem, match="did you mean 'score_a'"):
        check_register(schema, frame(X=[1, 2]), mapping={"households": {"columns": {"X": "scor_a"}}})
    with pytest.raises(MappingProblem, match="does not say which fact"):
        check_register(schema, frame(X=[1, 2]), mapping={"households": {"columns": {"X": {"scale": 10}}}})


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"polarity": "has"}, "polarity is stated for column 'score_a', but score_a is not yes or no"),
        ({"empty": "no"}, "empty: no is stated"),
        ({"fact": "has_tv", "scale": 10}, "scale is stated for column 'score_a', but has_tv is not a number"),
    ],
)
def test_what_is_stated_must_fit_the_fact(schema: FactSchema, stated: dict[str, object], message: str) -> None:
    with pytest.raises(MappingProblem, match=message):
        check_register(schema, frame(score_a=[1, 2]), mapping={"households": {"columns": {"score_a": stated}}})


def test_without_household_id_nothing_is_read(schema: FactSchema) -> None:
    with pytest.raises(MappingProblem, match="no column was recognised as the household id"):
        check_register(schema, pl.DataFrame({"Điểm A": [1]}))
    with pytest.raises(MappingProblem, match="persons: no column"):
        check_register(schema, frame(), pl.DataFrame({"Năm sinh": [1980]}))


def test_scale(schema: FactSchema) -> None:
    register = check_register(schema, frame(**{"Thu nhập bình quân (nghìn đồng)": ["1500", "1.500,5"]}))
    assert exact(register, "income_per_capita") == [1500000, 1500500]


def test_the_mapping_used_is_kept_and_shown(schema: FactSchema) -> None:
    stated = ColumnMapping(TableMapping((Column("water", "", "has"),)), locale="vi")
    register = check_register(schema, frame(water=["x", "--"], mau=["a", "b"]), mapping=stated)
    shown = str(register.mapping)
    assert "households  water         deprived_water   yes = has" in shown
    assert "households  mau           (carried along)" in shown
    assert shown.endswith("locale: vi")


def test_a_locale_that_does_not_exist(schema: FactSchema) -> None:
    with pytest.raises(MappingProblem, match="no locale"):
        check_register(schema, frame(), locale="fr")  # type: ignore[arg-type]

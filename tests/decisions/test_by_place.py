"""A register of many places: the nation's answers as by the nation alone, each place's own beside them."""

from __future__ import annotations

import pickle
import sys
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

import povrules as pr
from povrules.api import PolicyByRow
from povrules.decisions.by_place import ENDS
from povrules.plugins.manager import PluginManager
from tests.support.distributions import entries, install

EXAMPLES = Path(__file__).parents[2] / "examples" / "plugins"
PACKS = ("quang_ninh", "tp_hcm", "dong_nai", "binh_thuan", "song_mo")
DAY = "2024-12-31"
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip


@pytest.fixture(scope="module")
def plugins() -> PluginManager:
    folders = [str(EXAMPLES / name / "src") for name in PACKS]
    sys.path[:0] = folders
    try:
        return PluginManager([import_module(f"povrules_{name}") for name in PACKS])
    finally:
        del sys.path[: len(folders)]


def frame(**columns: list[object]) -> pl.DataFrame:
    count = len(next(iter(columns.values())))
    flags = {f"deprived_{flag}": [flag in ("water", "toilet")] * count for flag in FLAGS}
    ids = [f"H{i}" for i in range(count)]
    return pl.DataFrame({"household_id": ids, "area": ["rural"] * count, **flags, **columns})


def by_row(plugins: PluginManager, given: pl.DataFrame, outputs: list[str] | None = None) -> pl.DataFrame:
    policy = pr.load_policy(on=DAY, place="by_row", plugins=plugins)
    found: pl.DataFrame = policy.evaluate(given, outputs=outputs).households
    return found


def test_local_and_national_class_stand_side_by_side_in_one_call(plugins: PluginManager) -> None:
    given = frame(
        province=["22", "22", "79", "99", "01", None],
        income_per_capita=[2_000_000, 1_400_000, 3_800_000, 1_900_000, 2_000_000, 1_400_000],
        **{"79:deprived_social_insurance": [None, None, True, None, None, None]},
    )
    found = by_row(plugins, given, ["poverty_class", "local:poverty_class"])
    assert found.select("place", "poverty_class", "local:poverty_class").rows() == [
        ("22", "average", "near_poor"),
        ("22", "near_poor", "near_poor"),
        ("79", "above", "poor"),
        ("99", "average", "near_poor"),
        ("01", "average", None),
        (None, "near_poor", None),
    ]
    assert found["local:poverty_class_missing"].to_list() == [None, None, None, None, None, "province"]
    assert found["local:poverty_class_reason"].to_list() == [None, None, None, None, None, "fact"]


def test_each_row_is_what_its_place_alone_says(plugins: PluginManager) -> None:
    names = ["22", "Quảng Ninh", "tỉnh Quảng Ninh", "quang ninh", "60", "Bình Thuận", "99", "Sông Mơ", "75", "01"]
    given = frame(province=names, income_per_capita=[1_000_000 + 150_000 * i for i in range(len(names))])
    policy = pr.load_policy(on=DAY, place="by_row", plugins=plugins)
    found = policy.evaluate(given).households
    assert isinstance(policy, PolicyByRow)
    for row, facts in zip(found.iter_rows(named=True), given.iter_rows(named=True), strict=True):
        alone = policy.law_of(facts["province"])
        answers = alone.evaluate(pl.DataFrame([facts])).households
        assert row["place"] == alone.place
        shown = {
            f"local:{id.partition(':')[2]}": alone.resolved.shown(id)
            for _, id in alone.resolved.facts
            if id.startswith(f"{alone.place}:")
        }
        for column in found.columns:
            name = next((name for end in ENDS if (name := column.removesuffix(end)) in shown), None)
            if name is not None and column.startswith("local:"):
                theirs = shown[name] + column[len(name) :]
                expected = answers[theirs][0] if theirs in answers.columns else None
                assert row[column] == expected or str(row[column]) == str(expected), column
            elif column.startswith("local:"):
                assert row[column] is None, column


def test_the_nations_columns_are_the_nations_alone(plugins: PluginManager) -> None:
    given = frame(province=["22", "60", "01", "99"], income_per_capita=[1_000_000, 1_600_000, None, 2_300_000])
    both = by_row(plugins, given)
    nation = pr.load_policy(on=DAY, plugins=plugins).evaluate(given).households
    assert both.select(nation.columns).equals(nation)


def test_one_household_is_decided_by_its_own_province(plugins: PluginManager) -> None:
    policy = pr.load_policy(on=DAY, place="by_row", plugins=plugins)
    household = {"area": "rural", "income_per_capita": 2_000_000, "deprivations": dict.fromkeys(FLAGS, False)}
    assert policy.assess({**household, "province": "22"})["22:poverty_class"] == "near_poor"
    assert policy.assess(household).poverty_class == "average"
    with pytest.raises(pr.PovrulesError, match="no place 'Atlantis'"):
        policy.assess({**household, "province": "Atlantis"})
    assert policy.place == "by_row"
    assert policy != pr.load_policy(on=DAY, plugins=plugins)
    with pytest.raises(pr.PovrulesError, match="other packs than those installed here: vn"):
        pickle.loads(pickle.dumps(policy))


def test_a_programme_says_which_class_it_uses(plugins: PluginManager) -> None:
    found = pr.load_policy(on=DAY, place="99", plugins=plugins).assess({"area": "rural"}).programmes
    assert found["99:winter_support"].classes == ("99:poverty_class", "recognised_class")
    assert found["electricity_support"].classes == ("recognised_class",)
    assert found["vn:electricity_support"].classes == ("recognised_class",)


def test_persons_have_their_place_too(plugins: PluginManager) -> None:
    given = frame(province=["60", "01"], certified_class=["near_poor"] * 2, area_difficulty=["ordinary"] * 2,
                  poor_district_or_commune=[False] * 2, recognised_farm_average=[False] * 2)  # fmt: skip
    persons = pl.DataFrame({
        "household_id": ["H1", "H0"], "person_id": ["P1", "P0"], "birth_date": ["1980-03-02"] * 2,
        "ethnicity": ["01"] * 2, "work_status": ["self_employed"] * 2, "receives_monthly_allowance": [False] * 2,
        "in_school": [False] * 2,
    })  # fmt: skip
    policy = pr.load_policy(on="2024-10-01", place="by_row", plugins=plugins)
    found = policy.evaluate(given, persons).persons
    rates = found.select(
        "person_id", "health_insurance.premium_support_rate", "local:health_insurance.premium_support_rate"
    )
    assert [(id, float(a), None if b is None else float(b)) for id, a, b in rates.rows()] == [
        ("P1", 0.7, None), ("P0", 0.7, 1.0),
    ]  # fmt: skip


def test_a_broken_place_goes_to_the_rejects_and_the_others_are_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    install(tmp_path, "broken-pack", "vn.22.broken", "broken_pack_22", "import nothing_of_that_name\n")
    manager = PluginManager(entry_points=entries(tmp_path))
    policy = pr.load_policy(on=DAY, place="by_row", plugins=manager)
    given = frame(province=["22", "01"], income_per_capita=[1_000_000, 1_000_000])
    persons = pl.DataFrame({"household_id": ["H0", "H1"], "person_id": ["P0", "P1"], "birth_date": ["1980-01-01"] * 2})
    out = policy.evaluate(given, persons)
    assert out.households["household_id"].to_list() == ["H1"]
    assert out.persons["person_id"].to_list() == ["P1"]
    rejects = out.rejects.rows(named=True)
    assert [(r["table"], r["household_id"], r["code"]) for r in rejects] == [
        ("households", "H0", "place_refused"), ("persons", "H0", "household_rejected"),
    ]  # fmt: skip
    assert "vn.22.broken (broken-pack 1.0) is broken" in rejects[0]["reason_en"]


def test_in_a_merged_province_the_commune_decides(plugins: PluginManager) -> None:
    given = frame(province=["79"] * 3, former_province=["74", "79", None], income_per_capita=[1_000_000] * 3)
    policy = pr.load_policy(on="2025-10-01", place="by_row", plugins=plugins)
    found = policy.evaluate(given, outputs=["poverty_class", "local:poverty_class"]).households
    assert found["poverty_class"].to_list() == ["near_poor"] * 3
    assert found["local:poverty_class"].to_list() == [None] * 3
    assert found["local:poverty_class_reason"].to_list() == [None, "law", "law"]


def test_a_register_without_provinces_is_refused(plugins: PluginManager) -> None:
    with pytest.raises(pr.PovrulesError, match="place='by_row' needs to know where each household lives"):
        by_row(plugins, frame(income_per_capita=[1]))


def test_what_no_place_decides_is_an_error(plugins: PluginManager) -> None:
    with pytest.raises(
        pr.PovrulesError, match="none of the places decides 'poverty_clas'; did you mean 'poverty_class'"
    ):
        by_row(plugins, frame(province=["22"], income_per_capita=[1]), ["local:poverty_clas"])


def test_files_are_decided_by_row_too(plugins: PluginManager, tmp_path: Path) -> None:
    given = frame(province=["22", "99", "01"], income_per_capita=[2_000_000, 1_900_000, 2_000_000])
    given.write_csv(tmp_path / "in.csv")
    policy = pr.load_policy(on=DAY, place="by_row", plugins=plugins)
    policy.evaluate_file(
        tmp_path / "in.csv", tmp_path / "out.parquet", tmp_path / "p.parquet", tmp_path / "rejects.csv", chunk=2
    )
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["local:poverty_class"].to_list() == ["near_poor", "near_poor", None]


def test_what_no_place_says_anything_in_is_an_empty_column(plugins: PluginManager) -> None:
    # Above its own line nobody knows the next one: undetermined by law, so there is nothing to ask anybody.
    given = frame(province=["22", "01", "22"], income_per_capita=[9_000_000, 900_000, 9_000_000])
    found = by_row(plugins, given, ["poverty_class", "local:poverty_class"])
    assert found["local:poverty_class"].to_list() == [None, None, None]
    assert found["local:poverty_class"].dtype == pl.String
    assert found["local:poverty_class_reason"].to_list() == ["law", None, "law"]
    assert found["local:poverty_class_missing"].to_list() == ["", None, ""]

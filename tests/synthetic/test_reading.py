"""The example through the register reader: every column known, every bad row rejected, every other row decided."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

import povrules
from povrules.facts.checking import read_register
from povrules.facts.register import CheckedRegister
from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE
from povrules.facts.synthetic.words import HOUSEHOLD_COLUMNS, PERSON_COLUMNS

FOLDER = Path(__file__).parents[2] / "examples" / "binh_thuan"
HOUSEHOLD_CODES = [
    "unknown_member",
    "duplicate_household",
    "ambiguous_number",
    "not_finite",
    "not_a_number",
    "not_a_flag",
    "out_of_range",
    "missing_id",
    "total_row",
]
PERSON_CODES = {"household_rejected": 24, "after_observed_on": 1, "not_a_flag": 1, "person_without_household": 1}


@pytest.fixture(scope="module")
def policy() -> povrules.Policy:
    return povrules.load_policy(on=TARGET_DATE)


@pytest.fixture(scope="module")
def workbook(policy: povrules.Policy) -> CheckedRegister:
    return read_register(policy.facts, FOLDER / "register.xlsx", observed_on=OBSERVED_ON)


@pytest.fixture(scope="module")
def pair(policy: povrules.Policy) -> CheckedRegister:
    return read_register(policy.facts, FOLDER, observed_on=OBSERVED_ON)


@pytest.fixture(scope="module")
def expected() -> dict[str, Mapping[str, str]]:
    with (FOLDER / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["household_id"]: row for row in csv.DictReader(file)}


def test_every_column_reads_as_the_fact_it_was_written_for(workbook: CheckedRegister) -> None:
    names = {"head_name", "full_name", "district_name", "commune_name"}
    for mapping, columns in (
        (workbook.mapping.households, HOUSEHOLD_COLUMNS),
        (workbook.mapping.persons, PERSON_COLUMNS),
    ):
        read = {column.name: column.fact for column in mapping.columns}
        assert read == {each.header: None if each.fact in names else each.fact for each in columns}


def test_every_row_of_the_pair_is_used(pair: CheckedRegister) -> None:
    assert pair.rejects == ()
    assert (pair.used.households, pair.used.persons) == (2000, 7255)


def test_every_bad_row_of_the_workbook_is_rejected_for_its_reason(workbook: CheckedRegister) -> None:
    of_households = [reject.reason.code for reject in workbook.rejects if reject.table == "households"]
    assert of_households == HOUSEHOLD_CODES
    assert Counter(reject.reason.code for reject in workbook.rejects if reject.table == "persons") == PERSON_CODES
    assert (workbook.used.households, workbook.used.persons) == (2003, 7264)


def test_lost_zeros_come_back(workbook: CheckedRegister, pair: CheckedRegister) -> None:
    assert workbook.households["household_id"][:2000].equals(pair.households["household_id"])
    assert sum(warning.reason.code == "padded_code" for warning in workbook.warnings) == 2


def test_the_decided_classes_are_those_expected_and_counted_in_the_readme(
    policy: povrules.Policy, pair: CheckedRegister, expected: dict[str, Mapping[str, str]]
) -> None:
    counts: Counter[str | None] = Counter()
    for facts in pair.household_facts():
        known = {name: value for name, value in facts.items() if value is not None and name != "unlisted"}
        answer = policy.assess(known)
        target = expected[facts["household_id"]]
        counts[answer.poverty_class] += 1
        if answer.poverty_class is None:
            assert target["unknown"]
        else:
            assert answer.poverty_class == target["poverty_class"]
        if not target["unknown"]:
            assert answer.deprivations == {name: target[f"deprived_{name}"] == "true" for name in answer.deprivations}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    row = " | ".join(str(counts[name]) for name in ("poor", "near_poor", "average", "above", None))
    assert f"| {row} |" in readme

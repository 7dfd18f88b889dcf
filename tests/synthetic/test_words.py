"""The words of the export are the labels of the law files, so that a reader knows every one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from povrules.facts.synthetic.generator import HOUSEHOLD_FACTS, PERSON_FACTS
from povrules.facts.synthetic.words import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, VALUES, columns_page
from povrules.law.reading import read_law

POLICIES = Path(__file__).parents[2] / "policies" / "vn"
NO_FACTS = {"head_name", "full_name", "district_name", "commune_name", "birth_year"}


@pytest.fixture(scope="module")
def laws() -> dict[str, dict[str, str]]:
    """Fact to its closed list (member to Vietnamese label), empty where the fact is no closed list."""
    folders = [read_law(POLICIES), read_law(POLICIES / "poverty_standard")]
    lists = {each.id: {member: words.vi for member, words in each.members} for law in folders for each in law.enums}
    types = {each.id: each.type for law in folders for each in (*law.facts, *law.variables)}
    return {fact: lists.get(type_, {}) for fact, type_ in types.items()}


def test_values_are_the_labels_of_the_law_files(laws: dict[str, dict[str, str]]) -> None:
    for fact, words in VALUES.items():
        assert dict(words) == laws[fact], fact


def test_every_column_is_a_fact_of_the_law_files(laws: dict[str, dict[str, str]]) -> None:
    for name in {*HOUSEHOLD_FACTS, *PERSON_FACTS, "score_a", "score_b"} - NO_FACTS:
        assert name in laws, name


def test_every_fact_has_its_column_and_no_header_stands_twice() -> None:
    for columns, facts in ((HOUSEHOLD_COLUMNS, HOUSEHOLD_FACTS), (PERSON_COLUMNS, PERSON_FACTS)):
        assert set(facts) <= {column.fact for column in columns}
        headers = [column.header for column in columns]
        assert len(set(headers)) == len(headers)
        assert all(f"| {header} |" in columns_page() for header in headers)

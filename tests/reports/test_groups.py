"""Groups, ethnic groups, causes and children: by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from povrules.reports import ReportError, causes, children, ethnicity, groups
from povrules.reports.causes import CAUSES, COLUMNS

HOMES = pl.DataFrame(
    {
        "household_id": ["1", "2", "3", "4", "5"],
        "commune": ["A", "A", "A", "B", "B"],
        "poverty_class": ["poor", "poor", "near_poor", None, "poor"],
        "household_size": [5, 2, 3, 4, 1],
        "minority": [True, False, False, True, None],
        "unable_to_work": [True, False, False, False, False],
        "merit": [False, False, True, False, False],
        "ethnicity": ["17", "Kinh", "55", "17", None],
    }
)


def test_groups_in_households_and_in_people() -> None:
    table = groups(HOMES)
    homes, people = table.rows(named=True)
    names = ("poor", "poor_minority", "poor_unable_to_work", "poor_merit", "poor_other", "poor_open")
    assert [homes[n] for n in names] == [3, 1, 1, 0, 1, 1]
    assert [people[n] for n in names] == [8, 5, 5, 0, 2, 1]
    assert (homes["near_poor"], homes["near_poor_merit"], homes["near_poor_other"]) == (1, 1, 0)
    assert (homes["undetermined"], people["undetermined"]) == (1, 4)


def test_a_group_without_a_column_says_what_it_should_hold() -> None:
    with pytest.raises(ReportError, match=r"no column 'merit'; expected a truth of each household.*người có công"):
        groups(HOMES.drop("merit"))
    with pytest.raises(ReportError, match="'minority' holds String; expected true and false"):
        groups(HOMES.with_columns(minority=pl.lit("có")))
    renamed = HOMES.rename({"merit": "Có người có công"})
    assert groups(renamed, merit="Có người có công").equals(groups(HOMES))


def test_each_ethnic_group_that_is_there_has_a_column() -> None:
    table = ethnicity(HOMES, by="commune")
    first, second = table.rows(named=True)
    assert (first["poor"], first["poor_01"], first["poor_minorities"], first["poor_17"]) == (2, 1, 1, 1)
    assert (first["near_poor"], first["near_poor_17"], first["near_poor_other"]) == (1, 0, 1)
    # Of the fifth household the group is not known, of the fourth the class.
    assert (second["poor"], second["poor_open"], second["poor_17"], second["undetermined"]) == (1, 1, 0, 1)
    assert [name for name in table.columns if name.startswith("poor_")] == [
        "poor_01", "poor_minorities", "poor_17", "poor_other", "poor_open",
    ]  # fmt: skip


def test_ethnic_groups_need_a_column() -> None:
    with pytest.raises(ReportError, match="no column 'ethnicity'; expected the ethnic group of each household"):
        ethnicity(HOMES.drop("ethnicity"))


def test_causes_of_the_poor() -> None:
    truths = {COLUMNS[cause]: [False] * 5 for cause in CAUSES} | {"cause_capital": [True, True, True, True, None]}
    row = causes(HOMES.with_columns(**{n: pl.Series(v) for n, v in truths.items()})).row(0, named=True)
    assert (row["households"], row["capital"], row["capital_open"], row["land"], row["undetermined"]) == (3, 2, 1, 0, 1)
    assert row["capital_percent"] == Decimal("66.67")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"land": "minority"}, "no column for the causes capital, labour, tools, knowledge, skills, illness, other"),
        (COLUMNS, "no column 'cause_land'; expected a truth of each household: is the cause 'land'"),
    ],
)
def test_causes_that_are_not_given(columns: dict[str, str], words: str) -> None:
    with pytest.raises(ReportError, match=words):
        causes(HOMES, columns)


def persons(*rows: tuple[str, Any, Any, Any, Any]) -> pl.DataFrame:
    names = ["household_id", "child", "child_insurance", "child_nutrition", "child_education"]
    return pl.DataFrame(rows, schema=dict(zip(names, [pl.String, *[pl.Boolean] * 4], strict=True)), orient="row")


def test_children_and_what_they_lack() -> None:
    listed = persons(
        ("1", True, True, False, False),
        ("1", True, None, True, True),  # deprived of health, whatever her insurance
        ("1", True, None, False, None),
        ("1", False, True, True, True),  # no child
        ("1", None, False, False, False),
        ("3", True, False, False, True),
        ("4", True, True, True, True),
    )
    row = children(HOMES, listed).row(0, named=True)
    assert (row["poor_children"], row["poor_health"], row["poor_health_open"]) == (3, 2, 1)
    assert (row["poor_education"], row["poor_education_open"], row["poor_age_open"]) == (1, 1, 1)
    assert (row["near_poor_children"], row["near_poor_health"], row["near_poor_education"]) == (1, 0, 1)
    assert row["undetermined"] == 1
    assert children(HOMES, listed, by="commune")["commune"].to_list() == ["A", "B"]


def test_children_of_nobody() -> None:
    with pytest.raises(ReportError, match="household '9', which is not among"):
        children(HOMES, persons(("9", True, True, True, True)))
    with pytest.raises(ReportError, match="no column 'child'; expected a truth of each person: is it a child"):
        children(HOMES, persons().drop("child"))
    with pytest.raises(ReportError, match="have '1' twice"):
        children(pl.concat([HOMES, HOMES]), persons())

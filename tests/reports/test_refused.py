"""What reports are asked with and cannot use: one readable error, never one of the library below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from povrules import reports
from povrules.reports import Form, ReportError, Review
from tests.reports.support import HOMES, PERSONS, YEAR

Made = Callable[..., Any]
TABLES: dict[str, Made] = {
    "summary": reports.summary,
    "movement": lambda homes, **how: reports.movement(homes, homes, **how),
    "deprived": lambda homes, **how: reports.deprived(homes, ["deprived_water"], **how),
    "groups": reports.groups,
    "ethnicity": reports.ethnicity,
    "causes": reports.causes,
    "children": lambda homes, **how: reports.children(homes, PERSONS, **how),
}
TAKING_SIZES = ("summary", "movement", "groups")


def review(homes: pl.DataFrame, **how: Any) -> Review:
    how.pop("totals", None)
    return reports.review(homes, homes, **how)


def targets(homes: pl.DataFrame, totals: bool = True, **how: Any) -> pl.DataFrame:
    return reports.against_targets(homes, homes, "1", **{**YEAR, **how})


EVERY: dict[str, Made] = {**TABLES, "review": review, "targets": targets}


@pytest.mark.parametrize("table", EVERY)
@pytest.mark.parametrize(
    ("by", "words"),
    [
        (["commune", "commune"], "names the column 'commune' twice"),
        ("level", "no report by 'level': the table makes a column of that name; expected another name"),
        (5, "5 is no column of places"),
        (None, "None is no column of places"),
        ("#id", "'#id' is no column of places"),
    ],
)
def test_columns_of_places_that_cannot_be(table: str, by: Any, words: str) -> None:
    homes = HOMES.with_columns(pl.lit("x").alias("level"), pl.lit("x").alias("#id"))
    with pytest.raises(ReportError, match=words):
        EVERY[table](homes, by=by, totals=True)


@pytest.mark.parametrize(
    "column", ["households", "unit", "poor", "poor_percent", "land", "undetermined", "start", "met"]
)
@pytest.mark.parametrize("table", EVERY)
def test_a_place_called_as_a_column_of_the_table(table: str, column: str) -> None:
    homes = HOMES.with_columns(pl.col("commune").alias(column))
    plain = EVERY[table](HOMES, by="commune")
    if not isinstance(plain, pl.DataFrame):
        plain = pl.DataFrame({name: [] for name in ("unit", "households")})
    if column in plain.columns:
        with pytest.raises(ReportError, match=f"no report by '{column}'"):
            EVERY[table](homes, by=column)
    elif table != "review":
        assert EVERY[table](homes, by=column).rename({column: "commune"}).equals(plain)


def test_places_that_are_other_columns_too() -> None:
    for column in ("poverty_class", "household_id", "household_size"):
        for table in TABLES.values():
            assert column in table(HOMES, by=column, totals=True).columns
    with pytest.raises(ReportError, match="names the column 'deprived_water' twice"):
        reports.deprived(HOMES, ["deprived_water", "deprived_water"])


@pytest.mark.parametrize("table", TABLES)
def test_rows_above_without_places_are_the_whole(table: str) -> None:
    found = TABLES[table](HOMES, totals=True)
    assert set(found["level"]) == {0}
    assert found.drop("level").equals(TABLES[table](HOMES))


@pytest.mark.parametrize("table", [*TABLES, "review"])
def test_days(table: str) -> None:
    for day in ("31/12/2024", "2025-13-01", datetime(2024, 12, 31, 8), 2024):
        with pytest.raises(ReportError, match=r"on=.* is not a day; expected a date, or text such as '2024-12-31'"):
            EVERY[table](HOMES, on=day)
    EVERY[table](HOMES, by="commune", on="2025-12-31")
    with pytest.raises(ReportError, match="no report by 'ma_huyen' on 31/12/2025"):
        EVERY[table](HOMES.rename({"commune": "ma_huyen"}), by="ma_huyen", on="2025-12-31")


def test_days_of_a_plan() -> None:
    for name in YEAR:
        with pytest.raises(ReportError, match=f"{name}='soon' is not a day"):
            targets(HOMES, **{name: "soon"})
    form = reports.review(None, HOMES, on="2024-12-31").form("R1")
    assert (form.on, form.line) == (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024")


@pytest.mark.parametrize("table", [*TAKING_SIZES, "review"])
@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        (["5", "2 người", "3", "4", "1", "6"], "'household_size' in row 2 is '2 người'; expected a whole number"),
        ([5.0, 2.0, 4.5, 4.0, 1.0, 6.0], "'household_size' in row 3 is 4.5"),
        ([5, 2, 3, -4, 1, 6], "'household_size' in row 4 is -4"),
        (["5", "2", "3", "4", "-1", "6"], "'household_size' in row 5 is '-1'"),
        ([5.0, 2.0, 4.0, 4.0, 1.0, float("inf")], "'household_size' in row 6 is inf"),
        ([True] * 6, "'household_size' holds Boolean"),
    ],
)
def test_sizes_that_are_none(table: str, sizes: list[Any], words: str) -> None:
    with pytest.raises(ReportError, match=words):
        EVERY[table](HOMES.with_columns(pl.Series("household_size", sizes)))


@pytest.mark.parametrize("table", TAKING_SIZES)
def test_sizes_as_files_hold_them(table: str) -> None:
    sizes = HOMES["household_size"]
    kinds = (pl.Float64, pl.UInt8, pl.Decimal(5, 1), pl.String)
    for written in (*map(sizes.cast, kinds), sizes.cast(pl.Float64).cast(pl.String)):
        assert TABLES[table](HOMES.with_columns(written)).equals(TABLES[table](HOMES))


def test_who_had_the_class_before() -> None:
    first = pl.DataFrame({"household_id": [7, 8], "poverty_class": ["above"] * 2, "household_size": [1, 2]})
    second = first.with_columns(poverty_class=pl.lit("poor"))
    for earlier in ([7], {"7"}, pl.Series([7])):
        assert reports.movement(first, second, earlier=earlier)["fallen_back"].to_list() == [1, 1]
        assert reports.review(first, second, earlier=earlier).form("R2").frame["fallen_back"].to_list() == [1, 1]
    one: Any
    for one, words in (
        ("7", r"earlier='7' is no list of ids; expected \['7'\]"),
        ([None], "None is no id"),
        (7, "no list"),
    ):
        for make in (reports.movement, reports.review):
            with pytest.raises(ReportError, match=words):
                make(first, second, earlier=one)


def test_places_of_two_types() -> None:
    numbers = HOMES.with_columns(commune=pl.Series([1, 1, 1, 2, 2, 2]))
    words = "'commune' holds String in the first review and Int64 in the second review; expected one type in both"
    with pytest.raises(ReportError, match=words):
        reports.movement(HOMES, numbers, by="commune")
    assert words in {form.number: form.why for form in reports.review(HOMES, numbers, by="commune").not_made}["R2"]
    with pytest.raises(ReportError, match="String in the households of the start and Int64 in the households of now"):
        reports.against_targets(HOMES, numbers, "1", by="commune", **YEAR)
    for kind in (pl.Int16, pl.UInt32):
        narrow = numbers.with_columns(pl.col("commune").cast(kind))
        assert reports.movement(narrow, numbers, by="commune").equals(reports.movement(numbers, numbers, by="commune"))
    categories = HOMES.with_columns(pl.col("commune").cast(pl.Categorical))
    assert reports.movement(categories, HOMES, by="commune").equals(reports.movement(HOMES, HOMES, by="commune"))
    for nothing in (pl.Null, pl.Boolean):
        unknown = HOMES.with_columns(commune=pl.lit(None, nothing))
        assert reports.movement(HOMES, unknown, by="commune")["commune"].to_list() == ["A", "A", "B", "B", None, None]


def test_a_language_that_there_is_not() -> None:
    found = reports.review(None, HOMES)
    form = found.form("R1")
    other: Any = "fr"
    for ask in (
        lambda: reports.review(None, HOMES, lang="fr"),
        lambda: found.within("fr"),
        lambda: form.within("fr"),
        lambda: Form(form.description, form.frame, lang=other).html(),
        lambda: Review(found.forms, (), other).html(),
    ):
        with pytest.raises(ReportError, match="no words in 'fr'; expected lang='vi' or lang='en'"):
            ask()

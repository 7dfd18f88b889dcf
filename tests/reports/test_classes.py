"""Classes in words: the law's own, exactly, in every table; any other word is refused with its row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import polars as pl
import pytest

import povrules as pr
from povrules import reports
from povrules.reports import ReportError
from povrules.reports.classes import LABELS, classes_in
from tests.reports.support import HOMES, PERSONS, YEAR

WORDS = ["Hộ nghèo", normalize("NFD", "HỘ  CẬN NGHÈO"), "household with average living standard",
         "Không thuộc diện: trên mức sống trung bình", None, "Poor household "]  # fmt: skip
TABLES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "summary": lambda homes: reports.summary(homes, by="commune"),
    "movement before": lambda homes: reports.movement(homes, HOMES[::-1], by="commune"),
    "movement after": lambda homes: reports.movement(HOMES[::-1], homes, "near_poor"),
    "deprived": lambda homes: reports.deprived(homes, ["deprived_water"], "near_poor"),
    "groups": reports.groups,
    "ethnicity": reports.ethnicity,
    "causes": reports.causes,
    "children": lambda homes: reports.children(homes, PERSONS),
    "targets": lambda homes: reports.against_targets(homes, homes, "1", by="commune", **YEAR),
    "review": lambda homes: pl.concat(
        [form.frame.with_columns(number=pl.lit(form.number)) for form in reports.review(homes, homes).forms],
        how="diagonal",
    ),
}


def given(words: list[str | None]) -> pl.DataFrame:
    return HOMES.with_columns(pl.Series("poverty_class", words))


@pytest.mark.parametrize("table", TABLES)
def test_words_of_the_law_count_as_codes_do(table: str) -> None:
    assert TABLES[table](given(WORDS)).equals(TABLES[table](HOMES))
    categories = given(WORDS).with_columns(pl.col("poverty_class").cast(pl.Categorical))
    assert TABLES[table](categories).equals(TABLES[table](HOMES))


@pytest.mark.parametrize("table", TABLES)
def test_any_other_word_is_refused_with_its_row(table: str) -> None:
    said = r"'poverty_class' in row 3 is 'cận nghèo', which names no class; .* did you mean 'hộ cận nghèo'"
    with pytest.raises(ReportError, match=said):
        TABLES[table](given(["poor", None, "cận nghèo", None, "nghèo", None]))


def test_the_words_are_those_of_the_law() -> None:
    for day in ("2016-06-01", "2024-10-01", "2026-06-01"):
        policy = pr.load_policy(on=day).resolved
        assert dict(policy.enum_labels["vn:poverty_class"]) == dict(LABELS)


def test_cells_that_say_nothing_are_undetermined() -> None:
    assert classes_in(pl.DataFrame({"c": ["", "  ", None]}), "c", "it").to_list() == [None] * 3
    for nothing in (pl.Null, pl.Boolean, pl.Int64):
        assert classes_in(pl.DataFrame({"c": [None]}, {"c": nothing}), "c", "it").to_list() == [None]
    with pytest.raises(ReportError, match="'c' holds Int64; expected classes: poor"):
        classes_in(pl.DataFrame({"c": [1]}), "c", "it")


@pytest.mark.parametrize("of", ["nghèo", "pooor", None])
def test_a_class_that_is_asked_for_and_is_none(of: Any) -> None:
    for ask in (
        lambda: reports.deprived(HOMES, ["deprived_water"], of),
        lambda: reports.causes(HOMES, of=of),
        lambda: reports.against_targets(HOMES, HOMES, "1", of=of, **YEAR),
    ):
        with pytest.raises(ReportError, match=f"of is {of!r}, which names no class"):
            ask()
    assert reports.deprived(HOMES, ["deprived_water"], "Hộ nghèo")["households"].to_list() == [2]

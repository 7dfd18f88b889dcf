"""The marimo app runs as it stands, and its figures are those of the library over the same province."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import polars as pl
import pytest

import povrules as pr
from docs.notebooks import what_if
from povrules.facts.synthetic import OBSERVED_ON, generate_province

HOUSEHOLDS = 3_000
SETTINGS = [(1_500_000, 2_000_000, 3), (2_250_000, 3_000_000, 1), (900_000, 2_400_000, 2), (1_750_000, 1_200_000, 12)]
Made = tuple[Any, pl.DataFrame, pr.Register]


@pytest.fixture(scope="module")
def made() -> Made:
    law = what_if.the_law()
    return law, *what_if.made_province(law, HOUSEHOLDS)


@pytest.fixture(scope="module")
def whole() -> pr.Register:
    """The same province with its raw facts and members."""
    raw = generate_province(HOUSEHOLDS, what_if.SEED, unknown_permille=0)
    return pr.Register(raw.households, raw.persons, observed_on=OBSERVED_ON)


def test_it_runs_and_shows_the_law_in_force() -> None:
    _, shown = what_if.app.run(defs={"households": HOUSEHOLDS})
    classes = {row["class"]: row for row in shown["classes"].to_dicts()}
    assert (classes["poor"]["before"], classes["near_poor"]["before"]) == (96, 135)
    assert all(row["before"] == row["after"] for row in classes.values())
    assert shown["winners"].data.select(pl.col("gained", "lost").sum()).row(0) == (0, 0)
    assert shown["curve"].exact
    assert shown["curve"].at(1_500_000)["must"] == 96
    assert shown["rural"].value == 1_500
    assert shown["words"]["title"] == "Nếu chuẩn nghèo khác đi thì sao?"


@pytest.mark.parametrize(("rural", "urban", "cutoff"), SETTINGS)
def test_figures_are_those_of_the_raw_facts(
    made: Made, whole: pr.Register, rural: int, urban: int, cutoff: int
) -> None:
    law, groups, register = made
    reform = what_if.moved(law, rural, urban, cutoff)
    found = what_if.compared(what_if.decided(law, register), what_if.decided(reform, register))
    sides = [each.evaluate(whole, outputs=["poverty_class"]).households["poverty_class"] for each in (law, reform)]
    assert found.households["before"].equals(sides[0].alias("before"))
    assert found.households["after"].equals(sides[1].alias("after"))
    tally = what_if.tallied(found, groups)
    for row in what_if.counted(tally, found.classes).to_dicts():
        assert (row["before"], row["after"]) == tuple(int((side == row["class"]).sum()) for side in sides)
        assert row["after_share"] == pytest.approx(row["after"] / HOUSEHOLDS)
    support = {"poor": 2, "near_poor": 1}
    steps = [support.get(b, 0) - support.get(a, 0) for a, b in zip(*sides, strict=True)]
    for by in ("area", "district_name"):
        told = {row[0]: row[1:] for row in what_if.gains(tally, by).rows()}
        for name in groups[by].unique().to_list():
            mine = [step for step, group in zip(steps, groups[by], strict=True) if group == name]
            assert told[name] == (sum(step > 0 for step in mine), sum(step < 0 for step in mine))


def test_who_is_undetermined_neither_gains_nor_loses() -> None:
    tally = pl.DataFrame(
        {
            "before": ["undetermined", "poor", "near_poor"],
            "after": ["poor", "undetermined", "poor"],
            "area": ["rural"] * 3,
            "households": [5, 7, 1],
        }
    )
    assert what_if.gains(tally, "area").rows() == [("rural", 1, 0)]


def test_charts_go_to_the_browser_as_they_are(made: Made) -> None:
    law, groups, register = made
    found = what_if.compared(*[what_if.decided(law, register)] * 2)
    chart = what_if.gains_chart(what_if.gains(what_if.tallied(found, groups), "area"), "vi")
    kind, text = what_if.InTheBrowser(chart)._mime_()
    assert kind == "application/vnd.vegalite.v6+json"
    assert json.loads(text)["description"] == chart.title
    assert "Thành thị" in chart.svg()


def test_it_speaks_two_languages_in_the_same_words() -> None:
    assert set(what_if.WORDS["vi"]) == set(what_if.WORDS["en"])
    assert all(
        unicodedata.normalize("NFC", text) == text for words in what_if.WORDS.values() for text in words.values()
    )
    assert [words["about"].count("{}") for words in what_if.WORDS.values()] == [1, 1]

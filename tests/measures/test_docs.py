"""The page on measures is true, and measures take what a policy hands back."""

from __future__ import annotations

import doctest
import re
from fractions import Fraction
from pathlib import Path

import polars as pl

import povrules as pr
from povrules import measures
from povrules.measures import alkire_foster
from povrules.measures.words import MEASURES

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_runs() -> None:
    code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "measures.md", "measures.md", 0)
    assert len(test.examples) > 8
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


def test_every_measure_is_on_the_page() -> None:
    functions = [name for name in measures.__all__ if name[0].islower() and name != "alkire_foster"]
    described = [*functions, *(name for name in MEASURES if name not in ("P0", "P2", "FGT", "gap", "GE"))]
    assert [name for name in described if f"`{name}`" not in PAGE and f"{name}(" not in PAGE and name not in PAGE] == []


def test_indicators_of_a_policy_are_measured() -> None:
    policy = pr.load_policy(on="2024-10-01", place="vn")
    flags = ["water", "toilet", "telecom"]
    households = pl.DataFrame(
        {
            "household_id": ["1", "2", "3"],
            "area": ["rural", "rural", "urban"],
            "deprived_water": [True, True, False],
            "deprived_toilet": [True, False, False],
            "deprived_telecom": [True, None, False],
        }
    )
    out = policy.evaluate(households, None).households
    found = alkire_foster(out, [f"deprived_{flag}" for flag in flags], 2, by="area", missing="bounds")
    assert found.H.bounds == (Fraction(1, 3), Fraction(2, 3))
    assert found.group("urban").H.value == 0
    assert isinstance(found.frame(), pl.DataFrame)

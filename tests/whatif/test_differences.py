"""In what two policies differ: whose verdicts that can change."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.whatif.errors import ReformError


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on="2024-10-01")


@pytest.mark.parametrize(
    ("changes", "en", "vi"),
    [
        ({"housing_area_min": 9}, "from 8 m²/person and below 9 m²/person", "từ 8 m²/người đến dưới 9 m²/người"),
        ({"score_b_cutoff": 29}, "from 29 points and below 30 points", "từ 29 điểm đến dưới 30 điểm"),
        ({"score_a_cutoff.rural": 150}, "above 140 points and up to 150 points", "trên 140 điểm đến 150 điểm"),
        ({"dependent_share_limit": "0.4"}, "above 0.4 and up to 0.5", "trên 0,4 đến 0,5"),
        ({"adult_education_from": 17}, "from 16 years of age and below 17", "từ 16 tuổi đến dưới 17 tuổi"),
        ({"tuition_five_year_old": 6}, "of 5 years of age or 6 years of age", "bằng 5 tuổi hoặc 6 tuổi"),
    ],
)
def test_a_difference_says_who_stands_between(law: pr.Policy, changes: dict[str, Any], en: str, vi: str) -> None:
    for lang, words in (("en", en), ("vi", vi)):
        (found,) = pr.diff(law, law.reform(changes), lang)  # type: ignore[arg-type]
        assert words in found.whom
        assert ";" not in found.whom


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("turned", [False, True])
def test_a_boundary_is_where_the_rule_says_another_thing(law: pr.Policy, op: str, turned: bool) -> None:
    text = f"housing_area_min {op} floor_area / household_size" if turned else None
    base = law.reform({"deprived_housing_area": text or f"floor_area / household_size {op} housing_area_min"})
    reform = base.reform({"housing_area_min": 10})
    (found,) = pr.diff(base, reform)
    said = {
        "above 8 m²/person and up to 10 m²/person": {9, 10},
        "from 8 m²/person and below 10 m²/person": {8, 9},
        "of 8 m²/person or 10 m²/person": {8, 10},
    }
    moved = set()
    for area in (7, 8, 9, 10, 11):
        frame = pl.DataFrame({"household_id": ["1"], "floor_area": [area], "household_size": [1]})
        answers = [p.evaluate(frame, outputs=["deprived_housing_area"]).households for p in (base, reform)]
        if answers[0]["deprived_housing_area"][0] != answers[1]["deprived_housing_area"][0]:
            moved.add(area)
    assert moved == next(areas for words, areas in said.items() if found.whom.endswith(words))


def test_differences_in_a_language_that_there_is_not(law: pr.Policy) -> None:
    for other in (law, law.reform({"income_line": "+10%"})):
        with pytest.raises(ReformError, match="no words in 'fr'"):
            pr.diff(law, other, "fr")  # type: ignore[arg-type]

"""A place adds to a programme of the nation: both stand side by side, and the nation's does not change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from povrules.language.errors import PovrulesError
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from tests.support.packs import pack
from tests.support.programmes import DAY, FACTS, OVERLAP, PROGRAMMES, person

EXTRA = """
parameters:
  extra:
    label: {vi: Phần thêm, en: Extra}
    unit: VND/person/month
    range: 0..500
    values:
      - {from: 2021-01-01, value: 150, enacted_by: ND-2, evidence: secondary}
additions:
  pension:
    benefits:
      monthly_vnd:
        label: {vi: Mức tháng, en: A month}
        unit: VND/person/month
        range: 0..
        rules:
          - {from: 2021-01-01, formula: "vn.monthly_vnd + extra", enacted_by: ND-2, evidence: secondary}
    costs:
      state_budget: vn.monthly_vnd
      provincial_budget: monthly_vnd - vn.monthly_vnd
"""


def here(folder: Path, text: str = EXTRA, **choices: Any) -> ResolvedPolicy:
    """The small land, and a place of it with a pack of its own."""
    nation = pack(folder / "vn", FACTS, PROGRAMMES, OVERLAP.replace("TIE", "first"))
    return resolve([nation, pack(folder / "60", text, id="60.test", namespace="60", base="")], on=DAY, place="60")


def test_the_place_and_the_nation_stand_side_by_side(tmp_path: Path) -> None:
    found = person(here(tmp_path), old=True, disabled=False).members[0]
    assert found.programmes["pension"].benefits["monthly_vnd"] == 350
    assert found.programmes["vn:pension"].benefits["monthly_vnd"] == 200
    national = found.programmes["pension"].national
    assert national is not None
    assert (national.programme, national.benefits["monthly_vnd"]) == ("vn:pension", 200)
    assert (found["pension.monthly_vnd"], found["60:pension.monthly_vnd"], found["vn:pension.monthly_vnd"]) == (
        350,
        350,
        200,
    )
    assert list(found.programmes) == ["allowance", "pension"]


def test_the_addition_counts_before_the_highest_is_looked_for(tmp_path: Path) -> None:
    """The nation grants the allowance of 300; with the addition the pension of 350 is higher."""
    found = person(here(tmp_path), old=True, disabled=True, degree=3).members[0]
    assert [found.programmes[f"vn:{name}"].eligible for name in ("allowance", "pension")] == [True, False]
    assert [found.programmes[name].eligible for name in ("allowance", "pension")] == [False, True]
    gave_way = found.programmes["allowance"].passed_over
    assert gave_way is not None
    assert gave_way.by == "pension"
    theirs = found.programmes["vn:pension"].passed_over
    assert theirs is not None
    assert theirs.by == "vn:allowance"


def test_the_nation_does_not_change(tmp_path: Path) -> None:
    policy = here(tmp_path)
    alone = resolve([pack(tmp_path / "vn", FACTS, PROGRAMMES, OVERLAP.replace("TIE", "first"))], on=DAY)
    for key, fact in alone.facts.items():
        assert policy.facts[key] == fact


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (EXTRA.replace("  pension:", "  pensions:"), "'pensions' is no programme of the nation"),
        (EXTRA[: EXTRA.index("    costs:")], "pension does not say who pays what here"),
        ("additions:\n  pension:\n    label: {vi: a, en: b}\n", "adds nothing"),
        (EXTRA.replace("vn.monthly_vnd + extra", "vn.monthly + extra"), "monthly"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PovrulesError) as error:
        here(tmp_path, text)
    assert says in str(error.value)
    assert error.value.span is not None


def test_the_nation_adds_nothing_to_itself_and_two_places_do_not_add_to_one_programme(tmp_path: Path) -> None:
    nation = pack(tmp_path / "vn", FACTS, PROGRAMMES, OVERLAP.replace("TIE", "first"))
    own = pack(tmp_path / "own", EXTRA, id="own", base="")
    with pytest.raises(PovrulesError, match="added to by the nation itself"):
        resolve([nation, own], on=DAY)
    places = [pack(tmp_path / code, EXTRA, id=code, namespace=code, base="") for code in ("60", "68")]
    with pytest.raises(PovrulesError, match="two places add to pension"):
        resolve([nation, *places], on=DAY)

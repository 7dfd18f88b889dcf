"""Of programmes in a group one is granted; the other says by what it was passed over, and nobody guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.programmes import FACTS, OVERLAP, PROGRAMMES, assess, land, law, person


@pytest.mark.parametrize(
    ("degree", "granted", "amount"), [(1, "pension", 200), (2, "allowance", 200), (3, "allowance", 300)]
)
def test_the_highest_is_granted_and_a_tie_goes_to_the_first(
    tmp_path: Path, degree: int, granted: str, amount: int
) -> None:
    found = person(land(tmp_path), disabled=True, old=True, degree=degree).members[0].programmes
    other = next(name for name in ("allowance", "pension") if name != granted)
    assert (found[granted].eligible, found[granted].benefits["monthly_vnd"]) == (True, amount)
    assert found[granted].passed_over is None
    assert (found[other].eligible, found[other].benefits["monthly_vnd"]) == (False, None)
    gave_way = found[other].passed_over
    assert gave_way is not None
    assert (gave_way.by, gave_way.group, gave_way.because.en) == (granted, "vn:one_allowance", "One only")
    assert granted in found[other].because.en
    assert found[other].citations[0].at in ("art. 5", "art. 9")
    assert "art. 6.2" in {citation.at for citation in found[other].citations}


def test_a_tie_may_leave_both(tmp_path: Path) -> None:
    found = person(land(tmp_path, tie="both"), disabled=True, old=True, degree=2).members[0].programmes
    assert [found[name].eligible for name in ("allowance", "pension")] == [True, True]


def test_the_first_of_the_law_whatever_the_amounts(tmp_path: Path) -> None:
    first = OVERLAP.replace("key: monthly_vnd", "key: order").replace("keep: highest", "keep: first")
    policy = law(tmp_path, FACTS, PROGRAMMES, first.replace("TIE", "first"), on="2023-06-30")
    found = person(policy, disabled=True, old=True, degree=1).members[0].programmes
    assert [found[name].eligible for name in ("allowance", "pension")] == [True, False]
    assert found["pension"].passed_over is not None
    assert person(policy, disabled=False, old=True).members[0].programmes["pension"].eligible is True


def test_who_is_not_entitled_gave_way_to_nothing(tmp_path: Path) -> None:
    found = person(land(tmp_path), disabled=False, old=True, degree=3).members[0].programmes
    assert found["allowance"].eligible is False
    assert found["allowance"].passed_over is None
    assert found["pension"].eligible is True


def test_an_undetermined_competitor_leaves_it_undetermined_unless_it_cannot_win(tmp_path: Path) -> None:
    policy = land(tmp_path)
    open_one = person(policy, disabled=None, old=True, degree=3).members[0].programmes
    assert open_one["pension"].eligible is None
    assert open_one["pension"].missing == ("members[0].disabled",)
    assert open_one["pension"].outcome("monthly_vnd").possible == (0, 200)
    cannot_win = person(policy, disabled=None, old=True, degree=1).members[0].programmes
    assert cannot_win["pension"].eligible is True
    assert cannot_win["allowance"].eligible is False
    unknown_key = person(policy, disabled=True, old=True, degree=None).members[0].programmes
    assert [unknown_key[name].missing for name in ("allowance", "pension")] == [("members[0].degree",)] * 2


def test_an_unknown_amount_of_law_leaves_the_choice_to_the_law(tmp_path: Path) -> None:
    """From 2025 the base is unknown, at least 100: with degree 3 the allowance wins whatever it is."""
    policy = land(tmp_path, on="2025-06-30")
    lowest = person(policy, disabled=True, old=True, degree=1, keeps_both=False).members[0].programmes
    assert (lowest["pension"].eligible, lowest["pension"].reason, lowest["pension"].law) == (None, "law", ("vn:base",))
    highest = person(policy, disabled=True, old=True, degree=3, keeps_both=False).members[0].programmes
    assert highest["allowance"].eligible is True
    assert highest["pension"].passed_over is not None
    assert highest["allowance"].benefits["monthly_vnd"] is None
    assert highest["allowance"].outcome("monthly_vnd").low == 300


def test_the_exception_grants_both(tmp_path: Path) -> None:
    policy = land(tmp_path, on="2024-06-30")
    both = person(policy, disabled=True, old=True, degree=3, keeps_both=True).members[0].programmes
    assert [both[name].eligible for name in ("allowance", "pension")] == [True, True]
    one = person(policy, disabled=True, old=True, degree=3, keeps_both=False).members[0].programmes
    assert [one[name].eligible for name in ("allowance", "pension")] == [True, False]
    unknown = person(policy, disabled=True, old=True, degree=3).members[0].programmes
    assert unknown["pension"].missing == ("members[0].keeps_both",)
    before = person(land(tmp_path, on="2023-12-31"), disabled=True, old=True, degree=3, keeps_both=True)
    assert before.members[0].programmes["pension"].eligible is False


def test_members_are_compared_with_themselves_only(tmp_path: Path) -> None:
    found = assess(
        land(tmp_path), members=[{"disabled": True, "old": False, "degree": 3}, {"disabled": False, "old": True}]
    )
    assert [m.programmes["pension"].eligible for m in found.members] == [False, True]
    assert [m.programmes["allowance"].eligible for m in found.members] == [True, False]

"""What a policy says of its own proofs: kept by digest, proved now, or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

import povrules as pr
from povrules.proofs.proving import Proving
from povrules.proofs.standing import standing
from povrules.proofs.stored import NAME, read_proofs
from tests.proofs.made_up import law

ROWS = '[{when: "income <= line", then: low}, {when: "income > line", then: high}]'
FAULTY = '[{when: "income <= line", then: low}, {when: "income >= line", then: high}]'
POLICIES = Path(__file__).parents[2] / "policies"


def test_what_is_kept_is_proved_and_another_word_is_not(tmp_path: Path) -> None:
    policy = law(tmp_path, ROWS)
    proving = Proving()
    assert all(proof.verdict == "proved" for proof in proving.prove(policy))
    whole = standing(policy, proving.known)
    assert whole.unproved == ()
    assert "gap: grade" in whole.proved
    changed = standing(law(tmp_path, FAULTY), proving.known)
    assert changed.proved == ("shadowed: grade (row 1)",)  # that somebody fits the first row rests on that row alone


def test_what_is_not_kept_is_proved_now_or_said(tmp_path: Path) -> None:
    assert standing(law(tmp_path, ROWS), {}, now=True).unproved == ()
    found = standing(law(tmp_path, FAULTY), {}, now=True)
    assert any(line.startswith("overlap: grade") for line in found.unproved)
    assert "gap: grade" in found.proved


@pytest.mark.parametrize("day", ["2016-01-05", "2022-01-01", "2026-10-05"])
def test_the_shipped_law_is_proved_on_the_day_it_changes(day: str) -> None:
    assert pr.load_policy(on=day).proofs().unproved == ()


def test_on_a_day_between_what_reads_the_day_is_proved_when_asked() -> None:
    policy = pr.load_policy(on="2026-06-29")
    kept, now = policy.proofs(), policy.proofs(now=True)
    assert kept.proved
    assert kept.unproved
    assert now.unproved == ()
    assert set(now.proved) == {*kept.proved, *kept.unproved}
    assert standing(policy.resolved, read_proofs(POLICIES / NAME)) == kept

"""Each kind of fault is found by both provers, with a household that shows it when it is replayed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from povrules.proofs.by_diagrams import ByDiagrams
from povrules.proofs.by_z3 import ByZ3
from povrules.proofs.finding import Prover
from povrules.proofs.proving import Proof, Proving
from povrules.proofs.told import as_case, problem
from povrules.testing.case_files import read_cases
from tests.proofs.made_up import failures, law

SOUND = '[{when: "income <= line", then: low}, {when: "income > line", then: high}]'
FAULTS = {
    "gap": '[{when: "income < line", then: low}, {when: "income > line", then: high}]',
    "overlap": '[{when: "income <= line", then: low}, {when: "income >= line", then: high}, {otherwise: middle}]',
    "shadowed": '[{when: "income <= line and income > 2 * line", then: low}, {otherwise: high}]',
}


def one(policy_failures: list[Proof], kind: str) -> Proof:
    (found,) = [proof for proof in policy_failures if proof.kind == kind]
    return found


def test_a_sound_table_is_proved(tmp_path: Path) -> None:
    policy = law(tmp_path, SOUND, declared="rises_with: [income]")
    proofs = list(Proving().prove(policy))
    assert {proof.kind for proof in proofs} == {"gap", "overlap", "shadowed", "monotone"}
    assert all(proof.verdict == "proved" for proof in proofs)


@pytest.mark.parametrize("kind", ["gap", "overlap"])
@pytest.mark.parametrize("second", [None, ByZ3])
def test_a_fault_comes_with_a_household(tmp_path: Path, kind: str, second: type[Prover] | None) -> None:
    policy = law(tmp_path, FAULTS[kind])
    proof = one(failures(policy, Proving(second=second, both=second is not None)), kind)
    assert proof.verdict == "failed"
    assert proof.by == (("diagrams",) if second is None else ("diagrams", "z3"))
    assert proof.witness is not None
    assert proof.witness.given["income"] == "150"
    assert f"[{kind}]" in problem(policy, proof, "en")


def test_a_row_that_never_applies_needs_no_household(tmp_path: Path) -> None:
    policy = law(tmp_path, FAULTS["shadowed"])
    (proof,) = failures(policy, Proving(second=ByZ3, both=True))
    assert (proof.kind, proof.part, proof.witness) == ("shadowed", "row 1", None)


def test_a_shadowed_row_of_a_table_of_first_hits(tmp_path: Path) -> None:
    rows = '[{when: "income <= line", then: low}, {when: "income < 120", then: middle}, {otherwise: high}]'
    (proof,) = failures(law(tmp_path, rows, hit="first"), Proving(second=ByZ3, both=True))
    assert (proof.kind, proof.part) == ("shadowed", "row 2")


def test_what_moves_against_its_declaration(tmp_path: Path) -> None:
    rows = '[{when: "income < 50", then: middle}, {when: "50 <= income <= line", then: low}, {otherwise: high}]'
    policy = law(tmp_path, rows, declared="rises_with: [income]")
    proof = one(failures(policy, Proving(second=ByZ3, both=True)), "monotone")
    assert proof.witness is not None
    assert proof.witness.other is not None
    assert int(proof.witness.given["income"]) < 50 <= int(proof.witness.other[1]) <= 150
    assert len([line for line in as_case(policy, proof) if line.startswith("- id:")]) == 2


def test_a_gap_is_no_move(tmp_path: Path) -> None:
    rows = '[{when: "income < 50", then: low}, {when: "income > line", then: high}]'
    found = failures(law(tmp_path, rows, declared="rises_with: [income]"), Proving(second=ByZ3, both=True))
    assert [proof.kind for proof in found] == ["gap"]


def test_a_flag_that_moves_the_wrong_way(tmp_path: Path) -> None:
    rows = '[{when: "income > line or lacks", then: high}, {otherwise: low}]'
    policy = law(tmp_path, rows, declared="falls_with: [lacks]")
    proof = one(failures(policy, Proving(second=ByZ3, both=True)), "monotone")
    assert proof.witness is not None
    assert (proof.witness.given["lacks"], proof.witness.other) == ("false", ("lacks", "true"))


def test_constraints_between_facts_are_kept(tmp_path: Path) -> None:
    rows = '[{when: "income < 500", then: low}, {when: "not lacks and income >= 500", then: high}]'
    assert failures(law(tmp_path, rows), Proving(second=ByZ3, both=True)) == []


def test_law_nobody_knows_takes_every_admitted_value(tmp_path: Path) -> None:
    day = date(2025, 6, 30)
    assert failures(law(tmp_path, SOUND, on=day), Proving(second=ByZ3, both=True)) == []
    rows = '[{when: "income <= 180", then: low}, {when: "income > line", then: high}, {otherwise: middle}]'
    proof = one(failures(law(tmp_path, rows, on=day), Proving(second=ByZ3, both=True)), "overlap")
    assert proof.witness is not None
    assert 100 <= int(proof.witness.law["line"]) < 180


def test_a_day_without_a_rule(tmp_path: Path) -> None:
    policy = law(tmp_path, SOUND, to="to: 2024-06-29")
    (proof,) = failures(policy)
    assert (proof.kind, proof.verdict, proof.about) == ("dates", "failed", ("household", "vn:grade"))


def test_members_are_counted(tmp_path: Path) -> None:
    rows = (
        '[{when: "any(members, ill)", then: low}, {when: "count(members, ill) == 2", then: high}, {otherwise: middle}]'
    )
    proof = one(failures(law(tmp_path, rows), Proving(second=ByZ3, both=True)), "overlap")
    assert proof.witness is not None
    assert [member["ill"] for member in proof.witness.given["members"]] == ["true", "true"]


def test_neither_proved_nor_shown(tmp_path: Path) -> None:
    """Four members are more than are looked at one by one, so nothing is said for sure; it is no yes."""
    rows = (
        '[{when: "count(members, ill) >= 4", then: low}, {when: "any(members, ill)", then: high}, {otherwise: middle}]'
    )
    proof = one(failures(law(tmp_path, rows)), "overlap")
    assert (proof.verdict, proof.witness) == ("open", None)


PROGRAMME = """
programmes:
  help:
    of: {of}
    label: {{vi: Hỗ trợ, en: Help}}
    per: month
    payer: state_budget
    eligible: [{{from: 2024-01-01, formula: "{formula}", enacted_by: ND-1, evidence: unverified}}]
    benefits: {{}}
"""


@pytest.mark.parametrize(
    ("of", "formula"), [("household", "grade == middle"), ("person", "ill and household.grade == middle")]
)
def test_a_programme_that_nobody_can_get(tmp_path: Path, of: str, formula: str) -> None:
    policy = law(tmp_path, SOUND, more=PROGRAMME.format(of=of, formula=formula))
    (proof,) = failures(policy, Proving(second=ByZ3, both=True))
    assert (proof.kind, proof.about, proof.verdict) == ("reachable", (of, "vn:help"), "failed")


def test_who_gets_a_programme_is_shown(tmp_path: Path) -> None:
    more = PROGRAMME.format(of="person", formula="ill and household.grade == low")
    policy = law(tmp_path, SOUND, more=more)
    (proof,) = [proof for proof in Proving().prove(policy) if proof.kind == "reachable"]
    assert proof.witness is not None
    assert proof.witness.given["members"] == [{"ill": "true"}]


def test_a_claim_that_does_not_hold(tmp_path: Path) -> None:
    more = '\nclaims:\n  poor: {of: household, that: "grade == low or income > 151", label: {vi: Nghèo, en: Poor}}\n'
    proof = one(failures(law(tmp_path, SOUND, more=more), Proving(second=ByZ3, both=True)), "claim")
    assert proof.witness is not None
    assert 150 < float(proof.witness.given["income"]) <= 151


@pytest.mark.parametrize("prover", [ByDiagrams, ByZ3])
def test_out_of_time_is_no_yes(tmp_path: Path, prover: type[Prover]) -> None:
    policy = law(tmp_path, SOUND)
    proving = Proving(seconds=0.0)
    assert {proof.verdict for proof in failures(policy, proving)} <= {"not in time"}
    if prover is ByDiagrams:
        assert failures(policy, proving)


def test_a_witness_can_be_pasted(tmp_path: Path) -> None:
    policy = law(tmp_path, FAULTS["overlap"])
    proof = one(failures(policy), "overlap")
    (tmp_path / "cases.yaml").write_text("\n".join(as_case(policy, proof)), encoding="utf-8")
    (case,) = read_cases(tmp_path / "cases.yaml")
    assert case.given == {"income": "150"}
    assert [(stated.what, stated.answer) for stated in case.expected] == [("grade", "low")]

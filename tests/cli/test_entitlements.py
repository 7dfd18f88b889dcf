"""`povrules entitlements`: what one household and its members are entitled to, and why not."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

ON = ("--on", "2024-10-01")


def test_a_poor_household(povrules: Command, register: Path) -> None:
    said = povrules("entitlements", register, "--household", "H1", *ON)
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Household H1, 2024-10-01, the nation"
    assert lines[1] == "Class that programmes use: poor household, as computed, if recognised"
    assert "    Loan to a poor household (credit_poor)" in lines
    assert "      Largest loan: 100,000,000 VND/household" in lines
    assert "      Rate per year: 6.6%/year" in lines
    assert "      Still available (ceiling less outstanding): undetermined" in lines
    assert "      Missing facts: poor_loan_outstanding" in lines
    assert any("Decree 78/2002/NĐ-CP" in line for line in lines)
    assert "Member 1 (aged 43 or 44)" in lines
    assert "    Legal aid (legal_aid)" in lines
    assert any(
        line.startswith("    Health insurance (health_insurance): undetermined, to be known: ") for line in lines
    )
    assert max(map(len, lines)) <= 110


def test_in_vietnamese_with_what_is_unknown(povrules: Command, register: Path) -> None:
    said = povrules("entitlements", register, "--household", "H5", *ON, "--lang", "vi")
    assert "Diện hộ dùng khi xét chính sách: chưa xác định (hộ nghèo hoặc hộ cận nghèo), theo kết quả tính" in said.out
    assert "  Chưa xác định:\n" in said.out
    electricity = said.out[said.out.index("(electricity_support)") :]
    assert "chưa xác định, cần biết: " in electricity.splitlines()[0]


def test_a_certificate_is_used(povrules: Command, tmp_path: Path) -> None:
    file = tmp_path / "c_households.csv"
    file.write_text("household_id,certified_class\nH1,near_poor\n", encoding="utf-8")
    said = povrules("entitlements", file, "--household", "H1", *ON)
    assert "Class that programmes use: near-poor household\n" in said.out
    assert "Rate per year: 7.92%/year" in said.out
    assert "if recognised" not in said.out
    assert "Not entitled to: loan to a poor household; " in said.out


def test_only_the_higher_of_two_is_granted(povrules: Command, tmp_path: Path) -> None:
    (tmp_path / "c_households.csv").write_text("household_id,certified_class\nH1,poor\n", encoding="utf-8")
    (tmp_path / "c_persons.csv").write_text(
        "person_id,household_id,birth_date,pension_monthly,lacks_supporter,without_parental_care,has_hiv,"
        "has_disability,fostered_in_community,children_raised_alone\nP1,H1,1940-01-01,0,1,0,0,0,0,0\n",
        encoding="utf-8",
    )
    said = povrules("entitlements", tmp_path / "c_households.csv", "--household", "H1", "--on", "2025-08-01")
    assert "  Passed over for another:\n    Social pension (social_pension): gave way to " in said.out
    assert "1,000,000 VND/person/month" in said.out


def test_a_day_without_programmes(povrules: Command, register: Path) -> None:
    said = povrules("entitlements", register, "--household", "H1", "--on", "2030-06-30")
    assert said.code == 2
    assert "expected --on with a day from 2021-01-01 to 2026-12-31" in said.err

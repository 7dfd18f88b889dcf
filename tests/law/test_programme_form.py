"""What is wrong inside one programme or overlap is refused when the file is read, at its place."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from povrules.law.errors import LawError
from povrules.law.reading import read_law

PROGRAMME = """
programmes:
  grant:
    of: household
    label: {vi: Trợ cấp, en: Grant}
    per: month
    payer: state_budget
    eligible:
      - {from: 2022-01-01, formula: "poor", enacted_by: ND-1, evidence: secondary}
    benefits:
      monthly_vnd:
        label: {vi: Một tháng, en: A month}
        unit: VND/household/month
        cost: true
        rules:
          - {from: 2022-01-01, formula: "amount", enacted_by: ND-1, evidence: secondary}
"""
OVERLAP = """
overlaps:
  one:
    of: household
    label: {vi: Một, en: One}
    among: [grant, other]
    key: monthly_vnd
    keep: highest
    rules:
      - {from: 2022-01-01, enacted_by: ND-1, evidence: secondary}
"""
MORE = """
      total_vnd:
        label: {vi: Tổng, en: Total}
        cost: true
        formula: "monthly_vnd"
"""


def read(folder: Path, text: str) -> None:
    (folder / "rules.yaml").write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    read_law(folder)


def test_a_programme_and_an_overlap_are_read(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(PROGRAMME + OVERLAP, encoding="utf-8")
    text = read_law(tmp_path)
    (grant,), (one,) = text.programmes, text.overlaps
    assert (grant.per, grant.payer) == ("month", "state_budget")
    assert (grant.benefits[0].cost, grant.benefits[0].exact) == (True, False)
    assert grant.eligible[0].formula is not None
    assert (one.among, one.key, one.keep, one.tie) == (("grant", "other"), "monthly_vnd", "highest", "first")
    assert one.rules[0].exception is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PROGRAMME + MORE, "two benefits are its cost"),
        (PROGRAMME + "    costs: {household: monthly_vnd}\n", "says its cost twice"),
        (PROGRAMME.replace("per: month", "per: loan"), "a ceiling is no cost"),
        (PROGRAMME.replace("per: month", "per: school_month"), "a benefit `months`"),
        (PROGRAMME.replace("per: month", "per: week"), "'week' does not fit here"),
        (PROGRAMME.replace("payer: state_budget", "payer: bank"), "policy_bank"),
        (PROGRAMME.replace("cost: true", "type: bool"), "has no unit"),
        (PROGRAMME.replace("unit: VND/household/month", "type: bool"), "is a cost and no number"),
        (PROGRAMME.replace("unit: VND/household/month\n        cost: true", "type: date"), "is a day"),
        (PROGRAMME.replace("cost: true", "rounding: half_up"), "'half_up' does not fit here"),
        (PROGRAMME.replace(", enacted_by: ND-1, evidence: secondary", ""), "has no enacted_by"),
        (PROGRAMME.replace("benefits:", "benefit:"), "benefits"),
        (OVERLAP.replace("[grant, other]", "[grant]"), "names one programme only"),
        (OVERLAP.replace("[grant, other]", "[grant, grant]"), "names a programme twice"),
        (OVERLAP.replace("key: monthly_vnd", "key: order"), "'highest' does not go with the key 'order'"),
        (OVERLAP.replace("evidence: secondary", "unknown: true, except: poor"), "both unknown and given"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(LawError) as error:
        read(tmp_path, text)
    assert says in str(error.value)
    assert error.value.span is not None


def test_a_receipt_is_observed_and_never_computed(tmp_path: Path) -> None:
    receipt = "has_card: {of: person, type: bool, receipt: true, label: {vi: Có thẻ, en: Has a card}"
    read(tmp_path, f"facts:\n  {receipt}}}\n")
    computed = f'variables:\n  {receipt}, formula: "health_insurance"}}\n'
    with pytest.raises(LawError, match="no rule may compute"):
        read(tmp_path, computed)


def test_a_constraint_speaks_of_the_household(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="all\\(members"):
        read(tmp_path, 'constraints: {x: {of: person, that: "a", label: {vi: a, en: a}}}\n')

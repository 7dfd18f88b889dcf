"""A small land with programmes: two allowances of which one is granted, a house grant, a school grant."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from povrules.decisions.assessment import Assessment
from povrules.decisions.evaluated import Evaluated, evaluate
from povrules.facts.checking import check_register
from povrules.facts.intake import take_household
from povrules.facts.making import fact_schema
from povrules.policy.resolved import ResolvedPolicy
from tests.support.packs import law

FACTS = """
enums:
  kind:
    label: {vi: Loại, en: Kind}
    members: {none: {vi: không, en: none}, big: {vi: lớn, en: big}, small: {vi: nhỏ, en: small}}
facts:
  household_id:
    of: household
    type: text
    general: true
    label: {vi: Mã hộ, en: Household id}
    question: {vi: "Mã hộ?", en: "Id?"}
  province:
    of: household
    type: text
    general: true
    label: {vi: Tỉnh, en: Province}
    question: {vi: "Tỉnh?", en: "Province?"}
  poor: {of: household, type: bool, label: {vi: Nghèo, en: Poor}, question: {vi: "Nghèo không?", en: "Poor?"}}
  disabled:
    of: person
    type: bool
    label: {vi: Khuyết tật, en: Disabled}
    question: {vi: "Khuyết tật không?", en: "Disabled?"}
  old: {of: person, type: bool, label: {vi: Già, en: Old}, question: {vi: "Già không?", en: "Old?"}}
  degree:
    of: person
    type: integer
    range: 1..3
    label: {vi: Mức độ, en: Degree}
    question: {vi: "Mức độ nào?", en: "Which degree?"}
  keeps_both:
    of: person
    type: bool
    label: {vi: Được hưởng cả hai, en: Keeps both}
    question: {vi: "Hưởng cả hai?", en: "Both?"}
constants:
  nothing: {value: 0, label: {vi: không, en: nothing}, unit: VND/person/month}
parameters:
  base:
    label: {vi: Mức chuẩn, en: Base}
    unit: VND/person/month
    range: 100..1000
    values:
      - {from: 2021-01-01, to: 2024-12-31, value: 100, enacted_by: ND-2, evidence: official_text}
      - {from: 2025-01-01, unknown: true, enacted_by: ND-3}
  pension_amount:
    label: {vi: Mức trợ cấp hưu trí, en: Pension}
    unit: VND/person/month
    range: 0..5000
    values:
      - {from: 2021-01-01, value: 200, enacted_by: ND-2, evidence: official_text}
"""

ALLOWANCE = """
facts:
  household_id:
    of: person
    type: text
    general: true
    label: {vi: Mã hộ, en: Household id}
    question: {vi: "Mã hộ?", en: "Id?"}
programmes:
  allowance:
    of: person
    label: {vi: Trợ cấp, en: Allowance}
    per: month
    payer: state_budget
    eligible:
      - {from: 2021-01-01, formula: "disabled", enacted_by: ND-2, at: "art. 5", evidence: official_text}
    benefits:
      coefficient:
        label: {vi: Hệ số, en: Coefficient}
        type: integer
        range: 0..3
        formula: degree
      monthly_vnd:
        label: {vi: Mức tháng, en: A month}
        unit: VND/person/month
        range: 0..
        cost: true
        rules:
          - {from: 2021-01-01, formula: "base * coefficient", enacted_by: ND-2, at: "art. 6", evidence: official_text}
"""

PENSION = """
  pension:
    of: person
    label: {vi: Hưu trí, en: Pension}
    per: month
    payer: state_budget
    eligible:
      - {from: 2023-01-01, formula: "old", enacted_by: ND-2, at: "art. 9", evidence: official_text}
    benefits:
      monthly_vnd:
        label: {vi: Mức tháng, en: A month}
        unit: VND/person/month
        range: 0..
        cost: true
        rules:
          - {from: 2023-01-01, formula: pension_amount, enacted_by: ND-2, evidence: official_text}
"""

HOUSE = """
  house:
    of: household
    label: {vi: Nhà ở, en: House}
    per: once
    payer: provincial_budget
    eligible:
      - {from: 2022-01-01, to: 2025-12-31, formula: "poor", enacted_by: ND-2, evidence: secondary}
      - {from: 2026-01-01, unknown: true, enacted_by: ND-3}
    benefits:
      kind:
        label: {vi: Loại, en: Kind}
        type: kind
        formula: "big if any(members, disabled) else small"
      amount_vnd:
        label: {vi: Số tiền, en: Amount}
        unit: VND/household
        range: 0..90
        rules:
          - {from: 2022-01-01, unknown: true, enacted_by: ND-2}
"""

OVERLAP = """
overlaps:
  one_allowance:
    of: person
    label: {vi: Chỉ một mức, en: One only}
    among: [allowance, pension]
    key: monthly_vnd
    keep: highest
    tie: TIE
    rules:
      - {from: 2021-01-01, to: 2023-12-31, enacted_by: ND-2, at: "art. 6.2", evidence: official_text}
      - {from: 2024-01-01, except: keeps_both, enacted_by: ND-2, at: "art. 6.2", evidence: official_text}
"""

PROGRAMMES = ALLOWANCE + PENSION + HOUSE


def land(folder: Path, *texts: str, on: str = "2023-06-30", tie: str = "first", **choices: Any) -> ResolvedPolicy:
    """The policy of the small land."""
    return law(folder, FACTS, PROGRAMMES, OVERLAP.replace("TIE", tie), *texts, on=on, **choices)


def assess(policy: ResolvedPolicy, **given: Any) -> Assessment:
    """One household of it."""
    return Assessment(policy, take_household(fact_schema(policy), given, on=policy.on))


def person(policy: ResolvedPolicy, **given: Any) -> Assessment:
    """A household of one member, with the size known."""
    return assess(policy, members=[given])


def evaluated(policy: ResolvedPolicy, households: dict[str, Any], persons: dict[str, Any] | None = None) -> Evaluated:
    """A register of it."""
    listed = None if persons is None else pl.DataFrame(persons)
    return evaluate(policy, check_register(fact_schema(policy), pl.DataFrame(households), listed))


DAY = date(2023, 6, 30)

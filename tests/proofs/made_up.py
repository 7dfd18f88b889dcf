"""A small law of its own, with one decision table that each test writes anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from povrules.law.reading import read_law
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.proofs.proving import Proof, Proving

ON = date(2024, 6, 30)
LAW = """
coverage: {{from: 2024-01-01, to: 2025-12-31}}
instruments:
  ND-1: {{number: "1", kind: decree, title: {{vi: Một, en: One}}, issuer: {{vi: a, en: a}}, issued: 2023-12-01,
         in_force: 2024-01-01, evidence: unverified}}
enums:
  level:
    label: {{vi: Mức, en: Level}}
    members: {{low: {{vi: thấp, en: low}}, middle: {{vi: vừa, en: middle}}, high: {{vi: cao, en: high}}}}
facts:
  income: {{of: household, type: number, range: 0..1000000, label: {{vi: Thu nhập, en: Income}}}}
  lacks: {{of: household, type: bool, label: {{vi: Thiếu, en: Lacks}}}}
  ill: {{of: person, type: bool, label: {{vi: Ốm, en: Ill}}}}
parameters:
  line:
    label: {{vi: Chuẩn, en: Line}}
    range: 100..200
    values: [{{from: 2024-01-01, to: 2024-12-31, value: 150, enacted_by: ND-1, evidence: unverified}},
             {{from: 2025-01-01, unknown: true, enacted_by: ND-1}}]
constraints:
  who_earns_lacks_nothing:
    of: household
    that: "income < 500 or not lacks"
    label: {{vi: Không thiếu, en: Lacks nothing}}
decisions:
  grade:
    of: household
    type: level
    hit: {hit}
    label: {{vi: Loại, en: Class}}
    {declared}
    tables:
      - from: 2024-01-01
        {to}
        enacted_by: ND-1
        evidence: unverified
        rows: {rows}
{more}
"""


def law(
    folder: Path, rows: str, *, hit: str = "unique", declared: str = "", to: str = "", more: str = "", on: date = ON
) -> ResolvedPolicy:
    """The law with these rows."""
    text = LAW.format(hit=hit, rows=rows, declared=declared, to=to, more=more)
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return resolve([PackText("made_up", "vn", "1", (read_law(folder),))], on=on)


def failures(policy: ResolvedPolicy, proving: Proving | None = None) -> list[Proof]:
    """What is not proved of it."""
    return [proof for proof in (proving or Proving()).prove(policy) if proof.verdict != "proved"]

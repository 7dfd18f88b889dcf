"""Small packs written as policy files into a folder, for tests of what becomes of law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

from povrules.law.reading import read_law
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve


def instrument(id: str, issued: str) -> str:
    """One decree; stands under ``instruments:``."""
    return f"""
  {id}:
    number: {id}
    kind: decree
    title: {{vi: Nghị định, en: Decree}}
    issuer: {{vi: Chính phủ, en: Government}}
    issued: {issued}
    source: ["https://example.org/{id}"]
    evidence: official_text
"""


BASE = (
    "coverage: {from: 2016-01-01, to: 2030-12-31}\n"
    "instruments:"
    + instrument("ND-1", "2015-06-01")
    + instrument("ND-2", "2021-01-27")
    + instrument("ND-3", "2025-12-30")
)


def pack(folder: Path, *texts: str, id: str = "test", namespace: str = "vn", base: str = BASE) -> PackText:
    """A pack of one folder; each text is one policy file."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, text in enumerate((base, *texts)):
        if text:
            (folder / f"file{i}.yaml").write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return PackText(id, namespace, "1", (read_law(folder),))


def law(folder: Path, *texts: str, on: str = "2024-06-30", **choices: Any) -> ResolvedPolicy:
    """The policy of one pack."""
    return resolve([pack(folder, *texts)], on=date.fromisoformat(on), **choices)

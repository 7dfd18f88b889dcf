"""What tests of measures share: cases, the sample, and measures written once more, plainly and row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[1] / "cases"


def case(name: str) -> Any:
    return json.loads((CASES / name).read_text(encoding="utf-8"))


def table(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample(strata: int = 4) -> dict[str, list[Any]]:
    """The survey of two stages, up to a stratum; the fourth has one cluster."""
    rows = [row for row in table("survey_sample.csv") if int(row["stratum"]) <= strata]
    found: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in rows[0]}
    for name in found:
        if name == "weight":
            found[name] = [float(value) for value in found[name]]
        elif name != "region":
            found[name] = [int(value) for value in found[name]]
    return found


def columns(matrix: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row[place] for row in matrix] for place, name in enumerate(names)}


def plain_af(
    rows: Sequence[Mapping[str, Any]], weights: Mapping[str, Fraction], poor: Any, of: str = "w"
) -> dict[str, Fraction | None]:
    """H, A, M0, headcounts and contributions from the definitions, row by row; nothing is missing.

    Args:
        rows: flags by indicator, and the weight of the row under ``of``.
        weights: sum to 1.
        poor: says from the flags and the score whether a row is poor.
    """
    everybody = sum((Fraction(row[of]) for row in rows), Fraction(0))
    poor_rows = []
    for row in rows:
        score = sum((weight for name, weight in weights.items() if row[name]), Fraction(0))
        if poor([bool(row[name]) for name in weights], score):
            poor_rows.append((Fraction(row[of]), score, row))
    head = sum((w for w, _, _ in poor_rows), Fraction(0))
    m0 = sum((w * score for w, score, _ in poor_rows), Fraction(0)) / everybody
    found: dict[str, Fraction | None] = {
        "H": head / everybody,
        "M0": m0,
        "A": m0 / (head / everybody) if head else None,
    }
    for name, weight in weights.items():
        raw = sum((Fraction(row[of]) for row in rows if row[name]), Fraction(0)) / everybody
        censored = sum((w for w, _, row in poor_rows if row[name]), Fraction(0)) / everybody
        found[f"uncensored {name}"] = raw
        found[f"censored {name}"] = censored
        found[f"contribution {name}"] = weight * censored / m0 if m0 else None
    return found

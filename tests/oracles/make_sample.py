"""Writes tests/cases/survey_sample.csv: a small survey of two stages, drawn once by arithmetic alone.

Four strata; the last has one cluster, which is what policies about lonely clusters are for.
"""

from __future__ import annotations

import csv
from pathlib import Path

OUT = Path(__file__).parents[1] / "cases" / "survey_sample.csv"
CLUSTERS = (6, 5, 4, 1)


def rows() -> list[list[object]]:
    state, found = 12345, []

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return state // 65536 % below

    for stratum, clusters in enumerate(CLUSTERS, start=1):
        for cluster in range(1, clusters + 1):
            level = draw(40)
            for _ in range(5 + draw(6)):
                poor = 20 + level > draw(100)
                flags = [int(draw(100) < (55 if poor else 15)) for _ in range(4)]
                income = 600 + draw(900) + (0 if poor else 400 + draw(5000))
                weight = f"{80 + draw(300)}.{draw(10)}"
                found.append([stratum, cluster, 10 * clusters, weight, 1 + draw(7), "ab"[draw(2)], income, *flags])
    return found


if __name__ == "__main__":
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["stratum", "cluster", "clusters", "weight", "size", "region", "income", "f1", "f2", "f3", "f4"]
        )
        writer.writerows(rows())

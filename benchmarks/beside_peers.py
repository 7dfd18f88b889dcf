"""The same decision beside the peers: class and count over a register, and one household, in povrules and elsewhere.

``python -m benchmarks.beside_peers`` (1,000,000 households) writes ``docs/benchmarks.md``, ``docs/vi/benchmarks.md``
and their charts. ``--quick`` and ``--rows`` are for tries, which write into ``out/benchmarks`` and nowhere else.
Everybody runs in a process of its own, the peers in environments of their own, and must give the same answers.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.beside.contestants import here
from benchmarks.beside.facts import hand_over
from benchmarks.beside.goals import floors, ratios
from benchmarks.beside.machine import machine
from benchmarks.beside.page import write
from benchmarks.beside.runs import ROOT, Found, Task, agreed, measured, pythons
from benchmarks.beside.tables import one_table, register_table
from benchmarks.common import RESULTS, keep

ROWS, QUICK_ROWS, QUICK_SHARE = 1_000_000, 50_000, 0.05
TRIES = ROOT / "out" / "benchmarks"
NAME = "beside_peers"


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=None, help="households of the register; a try")
    parser.add_argument("--quick", action="store_true", help="a small register and few calls; a try")
    options = parser.parse_args()
    trying = options.quick or options.rows is not None
    rows: int = options.rows or (QUICK_ROWS if options.quick else ROWS)
    start = time.perf_counter()
    found, checksums = run(rows, QUICK_SHARE if options.quick else 1.0)
    for text in (register_table(found["register"], "en"), one_table(found["one"], "en")):
        print(f"\n{text}")
    docs, kept = (TRIES, TRIES) if trying else (ROOT / "docs", RESULTS)
    files = write(docs, found, checksums, machine(), date.today())
    print(f"\nwrote {', '.join(str(file.relative_to(ROOT)) for file in files)}")
    sums = {f"{count} households": value for count, value in checksums.items()}
    good = keep(NAME, ratios(found), None, sums, kept, floors=floors(found))
    print(f"{time.perf_counter() - start:.0f} s in all")
    return good


def run(rows: int, share: float) -> tuple[dict[Task, dict[str, Found]], dict[int, str]]:
    """Everybody's answers, held against each other, then everybody's times."""
    contestants = here()
    found = pythons(contestants)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_over(folder, rows)
        checksums = agreed(contestants, found, folder, rows)
        print(f"{len(contestants)} ways of deciding agree over {rows:,} households or the first of them")
        times = measured(contestants, found, folder, rows, share)
    for of in times.values():
        for one in of.values():
            one.version = {"NumPy": np.__version__, "Polars": pl.__version__, "Python": ""}.get(
                one.contestant.library, one.version
            )
    return times, checksums


if __name__ == "__main__":
    raise SystemExit(not main())

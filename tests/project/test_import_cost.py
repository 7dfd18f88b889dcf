"""``import povrules`` costs next to nothing: what is heavy loads when it is used."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

HEAVY = ["polars", "narwhals", "pandas", "pyarrow", "fastexcel", "xlsxwriter", "povrules.engines"]
BUDGET_MS = 150
RUNS = 5


def milliseconds(code: str) -> tuple[float, float]:
    """Wall time and processor time of one new interpreter running ``code``."""
    wall, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return (time.perf_counter() - wall) * 1000, processor * 1000


def test_what_is_heavy_is_not_loaded() -> None:
    code = "import sys, povrules; print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    loaded = set(done.stdout.split())
    assert "povrules" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_import_stays_under_its_budget() -> None:
    milliseconds("import povrules")  # compiles what is not compiled yet
    bare = [milliseconds("pass") for _ in range(RUNS)]
    full = [milliseconds("import povrules") for _ in range(RUNS)]
    wall, processor = (statistics.median(f[i] for f in full) - statistics.median(b[i] for b in bare) for i in range(2))
    print(f"import povrules: {wall:.0f} ms wall, {processor:.0f} ms processor, beyond a bare interpreter")
    # Other tests run beside this one, so the budget is held against processor time, which they do not lengthen.
    assert processor < BUDGET_MS

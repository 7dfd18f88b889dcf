"""Large files: in bounded memory, whatever their size, with every row used or rejected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.common import MIB, alone
from tests.support.big_files import evaluate_files, read_workbook, write_csv, write_parquet, write_workbook


@pytest.mark.big
@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, write: Callable[[Path, int], None]) -> None:
    extra = []
    for households in (200_000, 1_600_000):
        folder = tmp_path / str(households)
        folder.mkdir()
        alone(write, folder, households)
        done = alone(evaluate_files, folder, 50_000)
        used, persons, rejects = done.result
        assert used + persons + rejects == 3 * households
        print(f"{households} households: {done.seconds:.1f} s, {done.extra / MIB:.0f} MiB more than at the start")
        extra.append(done.extra)
    assert extra[1] < 2 * extra[0]


@pytest.mark.big
def test_a_workbook_of_200_000_rows_in_a_gibibyte_and_a_minute(tmp_path: Path) -> None:
    alone(write_workbook, tmp_path / "r.xlsx", 200_000)
    done = alone(read_workbook, tmp_path / "r.xlsx")
    print(f"{done.seconds:.1f} s, at most {done.peak / MIB:.0f} MiB")
    assert done.result == (200_000, 200_000)
    assert done.seconds < 60
    assert done.peak < 1024 * MIB

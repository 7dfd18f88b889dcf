"""A process killed while it writes, or whose disk is full: the old file is there, whole, or the new one is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[2]
FLAGS = ("employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
         "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means")  # fmt: skip
ROWS = 4_000
AGAIN = """
import sys
from pathlib import Path
import povrules as pr
source, folder, ending = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
policy = pr.load_policy(on="2024-10-01")
print("begun", flush=True)
while True:
    policy.evaluate_file(source, folder / f"h{ending}", folder / f"p{ending}", folder / f"r{ending}", chunk=500)
    print("written", flush=True)
"""
SMALL = """
import resource, signal, sys
from povrules.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = pl.int_range(ROWS, eager=True)
    flags = {f"deprived_{flag}": at * (5 + 2 * i) % 7 < 2 for i, flag in enumerate(FLAGS)}
    path = tmp_path_factory.mktemp("source") / "register.csv"
    area, income = pl.Series(["rural"]).new_from_index(0, ROWS), 400_000 + at * 7919 % 3_000_000
    frame = pl.DataFrame({"household_id": at.cast(pl.String), "area": area, "income_per_capita": income, **flags})
    frame.write_csv(path)
    return path


def whole(path: Path) -> bool:
    """Whether a file of results has all its rows."""
    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    return frame.height == ROWS and "poverty_class" in frame.columns


@pytest.mark.parametrize(
    ("ending", "moments"),
    [
        (".parquet", (0.05, 0.12)),
        pytest.param(".csv", (0.0, 0.02, 0.05, 0.09, 0.12, 0.2), marks=pytest.mark.big),
    ],
)
def test_a_file_written_over_and_over_is_whole_whenever_the_process_is_killed(
    tmp_path: Path, source: Path, ending: str, moments: tuple[float, ...]
) -> None:
    result = tmp_path / f"h{ending}"
    for moment in moments:
        result.write_text("old")
        command = [sys.executable, "-c", AGAIN, str(source), str(tmp_path), ending]
        with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "begun\n"
            if moment > 0.1:  # into the second time
                assert child.stdout.readline() == "written\n"
            time.sleep(moment)
            os.kill(child.pid, signal.SIGKILL)
            child.wait(timeout=60)
        if moment > 0.1:
            assert whole(result)
        else:
            assert result.read_bytes() == b"old" or whole(result)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_on_a_full_disk_the_command_says_so_in_one_line_and_the_old_file_stays(
    tmp_path: Path, source: Path, ending: str
) -> None:
    result = tmp_path / f"out{ending}"
    result.write_text("old")
    command = ["assess", str(source), "--on", "2024-10-01", "-o", str(result), "--lang", "en"]
    done = subprocess.run([sys.executable, "-c", SMALL, *command], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr
    assert result.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == [result.name]

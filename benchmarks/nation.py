"""A register as large as the nation: 28 million households and their members, from Parquet to Parquet.

``python -m benchmarks.nation``; ``--households`` for another size, ``--folder`` to keep what was generated and take it
again. The synthetic province is drawn so many times over, in chunks; what its facts imply is held against what was
decided. Generated, decided and measured at each size in processes of their own.

Then what a household costs, from ten thousand to ten million: processor time of evaluations after the first one in a
process, so that reading the law and the libraries, which every register pays once, is not counted; the median of at
least three, and of as many as a few seconds hold.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import povrules as pr
from benchmarks.common import MIB, alone, keep
from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, province_chunks

HOUSEHOLDS, PIECE, CHUNK = 28_000_000, 200_000, 200_000
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
SECONDS, BYTES, SPREAD = 120.0, 4 * 1024 * MIB, 1.5
ENOUGH = 5.0
"""Seconds of processor time over which small registers are repeated."""
OUTPUTS = ["poverty_class", "deprivation_count"]
IMPLIED = "implied.txt"


def generate(folder: Path, households: int) -> None:
    """Write the register piece by piece, and what its facts imply."""
    writers: dict[str, pq.ParquetWriter] = {}
    implied: Counter[str] = Counter()
    for piece in province_chunks(households, 60, unknown_permille=0, size=PIECE):
        for name, frame in (("households", piece.households), ("persons", piece.persons)):
            table: pa.Table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
            writers[name].write_table(table)
        implied.update(piece.targets.get_column("poverty_class").to_list())
    for writer in writers.values():
        writer.close()
    (folder / IMPLIED).write_text(repr(sorted(implied.items())), encoding="ascii")


def first(folder: Path, to: Path, households: int) -> None:
    """The first households of a register with their members, as files of their own."""
    whole = pl.scan_parquet(folder / "households.parquet").head(households)
    last = whole.select(pl.col("household_id").last()).collect().item()
    whole.sink_parquet(to / "households.parquet")
    pl.scan_parquet(folder / "persons.parquet").filter(pl.col("household_id") <= last).sink_parquet(
        to / "persons.parquet"
    )


def decide(folder: Path) -> tuple[int, int]:
    """Decide it; rows used of both tables."""
    policy = pr.load_policy(on=TARGET_DATE)
    done = evaluated(policy, folder)
    return done.used.households, done.used.persons


def evaluated(policy: pr.Policy, folder: Path) -> Any:
    return policy.evaluate_file(
        folder, folder / "decided.parquet", None, folder / "rejects.csv",
        outputs=OUTPUTS, observed_on=OBSERVED_ON, chunk=CHUNK,
    )  # fmt: skip


def again(folder: Path) -> float:
    """Processor seconds of an evaluation that is not the first one: the median of several."""
    policy = pr.load_policy(on=TARGET_DATE)
    evaluated(policy, folder)
    taken: list[float] = []
    while len(taken) < 3 or sum(taken) < ENOUGH:
        start = time.process_time()
        evaluated(policy, folder)
        taken.append(time.process_time() - start)
    return median(taken)


def decided_as_implied(folder: Path) -> None:
    found = pl.scan_parquet(folder / "decided.parquet").group_by("poverty_class").len().collect()
    assert repr(sorted(found.rows())) == (folder / IMPLIED).read_text(encoding="ascii"), "not what the facts imply"


def costs(folder: Path, sizes: tuple[int, ...]) -> dict[int, float]:
    """Nanoseconds of processor time for each household, at each size."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            alone(first, folder, Path(name), size)
            found[size] = 1e9 * alone(again, Path(name)).result / size
        print(f"  {size:>12,} households: {found[size]:8.0f} ns of processor time each")
    return found


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--folder", type=Path, help="where the register is, or is put when it is not there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / IMPLIED).exists():
            made = alone(generate, folder, options.households)
            print(f"generated in {made.seconds:.0f} s, at most {made.peak / MIB:.0f} MiB")
        files = [folder / f"{name}.parquet" for name in ("households", "persons")]
        size = sum(file.stat().st_size for file in files)
        done = alone(decide, folder)
        households, persons = done.result
        decided_as_implied(folder)
        within = done.seconds < SECONDS and done.peak < BYTES
        print(f"{households:,} households, {persons:,} persons, {size / MIB:,.0f} MiB of Parquet")
        print(
            f"Parquet to Parquet {done.seconds:.1f} s ({done.processor:.1f} s of processor time), "
            f"at most {done.peak / MIB:.0f} MiB (bar {SECONDS:g} s, {BYTES / MIB:.0f} MiB: "
            f"{'kept' if within else 'NOT kept'})"
        )
        found = costs(folder, tuple(each for each in SIZES if each <= households))
    spread = f"dearest / cheapest household, {min(found):,} to {max(found):,}"
    kept = keep("nation", {spread: max(found.values()) / min(found.values())}, {spread: SPREAD})
    return kept and (within or households < HOUSEHOLDS)


if __name__ == "__main__":
    raise SystemExit(not main())

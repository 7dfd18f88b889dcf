"""The whole synthetic province: raw facts in Parquet in, classes and reasons in Parquet out.

Made, copied and decided each in a process of its own. The copy reads the same columns and writes the same results
without deciding anything: what reading and writing alone cost. The bars are those of the complete province; what
unknown facts cost, and how many households they leave open, is shown beside.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import polars as pl

import povrules as pr
from benchmarks.common import MIB, alone, checksum, keep
from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, generate_province

HOUSEHOLDS = 334_000
PUBLISHED = {"poor": 3.20, "near_poor": 4.49}
NEAR_ENOUGH = 0.05
SECONDS, MEBIBYTES = 10, 1024
INDICATORS = (
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water",
    "toilet",
    "telecom",
    "information_means",
)
OUTPUTS = ["poverty_class", "deprivation_count", *(f"deprived_{name}" for name in INDICATORS)]
RESULTS = ("decided.parquet", "decided_persons.parquet", "decided_rejects.csv")


def make(folder: Path, households: int, unknown_permille: int) -> tuple[int, int]:
    register = generate_province(households, 60, unknown_permille=unknown_permille)
    register.households.write_parquet(folder / "households.parquet")
    register.persons.write_parquet(folder / "persons.parquet")
    return register.households.height, register.persons.height


def decide(folder: Path) -> tuple[int, int]:
    policy = pr.load_policy(on=TARGET_DATE, place="60")
    files = [folder / name for name in RESULTS]
    done = policy.evaluate_file(folder, *files, outputs=OUTPUTS, observed_on=OBSERVED_ON)
    return done.used.households, done.used.persons


def copy(folder: Path) -> None:
    for source, result in zip(("households", "persons"), RESULTS[:2], strict=True):
        columns = pl.read_parquet(folder / f"{source}.parquet")
        columns.write_parquet(folder / "copied.parquet")
        pl.read_parquet(folder / result).write_parquet(folder / "copied.parquet")


def rates(folder: Path) -> tuple[dict[str, float], str]:
    """Per cent of households of the low classes, and a checksum of what was decided."""
    classes = pl.read_parquet(folder / RESULTS[0], columns=["household_id", "poverty_class"])
    share = {name: 100 * (classes["poverty_class"] == name).sum() / classes.height for name in PUBLISHED}
    return share, checksum(classes)


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--unknown", type=int, nargs="*", default=[0, 30], help="households of 1,000 with a blank")
    options = parser.parse_args()
    ratios, checksums, kept = dict[str, float](), dict[str, str](), True
    for unknown in options.unknown:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made = alone(make, folder, options.households, unknown)
            of_households, of_persons = made.result
            print(f"\n{of_households:,} households, {of_persons:,} persons, {unknown} of 1,000 with something unknown")
            print(f"  generated        {made.seconds:6.1f} s, at most {made.peak / MIB:6.0f} MiB")
            decided = alone(decide, folder)
            within = decided.seconds < SECONDS and decided.peak < MEBIBYTES * MIB
            bar = f" (bar {SECONDS} s, {MEBIBYTES} MiB: {'kept' if within else 'NOT kept'})"
            print(
                f"  Parquet to Parquet {decided.seconds:4.1f} s ({decided.processor:.1f} s of processor time), "
                f"at most {decided.peak / MIB:.0f} MiB{'' if unknown else bar}"
            )
            assert decided.result == made.result, "a row was lost"
            copied = alone(copy, folder)
            share, checksums[f"{unknown} of 1,000 unknown"] = rates(folder)
            ratios[f"Parquet to Parquet / copying the same columns, {unknown} of 1,000 unknown"] = (
                decided.processor / copied.processor
            )
            for what, published in PUBLISHED.items():
                print(f"  {what}: {share[what]:.3f} %, published {published:.2f} %")
                near = abs(share[what] - published) <= NEAR_ENOUGH
                kept = kept and (bool(unknown) or (within and near))
    return keep("province", ratios, checksums=checksums) and kept


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

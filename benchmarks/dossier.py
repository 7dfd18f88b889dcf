"""A live dossier: what one step takes with five members, and whether many, one after another, leave memory.

A step is a fact that changes, in a household that was asked everything the class needs; memory is measured in a process
of its own. ``--open N`` opens and closes so many dossiers.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import Any

import povrules as pr
from benchmarks.common import MIB, alone, held, keep

DAY = "2024-10-01"
MILLISECONDS, GROWTH = 1.0, 8 * MIB
STEPS, OPENED = 2_000, 100_000
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip
BORN = ("1950-03-01", "1980-07-12", "1984-01-30", "2012-11-05", "2020-02-29")


def member(born: str) -> dict[str, Any]:
    """A member of whom a census knows everything that programmes ask most."""
    return {
        "birth_date": born, "sex": "female", "ethnicity": "Kinh", "in_school": born > "2005", "school_level": "primary",
        "work_status": "self_employed", "has_disability": False, "receives_monthly_allowance": False,
        "has_health_card": True, "without_parental_care": False, "children_raised_alone": 0, "has_hiv": False,
        "seeks_training": False, "joins_voluntary_insurance": False, "job_loan_project": False,
    }  # fmt: skip


def opened() -> pr.Policy:
    return pr.load_policy(on=DAY)


def steps(count: int) -> list[float]:
    """Milliseconds of each step."""
    draw = random.Random(5)
    found = []
    with pr.open_dossier(opened()) as dossier:
        dossier.set("area", "rural")
        dossier.set("income_per_capita", 1_000_000)
        for flag in FLAGS:
            dossier.set(f"deprived_{flag}", False)
        keys = [dossier.add_member(member(born)) for born in BORN]
        for _ in range(count):
            kind = draw.randrange(4)
            start = time.perf_counter()
            if kind == 0:
                dossier.set("income_per_capita", draw.choice((1_000_000, 1_600_000, 1_700_000, 2_500_000)))
            elif kind == 1:
                dossier.set(f"deprived_{draw.choice(FLAGS)}", draw.random() < 0.3)
            elif kind == 2:
                dossier.change_member(draw.choice(keys), {"has_disability": draw.random() < 0.5})
            else:
                dossier.change_member(draw.choice(keys), {"work_status": draw.choice(("self_employed", "not_seeking"))})
            found.append(1000 * (time.perf_counter() - start))
        assert dossier.engine == "durable"
    return found


def many(count: int) -> tuple[int, int]:
    """Bytes held before and after so many dossiers."""
    policy = opened()

    def once(i: int) -> None:
        with pr.open_dossier(policy) as dossier:
            dossier.set("certified_class", ("poor", "near_poor", "average", "above")[i % 4])

    for i in range(200):
        once(i)
    before = held()
    for i in range(count):
        once(i)
    return before, held()


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=OPENED)
    count = parser.parse_args().open
    took = sorted(steps(STEPS))
    middle = statistics.median(took)
    print(f"a step: median {middle:.3f} ms, 1 of 100 above {took[-len(took) // 100]:.3f} ms (bar {MILLISECONDS:g} ms)")
    found = alone(many, count)
    before, after = found.result
    print(
        f"{count} dossiers in {found.seconds:.0f} s: {before / MIB:.1f} MiB before, {after / MIB:.1f} MiB after "
        f"(bar +{GROWTH // MIB} MiB)"
    )
    keep("dossier", {"slowest step in a hundred / median": took[-len(took) // 100] / middle})
    return middle <= MILLISECONDS and after - before <= GROWTH


if __name__ == "__main__":
    raise SystemExit(not main())

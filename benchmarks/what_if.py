"""What if: the exact sweep of the rural line, and the comparison of two policies, against one evaluation.

``python -m benchmarks.what_if`` (1,000,000 households of flags for the sweep; ``--rows`` for another size). Every
breakpoint that is looked at is decided again first, with one đồng on each side. The comparison is over the whole
complete synthetic province with persons, every programme and its costs; it takes about 10 GB.
"""

from __future__ import annotations

import argparse
import random

import povrules as pr
from benchmarks.common import keep, race
from benchmarks.register import drawn
from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, generate_province

DAY, PLACE, HOUSEHOLDS, SEED = "2024-10-01", "60", 334_000, 60
ROWS, LOOKED_AT, ROUNDS = 1_000_000, 5, 7
LINE = "income_line.rural"
SWEEP = "sweep of the rural line, {} / one evaluation of the class"
COMPARE = "comparison of two policies, the whole province, every programme and cost / one evaluation"
BAR = 3.0


def swept(rows: int, unknown: float) -> float:
    """The ratio of a sweep to one evaluation, after its breakpoints were held against deciding again."""
    policy, register = pr.load_policy(on=DAY), pr.Register(drawn(rows, unknown))
    curve = pr.sweep(policy, LINE, register)
    assert curve.exact
    values = random.Random(60).sample(curve.steps["value"].to_list()[1:], LOOKED_AT)
    for value in (beside for middle in values for beside in (middle - 1, middle, middle + 1)):
        found = policy.reform({LINE: value}).evaluate(register, outputs=["poverty_class"]).households
        assert curve.at(value)["must"] == int((found["poverty_class"] == "poor").sum()), value
    times = race(
        {
            "evaluate": lambda: policy.evaluate(register, outputs=["poverty_class"]),
            "sweep": lambda: pr.sweep(policy, LINE, register),
        },
        ROUNDS,
    )
    print(f"\n{rows:,} households, {unknown:.0%} of flags unknown, {curve.steps.height:,} steps")
    for name, each in times.items():
        print(f"  {name:9} {each} = {each.per(rows)} a household")
    return times["sweep"].median / times["evaluate"].median


def compared(households: int) -> float:
    """The ratio of a comparison with all its tables to one evaluation of the baseline."""
    policy = pr.load_policy(on=TARGET_DATE, place=PLACE)
    reform = policy.reform({LINE: "+10%"})
    province = generate_province(households, SEED, unknown_permille=0)
    register = pr.Register(province.households, province.persons, observed_on=OBSERVED_ON)

    def compare() -> None:
        found = pr.compare(policy, reform, register)
        for table in (found.transitions, found.programmes, found.cost):
            assert table().height

    times = race({"evaluate": lambda: policy.evaluate(register), "compare": compare}, 2)
    size = f"{register.used.households:,} households and {register.used.persons:,} persons"
    print(f"\nthe synthetic province, complete: {size}")
    for name, each in times.items():
        print(f"  {name:9} {each}")
    return times["compare"].median / times["evaluate"].median


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS, help="of the province")
    options = parser.parse_args()
    kinds = {"complete": 0.0, "15 % of flags unknown": 0.15}
    ratios = {SWEEP.format(name): swept(options.rows, unknown) for name, unknown in kinds.items()}
    ratios[COMPARE] = compared(options.households)
    return keep("what_if", ratios, {name: BAR for name in ratios if "unknown" not in name}, {})


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

"""Whole registers of flags: ``policy.evaluate`` against the same columns written by hand in Polars.

``python -m benchmarks.register`` (5,000,000 and 1,000,000 households); ``--rows`` for another size. The hand-written
side is the fastest of an eager, a lazy, a streaming form and one by positions in a table of answers; all start from the
same columns in memory and give the same columns.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable

import polars as pl

import povrules as pr
from benchmarks.common import MIB, checksum, held, keep, must_agree, race

DAY = "2024-10-01"
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip
NAMES = tuple(f"deprived_{flag}" for flag in FLAGS)
# The order in which the library names missing flags: that of the rules.
CLASSES = ("poor", "near_poor", "average", "above")
OUTPUTS = ["poverty_class", "deprivation_count"]
SIZES = (5_000_000, 1_000_000)
BARS = {
    ("complete", 5_000_000): 1.3,
    ("unknown", 5_000_000): 1.5,
    ("complete", 1_000_000): 1.6,
    ("unknown", 1_000_000): 1.8,
    ("checked", 5_000_000): 4.0,
}

UNKNOWN_BAR = 4.0
"""So many times as long as a complete register takes one with 15 % of its flags unknown, at most."""


def drawn(rows: int, unknown: float, seed: int = 60) -> pl.DataFrame:
    """A register of flags: 15 % of them true, incomes around the lines, some flags unknown."""
    pl.set_random_seed(seed)
    index = pl.int_range(rows, dtype=pl.Int64)

    def chance(salt: int) -> pl.Expr:
        return index.hash(seed=seed + salt) % 1_000_000

    flags = []
    for salt, name in enumerate(NAMES):
        flag = chance(salt) < 150_000
        if unknown:
            flag = pl.when(chance(100 + salt) >= int(unknown * 1_000_000)).then(flag)
        flags.append(flag.alias(name))
    area = pl.when(chance(200) < 600_000).then(pl.lit("rural")).otherwise(pl.lit("urban"))
    return pl.select(
        (index + 10_000_000).cast(pl.String).alias("household_id"),
        area.cast(pl.Enum(["rural", "urban"])).alias("area"),
        (300_000 + chance(201) * 57 // 10).cast(pl.Int64).alias("income_per_capita"),
        *flags,
    )


# written by hand -----------------------------------------------------------------------------------------------------

INCOME, RURAL = pl.col("income_per_capita"), pl.col("area") == "rural"
LINE = pl.when(RURAL).then(1_500_000).otherwise(2_000_000)
AVERAGE = pl.when(RURAL).then(2_250_000).otherwise(3_000_000)
COUNT = pl.sum_horizontal(pl.col(name).cast(pl.UInt8) for name in NAMES)


def _byte(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt8)


def _class(count: pl.Expr, answer: Callable[[int], pl.Expr]) -> pl.Expr:
    poor, near = answer(0), answer(1)
    low = INCOME <= LINE
    chain = pl.when(low & (count >= 3)).then(poor).when(low).then(near)
    return chain.when(INCOME <= AVERAGE).then(answer(2)).otherwise(answer(3))


def complete_forms(frame: pl.DataFrame) -> dict[str, Callable[[], pl.DataFrame]]:
    """Two-valued: class and count."""
    counted = frame.lazy().with_columns(COUNT.alias("count"))
    words = counted.select(
        _class(pl.col("count"), lambda i: pl.lit(CLASSES[i])).alias("poverty_class"),
        pl.col("count").cast(pl.Int64).alias("deprivation_count"),
    )
    codes = counted.select(_class(pl.col("count"), _byte).alias("class"), pl.col("count").cast(pl.Int64))
    names = pl.Series(CLASSES)

    def eager() -> pl.DataFrame:
        made = frame.with_columns(COUNT.alias("count"))
        return made.select(
            _class(pl.col("count"), lambda i: pl.lit(CLASSES[i])).alias("poverty_class"),
            pl.col("count").cast(pl.Int64).alias("deprivation_count"),
        )

    def by_position() -> pl.DataFrame:
        made = codes.collect(engine="streaming")
        found = names.gather(made.get_column("class")).alias("poverty_class")
        return pl.DataFrame([found, made.get_column("count").alias("deprivation_count")])

    return {
        "eager": eager,
        "lazy": words.collect,
        "streaming": lambda: words.collect(engine="streaming"),
        "by position": by_position,
    }


def unknown_forms(frame: pl.DataFrame, order: tuple[str, ...]) -> dict[str, Callable[[], pl.DataFrame]]:
    """Three-valued: class and count, what is possible, which flags are missing, and why."""
    true = pl.sum_horizontal(pl.when(pl.col(name)).then(_byte(1)).otherwise(_byte(0)) for name in NAMES)

    def bit(place: int) -> pl.Expr:
        return pl.lit(1 << place, pl.UInt16)

    nothing = pl.lit(0, pl.UInt16)
    mask = pl.sum_horizontal(
        pl.when(pl.col(name).is_null()).then(bit(place)).otherwise(nothing) for place, name in enumerate(order)
    )
    made = frame.lazy().with_columns(true.alias("low"), mask.alias("mask"))
    made = made.with_columns((pl.col("low") + pl.col("mask").bitwise_count_ones().cast(pl.UInt8)).alias("high"))
    poor_or_near = (INCOME <= LINE) & (pl.col("low") < 3) & (pl.col("high") >= 3)
    state = pl.when(poor_or_near).then(_byte(4)).otherwise(_class(pl.col("low"), _byte)).alias("state")
    states = made.select("low", "high", "mask", state)
    masks = pl.Series(["|".join(name for place, name in enumerate(order) if m >> place & 1) for m in range(4096)])
    counts = pl.Series(["|".join(map(str, range(low, high + 1))) for low in range(13) for high in range(13)])

    def columns(of: pl.LazyFrame) -> pl.LazyFrame:
        open_class, open_count = pl.col("state") == 4, pl.col("mask") > 0
        pair = pl.col("low").cast(pl.UInt32) * 13 + pl.col("high")
        missing = pl.lit(masks).gather(pl.col("mask").cast(pl.UInt32))
        return of.select(
            pl.lit(pl.Series([*CLASSES, None])).gather(pl.col("state")).alias("poverty_class"),
            pl.when(open_class).then(pl.lit("poor|near_poor")).alias("poverty_class_possible"),
            pl.when(open_class).then(missing).alias("poverty_class_missing"),
            pl.when(open_class).then(pl.lit("fact")).alias("poverty_class_reason"),
            pl.when(~open_count).then(pl.col("low")).cast(pl.Int64).alias("deprivation_count"),
            pl.when(open_count).then(pl.lit(counts).gather(pair)).alias("deprivation_count_possible"),
            pl.col("low").cast(pl.Int64).alias("deprivation_count_low"),
            pl.col("high").cast(pl.Int64).alias("deprivation_count_high"),
            pl.when(open_count).then(missing).alias("deprivation_count_missing"),
            pl.when(open_count).then(pl.lit("fact")).alias("deprivation_count_reason"),
        )

    return {
        "eager": lambda: columns(states.collect().lazy()).collect(),
        "lazy": columns(states).collect,
        "streaming": lambda: columns(states).collect(engine="streaming"),
        "by position": lambda: columns(states.collect(engine="streaming").lazy()).collect(),
    }


# the race ------------------------------------------------------------------------------------------------------------


def measure(kind: str, rows: int) -> tuple[float, float, str]:
    """One size and kind: the time, its ratio to the fastest hand-written form, and the checksum all of them have."""
    policy = pr.load_policy(on=DAY)
    frame = drawn(rows, 0.15 if kind == "unknown" else 0.0)
    register = pr.Register(frame)
    order = tuple(sorted(NAMES, key=lambda name: policy.resolved.position("household", f"vn:{name}")))
    forms = unknown_forms(frame, order) if kind == "unknown" else complete_forms(frame)
    columns = forms["eager"]().columns

    def ours() -> pl.DataFrame:
        found: pl.DataFrame = policy.evaluate(register, outputs=OUTPUTS).households
        return found

    def checked() -> pl.DataFrame:
        found: pl.DataFrame = policy.evaluate(pr.Register(frame), outputs=OUTPUTS).households
        return found

    runner = checked if kind == "checked" else ours
    same = must_agree({name: checksum(form().head(200_000)) for name, form in forms.items()} | {
        "povrules": checksum(runner().select(columns).head(200_000))
    })  # fmt: skip
    times = race({**forms, "povrules": runner}, rounds=7)
    fastest = min(forms, key=lambda name: times[name].median)
    print(f"\n{rows:,} households, {kind}")
    for name, time in times.items():
        mark = " <- fastest by hand" if name == fastest else ""
        print(f"  {name:12} {time.per(rows)} each{mark}")
    print(f"  peak memory of the process so far: {held('VmHWM') / MIB:.0f} MiB")
    return times["povrules"].median, times["povrules"].median / times[fastest].median, same


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--kinds", nargs="*", default=["complete", "unknown", "checked"])
    options = parser.parse_args()
    random.seed(60)
    ratios, bars, sums = {}, {}, {}
    for rows in options.rows:
        taken: dict[str, float] = {}
        for kind in options.kinds:
            what = f"{kind}, {rows} households / hand-written"
            taken[kind], ratios[what], sums[what] = measure(kind, rows)
            if (kind, rows) in BARS:
                bars[what] = BARS[kind, rows]
        if {"complete", "unknown"} <= set(taken):
            what = f"unknown / complete, {rows} households"
            ratios[what], bars[what] = taken["unknown"] / taken["complete"], UNKNOWN_BAR
    return keep("register", ratios, bars, sums)


if __name__ == "__main__":
    raise SystemExit(not main())

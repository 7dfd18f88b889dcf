"""A register of several provinces with ``place="by_row"``: the nation's answers and each place's own, in one call.

``python -m benchmarks.by_row`` (600,000 households of six provinces, five with a pack of their own). Held against the
nation alone over the same register: everything it answers by default, and the classes alone. There the nation takes so
little that reading provinces and putting the places' answers in order is most of what is left; that ratio is kept
without a bar. The packs are those of `examples/plugins/`, handed over from the checkout.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

import polars as pl

import povrules as pr
from benchmarks.common import checksum, keep, must_agree, race
from povrules.plugins.manager import PluginManager

EXAMPLES = Path(__file__).parents[1] / "examples" / "plugins"
PACKS = {"quang_ninh": "22", "tp_hcm": "79", "dong_nai": "75", "binh_thuan": "60", "song_mo": "99"}
PLACES = (*PACKS.values(), "01")
DAY = "2024-12-31"
ROWS, ROUNDS, BAR = 600_000, 5, 2.0
RATIO = "by_row / the nation alone, {}"
FLAGS = (
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
)  # fmt: skip
ASKED = {
    "everything": (None, None),
    "classes": (["poverty_class"], ["poverty_class", "local:poverty_class"]),
}


def packs() -> PluginManager:
    """The example packs, as plugins of a manager of their own."""
    folders = [str(EXAMPLES / name / "src") for name in PACKS]
    sys.path[:0] = folders
    try:
        return PluginManager([import_module(f"povrules_{name}") for name in PACKS])
    finally:
        del sys.path[: len(folders)]


def households(rows: int) -> pl.DataFrame:
    """Complete households, their provinces mixed, incomes across all lines."""
    at = pl.int_range(rows, eager=True)
    named = {f"deprived_{flag}": at * (7 + 2 * i) % 11 < 3 for i, flag in enumerate(FLAGS)}
    return pl.DataFrame({
        "household_id": at.cast(pl.String),
        "province": pl.Series(PLACES).gather(at * 7919 % 1_000_003 % len(PLACES)),
        "area": (at * 31 % 5 < 3).replace_strict({True: "rural", False: "urban"}, return_dtype=pl.String),
        "income_per_capita": 500_000 + at * 7919 % 3_500_000,
        **named,
        "79:deprived_social_insurance": at % 7 == 0,
    })  # fmt: skip


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    plugins = packs()
    register = pr.Register(households(rows), plugins=plugins)
    nation = pr.load_policy(on=DAY, plugins=plugins)
    every = pr.load_policy(on=DAY, place="by_row", plugins=plugins)
    ratios: dict[str, float] = {}
    checksums: dict[str, str] = {}
    for what, (national, both) in ASKED.items():
        found = every.evaluate(register, outputs=both).households
        alone = nation.evaluate(register, outputs=national).households
        must_agree({"the nation alone": checksum(alone), "beside the places": checksum(found.select(alone.columns))})
        checksums[f"{what}, {rows:,} households"] = checksum(found)
        times = race(
            {
                "nation": lambda national=national: nation.evaluate(register, outputs=national),
                "by_row": lambda both=both: every.evaluate(register, outputs=both),
            },
            ROUNDS,
        )
        print(f"\n{what}: {rows:,} households of {len(PLACES)} provinces")
        print(f"  the nation alone        {times['nation']} = {times['nation'].per(rows)} a household")
        print(f"  and every place, by_row {times['by_row']} = {times['by_row'].per(rows)} a household")
        ratios[RATIO.format(what)] = times["by_row"].median / times["nation"].median
    return keep("by_row", ratios, {RATIO.format("everything"): BAR}, checksums)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)

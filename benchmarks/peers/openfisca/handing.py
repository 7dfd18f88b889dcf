"""Facts for ``decision.py`` and its answers, held against those of povrules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.peers.environment import python_of

HERE = Path(__file__).parent
IDS = ("household_id", "person_id", "household_size")
NULLABLE = "school_level"
LISTS: Mapping[str, tuple[str, ...]] = {
    "poverty_class": ("poor", "near_poor", "average", "above"),
    "legal_aid.scope": ("none", "every_field", "when_accused"),
    "health_insurance.group": (
        "none", "child_under_six", "poor", "minority_near_poor", "minority_difficult_area", "difficult_area_resident",
        "island_resident", "on_social_allowance", "survivor_elderly", "on_social_pension", "near_poor_in_poor_place",
        "near_poor", "minority_left_list", "student", "farm_average",
    ),
}  # fmt: skip
NEAR = 1e-6
"""OpenFisca's numbers have 32 bits; its rates are not exact."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Seconds of rounds, of the clock and of the processor, and the most memory held."""

    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    peak: int


def hand_over(folder: Path, households: pl.DataFrame, persons: pl.DataFrame) -> None:
    """Write the facts as OpenFisca takes them: members of lists as places, nothing empty but days."""
    for name, frame in (("household", households), ("person", persons)):
        (folder / name).mkdir()
        for column in frame.get_columns():
            if column.name not in IDS:
                np.save(folder / name / f"{column.name}.npy", _plain(column).to_numpy())


def _plain(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Enum):
        places = column.to_physical().cast(pl.Int32)
        return (places + 1).fill_null(0) if column.name == NULLABLE else places
    if column.dtype in (pl.Int64, pl.UInt32):
        return column.cast(pl.Int32).fill_null(0)
    return column


def calculate(folder: Path, rounds: int, *, save: bool = False) -> Peer:
    """Run the decision over handed facts in OpenFisca's own process."""
    python, script = python_of(HERE), HERE / "decision.py"
    command = [python, script, folder, str(rounds), *(["save"] if save else [])]
    said: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Peer(tuple(said["seconds"]), tuple(said["processor"]), said["peak"])


def must_be_near(folder: Path, households: pl.DataFrame, persons: pl.DataFrame) -> int:
    """Hold saved answers against ours.

    Returns:
        How many answers were compared.

    Raises:
        AssertionError: one differs.
    """
    answers = np.load(folder / "answers.npz")
    for name in answers.files:
        column = name.replace("__", ".")
        ours = (households if column in households.columns else persons).get_column(column)
        if column in LISTS:
            places = {member: place for place, member in enumerate(LISTS[column])}
            ours = ours.fill_null("none").replace_strict(places, return_dtype=pl.Int32)
        expected = ours.cast(pl.Float64).fill_null(0).to_numpy()
        far = np.abs(expected - answers[name].astype(float)) > NEAR * np.maximum(1, np.abs(expected))
        if far.any():
            raise AssertionError(f"{name} differs in {int(far.sum())} rows")
    return len(answers.files)

"""The whole province, decided from raw facts: its rates are the published ones."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import povrules as pr
from povrules.facts.synthetic import OBSERVED_ON, TARGET_DATE, province_chunks

PUBLISHED = {"poor": 3.20, "near_poor": 4.49}


def decided(folder: Path, households: int) -> pl.DataFrame:
    targets = []
    for number, piece in enumerate(province_chunks(households, 60, unknown_permille=0)):
        for name in ("households", "persons"):
            part = folder / f"{name} {number}.parquet"
            getattr(piece, name).write_parquet(part)
        targets.append(piece.targets.select("household_id", "poverty_class"))
    for name in ("households", "persons"):
        pl.scan_parquet(sorted(folder.glob(f"{name} *.parquet"))).sink_parquet(folder / f"{name}.parquet")
    policy = pr.load_policy(on=TARGET_DATE, place="60")
    files = [folder / name for name in ("a.parquet", "b.parquet", "c.csv")]
    done = policy.evaluate_file(folder, *files, outputs=["poverty_class"], observed_on=OBSERVED_ON)
    assert (done.rejects.height, done.used.households) == (0, households)
    found = pl.read_parquet(files[0], columns=["household_id", "poverty_class"])
    assert found.equals(pl.concat(targets))
    return found


def test_a_small_province_has_the_classes_its_facts_were_drawn_for(tmp_path: Path) -> None:
    assert decided(tmp_path, 2000)["poverty_class"].value_counts(sort=True).rows() == [
        ("above", 1606),
        ("average", 240),
        ("near_poor", 90),
        ("poor", 64),
    ]


@pytest.mark.big
def test_the_whole_province_has_the_published_rates(tmp_path: Path) -> None:
    classes = decided(tmp_path, 334_000)["poverty_class"]
    for name, published in PUBLISHED.items():
        assert abs(100 * (classes == name).sum() / classes.len() - published) <= 0.05

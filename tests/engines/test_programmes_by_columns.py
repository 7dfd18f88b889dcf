"""Every programme and benefit over a register: the columnar engine gives the frames of the reference engine."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import povrules as pr
from benchmarks.whole_decision.by_hand import forms
from benchmarks.whole_decision.facts import DAY, MEMBERS, households, persons
from povrules.decisions.evaluated import evaluate

IDS = ("household_id", "person_id")


def blanked(frame: pl.DataFrame, of_thousand: int) -> pl.DataFrame:
    """Some facts unknown, the same on every run."""
    index = pl.int_range(pl.len(), dtype=pl.Int64)
    names = [name for name in frame.columns if name not in IDS]
    return frame.with_columns(
        pl.when(index.hash(seed=place) % 1_000 >= of_thousand).then(pl.col(name)).alias(name)
        for place, name in enumerate(names)
    )


@pytest.mark.parametrize(("day", "of_thousand"), [(DAY, 0), ("2024-10-01", 0), ("2022-10-01", 0), (DAY, 8)])
def test_the_frames_are_those_of_the_reference(day: str, of_thousand: int) -> None:
    register = pr.Register(blanked(households(40), of_thousand), blanked(persons(40), of_thousand), observed_on=day)
    policy = pr.load_policy(on=day)
    expected = evaluate(policy.resolved, register.checked, engine="reference").frames
    for mine, theirs in zip(policy.evaluate(register).frames, expected, strict=True):
        assert mine is not None
        assert theirs is not None
        assert_frame_equal(mine, theirs)


def test_what_is_written_by_hand_is_the_same() -> None:
    homes, people = households(300), persons(300)
    found = pr.load_policy(on=DAY).evaluate(pr.Register(homes, people, observed_on=DAY)).frames
    rows = (pl.int_range(pl.len()) // MEMBERS).cast(pl.UInt32).alias("row")
    for name, form in forms(homes, people.with_columns(rows)).items():
        for theirs, mine in zip(form(), found, strict=True):
            assert mine is not None
            assert theirs.equals(mine.select(theirs.columns)), name

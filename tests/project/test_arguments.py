"""Arguments that cannot be what is meant are told at once, in our words."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import povrules as pr
from povrules.language.errors import PovrulesError

FRAME = pl.DataFrame({"household_id": ["1"], "area": ["rural"], "income_per_capita": [1_600_000]})


@pytest.mark.parametrize("day", [date(2024, 10, 1), datetime(2024, 10, 1, 23, 59), pd.Timestamp("2024-10-01 08:00")])
def test_a_time_of_a_day_is_that_day(day: date) -> None:
    policy = pr.load_policy(on=day)
    assert policy == pr.load_policy(on="2024-10-01")
    assert policy.on == date(2024, 10, 1)
    assert type(policy.on) is date


@pytest.mark.parametrize(
    ("day", "meant"), [("01/10/2024", "2024-10-01"), ("1-10-2024", "2024-10-01"), ("31/02/2024", None), ("soon", None)]
)
def test_a_day_written_otherwise_is_refused_with_the_day_that_was_meant(day: str, meant: str | None) -> None:
    with pytest.raises(PovrulesError, match=f"on='{day}' is not a day") as problem:
        pr.load_policy(on=day)
    assert problem.value.closest == meant


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda p, f: p.evaluate(FRAME, outputs="poverty_class"), "outputs='poverty_class' is one name"),
        (lambda p, f: p.evaluate(FRAME, engine="colunar"), "did you mean 'columnar'"),
        (lambda p, f: p.evaluate(FRAME, chunk=0), "chunk=0 is no number of households"),
        (lambda p, f: p.evaluate_file(f, f / "o.csv", None, f / "r.csv", chunk=-5), "chunk=-5 is no number"),
        (lambda p, f: p.evaluate_file(f, f / "o.csv", None, f / "r.csv", chunk=1.5), "chunk=1.5 is no number"),
        (lambda p, f: p.evaluate_file(f, f / "o.csv", None, f / "." / "o.csv"), "cannot be written to one file"),
    ],
)
def test_what_cannot_be_is_told(call: Callable[[pr.Policy, Path], object], said: str, tmp_path: Path) -> None:
    with pytest.raises(PovrulesError, match=said):
        call(pr.load_policy(on="2024-10-01"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_facts_of_the_model_go_to_another_process_and_back() -> None:
    policy = pr.load_policy(on="2024-10-01")
    given = policy.facts_model(
        area="nông thôn", income_per_capita="1.600.000 đ", members=[{"sex": "male", "birth_year": 1980}]
    )
    for again in (pickle.loads(pickle.dumps(given)), copy.deepcopy(given), copy.copy(given)):
        assert again == given
        assert type(again) is type(given)
        assert policy.assess(again).poverty_class == policy.assess(given).poverty_class == "average"
    (member,) = given.members  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(member)) == member

"""The measuring itself: what is kept, what is said to have changed, what must agree."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from benchmarks.common import alone, changes, checksum, held, keep, must_agree, race
from tests.support.growing import grown


def test_a_race_runs_everyone_as_often() -> None:
    calls: list[str] = []
    times = race({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3, warm=1)
    assert calls == ["a", "b", "b", "a", "a", "b", "b", "a"]
    assert {name: len(found.runs) for name, found in times.items()} == {"a": 3, "b": 3}


def test_alone_sees_the_memory_of_its_own_process() -> None:
    before = held("VmHWM")
    seen = alone(grown, 200)
    assert seen.result == 200 * 2**20
    assert 190 * 2**20 <= seen.extra < 300 * 2**20
    assert held("VmHWM") - before < 100 * 2**20


def test_a_checksum_sees_values_nulls_names_and_order() -> None:
    frame = pl.DataFrame({"a": ["x", None, ""], "b": [1, 2, None]})
    others = [
        frame.with_columns(pl.col("a").fill_null("")),
        frame.with_columns(pl.col("b").fill_null(0)),
        frame.rename({"a": "c"}),
        frame.select("b", "a"),
        frame[[1, 0, 2]],
    ]
    assert checksum(frame) not in {checksum(other) for other in others}
    assert checksum(frame) == "88886ae7b0bb9e04"


def test_what_must_agree_and_does_not_stops_the_benchmark() -> None:
    assert must_agree({"hand": "1", "engine": "1"}) == "1"
    with pytest.raises(AssertionError, match="hand 1, engine 2"):
        must_agree({"hand": "1", "engine": "2"})


def test_only_what_changed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = keep("x", {"a / b": 1.25, "c / d": 2.0}, {"a / b": 1.3}, {"class": "12"}, tmp_path)
    assert first
    assert "changed" not in capsys.readouterr().out
    assert not keep("x", {"a / b": 1.5, "c / d": 2.1}, {"a / b": 1.3}, {"class": "13"}, tmp_path)
    said = capsys.readouterr().out
    assert "changed: a / b: 1.250 before, 1.500 now (+20 %)" in said
    assert "changed: the output of class is another: 12 before, 13 now" in said
    assert "changed: c / d" not in said
    assert "NOT kept" in said
    assert json.loads((tmp_path / "x.json").read_text()) == {
        "ratios": {"a / b": 1.5, "c / d": 2.1},
        "checksums": {"class": "13"},
    }


def test_what_is_no_longer_measured_is_said() -> None:
    assert changes({"ratios": {"a": 1.0}}, {"b": 1.0}, {}) == ["a is no longer measured"]

"""What a console shows when somebody types the name of a result: one short line, and nobody's name in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules import charts
from povrules.language.errors import PovrulesError

NAME = "Nguyễn Thị Riêng Tư"
FRAME = pl.DataFrame(
    {
        "household_id": ["1", "2"],
        "Họ tên chủ hộ": [NAME, NAME],
        "area": ["rural", "urban"],
        "income_per_capita": [1_400_000, 2_100_000],
    }
)


def results(tmp_path: Path) -> dict[str, Any]:
    law = pr.load_policy(on="2024-10-01")
    register = pr.Register(FRAME)
    file = tmp_path / "ho.parquet"
    FRAME.write_parquet(file)
    found = pr.compare(law, law.reform({"income_line.rural": 1_600_000}), register)
    curve = pr.sweep(law, "income_line.rural", register)
    return {
        "register": register,
        "checked": register.checked,
        "evaluated": law.evaluate(register),
        "file": law.evaluate_file(file, tmp_path / "out.parquet", None, tmp_path / "rejects.csv"),
        "lazy": law.evaluate(FRAME.lazy(), outputs=["poverty_class"]),
        "comparison": found,
        "rates": found.rates(),
        "curve": curve,
        "chart": charts.step_curve(curve),
        "value": pr.find_value(law, "income_line.rural", {"near_poor_rate": "10%"}, register),
        "facts": law.facts,
        "policy": law,
    }


def test_each_is_a_short_line_without_a_name(tmp_path: Path) -> None:
    for what, result in results(tmp_path).items():
        shown = repr(result)
        assert len(shown) < 500, what
        assert "\n" not in shown, what
        assert NAME not in shown, what
    assert (
        repr(law := pr.load_policy(on="2024-10-01").evaluate(FRAME))
        == "<Evaluated 2 of 2 households by vn on 2024-10-01>"
    )
    assert law.frames[0].height == 2


def test_facts_are_listed_found_and_told() -> None:
    facts = pr.load_policy(on="2024-10-01").facts
    assert len(facts) == len(set(facts)) == len(set(facts.household) | set(facts.person))
    assert facts["income_per_capita"].of == "household"
    assert facts["sex"].of == "person"
    assert "income_per_capita" in facts
    with pytest.raises(PovrulesError, match="did you mean 'income_per_capita'"):
        facts["incom_per_capita"]
    table = facts.table("vi")
    assert table.height == len(facts.household) + len(facts.person)
    assert table.filter(name="area")["question"].item()
    assert table["label"].null_count() == 0


def test_a_chart_that_is_written_does_not_come_back_as_well(tmp_path: Path) -> None:
    chart = results(tmp_path)["chart"]
    for kind, begins in (("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!")):
        file = tmp_path / f"chart.{kind}"
        assert getattr(chart, kind)(file) is None
        assert file.read_bytes().lstrip()[:4].upper().startswith(begins[:4].upper())
    assert chart.png()[:4] == b"\x89PNG"

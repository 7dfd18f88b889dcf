"""The tiles are those of the provinces there are, each at its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from povrules import charts
from povrules.charts import ChartError
from povrules.charts.tile_map import tiles
from povrules.plugins.loading import installed_plugins

DAY = date(2025, 7, 1)


def test_there_is_one_tile_for_each_province_since_july_2025() -> None:
    expected = {
        place.code: place.name for place in installed_plugins().places if place.exists(DAY) and place.kind != "nation"
    }
    found = dict(tiles().select("code", "name").iter_rows())
    assert found == expected
    assert len(found) == 34


def test_no_two_tiles_lie_on_one_another() -> None:
    assert tiles().select("row", "column").is_duplicated().sum() == 0


def test_north_is_up_and_neighbours_are_near() -> None:
    at = {name: (row, column) for name, row, column in tiles().select("name", "row", "column").iter_rows()}
    down = ["Cao Bằng", "Hà Nội", "Ninh Bình", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị", "Huế", "Đà Nẵng",
            "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Khánh Hòa", "Hồ Chí Minh", "Vĩnh Long", "Cà Mau"]  # fmt: skip
    rows = [at[name][0] for name in down]
    assert rows == sorted(set(rows))
    for west, east in [("Điện Biên", "Sơn La"), ("Hà Nội", "Quảng Ninh"), ("Lâm Đồng", "Khánh Hòa"),
                       ("Tây Ninh", "Đồng Nai"), ("An Giang", "Đồng Tháp"), ("Cần Thơ", "Vĩnh Long")]:  # fmt: skip
        assert at[west][1] < at[east][1]
    for one, other in [("Hà Nội", "Bắc Ninh"), ("Hồ Chí Minh", "Đồng Nai"), ("Gia Lai", "Đắk Lắk"), ("Huế", "Đà Nẵng")]:
        assert abs(at[one][0] - at[other][0]) + abs(at[one][1] - at[other][1]) == 1


def test_figures_go_by_code_or_name_and_what_is_absent_stays_blank() -> None:
    data = charts.tile_map({"01": 0.01, "cà mau": "3.5%", "Huế": None}).data
    found = {row["code"]: row["value"] for row in data.to_dicts() if row["value"] is not None}
    assert found == {"01": 0.01, "96": 0.035}


@pytest.mark.parametrize(
    ("figures", "problem"),
    [
        ({"Bình Thuận": 0.1}, "no province since 2025-07-01"),
        ({"60": 0.1}, "no province since 2025-07-01"),
        ({"Cao Bang": 0.1, "04": 0.2}, "Cao Bằng|two figures"),
        ({"04": float("nan")}, "finite"),
        ({"04": "nhiều"}, "nhiều"),
        ({1: 2}, "1 is no province since 2025-07-01; expected a code such as '01', or a name; did you mean '01'"),
    ],
)
def test_what_is_no_province_or_no_figure_is_refused(figures: dict[Any, object], problem: str) -> None:
    with pytest.raises(Exception, match=problem):
        charts.tile_map(figures)


def test_money_is_told_in_dong() -> None:
    assert "1.500.000 đ" in charts.tile_map({"01": 1_500_000}, kind="vnd").svg()
    assert "1,500,000 VND" in charts.tile_map({"01": 1_500_000}, kind="vnd", lang="en").svg()
    with pytest.raises(ChartError, match="percent, number, vnd"):
        charts.tile_map({}, kind="share")  # type: ignore[arg-type]

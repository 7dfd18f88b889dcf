"""Every chart can be drawn: as PNG, SVG, one page, in both languages, with its words whole."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from html import unescape
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest

import povrules as pr
from povrules import charts
from povrules.charts import Chart, ChartError
from povrules.charts import words as w
from povrules.charts.drawing import WIDTH, wrapped
from povrules.law.model import Words
from povrules.measures import alkire_foster
from tests.charts.support import boxes

DRAWN: dict[str, Callable[[SimpleNamespace, str], Chart]] = {
    "step_curve": lambda of, lang: charts.step_curve(of.curve, lang=lang),
    "transition_heatmap": lambda of, lang: charts.transition_heatmap(of.compared, lang=lang),
    "contribution_bars": lambda of, lang: charts.contribution_bars(of.poverty, policy=of.law, lang=lang),
    "contributions_between": lambda of, lang: charts.contribution_bars(of.open_poverty, policy=of.law, lang=lang),
    "winners_losers": lambda of, lang: charts.winners_losers(of.compared, lang=lang),
    "winners_losers_by": lambda of, lang: charts.winners_losers(of.compared, "electricity_support", lang=lang),
    "cost_bars": lambda of, lang: charts.cost_bars(of.compared, lang=lang),
    "waterfall": lambda of, lang: charts.waterfall(of.divided, lang=lang),
    "tile_map": lambda of, lang: charts.tile_map({"01": 0.012, "Cà Mau": 0.03}, lang=lang),
}
VIETNAMESE = {
    "step_curve": ["Đang áp dụng: 1.500.000 đ/người/tháng", "Tỷ lệ số hộ", "2.000.000"],
    "transition_heatmap": ["Hộ cận nghèo", "Hộ có mức sống", "Chưa xác định", "Trước thay đổi"],
    "contribution_bars": ["Thiếu hụt bảo hiểm y tế", "Thiếu hụt phương tiện phục", "Phần đóng góp vào M0"],
    "contributions_between": ["Phần nhạt: còn có thể thêm vì thiếu dữ liệu.", "M0 = 0,"],
    "winners_losers": ["Cho vay hộ nghèo (hộ)", "Được thêm"],
    "winners_losers_by": ["Nông thôn", "Thành thị", "Số lượng (hộ)"],
    "cost_bars": ["Hỗ trợ tiền điện", "(Ngân sách nhà nước)"],
    "waterfall": ["đầu người (nông thôn)", "Bỏ: thiếu hụt nguồn nước sinh hoạt", "Giảm"],
    "tile_map": ["Hồ Chí Minh", "Huế", "1,2%", "Đắk Lắk"],
}


@pytest.fixture(scope="module")
def of(law, compared, curve, poverty, open_poverty, divided) -> SimpleNamespace:  # type: ignore[no-untyped-def]
    return SimpleNamespace(
        open_poverty=open_poverty, law=law, compared=compared, curve=curve, poverty=poverty, divided=divided
    )


def texts(svg: str) -> list[str]:
    return [
        unescape(re.sub(r"<[^>]+>", " ", text)).strip() for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.S)
    ]


@pytest.mark.parametrize("name", DRAWN)
def test_the_words_stand_in_the_picture_as_text(of: SimpleNamespace, name: str) -> None:
    found = texts(DRAWN[name](of, "vi").svg())
    whole = "\n".join(found)
    assert [text for text in VIETNAMESE[name] if text not in whole] == []
    assert all(unicodedata.is_normalized("NFC", text) for text in found)


@pytest.mark.parametrize("name", DRAWN)
def test_english_has_no_vietnamese_word_left(of: SimpleNamespace, name: str) -> None:
    if name == "tile_map":
        return
    marked = [text for text in texts(DRAWN[name](of, "en").svg()) if re.search(r"[ăâđêôơưạ-ỹ]", text)]
    assert marked == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_png_is_a_png_as_wide_as_a_notebook(of: SimpleNamespace, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.png"
    DRAWN[name](of, "vi").png(path, scale=1)
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert WIDTH / 2 < width <= WIDTH + 30
    assert 100 < height < 1000


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_an_altair_chart(of: SimpleNamespace, name: str) -> None:
    made = DRAWN[name](of, "vi")
    title = made.chart.to_dict()["title"]["text"]
    assert " ".join(title) == made.title


def test_a_legend_of_many_dimensions_is_whole(law: pr.Policy) -> None:
    names = ["Thu nhập và việc làm", "Y tế", "Giáo dục", "Nhà ở", "Nước sạch và vệ sinh", "Tiếp cận thông tin"]
    data = {f"deprived_{i}": [1, i % 2, 1] for i in range(6)}
    found = alkire_foster(data, {name: [f"deprived_{i}"] for i, name in enumerate(names)}, "1/6")
    words, width, _ = boxes(charts.contribution_bars(found, policy=law))
    assert {box.text for box in words} >= set(names)
    assert max(box.right for box in words) < width


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", DRAWN)
def test_words_lie_inside_the_picture_and_apart(of: SimpleNamespace, name: str, lang: str) -> None:
    words, width, height = boxes(DRAWN[name](of, lang))
    assert len(words) > 8
    assert [b for b in words if b.left < -1 or b.right > width + 1 or b.top < -1 or b.bottom > height + 1] == []
    assert [(one, other) for one, other in combinations(words, 2) if one.meets(other)] == []


def test_one_page_loads_nothing_from_elsewhere(of: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "heatmap.html"
    chart = charts.transition_heatmap(of.compared)
    chart.html(path)
    page = path.read_text(encoding="utf-8")
    assert chart.html() == page
    assert re.findall(r"<(?:script|link|iframe)[^>]*(?:src|href)=", page) == []
    assert "@import" not in page
    assert "Hộ cận nghèo" in page


def test_a_notebook_shows_a_drawing(of: SimpleNamespace) -> None:
    chart = charts.waterfall(of.divided)
    shown = chart._repr_mimebundle_(include=None, exclude=None)
    assert shown["image/svg+xml"].startswith("<svg")
    assert chart.title in shown["text/plain"]


@pytest.mark.parametrize(("library", "ask"), [("vl_convert", "svg"), ("altair", "chart")])
def test_without_the_extra_the_figures_are_there_and_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, library: str, ask: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    chart = charts.tile_map({"01": "1.2%"})
    assert chart.data.filter(code="01")["value"].item() == 0.012
    with pytest.raises(ChartError, match=r"povrules\[charts\]"):
        getattr(chart, ask)() if ask == "svg" else chart.chart


def test_a_file_that_cannot_be_written_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="cannot be written"):
        charts.tile_map({"01": 0.1}).svg(tmp_path / "no folder" / "map.svg")


def test_a_language_that_there_is_not(of: SimpleNamespace) -> None:
    with pytest.raises(ChartError, match="no words in 'fr'; expected lang='vi' or lang='en'"):
        charts.step_curve(of.curve, lang="fr")
    with pytest.raises(ChartError, match="no words in 'fr'"):
        charts.tile_map({"01": 0.1}, lang="fr")


def test_every_word_is_there_in_both_languages() -> None:
    found = [value for value in vars(w).values() if isinstance(value, Words)]
    found += [
        words
        for value in vars(w).values()
        if isinstance(value, dict)
        for words in value.values()
        if isinstance(words, Words)
    ]
    assert len(found) > 30
    for words in found:
        assert words.vi
        assert words.en
        assert unicodedata.is_normalized("NFC", words.vi)
        assert words.vi.count("{}") == words.en.count("{}")


def test_labels_wrap_in_lines_of_about_one_length() -> None:
    assert wrapped("Hộ có mức sống trung bình", 22) == "Hộ có mức sống\ntrung bình"
    assert wrapped("Hộ nghèo", 22) == "Hộ nghèo"
    assert wrapped("", 22) == ""


def test_charts_cost_nothing_until_they_are_drawn() -> None:
    code = "import sys; from povrules import charts; print('altair' in sys.modules, 'vl_convert' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "False"]

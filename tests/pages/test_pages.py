"""Results show themselves in a notebook: plain, whole, escaped, in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import povrules as pr
from povrules.pages import FIRST, Table, page
from tests.whatif.test_sweeps import DAY, register

LINE = {"income_line.rural": 2_000_000}
VOID = {"br", "hr", "img", "meta", "link"}


class Reader(HTMLParser):
    """The texts of a page and its rows; every tag must be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        if self.open[-1] in ("td", "th"):
            self.rows[-1].append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    assert reader.tags.isdisjoint({"script", "link", "iframe", "img"})
    assert not re.search(r"https?://|@import|url\(", html)
    return reader


@pytest.fixture(scope="module")
def law() -> pr.Policy:
    return pr.load_policy(on=DAY)


@pytest.fixture(scope="module")
def given() -> pr.Register:
    return register(120, 0.05)


@pytest.fixture(scope="module")
def shown(law: pr.Policy, given: pr.Register) -> dict[str, Any]:
    reform = law.reform(LINE)
    return {
        "policy": law,
        "reform": reform,
        "register": given,
        "results": law.evaluate(given),
        "comparison": pr.compare(law, reform, given, weight="weight", by="area"),
        "sweep": pr.sweep(law, "income_line.rural", given),
        "found": pr.find_value(law, "income_line.rural", {"poor_rate": "10%"}, given),
        "parts": pr.decompose(law, {**LINE, "phone_support": None}, lambda p: int(p.parameter("income_line", "rural"))),
    }


@pytest.mark.parametrize("name", ["policy", "reform", "register", "results", "comparison", "sweep", "found", "parts"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_is_whole_and_loads_nothing(shown: dict[str, Any], name: str, lang: str) -> None:
    html = shown[name].html(lang)
    reader = read(html)
    assert f'lang="{lang}"' in html
    assert len(html) < 30_000
    assert all(len(row) == len(reader.rows[-1]) for row in reader.rows[-1:])
    if lang == "vi":
        assert shown[name]._repr_html_() == html


def test_a_register_says_what_was_read_and_what_was_left_out() -> None:
    frame = pl.DataFrame({"household_id": ["H1", "H1", "H3"], "area": ["rural", "urban", "<b>"]})
    reader = read(pr.Register(frame).html("en"))
    assert ["Households", "3", "1", "2"] in reader.rows
    assert any(row[:3] == ["Households", "2", "household_id"] for row in reader.rows)
    assert "Rejected rows" in reader.texts


def test_results_have_the_classes_and_the_first_households(shown: dict[str, Any]) -> None:
    out = shown["results"]
    reader = read(out.html("en"))
    poor = int((out.frames[0]["poverty_class"] == "poor").sum())
    assert any(row[:2] == ["Poor household", str(poor)] for row in reader.rows)
    undetermined = out.frames[0]["poverty_class"].null_count()
    assert any(row[:2] == ["Undetermined", str(undetermined)] for row in reader.rows)
    first = [row for row in reader.rows if row[0] in out.frames[0]["household_id"].to_list()]
    assert [row[0] for row in first] == out.frames[0]["household_id"].head(FIRST).to_list()
    assert f"first {FIRST} of 120 rows" in reader.texts
    assert "10 dòng đầu trong 120 dòng" in read(out.html("vi")).texts


def test_results_show_answers_and_not_what_else_the_register_holds(law: pr.Policy) -> None:
    frame = pl.DataFrame({"household_id": ["1"], "area": ["rural"], "Họ tên chủ hộ": ["Nguyễn Văn A"]})
    out = law.evaluate(pr.Register(frame))
    assert "Nguyễn Văn A" not in out.html()
    assert "undetermined: " in out.html("en")


def test_results_of_wanted_outputs_only(law: pr.Policy, given: pr.Register) -> None:
    reader = read(law.evaluate(given, outputs=["deprivation_count"]).html("en"))
    assert ["Household", "Number of deprivations"] in reader.rows


def test_a_policy_shows_its_lines_with_their_articles(shown: dict[str, Any]) -> None:
    (line,) = [row for row in read(shown["policy"].html("en")).rows if row[0] == "Per-capita income line (rural)"]
    assert line[1] == "1,500,000 VND/person/month"
    assert "07/2021/NĐ-CP" in line[2]


def test_a_reform_says_that_it_is_no_law(shown: dict[str, Any]) -> None:
    reader = read(shown["reform"].html())
    assert [
        "Chuẩn thu nhập bình quân đầu người (nông thôn)",
        "1.500.000 đ/người/tháng",
        "2.000.000 đ/người/tháng",
    ] in reader.rows
    assert any("không phải quy định hiện hành" in text for text in reader.texts)


def test_a_comparison_shows_its_transitions_and_differences(shown: dict[str, Any]) -> None:
    comparison = shown["comparison"]
    reader = read(comparison.html("en"))
    moves = [row for row in reader.rows if len(row) == 6 and row[0] in ("rural", "urban", "–")]
    expected = comparison.transitions()
    assert [int(row[3].replace(",", "")) for row in moves] == expected["households"].to_list()[: len(moves)]
    assert any(
        row[:3] == ["income_line.rural", "1,500,000 VND/person/month", "2,000,000 VND/person/month"]
        for row in reader.rows
    )
    assert comparison.note in reader.texts


def test_a_curve_shows_the_steps_about_the_value_in_force(shown: dict[str, Any]) -> None:
    curve = shown["sweep"]
    here = curve.at(1_500_000)
    rows = read(curve.html("en")).rows
    assert [f"{here['value']:,} VND/person/month"] == [
        row[0] for row in rows if row[0].startswith(f"{here['value']:,} ")
    ]
    assert any(row[1].startswith(f"{here['must']} (") for row in rows)


def test_a_value_that_is_found_and_one_that_is_not(law: pr.Policy, given: pr.Register, shown: dict[str, Any]) -> None:
    found = shown["found"]
    reader = read(found.html("en"))
    assert ["Target", "Poor household: ≥ 10.00%"] in reader.rows
    assert any(row == ["At it", f"{float(found.at):.4%}"] for row in reader.rows)
    none = pr.find_value(law, "income_line.rural", {"poor_count": 119}, given)
    rows = read(none.html("en")).rows
    assert ["Target", "Poor household: ≥ 119"] in rows
    assert ["Least value", "no such value"] in rows


def test_the_parts_of_a_reform_sum_to_the_whole(shown: dict[str, Any]) -> None:
    rows = read(shown["parts"].html("en")).rows[1:]
    assert rows == [
        ["Before", "1,500,000"],
        ["Per-capita income line (rural)", "+500,000"],
        ["Off: smartphone support", "0"],
        ["After", "2,000,000"],
    ]


def test_differences_show_themselves_in_the_language_they_are_in(law: pr.Policy) -> None:
    reform = law.reform(LINE)
    assert "1.500.000 đ/người/tháng" in pr.diff(law, reform, "vi")._repr_html_()
    assert "1,500,000 VND/person/month" in pr.diff(law, reform)._repr_html_()
    assert "Hai chính sách không khác nhau." in pr.diff(law, law, "vi")._repr_html_()
    assert pr.diff(law, law) == ()


def test_a_register_from_file_to_file_shows_its_rows(law: pr.Policy, tmp_path: Path) -> None:
    frame = pl.DataFrame({"household_id": ["H1", "H1"], "area": ["rural", "urban"]})
    frame.write_csv(tmp_path / "homes_households.csv")
    names = [tmp_path / f"{name}.csv" for name in ("out", "persons", "rejects")]
    done = law.evaluate_file(tmp_path / "homes_households.csv", *names)
    assert ["Households", "2", "1", "1"] in read(done.html("en")).rows


def test_everything_is_escaped() -> None:
    html = page("<i>", [Table(["<b>"], [["&<script>"]], left=1, caption="<u>"), "</div>"], "en")
    reader = read(html)
    assert reader.texts == ["<i>", "<u>", "<b>", "&<script>", "</div>"]

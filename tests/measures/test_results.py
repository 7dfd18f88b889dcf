"""Results for the eye and for computing, changes, targeting."""

from __future__ import annotations

import dataclasses
import math
import re
import unicodedata
from fractions import Fraction
from html.parser import HTMLParser

import polars as pl
import pytest

from povrules.measures import (
    MeasureError,
    SurveyDesign,
    alkire_foster,
    change,
    decompose_m0,
    fgt,
    generalised_entropy,
    gini,
    over_cutoffs,
    targeting,
)
from povrules.measures import words as w
from povrules.measures.estimate import Estimate
from tests.measures.support import sample

DATA = {"nước": [1, 1, 0, 0], "nhà": [1, 0, 0, 0], "w": [1, 2, 3, 4], "g": ["<b>", "x", "x", None]}
DESIGN = SurveyDesign("stratum", "cluster")
FLAGS = ["f1", "f2", "f3", "f4"]


def test_the_frame_has_a_row_for_each_estimate() -> None:
    found = alkire_foster(DATA, ["nước", "nhà"], 1, weight="w", by="g")
    frame = found.frame(lang="en")
    assert frame.height == len(found) == 9 + 3 * 11
    first = frame.row(0, named=True)
    assert first["label"] == "Multidimensional headcount ratio (H)"
    assert (first["value"], first["exact"], first["unit"], first["n"]) == (0.3, "3/10", "household", 4)
    assert (first["lower"], first["upper"]) == (0.3, 0.3)
    assert frame["group"].unique().to_list().count(None) == 1
    assert frame.filter(pl.col("by") == "g")["group"].null_count() == 11
    with pytest.raises(ValueError, match="languages are 'vi' and 'en'"):
        found.frame(lang="fr")


def test_irrational_measures_have_no_fraction() -> None:
    found = generalised_entropy([1, 2], alpha="1/2")
    row = found.frame().row(0, named=True)
    assert row["exact"] is None
    assert row["parameter"] == "1/2"
    assert row["label"] == "Chỉ số entropy tổng quát (1/2)"
    assert isinstance(found.value, float)
    assert isinstance(gini([1, 2]).value, Fraction)


class Texts(HTMLParser):
    """Reads a page; every opened tag must be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> list[str]:
    reader = Texts()
    reader.feed(page)
    assert reader.open == []
    return reader.texts


def test_a_notebook_shows_a_table_in_vietnamese_and_english() -> None:
    found = alkire_foster(DATA, ["nước", "nhà"], "1/3", weight="w", by="g")
    texts = read(found._repr_html_())
    assert "Tỷ lệ nghèo đa chiều (H)" in texts
    assert "30,00%" in texts
    assert "Đơn vị tính tỷ lệ: hộ" in texts
    assert "<b>" in texts, "a label is text, no tag"
    assert "không ghi" in texts
    assert "Nghèo: tổng quyền số thiếu hụt từ 1/3 trở lên (k = 1/3), 2 chỉ số" in texts
    assert any("không có sai số chọn mẫu" in text for text in texts)
    english = read(found.html("en"))
    assert {"30.00%", "Rates are shares of households", "not stated"} <= set(english)


def test_the_table_tells_errors_missing_data_and_small_samples() -> None:
    data = sample(3)
    holes = [None if row == 0 else value for row, value in enumerate(data["f1"])]
    given = {**data, "f1": holes}
    found = alkire_foster(given, FLAGS, 2, weight="weight", missing="bounds", design=DESIGN)
    texts = read(found.html("en"))
    assert "Survey design: 3 strata, 15 clusters" in texts
    assert "Rows with missing data: 1 (0.37% of the weight), taken as bounds" in texts
    assert "* fewer than 30 clusters or a coefficient of variation above 20%" in texts
    assert any(re.fullmatch(r"\d+\.\d\d% – \d+\.\d\d%\*", text) for text in texts)
    vietnamese = read(found.html())
    assert "Số dòng thiếu dữ liệu: 1 (0,37% quyền số), tính cận dưới và cận trên" in vietnamese


def test_every_word_is_there_in_both_languages() -> None:
    for table in (w.MEASURES, w.CHANGES, w.UNITS, w.POLICIES):
        for words in table.values():
            for text in (words.vi, words.en):
                assert text
                assert unicodedata.is_normalized("NFC", text)


def test_results_do_not_change() -> None:
    found = gini([1, 2])
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.basis.rows = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.estimates = ()  # type: ignore[misc]
    assert found == gini([1, 2])


def test_change_between_two_years() -> None:
    before, after = (
        alkire_foster(DATA, ["nước", "nhà"], 1, by="g"),
        alkire_foster({**DATA, "nước": [1, 0, 0, 0]}, ["nước", "nhà"], 1, by="g"),
    )
    found = change(before, after, samples="independent", years=2)
    assert found.get("H", change="absolute").value == Fraction(-1, 4)
    assert found.get("H", change="relative").value == Fraction(-1, 2)
    assert found.get("H", change="absolute_per_year").value == Fraction(-1, 8)
    assert float(found.get("H", change="relative_per_year")) == pytest.approx(math.sqrt(0.5) - 1)
    assert found.group("<b>").get("H", change="absolute").value == 0
    assert "Tỷ lệ nghèo đa chiều (H), thay đổi tuyệt đối mỗi năm" in read(found.html())


def test_errors_of_changes() -> None:
    data = sample(3)
    other = {**data, "f1": data["f2"], "f2": data["f3"]}
    before, after = (alkire_foster(d, FLAGS, 3, weight="weight", design=DESIGN) for d in (data, other))
    apart = change(before, after, samples="independent", years="1.5")
    absolute = apart.get("M0", change="absolute")
    assert absolute.se == pytest.approx(math.hypot(before.M0.se or 0, after.M0.se or 0))
    assert absolute.df == 24
    a, b = float(before.M0), float(after.M0)
    relative = apart.get("M0", change="relative").se
    assert relative == pytest.approx(math.hypot((after.M0.se or 0) / a, b / a**2 * (before.M0.se or 0)))
    yearly = apart.get("M0", change="relative_per_year")
    by_hand = (b / a) ** (1 / 1.5) / 1.5 * math.hypot((after.M0.se or 0) / b, (before.M0.se or 0) / a)
    assert float(yearly) == pytest.approx((b / a) ** (1 / 1.5) - 1)
    assert yearly.se == pytest.approx(by_hand)
    per_year = apart.get("M0", change="absolute_per_year").se
    assert per_year == pytest.approx((absolute.se or 0) / 1.5)
    same = change(before, after, samples="clusters").get("M0", change="absolute")
    paired = change(before, after, samples="same").get("M0", change="absolute")
    assert (same.se, same.df) == (paired.se, 12)


def test_surveys_with_some_clusters_in_common_stand_as_one() -> None:
    """Clusters of one wave only count as zeros in the other: the variance of one survey of both."""
    data = sample(3)
    first = [row for row in range(len(data["f1"])) if data["cluster"][row] != 1]
    second = [row for row in range(len(data["f1"])) if data["cluster"][row] != 2]
    waves = [{name: [column[row] for row in rows] for name, column in data.items()} for rows in (first, second)]
    results = [alkire_foster(wave, FLAGS, 2, weight="weight", design=DESIGN) for wave in waves]
    found = change(*results, samples="clusters").get("H", change="absolute")
    stacked = {name: waves[0][name] + waves[1][name] for name in data}
    stacked["wave"] = ["1"] * len(first) + ["2"] * len(second)
    both = alkire_foster(stacked, FLAGS, 2, weight="weight", by="wave", design=DESIGN)
    parts = [both.group(wave).H.linearised for wave in "12"]
    assert parts[0] is not None
    assert parts[1] is not None
    totals = {c: parts[1].totals.get(c, 0) - parts[0].totals.get(c, 0) for c in range(15)}
    assert found.se == pytest.approx(math.sqrt(parts[0].sample.variance(totals)))
    assert found.df == 12


def test_changes_of_what_one_lacks_and_of_bounds() -> None:
    one = alkire_foster({"a": [1, 0], "g": ["x", "y"]}, ["a"], 1, by="g")
    two = alkire_foster({"a": [1, None], "g": ["x", "z"]}, ["a"], 1, by="g", missing="bounds")
    found = change(one, two, samples="independent")
    assert found.get("H", change="absolute").bounds == (0, Fraction(1, 2))
    assert found.get("H", change="relative").bounds == (0, 1)
    assert found.group("y").get("H", change="absolute").value is None
    assert found.group("z").get("H", change="absolute").value is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"samples": "paired"}, "samples: 'paired' is not known; expected one of same, clusters, independent"),
        ({"samples": "same", "years": 0}, "years: 0 is not above zero"),
        ({"samples": "same"}, "the two results are not of the same rows"),
    ],
)
def test_changes_that_cannot_be(options: dict[str, object], said: str) -> None:
    results = [alkire_foster({"a": rows}, ["a"], 1, design=SurveyDesign()) for rows in ([1, 0, 1], [1, 0])]
    with pytest.raises(MeasureError) as caught:
        change(*results, **options)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_households_and_people_are_not_compared() -> None:
    rows = {"a": [1, 0], "n": [1, 2]}
    with pytest.raises(MeasureError, match="rates of persons and of rows cannot be compared"):
        change(alkire_foster(rows, ["a"], 1, size="n"), alkire_foster(rows, ["a"], 1), samples="same")


def test_what_a_change_of_m0_is_made_of() -> None:
    before, after = (alkire_foster({"a": a, "b": b}, ["a", "b"], 1) for a, b in (([1, 1], [1, 0]), ([1, 0], [1, 0])))
    incidence, intensity = decompose_m0(before, after)
    assert (incidence, intensity) == (Fraction(-7, 16), Fraction(3, 16))
    nobody = alkire_foster({"a": [0, 0], "b": [0, 0]}, ["a", "b"], 1)
    assert decompose_m0(before, nobody) == (Fraction(-3, 4), 0)
    assert decompose_m0(nobody, nobody) == (0, 0)
    open_ = alkire_foster({"a": [1, None], "b": [1, 0]}, ["a", "b"], 1, missing="bounds")
    with pytest.raises(MeasureError, match="bounds cannot be decomposed"):
        decompose_m0(before, open_)


def test_targeting_has_a_name_for_each_definition() -> None:
    data = {"poor": [1, 1, 1, 0, 0], "card": [1, 0, None, 1, 0], "w": [2, 1, 9, 1, 4]}
    found = targeting(data, "poor", "card", weight="w")
    assert {e.measure: e.value for e in found} == {
        "coverage": Fraction(2, 3),
        "exclusion_error": Fraction(1, 3),
        "inclusion_error": Fraction(1, 3),
        "false_positive_rate": Fraction(1, 5),
        "differential_wb": Fraction(1, 3),
        "differential_ravallion": Fraction(7, 15),
    }
    assert found.basis.missing == 1
    nobody = targeting({"poor": [1], "card": [0]}, "poor", "card")
    assert nobody.get("inclusion_error").value is None
    assert nobody.get("differential_wb").value is None


def test_an_estimate_says_when_the_sample_says_little() -> None:
    assert Estimate("H", Fraction(1, 2), se=0.01, clusters=29).uncertain
    assert Estimate("H", Fraction(1, 2), se=0.11, clusters=100).uncertain
    assert not Estimate("H", Fraction(1, 2), se=0.01, clusters=30).uncertain
    assert not Estimate("H", Fraction(1, 2)).uncertain


def test_cut_offs_share_one_reading_of_the_data() -> None:
    many = over_cutoffs(DATA, ["nước", "nhà"], ["1/4", 2], weight="w")
    assert [one.estimates for one in many] == [
        alkire_foster(DATA, ["nước", "nhà"], k, weight="w").estimates for k in ("1/4", 2)
    ]
    assert fgt(DATA | {"y": [1, 2, 3, 4]}, "y", 3, by="g").group("x").get("P0").value == Fraction(1, 2)

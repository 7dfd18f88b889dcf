from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from povrules.facts.folding import fold
from povrules.facts.parse_scalars import EnumWords, area_of_unit, parse_bool, parse_date, parse_text
from povrules.facts.reasons import BadValue
from povrules.language.calendar import PartialDate
from povrules.language.types import EnumType
from povrules.law.model import Words

CLASSES = EnumWords(
    EnumType("vn:poverty_class", ("poor", "near_poor", "average", "above")),
    (("poor", Words("hộ nghèo", "poor household")), ("near_poor", Words("hộ cận nghèo", "near-poor household"))),
)


@pytest.mark.parametrize("text", ["x", "X", " x ", "có", "Có", "CÓ", "1", "yes", "TRUE", "đúng", "1.0"])
def test_yes(text: str) -> None:
    assert parse_bool(text) is True
    assert parse_bool(unicodedata.normalize("NFD", text)) is True


@pytest.mark.parametrize("text", ["không", "Không", "0", "no", "False", "sai", "0.0"])
def test_no(text: str) -> None:
    assert parse_bool(text) is False


@pytest.mark.parametrize("text", ["2", "-1", "xx", "có không", "maybe", "10"])
def test_neither(text: str) -> None:
    with pytest.raises(BadValue) as problem:
        parse_bool(text)
    assert problem.value.reason.code == "not_a_flag"


def test_unknown_is_not_no() -> None:
    assert [parse_bool(text) for text in ("", "--", "không rõ", "N/A")] == [None] * 4


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30",
        "30/06/2024",
        "30-6-2024",
        "30.06.2024",
        "2024-06-30 00:00:00",
        "2024-06-30T07:00:00",
        " 30/6/2024 ",
    ],
)
def test_days(text: str) -> None:
    assert parse_date(text) == date(2024, 6, 30)


@pytest.mark.parametrize("text", ["03/2008", "3/2008", "2008-03", "03-2008"])
def test_months(text: str) -> None:
    assert parse_date(text) == PartialDate(date(2008, 3, 1), date(2008, 3, 31))


def test_years() -> None:
    assert parse_date("2008") == parse_date("2008.0") == PartialDate.year(2008)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2024",
        "2024-13-01",
        "13/2008",
        "0/2008",
        "06/30/2024",
        "30/06/24",
        "39508",
        "1700",
        "hôm qua",
        "1/2/3",
        "2300",
    ],
)
def test_no_day(text: str) -> None:
    with pytest.raises(BadValue) as problem:
        parse_date(text)
    assert problem.value.reason.code == "not_a_date"


def test_a_missing_day() -> None:
    assert parse_date("--") is None


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("poor", "poor"),
        ("Hộ nghèo", "poor"),
        ("nghèo", "poor"),
        ("NGHÈO ", "poor"),
        ("cận nghèo", "near_poor"),
        ("Hộ  cận nghèo", "near_poor"),
        ("near_poor", "near_poor"),
        ("near poor", "near_poor"),
        ("Near-poor household", "near_poor"),
        ("--", None),
    ],
)
def test_members_by_every_exact_word(text: str, member: str | None) -> None:
    assert CLASSES.parse(text) == member
    assert CLASSES.parse(unicodedata.normalize("NFD", text)) == member


@pytest.mark.parametrize("text", ["hộ cận", "nghèo đa chiều", "ngheo", "0", "poo"])
def test_never_a_part_of_a_word(text: str) -> None:
    with pytest.raises(BadValue) as problem:
        CLASSES.parse(text)
    assert problem.value.reason.code == "unknown_member"
    assert "poor (hộ nghèo)" in problem.value.reason.en


def test_the_closest_word_is_offered() -> None:
    with pytest.raises(BadValue, match="did you mean 'hộ cận nghèo'"):
        CLASSES.parse("hộ cận nghéo")


def test_a_word_for_two_members_names_none() -> None:
    words = EnumWords(EnumType("x", ("a", "b")), (("a", Words("khác", "first")), ("b", Words("khác", "second"))))
    assert words.parse("first") == "a"
    with pytest.raises(BadValue):
        words.parse("khác")


def test_text_is_normalised_and_otherwise_as_it_is() -> None:
    assert parse_text(unicodedata.normalize("NFD", " Phan  Rí\u00a0Cửa\u200b ")) == "Phan Rí Cửa"
    assert parse_text("N/A") is None


def test_old_and_new_places_of_the_tone_mark_are_one_word() -> None:
    assert fold("Hoà Thuỷ") == fold("hòa thủy")
    assert fold("má") != fold("mà")
    assert fold("ban") != fold("bán")


@pytest.mark.parametrize(
    ("name", "day", "area"),
    [
        ("Xã Hàm Thắng", None, "rural"),
        ("XÃ", date(2026, 1, 1), "rural"),
        ("Phường Phú Thủy", date(2024, 1, 1), "urban"),
        ("phường Phan Thiết", date(2025, 7, 1), "urban"),
        ("Thị trấn Liên Hương", date(2025, 6, 30), "urban"),
        ("Thị trấn Liên Hương", date(2025, 7, 1), None),
        ("Đặc khu Phú Quý", date(2025, 7, 1), None),
        ("Hàm Thắng", None, None),
        ("Xãm", None, None),
    ],
)
def test_the_area_of_a_kind_of_commune(name: str, day: date | None, area: str | None) -> None:
    assert area_of_unit(name, day) == area

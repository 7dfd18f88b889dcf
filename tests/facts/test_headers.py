from __future__ import annotations

import unicodedata

import pytest

from povrules.facts.headers import Headers, Meaning
from povrules.facts.mapping import guess_mapping
from povrules.facts.schema import FactSchema


@pytest.fixture(scope="module")
def household(schema: FactSchema) -> Headers:
    return Headers(schema, "household")


@pytest.fixture(scope="module")
def person(schema: FactSchema) -> Headers:
    return Headers(schema, "person")


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("Mã hộ", "household_id"),
        ("(1) Mã hộ", "household_id"),
        ("family.code", "household_id"),
        ("Số nhân khẩu", "household_size"),
        ("5. SỐ NHÂN KHẨU", "household_size"),
        ("Số nhân khẩu (5)", "household_size"),
        ("So nhan khau", "household_size"),
        ("family.numberOfMembers", "household_size"),
        ("Thu nhập bình quân", "income_per_capita"),
        ("Thu nhập bình quân đầu người/tháng", "income_per_capita"),
        ("Thu nhập bình quân đầu người/tháng (đồng)", "income_per_capita"),
        ("Điểm B1", "score_a"),
        ("Điểm A", "score_a"),
        ("b1Point", "score_a"),
        ("Điểm B2", "score_b"),
        ("Điểm B", "score_b"),
        ("b2Point", "score_b"),
        ("Xã/Phường", "commune"),
        ("Khu vực", "area"),
        ("Diện tích nhà ở (m²)", "floor_area"),
        ("income_per_capita", "income_per_capita"),
        ("Income per capita", "income_per_capita"),
        ("Có tivi", "has_tv"),
        ("Tivi", "has_tv"),
        ("Loại nhà tiêu", "toilet_type"),
        ("Thông tin chung / Mã hộ", "household_id"),
    ],
)
def test_facts_of_households(household: Headers, header: str, fact: str) -> None:
    for text in (
        header,
        unicodedata.normalize("NFD", header),
        header.upper() if "." not in header and "Point" not in header else header,
    ):
        found = household.meaning(text)
        assert found is not None, text
        assert (found.target, found.bare) == (fact, False)


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("Năm sinh", "birth_year"),
        ("Năm sinh nam", "birth_year_male"),
        ("Năm sinh / Nữ", "birth_year_female"),
        ("Ngày, tháng, năm sinh", "birth_date"),
        ("Giới tính", "sex"),
        ("Dân tộc", "ethnicity"),
        ("Quan hệ với chủ hộ", "relation_to_head"),
        ("BHYT", "has_health_card"),
        ("Có thẻ BHYT", "has_health_card"),
        ("Mã hộ", "household_id"),
    ],
)
def test_facts_of_persons(person: Headers, header: str, fact: str) -> None:
    found = person.meaning(header)
    assert found is not None
    assert (found.target, found.bare) == (fact, False)


@pytest.mark.parametrize(
    "header", ["water", "Nước sạch", "BHYT", "toilet", "Việc làm", "Dinh dưỡng", "Internet", "housing_area"]
)
def test_bare_indicators_say_nothing_of_polarity(household: Headers, header: str) -> None:
    found = household.meaning(header)
    assert found is not None
    assert found.bare
    assert found.polarity is None


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("deprived_water", Meaning("deprived_water", "deprived")),
        ("Thiếu hụt việc làm", Meaning("deprived_employment", "deprived")),
        ("Thiếu hụt về dinh dưỡng", Meaning("deprived_nutrition", "deprived")),
        ("BHYT thiếu hụt", Meaning("deprived_health_insurance", "deprived")),
        ("Mức độ thiếu hụt các dịch vụ xã hội cơ bản / Việc làm", Meaning("deprived_employment", "deprived")),
        ("Không có nước sạch", Meaning("deprived_water", "deprived")),
        ("Có nước sạch", Meaning("deprived_water", "has")),
    ],
)
def test_headers_that_state_the_polarity(household: Headers, header: str, meaning: Meaning) -> None:
    assert household.meaning(header) == meaning


@pytest.mark.parametrize(
    "header", ["Điểm phiếu A", "Phiếu A", "Thu nhập bình quân đầu người/năm", "Chợ Lầu", "Điểm", ""]
)
def test_never_a_part_of_a_header(household: Headers, header: str) -> None:
    assert household.meaning(header) is None


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Thu nhập bình quân (nghìn đồng)", 1000),
        ("Thu nhập bình quân (1.000đ)", 1000),
        ("Tổng thu nhập, ĐVT: triệu đồng", 1_000_000),
        ("Thu nhập bình quân (đồng)", 1),
    ],
)
def test_the_unit_in_a_header_scales(household: Headers, header: str, scale: int) -> None:
    found = household.meaning(header)
    assert found is not None
    assert found.scale == scale


def test_a_guess_names_what_it_does_not_know(schema: FactSchema) -> None:
    headers = ["STT", "Mã hộ", "Tên xã", "Mã xã", "Màu sơn", "Điểm A", "Điểm B1", "water", "Nguồn nước sinh hoạt"]
    guess = guess_mapping(headers, schema)
    assert [(c.name, c.fact) for c in guess.mapping.columns][:4] == [
        ("STT", None),
        ("Mã hộ", "household_id"),
        ("Tên xã", None),
        ("Mã xã", "commune"),
    ]
    assert guess.unmatched == ("Màu sơn",)
    assert ("score_a", ("Điểm A", "Điểm B1")) in guess.ambiguous
    assert guess.bare == ("water", "Nguồn nước sinh hoạt")
    assert guess.either == (("Nguồn nước sinh hoạt", "water_source"),)


def test_no_alias_names_two_facts(schema: FactSchema) -> None:
    """Every alias means the fact under which it is listed, unless an indicator's bare name stands before it."""
    from povrules.facts import header_aliases as words

    for of, table in (("household", words.HOUSEHOLD), ("person", words.PERSON)):
        headers = Headers(schema, of)  # type: ignore[arg-type]
        for fact, listed in table.items():
            if fact not in headers.specs and not fact.startswith("birth_year"):
                continue
            for alias in listed.split("|"):
                found = headers.meaning(alias.strip())
                assert found is not None, alias
                assert found.target == fact, alias

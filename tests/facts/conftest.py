"""A schema with the words of the national standard, written by hand: these tests stand on no policy file."""

from __future__ import annotations

from datetime import date

import pytest

from povrules.facts.schema import FactSchema, FactSpec
from povrules.language.nodes import Scope
from povrules.language.types import BoolType, DateType, EnumType, NumberType, TextType, Type
from povrules.language.units import parse_unit
from povrules.law.model import Words

ENUMS = {
    "area": {"rural": "nông thôn", "urban": "thành thị"},
    "sex": {"male": "nam", "female": "nữ"},
    "poverty_class": {
        "poor": "hộ nghèo",
        "near_poor": "hộ cận nghèo",
        "average": "hộ có mức sống trung bình",
        "above": "không thuộc diện",
    },
    "water_source": {
        "piped": "nước máy",
        "borehole": "giếng khoan",
        "surface": "nước sông, suối, ao, hồ",
        "other": "khác",
    },
    "toilet_type": {"septic": "tự hoại hoặc bán tự hoại", "other": "loại khác", "none": "không có nhà tiêu"},
}
INDICATORS = (
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water",
    "toilet",
    "telecom",
    "information_means",
    "health_care",
    "waste",
)


def number(unit: str, integer: bool = False) -> NumberType:
    return NumberType(parse_unit(unit), integer)


def enum(name: str) -> EnumType:
    return EnumType(f"vn:{name}", tuple(ENUMS[name]))


def spec(of: Scope, name: str, type: Type, label: str, low: object = None, high: object = None) -> FactSpec:
    labels: tuple[tuple[str, Words], ...] = ()
    if isinstance(type, EnumType):
        members = ENUMS[type.name.removeprefix("vn:")]
        labels = tuple((member, Words(vi, member.replace("_", " "))) for member, vi in members.items())
    words = Words(label, name.replace("_", " "))
    return FactSpec(f"vn:{name}", name, of, type, low, high, words, None, False, False, labels)  # type: ignore[arg-type]


def facts(of: Scope, *specs: tuple[object, ...]) -> dict[str, FactSpec]:
    return {str(one[0]): spec(of, *one) for one in specs}  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def schema() -> FactSchema:
    flag, day, text = BoolType(), DateType(), TextType()
    household = facts(
        "household",
        ("household_id", text, "Mã hộ"),
        ("province", text, "Tỉnh, thành phố"),
        ("district", text, "Huyện"),
        ("commune", text, "Xã, phường, đặc khu"),
        ("area", enum("area"), "Khu vực"),
        ("household_size", number("person", True), "Số nhân khẩu", 1, 30),
        ("income_per_capita", number("VND/person/month"), "Thu nhập bình quân đầu người một tháng", -(10**9), 10**9),
        ("income_total", number("VND/year"), "Thu nhập của hộ trong 12 tháng", -(10**11), 10**11),
        ("score_a", number("point", True), "Điểm A", 0, 1000),
        ("score_b", number("point", True), "Điểm B", 0, 120),
        ("floor_area", number("m2"), "Diện tích nhà ở", 0, 100000),
        ("wall_durable", flag, "Tường bằng vật liệu bền chắc"),
        ("water_source", enum("water_source"), "Nguồn nước sinh hoạt chính"),
        ("toilet_type", enum("toilet_type"), "Loại nhà tiêu"),
        ("has_tv", flag, "Có ti vi"),
        ("farm_receipts", number("VND/year"), "Tổng thu", 0, 10**12),
        ("certified_class", enum("poverty_class"), "Phân loại đã được công nhận"),
        ("certified_to", day, "Công nhận đến ngày"),
        ("left_poverty_on", day, "Ngày thoát nghèo", date(2000, 1, 1)),
        *((f"deprived_{name}", flag, f"Thiếu hụt {name}") for name in INDICATORS),
    )
    person = facts(
        "person",
        ("person_id", text, "Mã thành viên"),
        ("household_id", text, "Mã hộ"),
        ("birth_date", day, "Ngày sinh", date(1900, 1, 1)),
        ("sex", enum("sex"), "Giới tính"),
        ("relation_to_head", text, "Quan hệ với chủ hộ"),
        ("ethnicity", text, "Dân tộc"),
        ("has_health_card", flag, "Có thẻ bảo hiểm y tế"),
        ("has_disability", flag, "Là người khuyết tật"),
        ("in_school", flag, "Đang đi học"),
        ("parent_id", text, "Mã cha hoặc mẹ"),
    )
    return FactSchema(household, person)

"""How a review export writes the facts: Vietnamese headers and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

YES = "Có"
NO = "Không"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export.

    Args:
        fact: name of the fact, or of a column that is no fact (a name of a place or person).
        header: text of the header.
    """

    fact: str
    header: str


HOUSEHOLD_COLUMNS: tuple[Column, ...] = (
    Column("household_id", "Mã hộ"),
    Column("head_name", "Họ tên chủ hộ"),
    Column("province", "Mã tỉnh"),
    Column("district", "Mã huyện"),
    Column("district_name", "Tên huyện"),
    Column("commune", "Mã xã"),
    Column("commune_name", "Tên xã"),
    Column("hamlet", "Thôn"),
    Column("area", "Khu vực"),
    Column("household_size", "Số nhân khẩu"),
    Column("income_per_capita", "Thu nhập bình quân đầu người/tháng"),
    Column("income_total", "Tổng thu nhập 12 tháng"),
    Column("score_a", "Điểm B1"),
    Column("score_b", "Điểm B2"),
    Column("floor_area", "Diện tích nhà ở (m2)"),
    Column("wall_durable", "Tường bền chắc"),
    Column("frame_durable", "Cột bền chắc"),
    Column("roof_durable", "Mái bền chắc"),
    Column("house_kind", "Loại nhà"),
    Column("water_source", "Nguồn nước sinh hoạt chính"),
    Column("toilet_type", "Loại nhà tiêu"),
    Column("phone_subscription", "Có thuê bao điện thoại"),
    Column("has_tv", "Có tivi"),
    Column("has_radio", "Có radio"),
    Column("has_desktop", "Có máy tính để bàn"),
    Column("has_phone", "Có điện thoại"),
    Column("has_laptop", "Có máy tính xách tay"),
    Column("has_tablet", "Có máy tính bảng"),
    Column("has_smartphone", "Có điện thoại thông minh"),
    Column("hears_loudspeaker", "Nghe được loa truyền thanh"),
)

PERSON_COLUMNS: tuple[Column, ...] = (
    Column("person_id", "Mã nhân khẩu"),
    Column("household_id", "Mã hộ"),
    Column("full_name", "Họ và tên"),
    Column("relation_to_head", "Quan hệ với chủ hộ"),
    Column("sex", "Giới tính"),
    Column("birth_date", "Ngày sinh"),
    Column("birth_year", "Năm sinh"),
    Column("ethnicity", "Dân tộc"),
    Column("able_to_work", "Có khả năng lao động"),
    Column("work_status", "Tình trạng việc làm"),
    Column("has_health_card", "Có thẻ BHYT"),
    Column("receives_monthly_allowance", "Hưởng trợ cấp xã hội hàng tháng"),
    Column("has_disability", "Khuyết tật"),
    Column("stunted", "Suy dinh dưỡng chiều cao theo tuổi"),
    Column("underweight", "Suy dinh dưỡng cân nặng theo tuổi"),
    Column("untreated_illness", "Ốm đau không được khám chữa bệnh"),
    Column("in_school", "Đang đi học"),
    Column("school_level", "Cấp học đang học"),
    Column("highest_certificate", "Bằng cấp cao nhất"),
    Column("uses_internet", "Có sử dụng internet"),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "area": {"rural": "nông thôn", "urban": "thành thị"},
    "house_kind": {
        "solid": "kiên cố",
        "semi_solid": "bán kiên cố",
        "not_solid": "thiếu kiên cố",
        "simple": "đơn sơ",
    },
    "water_source": {
        "piped": "nước máy",
        "borehole": "giếng khoan",
        "protected_dug_well": "giếng đào được bảo vệ",
        "protected_spring": "nước khe, mó được bảo vệ",
        "rain": "nước mưa",
        "bottled": "nước đóng chai, bình",
        "unprotected_dug_well": "giếng đào không được bảo vệ",
        "unprotected_spring": "nước khe, mó không được bảo vệ",
        "surface": "nước sông, suối, ao, hồ",
        "other": "nguồn khác",
    },
    "toilet_type": {
        "septic": "tự hoại hoặc bán tự hoại",
        "pour_flush": "thấm dội nước",
        "ventilated_pit": "chìm có ống thông hơi",
        "double_vault": "hai ngăn",
        "other": "loại khác",
        "none": "không có nhà tiêu",
    },
    "sex": {"male": "nam", "female": "nữ"},
    "work_status": {
        "self_employed": "tự làm",
        "wage_with_contract": "làm công ăn lương có hợp đồng lao động",
        "wage_without_contract": "làm công ăn lương không có hợp đồng lao động",
        "seeking_work": "không có việc làm, muốn làm nhưng không tìm được",
        "not_seeking": "không đi làm và không tìm việc",
    },
    "school_level": {
        "preschool": "mầm non",
        "primary": "tiểu học",
        "lower_secondary": "trung học cơ sở",
        "upper_secondary": "trung học phổ thông",
        "vocational": "giáo dục nghề nghiệp",
        "higher": "cao đẳng, đại học trở lên",
    },
    "highest_certificate": {
        "none": "không có bằng cấp",
        "primary": "tốt nghiệp tiểu học",
        "lower_secondary": "tốt nghiệp trung học cơ sở",
        "upper_secondary": "tốt nghiệp trung học phổ thông",
        "vocational_elementary": "sơ cấp nghề",
        "vocational_intermediate": "trung cấp",
        "college": "cao đẳng",
        "university": "đại học trở lên",
        "on_the_job": "được doanh nghiệp chứng nhận đào tạo nghề tại chỗ",
    },
}


def as_text(frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """Every cell as the export writes it; what is blank stays null.

    Args:
        frame: facts by name.
        day: strftime pattern of dates.
    """
    written = {}
    for name, dtype in frame.schema.items():
        column = pl.col(name)
        if name in VALUES:
            written[name] = column.replace_strict(VALUES[name], return_dtype=pl.String)
        elif dtype == pl.Boolean:
            written[name] = pl.when(column).then(pl.lit(YES)).when(~column).then(pl.lit(NO))
        elif dtype == pl.Date:
            written[name] = column.dt.strftime(day)
        else:
            written[name] = column.cast(pl.String)
    return frame.select(**written)


def with_headers(frame: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    """The columns of the export that the frame has, in its order, under their headers."""
    return frame.select(pl.col(column.fact).alias(column.header) for column in columns if column.fact in frame.columns)


def columns_page() -> str:
    """The table header -> fact -> values, as a page for ``columns.md``."""
    lines = [
        "# Cột và giá trị / Columns and values",
        "",
        "Trang này do lệnh sinh dữ liệu viết ra. / This page is written by the command that makes the example.",
    ]
    for title, columns in (
        ("Sheet “Hộ”, households.csv", HOUSEHOLD_COLUMNS),
        ("Sheet “Nhân khẩu”, persons.csv", PERSON_COLUMNS),
    ):
        lines += ["", f"## {title}", "", "| Tiêu đề cột / header | fact | giá trị / values |", "|---|---|---|"]
        lines += [
            f"| {column.header} | {_fact_cell(column.fact)} | {_values_cell(column.fact)} |" for column in columns
        ]
    return "\n".join(lines) + "\n"


_NO_FACTS = ("head_name", "full_name", "district_name", "commune_name")
_CELLS: Mapping[str, str] = {
    "household_id": "8 chữ số, giữ số 0 ở đầu / 8 digits with leading zeros",
    "province": "`60`",
    "district": "3 chữ số / 3 digits",
    "commune": "5 chữ số, mã giả lập 9xxxx / 5 digits, synthetic codes 9xxxx",
    "household_size": "số người / persons",
    "income_per_capita": "đồng/người/tháng / VND a person a month",
    "income_total": "đồng cả hộ trong 12 tháng / VND of the household in 12 months",
    "floor_area": "m2",
    "score_a": "điểm, chỉ trong XLSX / points, only in the XLSX",
    "score_b": "điểm, chỉ trong XLSX / points, only in the XLSX",
    "birth_date": "ngày đầy đủ, trống nếu chỉ biết năm / full date, blank where only the year is known",
    "birth_year": "năm, trống nếu biết ngày / year, blank where the date is known",
    "ethnicity": "mã dân tộc 2 chữ số (01 Kinh, 17 Chăm, 21 Ra-glai, 16 Cơ-ho ...) / two-digit code",
}
_TEXTS = ("person_id", "hamlet", "relation_to_head", *_NO_FACTS)


def _fact_cell(fact: str) -> str:
    return f"– ({fact})" if fact in _NO_FACTS else f"`{fact}`"


def _values_cell(fact: str) -> str:
    if fact in VALUES:
        return "; ".join(f"{text} = `{member}`" for member, text in VALUES[fact].items())
    if fact in _TEXTS:
        return "chữ / text"
    return _CELLS.get(fact, f"{YES} / {NO}")

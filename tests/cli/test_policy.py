"""`povrules policy`: what is in force, with numbers as people write them, articles, days and how sure it is."""

from __future__ import annotations

import pytest

from povrules.api import load_policy
from tests.cli.conftest import Command


def block(out: str, start: str) -> str:
    """The line that begins with `start` and the lines below it that are indented deeper, as one."""
    lines = out.splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip().startswith(start))
    found = [lines[first].strip()]
    for line in lines[first + 1 :]:
        if not line.startswith("    "):
            break
        found.append(line.strip())
    return " ".join(found)


def test_values_with_their_articles(povrules: Command) -> None:
    said = povrules("policy", "--on", "2024-06-30", "--lang", "vi")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Quy định áp dụng ngày 30/06/2024, cả nước\n")
    assert block(said.out, "Chuẩn thu nhập") == (
        "Chuẩn thu nhập bình quân đầu người (income_line): nông thôn 1.500.000 đ/người/tháng; thành thị 2.000.000 "
        "đ/người/tháng điểm a khoản 1 Điều 3 Nghị định 07/2021/NĐ-CP; từ 01/01/2022 đến 31/12/2025; nguồn: thứ cấp"
    )
    assert "8 m²/người" in block(said.out, "Diện tích nhà ở bình quân")
    assert "nguồn: chưa kiểm chứng" in block(said.out, "Mức thu nhập cao nhất")


def test_rules_as_sentences(povrules: Command) -> None:
    said = povrules("policy", "--on", "2024-06-30")
    area = block(said.out, "Deprived: floor area")
    assert "rule: floor area / number of members is under least floor area per person (8 m²/person)" in area
    table = block(said.out, "Class by income")
    assert "1. if income per person per month is at most per-capita income line [area]" in table
    assert "(Article 3.2.a)" in table
    assert block(said.out, "Indicators of deprivation").startswith("Indicators of deprivation (deprivations): 12 ")


def test_instruments_by_their_numbers(povrules: Command) -> None:
    said = povrules("policy", "--on", "2024-06-30")
    assert "  Decree 07/2021/NĐ-CP of 2021-01-27, Government: " in said.out
    assert "59/2015/QĐ-TTg" not in said.out


def test_what_is_not_known_says_so(povrules: Command) -> None:
    said = povrules("policy", "--on", "2027-06-30")
    text = block(said.out, "Highest income of a household with average")
    assert "(average_line): unknown Decree 351/2025/NĐ-CP; from 2027-01-01" in text
    assert "its text was not seen" in text


def test_what_had_been_issued_and_how_sure(povrules: Command) -> None:
    said = povrules(
        "policy", "--on", "2026-06-30", "--known-on", "2025-12-01", "--evidence", "secondary", "--lang", "vi"
    )
    assert "theo các văn bản ban hành đến ngày 01/12/2025" in said.out
    assert "chỉ dùng nguồn từ mức: thứ cấp" in said.out
    assert "chưa biết" in block(said.out, "Chuẩn thu nhập")
    assert "nguồn: chưa kiểm chứng\n" not in said.out.split("Văn bản:")[0]


def test_what_other_days_have_is_named_and_not_called_unknown(povrules: Command) -> None:
    said = povrules("policy", "--on", "2024-06-30")
    absent = (
        said.out[said.out.index("Nothing is laid down for this day on: ") :].split("\n\n")[0].replace(",", "").split()
    )
    assert {"upper_income_line", "low_income_worker", "social_pension.monthly_vnd"} <= set(absent)


@pytest.mark.parametrize("on", ["2016-01-05", "2018-06-30", "2021-06-30", "2022-01-01", "2025-06-30", "2030-12-31"])
def test_every_value_of_law_of_a_day_is_there(povrules: Command, on: str) -> None:
    said = povrules("policy", "--on", on, "--place", "60")
    assert said.code == 0
    policy = load_policy(on=on, place="60")
    assert policy.digest in said.out
    for parameter in policy.resolved.parameters.values():
        assert parameter.id.removeprefix("vn:") in said.out

"""Columns that nobody reads although they look like a fact that is missing."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import povrules as pr
from povrules.facts.writing import write_table

HOMES = {"Mã hộ": ["1", "2"], "Khu vực": ["nông thôn", "thành thị"], "Thu nhập": [1_500_000, 2_000_001]}


def unread(warnings: object) -> list[str]:
    return [w.column for w in warnings if w.reason.code == "unread_column"]  # type: ignore[attr-defined]


def test_an_income_that_may_be_of_each_person_or_of_all_is_not_read_and_told() -> None:
    register = pr.Register(pl.DataFrame(HOMES))
    (warning,) = register.warnings
    assert warning.column == "Thu nhập"
    assert "income_per_capita (Thu nhập bình quân đầu người một tháng)" in warning.said("vi")
    assert warning.said("vi").startswith("bảng hộ, cột 'Thu nhập': không được đọc")
    assert "income_total" in str(warning)
    assert unread(pr.Register(pl.DataFrame(HOMES).rename({"Thu nhập": "thu nhap"})).warnings) == ["thu nhap"]


def test_what_is_stated_or_read_elsewhere_is_no_matter() -> None:
    frame = pl.DataFrame(HOMES)
    for fact in ("income_per_capita", None):
        stated = {"households": {"columns": {"Thu nhập": fact}}}
        assert pr.Register(frame, mapping=stated).warnings == ()
    facts = ("income_per_capita", "income_total", "social_assistance_income")
    whole = frame.with_columns(pl.lit(1_000_000).alias(name) for name in facts)
    assert unread(pr.Register(whole).warnings) == []
    assert unread(pr.Register(frame.with_columns(pl.lit("a").alias("Ghi chú"), pl.lit("b").alias("Số"))).warnings) == [
        "Thu nhập"
    ]


def test_files_and_lazy_frames_tell_it_too(tmp_path: Path) -> None:
    frame, policy = pl.DataFrame(HOMES), pr.load_policy(on="2024-10-01")
    write_table(frame, tmp_path / "ho.csv")
    done = policy.evaluate_file(tmp_path / "ho.csv", tmp_path / "out.csv", None, tmp_path / "rejects.csv")
    assert unread(done.warnings) == ["Thu nhập"]
    assert unread(pr.read_register(tmp_path / "ho.csv").warnings) == ["Thu nhập"]
    found = policy.evaluate(frame.lazy(), outputs=["poverty_class"])
    assert found.warnings.collect()["code"].to_list() == ["unread_column"]


def test_a_column_with_the_name_of_a_result_is_replaced_and_told(tmp_path: Path) -> None:
    frame = pl.DataFrame(HOMES).rename({"Thu nhập": "income_per_capita"})
    frame = frame.with_columns(pl.lit("mine").alias("poverty_class"), pl.lit(1).alias("my_own"))
    policy = pr.load_policy(on="2024-10-01")
    frame.write_parquet(tmp_path / "ho.parquet")
    done = policy.evaluate_file(tmp_path / "ho.parquet", tmp_path / "out.parquet", None, tmp_path / "r.csv", chunk=1)
    for warnings in (policy.evaluate(frame).register.warnings, done.warnings):
        (warning,) = (each for each in warnings if each.reason.code == "replaced_column")
        assert "poverty_class" in str(warning)
        assert "my_own" not in str(warning)
        assert "bị kết quả thay: poverty_class" in warning.said("vi")
    assert policy.evaluate(frame).households["poverty_class"].to_list() == [None, "average"]
    assert policy.evaluate(frame, outputs=["poverty_class"]).register.warnings == ()

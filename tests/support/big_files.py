"""Large files made and read, each in a process of its own, so that memory is that of the reading."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import xlsxwriter

import povrules as pr
from tests.support.bad_registers import bad_register


def write_parquet(folder: Path, households: int) -> None:
    """A register with flags; persons in no order."""
    families, persons = bad_register(households)
    families.write_parquet(folder / "households.parquet")
    persons.sample(fraction=1, shuffle=True, seed=1).write_parquet(folder / "persons.parquet")


def write_csv(folder: Path, households: int) -> None:
    """The same as CSV."""
    families, persons = bad_register(households)
    families.write_csv(folder / "households.csv")
    persons.write_csv(folder / "persons.csv")


def evaluate_files(folder: Path, chunk: int) -> tuple[int, int, int]:
    """Files to files; rows of households and of persons used, and rejects."""
    policy = pr.load_policy(on="2024-10-01")
    files = [folder / name for name in ("a.parquet", "b.parquet", "c.csv")]
    done = policy.evaluate_file(folder, *files, chunk=chunk)
    return done.used.households, done.used.persons, done.rejects.height


def write_workbook(path: Path, households: int) -> None:
    """One sheet of households as a review export has it: a title, Vietnamese headers, numbers and texts."""
    families, _ = bad_register(households, households + 1)
    named = families.select(
        pl.col("household_id").alias("Mã hộ"),
        pl.col("area").replace({"rural": "nông thôn", "urban": "thành thị"}).alias("Khu vực"),
        pl.col("income_per_capita").cast(pl.Int64).alias("Thu nhập bình quân"),
        pl.col("deprived_water").alias("Thiếu hụt nước sạch"),
        pl.lit("Nguyễn Thị Hoà").alias("Họ tên chủ hộ"),
    )
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Hộ")
    sheet.write_string(0, 0, "DANH SÁCH HỘ")
    sheet.write_row(2, 0, named.columns)
    for line, row in enumerate(named.iter_rows(), start=3):
        sheet.write_row(line, 0, row)
    book.close()


def read_workbook(path: Path) -> tuple[int, int]:
    """Rows read and used."""
    register = pr.read_register(path)
    return register.read.households, register.used.households

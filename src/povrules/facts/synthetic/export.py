"""The files of the example: CSV pair, review workbook, expected answers, counts by district, page of columns."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from povrules.facts.synthetic.generator import Synthetic, generate_province
from povrules.facts.synthetic.messy import DAY
from povrules.facts.synthetic.names import with_names
from povrules.facts.synthetic.province import CLASSES, OBSERVED_ON
from povrules.facts.synthetic.words import (
    HOUSEHOLD_COLUMNS,
    PERSON_COLUMNS,
    Column,
    as_text,
    columns_page,
    with_headers,
)

MISSING = "--"
_TITLES: Mapping[str, str] = {
    "Hộ": "DANH SÁCH HỘ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2022 – TỈNH BÌNH THUẬN",
    "Nhân khẩu": "DANH SÁCH NHÂN KHẨU CỦA HỘ RÀ SOÁT NĂM 2022 – TỈNH BÌNH THUẬN",
}
_SYNTHETIC = "DỮ LIỆU GIẢ LẬP, KHÔNG PHẢI NGƯỜI THẬT / SYNTHETIC DATA, NO REAL PERSON"
_NUMBERS = ("Mã hộ", "Số nhân khẩu", "Thu nhập bình quân đầu người/tháng", "Tổng thu nhập 12 tháng",
            "Diện tích nhà ở (m2)", "Năm sinh")  # fmt: skip
_TOTAL = "Tổng cộng"
_WRONG = "(dòng lỗi cố ý)"


def example_files(households: int, seed: int, unknown_permille: int = 30) -> dict[str, bytes]:
    """Everything the example folder holds but its README.

    Args:
        households: how many, before the bad rows of the workbook.
        seed: of the draws.
        unknown_permille: households of 1,000 with something blank.

    Returns:
        File name to bytes; the same arguments give the same bytes.
    """
    clean = generate_province(households, seed, unknown_permille=unknown_permille)
    messy = generate_province(households, seed, unknown_permille=unknown_permille, messy=True)
    families, people = with_names(clean.households, clean.persons, seed)
    names = dict(families.select("household_id", "head_name").iter_rows())
    full_names = dict(people.select("person_id", "full_name").iter_rows())
    ids = pl.col("household_id").str.zfill(len(clean.households["household_id"][0]))
    rows = messy.households.with_columns(head_name=_name(ids, names, households))
    members = messy.persons.with_columns(full_name=_name(pl.col("person_id"), full_names, people.height))
    day = "%Y-%m-%d"
    return {
        "households.csv": _csv(with_headers(as_text(families, day), HOUSEHOLD_COLUMNS)),
        "persons.csv": _csv(with_headers(as_text(people, day), PERSON_COLUMNS)),
        "register.xlsx": workbook(rows, members),
        "expected.csv": _csv(clean.targets.select(pl.all().cast(pl.String))),
        "districts.csv": _csv(district_counts(clean).select(pl.all().cast(pl.String))),
        "columns.md": columns_page().encode(),
    }


def _name(ids: pl.Expr, names: Mapping[str, str], good: int) -> pl.Expr:
    """Names by id; the rows after the good ones say that they are wrong on purpose."""
    return (
        pl.when(pl.int_range(pl.len()) < good).then(ids.replace_strict(names, default=None)).otherwise(pl.lit(_WRONG))
    )


def district_counts(register: Synthetic) -> pl.DataFrame:
    """Households by district and class before blanks. Every number is synthetic: none was published by district."""
    together = pl.concat([register.households, register.targets.drop("household_id")], how="horizontal")
    counts = [(pl.col("poverty_class") == name).sum().alias(name) for name in CLASSES]
    return (
        together.group_by("district", "district_name")
        .agg(pl.len().alias("households"), *counts)
        .sort("district")
        .with_columns(note=pl.lit("số giả lập / synthetic"))
    )


def workbook(households: pl.DataFrame, persons: pl.DataFrame) -> bytes:
    """A workbook as the review software exports it: merged titles, ``--`` for what is missing, a total at the end.

    Args:
        households: text columns by fact (``generate_province(..., messy=True)``).
        persons: the same of the members.

    Raises:
        ModuleNotFoundError: xlsxwriter (the extra ``files``) is not installed.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    # The day of the file is fixed, else two runs would differ.
    book.set_properties({"title": _TITLES["Hộ"], "comments": _SYNTHETIC, "created": datetime(2022, 11, 1)})
    title = book.add_format({"bold": True, "align": "center"})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheets: tuple[tuple[str, pl.DataFrame, tuple[Column, ...]], ...] = (
        ("Hộ", households, HOUSEHOLD_COLUMNS),
        ("Nhân khẩu", persons, PERSON_COLUMNS),
    )
    for name, facts, columns in sheets:
        frame = with_headers(facts, columns)
        sheet = book.add_worksheet(name)
        last = len(frame.columns) - 1
        sheet.merge_range(0, 0, 0, last, _SYNTHETIC, title)
        sheet.merge_range(1, 0, 1, last, _TITLES[name], title)
        sheet.merge_range(2, 0, 2, last, f"Ngày rà soát: {OBSERVED_ON.strftime(DAY)}. Đơn vị tiền: đồng", title)
        for position, header in enumerate(frame.columns):
            sheet.write_string(4, position, header, head)
        for line, row in enumerate(frame.iter_rows(), start=5):
            for position, (header, cell) in enumerate(zip(frame.columns, row, strict=True)):
                _write(sheet, line, position, header, cell, day)
        if name == "Hộ":
            sheet.write_string(5 + frame.height, 0, _TOTAL, head)
            sheet.write_number(5 + frame.height, frame.columns.index("Số nhân khẩu"), persons.height, head)
        sheet.freeze_panes(5, 1)
        sheet.set_column(0, last, 16)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, line: int, position: int, header: str, cell: str | None, day: Any) -> None:
    """Numbers as numbers where Excel would have made them numbers, every third full date as a date, else text."""
    if cell is None:
        sheet.write_string(line, position, MISSING)
    elif header in _NUMBERS and cell.lstrip("-").isdigit() and not cell.startswith("0"):
        sheet.write_number(line, position, int(cell))
    elif header == "Ngày sinh" and line % 3 == 0:
        sheet.write_datetime(line, position, datetime.strptime(cell, DAY), day)
    else:
        sheet.write_string(line, position, cell)


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(include_bom=True).encode()

"""What both example services are sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).parents[2]
HOUSEHOLD = {"area": "rural", "income_per_capita": 1_600_000}
WRONG: dict[str, Any] = {"aera": "rural", "income_per_capita": "Nguyễn Văn An", "members": [{"sex": "x"}]}
CSV = "household_id,area,income_per_capita\nH1,rural,1600000\nH2,urban,9.000.000 đ\nH3,urban,nhiều\n".encode()
PERSONS = b"household_id,person_id,birth_date\nH1,P1,01/05/1980\n"


def workbook(folder: Path) -> bytes:
    """The same households as a workbook."""
    path = folder / "register.xlsx"
    frame = pl.DataFrame({"household_id": ["H1", "H2"], "area": ["rural", "urban"], "income_per_capita": [1.6e6, 9e6]})
    frame.write_excel(path)
    return path.read_bytes()

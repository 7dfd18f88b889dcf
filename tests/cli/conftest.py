from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from povrules.cli import main

FLAGS = [
    "employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means",
]  # fmt: skip

# One of each kind: poor, near-poor, average, above, undetermined (three flags unknown), negative income, and two rows
# that cannot be used.
HOUSEHOLDS = [
    ("H1", "nông thôn", "1500000", "3"),
    ("H2", "nông thôn", "1500000", "2"),
    ("H3", "thành thị", "3000000", "12"),
    ("H4", "thành thị", "3000001", "0"),
    ("H5", "nông thôn", "1000000", "2?"),
    ("H6", "nông thôn", "-5", "0"),
    ("H7", "ven đô", "1000000", "0"),
    ("H1", "nông thôn", "1", "0"),
]
PERSONS = [("P1", "H1", "1980"), ("P2", "H1", "2008"), ("P3", "H9", "1990")]


def flags(count: str) -> list[str]:
    known = int(count.removesuffix("?"))
    rest = ["", "", ""] + ["0"] * 9 if count.endswith("?") else ["0"] * 12
    return (["1"] * known + rest)[:12]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A pair of CSV files; the households' file."""
    rows = [
        ",".join(
            ["Mã hộ", "Khu vực", "Thu nhập bình quân đầu người", *(f"deprived_{flag}" for flag in FLAGS), "Ghi chú"]
        )
    ]
    rows += [",".join([id, area, income, *flags(count), "x"]) for id, area, income, count in HOUSEHOLDS]
    file = tmp_path / "r_households.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    persons = ["Mã nhân khẩu,Mã hộ,Năm sinh", *(",".join(row) for row in PERSONS)]
    (tmp_path / "r_persons.csv").write_text("\n".join(persons) + "\n", encoding="utf-8")
    return file


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def povrules(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, in this process, in English unless it is told otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object) -> Said:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def process() -> Command:
    """The command in a process of its own; `before` is Python run there first."""

    def run(*words: object, before: str = "", out: int | None = None) -> Said:
        code = f"import sys; {before}\nfrom povrules.cli import main\nsys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            stdout=subprocess.PIPE if out is None else out,
            stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C"},
        )
        return Said(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())

    return run

"""What the library says in logs and on a terminal: nothing unless asked, and never who somebody is."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import polars as pl
import pytest

import povrules as pr
from povrules.decisions.streamed import EvaluatedFile
from povrules.engines.durable.library import DurableMissing
from povrules.plugins.manager import PluginManager

DAY = "2024-10-01"
ROOT = Path(__file__).parents[2]
NAME, CODE, BAD = "Nguyễn Thị Hoa", "H-0917", "nhiều lắm"
REGISTER = f"household_id,area,hamlet,income_per_capita\n{CODE},rural,{NAME},1600000\n{CODE}X,rural,{NAME},{BAD}\n"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register_households.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def decided(path: Path, **options: object) -> EvaluatedFile:
    out = path.parent
    files = [out / "households.csv", out / "persons.csv", out / "rejects.csv"]
    return pr.load_policy(on=DAY).evaluate_file(path, *files, **options)  # type: ignore[arg-type]


def test_it_is_silent_until_a_program_asks(register: Path) -> None:
    code = f"""
import povrules as pr
from pathlib import Path
out = Path({str(register.parent)!r})
pr.load_policy(on={DAY!r}).evaluate_file(out / "register_households.csv", out / "h.csv", out / "p.csv", out / "r.csv")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_loads_and_counts_are_logged_and_nobody_is_named(register: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="povrules"):
        decided(register)
        with pytest.raises(pr.PovrulesError):
            pr.load_policy(on=DAY).assess({"hamlet": NAME, "household_id": CODE, "floor_area": BAD})
    said = [record.getMessage() for record in caplog.records if record.name.startswith("povrules")]
    digest = pr.load_policy(on=DAY).digest[:12]
    assert any(line.startswith(f"law of vn on {DAY}: ") and line.endswith(f"digest {digest}") for line in said)
    assert "register checked: 1 of 2 households and 0 of 0 persons used, rejects {'not_a_number': 1}" in said
    assert any(line.startswith("1 households by columns; the reference engine was asked ") for line in said)
    for word in (NAME, "Hoa", CODE, BAD, str(register.parent)):
        assert word not in caplog.text


def test_a_pack_that_is_set_aside_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    PluginManager(entry_points=[EntryPoint("vn.22.broken", "no_such_package", "povrules")])
    (record,) = caplog.records
    assert (record.levelname, record.name) == ("WARNING", "povrules.plugins.manager")
    assert record.getMessage().startswith("the plugin vn.22.broken is set aside: it cannot be imported")


def test_an_engine_that_falls_back_is_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(policy: object) -> None:
        raise DurableMissing("durable_rules is missing")

    monkeypatch.setattr("povrules.dossiers.answering.LiveHousehold", missing)
    with caplog.at_level(logging.INFO, logger="povrules"):
        assert pr.open_dossier(pr.load_policy(on=DAY)).engine == "reference"
    assert "a dossier runs on the reference engine: durable_rules is missing" in caplog.messages


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shows"), [(Terminal(), True), (io.StringIO(), False)])
def test_a_bar_shows_on_a_terminal_alone(
    register: Path, stream: io.StringIO, shows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    assert decided(register, progress=True).used.households == 1
    assert ("povrules:" in stream.getvalue()) == shows
    frame = pl.DataFrame({"household_id": ["H1"], "area": ["rural"]})
    pr.load_policy(on=DAY).evaluate(frame, progress=True, outputs=["poverty_class"])
    assert ("povrules:" in stream.getvalue()) == shows


def test_a_function_is_called_for_each_household_and_false_is_nothing(register: Path) -> None:
    steps: list[None] = []
    decided(register, progress=lambda: steps.append(None))
    decided(register, progress=False)
    assert len(steps) == 1

"""Somebody's project, checked strictly against the installed wheel: what a user's type checker and Python see."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.project.conftest import Installed

PROJECT = Path(__file__).with_name("consumer")

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy remembers from one run to the next."""
    return tmp_path_factory.mktemp("mypy")


def checked(installed: Installed, project: Path, kept: Path, fails: bool = False) -> str:
    config = ("--config-file", str(project / "pyproject.toml"), "--cache-dir", str(kept))
    return installed.run("python", "-m", "mypy", *config, str(project / "office.py"), fails=fails)


def test_it_passes_a_strict_type_check(installed: Installed, project: Path, kept: Path) -> None:
    assert "Success: no issues found in 1 source file" in checked(installed, project, kept)


def test_a_misspelt_name_is_seen(installed: Installed, project: Path, kept: Path) -> None:
    office = project / "office.py"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("  # type: ignore[attr-defined]", ""), encoding="utf-8")
    said = checked(installed, project, kept, fails=True)
    assert 'Module has no attribute "load_polcy"' in said
    assert '"Policy" has no attribute "asess"; maybe "assess"?' in said


def test_it_runs(installed: Installed, project: Path) -> None:
    assert installed.run("python", str(project / "office.py")).strip() == "average"

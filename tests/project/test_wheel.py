"""The wheel, built from the sdist and installed alone in an empty environment, brings the law with it."""

from __future__ import annotations

import email
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.project.conftest import Built, Installed

ROOT = Path(__file__).parents[2]
RUN_TIME = {"narwhals", "pluggy", "polars", "pydantic", "pyyaml"}

# One build serves all tests of this file, also when tests are spread over processes.
pytestmark = pytest.mark.xdist_group("wheel")


def law_files() -> dict[str, bytes]:
    return {p.relative_to(ROOT / "policies").as_posix(): p.read_bytes() for p in law_paths()}


def law_paths() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "policies"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if listed.returncode == 0:
        return [ROOT / line for line in listed.stdout.splitlines()]
    return [p for p in (ROOT / "policies").rglob("*") if p.is_file()]  # no git here: an unpacked sdist


def test_the_wheel_holds_every_law_file_byte_for_byte(built: Built) -> None:
    prefix = "povrules/_policies/"
    with zipfile.ZipFile(built.wheel) as wheel:
        shipped = {n.removeprefix(prefix): wheel.read(n) for n in wheel.namelist() if n.startswith(prefix)}
    assert "vn/instruments.yaml" in shipped
    assert "vn/poverty_standard/parameters.yaml" in shipped
    assert shipped == law_files()


def test_the_wheel_holds_nothing_but_the_package_and_is_typed(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = wheel.namelist()
    assert {n.split("/")[0].split("-")[0] for n in names} == {"povrules"}
    assert "povrules/py.typed" in names


def test_the_sdist_can_be_worked_on(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {n.partition("/")[2] for n in sdist.getnames()}
    assert {"Makefile", "requirements/dev.txt", "policies/vn/instruments.yaml", "tests/project/test_wheel.py"} <= names


def test_run_time_dependencies_are_these_five(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = [n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")]
        metadata = email.message_from_bytes(wheel.read(name))
    required = {line.split(">=")[0] for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line}
    assert required == RUN_TIME
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_installed_package_is_not_this_checkout(installed: Installed) -> None:
    where = Path(installed.run("python", "-c", "import povrules; print(povrules.__file__)").strip())
    assert where.is_relative_to(installed.folder)


def test_the_law_of_a_day_loads_from_another_folder(installed: Installed) -> None:
    household = {
        "area": "rural",
        "income_per_capita": 1_200_000,
        "deprived_water": True,
        "deprived_toilet": True,
        "deprived_telecom": True,
    }
    code = f"import povrules as pr; print(pr.load_policy(on='2024-10-01').assess({household!r}).poverty_class)"
    assert installed.run("python", "-c", code).strip() == "poor"


def test_the_command_says_what_is_in_force(installed: Installed) -> None:
    said = installed.run("povrules", "policy", "--on", "2024-10-01")
    assert "07/2021/NĐ-CP" in said

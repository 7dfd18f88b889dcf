"""The example packs, each from its own wheel beside the library: found, used, tested, removed again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.conftest import Installed

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "plugins"
PACKS = {"quang_ninh": "22", "tp_hcm": "79", "dong_nai": "75", "binh_thuan": "60", "song_mo": "99"}
DAYS = {"dong_nai": "2020-12-31"}

pytestmark = pytest.mark.xdist_group("wheel")

USED = """
import json, povrules as pr
found = {}
for name, (code, on) in json.loads(%r).items():
    policy = pr.load_policy(on=on, place=code)
    local = sorted({id for _, id in policy.resolved.facts if id.startswith(code + ":")})
    found[name] = (len(local), [pack for pack in policy.resolved.packs if pack[1] != "vn"])
print(json.dumps(found))
"""
BOTH = """
import povrules as pr
policy = pr.load_policy(on="2024-10-01", place="22")
found = policy.assess({"area": "rural", "income_per_capita": 1_900_000, "deprivations": dict.fromkeys(
    ["employment", "dependents", "nutrition"], True) | dict.fromkeys(["health_insurance", "adult_education",
    "child_schooling", "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means"], False)})
print(found["22:poverty_class"], found.poverty_class, found["vn:poverty_class"])
"""


def test_every_example_is_one_of_these() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} == set(PACKS)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for name in PACKS:
        out = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
        done = subprocess.run(command, cwd=EXAMPLES / name, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        (found[name],) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def with_packs(installed: Installed, wheels: dict[str, Path]) -> Iterator[Installed]:
    installed.pip("install", "--no-index", "--no-deps", *map(str, wheels.values()))
    yield installed
    installed.pip("uninstall", "--yes", *(f"povrules-{name.replace('_', '-')}" for name in PACKS))


def test_each_is_found_and_its_law_holds_together(with_packs: Installed) -> None:
    said = with_packs.run("povrules", "plugins", "--lang", "en")
    for name, code in PACKS.items():
        line = next(line for line in said.splitlines() if line.startswith(f"vn.{code}.{name}"))
        assert line.endswith("  loaded")
        assert f"povrules-{name.replace('_', '-')} 1.0.0" in line


def test_each_is_law_in_its_place(with_packs: Installed) -> None:
    asked = {name: (code, DAYS.get(name, "2024-10-01")) for name, code in PACKS.items()}
    found = json.loads(with_packs.run("python", "-c", USED % json.dumps(asked)))
    for name, code in PACKS.items():
        count, packs = found[name]
        assert count > 0
        assert packs == [[f"vn.{code}.{name}", code, "1.0.0"]]


def test_both_results_stand_side_by_side(with_packs: Installed) -> None:
    assert with_packs.run("python", "-c", BOTH).split() == ["poor", "average", "average"]


def test_their_own_tests_pass(with_packs: Installed) -> None:
    folders = [str(EXAMPLES / name / part) for name in PACKS for part in ("tests", "src")]
    options = ["--noconftest", "-p", "povrules.testing.plugin", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["--import-mode=importlib", "-c", "/dev/null", "--rootdir", str(EXAMPLES), "-q"]
    said = with_packs.run("python", "-m", "pytest", *options, *folders, PYTHONDONTWRITEBYTECODE="1")
    assert "failed" not in said
    assert "passed" in said


def test_removed_again_the_nation_answers_in_its_place(installed: Installed, wheels: dict[str, Path]) -> None:
    code = "import povrules as pr; print(*pr.load_policy(on='2024-10-01', place='22').resolved.packs, sep='\\n')"
    name = "povrules-quang-ninh"
    installed.pip("install", "--no-index", "--no-deps", str(wheels["quang_ninh"]))
    assert "vn.22.quang_ninh" in installed.run("python", "-c", code)
    assert "vn.22.quang_ninh" not in installed.run("python", "-c", code, POVRULES_WITHOUT="vn.22.quang_ninh")
    installed.pip("uninstall", "--yes", name)
    assert "vn.22.quang_ninh" not in installed.run("python", "-c", code)
    assert "quang_ninh" not in installed.run("povrules", "plugins")

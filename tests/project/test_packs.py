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
FLAGS = {"employment": True, "dependents": True, "nutrition": True} | dict.fromkeys(
    ("health_insurance", "adult_education", "child_schooling", "housing_quality", "housing_area", "water", "toilet",
     "telecom", "information_means"), False
)  # fmt: skip
FARMER = {"birth_date": "1980-03-02", "ethnicity": "01", "work_status": "self_employed",
          "receives_monthly_allowance": False, "in_school": False}  # fmt: skip
INSURED = {"certified_class": "near_poor", "area_difficulty": "ordinary", "poor_district_or_commune": False,
           "recognised_farm_average": False, "members": [FARMER]}  # fmt: skip
ANSWERS: dict[str, tuple[str, dict[str, object], str, str]] = {
    "quang_ninh": (
        "2024-10-01", {"area": "rural", "income_per_capita": 2_100_000, "deprivations": FLAGS}, "poverty_class", "poor",
    ),
    "tp_hcm": ("2022-10-01", {"income_per_capita": 3_833_333}, "poverty_class", "near_poor"),
    "dong_nai": (
        "2020-12-31", {"75:class_given": "poor", "members": [{"able_to_work": True}]}, "poor_group", "a",
    ),
    "binh_thuan": ("2024-10-01", INSURED, "premium_addition", "3/10"),
    "song_mo": (
        "2024-10-01", {"area": "rural", "income_per_capita": 9_000_000}, "poverty_class", "above",
    ),
}  # fmt: skip
"""A household for each, and an answer that only its pack can give."""

pytestmark = pytest.mark.xdist_group("wheel")

USED = """
import json, sys, povrules as pr
code, on, household, name = sys.argv[1:]
policy = pr.load_policy(on=on, place=code)
plugins = [(p.name, p.distribution, p.version, p.state, p.touches) for p in policy.plugins.installed_plugins]
own = [law for law in policy.resolved.packs if law[1] != "vn"]
found = policy.assess(json.loads(household))
whose = found.members[0] if name == "premium_addition" else found
print(json.dumps([plugins, own, str(whose[code + ":" + name]) if own else None]))
"""
BOTH = """
import povrules as pr
policy = pr.load_policy(on="2024-10-01", place="22")
found = policy.assess({"area": "rural", "income_per_capita": 1_900_000, "deprivations": dict.fromkeys(
    ["employment", "dependents", "nutrition"], True) | dict.fromkeys(["health_insurance", "adult_education",
    "child_schooling", "housing_quality", "housing_area", "water", "toilet", "telecom", "information_means"], False)})
print(found["22:poverty_class"], found.poverty_class, found["vn:poverty_class"])
"""
PACKS_OF_22 = "import povrules as pr; print(*pr.load_policy(on='2024-10-01', place='22').resolved.packs, sep='\\n')"


def test_every_example_is_one_of_these() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} == set(PACKS)


def build(folder: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    return wheel


def used(installed: Installed, name: str) -> list[object]:
    """The plugins there are, the packs that are law in the place, an answer of the place."""
    on, household, what, _ = ANSWERS[name]
    found: list[object] = json.loads(installed.run("python", "-c", USED, PACKS[name], on, json.dumps(household), what))
    return found


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.big) if i % 2 else name for i, name in enumerate(PACKS)]
)
def test_each_is_installed_alone_found_used_and_removed_again(installed: Installed, name: str, tmp_path: Path) -> None:
    code, distribution = PACKS[name], f"povrules-{name.replace('_', '-')}"
    installed.pip("install", "--no-index", "--no-deps", str(build(EXAMPLES / name, tmp_path)))
    try:
        plugins, own, answer = used(installed, name)
    finally:
        installed.pip("uninstall", "--yes", distribution)
    assert plugins == [[f"vn.{code}.{name}", distribution, "1.0.0", "loaded", [code]]]
    assert own == [[f"vn.{code}.{name}", code, "1.0.0"]]
    assert answer == ANSWERS[name][3]


def test_removed_again_the_nation_answers_in_their_places(installed: Installed) -> None:
    assert used(installed, "quang_ninh") == [[], [], None]
    assert "vn.22" not in installed.run("povrules", "plugins")


def test_a_new_pack_builds_installs_and_passes_its_tests_as_it_stands(installed: Installed, tmp_path: Path) -> None:
    installed.run("povrules", "new-pack", "thu", "--place", "38", "--into", str(tmp_path))
    (tmp_path / "dist").mkdir()
    wheel = build(tmp_path / "thu", tmp_path / "dist")
    installed.pip("install", "--no-index", "--no-deps", str(wheel))
    try:
        options = ["-p", "no:cacheprovider", "-p", "no:xdist", "-q", str(tmp_path / "thu")]
        said = installed.run("python", "-m", "pytest", *options, PYTHONDONTWRITEBYTECODE="1")
        assert "4 passed" in said  # three worked households, one contract
        assert "vn.38.thu  povrules-thu 0.1.0  loaded" in installed.run("povrules", "plugins", "--lang", "en")
    finally:
        installed.pip("uninstall", "--yes", "povrules-thu")


@pytest.fixture(scope="module")
def with_packs(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    wheels = [str(build(EXAMPLES / name, tmp_path_factory.mktemp(name))) for name in PACKS]
    installed.pip("install", "--no-index", "--no-deps", *wheels)
    yield installed
    installed.pip("uninstall", "--yes", *(f"povrules-{name.replace('_', '-')}" for name in PACKS))


def test_side_by_side_each_is_listed_with_what_it_provides(with_packs: Installed) -> None:
    said = with_packs.run("povrules", "plugins", "--lang", "en").splitlines()
    for name, code in PACKS.items():
        at = next(i for i, line in enumerate(said) if line.startswith(f"vn.{code}.{name}"))
        assert said[at].endswith(f"povrules-{name.replace('_', '-')} 1.0.0  loaded")
        assert said[at + 1] == f"  provides: pack vn.{code}.{name} 1.0.0"
        assert said[at + 2].startswith("  touches: ")
        assert said[at + 2].endswith(f"({code})")


def test_both_results_stand_side_by_side(with_packs: Installed) -> None:
    assert with_packs.run("python", "-c", BOTH).split() == ["poor", "average", "average"]
    packs = with_packs.run("python", "-c", PACKS_OF_22, POVRULES_WITHOUT="vn.22.quang_ninh")
    assert "vn.poverty_standard" in packs
    assert "vn.22.quang_ninh" not in packs


def test_their_own_tests_pass(with_packs: Installed) -> None:
    folders = [str(EXAMPLES / name / part) for name in PACKS for part in ("tests", "src")]
    options = ["--noconftest", "-p", "povrules.testing.plugin", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["--import-mode=importlib", "-c", "/dev/null", "--rootdir", str(EXAMPLES), "-q"]
    said = with_packs.run("python", "-m", "pytest", *options, *folders, PYTHONDONTWRITEBYTECODE="1")
    assert "failed" not in said
    assert "passed" in said

"""Nine packs, each broken in its own way, installed side by side: one message for each, and all other places answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import povrules as pr
from povrules.cli import main
from povrules.commands.new_pack import write_pack
from povrules.plugins.manager import PluginManager
from povrules.plugins.problem import PluginProblem
from tests.support.distributions import entries, install_package

DAY = "2024-10-01"
SOUND = "22"
HOUSEHOLD = {"area": "rural", "income_per_capita": 1_600_000, "deprivations": {"water": True}}
READ = "income_per_capita <= income_line[area] and not"

# kind: code of its province, file, what stands there, what is put there, the message
BROKEN = {
    "import_error": ("02", "__init__.py", "from pathlib", "import gone_for_good\nfrom pathlib",
                     r"the plugin vn\.02\.import_error .* is broken: it cannot be imported: .*'gone_for_good'"),
    "bad_yaml": ("04", "policies/parameters.yaml", "unit: VND/person/month", "unit: [",
                 r"bad_yaml/policies/parameters\.yaml:\d+:\d+: "),
    "unit_mismatch": ("06", "policies/parameters.yaml", "VND/person/month", "VND/person/year",
                      r"unit_mismatch/policies/rules\.yaml:15:21: units do not agree"),
    "undeclared_override": ("08", "policies/pack.yaml", "requires:", "namespace: vn\nrequires:",
                            r"vn\.08\.undeclared_override .*law of the nation .*its name says 08"),
    "overlapping_dates": ("10", "policies/parameters.yaml", "{from: 2026-01-01, u", "{from: 2024-01-01, u",
                          r"overlapping_dates/policies/parameters\.yaml:\d+:\d+: .*income_line has two values on 2024"),
    "wrong_place": ("11", "policies/pack.yaml", '"11"', '"12"',
                    r"its pack vn\.11\.wrong_place is law in 12, and its name says 11"),
    "old_api": ("14", "pyproject.toml", "povrules>=0.1,<0.2", "povrules>=0.0.3,<0.1",
                r"it needs povrules >=0\.0\.3,<0\.1, and this is povrules 0\.1\.0"),
    "duplicate_name": ("15", "pyproject.toml", "", "",
                       r"2 plugins have the name 'vn\.15\.duplicate_name', of another-one and povrules-duplicate-name"),
    "reaches_outside": ("17", "policies/rules.yaml", READ, READ.replace("income_line[area]", "p22.income_line[area]"),
                        r"reaches_outside/policies/rules\.yaml:16:\d+: p22 is another place"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The nine and a sound one."""
    folder, sources = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("sources")
    for kind, (code, file, old, new, _) in BROKEN.items():
        package = write_pack(kind, code, sources)
        path = package / file if file == "pyproject.toml" else package / "src" / f"povrules_{kind}" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        install_package(folder, package)
        if kind == "duplicate_name":
            project = package / "pyproject.toml"
            text = project.read_text(encoding="utf-8")
            project.write_text(text.replace("povrules-duplicate-name", "another-one"), encoding="utf-8")
            install_package(folder, package)
    install_package(folder, write_pack("sound", SOUND, sources))
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def manager(site: Path) -> PluginManager:
    return PluginManager(entry_points=entries(site))


@pytest.mark.parametrize("kind", BROKEN)
def test_its_place_is_refused_with_one_message(manager: PluginManager, kind: str) -> None:
    code, *_, message = BROKEN[kind]
    with pytest.raises(pr.PovrulesError, match=message) as caught:
        pr.load_policy(on=DAY, place=code, plugins=manager)
    assert "\n" not in str(caught.value)
    left_out = pr.load_policy(on=DAY, place=code, plugins=manager, without=[f"vn.{code}.{kind}"])
    assert left_out.assess(HOUSEHOLD).poverty_class == "average"


def test_other_places_and_the_nation_answer_as_if_they_were_not_there(manager: PluginManager) -> None:
    for place in ("vn", "01", "12", "60"):
        found = pr.load_policy(on=DAY, place=place, plugins=manager)
        assert found == pr.load_policy(on=DAY, place=place, plugins=PluginManager())
        assert found.assess(HOUSEHOLD).poverty_class == "average"
    sound = pr.load_policy(on=DAY, place=SOUND, plugins=manager).assess(HOUSEHOLD)
    assert (sound[f"{SOUND}:poverty_class"], sound.poverty_class) == (None, "average")


def test_a_register_of_all_of_them_answers_for_the_others(manager: PluginManager) -> None:
    codes = [code for code, *_ in BROKEN.values()]
    given = pl.DataFrame({
        "household_id": [f"H{code}" for code in (*codes, SOUND, "01")],
        "province": [*codes, SOUND, "01"],
        "area": ["rural"] * (len(codes) + 2),
        "income_per_capita": [1_900_000] * (len(codes) + 2),
    })  # fmt: skip
    out = pr.load_policy(on=DAY, place="by_row", plugins=manager).evaluate(given)
    assert out.households["household_id"].to_list() == [f"H{SOUND}", "H01"]
    assert out.households["poverty_class"].to_list() == ["average", "average"]
    reasons = dict(out.rejects.select("household_id", "reason_en").rows())
    assert len(reasons) == out.rejects.height == len(BROKEN)
    for code, *_, message in BROKEN.values():
        assert re.search(message, reasons[f"H{code}"]), reasons[f"H{code}"]


def test_the_command_tells_each_once(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("povrules.plugins.manager.entry_points", lambda group: entries(site))
    monkeypatch.setattr("povrules.plugins.loading._installed", lambda listed, path: PluginManager.installed())
    assert main(["plugins", "--lang", "en"]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if "  broken: " in line]
    assert len(said) == len(BROKEN) + 1  # both that have one name
    for kind, (code, *_, message) in BROKEN.items():
        told = message.partition("is broken: ")[2] or message
        if kind == "undeclared_override":
            told = "law of the nation"
        lines = [line for line in said if line.startswith(f"vn.{code}.{kind}  ")]
        assert lines
        assert all(re.search(told, line) for line in lines), lines


def test_the_kinds_are_loaded_the_same_in_any_order(site: Path) -> None:
    found = list(entries(site))
    assert PluginManager(entry_points=found).plugins == PluginManager(entry_points=found[::-1]).plugins


def test_leaving_out_by_the_name_of_a_twins_distribution_leaves_the_other(manager: PluginManager) -> None:
    policy = pr.load_policy(on=DAY, place="15", plugins=manager, without=["another-one"])
    assert "15:poverty_class" in {id for _, id in policy.resolved.facts}
    with pytest.raises(PluginProblem, match="no plugin 'another-won' to leave out"):
        pr.load_policy(on=DAY, place="15", plugins=manager, without=["another-won"])

"""The hooks: packs of the built-in plugins and of others, the same way."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import povrules as pr
from povrules.language.errors import PovrulesError
from povrules.plugins.manager import PluginManager
from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.problem import PluginProblem
from povrules.plugins.shipped import policies_folder
from povrules.plugins.specification import hook

LINE = """
instruments:
  QD-1:
    number: 1/2024/QĐ-UBND
    kind: decision
    title: {vi: Quyết định, en: Decision}
    issuer: {vi: Uỷ ban nhân dân tỉnh, en: Provincial People's Committee}
    issued: 2023-12-01
    source: ["https://example.org"]
    evidence: unverified
parameters:
  income_line:
    label: {vi: Chuẩn của tỉnh, en: Line of the province}
    unit: VND/person/month
    values: [{from: 2024-01-01, value: 1_900_000, enacted_by: QD-1, evidence: unverified}]
variables:
  below_line:
    of: household
    type: bool
    label: {vi: Dưới chuẩn của tỉnh, en: Below the line of the province}
    formula: "income_per_capita <= income_line"
"""


class Province:
    """A plugin is any object with hooks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[HookContext] = []

    @hook
    def provide_packs(self, context: HookContext) -> tuple[Pack, ...]:
        self.seen.append(context)
        return (Pack("p22.line", (self.folder,), version="3", namespace="22"),)


@pytest.fixture
def province(tmp_path: Path) -> Province:
    (tmp_path / "parameters.yaml").write_text(LINE, encoding="utf-8")
    return Province(tmp_path)


def test_the_national_standard_is_a_pack_like_any_other() -> None:
    (national,) = (pack for pack in PluginManager().packs() if pack.id == "vn.poverty_standard")
    assert national.namespace == "vn"
    assert all(folder.is_relative_to(policies_folder()) and folder.is_dir() for folder in national.folders)


def test_packs_of_others_stand_beside_it_by_id(province: Province) -> None:
    manager = PluginManager([province], version="9.9")
    built_in = [pack.id for pack in PluginManager().packs()]
    assert [pack.id for pack in manager.packs()] == ["p22.line", *built_in]
    assert province.seen == [HookContext("9.9")]
    assert [pack.id for pack in PluginManager().packs()] == built_in  # managers share nothing


def test_a_province_specialises_in_its_own_namespace(province: Province) -> None:
    policy = pr.load_policy(on="2024-10-01", place="22", plugins=PluginManager([province]))
    assert policy.parameter("22:income_line") == 1_900_000
    assert policy.parameter("income_line", "rural") == 1_500_000
    found = policy.assess({"area": "rural", "income_per_capita": 1_800_000})
    assert found["22:below_line"] is True
    assert found.poverty_class == "average"
    assert ("p22.line", "22", "3") in policy.resolved.packs
    assert policy != pr.load_policy(on="2024-10-01", place="22")
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_a_province_is_law_in_its_place_alone(province: Province) -> None:
    for place in ("vn", "79"):
        policy = pr.load_policy(on="2024-10-01", place=place, plugins=PluginManager([province]))
        assert "22:income_line" not in policy.resolved.parameters


def test_a_pack_handed_over_twice_is_refused(province: Province) -> None:
    other = Province(province.folder)
    with pytest.raises(PovrulesError, match=r"'p22\.line' is handed over by 2 plugins"):
        pr.load_policy(on="2024-10-01", place="22", plugins=PluginManager([province, other]))


def test_a_misspelt_hook_is_refused() -> None:
    class Misspelt:
        @hook
        def provide_pack(self, context: HookContext) -> tuple[Pack, ...]:
            return ()

    with pytest.raises(PluginProblem, match=r"unknown hook 'provide_pack'.*did you mean 'provide_packs'"):
        PluginManager([Misspelt()])


def test_a_hook_that_asks_for_what_is_not_there_is_refused() -> None:
    class Greedy:
        @hook
        def provide_packs(self, context: HookContext, registry: object) -> tuple[Pack, ...]:
            return ()

    with pytest.raises(PluginProblem, match="registry"):
        PluginManager([Greedy()])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = Province(tmp_path / "nowhere")
    with pytest.raises(PovrulesError, match="nowhere"):
        pr.load_policy(on="2024-10-01", place="22", plugins=PluginManager([missing]))


def test_packs_and_contexts_are_values() -> None:
    pack = Pack("vn.x", (Path("a"),))
    assert pack == Pack("vn.x", (Path("a"),))
    assert hash(pack) == hash(Pack("vn.x", (Path("a"),)))
    with pytest.raises(AttributeError):
        pack.id = "y"  # type: ignore[misc]


class Nation:
    """A plugin with a pack of the nation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hook
    def provide_packs(self, context: HookContext) -> tuple[Pack, ...]:
        return (Pack("vn.other_lines", (self.folder,), version="1"),)


def test_a_definition_of_the_nation_restated_unasked_names_its_plugin(tmp_path: Path) -> None:
    (tmp_path / "parameters.yaml").write_text(LINE, encoding="utf-8")
    manager = PluginManager([Nation(tmp_path)])
    (name,) = (plugin.name for plugin in manager.installed_plugins)
    with pytest.raises(pr.PovrulesError, match="income_line is declared twice") as caught:
        pr.load_policy(on="2024-10-01", plugins=manager)
    assert str(caught.value).endswith(f"or the plugin {name} left out: without=[{name!r}]")
    assert (
        pr.load_policy(on="2024-10-01", plugins=manager, without=[name]).parameter("income_line", "rural") == 1_500_000
    )

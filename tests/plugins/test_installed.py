"""Installed plugins: each loaded by itself, set aside with its reason, and its places refused until it is repaired."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

import povrules as pr
from povrules.plugins.manager import PluginManager
from povrules.plugins.plugin import Plugin
from povrules.plugins.problem import PluginProblem
from tests.support.distributions import entries, install, pack_source

LAW = """
coverage: {from: 2022-01-01, to: 2026-12-31}
instruments:
  NQ-CODE:
    number: 1/2021/NQ-HĐND
    kind: resolution
    title: {vi: Nghị quyết, en: Resolution}
    issuer: {vi: Hội đồng nhân dân tỉnh, en: Provincial People's Council}
    issued: 2021-12-01
    evidence: unverified
parameters:
  income_line:
    label: {vi: Chuẩn của tỉnh, en: Line of the province}
    unit: VND/person/month
    values: [{from: 2022-01-01, to: 2026-12-31, value: 1_900_000, enacted_by: NQ-CODE, evidence: unverified}]
variables:
  below_line:
    of: household
    type: bool
    label: {vi: Dưới chuẩn của tỉnh, en: Below the line of the province}
    formula: "income_per_capita <= income_line"
"""
HOUSEHOLD = {"area": "rural", "income_per_capita": 1_800_000}
Add = Callable[..., None]
numbers = itertools.count()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def add(site: Path, tmp_path: Path) -> Add:
    """Installs a pack of a place, or a module with the source given."""

    def made(
        code: str, *, name: str = "", entry: str = "", source: str | None = None, law: str = LAW, **rest: str
    ) -> None:
        number = next(numbers)
        folder = tmp_path / f"law{number}"
        folder.mkdir()
        (folder / "law.yaml").write_text(law.replace("CODE", code), encoding="utf-8")
        given = pack_source(folder, f"vn.{code}.line", code) if source is None else source
        install(site, name or f"pack-{code}-{number}", entry or f"vn.{code}.line", f"pack_{number}", given, **rest)

    return made


def manager(site: Path, **choices: tuple[str, ...]) -> PluginManager:
    return PluginManager(entry_points=entries(site), **choices)


def state(found: PluginManager, name: str) -> Plugin:
    return next(plugin for plugin in found.installed_plugins if plugin.name == name)


def local(found: PluginManager, place: str) -> object:
    return pr.load_policy(on="2024-10-01", place=place, plugins=found).assess(HOUSEHOLD)[f"{place}:below_line"]


def nation_answers(found: PluginManager, *places: str) -> None:
    for place in ("vn", *places):
        policy = pr.load_policy(on="2024-10-01", place=place, plugins=found)
        assert policy.assess(HOUSEHOLD).poverty_class == "average"


def test_an_installed_pack_is_found_and_tells_what_it_is(site: Path, add: Add) -> None:
    add("22", name="povrules-quang-ninh")
    found = manager(site)
    plugin = state(found, "vn.22.line")
    assert (plugin.state, plugin.distribution, plugin.version, plugin.touches) == (
        "loaded", "povrules-quang-ninh", "1.0", ("22",),
    )  # fmt: skip
    assert plugin.provides == ("pack vn.22.line 1",)
    assert local(found, "22") is True
    nation_answers(found)


def test_an_import_error_names_the_plugin_and_only_its_places_refuse(site: Path, add: Add) -> None:
    add("22", name="povrules-quang-ninh", source="import a_module_that_is_not_there\n")
    add("01")
    found = manager(site)
    assert state(found, "vn.22.line").state == "broken"
    with pytest.raises(PluginProblem) as caught:
        pr.load_policy(on="2024-10-01", place="22", plugins=found)
    message = str(caught.value)
    for part in (
        "no answer for the place '22'", "vn.22.line (povrules-quang-ninh 1.0)", "a_module_that_is_not_there",
        "without=['vn.22.line']", "POVRULES_WITHOUT",
    ):  # fmt: skip
        assert part in message
    nation_answers(found, "60")
    assert local(found, "01") is True


@pytest.mark.parametrize("name", ["vn.22.line", "povrules-quang-ninh"])
def test_left_out_by_name_the_place_answers_by_the_nations_law(site: Path, add: Add, name: str) -> None:
    add("22", name="povrules-quang-ninh", source="raise RuntimeError('no')\n")
    policy = pr.load_policy(on="2024-10-01", place="22", plugins=manager(site), without=[name])
    assert policy.assess(HOUSEHOLD).poverty_class == "average"
    assert state(policy.plugins, "vn.22.line").state == "left out"


def test_the_environment_leaves_out_too(site: Path, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add("22", source="raise SystemExit(3)\n")
    monkeypatch.setenv("POVRULES_WITHOUT", "vn.22.line, vn.99.gone")
    found = PluginManager.installed()
    assert state(found, "vn.22.line").state == "left out"
    assert found.stale == ("vn.99.gone",)
    assert pr.load_policy(on="2024-10-01", place="22").assess(HOUSEHOLD).poverty_class == "average"
    monkeypatch.delenv("POVRULES_WITHOUT")
    with pytest.raises(PluginProblem, match="SystemExit"):
        pr.load_policy(on="2024-10-01", place="22")


def test_leaving_out_what_nobody_has_is_an_error(site: Path, add: Add) -> None:
    add("22")
    with pytest.raises(PluginProblem, match=r"no plugin 'vn.22.lin' to leave out.*did you mean 'vn.22.line'"):
        pr.load_policy(on="2024-10-01", plugins=manager(site), without=["vn.22.lin"])
    with pytest.raises(pr.PovrulesError, match="is one text"):
        pr.load_policy(on="2024-10-01", without="vn.22.line")


def test_two_plugins_of_one_name_are_an_error_that_names_both(site: Path, add: Add) -> None:
    add("22", name="first-pack")
    add("22", name="second-pack")
    found = manager(site)
    with pytest.raises(PluginProblem, match=r"2 plugins have the name 'vn.22.line', of first-pack and second-pack"):
        pr.load_policy(on="2024-10-01", place="22", plugins=found)
    nation_answers(found, "01")
    alone = pr.load_policy(on="2024-10-01", place="22", plugins=found, without=["second-pack"])
    assert alone.assess(HOUSEHOLD)["22:below_line"] is True


def test_two_plugins_with_one_pack_are_an_error_that_names_both(site: Path, add: Add, tmp_path: Path) -> None:
    add("22", name="first-pack", entry="vn.22.one")
    add("22", name="second-pack", entry="vn.22.two")
    found = manager(site)
    with pytest.raises(PluginProblem, match=r"'vn.22.line' is provided by vn.22.one \(first.* and vn.22.two \(second"):
        pr.load_policy(on="2024-10-01", place="22", plugins=found)
    nation_answers(found)


@pytest.mark.parametrize(
    ("requires", "fine"),
    [
        ("povrules>=0.1,<0.2", True), ("povrules", True), ("povrules (>=0.1)", True), ("Pov_Rules>=9", True),
        ("povrules>=9; extra == 'later'", True), ("povrules>=9", False), ("povrules<0.1", False),
        ("povrules[files]~=0.0.1", False),
    ],
)  # fmt: skip
def test_the_range_of_the_library_is_held(site: Path, add: Add, requires: str, fine: bool) -> None:
    add("22", requires=requires)
    plugin = state(manager(site), "vn.22.line")
    assert plugin.state == ("loaded" if fine else "broken")
    if not fine:
        wanted = requires.removeprefix("povrules").removeprefix("[files]")
        assert plugin.reason == f"it needs povrules {wanted}, and this is povrules 0.1.0"


def test_a_pack_of_another_place_than_its_name_says_is_refused(site: Path, add: Add) -> None:
    add("01", entry="vn.22.line")
    found = manager(site)
    assert state(found, "vn.22.line").reason == "its pack vn.01.line is law in 01, and its name says 22"
    with pytest.raises(PluginProblem, match="law in 01"):
        pr.load_policy(on="2024-10-01", place="22", plugins=found)
    nation_answers(found, "01")


def test_a_pack_under_a_name_that_is_no_place_is_refused(site: Path, add: Add) -> None:
    add("22", entry="engine.fast")
    assert "its name says no place" in state(manager(site), "engine.fast").reason


def test_a_name_that_says_nothing_might_be_any_place(site: Path, add: Add) -> None:
    add("22", entry="quang_ninh")
    found = manager(site)
    nation_answers(found)
    for place in ("22", "01"):
        with pytest.raises(PluginProblem, match="'quang_ninh' is not the name of a plugin; expected vn"):
            pr.load_policy(on="2024-10-01", place=place, plugins=found)


def test_a_broken_plugin_of_the_nation_silences_everything_until_left_out(site: Path, add: Add) -> None:
    add("22", entry="vn.extra", source="1 / 0\n")
    found = manager(site)
    with pytest.raises(PluginProblem, match=r"vn\.extra .*ZeroDivisionError"):
        pr.load_policy(on="2024-10-01", plugins=found)
    nation_answers(found.without(["vn.extra"]), "22")


HOOK = "from povrules.plugins import hook\n@hook\ndef "
HOOKS = {
    HOOK + "provide_pack(context):\n    return ()\n": "unknown hook 'provide_pack'",
    HOOK + "provide_packs(registry):\n    return ()\n": "registry",
    HOOK + "provide_packs(context):\n    return 'text'\n": "returned str",
    HOOK + "provide_packs(context):\n    return (1,)\n": "returned int in its tuple",
    HOOK + "provide_engines(context):\n    1 / 0\n": "provide_engines failed: ZeroDivisionError",
    "from povrules.plugins import OldThing\n": "cannot import name 'OldThing'",
}


@pytest.mark.parametrize("source", HOOKS)
def test_hooks_that_do_not_fit_break_their_plugin_alone(site: Path, add: Add, source: str) -> None:
    add("22", source=source)
    found = manager(site)
    assert HOOKS[source] in state(found, "vn.22.line").reason
    nation_answers(found, "01")


def test_a_broken_plugin_of_an_old_province_silences_the_merged_one_too(site: Path, add: Add) -> None:
    add("60", source="1 / 0\n")
    found = manager(site)
    pr.load_policy(on="2025-06-30", place="68", plugins=found)
    for place in ("60", "68"):
        with pytest.raises(PluginProblem, match=r"vn\.60\.line"):
            pr.load_policy(on="2025-07-01", place=place, plugins=found)


LAW_PROBLEMS = {
    "bad YAML": (LAW.replace("label: {vi: Chuẩn của tỉnh,", "label: {vi: Chuẩn của tỉnh"), "law.yaml:1[0-9]:"),
    "unknown key": (LAW.replace("unit:", "units:"), "unknown key 'units'.*did you mean 'unit'"),
    "unit mismatch": (LAW.replace("VND/person/month", "VND/person/year"), "law.yaml:21:15: units do not agree"),
    "overlapping dates": (
        LAW.replace(
            "values: [{", "values: [{from: 2021-01-01, value: 1, enacted_by: NQ-CODE, evidence: unverified}, {"
        ),
        "income_line has two values on 2022-01-01",
    ),
    "reaches outside": (LAW.replace("<= income_line", "<= p01.income_line"), "p01 is another place"),
    "constrains the nation": (
        LAW + "constraints:\n  rich:\n    of: household\n    label: {vi: a, en: a}\n    that: income_per_capita >= 5\n",
        "reaches outside the place 22",
    ),
    "groups the nation's": (
        LAW + "overlaps:\n  one:\n    of: household\n    label: {vi: a, en: a}\n"
        "    among: [electricity_support, phone_support]\n"
        "    key: order\n    keep: first\n    rules: [{from: 2022-01-01, enacted_by: NQ-22, evidence: unverified}]\n",
        "group one reaches outside the place 22",
    ),
    "an instrument of the nation": (LAW.replace("NQ-CODE", "ND-07-2021"), "ND-07-2021 is declared twice"),
}


@pytest.mark.parametrize("kind", LAW_PROBLEMS)
def test_law_that_does_not_hold_together_stops_its_place_alone(site: Path, add: Add, kind: str) -> None:
    law, message = LAW_PROBLEMS[kind]
    add("22", law=law)
    add("01")
    found = manager(site)
    with pytest.raises(pr.PovrulesError, match=message):
        pr.load_policy(on="2024-10-01", place="22", plugins=found)
    nation_answers(found, "60")
    assert local(found, "01") is True


def test_nothing_of_a_manager_is_shared(site: Path, add: Add) -> None:
    add("22")
    one, other = manager(site), PluginManager()
    assert [p.name for p in one.installed_plugins] == ["vn.22.line"]
    assert other.installed_plugins == ()


def test_order_of_installation_does_not_matter(site: Path, add: Add) -> None:
    add("22")
    add("01")
    forth = PluginManager(entry_points=list(entries(site)))
    back = PluginManager(entry_points=list(entries(site))[::-1])
    assert forth.packs() == back.packs()
    assert forth.plugins == back.plugins


ENGINE = """
from povrules.decisions.evaluated import evaluate
from povrules.plugins import Engine, IssuedRecord, Reader, Report, hook
from povrules.law.model import Words
import polars as pl

told = []

def by_reference(policy, register, wanted, method):
    from povrules.decisions.evaluated import by_reference
    return by_reference(policy, register, wanted, method)

@hook
def provide_engines(context):
    return (Engine("mirror", by_reference),)

@hook
def provide_readers(context):
    def read(path):
        return pl.DataFrame({"household_id": path.read_text().split(), "area": "rural"}), None
    return (Reader((".ids",), read),)

@hook
def provide_reports(context):
    def make(found):
        return found.frames[0].group_by("poverty_class").len().sort("poverty_class")
    return (Report("classes", Words("Số hộ theo loại", "Households by class"), make),)

@hook
def record_issued(context):
    told.append(context)
    if "bad" in context.record:
        raise ValueError("cannot keep it")
"""


def test_engines_readers_reports_and_the_observer(site: Path, add: Add, tmp_path: Path) -> None:
    add("22", entry="office.extras", source=ENGINE)
    found = manager(site)
    assert state(found, "office.extras").provides == ("engine mirror", "reader .ids", "report classes")
    (tmp_path / "some.ids").write_text("H1 H2", encoding="utf-8")
    register = pr.read_register(tmp_path / "some.ids", plugins=found)
    policy = pr.load_policy(on="2024-10-01", plugins=found)
    out, other = policy.evaluate(register, engine="mirror"), policy.evaluate(register)
    assert out.frames[0].equals(other.frames[0])
    assert policy.report("classes", out).rows() == [(None, 2)]
    assert found.tell_issued('{"a": 1}', "22") == ()
    (problem,) = found.tell_issued('{"bad": 1}', "22")
    assert "office.extras" in problem
    assert "cannot keep it" in problem
    with pytest.raises(PluginProblem, match="no engine 'miror'; expected columnar, reference; did you mean 'mirror'"):
        policy.evaluate(register, engine="miror")
    with pytest.raises(PluginProblem, match="no report 'x'"):
        policy.report("x", out)


def test_an_engine_that_two_have_is_an_error_when_it_is_asked_for(site: Path, add: Add) -> None:
    add("22", entry="office.one", source=ENGINE)
    add("22", entry="office.two", source=ENGINE)
    found = manager(site)
    with pytest.raises(PluginProblem, match=r"two plugins have the engine 'mirror': office\.one.* and office\.two"):
        found.engine("mirror")


def test_the_command_shows_every_plugin(
    site: Path, add: Add, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from povrules.cli import main

    add("22", name="povrules-quang-ninh")
    add("01", source="import gone_for_good\n")
    add("38", law=LAW.replace("VND/person/month", "VND/person/year"))
    add("60", law=LAW)
    monkeypatch.setenv("POVRULES_WITHOUT", "vn.60.line,vn.1.x")
    assert main(["plugins", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    for part in (
        "national_standard  built in  loaded", "vn.22.line  povrules-quang-ninh 1.0  loaded",
        "provides: pack vn.22.line 1", "touches: Quảng Ninh (22)", "gone_for_good", "broken", "units do not agree",
        "vn.60.line", "left out", "POVRULES_WITHOUT names vn.1.x",
    ):  # fmt: skip
        assert part in said

"""In a merged province the commune decides which household a local rule is for."""

from __future__ import annotations

from pathlib import Path

import pytest

import povrules as pr
from povrules.language.errors import PovrulesError
from povrules.law.territories import Territory
from povrules.plugins.manager import PluginManager
from povrules.plugins.offers import HookContext
from povrules.plugins.pack import Pack
from povrules.plugins.specification import hook

LAW = """
coverage: {from: 2022-01-01, to: 2026-12-31}
instruments:
  NQ-1:
    number: 1/2022/NQ-HĐND
    kind: resolution
    title: {vi: Nghị quyết, en: Resolution}
    issuer: {vi: Hội đồng nhân dân tỉnh, en: Provincial People's Council}
    issued: 2021-12-01
    evidence: unverified
parameters:
  local_line:
    label: {vi: Chuẩn của tỉnh, en: Line of the province}
    unit: VND/person/month
    values: [{from: 2022-01-01, to: 2026-12-31, value: 3_000_000, enacted_by: NQ-1, evidence: unverified}]
decisions:
  poverty_class:
    of: household
    type: poverty_class
    hit: unique
    label: {vi: Phân loại của tỉnh, en: Class of the province}
    tables:
      - from: 2022-01-01
        to: 2026-12-31
        enacted_by: NQ-1
        evidence: unverified
        rows:
          - {when: "income_per_capita <= local_line", then: poor}
          - {otherwise: above}
  helped:
    of: household
    type: bool
    hit: unique
    label: {vi: Được hỗ trợ, en: Helped}
    tables:
      - {from: 2022-01-01, to: 2025-06-30, enacted_by: NQ-1, evidence: unverified, rows: [{otherwise: true}]}
"""
COMMUNES = """
variables:
  in_territory:
    of: household
    type: bool
    label: {vi: Hộ ở xã của tỉnh cũ, en: In a commune of the old province}
    formula: 'commune in ["22001", "22002"]'
"""
LIVING = {"area": "rural", "income_per_capita": 1_800_000}


class Province:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hook
    def provide_packs(self, context: HookContext) -> tuple[Pack, ...]:
        return (Pack("vn.60.test", (self.folder,), namespace="60", places=(Territory("60"),)),)


def policy(folder: Path, on: str, place: str, *texts: str) -> pr.Policy:
    for number, text in enumerate((LAW, *texts)):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return pr.load_policy(on=on, place=place, plugins=PluginManager([Province(folder)]))


def test_in_the_whole_place_nobody_is_asked(tmp_path: Path) -> None:
    found = policy(tmp_path, "2025-06-30", "60").assess(LIVING)
    assert (found["60:poverty_class"], found.poverty_class, found["60:in_territory"]) == ("poor", "average", True)


@pytest.mark.parametrize(("former", "expected"), [("60", "poor"), ("Bình Thuận", "poor"), ("68", "average")])
def test_in_a_merged_province_the_old_one_decides(tmp_path: Path, former: str, expected: str) -> None:
    found = policy(tmp_path, "2025-10-01", "68").assess({**LIVING, "former_province": former})
    assert found["60:poverty_class"] == expected
    assert found.poverty_class == "average"


def test_without_it_the_answer_is_undetermined(tmp_path: Path) -> None:
    found = policy(tmp_path, "2025-10-01", "68").assess(LIVING).outcome("60:poverty_class")
    assert (found.value, found.possible, found.missing, found.reason) == (
        None, ("poor", "average"), ("former_province",), "fact",
    )  # fmt: skip


def test_a_list_of_communes_of_its_own_stands_before_the_old_province(tmp_path: Path) -> None:
    law = policy(tmp_path, "2025-10-01", "68", COMMUNES)
    assert law.assess({**LIVING, "commune": "22002"})["60:poverty_class"] == "poor"
    assert law.assess({**LIVING, "commune": "24001"})["60:poverty_class"] == "average"
    assert law.assess(LIVING).outcome("60:poverty_class").missing == ("commune",)
    assert policy(tmp_path, "2025-06-30", "60", COMMUNES).assess(LIVING)["60:poverty_class"] == "poor"


def test_unknown_law_is_unknown_inside_the_territory_only(tmp_path: Path) -> None:
    law = policy(tmp_path, "2025-10-01", "68")
    assert law.assess({**LIVING, "former_province": "68"})["60:helped"] is False
    assert law.assess({**LIVING, "former_province": "60"}).outcome("60:helped").reason == "law"
    assert law.assess(LIVING).outcome("60:helped").reason == "law"


def test_the_old_code_can_still_be_asked(tmp_path: Path) -> None:
    found = policy(tmp_path, "2025-10-01", "60").assess(LIVING)
    assert (found["60:poverty_class"], found.outcome("60:helped").reason) == ("poor", "law")


def test_a_class_without_an_answer_outside_is_refused(tmp_path: Path) -> None:
    own = LAW.replace("poverty_class:", "local_class:", 1).replace("type: poverty_class", "type: own").replace(
        "instruments:", "enums:\n  own:\n    label: {vi: a, en: a}\n    members: {poor: {vi: a, en: a}, "
        "above: {vi: b, en: b}}\ninstruments:", 1
    )  # fmt: skip
    (tmp_path / "0.yaml").write_text(own, encoding="utf-8")
    manager = PluginManager([Province(tmp_path)])
    pr.load_policy(on="2025-06-30", place="60", plugins=manager)
    with pytest.raises(PovrulesError, match="60:local_class has no answer for households outside"):
        pr.load_policy(on="2025-10-01", place="68", plugins=manager)

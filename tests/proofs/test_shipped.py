"""All that is shipped is proved: the nation by diagrams, on chosen days by z3 too, and the packs of places by both."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from povrules.commands.check import Handed
from povrules.commands.folders import folders_of, packs_below
from povrules.commands.proving import laws_of_packs
from povrules.law.changes import days_of_change
from povrules.law.reading import read_law
from povrules.plugins.manager import PluginManager
from povrules.policy.merging import PackText
from povrules.policy.resolved import ResolvedPolicy
from povrules.policy.resolving import resolve
from povrules.proofs.by_z3 import ByZ3
from povrules.proofs.exemptions import read_exemptions
from povrules.proofs.proving import Proving
from povrules.proofs.stored import NAME, read_proofs

ROOT = Path(__file__).parents[2]
PLUGINS = sorted((ROOT / "examples" / "plugins").iterdir())
CLOSELY = (date(2020, 11, 1), date(2024, 7, 1), date(2025, 12, 1))


@lru_cache
def laws() -> dict[date, ResolvedPolicy]:
    packs = [
        PackText(pack.id, pack.namespace, pack.version, tuple(read_law(folder) for folder in pack.folders))
        for pack in folders_of(None).packs
    ]
    days = days_of_change([text for pack in packs for text in pack.texts])
    return {day: resolve(packs, on=day) for day in sorted({*days, *CLOSELY})}


def test_everything_is_proved_on_every_day() -> None:
    proving = Proving()
    verdicts = [proof for law in laws().values() for proof in proving.prove(law)]
    assert [proof for proof in verdicts if proof.verdict != "proved"] == []
    assert {proof.kind for proof in verdicts} == {"overlap", "shadowed", "reachable", "monotone"}
    # Who gets a programme, or fits a row, is always somebody: a household that was replayed.
    assert all((proof.witness is not None) == (proof.kind in ("reachable", "shadowed")) for proof in verdicts)
    kept = read_proofs(ROOT / "policies" / NAME)
    missing = [proof for digest, proof in proving.known.items() if digest not in kept and proof.on not in CLOSELY]
    assert missing == [], "write them: povrules check --prove --proofs policies/proofs.json"


@pytest.mark.parametrize("day", CLOSELY)
def test_both_provers_say_the_same(day: date) -> None:
    proofs = list(Proving(second=ByZ3, both=True).prove(laws()[day]))
    assert all(proof.verdict == "proved" for proof in proofs)
    # What z3 does not settle (an unknown day with months added to it) may be reachability alone.
    assert {proof.kind for proof in proofs if "z3" not in proof.by} <= {"reachable"}


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_packs_of_places(folder: Path) -> None:
    packs = packs_below(str(folder))
    proving = Proving(second=ByZ3, both=True)
    found = [proof for law, space in laws_of_packs(PluginManager([Handed(packs)]), packs) for proof in
             proving.prove(law, space)]  # fmt: skip
    assert found
    assert [proof for proof in found if proof.verdict != "proved"] == []


def test_exemptions_only_ever_shrink() -> None:
    folders = [folder for pack in folders_of(None).packs for folder in pack.folders]
    assert len(read_exemptions(folders)) == 0

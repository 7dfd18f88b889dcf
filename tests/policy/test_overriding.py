"""A correction of the nation's text is declared, with reason and citation; nothing else restates it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from povrules.law.errors import LawError
from povrules.policy.pack_text import PackText
from povrules.policy.resolving import resolve
from tests.support.packs import pack

LINE = """
parameters:
  line:
    label: {vi: Chuẩn, en: Line}
    unit: VND/person/month
    values: [{from: 2020-01-01, value: NUMBER, enacted_by: ND-1, evidence: secondary}]
"""
DAY = date(2024, 6, 30)


def base(folder: Path) -> PackText:
    return pack(folder / "base", LINE.replace("NUMBER", "100"), id="vn.base")


def correction(folder: Path, name: str = "fix", **parts: object) -> PackText:
    found = pack(folder / name, LINE.replace("NUMBER", "120"), id=f"vn.{name}", base="")
    return replace(found, **parts)  # type: ignore[arg-type]


def test_a_declared_correction_counts_whatever_the_order(tmp_path: Path) -> None:
    packs = [base(tmp_path), correction(tmp_path, overrides=("line",))]
    for order in (packs, packs[::-1]):
        assert resolve(order, on=DAY).parameters["vn:line"].value() == 120


def test_an_undeclared_one_is_refused_with_both_places(tmp_path: Path) -> None:
    with pytest.raises(
        LawError, match=r"line is declared twice; the first stands at .*base.*overrides:.*reason"
    ) as caught:
        resolve([base(tmp_path), correction(tmp_path)], on=DAY)
    assert "fix" in str(caught.value.span)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"overrides": ("lien",)}, "overrides lien and does not define it"),
        ({"overrides": ("line",), "namespace": "22"}, "overrides line, which is the nation's"),
    ],
)
def test_what_no_correction_is(tmp_path: Path, parts: dict[str, object], message: str) -> None:
    with pytest.raises(LawError, match=message):
        resolve([base(tmp_path), correction(tmp_path, **parts)], on=DAY)


def test_nothing_to_correct_and_two_corrections_are_refused(tmp_path: Path) -> None:
    fix = correction(tmp_path, overrides=("line",))
    other = pack(tmp_path / "other", "", id="vn.other")
    with pytest.raises(LawError, match=r"vn\.fix overrides line, and there is none"):
        resolve([other, fix], on=DAY)
    with pytest.raises(LawError, match=r"line is overridden twice, by vn\.fix and vn\.more"):
        resolve([base(tmp_path), fix, correction(tmp_path, "more", overrides=("line",))], on=DAY)

"""`povrules new-pack` writes a package that keeps the contract as it stands; `povrules check` says what does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from povrules.commands.new_pack import write_pack
from povrules.language.errors import PovrulesError
from tests.cli.conftest import Command

POLICIES = Path("src") / "povrules_thu" / "policies"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack("thu", "38", tmp_path)


def edit(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / POLICIES / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_it_writes_a_package_and_says_what_is_next(povrules: Command, tmp_path: Path) -> None:
    said = povrules("new-pack", "ha-noi", "--place", "01", "--into", tmp_path, "--lang", "vi")
    assert said.code == 0
    assert f"cd {tmp_path / 'ha_noi'}" in said.out
    project = (tmp_path / "ha_noi" / "pyproject.toml").read_text(encoding="utf-8")
    assert '"vn.01.ha_noi" = "povrules_ha_noi"' in project
    assert 'name = "povrules-ha-noi"' in project
    assert "Hà Nội" in (tmp_path / "ha_noi" / "README.md").read_text(encoding="utf-8")
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "ha_noi").rglob("*") if path.is_file())
    assert not re.search(r"@\w+@", written)


def test_as_it_stands_nothing_is_wrong(povrules: Command, pack: Path) -> None:
    said = povrules("check", pack, "--lang", "en")
    assert said.code == 0, said.out
    assert said.out.splitlines() == [
        "Pack vn.38.thu: 2 days of change, 1 tables proved, 3 worked households, "
        "18 drawn households through every engine",
        "nothing is wrong",
    ]


WRONG = {
    "bad YAML": ("parameters.yaml", "parameters:", "parameters: [", r"parameters.yaml:\d+"),
    "unit mismatch": ("parameters.yaml", "VND/person/month", "VND/person/year", "rules.yaml:15:21: units do not agree"),
    "overlapping dates": ("parameters.yaml", "to: 2025-12-31", "to: 2026-12-31", "income_line has two values"),
    "a gap": ("rules.yaml", "          - {otherwise: above}\n", "", "some facts fit no row"),
    "an overlap": ("rules.yaml", "and not at_least(deprivation_cutoff, deprivations)", "", "fit"),
    "wrong place": ("pack.yaml", '"38"', '"97"', "no place '97'"),
    "unknown pack": ("pack.yaml", "vn.poverty_standard", "vn.poverty_standart", "did you mean 'vn.poverty_standard'"),
    "no citation": ("parameters.yaml", "enacted_by: NQ-EXAMPLE, at", "at", "without a citation does not load"),
    "another answer": ("cases.yaml", "above, poverty", "poor, poverty", r"cases.yaml:\d+:\d+: just-above.*found above"),
    "reaches outside": ("rules.yaml", "<= income_line[area] and", "<= p79.poor_line and", "p79 is another place"),
    "an unknown key in pack.yaml": ("pack.yaml", "requires", "require", "unknown key 'require'.*'requires'"),
    "no coverage": ("parameters.yaml", "coverage: {from: 2023-01-01, to: 2026-12-31}", "", "which days it knows"),
    "overrides the nation": (
        "pack.yaml", "requires:",
        'overrides:\n  - {id: income_line, because: {vi: a, en: a}, citation: "b"}\nrequires:',
        "pack.yaml:7:5: a place overrides nothing of the nation",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_said_in_a_line(povrules: Command, pack: Path, kind: str) -> None:
    file, old, new, message = WRONG[kind]
    edit(pack, file, old, new)
    said = povrules("check", pack, "--lang", "en")
    assert said.code in (1, 2)
    assert any(re.search(message, line) for line in (said.out + said.err).splitlines()), said.out + said.err


@pytest.mark.parametrize(
    ("name", "code", "place_name", "message"),
    [
        ("Thử", "38", None, "is not the name of a pack"),
        ("thu", "x1", None, "is not the code of a place"),
        ("thu", "97", None, "no place has the code '97'"),
        ("thu", "22", "Hạ Long", "the place 22 is Quảng Ninh"),
    ],
)
def test_what_cannot_be_a_pack(tmp_path: Path, name: str, code: str, place_name: str | None, message: str) -> None:
    with pytest.raises(PovrulesError, match=message):
        write_pack(name, code, tmp_path, place_name)


def test_nothing_is_written_over(tmp_path: Path, pack: Path) -> None:
    with pytest.raises(PovrulesError, match="is there already"):
        write_pack("thu", "38", tmp_path)

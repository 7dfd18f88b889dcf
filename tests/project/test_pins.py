"""The pinned versions: whole, equal in all files, and without the address of any registry or machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ["dev.txt", "run.txt", "durable.txt", "notebook.txt"]
ADDRESS = re.compile(r"://|--index|--find-links|--trusted-host|@ |(^|\s)/\w|\b[a-z0-9-]+\.(org|com|net|io)\b", re.M)
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[0-9][\w.]*)( ; python_version < \"3\.13\")?\Z")


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    found = [PIN.match(line) for line in lines if line and not line.lstrip().startswith("#")]
    assert None not in found, f"a line of {file} is no plain pin"
    return {match["name"]: match["version"] for match in found if match}


def normal(requirement: str) -> str:
    return re.split(r"[><=~!;\[ ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("file", FILES)
def test_no_address_and_no_path(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    assert not ADDRESS.search(text)


def test_all_files_pin_the_same_versions() -> None:
    development = pins("dev.txt")
    assert pins("run.txt").items() <= pins("durable.txt").items() <= development.items()
    assert [(name, at) for name, at in pins("notebook.txt").items() if development.get(name, at) != at] == []


def test_every_direct_requirement_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    build, direct = project["build-system"]["requires"], project["project"]["dependencies"]
    assert {normal(r) for r in [*build, *direct, *extras["cli"], *extras["files"]]} <= pins("run.txt").keys()
    assert {normal(r) for r in extras["durable"]} <= pins("durable.txt").keys()
    others = [r for name, part in extras.items() if name != "notebook" for r in part]
    assert {normal(r) for r in others} - {"povrules"} <= pins("dev.txt").keys()
    assert {normal(r) for r in [*extras["notebook"], *extras["cli"]]} - {"povrules"} <= pins("notebook.txt").keys()

"""The published JSON Schema takes every policy file there is, and refuses what the reader refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from povrules.law.json_schema import policy_schema, schema_of
from povrules.law.reading import OTHER_FILES
from povrules.plugins.manifest import PackDoc

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / "policies", ROOT / "examples" / "plugins"]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.yaml"))
SCHEMA = policy_schema()
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "number": (int, float),
}  # fmt: skip


class Plain(yaml.SafeLoader):
    """Days stay text, as an editor sees them."""


Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "") -> list[str]:
    """The part of JSON Schema that the published one uses."""
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
    if "oneOf" in schema:
        fits = [not problems(value, each, root, path) for each in schema["oneOf"]]
        return [] if sum(fits) == 1 else [f"{path}: {sum(fits)} forms fit"]
    found: list[str] = []
    if "enum" in schema and str(value) not in schema["enum"]:
        found.append(f"{path}: {value!r} is no word for this place")
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: not {schema['const']}")
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    allowed = tuple(kind for name in kinds for kind in TYPES[name])
    if allowed and (not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed)):
        return [*found, f"{path}: {type(value).__name__} instead of {kinds}"]
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        found.append(f"{path}: {value!r} has another form")
    if isinstance(value, list):
        found += [
            p for i, item in enumerate(value) for p in problems(item, schema.get("items", {}), root, f"{path}[{i}]")
        ]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{path}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, item in value.items():
            found += problems(str(name), schema.get("propertyNames", {}), root, f"{path}.{name}")
            more = known.get(name, schema.get("additionalProperties", {}))
            found += [f"{path}.{name}: unknown"] if more is False else problems(item, more, root, f"{path}.{name}")
    return found


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Plain)


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name not in OTHER_FILES], ids=lambda p: str(p.relative_to(ROOT))
)
def test_it_takes_every_policy_file(path: Path) -> None:
    assert problems(read(path), SCHEMA, SCHEMA) == []


def test_it_takes_every_pack_file() -> None:
    schema = schema_of(PackDoc, "pack")
    paths = [path for path in FILES if path.name == "pack.yaml"]
    assert len(paths) == 5
    assert [p for path in paths for p in problems(read(path), schema, schema)] == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("parameter: {}", ".parameter: unknown"),
        ("parameters: {line: {label: {vi: a, en: b}, units: VND, values: [{from: 2022-01-01}]}}", "units: unknown"),
        ("parameters: {line: {label: {vi: a}, values: [{from: 2022-01-01}]}}", "en is missing"),
        ("parameters: {line: {label: {vi: a, en: b}, values: [{from: soon}]}}", "0 forms fit"),
        ("facts: {x: {of: house, type: bool, label: {vi: a, en: b}}}", "'house' is no word"),
        ("facts: {X: {of: person, type: bool, label: {vi: a, en: b}}}", "'X' has another form"),
        (
            "decisions: {d: {of: household, type: bool, hit: any, label: {vi: a, en: b}, tables: []}}",
            "'any' is no word",
        ),
    ],
)
def test_it_refuses_what_the_reader_refuses(text: str, problem: str) -> None:
    assert any(problem in found for found in problems(yaml.load(text, Plain), SCHEMA, SCHEMA))

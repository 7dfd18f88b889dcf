"""A record is refused when anything in it was changed, and stands when only the knowledge of the law has grown."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

import povrules as pr
from povrules.checker import check
from povrules.decisions.record import DecisionRecord
from povrules.decisions.record.record import with_digest
from povrules.language.canonical import canonical
from tests.support.records import changed, leaves, record

ROOT = Path(__file__).resolve().parents[2]
ONLY_SIGNED = {"issued_on", "library", "subject"}
"""What is said about the record, not about the decision: a signature covers it, and nothing else can."""


def test_a_record_holds() -> None:
    found = pr.verify(record())
    assert found.ok
    assert [each.state for each in found.checks[:3]] == ["ok"] * 3
    assert [each.state for each in found.checks[3:]] == ["not checked"] * 2  # some cases, and the signature
    assert "có chữ ký" in found.text("vi")


def test_any_change_of_any_field_is_refused() -> None:
    content = record().content
    paths = list(leaves(content))
    assert len(paths) > 3000
    for path in Random(7).sample(paths, 60):
        text = canonical(changed(content, path))
        assert not pr.verify(DecisionRecord(text)).ok, path
        assert not check(text, record().bundle.text).ok, path


def sections(content: dict[str, Any], each: int) -> list[tuple[Any, ...]]:
    """Some leaves of every section of a record."""
    random = Random(11)
    found: list[tuple[Any, ...]] = []
    for name in sorted(set(content) - {"digest", *ONLY_SIGNED}):
        paths = list(leaves(content[name], (name,)))
        found += random.sample(paths, min(each, len(paths)))
    return found


@pytest.mark.parametrize("path", sections(record().content, 1), ids=str)
def test_a_change_with_a_digest_made_to_fit_is_refused_too(path: tuple[Any, ...]) -> None:
    forged = DecisionRecord(canonical(with_digest(changed(record().content, path))), record().bundle)
    found = pr.verify(forged)
    assert not found.ok
    assert any(each.details for each in found.checks if each.state == "wrong")


def told(item: Any) -> bool:
    return item not in (None, [], {}) and not (isinstance(item, dict) and "open" in item)


def test_the_checker_alone_refuses_a_changed_decision() -> None:
    content = record().content
    random = Random(3)
    for name in ("value", "nodes", "how", "basis"):
        # The range of an unknown amount may be narrower than the checker can see: that is for deriving it again.
        steps = [i for i, step in enumerate(content["trace"]) if told(step.get(name))]
        for i in random.sample(steps, 3):
            path = next(iter(leaves(content["trace"][i][name], ("trace", i, name))))
            forged = canonical(with_digest(changed(content, path)))
            assert not check(forged, record().bundle.text).ok, (path, content["trace"][i]["id"])
    settled = [i for i, a in enumerate(content["answers"]) if a["value"] is not None]
    for i in random.sample(settled, 5):
        forged = canonical(
            with_digest(changed(content, next(iter(leaves(content["answers"][i]["value"], ("answers", i, "value"))))))
        )
        assert not check(forged, record().bundle.text).ok, content["answers"][i]["id"]
    for i, each in list(enumerate(content["law"]))[::24]:
        path = next(iter(leaves(each["cells"][0][1], ("law", i, "cells", 0, 1))))
        assert not check(canonical(with_digest(changed(content, path))), record().bundle.text).ok, each["id"]


def test_a_step_that_is_left_out_or_added_is_refused() -> None:
    for section in ("trace", "answers"):
        shorter = record().content
        shorter[section] = shorter[section][1:]
        assert not pr.verify(DecisionRecord(canonical(with_digest(shorter)), record().bundle)).ok, section
        longer = record().content
        longer[section] = [*longer[section], longer[section][0]]
        assert not pr.verify(DecisionRecord(canonical(with_digest(longer)), record().bundle)).ok, section


FREE = [
    ("subject", {"name": "Nguyễn Văn A", "id": "012345678901"}),
    ("subject", "012345678901"),
    ("library", {"name": "Nguyễn Văn A", "version": "1"}),
    ("library", {"name": "povrules", "version": "1", "note": [1]}),
    ("policy.packs", [["vn.evil", "vn", "9"]]),
    ("policy.files", "sha256:" + "0" * 64),
    ("policy.files", "hello"),
    ("policy.evidence", "secondary"),
    ("engine", "another"),
    ("answers", []),
    ("facts.household.vn:income_per_capita", {"fraction": [1, 0]}),
    ("facts.household.vn:income_per_capita", {"fraction": [2_600_000, 2]}),
    ("facts.household.vn:area", "suburban"),
    ("facts.unlisted", 10**7),
]


@pytest.mark.parametrize(("path", "value"), FREE, ids=str)
def test_what_has_another_form_is_refused(path: str, value: Any) -> None:
    content = record().content
    *way, last = path.split(".")
    inner = content
    for key in way:
        inner = inner[key]
    inner[last] = value
    forged = DecisionRecord(canonical(with_digest(content)), record().bundle)
    assert not pr.verify(forged).ok
    if way[:1] == ["facts"] or path in ("answers", "policy.evidence"):
        assert not check(forged.text, record().bundle.text).ok


def test_a_record_may_be_handed_over_as_text_and_nothing_else() -> None:
    assert pr.verify(record().text).ok
    for wrong in ({}, None, 3):
        with pytest.raises(pr.PovrulesError, match="no record"):
            pr.verify(wrong)  # type: ignore[arg-type]
    with pytest.raises(pr.PovrulesError, match="public key"):
        pr.verify(record(), public_key=b"xx")


def test_other_law_than_the_record_names_is_refused() -> None:
    other = pr.load_policy(on="2024-10-01").reform({"income_line.rural": 1_500_001}).bundle
    report = check(record().text, other.text)
    assert report.problems == ("this bundle is not the law that the record names",)
    forged = record().content
    forged["policy"]["bundle"] = other.digest
    found = pr.verify(DecisionRecord(canonical(with_digest(forged)), other))
    assert not found.ok
    assert "parameters: vn:income_line" in found.text("en")


# law that was added since --------------------------------------------------------------------------------------------

CODE = """
import sys, povrules as pr
lacks = {"water": True, "toilet": True, "telecom": True}
household = {"area": "rural", "income_per_capita": 1_550_000, "deprivations": lacks}
if sys.argv[1] == "record":
    a = pr.load_policy(on="2026-06-01").assess(household)
    a.record("2026-11-20").save(sys.argv[2])
else:
    a = pr.load_policy(on="2026-06-01").assess(household)
    found = pr.verify(sys.argv[2])
    print(found.text("en"))
    print("now:", a.poverty_class, found.ok)
print(pr.load_policy(on="2026-06-01", known_on="2026-11-20").assess(household).poverty_class)
"""
LINE = """      - from: 2026-01-01
        to: 2026-12-31
        value: {rural: 1_500_000, urban: 2_000_000}
        enacted_by: ND-351-2025
"""
AMENDED = """      - from: 2026-01-01
        to: 2026-05-31
        ended_by: ND-900-2026
        enacted_to: 2026-12-31
        value: {rural: 1_500_000, urban: 2_000_000}
        enacted_by: ND-351-2025
"""
ADDED = """      - from: 2026-06-01
        to: 2026-12-31
        value: {rural: 1_600_000, urban: 2_000_000}
        enacted_by: ND-900-2026
        evidence: official_text
"""
DECREE = """instruments:
  ND-900-2026:
    number: 900/2026/NĐ-CP
    kind: decree
    title: {vi: Nghị định thử, en: A decree for a test}
    issuer: {vi: Chính phủ, en: Government}
    issued: 2026-12-01
    source: ["https://example.org"]
    evidence: official_text
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library and its law, in a folder of its own."""
    for part in ("src/povrules", "policies"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(library: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *words],
        env={"PYTHONPATH": str(library / "src"), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=library,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_amendment_that_comes_later_changes_the_law_and_not_the_record(library: Path) -> None:
    path = str(library / "r.json")
    assert run(library, "record", path) == "average\n"
    assert "average True" in run(library, "verify", path)
    parameters = library / "policies" / "vn" / "poverty_standard" / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    before, found, after = text.partition(LINE)
    support, entry, rest = after.partition("      - {from: 2027-01-01")
    assert found
    parameters.write_text(before + AMENDED + support + ADDED + entry + rest, encoding="utf-8")
    (library / "policies" / "vn" / "decree_900.yaml").write_text(DECREE, encoding="utf-8")
    said = run(library, "verify", path)
    assert "now: poor True" in said, said  # the law of today makes another class of the same household
    assert "by the instruments known on 2026-11-20" in said
    assert said.endswith("average\n")


def test_files_changed_by_hand_do_not_pass_for_the_same_law(library: Path) -> None:
    path = str(library / "r.json")
    run(library, "record", path)
    parameters = library / "policies" / "vn" / "poverty_standard" / "parameters.yaml"
    parameters.write_text(
        parameters.read_text(encoding="utf-8").replace("rural: 1_500_000", "rural: 1_550_000"), encoding="utf-8"
    )
    said = run(library, "verify", path)
    assert "this library knows other law" in said
    assert "now: poor False" in said

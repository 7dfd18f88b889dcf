"""`povrules check --prove`: exit codes, households to paste, exemptions, the file of proofs, and what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from povrules.commands import words as w
from povrules.proofs.stored import StoredError, read_proofs
from tests.proofs.made_up import law
from tests.proofs.test_faults import PROGRAMME, SOUND

FAULT = PROGRAMME.format(of="household", formula="grade == middle")


def check(folder: Path, *options: str, hidden: str | None = None) -> subprocess.CompletedProcess[str]:
    hide = "" if hidden is None else f"import sys; sys.modules[{hidden!r}] = None; "
    code = hide + "import sys; from povrules.cli import main; sys.exit(main(sys.argv[1:]))"
    given = [sys.executable, "-c", code, "check", str(folder), "--lang", "en", *options]
    return subprocess.run(given, capture_output=True, text=True, timeout=60, check=False)


def test_a_failure_is_said_and_exempted_only_while_it_is_needed(tmp_path: Path) -> None:
    law(tmp_path, SOUND, more=FAULT)
    found = check(tmp_path, "--prove")
    assert found.returncode == 1
    assert "help: nobody can get it (2024-01-01) [reachable]" in found.stdout
    days = "from: 2024-01-01, to: 2025-12-31"
    words = f"exemptions:\n  - {{claim: reachable, about: help, {days}, reason: {{vi: Vì, en: Why}}}}\n"
    (tmp_path / "exemptions.yaml").write_text(words, encoding="utf-8")
    assert check(tmp_path, "--prove").returncode == 0
    law(tmp_path, SOUND)
    idle = check(tmp_path, "--prove")
    assert idle.returncode == 1
    assert "this exemption is no longer needed: reachable vn:help" in idle.stdout


def test_not_in_time_is_no_yes(tmp_path: Path) -> None:
    law(tmp_path, SOUND)
    found = check(tmp_path, "--prove", "--seconds", "0", hidden="z3")
    assert found.returncode == 1
    assert "not proved in time" in found.stdout


def test_proofs_are_kept_by_what_they_stand_on(tmp_path: Path) -> None:
    law(tmp_path, SOUND)
    file = tmp_path / "kept.json"
    assert check(tmp_path, "--proofs", str(file)).returncode == 0
    first = read_proofs(file)
    assert first
    # What is kept is believed, so no time is needed; what the changed line touches is not.
    assert check(tmp_path, "--proofs", str(file), "--seconds", "0", hidden="z3").returncode == 0
    text = (tmp_path / "rules.yaml").read_text(encoding="utf-8").replace("value: 150", "value: 151")
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    assert check(tmp_path, "--proofs", str(file), "--seconds", "0", hidden="z3").returncode == 1
    assert check(tmp_path, "--proofs", str(file)).returncode == 0
    assert read_proofs(file).keys() != first.keys()


def test_a_file_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    assert read_proofs(file) == {}
    file.write_text(json.dumps({"form": 0, "proved": {"a": "b"}}), encoding="utf-8")
    assert read_proofs(file) == {}
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(StoredError, match="not a file of proofs"):
        read_proofs(file)


def test_without_z3(tmp_path: Path) -> None:
    law(tmp_path, SOUND)
    found = check(tmp_path, "--prove", hidden="z3")
    assert found.returncode == 0
    assert w.NO_Z3.en in found.stdout
    both = check(tmp_path, "--both", hidden="z3")
    assert both.returncode != 0
    assert 'pip install "povrules[prove]"' in both.stderr

"""What the tests need from the system is named, one line each, before any of them runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "needs.sh"


def test_what_is_lacking_is_named(tmp_path: Path) -> None:
    (tmp_path / "sed").symlink_to(shutil.which("sed") or "")
    said = subprocess.run(["/bin/sh", SCRIPT], env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert said.returncode == 1
    assert [line.split(",")[0] for line in said.stdout.splitlines()] == [
        "make test needs a C compiler",
        "make test needs Chromium",
        "make test needs Java 17 or newer",
    ]
    assert said.stderr == ""


def test_here_is_all_of_it() -> None:
    assert subprocess.run(["/bin/sh", SCRIPT], capture_output=True, text=True).stdout == ""

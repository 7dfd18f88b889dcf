"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CASES = """\
- id: right
  on: 2024-06-30
  given: {area: rural, income_per_capita: "2250001"}
  expect: {poverty_class: above}
  source: art. 3
- id: wrong
  on: 2024-06-30
  given: {area: rural, income_per_capita: "2250000"}
  expect: {poverty_class: above}
  source: art. 3.2.c
"""


def run_pytest(folder: Path, *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(folder)]
    done = subprocess.run([*command, *words], cwd=folder, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout


def test_each_case_is_a_test(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    code, out = run_pytest(tmp_path, "-p", "povrules.testing.plugin", "-v")
    assert code == 1
    assert "cases.yaml::right PASSED" in out
    assert "cases.yaml::wrong FAILED" in out
    assert "cases.yaml:9:27: wrong: poverty_class: expected above, found average; art. 3.2.c" in out
    assert "Traceback" not in out
    assert "1 failed, 1 passed" in out
    # Why the answer is another: the condition that decided it, its values and the article.
    why = out.partition("art. 3.2.c\n")[2]
    assert "average_line" in why or "2,250,000" in why, out
    assert "07/2021" in why, out


def test_it_is_not_loaded_by_itself(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    code, out = run_pytest(tmp_path)
    assert code == 5  # nothing to run
    assert "no tests ran" in out


def test_a_broken_file_is_an_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text("- id: a\n  wen: 3\n", encoding="utf-8")
    code, out = run_pytest(tmp_path, "-p", "povrules.testing.plugin")
    assert code == 2
    assert "cases.yaml:2:3: unknown key 'wen'" in out


def test_a_pack_says_which_policy_its_cases_are_about(tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "from povrules import load_policy\n"
        'pytest_plugins = ["povrules.testing.plugin"]\n'
        "def pytest_povrules_policy(case):\n"
        "    return load_policy(on='2030-12-31') if case.id == 'wrong' else None\n",
        encoding="utf-8",
    )
    code, out = run_pytest(tmp_path)
    assert code == 1
    assert "wrong: poverty_class: expected above, found undetermined (possible average, above; law)" in out
    assert "1 failed, 1 passed" in out

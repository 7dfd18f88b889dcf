"""Every block of Python on the pages runs, and answers what it says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import povrules as pr

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "decisions").glob("*.md"),
    *(ROOT / "docs" / "site").rglob("*.md"),
]
BLOCK = re.compile(r"^```(pycon|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = {
    "add-a-province.md": "tests/plugins/test_documentation.py",  # needs the package that its reader makes
    "spark.md": "tests/frames/test_spark.py",  # needs a session of Spark
    "errors.md": "tests/project/test_errors_page.py",  # its blocks raise what they are about
}
"""Pages whose blocks another test runs."""
LACKS = ("water", "toilet", "telecom")
SETTLED = ("employment", "dependents", "nutrition", "health_insurance", "adult_education", "child_schooling",
           "housing_quality", "housing_area", "information_means")  # fmt: skip
HOUSEHOLD = {
    "area": "rural",
    "income_per_capita": 1_634_000,
    "members": [{"birth_date": "1990-01-01", "has_health_card": False}],
    **{f"deprived_{name}": True for name in LACKS},
    **{f"deprived_{name}": False for name in SETTLED},
}
"""The household that the page on counterfactuals speaks of."""


def blocks(page: Path, kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(page.read_text(encoding="utf-8")) if found == kind]


@pytest.mark.parametrize(
    "page", [p for p in PAGES if blocks(p, "pycon")], ids=lambda p: str(p.relative_to(ROOT / "docs"))
)
def test_what_the_console_shows_is_what_it_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks(page, "pycon")), {}, page.name, page.name, 0)
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if blocks(p, "python") and p.name not in ELSEWHERE],
    ids=lambda p: str(p.relative_to(ROOT / "docs")),
)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here: dict[str, object] = {"household": HOUSEHOLD, "pr": pr, "policy": pr.load_policy(on="2024-10-01")}
    for text in blocks(page, "python"):
        exec(compile(text, page.name, "exec", dont_inherit=True), here)  # noqa: S102 - our own pages


def test_every_page_with_a_block_is_found() -> None:
    assert {p.name for p in PAGES if blocks(p, "pycon")} >= {"ten-minutes.md", "whatif.md", "charts.md"}
    assert all((ROOT / "docs" / page).exists() and (ROOT / test).exists() for page, test in ELSEWHERE.items())

"""The page on charts is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from povrules import charts

PAGE = (Path(__file__).parents[2] / "docs" / "charts.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_runs() -> None:
    code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "charts.md", "charts.md", 0)
    assert len(test.examples) > 8
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


def test_every_chart_is_on_the_page() -> None:
    assert [name for name in charts.__all__ if name[0].islower() and f"`{name}`" not in PAGE] == []

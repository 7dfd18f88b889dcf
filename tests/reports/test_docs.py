"""The page on reports is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from povrules import reports

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_runs() -> None:
    code = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "reports.md", "reports.md", 0)
    assert len(test.examples) > 8
    said: list[str] = []
    assert doctest.DocTestRunner().run(test, out=said.append).failed == 0, "".join(said)


def test_every_table_is_on_the_page() -> None:
    functions = [name for name in reports.__all__ if name[0].islower() and not name.startswith(("with_", "against_t"))]
    assert [name for name in functions if f"`{name}" not in PAGE] == []

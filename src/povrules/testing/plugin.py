"""A pytest plugin: every `cases.yaml` that pytest comes across is a file of tests, one for each worked household.

A case that fails says which answer differs, and the conditions, values of law and articles that lead to it.
Switched on by `-p povrules.testing.plugin`, or in the topmost `conftest.py` by
`pytest_plugins = ["povrules.testing.plugin"]`; it is not loaded by itself. A pack of your own says in its
`conftest.py` which policy its cases are about:

```python
def pytest_povrules_policy(case):
    return load_policy(on=case.on, place=case.place, plugins=PluginManager([my_pack]))
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from povrules.api import Policy
from povrules.language.errors import PovrulesError
from povrules.testing.case_files import read_cases
from povrules.testing.cases import Case, Failure, load_for, run_case

FILE = "cases.yaml"


class CaseFailed(Exception):
    """Answers of a worked household that are not as stated."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        self.failures = failures
        super().__init__(
            "\n".join(f"{each}\n{indent(each.why, '    ')}" if each.why else str(each) for each in failures)
        )


class Hooks:
    """The hook this plugin adds to pytest."""

    @pytest.hookspec(firstresult=True)
    def pytest_povrules_policy(self, case: Case) -> Policy | None:
        """The policy that is to answer a case; None leaves it to the next, at last to the built-in packs."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the hook."""
    pluginmanager.add_hookspecs(Hooks)


@pytest.hookimpl(trylast=True)
def pytest_povrules_policy(case: Case) -> Policy:
    """The built-in packs."""
    return load_for(case)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take files of worked households."""
    if file_path.name != FILE:
        return None
    return CasesFile.from_parent(parent, path=file_path)


class CasesFile(pytest.File):
    """A `cases.yaml`."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each case."""
        try:
            cases = read_cases(self.path)
        except PovrulesError as problem:
            raise self.CollectError(str(problem)) from None
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One worked household."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Compare."""
        failures = run_case(self.case, lambda case: self.ihook.pytest_povrules_policy(case=case))
        if failures:
            raise CaseFailed(failures)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The answers that differ, without a traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the case stands."""
        return self.path, self.case.span.line - 1, self.name

"""docs/errors.md: every kind of error and every reason is on it, and its examples raise what they say."""

from __future__ import annotations

import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import povrules
from povrules.language.errors import PovrulesError

PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE))
REASONS = Path(povrules.__file__).parent / "facts" / "reasons.py"
START = "import polars as pl\nimport povrules as pr\n"


def kinds(of: type[PovrulesError]) -> Iterator[type[PovrulesError]]:
    for kind in of.__subclasses__():
        if kind.__module__.startswith("povrules."):
            yield from (kind, *kinds(kind))


def test_every_kind_has_one_code_of_its_own_and_a_section() -> None:
    for module in pkgutil.walk_packages(povrules.__path__, "povrules."):
        if "pack_template" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    found = {PovrulesError, *kinds(PovrulesError)}
    assert all("code" in vars(kind) for kind in found)
    assert [code for code, times in Counter(kind.code for kind in found).items() if times > 1] == []
    assert {kind.code for kind in found} == SECTIONS.keys()


def test_every_reason_is_in_the_table() -> None:
    codes = set(re.findall(r'Reason\(\s*"([a-z_]+)"', REASONS.read_text(encoding="utf-8")))
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## Codes of facts")[2]))
    assert codes == told


def examples() -> list[tuple[str, str]]:
    blocks = re.compile(r"```python\n(.*?)```", re.DOTALL)
    return [(code, example) for code, text in SECTIONS.items() for example in blocks.findall(text)]


@pytest.mark.parametrize(("code", "example"), examples(), ids=[code for code, _ in examples()])
def test_an_example_raises_its_code(code: str, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PovrulesError) as caught:
        exec(START + example, {})  # noqa: S102 - the page is ours, and what it shows must run
    assert caught.value.code == code
    assert json.loads(json.dumps(caught.value.as_dict()))["code"] == code
    assert caught.value.said("vi")


def test_the_first_example_runs() -> None:
    (first,) = re.findall(r"```python\n(.*?)```", PAGE.partition("## Codes of errors")[0], re.DOTALL)
    names: dict[str, Any] = {}
    exec(first, names)  # noqa: S102 - as above
    assert names["pr"] is povrules

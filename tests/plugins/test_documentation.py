"""The page of hooks and the code agree; the tutorial is followed step by step."""

from __future__ import annotations

import dataclasses
import inspect
import re
import subprocess
import sys
from pathlib import Path

import povrules.plugins
from povrules.commands.schema import KINDS, written
from povrules.plugins import HookContext, IssuedRecord, specification

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs" / "add-a-province.md").read_text(encoding="utf-8")
HOOKS = {name: hook for name, hook in vars(specification).items() if hasattr(hook, "povrules_spec")}
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FILE = re.compile(r"`(src/[\w/]+\.yaml)`")


def test_every_hook_is_on_the_page_as_it_is_in_the_code() -> None:
    documented = dict(re.findall(r"^### `(\w+)(\(.*)`$", PAGE, re.MULTILINE))
    assert set(documented) == set(HOOKS)
    for name, hook in HOOKS.items():
        assert documented[name] == str(inspect.signature(hook)).replace("'", "")
        assert inspect.getdoc(hook)


def test_what_hooks_are_told_is_on_the_page() -> None:
    for context in (HookContext, IssuedRecord):
        names = ", ".join(f"`{field.name}`" for field in dataclasses.fields(context))
        assert f"| `{context.__name__}` | {names} |" in PAGE


def test_every_hook_takes_one_context_that_cannot_change() -> None:
    for hook in HOOKS.values():
        (argument,) = inspect.signature(hook).parameters.values()
        kind = getattr(povrules.plugins, str(argument.annotation))
        assert dataclasses.is_dataclass(kind)
        assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_what_the_page_says_to_import_is_there() -> None:
    for name in re.findall(r"`(Pack|Engine|Reader|Report|HookContext|IssuedRecord|read_pack)\b", PAGE):
        assert hasattr(povrules.plugins, name)


def test_published_schemas_are_those_of_the_code() -> None:
    for kind in KINDS:
        assert (ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8") == written(kind)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], cwd=folder, capture_output=True, encoding="utf-8")


def test_the_tutorial_works_step_by_step(tmp_path: Path) -> None:
    folder = tmp_path
    checks: list[int] = []
    python = ""
    at = 0
    for block in BLOCK.finditer(TUTORIAL):
        kind, text = block.groups()
        if kind == "sh":
            for line in text.strip().splitlines():
                if line.startswith("cd "):
                    folder = folder / line[3:]
                elif line.startswith("povrules "):
                    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
                    done = run(folder, *words)
                    checks += [done.returncode] if words[1] == "check" else []
                    assert done.returncode == 0, done.stdout + done.stderr
        elif kind == "yaml":
            name = FILE.findall(TUTORIAL, at, block.start())[-1]
            assert (folder / name).is_file()
            (folder / name).write_text(text, encoding="utf-8")
        elif kind == "python":
            python = text
        at = block.start()
    assert checks == [0, 0]
    policies = folder / "src" / "povrules_song_lo" / "policies"
    assert "00/2023" not in (policies / "instruments.yaml").read_text(encoding="utf-8")
    # Not installed here; `make test` installs packs in an environment of their own.
    handed = (
        "import sys; sys.path.insert(0, 'src')\n"
        "import povrules as pr, povrules_song_lo\n"
        "from functools import partial\n"
        "from povrules.plugins.manager import PluginManager\n"
        "pr.load_policy = partial(pr.load_policy, plugins=PluginManager([povrules_song_lo]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", handed + python.replace("import povrules as pr\n", "")],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == "poor average", done.stderr

"""The notebooks run from top to bottom, each in a kernel of its own, and show what is kept in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from docs.notebooks.run import FOLDER, NOTEBOOKS, PICTURES, cleaned, read, run, shown

LARGEST = 400_000
HOME = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users)/|[A-Z]:\\\\")
"""A path of somebody's machine."""

by_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_there_are_five() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04", "05"]


@by_notebook
def test_it_shows_what_is_kept(path: Path) -> None:
    kept, now = read(path), run(path)
    stale = [
        f"cell {number}, {cell.source.splitlines()[0]!r}: kept\n{was}\nnow\n{found}"
        for number, cell, was, found in zip(
            range(1, len(now.cells)),
            [cell for cell in now.cells if cell.cell_type == "code"],
            shown(kept),
            shown(now),
            strict=False,
        )
        if was != found
    ]
    renew = f"{path.name} is stale. When what it shows now is right: make notebooks"
    assert not stale, "\n".join([renew, *stale])
    assert not [text for text in shown(now) if any(part.startswith(("stderr", "error")) for part in text)]


@by_notebook
def test_it_is_kept_clean_with_pictures_and_without_the_machine(path: Path) -> None:
    text, notebook = path.read_text(encoding="utf-8"), read(path)
    assert path.stat().st_size < LARGEST
    assert cleaned(read(path)) == notebook
    assert not HOME.search(text)
    assert all(output.output_type != "error" and output.get("name") != "stderr" for output in outputs(notebook))
    drawn = [cell for cell in notebook.cells if re.search(r"^charts\.", cell.get("source", ""), re.MULTILINE)]
    assert all(any(kind in output.data for output in cell.outputs for kind in PICTURES) for cell in drawn)


@by_notebook
def test_its_links_lead_somewhere(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)#:]+)\)", cell.source):
                assert (FOLDER / target).exists(), target


def test_a_stale_notebook_is_found(tmp_path: Path) -> None:
    kept = read(NOTEBOOKS[0])
    changed = read(NOTEBOOKS[0])
    code = next(
        cell for cell in changed.cells if cell.get("outputs") and "text/plain" in cell.outputs[0].get("data", {})
    )
    code.outputs[0].data["text/plain"] = "something else"
    assert shown(kept) != shown(changed)

"""The notebooks as pages, as they were last run: nothing is run again here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import MarkdownExporter
from nbconvert.preprocessors import Preprocessor

from docs.building.manual import manual_files, relinked, told_in_english
from docs.building.writing import put
from povrules.language.amounts import Lang

FOLDER = "notebooks"
_BLANK = re.compile(r"\n\s*\n")


class _Boxed(Preprocessor):
    """What a cell shows as HTML goes into one box without blank lines, which Markdown would take for its end."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """One cell, with its outputs changed."""
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                inside = _BLANK.sub("\n", data["text/html"].strip())
                data["text/html"] = f'<div class="shown">\n{inside}\n</div>\n'
        return cell, resources


def write_notebooks(repository: Path, root: Path, lang: Lang) -> None:
    """Put every notebook below the sources of a language, with its pictures.

    Args:
        repository: where ``docs/notebooks`` lies.
        root: of the sources of the site.
        lang: notebooks are in English and say so on the Vietnamese side.
    """
    exporter = MarkdownExporter()
    exporter.register_preprocessor(_Boxed, enabled=True)
    places = manual_files(repository)
    for path in sorted((repository / "docs" / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        folder = f"{path.stem}_files"
        text, resources = exporter.from_notebook_node(notebook, {"output_files_dir": folder, "unique_key": path.stem})
        text = relinked(text, f"docs/notebooks/{path.name}", places)
        put(root / lang / FOLDER / f"{path.stem}.md", told_in_english(text) if lang == "vi" else text)
        for name, content in resources["outputs"].items():
            target = root / lang / FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
